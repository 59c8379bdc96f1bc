"""The head is the optimum of a convex problem."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from alpaca_gui.errors import AlpacaError
from alpaca_gui.training.head import train_head
from tests.training.made_up import LABELS, made_up_embeddings


@pytest.mark.parametrize("rows", [40, 120], ids=["fewer pictures than features", "more pictures than features"])
def test_its_logits_are_those_of_scikit_learn_on_standardised_features(rows: int) -> None:
    order = np.random.default_rng(1).permutation(LABELS.size)[:rows]
    embeddings, labels = made_up_embeddings()[order], LABELS[order]
    other = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, solver="newton-cholesky", tol=1e-12))
    expected = other.fit(embeddings, labels).decision_function(embeddings)
    assert np.ptp(expected) > 1
    np.testing.assert_allclose(train_head(embeddings, labels).logits(embeddings), expected, atol=1e-5)


def test_pictures_that_count_twice_pull_like_two() -> None:
    embeddings, counts = made_up_embeddings(), np.where(LABELS == 1, 2.0, 1.0)
    doubled = np.repeat(np.arange(LABELS.size), counts.astype(int))
    spread = embeddings.std(axis=0)
    weighed = train_head(embeddings, LABELS, importance=counts)
    model = LogisticRegression(C=0.1, solver="newton-cholesky", tol=1e-12)
    standardised = (embeddings - embeddings.mean(axis=0)) / np.where(spread > 0, spread, 1)
    expected = model.fit(standardised[doubled], LABELS[doubled]).decision_function(standardised)
    np.testing.assert_allclose(weighed.logits(embeddings), expected, atol=1e-5)


def test_the_same_features_give_the_same_head() -> None:
    first, second = (train_head(made_up_embeddings(), LABELS) for _ in range(2))
    assert (first.weights == second.weights).all()
    assert first.bias == second.bias


@settings(max_examples=10)  # each trains two heads
@given(st.floats(1e-3, 1e3), st.floats(-100, 100))
def test_the_unit_and_the_zero_of_a_feature_do_not_matter(scale: float, shift: float) -> None:
    embeddings = made_up_embeddings()[:40]
    moved = embeddings * scale + shift
    expected = train_head(embeddings, LABELS[:40] ^ (np.arange(40) % 2)).logits(embeddings)
    np.testing.assert_allclose(train_head(moved, LABELS[:40] ^ (np.arange(40) % 2)).logits(moved), expected, atol=1e-3)


def test_sides_far_apart_give_finite_logits_on_their_sides() -> None:
    separable = made_up_embeddings() + 40.0 * LABELS[:, np.newaxis]
    logits = train_head(separable, LABELS, c=10.0).logits(separable)
    assert np.isfinite(logits).all()
    assert ((logits > 0) == (LABELS == 1)).all()


def test_features_that_never_change_weigh_nothing() -> None:
    head = train_head(np.ones((12, 4)), np.array([1, 0] * 6))
    assert head.logits(np.ones((1, 4))) == pytest.approx([0.0], abs=1e-6)


def test_one_answer_alone_cannot_be_trained_on() -> None:
    with pytest.raises(AlpacaError, match="both answers"):
        train_head(np.ones((12, 4)), np.ones(12, dtype=np.int64))
