"""What is called exact is exact, distances in ulp are counted as defined, and methods keep within their bounds."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.explain.exact import DIGITS, digits_text, exact, exact_curves, rounded, ulp_error, ulp_of
from alpaca_gui.explain.stability_bench import Setting, draw_curves, find_breaks, lost, read_bench
from alpaca_gui.logit.breaks import Trouble
from alpaca_gui.logit.float_bits import Numbers, Precision
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.stability import Method, compute, from_logits, naive
from tools.stability_table import NEAR, errors, samples

BOUND = 4.0
"""Ulp that docs/stability.md promises for losses and gradients from logits."""

FEW = 100
"""So many of the samples show that something is wrong with all of them."""

logits = st.floats(-1000, 1000)
labels = st.integers(0, 1)
kinds = st.sampled_from(Precision)
some_numbers = st.floats(allow_nan=False, allow_infinity=False)


def independent_loss(logit: float, label: int) -> mpmath.mpf:
    """The definition itself, with so many digits that its cancellations cost nothing: e to the 1000 has 435."""
    with mpmath.workdps(1000):
        p = 1 / (1 + mpmath.exp(-mpmath.mpf(logit)))
        return -mpmath.log(p if label else 1 - p)


@given(logits, labels)
def test_the_loss_holds_to_50_digits(logit: float, label: int) -> None:
    with mpmath.workdps(1000):
        other = independent_loss(logit, label)
        assert abs(mpmath.mpf(exact(logit, label).loss) - other) <= abs(other) * mpmath.mpf(10) ** -50
    assert DIGITS >= 50


@given(st.floats(-300, 300), labels)
def test_the_gradient_is_what_mpmath_differentiates(logit: float, label: int) -> None:
    with mpmath.workdps(400):
        other = mpmath.diff(lambda z: mpmath.log(1 + mpmath.exp(-z)) if label else mpmath.log(1 + mpmath.exp(z)), logit)
        found = mpmath.mpf(exact(logit, label).gradient)
        assert abs(found - other) <= abs(other) * mpmath.mpf(10) ** -50


def test_the_precision_of_the_program_is_left_alone() -> None:
    before = mpmath.mp.dps
    exact(3.0, 1)
    assert mpmath.mp.dps == before


@pytest.mark.parametrize(("logit", "label"), [(math.nan, 1), (math.inf, 0), (1.0, 2)])
def test_what_has_no_loss_is_refused(logit: float, label: int) -> None:
    with pytest.raises(ValueError, match="no loss"):
        exact(logit, label)


def test_it_is_written_with_the_digits_that_are_wanted() -> None:
    assert digits_text(exact(-20.0, 0).loss, 12) == "2.06115362031e-9"  # e to the -20, less half of its square
    assert digits_text(exact(0.0, 1).loss, 30) == "0.693147180559945309417232121458"  # OEIS A002162


@given(some_numbers, kinds)
def test_rounding_is_that_of_the_processor(value: float, precision: Precision) -> None:
    real = exact(0.0, 0).loss * 0 + value  # a real number of the same arithmetic
    assert rounded(real, precision) == precision.nearest(value)


@given(st.integers(-(2**60), 2**60), st.integers(-1100, 900))
def test_rounding_to_float64_is_that_of_fractions(steps: int, exponent: int) -> None:
    real = (exact(0.0, 0).loss * 0 + steps) * exact_power(exponent)
    try:
        expected = float(Fraction(steps) * Fraction(2) ** exponent)
    except OverflowError:
        expected = math.copysign(math.inf, steps)
    assert rounded(real, Precision.FLOAT64) == expected


def exact_power(exponent: int) -> mpmath.mpf:
    """Two to a power, in the arithmetic of `exact`."""
    two = exact(0.0, 0).loss * 0 + 2
    return two**exponent


@given(some_numbers, kinds)
def test_one_ulp_is_the_distance_to_the_next_number(value: float, precision: Precision) -> None:
    number = precision.dtype.type(abs(precision.nearest(value)))
    if not np.isfinite(number) or number == np.finfo(precision.dtype).max:
        return
    following = np.nextafter(number, precision.dtype.type(np.inf))
    real = exact(0.0, 0).loss * 0 + float(number)
    assert float(ulp_of(real, precision)) == float(following) - float(number)


@pytest.mark.parametrize("precision", Precision)
def test_an_error_is_counted_in_units_of_the_last_place(precision: Precision) -> None:
    one = exact(0.0, 0).loss * 0 + 1
    following = float(np.nextafter(precision.dtype.type(1), precision.dtype.type(2)))
    assert ulp_error(1.0, one, precision) == 0
    assert ulp_error(following, one, precision) == 1
    assert ulp_error(-1.0, one, precision) == 2.0**precision.digits
    assert ulp_error(math.inf, one, precision) == math.inf
    assert math.isnan(ulp_error(math.nan, one, precision))
    assert ulp_error(0.0, one * 0, precision) == 0


def test_infinity_is_right_where_the_truth_is_beyond_the_kind() -> None:
    large = exact(0.0, 0).loss * 0 + 70000
    assert ulp_error(math.inf, large, Precision.FLOAT16) == 0
    assert ulp_error(-math.inf, large, Precision.FLOAT16) == math.inf
    assert rounded(large, Precision.FLOAT16) == math.inf
    assert rounded(exact(1e300, 1).loss, Precision.FLOAT64) == 0.0


@given(logits, labels, kinds)
def test_the_nearest_number_is_half_a_unit_off_at_most(logit: float, label: int, precision: Precision) -> None:
    bench = read_bench(logit, Setting(label, precision))
    assert bench.exact.loss.error <= 0.5
    assert bench.exact.gradient.error <= 0.5


# Held to: 2,000 random logits and labels for each kind of number.


@pytest.mark.parametrize("precision", Precision)
def test_from_logits_is_within_the_bound_for_2000_random_logits_and_labels(precision: Precision) -> None:
    points, answers = samples(precision)
    assert len(points) == 2000
    assert np.abs(points).max() > 990
    losses, gradients = errors(from_logits(points, answers, precision), points, answers, precision)
    assert losses.max() <= BOUND
    assert gradients.max() <= BOUND
    # ...and this can tell: one step of the kind more, and half of the losses are out of it.
    few, few_answers = points[:FEW], answers[:FEW]
    worse = from_logits(few, few_answers, precision)
    object.__setattr__(worse, "loss", worse.loss * precision.dtype.type(1 + 8 * np.finfo(precision.dtype).eps))
    assert errors(worse, few, few_answers, precision)[0].max() > BOUND


def ulp_against_float64(logits: Numbers, label: int, precision: Precision) -> tuple[Floats, Floats]:
    """Errors of loss and gradient from logits in ulp, against float64, whose own rounding is some 1e-8 of an ulp."""
    computed, z = from_logits(logits, label, precision), logits.astype(np.float64)
    towards = -z if label else z
    small = np.exp(-np.abs(towards))
    loss = np.maximum(towards, 0) + np.log1p(small)
    gradient = np.where(towards >= 0, 1, small) / (1 + small) * (-1 if label else 1)

    def apart(values: Numbers, truth: Floats) -> Floats:
        exponents = np.maximum(np.frexp(np.abs(truth))[1] - 1, precision.least_exponent)
        found: Floats = np.abs(values.astype(np.float64) - truth) / np.ldexp(1.0, exponents - precision.digits + 1)
        return found

    return apart(computed.loss, loss), apart(computed.gradient, gradient)


@pytest.mark.parametrize("label", [0, 1])
def test_from_logits_is_within_2_ulp_for_every_number_of_float16(label: int) -> None:
    every = np.arange(0x7C00, dtype=np.uint16).view(np.float16)
    for numbers in (every, -every):
        losses, gradients = ulp_against_float64(numbers, label, Precision.FLOAT16)
        assert max(losses.max(), gradients.max()) <= 2


@pytest.mark.parametrize("label", [0, 1])
def test_from_logits_is_within_the_bound_for_a_million_numbers_of_float32(label: int) -> None:
    """Every 1,123rd one up to 1000, on both sides of 0."""
    end = int(np.float32(1000).view(np.uint32))
    some = np.arange(0, end, 1123, dtype=np.uint32).view(np.float32)
    assert some.size > 900_000
    for numbers in (some, -some):
        losses, gradients = ulp_against_float64(numbers, label, Precision.FLOAT32)
        assert max(losses.max(), gradients.max()) <= BOUND


@pytest.mark.parametrize("precision", Precision)
def test_sigmoid_then_log_keeps_some_digits_up_to_5_and_none_far_out(precision: Precision) -> None:
    points, answers = samples(precision, NEAR)
    losses, gradients = errors(naive(points, answers, precision), points, answers, precision)
    assert 20 < losses.max() <= 300
    assert 20 < gradients.max() <= 300
    far, answers = samples(precision)
    far, answers = far[:FEW], answers[:FEW]
    losses, _ = errors(naive(far, answers, precision), far, answers, precision)
    assert np.isinf(losses).any()
    assert np.isnan(losses).any()


# What the bench reads.


def test_at_20_the_bench_of_a_no_in_float32_says_what_the_panel_teaches() -> None:
    rows = read_bench(20.0, Setting(0, Precision.FLOAT32)).rows
    naive_row, clip, stable = rows[Method.NAIVE], rows[Method.CLIPPED], rows[Method.FROM_LOGITS]
    assert naive_row.probability == 1
    assert naive_row.loss.value == math.inf
    assert naive_row.loss.bits.hex == "7F800000"
    assert naive_row.loss.troubles == (Trouble.SIGMOID_ONE, Trouble.LOG_OF_ZERO)
    assert naive_row.gradient.troubles == (Trouble.SIGMOID_ONE, Trouble.GRADIENT_NAN)
    assert clip.gradient.value == 0
    assert Trouble.PLATEAU in clip.loss.troubles
    assert Trouble.GRADIENT_ZERO in clip.gradient.troubles
    assert (stable.loss.value, stable.loss.bits.hex, stable.loss.troubles) == (20.0, "41A00000", ())
    assert stable.gradient.troubles == ()


@given(logits, labels, kinds)
def test_what_is_said_to_be_right_is_right_and_what_is_wrong_is_named(
    logit: float, label: int, precision: Precision
) -> None:
    for row in read_bench(logit, Setting(label, precision)).rows.values():
        for reading in (row.loss, row.gradient):
            if not reading.troubles:
                assert reading.error <= 2 ** (precision.digits / 2)
            else:
                assert not reading.error <= 1
    assert read_bench(logit, Setting(label, precision)).rows[Method.FROM_LOGITS].loss.troubles == ()


@given(logits, labels, kinds)
def test_the_logit_is_rounded_to_the_kind_and_the_exact_value_is_of_that(
    logit: float, label: int, precision: Precision
) -> None:
    bench = read_bench(logit, Setting(label, precision))
    assert bench.logit == precision.nearest(logit)
    assert bench.exact_loss == exact(bench.logit, label).loss


def test_most_digits_are_wrong_where_more_than_half_of_them_are() -> None:
    assert not lost(2.0**12, Precision.FLOAT32)
    assert lost(2.0**12 + 1, Precision.FLOAT32)
    assert not lost(math.inf, Precision.FLOAT32)


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("label", [0, 1])
def test_curves_hold_every_break_and_the_number_before_it(precision: Precision, label: int) -> None:
    setting = Setting(label, precision)
    curves = draw_curves(np.linspace(-1000, 1000, 31), setting, find_breaks(setting))
    assert (np.diff(curves.logits) > 0).all()
    for method, found in curves.breaks.items():
        for one in found:
            at = int(np.searchsorted(curves.logits, one.logit))
            assert curves.logits[at] == one.logit
            values = compute(method, curves.logits, label, precision)
            np.testing.assert_equal(curves.loss[method], values.loss.astype(np.float64))
    losses, gradients = exact_curves(curves.logits, label)
    assert (curves.exact_loss == losses).all()
    assert (curves.exact_gradient == gradients).all()
    truths = [exact(float(logit), label) for logit in curves.logits]
    assert losses.tolist() == [rounded(truth.loss, Precision.FLOAT64) for truth in truths]
    assert gradients.tolist() == [rounded(truth.gradient, Precision.FLOAT64) for truth in truths]
