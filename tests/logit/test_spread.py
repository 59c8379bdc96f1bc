"""Counts at a threshold are those of deciding every logit anew, to the last bit, and cost nothing to ask."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import binomtest

from alpaca_gui.logit.spread import Side, Sides, Spread
from alpaca_gui.logit.spread_words import counts_text, coverage_text, error_text, percent_text, sides_text, wrong_text
from alpaca_gui.logit.verdict import Decision, Rule, decide

ANY = st.floats(allow_nan=False, allow_infinity=False)
CLOSE = st.sampled_from([0.0, -0.0, 5e-324, -5e-324, 0.1, 0.2, 0.3, 0.30000000000000004, 1.0, 1e16, -1e16])
LOGITS = st.one_of(ANY, CLOSE, st.floats(-5, 5))
LABELS = st.sampled_from([-1, 0, 1])
RULES = st.builds(Rule, LOGITS, st.one_of(ANY, CLOSE, st.floats(0, 5)).map(abs))
RECORDS = st.lists(st.tuples(LOGITS, LABELS), max_size=40)


def columns(records: list[tuple[float, int]]) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Logits and labels as columns."""
    return np.array([z for z, _ in records], dtype=np.float64), np.array([y for _, y in records], dtype=np.int8)


def decided(logits: NDArray[np.float64], rule: Rule) -> NDArray[np.uint8]:
    """Every logit decided on its own; two huge numbers may be further apart than the largest one."""
    with np.errstate(over="ignore"):
        return decide(logits, rule)


def beside(records: list[tuple[float, int]], rule: Rule) -> list[tuple[float, int]]:
    """The records, and more where a rounding error would show: at the edges of the band and next to them."""
    edges = [rule.threshold, rule.threshold - rule.band, rule.threshold + rule.band]
    near = [z for edge in edges for z in (edge, math.nextafter(edge, -math.inf), math.nextafter(edge, math.inf))]
    return [*records, *((z, place % 3 - 1) for place, z in enumerate(near) if math.isfinite(z))]


@given(RECORDS, RULES)
@example([(0.3, 1), (0.1, 0)], Rule(0.1, 0.2))
@example([(1.7e308, 1), (-1.7e308, 0)], Rule(-1.7e308, 1e308))
def test_the_counts_are_those_of_deciding_every_logit(records: list[tuple[float, int]], rule: Rule) -> None:
    logits, labels = columns(beside(records, rule))
    decisions = decided(logits, rule)
    sides = Spread(logits, labels).at(rule)
    for side, decision, other in ((sides.yes, Decision.YES, 0), (sides.no, Decision.NO, 1)):
        mine = labels[decisions == decision]
        assert side == Side(mine.size, int(np.sum(mine >= 0)), int(np.sum(mine == other)))
    assert sides.n == logits.size
    assert sides.labelled == np.sum(labels >= 0)
    assert sides.coverage == pytest.approx(np.mean(decisions != Decision.UNSURE))


@given(RECORDS, RULES)
def test_the_unsure_would_be_wrong_where_their_margins_sign_is(records: list[tuple[float, int]], rule: Rule) -> None:
    logits, labels = columns(beside(records, rule))
    between = decided(logits, rule) == Decision.UNSURE
    by_sign = decided(logits, Rule(rule.threshold))
    wrong = between & (labels >= 0) & (labels != by_sign)
    assert Spread(logits, labels).at(rule).unsure == Side(
        int(between.sum()), int(np.sum(between & (labels >= 0))), int(wrong.sum())
    )


@given(RECORDS, RULES, st.lists(LOGITS, min_size=1, max_size=12).map(sorted))
def test_bins_divide_every_logit_by_place_and_decision(
    records: list[tuple[float, int]], rule: Rule, edges: list[float]
) -> None:
    logits, labels = columns(beside(records, rule))
    expected = np.zeros((3, len(edges) + 1), dtype=np.int64)
    for logit, decision in zip(logits, decided(logits, rule), strict=True):
        expected[decision, sum(edge <= logit for edge in edges)] += 1
    found = Spread(logits, labels).bins(edges, rule)
    assert found.dtype == np.int64
    assert found.tolist() == expected.tolist()


