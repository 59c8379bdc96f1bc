"""The course's recipe shows the exercise's own pictures in its own order, trains what it says, and repeats itself."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from alpaca_gui.training.course.split import split_as_keras
from alpaca_gui.training.dataset import read_dataset
from tests.training.conftest import RunModule

pytestmark = pytest.mark.tensorflow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty-three pictures, each of one grey of its own; the folder that means yes is the alphabet's last."""
    root = tmp_path_factory.mktemp("pictures")
    names = [*(f"no/{name}.png" for name in "hbzaQx10kdwm"), *(f"yes/{name}.png" for name in "cRt2yonpeve"[:9])]
    names += ["yes/10.PNG", "yes/9.jpg"]
    for number, name in enumerate(names):
        path = root / name
        path.parent.mkdir(exist_ok=True)
        Image.new("RGB", (40, 30), (10 * number + 5,) * 3).save(path)
    return root


@pytest.fixture(scope="module")
def facts(run_module: RunModule, folder: Path) -> dict[str, Any]:
    """What the child found out."""
    done = run_module("tests.training.course.child", folder)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("seed", [42, 7])
def test_the_split_is_that_of_keras_file_for_file(facts: dict[str, Any], folder: Path, seed: int) -> None:
    examples = read_dataset(folder, yes="yes").examples
    split = split_as_keras(examples, seed)
    theirs = facts["keras_split"][str(seed)]
    assert [str(examples[place].path) for place in split.training] == theirs["training"]
    assert [str(examples[place].path) for place in split.validation] == theirs["validation"]
    assert len(theirs["validation"]) == len(examples) // 5


def test_every_epoch_shows_the_pictures_in_the_order_of_keras(facts: dict[str, Any], folder: Path) -> None:
    examples = read_dataset(folder, yes="yes").examples
    training = split_as_keras(examples, 42).training
    greys = [_grey(examples[place].path) for place in training]
    for ours, theirs in zip(facts["order"], facts["keras_order"], strict=True):
        np.testing.assert_allclose([greys[place] for place in ours], theirs, atol=3)  # a JPEG is among them
    assert facts["order"][0] != facts["order"][1]


def _grey(path: Path) -> int:
    with Image.open(path) as image:
        return int(np.asarray(image.convert("L"))[0, 0])


def test_the_head_alone_learns_first_and_the_last_layers_later(facts: dict[str, Any]) -> None:
    changed = facts["changed"]
    assert changed["Head"] == []
    assert min(changed["trainable"]) == facts["unfrozen_from"] == 120
    assert changed["Fine-tuning"]
    assert set(changed["Fine-tuning"]) <= set(changed["trainable"])


def test_batch_normalisation_keeps_its_statistics_in_fine_tuning(facts: dict[str, Any]) -> None:
    """Keras 3 would let them move: it forgets a ``training=False`` given while a functional model was built."""
    assert facts["changed"]["statistics"] == []


def test_a_logit_above_nought_is_a_yes_and_not_one_above_a_half(facts: dict[str, Any]) -> None:
    assert facts["quality"]["accuracy"] == 0.75
    expected = np.mean(np.log1p(np.exp([-0.3, 0.2, -4.0, -3.0])))
    assert facts["quality"]["loss"] == pytest.approx(expected)


def test_each_epoch_is_told_with_its_stage_and_the_time_left(facts: dict[str, Any]) -> None:
    epochs = facts["epochs"]
    assert [(each["stage"], each["number"], each["of"]) for each in epochs] == [
        ("Head", 1, 4),
        ("Head", 2, 4),
        ("Fine-tuning", 3, 4),
        ("Fine-tuning", 4, 4),
    ]
    assert all(np.isfinite([each["loss"], each["validation_loss"]]).all() for each in epochs)
    assert all(each["seconds_left"] > 0 for each in epochs[:-1])
    assert epochs[-1]["seconds_left"] == 0


def test_the_figures_stand_beside_the_exercises_own(facts: dict[str, Any]) -> None:
    accuracies = [each["validation_accuracy"] for each in facts["epochs"]]
    assert facts["figures"] == {
        "validation accuracy after the head": [accuracies[1], 0.877],
        "validation accuracy after fine-tuning": [accuracies[3], 0.938],
    }


def test_the_same_seed_gives_the_same_bytes(facts: dict[str, Any]) -> None:
    first, again = facts["digests"]
    assert first == again
    assert facts["history"][0] == facts["history"][1]
    assert facts["cards"][0] == facts["cards"][1]


def test_the_model_in_use_gives_the_validation_logits(facts: dict[str, Any], folder: Path) -> None:
    split = split_as_keras(read_dataset(folder, yes="yes").examples, 42)
    assert facts["validation"]["places"] == split.validation.tolist()
    np.testing.assert_allclose(facts["assembled"], facts["validation"]["logits"], rtol=0, atol=1e-4)
    labels = read_dataset(folder, yes="yes").labels[split.validation]
    right = np.mean((np.array(facts["validation"]["logits"]) > 0) == (labels == 1))
    assert right == facts["epochs"][-1]["validation_accuracy"]
