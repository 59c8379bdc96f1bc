"""What is written on a model's card about where it comes from and how good it is."""

from typing import Any, Final

import keras
import numpy as np
import tensorflow as tf

from alpaca_gui.engine.card import ModelCard
from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.logit.metrics import Metrics
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.training.backbone import FACTS as BACKBONE
from alpaca_gui.training.dataset import NO, YES, Dataset
from alpaca_gui.training.folds import FOLDS
from alpaca_gui.training.head import C

_OPEN_IMAGES: Final = "95c55d466f0bec031f181a9b460f4f58bb652735667a50fc220a04e2f2979a6d"
"""Fingerprint of the dataset of the course exercise, by which its source is known."""


def card_of(dataset: Dataset, step: Preprocessing, rule: Rule, out_of_fold: dict[str, Any]) -> ModelCard:
    """Card of a model of this backbone and a linear head that was trained on ``dataset``."""
    return ModelCard(
        yes=dataset.yes,
        no=dataset.no,
        preprocessing=step,
        rule=rule,
        exact_map=True,
        backbone=BACKBONE,
        head=_head_facts(),
        training_data=_data_facts(dataset),
        out_of_fold=out_of_fold,
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
        "pictures": {dataset.yes: dataset.count(YES), dataset.no: dataset.count(NO)},
        "source": "Open Images" if known else "not known",
        "licence": "CC BY 2.0, as Open Images states" if known else "not known",
        "sha256": fingerprint,
        "sha256_of": "the sorted SHA-256 of the photographs, a line each",
    }


def figures_facts(figures: list[Metrics], seeds: list[int]) -> dict[str, Any]:
    """Means over the seeds of the folds, and the figures of each seed."""
    names = ("accuracy", "log_loss", "brier", "auc")
    means = {name: float(np.mean([getattr(each, name) for each in figures])) for name in names}
    return {
        **means,
        "n": figures[0].n,
        "folds": FOLDS,
        "seeds": seeds,
        "how": (
            f"Each figure is the mean over {len(seeds)} ways (seeds) to deal the photographs to {FOLDS} stratified "
            "folds. Every logit comes from a head that did not see the photograph; the head in use is then trained on "
            "all of them."
        ),
        "each_seed": [{"seed": seed, **f.as_dict()} for seed, f in zip(seeds, figures, strict=True)],
    }
