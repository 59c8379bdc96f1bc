"""Sides of very different size weigh alike, and probabilities fit the folders all the same."""

import numpy as np
import pytest

from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.training.balance import imbalance, importance, set_to_mix
from alpaca_gui.training.head import Head, train_head


def test_both_sides_count_alike_in_all_and_one_on_average() -> None:
    labels = np.array([1] * 10 + [0] * 200)
    counts = importance(labels)
    assert imbalance(labels) == 20
    assert counts[labels == 1].sum() == pytest.approx(counts[labels == 0].sum())
    assert counts.mean() == pytest.approx(1)


def test_folders_of_like_size_say_nothing_of_how_common_a_yes_is() -> None:
    head = Head(np.ones(3), 0.5)
    assert set_to_mix(head, np.array([1] * 10 + [0] * 30)) is head


def test_the_mean_probability_is_the_folders_own_share_of_yes() -> None:
    rng = np.random.default_rng(0)
    labels = np.array([1] * 60 + [0] * 1200)
    features = rng.normal(size=(labels.size, 3)) + labels[:, None] * [1.0, 0.5, 0.0]
    weighed = train_head(features, labels, c=10.0, importance=importance(labels))
    share = labels.mean()
    assert sigmoid(weighed.logits(features)).mean() > 4 * share, "without the correction yes would seem common"
    assert sigmoid(set_to_mix(weighed, labels).logits(features)).mean() == pytest.approx(share, rel=0.25)
