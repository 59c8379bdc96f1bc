"""What is written on a model's card about the pictures it was trained on, how good it is, and how to repeat it."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

import numpy as np

import alpaca_gui
from alpaca_gui.logit.metrics import measure
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.training.dataset import NO, YES, Dataset, Labels, fingerprint
from alpaca_gui.training.examine import Examined
from alpaca_gui.training.request import TrainingRequest

_OPEN_IMAGES: Final = "95c55d466f0bec031f181a9b460f4f58bb652735667a50fc220a04e2f2979a6d"
"""Fingerprint of the dataset of the course exercise, by which its source is known."""


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """Logits of pictures by heads that never saw them.

    Attributes
    ----------
    logits
        (n, seeds), in the order of the pictures; a row of NaN for a picture that was never held out.
    seeds
        Of the ways to deal the pictures to folds, or of the split.
    how
        A sentence that says where the logits come from.
    """

    logits: Floats
    seeds: tuple[int, ...]
    how: str


def data_facts(dataset: Dataset, examined: Examined) -> dict[str, Any]:
    """Facts about the pictures, by which they can be known again; no name of a file is among them."""
    digest = fingerprint(examined.hashes)
    known = digest == _OPEN_IMAGES
    labels = examined.labels
    return {
        "name": "the alpaca dataset of a course exercise on transfer learning" if known else dataset.name,
        "pictures": {dataset.yes: int((labels == YES).sum()), dataset.no: int((labels == NO).sum())},
        "left_out": len(examined.left_out),
        "source": "Open Images" if known else "not known",
        "licence": "CC BY 2.0, as Open Images states" if known else "not known",
        "sha256": digest,
        "sha256_of": "the sorted SHA-256 of the pictures, a line each",
    }


def figures_facts(held_out: HeldOut, labels: Labels, rule: Rule) -> dict[str, Any]:
    """Figures of the mean logit over the seeds, and of each seed alone."""
    judged = ~np.isnan(held_out.logits).any(axis=1)
    logits, truth = held_out.logits[judged], labels[judged]
    each = [measure(logits[:, place], truth, rule).as_dict() for place in range(logits.shape[1])]
    return {
        **measure(logits.mean(axis=1), truth, rule).as_dict(),
        "how": held_out.how,
        "each_seed": [{"seed": seed, **figures} for seed, figures in zip(held_out.seeds, each, strict=True)],
    }


def recipe_facts(request: TrainingRequest, seeds: Sequence[int]) -> dict[str, Any]:
    """What is needed to train the model again, beside what the recipe itself has to say."""
    import sklearn  # noqa: PLC0415 - only to name its version

    pictures = " --thumbnails" if request.thumbnails else ""
    return {
        "name": str(request.recipe),
        "command": f"alpaca-gui train DATASET --recipe {request.recipe} --folds {request.folds} --seed {request.seed}"
        f"{pictures}",
        "folds": request.folds,
        "seeds": list(seeds),
        "alpaca_gui": alpaca_gui.__version__,
        "scikit_learn": sklearn.__version__,
        "scipy": version("scipy"),
        "numpy": np.__version__,
    }
