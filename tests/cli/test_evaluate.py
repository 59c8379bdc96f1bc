"""``alpaca-gui evaluate`` prints figures for a person or a program, and writes a page."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, brier_score_loss, log_loss, roc_auc_score

from alpaca_gui.cli.main import main
from alpaca_gui.jobs import pipeline
from tests.cli.program import Main, environment, strict_json
from tests.judging.herd import REDS, Redness, hashes, logit_of_red, make_herd, save_model, trained_on

KEYS = {
    *("accuracy", "log_loss", "brier", "auc", "ece", "n", "out_of_fold", "n_out_of_fold", "intervals", "counts"),
    *("threshold", "temperature", "suspicious", "left_out", "each_seed"),
}
LOGITS = np.array([logit_of_red(red) for side in ("red", "not red") for red in sorted(REDS[side])])
LABELS = np.array([1] * 4 + [0] * 5)


@pytest.fixture
def herd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset; pipelines answer by redness."""
    monkeypatch.setattr(pipeline, "Classifier", Redness)
    return make_herd(tmp_path)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A bundle that does not say what it was trained on."""
    return save_model(tmp_path / "plain.model")


@pytest.fixture
def evaluate(capsys: pytest.CaptureFixture[str], herd: Path, model: Path) -> Main:
    """Call ``alpaca-gui evaluate`` on the herd here."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["evaluate", str(herd), "--model", str(model), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_json_is_one_object_of_plain_numbers_that_are_scikit_learns(evaluate: Main) -> None:
    code, out, err = evaluate("--json")
    found, probability = strict_json(out), 1 / (1 + np.exp(-LOGITS))
    assert (code, err) == (0, "")
    assert found.keys() >= KEYS
    assert found["accuracy"] == accuracy_score(LABELS, LOGITS > 0)
    assert found["log_loss"] == pytest.approx(log_loss(LABELS, probability))
    assert found["brier"] == pytest.approx(brier_score_loss(LABELS, probability))
    assert found["auc"] == pytest.approx(roc_auc_score(LABELS, LOGITS))
    assert (found["n"], found["out_of_fold"], found["n_out_of_fold"]) == (9, False, 0)
    assert found["counts"] == {"yes_as_yes": 3, "yes_as_no": 1, "no_as_yes": 1, "no_as_no": 4}
    assert [Path(each["path"]).stem for each in found["suspicious"]] == ["200"]
    assert all(low <= found[name] <= high for name, (low, high) in found["intervals"].items())


