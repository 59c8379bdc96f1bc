"""Logistic regression by quasi-Newton steps in the measure of its own curvature: a dozen or two steps, not hundreds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from alpaca_gui.logit.loss import cross_entropy
from alpaca_gui.logit.sigmoid import Floats, sigmoid

_NEAR: Final = 0.03
"""Gradient, in the measure of the curvature, at which the curvature is looked at anew: the first one was a guess."""

_FLAT: Final = 3e-7
"""Gradient, in that measure, that counts as none: the loss is then within about 1e-13 nats of its least, and the logits
of 10,000 pictures within 1e-5 of those that a gradient of a hundredth of it gives."""

_MOST_ROUNDS: Final = 12
_MOST_STEPS: Final = 60
_REMEMBERED: Final = 20
_LEAST_CURVATURE: Final = 1e-4
_ROWS_AT_ONCE: Final = 4096
_ROWS_IN_CACHE: Final = 512

_SHARE: Final = 0.9
"""Of the curvature, that the rows looked at must make up: near the minimum few pictures curve the loss at all."""

_ROUNDING: Final = 1e-5
"""Of the mean curvature, added to each feature's: above what 32 bits lose, so that the sum has a root."""


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """What is minimised, over weights w and bias b: ``sum(counts * cross-entropy(rows w + b)) + w' penalty w / 2``."""

    rows: Floats
    labels: Floats
    counts: Floats
    penalty: Floats

    def loss_and_gradient(self, weights: Floats, bias: float) -> tuple[float, Floats, float]:
        """Give the loss in nats, its gradient by the weights, (features,), and by the bias."""
        by_weights = self.penalty @ weights
        loss, by_bias = float(weights @ by_weights / 2), 0.0
        # Part by part: for the gradient a part of the rows is still in the processor's cache.
        for start in range(0, len(self.rows), _ROWS_IN_CACHE):
            part = slice(start, start + _ROWS_IN_CACHE)
            rows, labels, counts = self.rows[part], self.labels[part], self.counts[part]
            logits = rows @ weights + bias
            excess = counts * (sigmoid(logits) - labels)
            loss += float(counts @ cross_entropy(logits, labels))
            by_weights += rows.T @ excess
            by_bias += float(excess.sum())
        return loss, by_weights, by_bias


@dataclass(frozen=True, slots=True, eq=False)
class _Measure:
    """Coordinates in which the loss curves by about 1 in every direction.

    With the curvature ``H = root' root`` of the weights, the bias taken along, they are ``root w`` and
    ``spread * (b + middle w)``.
    """

    root: Floats
    middle: Floats
    spread: float

    def point(self, weights: Floats, bias: float) -> Floats:
        return np.append(self.root @ weights, (bias + self.middle @ weights) * self.spread)

    def weights_and_bias(self, point: Floats) -> tuple[Floats, float]:
        weights = self._solved(point[:-1])
        return weights, float(point[-1] / self.spread - self.middle @ weights)

    def gradient(self, by_weights: Floats, by_bias: float) -> Floats:
        return np.append(self._solved(by_weights - self.middle * by_bias, transposed=True), by_bias / self.spread)

    def _solved(self, right: Floats, transposed: bool = False) -> Floats:
        from scipy.linalg import solve_triangular  # noqa: PLC0415 - a fifth of a second that only training should take

        solved: Floats = solve_triangular(self.root, right, trans=int(transposed), check_finite=False)
        return solved


