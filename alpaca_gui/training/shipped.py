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
from alpaca_gui.logit.metrics import Metrics, measure
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.resources import shipped_model
from alpaca_gui.training.assemble import assemble, check_parity, to_keras_file, to_litert
from alpaca_gui.training.backbone import FACTS, build_backbone
from alpaca_gui.training.dataset import NO, YES, Dataset, read_dataset
from alpaca_gui.training.folds import FOLDS, out_of_fold
from alpaca_gui.training.head import C, Labels, train_head
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
_OPEN_IMAGES: Final = "95c55d466f0bec031f181a9b460f4f58bb652735667a50fc220a04e2f2979a6d"
"""Fingerprint of the dataset of the course exercise, by which its source is known."""


def main(arguments: list[str] | None = None) -> int:
    """Make the bundle; returns the exit status."""
    options = _options(arguments)
    try:
        make(options.photographs, options.out, options.seed, options.weights)
    except AlpacaError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def make(photographs: Path, out: Path, seed: int, weights: Path | None) -> None:
    """Train on a folder of photographs and write the bundle.

    Raises
    ------
    AlpacaError
        When something is missing or the figures are not good enough; nothing is written then.
    """
    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()
    dataset = read_dataset(photographs, yes=CONCEPT)
    backbone = build_backbone(PREPROCESSING.width, PREPROCESSING.height, find_weights(weights))
    tensors = [PREPROCESSING.tensor(decode(FileSource(path))) for path in dataset.paths]
    embeddings = embed(backbone, tensors)
    seeds = list(range(seed, seed + REPEATS))
    figures = [measure(out_of_fold(embeddings, dataset.labels, s), dataset.labels) for s in seeds]
    card = _card(dataset, _figures_facts(figures, seeds))
    _require(card.out_of_fold)
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
    print(f"{out}: accuracy {figures['accuracy']:.4f}, log loss {figures['log_loss']:.4f}, parity {worst:.1e}")


def _require(figures: dict[str, Any]) -> None:
    if not (figures["accuracy"] >= LEAST_ACCURACY and figures["log_loss"] <= MOST_LOG_LOSS):
        raise AlpacaError(
            f"The model is not good enough to be shipped, nothing was written: out-of-fold accuracy "
            f"{figures['accuracy']:.4f} (at least {LEAST_ACCURACY}), log loss {figures['log_loss']:.4f} "
            f"(at most {MOST_LOG_LOSS})."
        )


def _card(dataset: Dataset, out_of_fold_facts: dict[str, Any]) -> ModelCard:
    return ModelCard(
        yes=dataset.yes,
        no=dataset.no,
        preprocessing=PREPROCESSING,
        rule=RULE,
        exact_map=True,
        backbone=FACTS,
        head=_head_facts(),
        training_data=_data_facts(dataset),
        out_of_fold=out_of_fold_facts,
    )


def _head_facts() -> dict[str, Any]:
    return {
        "layer": "Dense(1), linear",
        "loss": "BinaryCrossentropy(from_logits=True)",
        "penalty": "L2 on the weights of the standardised features, not on the bias",
        "c": C,
        "how": (
            "Full-batch accelerated gradient to the optimum on pooled features; the standardisation is folded into "
            "weights and bias, and the neuron is written as Conv2D(1, 1) before the pooling: the same logit."
        ),
        "augmentation": "none",
        "tensorflow": tf.__version__,
        "keras": keras.__version__,
    }


def _data_facts(dataset: Dataset) -> dict[str, Any]:
    fingerprint = dataset.fingerprint()
    known = fingerprint == _OPEN_IMAGES
    return {
        "name": "the alpaca dataset of a course exercise on transfer learning" if known else dataset.folder.name,
        dataset.yes: dataset.count(YES),
        dataset.no: dataset.count(NO),
        "source": "Open Images" if known else "not known",
        "licence": "CC BY 2.0, as Open Images states" if known else "not known",
        "sha256": fingerprint,
        "sha256_of": "the sorted SHA-256 of the photographs, a line each",
    }


def _figures_facts(figures: list[Metrics], seeds: list[int]) -> dict[str, Any]:
    means = {name: float(np.mean([getattr(f, name) for f in figures])) for name in ("accuracy", "log_loss", "brier", "auc")}
    return {
        **means,
        "n": figures[0].n,
        "folds": FOLDS,
        "seeds": seeds,
        "how": (
            f"Each figure is the mean over {len(seeds)} ways (seeds) to deal the photographs to {FOLDS} stratified "
            "folds. Every logit comes from a head that did not see the photograph; the shipped head is then trained on all."
        ),
        "each_seed": [{"seed": seed, **f.as_dict()} for seed, f in zip(seeds, figures, strict=True)],
    }


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
