"""The recipes that train a head on the frozen backbone of a bundle, without TensorFlow."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.classes import Classes
from alpaca_gui.training import leaning
from alpaca_gui.training.balance import STRONG, imbalance, importance, set_to_mix
from alpaca_gui.training.dataset import Labels
from alpaca_gui.training.head import C, Head, train_head
from alpaca_gui.training.request import Recipe

Embeddings = NDArray[np.floating[Any]]

Fit = Callable[[Embeddings, Labels], Head]
"""Takes embeddings (n, features) and labels (n,), and gives the head."""

_PLAIN: Final[dict[str, Any]] = {
    "layer": "Dense(1), linear",
    "loss": "binary cross-entropy from logits",
    "penalty": "L2 on the weights of the standardised features, not on the bias",
    "c": C,
    "balance": f"both sides weigh alike where one is more than {STRONG:g} times as large as the other",
}


@dataclass(frozen=True, slots=True)
class HeadRecipe:
    """How a neuron is fitted to the embeddings of the pictures.

    Attributes
    ----------
    fit
        Fits it.
    facts
        What the model card says about it.
    quick
        Whether a fit to some hundred pictures takes milliseconds, and not a third of a second.
    """

    fit: Fit
    facts: dict[str, Any]
    quick: bool = False


def head_recipe(recipe: Recipe, bundle: ModelBundle) -> HeadRecipe | None:
    """Give the recipe as it goes with a bundle; None for one that does more than train a head.

    `Recipe.BEST` leans on the classes that the backbone was first trained to tell apart. Where a bundle does not tell
    them, it is the same as `Recipe.HEAD`, and the card says so.
    """
    if recipe is Recipe.COURSE:
        return None
    classes = bundle.classes() if recipe is Recipe.BEST else None
    if classes is not None:
        return HeadRecipe(partial(_leaning, classes), leaning.FACTS)
    unknown = {"leaning": "none: the bundle does not tell the backbone's classes"} if recipe is Recipe.BEST else {}
    return HeadRecipe(_plain, {**_PLAIN, **unknown}, quick=True)


def _plain(embeddings: Embeddings, labels: Labels) -> Head:
    counts = importance(labels) if imbalance(labels) > STRONG else None
    return set_to_mix(train_head(embeddings, labels, importance=counts), labels)


def _leaning(classes: Classes, embeddings: Embeddings, labels: Labels) -> Head:
    return set_to_mix(leaning.train_leaning(embeddings, labels, classes, importance(labels)), labels)