def fit_logistic(
    rows: Floats, labels: NDArray[np.integer[Any]], counts: Floats, penalty: Floats
) -> tuple[Floats, float]:
    """Fit weights and bias; the same input gives the same answer.

    Minimised is ``sum(counts * cross-entropy) + w' penalty w / 2``, the bias being free, which has one minimum. It is
    found by L-BFGS (Liu and Nocedal 1989) after a change of variables that makes the second derivative about 1
    everywhere. That is first a bound, a quarter of what the pictures count (Böhning and Lindsay 1988), estimated from
    a part of the rows where there are many, and near the minimum the second derivative as it is there.

    Parameters
    ----------
    rows
        Features, (n, features), near 0 on average.
    labels
        1 for yes and 0 for no, (n,), both among them.
    counts
        How much each row counts, (n,).
    penalty
        Positive definite, (features, features).

    Returns
    -------
    tuple[Floats, float]
        Weights (features,) and bias.
    """
    problem = _Problem(rows, labels.astype(np.float64), counts, penalty)
    weights, bias = np.zeros(rows.shape[1]), _log_odds(labels, counts)
    measure = _bounding_measure(problem)
    weights, bias, _ = _descended(problem, measure, weights, bias, _NEAR)
    for _ in range(_MOST_ROUNDS):
        measure = _measure_at(problem, weights, bias)
        weights, bias, done = _descended(problem, measure, weights, bias, _FLAT)
        if done:
            break
    return weights, bias


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep the matrix products, NumPy's and SciPy's, to one thread each.

    On matrices this small several threads wait for each other most of the time; one gives the same last digits on every
    machine that has the same processor.
    """
    import scipy.linalg  # noqa: F401, PLC0415 - what is not loaded yet is not held back

    with threadpool_limits(1):
        yield


def inverse(matrix: Floats) -> Floats:
    """Inverse of a positive definite matrix, a third of the work of one that may be anything."""
    from scipy.linalg import cholesky, lapack  # noqa: PLC0415

    upper, _ = lapack.dpotri(cholesky(matrix, check_finite=False))
    upper = np.triu(upper)
    whole: Floats = upper + np.triu(upper, 1).T
    return whole


def _log_odds(labels: NDArray[np.integer[Any]], counts: Floats) -> float:
    return float(np.log(counts[labels == 1].sum() / counts[labels == 0].sum()))


def _descended(
    problem: _Problem, measure: _Measure, weights: Floats, bias: float, flat: float
) -> tuple[Floats, float, bool]:
    """Go downhill until the gradient is ``flat``; tells too whether it came to an end before the steps ran out."""
    from scipy.optimize import minimize  # noqa: PLC0415 - a third of a second that only training should take

    def loss(point: Floats) -> tuple[float, Floats]:
        value, by_weights, by_bias = problem.loss_and_gradient(*measure.weights_and_bias(point))
        return value, measure.gradient(by_weights, by_bias)

    options = {"maxcor": _REMEMBERED, "gtol": flat, "ftol": 0.0, "maxiter": _MOST_STEPS}
    found = minimize(loss, measure.point(weights, bias), jac=True, method="L-BFGS-B", options=options)
    return *measure.weights_and_bias(found.x), found.nit < _MOST_STEPS


def _bounding_measure(problem: _Problem) -> _Measure:
    return _measure(problem, problem.counts / 4, most_rows=2 * problem.rows.shape[1])


def _measure_at(problem: _Problem, weights: Floats, bias: float) -> _Measure:
    yes = sigmoid(problem.rows @ weights + bias)
    return _measure(problem, problem.counts * np.maximum(yes * (1 - yes), _LEAST_CURVATURE), problem.rows.shape[0])


def _measure(problem: _Problem, curvatures: Floats, most_rows: int) -> _Measure:
    """Measure by the rows that curve most; it decides how many steps are taken and not where they lead."""
    from scipy.linalg import cholesky  # noqa: PLC0415

    chosen, curvatures = _weightiest(curvatures, most_rows)
    total = float(curvatures.sum())
    middle = curvatures @ problem.rows[chosen] / total
    roots = np.sqrt(curvatures)[:, np.newaxis]
    curvature = np.zeros_like(problem.penalty)
    for start in range(0, chosen.size, _ROWS_AT_ONCE):  # not all at once: rows may take hundreds of megabytes
        some = slice(start, start + _ROWS_AT_ONCE)
        scaled = ((problem.rows[chosen[some]] - middle) * roots[some]).astype(np.float32)
        curvature += scaled.T @ scaled
    curvature[np.diag_indices_from(curvature)] += _ROUNDING * np.trace(curvature) / len(curvature)
    curvature += problem.penalty
    return _Measure(cholesky(curvature, overwrite_a=True, check_finite=False), middle, float(np.sqrt(total)))


def _weightiest(curvatures: Floats, most: int) -> tuple[NDArray[np.int64], Floats]:
    """Places of the rows that make up `_SHARE` of all curvature, in their order, and what each of them stands for.

    Of more than ``most`` only every second, third ... is taken, and stands for as many.
    """
    order = np.argsort(-curvatures, kind="stable")
    sums = np.cumsum(curvatures[order])
    chosen = np.sort(order[: 1 + int(np.searchsorted(sums, _SHARE * sums[-1]))])
    step = -(-chosen.size // most)
    return chosen[::step], curvatures[chosen[::step]] * step
