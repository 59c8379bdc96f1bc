"""Three ways to the loss in numbers of few bits: what they give, where they break, and how each break is found."""

import math
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from alpaca_gui.logit import loss as for_training
from alpaca_gui.logit.agreement import agreement
from alpaca_gui.logit.breaks import Break, Trouble, breaking_points, breaks, troubles
from alpaca_gui.logit.float_bits import Precision, bits_of, from_hex, from_order, order_of, to_hex
from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.logit.stability import Method, bounds, clipped, compute, from_logits, naive, sigmoid_as_written
from tools.stability_table import break_table

DOCS = Path(__file__).resolve().parents[2] / "docs" / "stability.md"
PACKED = {Precision.FLOAT16: ("<e", "<H"), Precision.FLOAT32: ("<f", "<I"), Precision.FLOAT64: ("<d", "<Q")}
NO, YES = 0, 1

any_float = st.floats(allow_nan=False, allow_infinity=True)
kinds = st.sampled_from(Precision)


def break_at(
    method: Method, precision: Precision, label: int, trouble: Trouble, side: int, epsilon: float = 1e-7
) -> float:
    """Where a trouble begins on one side of 0."""
    (found,) = [
        one.logit
        for one in breaks(method, precision, label, epsilon)
        if one.trouble is trouble and math.copysign(1, one.logit) == side
    ]
    return found


# Bits.


@given(any_float, kinds)
def test_bits_are_those_that_python_packs(value: float, precision: Precision) -> None:
    number = precision.nearest(value)
    as_float, as_integer = PACKED[precision]
    (pattern,) = struct.unpack(as_integer, struct.pack(as_float, number))
    bits = bits_of(value, precision)
    assert int(bits.hex, 16) == pattern
    assert int(bits.sign + bits.exponent + bits.fraction, 2) == pattern
    assert len(bits.hex) * 4 == precision.width


@given(st.lists(any_float), kinds)
def test_bits_make_the_round_trip(values: list[float], precision: Precision) -> None:
    numbers = precision.array(values)
    back = from_hex(to_hex(values, precision), precision)
    assert back.dtype == precision.dtype
    assert back.tobytes() == numbers.tobytes()


def test_not_a_number_makes_it_too() -> None:
    assert np.isnan(from_hex(to_hex([math.nan], Precision.FLOAT16), Precision.FLOAT16)).all()


@pytest.mark.parametrize("text", ["3F80000", "3F8000000", "3FX00000", ""])
def test_what_is_no_number_of_the_kind_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not the bits|invalid literal"):
        from_hex([text], Precision.FLOAT32)


@given(any_float, any_float, kinds)
def test_the_order_is_that_of_the_numbers(one: float, other: float, precision: Precision) -> None:
    a, b = precision.array([one]), precision.array([other])
    assert (order_of(a) < order_of(b)) == (a < b)
    assert (from_order(order_of(a), precision) == a).all()
    if np.isfinite(a).all():
        assert (from_order(order_of(a) + 1, precision) == np.nextafter(a, precision.dtype.type(np.inf))).all()


# What is computed, and in which numbers.


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("logit", [3.5, [1.0, -2.0], np.zeros((2, 3)), np.array(5.0), []])
def test_every_number_is_of_the_kind_and_of_the_shape(precision: Precision, method: Method, logit: ArrayLike) -> None:
    found = compute(method, logit, 1, precision)
    for each in (found.logit, found.label, found.loss, found.gradient):
        assert each.dtype == precision.dtype
        assert each.shape == np.shape(logit)
    if found.probability is not None:
        assert found.probability.dtype == precision.dtype


def by_hand(logit: float, label: int, precision: Precision, low: float = 0.0, high: float = 1.0) -> tuple[float, float]:
    """Sigmoid-then-log for one logit, one NumPy scalar after the other."""
    kind = precision.dtype.type
    one, y, z = kind(1), kind(label), kind(logit)
    with np.errstate(all="ignore"):
        p = one / (one + np.exp(-z))
        kept = min(max(p, kind(low)), kind(high))
        loss = -(y * np.log(kept) + (one - y) * np.log(one - kept))
        slope = (one - y) / (one - kept) - y / kept
        inside = kind(low) <= p <= kind(high)
        return float(loss), float((slope if inside else kind(0)) * (p * (one - p)))


@given(st.floats(-1000, 1000), st.integers(0, 1), kinds)
def test_naive_is_what_is_written_by_hand(logit: float, label: int, precision: Precision) -> None:
    found = naive(logit, label, precision)
    np.testing.assert_equal((float(found.loss), float(found.gradient)), by_hand(logit, label, precision))