@given(RECORDS, RULES)
def test_logits_handed_over_in_order_are_counted_as_in_any_other(records: list[tuple[float, int]], rule: Rule) -> None:
    every = beside(records, rule)
    assert Spread(*columns(sorted(every))).at(rule) == Spread(*columns(every[::-1])).at(rule)


@given(RECORDS, LOGITS, LOGITS)
def test_a_range_takes_in_both_its_ends(records: list[tuple[float, int]], low: float, high: float) -> None:
    logits, _ = columns([*records, (low, -1), (high, -1)])
    assert Spread(logits).between(low, high) == sum(low <= z <= high for z in logits)


@given(st.lists(LOGITS, min_size=1, max_size=60))
def test_what_an_axis_should_take_in_are_logits_that_are_there(logits: list[float]) -> None:
    reach = Spread(logits).reach()
    if reach is None:
        assert all(abs(z) > 1e9 for z in logits)
        return
    low, high = reach
    assert low <= high
    assert max(abs(low), abs(high)) <= 1e9
    assert {low, high} <= set(logits)
    for z in logits:
        assert low <= z <= high or abs(z) > 30


@pytest.mark.parametrize("far", [1e30, -1e30, 1.7e308])
@pytest.mark.parametrize("n", [2, 3, 10, 1000])
def test_one_logit_far_off_does_not_stretch_the_axis(far: float, n: int) -> None:
    near = np.linspace(-6, 6, n)
    assert Spread([*near, far]).reach() == (-6, 6)


def test_a_few_of_many_are_not_far_off_for_being_few() -> None:
    random = np.random.default_rng(1)
    logits = np.concatenate([random.normal(-9, 2, 10_000), random.normal(8, 2, 20)])
    assert Spread(logits).reach() == (logits.min(), logits.max())


def test_logits_on_another_scale_are_taken_in() -> None:
    logits = np.linspace(-4000, 9000, 500)
    assert Spread(logits).reach() == (-4000, 9000)


@pytest.mark.parametrize("logits", [[1e30, 2e30], [-1e30, -2e30], [-1e30, 1e30], [1.7e308] * 7])
def test_where_all_logits_are_far_off_there_is_none_to_draw_to_scale(logits: list[float]) -> None:
    assert Spread(logits).reach() is None


def test_nothing_has_no_coverage_no_error_and_no_reach() -> None:
    spread = Spread([])
    sides = spread.at(Rule(0, 1))
    assert sides == Sides(Side(0, 0, 0), Side(0, 0, 0), Side(0, 0, 0))
    assert sides.coverage is None
    assert sides.yes.error is None
    assert spread.reach() is None
    assert spread.bins([0.0, 1.0], Rule()).tolist() == [[0, 0, 0]] * 3


def test_a_million_logits_are_counted_right_wherever_the_threshold_goes() -> None:
    random = np.random.default_rng(4)
    logits = random.normal(-2, 4, 1_000_000).round(2)  # many share one value, with the threshold too
    labels = random.integers(-1, 2, logits.size).astype(np.int8)
    spread = Spread(logits, labels)
    for rule in (Rule(), Rule(0.37, 1.1), Rule(-2, 0.5), Rule(40), Rule(-40, 3)):
        decisions, sides = decide(logits, rule), spread.at(rule)
        assert [sides.no.n, sides.yes.n, sides.unsure.n] == np.bincount(decisions, minlength=3).tolist()
        assert sides.yes.wrong == np.sum((decisions == Decision.YES) & (labels == 0))
        assert sides.no.wrong == np.sum((decisions == Decision.NO) & (labels == 1))
        assert (
            spread.bins(np.arange(-20, 21), rule).sum(axis=1).tolist() == np.bincount(decisions, minlength=3).tolist()
        )


