"""A model that is brought in says in the window what it said in the program that made it."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alpaca_gui.engine.bundle import KERAS, load_bundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.training.foreign.parity import MOST, samples
from tests.training.foreign.conftest import Told

pytestmark = [pytest.mark.tensorflow, pytest.mark.slow]

KERAS_FILES = (
    *("sequential_linear", "course", "rescaling_sigmoid", "nested_sigmoid", "two_softmax", "two_linear"),
    *("softmax_layer", "several_layers", "pooled_map", "normalised"),
)
OTHERS = [
    f"{name}{suffix}"
    for name in ("rescaling_sigmoid", "two_softmax", "several_layers", "sequential_linear")
    for suffix in (".h5", "_saved", ".tflite")
]
FILES = [*(f"{name}.keras" for name in KERAS_FILES), *OTHERS]


def _stem(file: str) -> str:
    return file.removesuffix("_saved").rpartition(".")[0] or file.removesuffix("_saved")


def _logits(bundle: Path) -> list[float]:
    model = load_bundle(bundle)
    classifier = Classifier(model)
    return [classifier.classify(decode(FileSource(path))).logit for path in samples()]


def _raw(answers: list[list[float]], ending: str) -> list[float]:
    """What the logit should be, from the framework's own answers; positive was said to mean no, output 1 yes."""
    logits = []
    for answer in answers:
        if len(answer) == 1 and ending == "linear":
            logits.append(-answer[0])
        elif len(answer) == 1:
            logits.append(-float(np.log(answer[0] / (1 - answer[0]))))
        elif ending == "linear":
            logits.append(answer[1] - answer[0])
        else:
            logits.append(float(np.log(answer[1] / answer[0])))
    return logits


@pytest.mark.parametrize("file", FILES)
def test_the_runtime_says_what_the_original_framework_said(
    file: str, told: Told, said: dict[str, Any], bundles: Path
) -> None:
    made = told[file]
    assert "refused" not in made, made
    answers = said[_stem(file)][made["model"]["scale"] or "-1..1"]
    logits = _logits(bundles / f"{file}.model")
    wanted = _raw(answers, made["model"]["ending"])
    near = [abs(logit) < 5 for logit in wanted]  # beyond it the probability of float32 has too few digits to go back
    assert any(near)
    for logit, want, is_near in zip(logits, wanted, near, strict=True):
        if is_near or made["model"]["ending"] == "linear":
            assert logit == pytest.approx(want, abs=MOST)
        assert float(sigmoid(logit)) == pytest.approx(float(sigmoid(want)), abs=3e-4)


@pytest.mark.parametrize("file", FILES)
def test_it_was_compared_with_the_original_on_every_sample(file: str, told: Told, bundles: Path) -> None:
    made = told[file]["made"]
    assert made["pictures"] == len(samples())
    assert 0 <= made["parity"] <= MOST
    card = load_bundle(bundles / f"{file}.model").card
    assert card.brought_in["compared_with_the_original"] == {
        "largest_difference": made["parity"],
        "pictures": len(samples()),
    }


@pytest.mark.parametrize("file", FILES)
def test_an_exact_map_is_promised_where_the_way_to_the_logit_is_linear(file: str, told: Told, bundles: Path) -> None:
    several = _stem(file) == "several_layers"
    assert told[file]["made"]["exact_map"] is (not several)
    model = load_bundle(bundles / f"{file}.model")
    evidence = Classifier(model).classify(decode(FileSource(samples()[0])))
    assert model.card.exact_map is (not several)
    if several:
        assert evidence.logit_map is None
        assert any("no exact map" in note for note in told[file]["made"]["notes"])
    else:
        assert evidence.logit_map is not None
        assert evidence.embedding is not None
        assert float(evidence.logit_map.mean(dtype=np.float64)) == pytest.approx(evidence.logit, abs=1e-5)
        assert evidence.embedding.shape == (8,)


@pytest.mark.parametrize("file", FILES)
def test_a_preview_shows_the_raw_numbers_before_anything_is_said(file: str, told: Told, bundles: Path) -> None:
    logits = _logits(bundles / f"{file}.model")
    turn = -1 if told[file]["model"]["outputs"] == 1 else 1
    assert told[file]["shown"] == pytest.approx([turn * logit for logit in logits], abs=MOST)


