"""Out-of-fold logits: every picture is judged by a head that never saw it, nor one that shows nearly the same."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.training.dataset import Labels

Groups = NDArray[np.int64]
"""For each picture the number of its group, (n,): pictures of a group never stand on both sides of a fold."""

Judge = Callable[[NDArray[np.bool_]], Floats]
"""Trains on the pictures marked true, (n,), and gives the logits of the others, in their order."""


def stratified_folds(labels: Labels, seed: int, folds: int, groups: Groups | None = None) -> NDArray[np.int64]:
    """Deal every picture to a fold, (n,) of 0 to ``folds`` - 1, so that each fold has its share of either answer.

    Pictures of a group go to the fold of the group's first.
    """
    rng = np.random.default_rng(seed)
    dealt = np.empty(labels.size, dtype=np.int64)
    for label in np.unique(labels):
        side = rng.permutation(np.flatnonzero(labels == label))
        dealt[side] = np.arange(side.size) % folds
    if groups is None:
        return dealt
    _, firsts, group_of = np.unique(groups, return_index=True, return_inverse=True)
    together: NDArray[np.int64] = dealt[firsts[group_of]]
    return together


def out_of_fold(dealt: NDArray[np.int64], judge: Judge) -> Floats:
    """Logits (n,), each by a head trained on the other folds.

    Everything that is learnt, the standardisation too, is learnt from the other folds alone.
    """
    logits = np.empty(dealt.size, dtype=np.float64)
    for fold in np.unique(dealt):
        kept = dealt != fold
        logits[~kept] = judge(kept)
    return logits