@given(st.integers(1, 10**6), st.data())
def test_the_error_of_a_side_has_scipys_interval_of_wilson(labelled: int, data: st.DataObject) -> None:
    wrong = data.draw(st.integers(0, labelled))
    error = Side(2 * labelled, labelled, wrong).error
    assert error is not None
    other = binomtest(wrong, labelled).proportion_ci(method="wilson")
    assert (error.low, error.high) == pytest.approx((other.low, other.high), abs=1e-12)
    assert 0 <= error.low <= error.value == wrong / labelled <= error.high <= 1


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
def test_a_logit_that_is_no_number_is_refused(wrong: float) -> None:
    for logits in ([0.0, wrong, 1.0], [wrong], [wrong, 1.0], [1.0, wrong]):
        with pytest.raises(ValueError, match="finite"):
            Spread(logits)


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match=r"one length, got \(2,\) and \(1,\)"):
        Spread([0.0, 1.0], [1])


def test_the_callers_columns_may_change_afterwards() -> None:
    logits, labels = np.array([1.0, -1.0]), np.array([0, 1], dtype=np.int8)
    spread = Spread(logits, labels)
    before = spread.at(Rule())
    in_order = np.array([-1.0, 1.0])
    ordered = Spread(in_order, labels[::-1])
    logits[:], labels[:], in_order[:] = 5, -1, 5
    assert spread.at(Rule()) == ordered.at(Rule()) == before
    with pytest.raises(ValueError, match="read-only"):
        spread.logits[0] = 3


SIDES = Sides(Side(120, 80, 2), Side(200, 40, 0), Side(7, 0, 0))


def test_the_sides_in_words() -> None:
    assert counts_text(SIDES) == "yes 120 · no 200 · unsure 7"
    assert coverage_text(SIDES) == "97.9 % decided"
    assert wrong_text(SIDES.yes) == "of 80 labelled, 2 wrong"
    assert error_text(SIDES.yes) == "of 80 labelled, 2 wrong (2.5 %, 0.7 to 8.7)"
    assert error_text(SIDES.no) == "of 40 labelled, 0 wrong (0 %, 0.0 to 8.8)"
    assert error_text(SIDES.unsure) == wrong_text(SIDES.unsure) == ""
    assert sides_text(SIDES) == (
        "Yes 120 · no 200 · unsure 7; 97.9 % decided. Yes side: of 80 labelled, 2 wrong (2.5 %, 0.7 to 8.7). "
        "No side: of 40 labelled, 0 wrong (0 %, 0.0 to 8.8)."
    )


def test_words_about_nothing() -> None:
    nothing = Spread([]).at(Rule())
    assert sides_text(nothing) == "There are no logits."
    assert coverage_text(nothing) == ""
    assert sides_text(Spread([1.0]).at(Rule())) == "Yes 1 · no 0 · unsure 0; 100 % decided."
    assert "No side: nothing labelled." in sides_text(Spread([1.0], [1]).at(Rule()))


def test_a_narrow_interval_has_more_digits() -> None:
    assert error_text(Side(10**6, 500_000, 7_000)) == "of 500,000 labelled, 7,000 wrong (1.40 %, 1.37 to 1.43)"


@given(st.integers(1, 10**7), st.data())
def test_a_percentage_is_0_or_100_only_where_that_is_exact(n: int, data: st.DataObject) -> None:
    part = data.draw(st.one_of(st.integers(0, n), st.sampled_from([0, 1 % n, n - 1, n])))
    number = float(percent_text(part, n).removesuffix(" %"))
    assert (number == 0) == (part == 0)
    assert (number == 100) == (part == n)
    assert number == pytest.approx(100 * part / n, abs=0.0501)