def test_a_sigmoid_is_taken_off_and_said_in_the_words_of_the_course(told: Told) -> None:
    for file in FILES:
        sigmoid_told = any("sigmoid belongs inside the loss" in note for note in told[file]["made"]["notes"])
        assert sigmoid_told is (told[file]["model"]["ending"] == "sigmoid"), file
    endings = {file: told[file]["model"]["ending"] for file in ("nested_sigmoid.keras", "rescaling_sigmoid.tflite")}
    assert set(endings.values()) == {"sigmoid"}


def test_preprocessing_inside_a_model_is_read_from_it(told: Told) -> None:
    for file in ("course.keras", "rescaling_sigmoid.keras", "rescaling_sigmoid.h5", "rescaling_sigmoid_saved"):
        assert told[file]["model"]["scale"] == "0..255", file
        assert told[file]["model"]["inside"] == ["Its first steps are pixel × 0.00784314 -1."]
    assert told["normalised.keras"]["model"]["scale"] == "0..255"
    assert told["sequential_linear.keras"]["model"]["scale"] is None


def test_a_model_of_any_size_gets_the_size_that_was_said(told: Told, bundles: Path) -> None:
    model = told["any_size.keras"]["model"]
    assert (model["width"], model["height"]) == (None, None)
    step = load_bundle(bundles / "any_size.keras.model").card.preprocessing
    assert (step.width, step.height) == (24, 24)


def test_the_keras_model_is_kept_where_there_was_one(told: Told, bundles: Path) -> None:
    for file in FILES:
        parts = load_bundle(bundles / f"{file}.model").parts
        assert (KERAS in parts) is file.endswith((".keras", ".h5")), file


def test_the_card_says_where_it_came_from(written: Path, bundles: Path) -> None:
    import hashlib

    card = load_bundle(bundles / "nested_sigmoid.keras.model").card
    digest = hashlib.sha256((written / "nested_sigmoid.keras").read_bytes()).hexdigest()
    assert card.brought_in["file"] == "nested_sigmoid.keras"
    assert card.brought_in["sha256"] == digest
    assert card.brought_in["ended_in"] == "sigmoid"
    assert card.brought_in["keras"].startswith("3.")
    assert (card.yes, card.no) == ("alpaca", "not alpaca")
    assert (card.rule.threshold, card.rule.band, card.rule.temperature) == (0, 1, 1)
    assert card.training_data == {}


def test_a_teachable_machine_export_of_keras_2_is_brought_in(told: Told, bundles: Path) -> None:
    made = told["converted_keras"]
    assert "refused" not in made, made
    assert made["model"]["labels"] == ["Alpaca", "Not alpaca"]
    assert (made["model"]["scale"], made["model"]["fit"]) == ("-1..1", "crop")
    assert made["made"]["exact_map"] is False
    assert load_bundle(bundles / "converted_keras.model").card.brought_in["keras"] == "2.4.0"


@pytest.mark.parametrize(
    ("file", "name"), [("converted_keras", "teachable"), ("with_arithmetic.h5", "with_arithmetic")]
)
def test_a_file_of_keras_2_answers_as_the_model_that_it_was(
    file: str, name: str, told: Told, said: dict[str, Any], bundles: Path
) -> None:
    assert "refused" not in told[file], told[file]
    noise = np.random.default_rng(1).uniform(-1, 1, (1, 32, 32, 3)).astype(np.float32)
    logit = Classifier(load_bundle(bundles / f"{file}.model")).run(noise).logit
    answer = said[name]
    wanted = float(np.log(answer[1] / answer[0])) if len(answer) == 2 else -answer[0]
    assert logit == pytest.approx(wanted, abs=MOST)


def test_augmentation_is_left_out_and_the_course_model_stands_still(bundles: Path) -> None:
    part = io.BytesIO(load_bundle(bundles / "course.keras.model").parts[KERAS])
    with zipfile.ZipFile(part) as archive:
        config = json.loads(archive.read("config.json"))
    kinds = {layer["class_name"] for layer in config["config"]["layers"]}
    assert not {kind for kind in kinds if kind.startswith("Random") or kind == "Dropout"}
    assert {"TrueDivide", "Subtract", "Conv2D"} <= kinds
