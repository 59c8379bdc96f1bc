"""Out-of-fold logits: every photograph is judged by a head that never saw it."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.training.head import Head, Labels, train_head

FOLDS: Final = 5

Train = Callable[[NDArray[np.floating], Labels], Head]


def stratified_folds(labels: Labels, seed: int, folds: int = FOLDS) -> NDArray[np.int64]:
    """Deal every photograph to a fold, (n,) of 0 to ``folds`` - 1, so that each fold has its share of either answer."""
    rng = np.random.default_rng(seed)
    dealt = np.empty(labels.size, dtype=np.int64)
    for label in np.unique(labels):
        side = rng.permutation(np.flatnonzero(labels == label))
        dealt[side] = np.arange(side.size) % folds
    return dealt


def out_of_fold(
    embeddings: NDArray[np.floating], labels: Labels, seed: int, folds: int = FOLDS, train: Train = train_head
) -> Floats:
    """Logits (n,) of embeddings (n, features), each by a head trained on the other folds.

    Everything that is learnt, the standardisation too, is learnt from the other folds alone.
    """
    dealt = stratified_folds(labels, seed, folds)
    logits = np.empty(labels.size, dtype=np.float64)
    for fold in range(folds):
        kept = dealt != fold
        logits[~kept] = train(embeddings[kept], labels[kept]).logits(embeddings[~kept])
    return logits
