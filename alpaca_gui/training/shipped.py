"""``python -m alpaca_gui.training.shipped``: makes the model bundle that the program ships (``make model``)."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any, Final

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from alpaca_gui.engine.bundle import KERAS, LITERT, save_bundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.preprocess import Preprocessing, Tensor
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.logit.metrics import measure
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.resources import shipped_model
from alpaca_gui.training.assemble import assemble, check_parity, to_keras_file, to_litert
from alpaca_gui.training.backbone import build_backbone
from alpaca_gui.training.dataset import read_dataset
from alpaca_gui.training.facts import card_of, figures_facts
from alpaca_gui.training.folds import out_of_fold
from alpaca_gui.training.head import Labels, train_head
from alpaca_gui.training.weights import find_weights

CONCEPT: Final = "alpaca"
"""The yes: name of the sub-folder whose photographs a positive logit means."""

PREPROCESSING: Final = Preprocessing(224, 224)
RULE: Final = Rule(threshold=0.0, band=1.0, temperature=1.0)
SEED: Final = 42
REPEATS: Final = 3
LEAST_ACCURACY: Final = 0.965
MOST_LOG_LOSS: Final = 0.11
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
    tf.get_logger().setLevel("ERROR")  # a step is traced anew for each head, which is what it would warn of
    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()
    dataset = read_dataset(photographs, yes=CONCEPT)
    backbone = build_backbone(PREPROCESSING.width, PREPROCESSING.height, find_weights(weights))
    tensors = [PREPROCESSING.tensor(decode(FileSource(path))) for path in dataset.paths]
    embeddings = embed(backbone, tensors)
    seeds = list(range(seed, seed + REPEATS))
    figures = [measure(out_of_fold(embeddings, dataset.labels, s), dataset.labels) for s in seeds]
    card = card_of(dataset, PREPROCESSING, RULE, figures_facts(figures, seeds))
    require(card.out_of_fold)
    _write(out, card, backbone, embeddings, dataset.labels, tensors)


def embed(backbone: keras.Model, tensors: list[Tensor], batch: int = 16) -> NDArray[np.float32]:
    """Pooled features, (n, features), of preprocessed pictures (1, height, width, 3) each."""
    pooled = keras.Sequential([backbone, keras.layers.GlobalAveragePooling2D()])
    starts = range(0, len(tensors), batch)
    parts = [pooled.predict_on_batch(np.concatenate(tensors[start : start + batch])) for start in starts]
    return np.concatenate(parts)


def _write(
    out: Path,
    card: ModelCard,
    backbone: keras.Model,
    embeddings: NDArray[np.float32],
    labels: Labels,
    tensors: list[Tensor],
) -> None:
    model = assemble(backbone, train_head(embeddings, labels))
    litert = to_litert(model)
    worst = check_parity(model, litert, card, tensors[::_PARITY_EVERY])
    out.parent.mkdir(parents=True, exist_ok=True)
    save_bundle(out, card, {LITERT: litert, KERAS: to_keras_file(model)})
    figures = card.out_of_fold
    print(  # noqa: T201
        f"{out}: accuracy {figures['accuracy']:.4f}, log loss {figures['log_loss']:.4f}, parity {worst:.1e}"
    )


def require(figures: dict[str, Any]) -> None:
    """Make sure that a model with these out-of-fold figures may be shipped.

    Raises
    ------
    AlpacaError
        With the figures, when they do not reach the limits.
    """
    if not (figures["accuracy"] >= LEAST_ACCURACY and figures["log_loss"] <= MOST_LOG_LOSS):
        raise AlpacaError(
            f"The model is not good enough to be shipped, nothing was written: out-of-fold accuracy "
            f"{figures['accuracy']:.4f} (at least {LEAST_ACCURACY}), log loss {figures['log_loss']:.4f} "
            f"(at most {MOST_LOG_LOSS})."
        )


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