@given(st.floats(-1000, 1000), st.integers(0, 1), kinds, st.sampled_from([1e-2, 1e-4, 1e-7, 1e-15]))
def test_clipped_is_naive_of_a_probability_between_bounds(
    logit: float, label: int, precision: Precision, epsilon: float
) -> None:
    found = clipped(logit, label, precision, epsilon)
    expected = by_hand(logit, label, precision, epsilon, 1.0 - epsilon)
    np.testing.assert_equal((float(found.loss), float(found.gradient)), expected)


@given(st.floats(-1000, 1000), st.integers(0, 1))
def test_from_logits_in_float64_is_the_loss_of_this_program(logit: float, label: int) -> None:
    found = from_logits(logit, label, Precision.FLOAT64)
    assert float(found.loss) == pytest.approx(float(for_training.cross_entropy(logit, label)), rel=1e-15)
    assert float(found.gradient) == pytest.approx(float(sigmoid(logit)) - label, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("label", [2, -1, 0.5])
def test_a_label_is_yes_or_no(label: float) -> None:
    with pytest.raises(ValueError, match="label"):
        naive(1.0, label, Precision.FLOAT32)


@pytest.mark.parametrize("epsilon", [0.0, 0.5, -1e-7, math.nan])
def test_an_epsilon_that_leaves_nothing_is_refused(epsilon: float) -> None:
    with pytest.raises(ValueError, match="epsilon"):
        clipped(1.0, 1, Precision.FLOAT32, epsilon)


# Where each breaks: "Held to" of the program.


def test_the_sigmoid_in_float32_is_exactly_1_from_16_64_on() -> None:
    at = break_at(Method.NAIVE, Precision.FLOAT32, NO, Trouble.SIGMOID_ONE, 1)
    assert at == pytest.approx(24 * math.log(2), abs=2e-6)  # exp(-z) is half of the last place of 1
    assert f"{at:.2f}" == "16.64"
    z = Precision.FLOAT32.array([at])
    assert sigmoid_as_written(z)[0] == 1
    assert sigmoid_as_written(np.nextafter(z, np.float32(0)))[0] < 1


@pytest.mark.parametrize(
    ("precision", "one", "zero"),
    [
        (Precision.FLOAT16, 11 * math.log(2), -math.log(65504)),
        (Precision.FLOAT32, 24 * math.log(2), -math.log(np.finfo(np.float32).max)),
        (Precision.FLOAT64, 53 * math.log(2), -math.log(np.finfo(np.float64).max)),
    ],
)
def test_each_kind_breaks_where_its_numbers_end(precision: Precision, one: float, zero: float) -> None:
    for trouble, side, place in ((Trouble.SIGMOID_ONE, 1, one), (Trouble.SIGMOID_ZERO, -1, zero)):
        found = break_at(Method.NAIVE, precision, NO, trouble, side)
        assert found == pytest.approx(place, rel=1.5 * float(np.finfo(precision.dtype).eps))


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize(("label", "side", "cause"), [(NO, 1, Trouble.SIGMOID_ONE), (YES, -1, Trouble.SIGMOID_ZERO)])
def test_the_naive_loss_is_infinite_where_the_sigmoid_ends_on_the_wrong_side(
    precision: Precision, label: int, side: int, cause: Trouble
) -> None:
    at = break_at(Method.NAIVE, precision, label, cause, side)
    assert at == break_at(Method.NAIVE, precision, label, Trouble.LOG_OF_ZERO, side)
    assert at == break_at(Method.NAIVE, precision, label, Trouble.GRADIENT_NAN, side)
    before = np.nextafter(precision.dtype.type(at), precision.dtype.type(0))
    assert float(naive(at, label, precision).loss) == math.inf
    assert math.isfinite(float(naive(before, label, precision).loss))
    assert float(from_logits(at, label, precision).loss) == pytest.approx(abs(at), rel=1e-2)


def test_the_clip_holds_the_loss_of_a_no_near_15_94_in_float32() -> None:
    losses = clipped([15.6, 16.5, 17, 100, 1000], NO, Precision.FLOAT32).loss
    assert losses == pytest.approx([23 * math.log(2)] * 5, rel=1e-6)  # 1 - 1e-7 is 1 - 2 ** -23 there
    assert f"{losses[0]:.2f}" == "15.94"
    start = break_at(Method.CLIPPED, Precision.FLOAT32, NO, Trouble.PLATEAU, 1)
    assert 15.5 < start < 15.95


def test_the_gradient_of_the_clip_is_0_where_it_should_be_1_or_minus_1() -> None:
    for label, logit in ((NO, 17.0), (YES, -17.0)):
        assert float(clipped(logit, label, Precision.FLOAT32).gradient) == 0
        assert float(from_logits(logit, label, Precision.FLOAT32).gradient) == pytest.approx(1 if label == NO else -1)
    assert break_at(Method.CLIPPED, Precision.FLOAT32, YES, Trouble.GRADIENT_ZERO, -1) == pytest.approx(
        math.log(1e-7), abs=1e-5
    )


def test_in_float16_the_clip_of_keras_is_no_clip() -> None:
    assert [float(each) for each in bounds(Precision.FLOAT16, 1e-7)] == [2**-23, 1.0]
    assert float(clipped(20, NO, Precision.FLOAT16).loss) == math.inf
    assert math.isnan(float(clipped(20, YES, Precision.FLOAT16).loss))
    assert break_at(Method.CLIPPED, Precision.FLOAT16, NO, Trouble.OPEN_CLIP, 1) == 7.625


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("label", [NO, YES])
def test_from_logits_breaks_nowhere(precision: Precision, label: int) -> None:
    assert breaks(Method.FROM_LOGITS, precision, label) == ()
    ends = [-precision.largest, -1000, 0, 1000, precision.largest]
    found = from_logits(ends, label, precision)
    assert np.isfinite(found.loss).all()
    assert (np.abs(found.gradient) <= 1).all()


@pytest.mark.parametrize("epsilon", [1e-2, 1e-4, 1e-7, 1e-15])
@pytest.mark.parametrize("label", [NO, YES])
@pytest.mark.parametrize("method", Method)
def test_bisection_finds_in_float16_what_looking_at_every_number_finds(
    method: Method, label: int, epsilon: float
) -> None:
    precision = Precision.FLOAT16
    most = int(order_of(precision.array([precision.largest]))[0])
    every = from_order(np.arange(-most, most + 1), precision)
    there = troubles(method, compute(method, every, label, precision, epsilon), precision, epsilon)
    expected = set()
    for trouble, mask in there.items():
        for side, on in ((1, every > 0), (-1, every < 0)):
            if (mask & on).any():
                broken = every[mask & on]
                start = float(broken.min() if side > 0 else broken.max())
                expected.add(Break(trouble, start))
                assert mask[on & (np.abs(every) >= abs(start))].all(), f"{trouble} comes and goes"
    assert set(breaks(method, precision, label, epsilon)) == expected


@given(st.sampled_from([Precision.FLOAT32, Precision.FLOAT64]), st.integers(0, 1), st.sampled_from([1e-3, 1e-7, 1e-15]))
def test_a_break_is_between_two_neighbours(precision: Precision, label: int, epsilon: float) -> None:
    for method in Method:
        for one in breaks(method, precision, label, epsilon):
            at = precision.array([one.logit])
            before = np.nextafter(at, precision.dtype.type(0))
            for logit, there in ((at, True), (before, False)):
                found = troubles(method, compute(method, logit, label, precision, epsilon), precision, epsilon)
                assert bool(found[one.trouble][0]) is there


def test_a_cause_alone_is_no_breaking_point() -> None:
    points = breaking_points(breaks(Method.CLIPPED, Precision.FLOAT32, YES))
    assert [round(point.logit, 2) for point in points] == [-16.12, 15.54]
    (right,) = [point for point in breaking_points(breaks(Method.NAIVE, Precision.FLOAT32, NO)) if point.logit > 0]
    assert right.troubles == (Trouble.SIGMOID_ONE, Trouble.LOG_OF_ZERO, Trouble.GRADIENT_NAN)


def test_the_docs_say_where_each_breaks() -> None:
    assert "\n".join(break_table()) in DOCS.read_text("utf-8")


# Agreement to the last bit.


def test_agreement_counts_bits_neighbours_and_what_is_too_small() -> None:
    ours = np.array([1.0, 1.0, math.nan, math.nan, 1e-40, 0.0, math.inf], dtype=np.float32)
    theirs = np.array([1.0, np.nextafter(np.float32(1), np.float32(2)), math.nan, 1.0, 0.0, -0.0, math.inf], np.float32)
    found = agreement(ours, theirs)
    assert (found.total, found.same, found.flushed, found.not_a_number, found.most) == (7, 3, 1, 1, 1)


def test_the_furthest_numbers_of_float64_are_compared_without_overflow() -> None:
    most = np.array([np.finfo(np.float64).max])
    assert agreement(most, -most).most == 2 * int(order_of(most)[0])


def test_numbers_of_two_kinds_are_not_compared() -> None:
    with pytest.raises(ValueError, match="compared"):
        agreement(np.zeros(2, np.float32), np.zeros(2, np.float64))