def test_it_says_so_when_every_logit_is_out_of_fold(
    herd: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logits = np.random.default_rng(1).normal(0, 3, (9, 2))
    model = save_model(tmp_path / "known.model", trained_on(hashes(herd), logits))
    assert main(["evaluate", str(herd), "--model", str(model), "--json"]) == 0
    found = strict_json(capsys.readouterr().out)
    assert (found["out_of_fold"], found["n_out_of_fold"]) == (True, 9)
    assert len(found["each_seed"]) == 2
    assert {*found["each_seed"][0]} == {"n", "accuracy", "log_loss", "brier", "auc", "ece"}


def test_the_text_holds_figures_matrix_and_suspicious_labels(evaluate: Main, herd: Path) -> None:
    code, out, err = evaluate()
    assert (code, err) == (0, "")
    assert "accuracy                0.7778   0.4526 to 0.9368" in out
    assert "9 pictures: 4 red, 5 not red." in out
    assert f"labelled red{'':4}{3:>15}{1:>19}" in out
    assert f"+3.6000  not red   {herd / 'not red' / '200.png'}" in out


def test_the_suspicious_labels_can_be_had_alone(evaluate: Main, herd: Path) -> None:
    _, out, _ = evaluate("--suspicious")
    assert out.splitlines()[1:] == [f"   +3.6000  not red   {herd / 'not red' / '200.png'}"]


def test_what_cannot_be_read_goes_to_standard_error_and_into_the_json(evaluate: Main, herd: Path) -> None:
    (herd / "red" / "empty.png").touch()
    code, out, err = evaluate("--json")
    assert code == 1
    assert err == f"{herd / 'red' / 'empty.png'} is left out: The file is empty: 0 bytes.\n"
    assert strict_json(out)["left_out"] == [
        {"path": str(herd / "red" / "empty.png"), "error": "The file is empty: 0 bytes."}
    ]


@pytest.mark.parametrize(
    ("wish", "threshold", "after"),
    [
        ("precision=1", 4.1, (2, 2, 0, 5)),
        ("recall=1", -2.65, (4, 0, 1, 4)),
        ("cost=1:10", -2.65, (4, 0, 1, 4)),
    ],
)
def test_a_threshold_is_proposed_with_what_it_does(
    evaluate: Main, wish: str, threshold: float, after: tuple[int, ...]
) -> None:
    proposal = strict_json(evaluate("--json", "--threshold-for", wish)[1])["proposal"]
    assert proposal["threshold"] == pytest.approx(threshold)
    assert tuple(proposal["after"].values()) == after
    assert tuple(proposal["before"].values()) == (3, 1, 1, 4)
    assert f"take a threshold of {threshold:+.4f}" in " ".join(evaluate("--threshold-for", wish)[1].split())


@pytest.mark.parametrize("wish", ["precision", "precision=high", "cost=1", "cost=1:2:3", "speed=1", ""])
def test_a_wish_that_is_none_is_wrong_usage(evaluate: Main, wish: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        evaluate("--threshold-for", wish)
    assert ended.value.code == 2
    assert "is not precision=…, recall=… or cost=FALSE_YES:FALSE_NO" in " ".join(capsys.readouterr().err.split())


def test_a_wish_that_cannot_be_granted_is_a_sentence(evaluate: Main) -> None:
    code, out, err = evaluate("--threshold-for", "recall=2", "--json")
    assert (code, out, err) == (2, "", "alpaca-gui: A recall is wanted above 0 and at most 1, not 2.\n")


def test_the_page_is_written_whole_beside_what_is_printed(evaluate: Main, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    code, said, _ = evaluate("--out", out, "--json")
    assert (code, strict_json(said)["n"]) == (0, 9)
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


@pytest.mark.parametrize("name", ["missing/report.html", "."])
def test_a_page_that_cannot_be_written_is_a_sentence(evaluate: Main, tmp_path: Path, name: str) -> None:
    code, out, err = evaluate("--out", tmp_path / name)
    assert (code, out) == (2, "")
    assert f"{tmp_path / name} cannot be written" in err


def test_a_picture_is_never_written_over(evaluate: Main, herd: Path) -> None:
    picture = herd / "red" / "250.png"
    before = picture.read_bytes()
    assert evaluate("--out", picture)[0] == 2
    assert picture.read_bytes() == before


def test_folders_the_card_does_not_know_need_to_be_told(evaluate: Main, herd: Path) -> None:
    (herd / "red").rename(herd / "a")
    (herd / "not red").rename(herd / "b")
    code, out, err = evaluate()
    assert (code, out) == (2, "")
    assert "'a' and 'b' means yes is not clear" in err
    assert strict_json(evaluate("--yes", "a", "--json")[1])["accuracy"] == pytest.approx(7 / 9)


def test_names_that_a_terminal_would_obey_are_shown(evaluate: Main, herd: Path) -> None:
    name = os.fsdecode(b"\xff\n\x1b[31m.png")
    (herd / "not red" / name).write_bytes((herd / "red" / "250.png").read_bytes())
    _, out, err = evaluate()
    assert "\x1b" not in out + err
    assert r"\xff\n\x1b[31m.png" in out
    assert os.fsencode(strict_json(evaluate("--json")[1])["suspicious"][0]["path"]).endswith(b"\xff\n\x1b[31m.png")


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_it_loads_neither_qt_nor_tensorflow(samples_dataset: Path) -> None:
    script = (
        "import sys; from alpaca_gui.cli.main import main; code = main(['evaluate', *sys.argv[1:], '--json'])\n"
        "print(code, {'PySide6', 'pyqtgraph', 'tensorflow', 'keras'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, samples_dataset], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0 set()"
    assert done.stderr == ""


@pytest.fixture
def samples_dataset(tmp_path: Path) -> Path:
    """Two of the shipped samples as a dataset for the shipped model."""
    from tests.cli.program import ALPACA, SHEEP

    for side, source in (("alpaca", ALPACA), ("not alpaca", SHEEP)):
        (tmp_path / "samples" / side).mkdir(parents=True)
        (tmp_path / "samples" / side / Path(source).name).write_bytes(Path(source).read_bytes())
    return tmp_path / "samples"
