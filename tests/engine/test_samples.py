"""The shipped samples show a clear yes, clear no's and borderline cases, and say where they come from."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.logit.words import logit_text
from alpaca_gui.resources import shipped_samples

BESIDE = {"SOURCES.md", "GPL-2.txt"}


def _pictures() -> list[Path]:
    return sorted(path for path in shipped_samples().iterdir() if path.name not in BESIDE)


@pytest.fixture(scope="module")
def logits(shipped: ModelBundle) -> dict[str, float]:
    classifier = Classifier(shipped)
    return {path.name: classifier.classify(decode(FileSource(path))).logit for path in _pictures()}


def test_there_are_clear_noes_borderline_ones_and_a_clear_yes(logits: dict[str, float]) -> None:
    values = logits.values()
    assert 8 <= len(values) <= 12
    assert sum(value < -3 for value in values) >= 4
    assert sum(abs(value) < 1 for value in values) >= 2
    assert sum(value > 3 for value in values) >= 1


def test_the_clear_yes_is_the_alpaca(logits: dict[str, float]) -> None:
    assert max(logits, key=lambda name: logits[name]) == "drawn-alpaca.jpg"


def test_every_sample_has_its_line_with_source_licence_and_logit(logits: dict[str, float]) -> None:
    lines = (shipped_samples() / "SOURCES.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]
    assert sorted(row[0] for row in rows) == sorted(f"`{name}`" for name in logits)
    for name, source, author, licence, done, logit in rows:
        assert all((source, author, licence, done)), name
        written, found = float(logit.replace("−", "-")), logits[name.strip("`")]
        assert written == pytest.approx(found, abs=0.01), (
            f"{name} is now {logit_text(found)}: run tools/make_samples.py"
        )


def test_the_folder_is_small_and_of_mixed_formats() -> None:
    pictures = _pictures()
    assert sum(path.stat().st_size for path in shipped_samples().iterdir()) < 3_000_000
    assert {path.suffix for path in pictures} == {".jpg", ".png", ".webp"}


def test_the_text_of_their_licence_is_beside_them() -> None:
    assert "GNU GENERAL PUBLIC LICENSE" in (shipped_samples() / "GPL-2.txt").read_text(encoding="utf-8")


def test_no_photograph_of_the_dataset_ships(photographs: Path) -> None:
    def hashes(paths: Iterable[Path]) -> set[str]:
        return {hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}

    dataset = hashes(path for path in photographs.rglob("*.jpg"))
    assert len(dataset) > 300
    assert not dataset & hashes(_pictures())
