"""``python -m alpaca_gui.training.shipped``: makes the model bundle that the program ships (``make model``).

First a bundle of the backbone with a head that says nothing; then that head is trained by the recipe ``best``, the very
way in which a person trains one of their own.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np
import tensorflow as tf

from alpaca_gui.engine.bundle import CLASSES, KERAS, LITERT, save_bundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.engine.classes import Classes
from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.messages import Message, Note
from alpaca_gui.resources import shipped_model
from alpaca_gui.training.assemble import assemble, check_parity, to_keras_file, to_litert
from alpaca_gui.training.dataset import YES, Dataset, read_dataset
from alpaca_gui.training.efficientnet_lite import FACTS, FEATURES, OFFSET, SCALE, SIZE, build_lite2
from alpaca_gui.training.head import Head
from alpaca_gui.training.request import SEED, Recipe, TrainingRequest
from alpaca_gui.training.torch_file import read_arrays
from alpaca_gui.training.train import train
from alpaca_gui.training.weights import EFFICIENTNET_LITE2, find_weights

CONCEPT: Final = "alpaca"
"""The yes: name of the sub-folder whose photographs a positive logit means."""

PREPROCESSING: Final = Preprocessing(SIZE, SIZE, "squash", "bicubic", SCALE, OFFSET)
LEAST_ACCURACY: Final = 0.985
MOST_LOG_LOSS: Final = 0.055
MOST_CALIBRATION_ERROR: Final = 0.02
PHOTOGRAPHS: Final = "ALPACA_PHOTOGRAPHS"
"""Environment variable: the folder of photographs to train on."""

_PARITY_EVERY: Final = 16


def main(arguments: list[str] | None = None) -> int:
    """Make the bundle; returns the exit status."""
    options = _options(arguments)
    try:
        make(options.photographs, options.out, options.seed, options.weights)
    except AlpacaError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


def make(photographs: Path, out: Path, seed: int, weights: Path | None) -> None:
    """Train on a folder of photographs and write the bundle.

    Raises
    ------
    AlpacaError
        When something is missing or the figures are not good enough; nothing is written then.
    """
    tf.get_logger().setLevel("ERROR")  # a graph is traced anew for each parity check, which is what it would warn of
    dataset = read_dataset(photographs, yes=CONCEPT)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        bare, made = Path(folder) / "efficientnet-lite2.model", Path(folder) / out.name
        write_bare(bare, dataset, find_weights(EFFICIENTNET_LITE2, weights))
        values = train(_request(dataset, made, bare, seed).as_dict(), _print_note)
        require(values["figures"])
        made.replace(out)
    figures = values["figures"]
    print(f"{out}: accuracy {figures['accuracy']:.4f}, log loss {figures['log_loss']:.4f}, ECE {figures['ece']:.4f}")  # noqa: T201


def write_bare(out: Path, dataset: Dataset, weights: Path) -> None:
    """Write a bundle of the backbone, and the classes it was trained on, under a head whose logit is always 0."""
    arrays = read_arrays(weights)
    model = assemble(build_lite2(SIZE, SIZE, arrays), Head(np.zeros(FEATURES), 0.0))
    litert = to_litert(model)
    card = ModelCard(
        yes=dataset.yes, no=dataset.no, preprocessing=PREPROCESSING, rule=Rule(), exact_map=True, backbone=FACTS
    )
    tensors = [PREPROCESSING.tensor(decode(FileSource(path))) for path in dataset.paths[::_PARITY_EVERY]]
    check_parity(model, litert, card, tensors)
    classes = Classes(np.asarray(arrays["_fc.weight"].T, np.float32), np.asarray(arrays["_fc.bias"], np.float32))
    save_bundle(out, card, {LITERT: litert, KERAS: to_keras_file(model), CLASSES: classes.to_bytes()})


def require(figures: dict[str, Any]) -> None:
    """Make sure that a model with these out-of-fold figures may be shipped.

    Raises
    ------
    AlpacaError
        With the figures, when they do not reach the limits.
    """
    reached = (
        figures["accuracy"] >= LEAST_ACCURACY
        and figures["log_loss"] <= MOST_LOG_LOSS
        and figures["ece"] <= MOST_CALIBRATION_ERROR
    )
    if not reached:
        raise AlpacaError(
            f"The model is not good enough to be shipped, nothing was written: out-of-fold accuracy "
            f"{figures['accuracy']:.4f} (at least {LEAST_ACCURACY}), log loss {figures['log_loss']:.4f} "
            f"(at most {MOST_LOG_LOSS}), calibration error {figures['ece']:.4f} (at most {MOST_CALIBRATION_ERROR})."
        )


def _request(dataset: Dataset, out: Path, bare: Path, seed: int) -> TrainingRequest:
    yes, no = (
        next(one.path.parent for one in dataset.examples if (one.label == YES) is wanted) for wanted in (True, False)
    )
    return TrainingRequest(yes, no, dataset.yes, dataset.no, out, Recipe.BEST, seed=seed, model=bare)


def _print_note(message: Message) -> None:
    if isinstance(message, Note):
        print(message.text)  # noqa: T201


def _options(arguments: list[str] | None) -> argparse.Namespace:
    checkout = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(prog="python -m alpaca_gui.training.shipped", description=__doc__)
    default = os.environ.get(PHOTOGRAPHS) or checkout.parent / "shared" / "alpaca-dataset"
    parser.add_argument("--photographs", type=Path, default=Path(default), help="folder with a sub-folder an answer")
    parser.add_argument("--out", type=Path, default=shipped_model(), help="the bundle to write")
    parser.add_argument("--seed", type=int, default=SEED, help="of the folds")
    parser.add_argument("--weights", type=Path, help="the backbone's weights file; downloaded unless given")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
