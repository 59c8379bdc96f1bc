"""Run in a process of its own by the tests of the course's recipe: tiny trainings, and prints what came out."""

import dataclasses
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any, TextIO

import keras
import numpy as np
import tensorflow as tf

from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.messages import Epoch, Message
from alpaca_gui.training.assemble import assemble
from alpaca_gui.training.course import train
from alpaca_gui.training.course.fit import descent, quality
from alpaca_gui.training.course.network import build_network, unfreeze
from alpaca_gui.training.course.order import epoch_orders
from alpaca_gui.training.course.result import CourseResult
from alpaca_gui.training.course.settings import STAGES, UNFROZEN_FROM
from alpaca_gui.training.dataset import read_dataset
from alpaca_gui.training.request import TrainingRequest

_SIDE = 32
_SHORT = tuple(dataclasses.replace(stage, epochs=2) for stage in STAGES)


def _made_up_backbone(*_: Any) -> tuple[keras.Model, dict[str, Any]]:
    keras.utils.set_random_seed(5)
    backbone = keras.applications.MobileNetV2(
        input_shape=(_SIDE, _SIDE, 3), include_top=False, weights=None, name="backbone"
    )
    return backbone, {"name": "made up"}


def _train(folder: Path, seed: int) -> tuple[CourseResult, list[Message]]:
    dataset = read_dataset(folder, yes="yes")
    told: list[Message] = []
    request = TrainingRequest(folder / "yes", folder / "no", "yes", "no", folder / "out", seed=seed)
    step = Preprocessing(_SIDE, _SIDE)
    return train.train_course(dataset.examples, request, told.append, step, _SHORT), told


def _digest(result: CourseResult) -> str:
    digest = hashlib.sha256(result.head.weights.tobytes() + result.validation.logits.tobytes())
    for array in result.backbone.get_weights():
        digest.update(array.tobytes())
    return digest.hexdigest()


def _keras_split(folder: Path, subset: str, seed: int) -> list[str]:
    dataset = keras.utils.image_dataset_from_directory(
        folder, validation_split=0.2, subset=subset, seed=seed, image_size=(8, 8), verbose=False
    )
    return [str(path) for path in dataset.file_paths]


def _keras_batches(folder: Path, seed: int) -> list[list[int]]:
    """First pixel of each picture, epoch by epoch, in the order in which Keras shows them."""
    dataset = keras.utils.image_dataset_from_directory(
        folder, validation_split=0.2, subset="training", seed=seed, image_size=(8, 8), verbose=False
    )
    return [[int(p) for pictures, _ in dataset for p in pictures.numpy()[:, 0, 0, 0]] for _ in range(3)]


def _changed(seed: int) -> dict[str, list[int]]:
    """Which of the backbone's layers a step of each stage changes."""
    backbone, _ = _made_up_backbone()
    network = build_network(backbone, seed)
    pictures = np.random.default_rng(0).uniform(-1, 1, (4, _SIDE, _SIDE, 3)).astype(np.float32)
    changed = {}
    for stage in STAGES:
        unfreeze(backbone, stage.fine_tuning)
        before = [layer.get_weights() for layer in backbone.layers]
        descent(network, 0.1)(pictures, np.array([1, 0, 1, 0]))
        after = [layer.get_weights() for layer in backbone.layers]
        changed[stage.name] = [
            place
            for place, (old, new) in enumerate(zip(before, after, strict=True))
            if any(not np.array_equal(a, b) for a, b in zip(old, new, strict=True))
        ]
    moving = [
        place
        for place, layer in enumerate(backbone.layers)
        if isinstance(layer, keras.layers.BatchNormalization)
        and not (np.all(layer.moving_mean == 0) and np.all(layer.moving_variance == 1))
    ]
    trainable = [place for place, layer in enumerate(backbone.layers) if layer.trainable_variables]
    return {**changed, "statistics": moving, "trainable": trainable}


def main(answer: TextIO) -> None:
    """Print the facts."""
    folder = Path(sys.argv[1])
    facts: dict[str, Any] = {"keras_order": _keras_batches(folder, 42), "keras_split": {}}
    for seed in (42, 7):
        facts["keras_split"][seed] = {part: _keras_split(folder, part, seed) for part in ("training", "validation")}
    tf.random.set_seed(9)  # an earlier training in the same process
    places = np.arange(len(facts["keras_order"][0]))
    next_order = epoch_orders(places, 42)
    facts["order"] = [next_order().tolist() for _ in range(3)]
    facts["changed"] = _changed(1)
    facts["quality"] = dataclasses.asdict(quality(np.array([0.3, -0.2, 4.0, -3.0]), np.array([1, 1, 1, 0])))
    train._backbone = _made_up_backbone  # type: ignore[assignment]
    (result, told), (again, _) = _train(folder, 42), _train(folder, 42)
    facts["digests"] = [_digest(each) for each in (result, again)]
    facts["epochs"] = [dataclasses.asdict(each) for each in told if isinstance(each, Epoch)]
    facts["figures"] = result.figures
    facts["history"] = [result.history, again.history]
    facts["validation"] = {"places": result.validation.places.tolist(), "logits": result.validation.logits.tolist()}
    facts["assembled"] = _logits(result, folder)
    facts["cards"] = [[each.backbone_facts, each.head_facts, each.recipe_facts] for each in (result, again)]
    facts["unfrozen_from"] = UNFROZEN_FROM
    json.dump(facts, answer)


def _logits(result: CourseResult, folder: Path) -> list[float]:
    """Logits of the pictures kept to validate with, by the assembled model and files read anew."""
    from alpaca_gui.imaging.decode import decode
    from alpaca_gui.imaging.source import FileSource

    paths = read_dataset(folder, yes="yes").paths
    model = assemble(result.backbone, result.head)
    tensors = [Preprocessing(_SIDE, _SIDE).tensor(decode(FileSource(paths[p]))) for p in result.validation.places]
    return [float(model(tensor, training=False)["logit"].numpy().item()) for tensor in tensors]


if __name__ == "__main__":
    answer = os.fdopen(os.dup(1), "w")
    sys.stdout = sys.stderr  # Keras prints how many files it found
    main(answer)
    answer.close()
