"""``alpaca-gui verify`` says that a card is true, or what differs, and its exit code says the same."""

import dataclasses
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from alpaca_gui.cli.main import main
from alpaca_gui.cli.verify import NOT_READ
from alpaca_gui.engine.bundle import load_bundle, save_bundle
from alpaca_gui.explain.card_file import write_card
from alpaca_gui.explain.lens import Lens
from alpaca_gui.explain.looked import look
from alpaca_gui.imaging.source import FileSource, MemorySource
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.resources import shipped_model
from tests.cli.program import ALPACA, SHEEP
from tests.imaging.pictures import encoded, quarters
from tests.jobs.web import PICTURE, Web

Verify = Callable[..., tuple[int, str, str]]


@pytest.fixture
def verify(capsys: pytest.CaptureFixture[str]) -> Verify:
    """Call ``alpaca-gui verify`` here."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["verify", *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The card of the sheep, by the shipped model and with its rule."""
    bundle = load_bundle(shipped_model())
    file = tmp_path_factory.mktemp("card") / "card.png"
    write_card(file, look(Lens(bundle), FileSource(Path(SHEEP))), bundle, bundle.card.rule)
    return file


def test_the_same_is_said_line_by_line_and_ends_with_0(verify: Verify, card: Path) -> None:
    code, out, err = verify(card, SHEEP)
    assert (code, err) == (0, "")
    first, *lines, last = out.splitlines()
    assert first == "The same, to the last bit."
    assert last == NOT_READ
    assert [line.split()[0] for line in lines] == [
        *("picture", "model", "preprocessing", "logit", "probability", "decision", "threshold", "band", "temperature")
    ]
    assert all("the same" in line for line in lines)


def test_what_differs_is_said_and_ends_with_1(verify: Verify, card: Path, tmp_path: Path) -> None:
    changed = tmp_path / "sheep.png"
    changed.write_bytes(Path(SHEEP).read_bytes() + b"\0")
    code, out, _ = verify(card, changed)
    assert (code, out.splitlines()[0]) == (1, "Not the same. What differs: picture.")
    assert hashlib.sha256(changed.read_bytes()).hexdigest()[:16] in out
    code, out, _ = verify(card, ALPACA)
    assert code == 1
    assert out.splitlines()[0].startswith("Not the same. What differs: picture, logit, probability")


def test_another_model_is_named(verify: Verify, card: Path, tmp_path: Path) -> None:
    bundle = load_bundle(shipped_model())
    other = dataclasses.replace(bundle.card, rule=Rule(0.5, 1.0))
    save_bundle(tmp_path / "other.model", other, {"model.tflite": bundle.litert})
    code, out, _ = verify(card, SHEEP, "--model", tmp_path / "other.model")
    assert code == 1
    assert out.splitlines()[0] == "Not the same. What differs: model."
    assert "--model names the model to ask" in out
    assert "the model's own is 0.5" in out


def test_another_threshold_or_band_than_asked_for_differs(verify: Verify, card: Path) -> None:
    code, out, _ = verify(card, SHEEP, "--threshold", "3", "--band", "0")
    assert (code, out.splitlines()[0]) == (1, "Not the same. What differs: decision, threshold, band.")
    rule = load_bundle(shipped_model()).card.rule
    assert verify(card, SHEEP, "--threshold", str(rule.threshold))[0] == 0


def test_a_picture_on_the_web_is_fetched(verify: Verify, tmp_path: Path, web: Web) -> None:
    bundle = load_bundle(shipped_model())
    looked = look(Lens(bundle), MemorySource(PICTURE, "good.png"))
    write_card(tmp_path / "card.pdf", looked, bundle, bundle.card.rule)
    assert verify(tmp_path / "card.pdf", web.address("/good.png"))[0] == 0
    code, out, err = verify(tmp_path / "card.pdf", web.address("/missing.png"))
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_what_is_no_card_or_no_picture_is_one_sentence_and_2(verify: Verify, card: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.png"
    plain.write_bytes(encoded(quarters(), "PNG"))
    cut = tmp_path / "cut.png"
    cut.write_bytes(card.read_bytes()[:300])
    broken = tmp_path / "broken.jpg"
    broken.write_text("no picture")
    os.mkfifo(tmp_path / "pipe")
    for arguments in (
        (plain, SHEEP),
        (cut, SHEEP),
        (SHEEP, SHEEP),
        (ALPACA, SHEEP),
        (tmp_path, SHEEP),
        (tmp_path / "gone.pdf", SHEEP),
        (tmp_path / "pipe", SHEEP),
        (card, broken),
        (card, tmp_path),
        (card, tmp_path / "gone\nnew\x1b[31m.jpg"),
        (card, ""),
        (card, "ftp://example.org/a.png"),
        (card, SHEEP, "--model", tmp_path / "gone.model"),
    ):
        code, out, err = verify(*arguments)
        assert (code, out, err.count("\n")) == (2, "", 1), arguments
        assert err.startswith("alpaca-gui: ")
        assert err.endswith(".\n")
        assert "\x1b" not in err


@pytest.mark.parametrize("wrong", [[], ["a.png"], ["a", "b", "c"], ["--threshold", "high", "a", "b"]])
def test_wrong_usage_ends_with_2(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["verify", *wrong])
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: alpaca-gui verify")


def test_a_threshold_that_is_no_number_is_wrong_usage(card: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["verify", str(card), SHEEP, "--threshold", "nan"])
    assert caught.value.code == 2
    assert "the threshold must be a finite number" in capsys.readouterr().err
