"""``library retrain`` teaches the model by the labels of a library."""

from pathlib import Path

import pytest

from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.library.place import default_library, taught_models
from alpaca_gui.resources import shipped_model
from tests.cli.library.conftest import Command, Red
from tests.cli.program import strict_json

pytestmark = [pytest.mark.timeout(200), pytest.mark.slow]


@pytest.fixture
def labelled(command: Command, photographs: Path) -> Path:
    """Forty photographs that the shipped model has looked at."""
    for folder, label in (("alpaca", "--yes"), ("not alpaca", "--no")):
        some = sorted((photographs / folder).iterdir())[:20]
        assert command("add", "--quiet", *some)[0] == 0
        command("label", label, "--paths", *some)
    return photographs


def test_what_changes_is_said_before_anything_is_written(command: Command, labelled: Path) -> None:
    before = default_library().read_bytes()
    code, out, _ = command("retrain", "--dry-run", "--json")
    assert code == 0
    values = strict_json(out)
    assert (values["out"], values["labels"], values["known_before"], values["records"]) == (None, 40, 287, 40)
    for side in ("before", "after"):
        figures = values[side]
        assert figures["n"] == 40
        assert figures["accuracy"]["low"] <= figures["accuracy"]["value"] <= figures["accuracy"]["high"]
    assert not taught_models().exists()
    assert default_library().read_bytes() == before


def test_the_model_is_written_and_answers_and_no_record_has_changed(
    command: Command, labelled: Path, tmp_path: Path
) -> None:
    wrong = sorted((labelled / "alpaca").iterdir())[:10]
    command("label", "--no", "--paths", *wrong)
    records = command("query", "--format", "json")[1]
    code, out, _ = command("retrain")
    written = taught_models() / "alpaca-taught-1.model"
    assert code == 0
    assert f"Use it: alpaca-gui --model {written}." in out
    bundle, base = load_bundle(written), load_bundle(shipped_model())
    assert (bundle.card.concept, bundle.card.recipe["labels"]) == (base.card.concept, 40)
    assert command("query", "--format", "json")[1] == records
    said = command("add", wrong[0], "--model", written, "--format", "jsonl", "--library", tmp_path / "new.library")[1]
    taught = strict_json(said)["logit"]
    assert taught < strict_json(command("query", wrong[0].name, "--format", "jsonl")[1])["logit"]
    command("retrain")
    assert (taught_models() / "alpaca-taught-2.model").is_file()


def test_without_labels_there_is_nothing_to_learn_from(command: Command, red: type[Red], herd: list[Path]) -> None:
    command("add", *herd, "--quiet")
    code, out, error = command("retrain")
    assert (code, out) == (2, "")
    assert "nothing to learn from" in error
    assert "Traceback" not in error


def test_a_place_that_cannot_be_written_is_said(command: Command, labelled: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    code, _, error = command("retrain", "--out", tmp_path / "file" / "x.model")
    assert (code, "cannot be written" in error) == (2, True)
