"""``alpaca-gui compare`` says where two models differ."""

from pathlib import Path

import pytest

from alpaca_gui.cli.main import main
from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.jobs import pipeline
from tests.cli.program import Main, strict_json
from tests.judging.herd import Paleness, Redness, make_herd, save_model


def _stand_in(bundle: ModelBundle) -> Redness:
    return Paleness(bundle) if bundle.name == "pale" else Redness(bundle)


@pytest.fixture
def herd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset; one model answers by redness, the other has a higher bar."""
    monkeypatch.setattr(pipeline, "Classifier", _stand_in)
    return make_herd(tmp_path)


@pytest.fixture
def compare(capsys: pytest.CaptureFixture[str], herd: Path, tmp_path: Path) -> Main:
    """Call ``alpaca-gui compare`` on the herd here."""
    first, second = (save_model(tmp_path / f"{name}.model") for name in ("plain", "pale"))

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        models = ["--model", str(first), "--with", str(second)]
        code = main(["compare", str(herd), *models, *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_json_names_the_pictures_that_change_sides_with_both_logits(compare: Main, herd: Path) -> None:
    code, out, err = compare("--json")
    found = strict_json(out)
    assert (code, err) == (0, "")
    assert (found["first"], found["second"], found["n"]) == ("plain", "pale", 9)
    assert found["mcnemar"] == {"both_right": 6, "only_first": 1, "only_second": 0, "both_wrong": 2, "p": 1.0}
    assert found["agreement"] == pytest.approx(8 / 9)
    assert [each["path"] for each in found["changed"]] == [str(herd / "red" / "180.png")]
    assert found["changed"][0]["first"] == {"logit": 2.6, "answer": "yes"}
    assert found["changed"][0]["second"] == {"logit": pytest.approx(-0.4), "answer": "no"}


def test_the_text_has_the_table_the_test_in_words_and_the_pictures(compare: Main, herd: Path) -> None:
    code, out, err = compare()
    assert (code, err) == (0, "")
    assert "plain and pale answer 8 of 9 alike (88.9 %)." in out
    assert "p = 1.000" in " ".join(out.split())
    assert "That can well be chance" in " ".join(out.split())
    assert f"+2.6000     -0.4000  yes       {herd / 'red' / '180.png'}" in out


def test_what_neither_can_read_is_said_and_the_code_is_1(compare: Main, herd: Path) -> None:
    (herd / "red" / "empty.png").touch()
    code, _, err = compare()
    assert code == 1
    assert "empty.png is left out" in err


def test_a_second_model_is_needed(capsys: pytest.CaptureFixture[str], herd: Path) -> None:
    with pytest.raises(SystemExit):
        main(["compare", str(herd)])
    assert "--with" in capsys.readouterr().err


def test_a_model_that_is_not_there_is_a_sentence(capsys: pytest.CaptureFixture[str], herd: Path) -> None:
    assert main(["compare", str(herd), "--model", "gone.model", "--with", "gone.model"]) == 2
    assert capsys.readouterr().err == "alpaca-gui: There is no model at gone.model.\n"
