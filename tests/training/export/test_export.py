"""What is taken out of a bundle answers elsewhere as it does here."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from alpaca_gui.engine.bundle import KERAS, LITERT, ModelBundle, load_bundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.errors import AlpacaError, OutputError
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.preprocess import FITS, Preprocessing
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.resources import shipped_model, shipped_samples
from alpaca_gui.training.export.export import export_folder, export_keras, export_litert


@pytest.fixture(scope="module")
def bundle() -> ModelBundle:
    return load_bundle(shipped_model())


def _example(folder: Path, picture: Path) -> tuple[float, str]:
    """Run the exported example as a person would, far from this program's own code."""
    command = [sys.executable, "-I", "example.py", str(picture)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=120)
    logit, _, answer = done.stdout.strip().partition(" ")
    return float(logit), answer


@pytest.mark.parametrize("fit", FITS)
def test_the_example_gives_the_logit_of_this_program(fit: str, bundle: ModelBundle, tmp_path: Path) -> None:
    step = replace(bundle.card.preprocessing, fit=fit, resampling="bicubic" if fit == "crop" else "bilinear")
    shown = replace(bundle, card=replace(bundle.card, preprocessing=step))
    export_folder(shown, tmp_path)
    classifier = Classifier(shown)
    for name in ("drawn-alpaca.jpg", "ram.png", "elephant.webp", "tiger.jpg"):
        wanted = classifier.classify(decode(FileSource(shipped_samples() / name))).logit
        logit, answer = _example(tmp_path, shipped_samples() / name)
        assert logit == pytest.approx(wanted, abs=1e-4), name
        assert answer == ("alpaca" if wanted > 0 else "not alpaca")


def test_the_example_turns_a_picture_upright(bundle: ModelBundle, tmp_path: Path) -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "turned.jpg"
    Image.open(shipped_samples() / "tiger.jpg").convert("RGB").save(path, exif=exif)
    export_folder(bundle, tmp_path / "out")
    wanted = Classifier(bundle).classify(decode(FileSource(path))).logit
    assert _example(tmp_path / "out", path)[0] == pytest.approx(wanted, abs=1e-4)


def test_everything_is_written_and_nothing_changed(bundle: ModelBundle, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "out"
    written = export_folder(bundle, folder)
    names = {"alpaca.tflite", "alpaca.keras", "preprocessing.json", "example.py"}
    assert {path.name for path in written} == {path.name for path in folder.iterdir()} == names
    assert (folder / "alpaca.tflite").read_bytes() == bundle.litert
    assert (folder / "alpaca.keras").read_bytes() == bundle.parts[KERAS]
    said = json.loads((folder / "preprocessing.json").read_text())
    assert Preprocessing.from_dict(said["input"]) == bundle.card.preprocessing
    assert said["answers"] == {"yes": "alpaca", "no": "not alpaca"}


def test_the_example_names_the_file_that_was_chosen(bundle: ModelBundle, tmp_path: Path) -> None:
    export_litert(bundle, tmp_path / "my model.tflite")
    assert _example(tmp_path, shipped_samples() / "tiger.jpg")[1] == "not alpaca"


def test_a_bundle_without_keras_says_so_and_writes_nothing(bundle: ModelBundle, tmp_path: Path) -> None:
    bare = replace(bundle, parts={LITERT: bundle.litert})
    with pytest.raises(AlpacaError, match="has no Keras model in it"):
        export_keras(bare, tmp_path / "x.keras")
    assert list(tmp_path.iterdir()) == []
    assert {path.suffix for path in export_folder(bare, tmp_path)} == {".tflite", ".json", ".py"}


def test_a_place_that_cannot_be_written_is_said(bundle: ModelBundle, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="cannot be made"):
        export_folder(bundle, tmp_path / "file")
    with pytest.raises(OutputError, match="cannot be written"):
        export_keras(bundle, tmp_path / "file" / "x.keras")
    (tmp_path / "folder.tflite").mkdir()
    with pytest.raises(OutputError, match="Is a directory"):
        export_litert(bundle, tmp_path / "folder.tflite")
