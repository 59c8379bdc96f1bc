"""Intervals hold what they promise: the truth, about nineteen times in twenty."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import binomtest, norm
from scipy.stats import bootstrap as scipy_bootstrap

from alpaca_gui.judging import intervals
from alpaca_gui.judging.intervals import area_interval, wilson
from alpaca_gui.logit.loss import cross_entropy
from alpaca_gui.logit.metrics import area_under_curve
from alpaca_gui.logit.sigmoid import sigmoid
from tests.judging.made_up import drawn


@given(st.integers(1, 500), st.data())
def test_wilsons_interval_is_scipys(n: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, n))
    found, other = wilson(right, n), binomtest(right, n).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((other.low, other.high), abs=1e-12)
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(st.floats(0.01, 0.99), st.integers(2, 300), st.integers(2, 300))
def test_the_ends_of_the_areas_interval_are_the_roots_of_its_equation(area: float, yes: int, no: int) -> None:
    def distance(other: float) -> float:
        """Newcombe's equation, from Hanley and McNeil's variance with both sides as large as their mean."""
        q1, q2, mean = other / (2 - other), 2 * other**2 / (1 + other), (yes + no) / 2 - 1
        variance = (other * (1 - other) + mean * (q1 - other**2) + mean * (q2 - other**2)) / (yes * no)
        return float((area - other) ** 2 - norm.ppf(0.975) ** 2 * variance)

    found = area_interval(area, yes, no)
    assert found.low == pytest.approx(brentq(distance, 1e-12, area, xtol=1e-14), abs=1e-9)
    assert found.high == pytest.approx(brentq(distance, area, 1 - 1e-12, xtol=1e-14), abs=1e-9)


def test_an_area_of_1_is_not_taken_for_certain() -> None:
    found = area_interval(1.0, 142, 185)
    assert found.high == 1.0
    assert 0.97 < found.low < 0.995
    assert area_interval(0.0, 142, 185).high == pytest.approx(1 - found.low)


def test_the_areas_interval_holds_the_true_area_about_nineteen_times_in_twenty() -> None:
    truth, random, held = norm.cdf(2 / np.sqrt(2)), np.random.default_rng(1), []
    for _ in range(400):
        logits = np.concatenate([random.normal(1, 1, 60), random.normal(-1, 1, 80)])
        found = area_interval(area_under_curve(logits, [1] * 60 + [0] * 80), 60, 80)
        held.append(found.low <= truth <= found.high)
    assert 0.92 <= np.mean(held) <= 0.99


def test_the_bootstrap_of_a_mean_agrees_with_scipys() -> None:
    judgement = drawn(3, 400)
    losses = cross_entropy(judgement.logits, judgement.labels)
    found = intervals.bootstrap(sigmoid(judgement.logits), losses, judgement.labels).log_loss
    other = scipy_bootstrap((losses,), np.mean, method="percentile", rng=np.random.default_rng(0), n_resamples=2000)
    ends = (other.confidence_interval.low, other.confidence_interval.high)
    assert (found.low, found.high) == pytest.approx(ends, rel=0.08)


def test_the_calibration_errors_interval_reaches_down_for_a_fair_model_and_not_for_a_rash_one() -> None:
    judgement = drawn(11, 400)
    for stretch, fair in ((1.0, True), (6.0, False)):
        logits = judgement.logits * stretch
        losses = cross_entropy(logits, judgement.labels)
        found = intervals.bootstrap(sigmoid(logits), losses, judgement.labels).ece
        assert found.low <= found.value <= found.high
        assert (found.low < 0.02) == fair


def test_one_picture_a_side_leaves_nothing_to_draw() -> None:
    found = intervals.bootstrap(np.array([0.9, 0.2]), np.array([0.1, 0.2]), np.array([1, 0]))
    assert (found.log_loss.low, found.log_loss.high) == pytest.approx((0.15, 0.15))


def test_a_hundred_thousand_pictures_are_drawn_from_in_pieces_of_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    largest = []
    whole = intervals._resampled

    def watched(places: np.ndarray, *columns: np.ndarray) -> np.ndarray:
        largest.append(places.size)
        return whole(places, *columns)

    monkeypatch.setattr(intervals, "_resampled", watched)
    judgement = drawn(4, 20_000)
    losses = cross_entropy(judgement.logits, judgement.labels)
    found = intervals.bootstrap(sigmoid(judgement.logits), losses, judgement.labels)
    assert max(largest) <= 1_000_000
    assert found.log_loss.high - found.log_loss.low < 0.02
