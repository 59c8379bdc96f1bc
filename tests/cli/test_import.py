"""``alpaca-gui import`` looks, asks, shows, and brings in; the file itself is read in a child process."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from alpaca_gui.cli.main import main
from alpaca_gui.engine.bundle import load_bundle
from tests.cli.program import ALPACA, CHECKOUT, SHEEP, environment

_WRITE = """
import sys
import keras
import tensorflow as tf
keras.utils.set_random_seed(4)
entry = keras.Input((16, 16, 3))
x = keras.layers.GlobalAveragePooling2D()(keras.layers.Conv2D(4, 3, activation="relu")(entry))
model = keras.Model(entry, keras.layers.Dense(1, activation="sigmoid")(x))
model.save(sys.argv[1] + "/small.keras")
model.export(sys.argv[1] + "/small_saved", verbose=False)
data = tf.lite.TFLiteConverter.from_saved_model(sys.argv[1] + "/small_saved").convert()
open(sys.argv[1] + "/small.tflite", "wb").write(data)
"""
_ANSWERS = ["--yes", "alpaca", "--no", "sheep", "--scale", "0..1", "--fit", "squash", "--resampling", "bilinear"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a small model that ends in a sigmoid, in three formats."""
    folder = tmp_path_factory.mktemp("small")
    done = subprocess.run([sys.executable, "-c", _WRITE, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def _call(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main(["import", *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.tensorflow
def test_looking_says_what_it_is_and_what_to_say(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _call(capsys, small / "small.tflite")
    assert code == 0
    for words in ("small.tflite is a LiteRT model", "(None, 1), sigmoid", "--positive yes|no", "--scale"):
        assert words in out
    code, out, _ = _call(capsys, small / "small.tflite", "--json")
    assert json.loads(out)["ending"] == "sigmoid"


@pytest.mark.tensorflow
def test_without_the_meaning_nothing_is_written_and_the_reason_said(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = _call(capsys, small / "small.tflite", "--out", tmp_path / "x.model", *_ANSWERS)
    assert code == 2
    assert "orders the folders by the alphabet" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.tensorflow
@pytest.mark.slow
@pytest.mark.parametrize("name", ["small.tflite", "small.keras", "small_saved"])
def test_the_window_then_says_what_the_preview_said(
    name: str, small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = _call(capsys, small / name, *_ANSWERS, "--json", "--preview", ALPACA, SHEEP)
    raw = [one["logit"] for one in json.loads(out)["logits"]]
    made = tmp_path / "made.model"
    code, out, _ = _call(capsys, small / name, *_ANSWERS, "--positive", "no", "--out", made)
    assert code == 0
    assert "sigmoid belongs inside the loss" in out
    assert "sign was turned" in out
    assert main(["classify", "--model", str(made), "--format", "json", ALPACA, SHEEP]) == 0
    logits = [one["logit"] for one in json.loads(capsys.readouterr().out)]
    assert logits == pytest.approx([-logit for logit in raw], abs=1e-4)
    assert load_bundle(made).card.no == "sheep"


@pytest.mark.tensorflow
def test_a_place_that_cannot_be_written_is_said(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    out = tmp_path / "file" / "x.model"
    code, _, err = _call(capsys, small / "small.tflite", *_ANSWERS, "--positive", "yes", "--out", out)
    assert code == 2
    assert "cannot be written" in err


@pytest.mark.tensorflow
def test_litert_models_need_no_tensorflow_and_others_say_which_command_adds_it(small: Path) -> None:
    script = (
        "import sys, json; sys.modules.update(tensorflow=None, keras=None, h5py=None)\n"
        "from pathlib import Path\n"
        "from alpaca_gui.errors import MissingPartError\n"
        "from alpaca_gui.training.foreign.bring_in import inspect_model\n"
        "print(inspect_model(Path(sys.argv[1]) / 'small.tflite', lambda message: None).kind)\n"
        "try: inspect_model(Path(sys.argv[1]) / 'small.keras', lambda message: None)\n"
        "except MissingPartError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(small)], env=environment(), capture_output=True, text=True, check=True
    )
    kind, sentence = done.stdout.splitlines()
    assert kind == "tflite"
    assert "pip install 'alpaca-gui[train]'" in sentence


def test_a_file_that_is_none_is_said_without_a_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notes.keras"
    path.write_text("not a model")
    code, _, err = _call(capsys, path)
    assert code == 2
    assert err.startswith("alpaca-gui: notes.keras is not a model that can be brought in")


def test_a_size_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["import", "x.keras", "--size", "²x3"])
    assert "is not a size like 224x224" in capsys.readouterr().err


def test_neither_tensorflow_nor_qt_is_loaded_by_the_commands() -> None:
    script = (
        "import sys\n"
        "import alpaca_gui.cli.import_model, alpaca_gui.cli.export, alpaca_gui.cli.card\n"
        "print({'PySide6', 'tensorflow', 'keras', 'h5py', 'sklearn'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
