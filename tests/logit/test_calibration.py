"""The temperature is the one that fits best, and 1 where no other one really helps."""

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from alpaca_gui.logit.calibration import FURTHEST, best_temperature, fit_temperature
from alpaca_gui.logit.loss import cross_entropy

Array = NDArray[np.float64]

SEEDS = st.integers(0, 10_000)
AWAY = np.logspace(-6, np.log10(3), 200)
"""How far the logarithm of another temperature is away, near and far."""


def _made_up(seed: int, n: int, temperature: float) -> tuple[Array, Array]:
    """Logits that come true as often as ``logit / temperature`` says."""
    random = np.random.default_rng(seed)
    truth = random.normal(0, 3, n)
    labels = (random.random(n) < 1 / (1 + np.exp(-truth))).astype(float)
    return truth * temperature, labels


@given(SEEDS, st.floats(0.3, 4))
@settings(max_examples=25)
def test_it_agrees_with_a_logistic_regression_of_one_weight(seed: int, temperature: float) -> None:
    logits, labels = _made_up(seed, 200, temperature)
    best = best_temperature(logits, labels)
    assert best is not None
    fit = LogisticRegression(C=1e12, fit_intercept=False, tol=1e-10, max_iter=1000).fit(logits[:, None], labels)
    assert best == pytest.approx(1 / fit.coef_.item(), rel=1e-4)


def test_the_slope_is_zero_there_to_forty_digits_of_another_arithmetic() -> None:
    logits, labels = _made_up(7, 60, 2.0)
    best = best_temperature(logits, labels)
    assert best is not None
    with mpmath.workdps(40):
        pairs = [(mpmath.mpf(z), int(y)) for z, y in zip(logits.tolist(), labels.tolist(), strict=True)]
        root = mpmath.findroot(lambda t: mpmath.fsum((1 / (1 + mpmath.exp(-z / t)) - y) * z for z, y in pairs), best)
    assert best == pytest.approx(float(root), rel=1e-12)


@given(SEEDS, st.floats(1e-3, 1e3))
@settings(max_examples=40)
def test_logits_k_times_as_large_need_k_times_the_temperature(seed: int, k: float) -> None:
    logits, labels = _made_up(seed, 40, 1.0)
    best, scaled = best_temperature(logits, labels), best_temperature(k * logits, labels)
    assert (best is None) == (scaled is None)
    if best is not None and scaled is not None:
        assert scaled == pytest.approx(k * best, rel=1e-9)


@given(st.lists(st.tuples(st.floats(-20, 20), st.booleans()), min_size=1, max_size=30))
def test_no_temperature_is_better_than_the_best(pairs: list[tuple[float, bool]]) -> None:
    logits, labels = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    best = best_temperature(logits, labels)
    assume(best is not None)
    assert best is not None
    at = cross_entropy(logits / best, labels).sum()
    away = np.exp(np.concatenate([-AWAY, AWAY]))
    around = cross_entropy(logits / best / away[:, None], np.broadcast_to(labels, (away.size, labels.size)))
    assert at <= around.sum(axis=1).min() + 1e-9


@pytest.mark.parametrize("size", [1e-9, 1.0, 1000.0])
def test_sides_that_are_wholly_apart_do_not_run_away(size: float) -> None:
    logits = size * np.array([1.0, 2.0, -1.0, -3.0])
    assert best_temperature(logits, [1, 1, 0, 0]) is None
    assert fit_temperature(logits, [1, 1, 0, 0]) == 1.0


@pytest.mark.parametrize(
    ("logits", "labels"),
    [([], []), ([0.0, 0.0], [0, 1]), ([1.0, -1.0], [0, 1]), ([5.0, 5.0], [1, 0]), ([3.0], [1]), ([3.0], [0])],
)
def test_logits_that_say_nothing_keep_the_temperature_at_1(logits: list[float], labels: list[int]) -> None:
    assert fit_temperature(logits, labels) == 1.0


def test_it_stays_within_its_bounds_however_wrong_the_scale_is() -> None:
    logits, labels = _made_up(3, 300, 1.0)
    assert fit_temperature(logits * 1000, labels) == FURTHEST
    assert fit_temperature(logits / 1000, labels) == 1 / FURTHEST
    nearly_apart = np.array([1.0, 1.0, -1.0, -1e-9] * 30)
    assert fit_temperature(nearly_apart, [1, 1, 0, 1] * 30) >= 1 / FURTHEST


def test_it_is_1_for_honest_logits_about_nineteen_times_in_twenty() -> None:
    kept = [fit_temperature(*_made_up(seed, 300, 1.0)) == 1.0 for seed in range(200)]
    assert 0.91 <= np.mean(kept) <= 0.99


@pytest.mark.parametrize("temperature", [0.4, 2.5])
def test_it_finds_what_logits_were_stretched_by(temperature: float) -> None:
    logits, labels = _made_up(5, 4000, temperature)
    assert fit_temperature(logits, labels) == pytest.approx(temperature, rel=0.1)
