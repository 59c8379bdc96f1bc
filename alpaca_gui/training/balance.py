"""Sides of very different size: both weigh alike in training, and the logit is then set to the folders' own mix."""

import math
from dataclasses import replace
from typing import Final

import numpy as np

from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.training.dataset import Labels
from alpaca_gui.training.head import Head

STRONG: Final = 3.0
"""How many times as large as the other one side must be for this."""


def imbalance(labels: Labels) -> float:
    """How many times as large as the smaller side the larger is, at least 1."""
    yes = int(labels.sum())
    return max(yes, labels.size - yes) / min(yes, labels.size - yes)


def importance(labels: Labels) -> Floats | None:
    """How much each picture counts, (n,), so that both sides count alike; None where they may count as they are."""
    if imbalance(labels) <= STRONG:
        return None
    yes = int(labels.sum())
    return np.where(labels == 1, labels.size / (2 * yes), labels.size / (2 * (labels.size - yes))).astype(np.float64)


def set_to_mix(head: Head, labels: Labels) -> Head:
    """Undo for the bias what `importance` did to the mix of yes and no, so that probabilities fit the folders.

    Weighing the sides alike adds the log of their ratio to the log-odds; it is taken off again (King and Zeng 2001,
    "Logistic regression in rare events data", the prior correction).
    """
    if importance(labels) is None:
        return head
    yes = int(labels.sum())
    return replace(head, bias=head.bias + math.log(yes / (labels.size - yes)))
