"""Sides of different size: both weigh alike in training, and the logit may then be set to the folders' own mix."""

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


def importance(labels: Labels) -> Floats:
    """How much each picture counts, (n,), so that both sides count alike; 1 on average."""
    yes = int(labels.sum())
    return np.where(labels == 1, labels.size / (2 * yes), labels.size / (2 * (labels.size - yes))).astype(np.float64)


def set_to_mix(head: Head, labels: Labels) -> Head:
    """Undo for the bias what `importance` did to the mix of yes and no, where the folders differ strongly in size.

    Two folders of like size say nothing of how common a yes will be in use, and the logit then reads as if both answers
    were equally common. A folder many times as large as the other does say something: there the probabilities are made
    to fit the folders.

    Weighing the sides alike adds the log of their ratio to the log-odds; it is taken off again (King and Zeng 2001,
    "Logistic regression in rare events data", the prior correction).
    """
    if imbalance(labels) <= STRONG:
        return head
    yes = int(labels.sum())
    return replace(head, bias=head.bias + math.log(yes / (labels.size - yes)))
