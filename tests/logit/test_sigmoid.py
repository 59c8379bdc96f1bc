"""Sigmoid, its logarithm, its inverse and the loss agree with arithmetic of a hundred digits."""

import math
from collections.abc import Callable

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.logit.loss import cross_entropy
from alpaca_gui.logit.sigmoid import log_sigmoid, logit_of, sigmoid

LOGITS = st.floats(allow_nan=False, allow_infinity=False)
EVERYDAY = st.floats(-700, 700)
CORNERS = [
    0.0,
    -0.0,
    5e-324,
    1e-300,
    1e-9,
    0.5,
    1.0,
    2.0,
    16.64,
    36.7,
    37.5,
    88.7,
    350.0,
    709.0,
    744.0,
    745.2,
    800.0,
    1e308,
]
EXTREMES = [sign * size for size in CORNERS for sign in (1, -1)]


@pytest.fixture(autouse=True)
def hundred_digits() -> None:
    mpmath.mp.dps = 100


def _exact_sigmoid(z: float) -> mpmath.mpf:
    return 1 / (1 + mpmath.exp(-mpmath.mpf(z))) if z >= 0 else 1 - 1 / (1 + mpmath.exp(mpmath.mpf(z)))


def _exact_softplus(z: float) -> mpmath.mpf:
    """``log(1 + exp(z))``, where a hundred digits would lose the small summand too."""
    x = mpmath.mpf(z)
    return max(x, mpmath.mpf(0)) + mpmath.log1p(mpmath.exp(-abs(x)))


def _agrees(found: float, exact: mpmath.mpf) -> None:
    assert math.isfinite(found)
    assert abs(found - exact) <= 4e-16 * abs(exact) + mpmath.mpf(5e-324), f"{found!r} is not {mpmath.nstr(exact, 20)}"


@pytest.mark.parametrize("z", EXTREMES)
def test_the_sigmoid_is_exact_to_the_last_digits(z: float) -> None:
    exact = mpmath.exp(mpmath.mpf(z)) if z < -200 else _exact_sigmoid(z)
    _agrees(float(sigmoid(z)), exact)


@pytest.mark.parametrize("z", EXTREMES)
def test_the_logarithm_of_the_sigmoid_is_exact_and_finite(z: float) -> None:
    _agrees(float(log_sigmoid(z)), -_exact_softplus(-z))


@pytest.mark.parametrize("z", EXTREMES)
@pytest.mark.parametrize("label", [0, 1])
def test_the_loss_is_exact_and_finite_for_every_finite_logit(z: float, label: int) -> None:
    _agrees(float(cross_entropy(z, label)), _exact_softplus(-z if label else z))


@pytest.mark.parametrize(
    "function", [sigmoid, log_sigmoid, lambda z: cross_entropy(z, 1), lambda z: cross_entropy(z, 0)]
)
def test_nothing_overflows_on_the_way(function: Callable[[object], object]) -> None:
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        function(np.array(EXTREMES))


def test_infinite_logits_give_the_limits() -> None:
    assert sigmoid([-np.inf, np.inf]).tolist() == [0.0, 1.0]
    assert log_sigmoid([-np.inf, np.inf]).tolist() == [-np.inf, 0.0]
    assert logit_of([0.0, 1.0]).tolist() == [-np.inf, np.inf]


def test_known_values() -> None:
    assert float(sigmoid(0)) == 0.5
    assert float(sigmoid(2)) == pytest.approx(0.8807970779778823, rel=1e-15)
    assert float(cross_entropy(0, 1)) == pytest.approx(math.log(2), rel=1e-15)
    assert float(cross_entropy(1000, 0)) == 1000.0


@given(LOGITS, LOGITS)
def test_a_higher_logit_never_has_a_lower_probability(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert sigmoid(low) <= sigmoid(high)
    assert log_sigmoid(low) <= log_sigmoid(high)
    assert cross_entropy(low, 0) <= cross_entropy(high, 0)
    assert cross_entropy(low, 1) >= cross_entropy(high, 1)


@given(LOGITS)
def test_the_probability_of_no_is_what_the_opposite_logit_says(z: float) -> None:
    assert 0 <= sigmoid(z) <= 1
    assert float(sigmoid(z) + sigmoid(-z)) == pytest.approx(1.0, abs=2.3e-16)


@given(LOGITS)
def test_the_loss_of_yes_is_minus_the_logarithm_and_mirrors_that_of_no(z: float) -> None:
    assert float(cross_entropy(z, 1)) == pytest.approx(-float(log_sigmoid(z)), rel=1e-15, abs=5e-324)
    assert cross_entropy(z, 1) == cross_entropy(-z, 0)
    assert cross_entropy(z, 1) >= 0


@given(st.floats(1e-300, 0.99))
def test_the_inverse_leads_back(probability: float) -> None:
    assert float(sigmoid(logit_of(probability))) == pytest.approx(probability, rel=1e-12)


@given(st.lists(EVERYDAY, min_size=1, max_size=20))
def test_arrays_are_computed_number_by_number(values: list[float]) -> None:
    column = np.array(values)[:, np.newaxis]
    assert sigmoid(column).shape == column.shape
    assert sigmoid(column)[:, 0].tolist() == [float(sigmoid(z)) for z in values]
    labels = np.arange(len(values)) % 2
    found = cross_entropy(values, labels).tolist()
    assert found == [float(cross_entropy(z, y)) for z, y in zip(values, labels, strict=True)]


def test_float32_is_lifted_before_it_saturates() -> None:
    assert float(sigmoid(np.float32(17.0))) < 1.0
