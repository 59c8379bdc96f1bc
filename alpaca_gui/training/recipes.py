"""The recipes that train a head on embeddings: what is looked at, and how the neuron is fitted to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.imaging.views import WHOLE, View
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.training.dataset import Labels
from alpaca_gui.training.head import C, Head, train_head
from alpaca_gui.training.request import Recipe

Fit = Callable[[NDArray[np.floating], Labels, Floats | None], Head]
"""Takes embeddings (n, views, features), labels (n,) and importance (n,), and gives the head."""


@dataclass(frozen=True, slots=True)
class EmbeddingRecipe:
    """A recipe for a head on a frozen backbone.

    Attributes
    ----------
    views
        How each picture is looked at; the first is the picture whole.
    fit
        Fits the neuron.
    facts
        What the model card says about it.
    """

    views: tuple[View, ...]
    fit: Fit
    facts: dict[str, Any] = field(default_factory=dict)


def _fit_whole(embeddings: NDArray[np.floating], labels: Labels, importance: Floats | None) -> Head:
    return train_head(embeddings[:, 0], labels, importance=importance)


_LINEAR: Final = {
    "layer": "Dense(1), linear",
    "loss": "binary cross-entropy from logits",
    "penalty": "L2 on the weights of the standardised features, not on the bias",
    "c": C,
}

EMBEDDING_RECIPES: Final = {
    Recipe.HEAD: EmbeddingRecipe((WHOLE,), _fit_whole, {**_LINEAR, "views": "the picture whole"}),
    Recipe.BEST: EmbeddingRecipe((WHOLE,), _fit_whole, {**_LINEAR, "views": "the picture whole"}),
}
