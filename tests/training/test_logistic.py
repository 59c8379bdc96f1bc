"""The logistic regression finds the minimum, whatever the shape of the problem."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from alpaca_gui.training.logistic import fit_logistic, inverse


def _problem(n: int, features: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n, features)) * rng.uniform(0.1, 5, features)
    labels = (rows @ rng.normal(size=features) + rng.normal(size=n) * 3 > 0).astype(np.int64)
    labels[:2] = 0, 1
    return rows, labels, rng.uniform(0.1, 4, n)


@given(st.integers(4, 400), st.integers(1, 40), st.floats(1e-3, 1e3), st.integers(0, 99))
def test_its_logits_are_those_of_scikit_learn(n: int, features: int, c: float, seed: int) -> None:
    rows, labels, counts = _problem(n, features, seed)
    weights, bias = fit_logistic(rows, labels, counts, np.eye(features) / c)
    other = LogisticRegression(C=c, solver="newton-cholesky", tol=1e-12, max_iter=1000).fit(rows, labels, counts)
    np.testing.assert_allclose(rows @ weights + bias, other.decision_function(rows), rtol=1e-4, atol=1e-4)


def test_many_rows_of_which_a_part_is_looked_at_lead_to_the_same_minimum() -> None:
    rows, labels, counts = _problem(20_000, 12, 3)
    counts[::7] *= 1e-4
    weights, bias = fit_logistic(rows, labels, counts, np.eye(12) / 0.3)
    other = LogisticRegression(C=0.3, solver="newton-cholesky", tol=1e-12).fit(rows, labels, counts)
    np.testing.assert_allclose(rows @ weights + bias, other.decision_function(rows), atol=1e-4)


def test_a_penalty_of_any_shape_is_that_of_turned_rows() -> None:
    rows, labels, counts = _problem(200, 8, 4)
    root = np.linalg.qr(np.random.default_rng(5).normal(size=(8, 8)))[0] * np.linspace(0.2, 4, 8)
    weights, bias = fit_logistic(rows, labels, counts, root @ root.T)
    turned = rows @ np.linalg.inv(root).T
    other = LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-12).fit(turned, labels, counts)
    np.testing.assert_allclose(rows @ weights + bias, other.decision_function(turned), atol=1e-4)


def test_the_gradient_is_nought_where_it_ends() -> None:
    rows, labels, counts = _problem(3000, 30, 6)
    weights, bias = fit_logistic(rows, labels, counts, np.eye(30))
    excess = counts * (1 / (1 + np.exp(-(rows @ weights + bias))) - labels)
    assert abs(excess.sum()) < 1e-3
    assert np.abs(rows.T @ excess + weights).max() < 1e-3


@pytest.mark.parametrize("features", [1, 7, 60])
def test_the_inverse_is_one(features: int) -> None:
    root = np.random.default_rng(7).normal(size=(features, features + 3))
    matrix = root @ root.T + np.eye(features)
    np.testing.assert_allclose(inverse(matrix) @ matrix, np.eye(features), atol=1e-9)
