"""The axis of the histogram along the top: every logit has a place on it, and every place a logit."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from alpaca_gui.gui.brush import after_key
from alpaca_gui.gui.histogram_bars import ticks
from alpaca_gui.gui.histogram_scale import Scale, brief, scale_for
from alpaca_gui.logit.spread import Spread
from alpaca_gui.logit.verdict import Rule

ANY = st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.floats(-40, 40))
RULES = st.builds(Rule, st.floats(-50, 50), st.floats(0, 50))
SPREADS = st.lists(ANY, max_size=40).map(Spread)
KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)


@given(SPREADS, RULES, st.integers(20, 160))
def test_there_are_as_many_bars_as_there_is_room_for(spread: Spread, rule: Rule, bars: int) -> None:
    scale = scale_for(spread, rule, bars)
    assert 0.4 * bars - 1 <= scale.edges.size - 1 <= bars + 2
    assert np.all(np.diff(scale.edges) > 0)


@given(SPREADS, RULES)
def test_the_axis_takes_in_the_rule_and_every_logit_to_scale_or_as_far_off(spread: Spread, rule: Rule) -> None:
    scale = scale_for(spread, rule, 100)
    start, end = scale.ends
    for edge in (rule.threshold - rule.band, rule.threshold, rule.threshold + rule.band):
        assert scale.edges[0] <= edge < scale.edges[-1]
    for logit in spread.logits:
        assert start <= scale.place_of(float(logit)) <= end
        if logit < scale.edges[0]:
            assert scale.far_below
        if logit >= scale.edges[-1]:
            assert scale.far_above
    assert math.isfinite(start)
    assert math.isfinite(end)


@given(SPREADS, RULES)
def test_a_brush_from_end_to_end_takes_in_everything(spread: Spread, rule: Rule) -> None:
    scale = scale_for(spread, rule, 100)
    assert spread.between(*scale.brush_at(scale.ends)) == spread.n


@given(SPREADS, RULES, st.floats(0, 1))
def test_a_place_on_the_axis_stays_where_it_is(spread: Spread, rule: Rule, share: float) -> None:
    scale = scale_for(spread, rule, 100)
    low, high = float(scale.edges[0]), float(scale.edges[-1])
    place = low + share * (high - low)
    assert abs(scale.place_of(scale.logit_at(place)) - place) <= scale.step / 10
    for stop in scale.edges:
        assert abs(scale.logit_at(float(stop)) - stop) <= 1e-9 * max(1, abs(stop))


def test_far_logits_stand_for_the_furthest() -> None:
    scale = scale_for(Spread([*np.linspace(-5, 5, 100), 1e30, -700, -800]), Rule(), 100)
    assert scale.brush_at((scale.ends[0], 0)) == (-800, 0)
    assert scale.brush_at((scale.ends[1], 0)) == (0, 1e30)
    assert scale.edges[-1] < 6
    assert all(-6 < place < 6 for place, _ in scale.ticks(10))


def test_ticks_are_round_and_written_with_a_true_minus() -> None:
    scale = Scale(np.arange(-8, 9, dtype=np.float64) * 0.5, -4.0, 3.9)
    assert [place for place, _ in scale.ticks(8)] == list(range(-4, 5))
    assert " ".join(text for _, text in scale.ticks(8)) == "−4 −3 −2 −1 0 1 2 3 4"


def test_a_logit_of_any_size_is_written_in_few_characters() -> None:
    assert [brief(z) for z in (0.0, -1.2, 999.994, -3000.0, 1e30)] == ["+0.00", "−1.20", "+999.99", "−3,000", "+1e+30"]


def test_counts_are_marked_by_powers_of_ten() -> None:
    assert [text for _, text in ticks(0)] == ["1"]
    assert [text for _, text in ticks(7)] == ["1", "7"]
    assert [text for _, text in ticks(999)] == ["1", "10", "100"]
    assert [text for _, text in ticks(1_000_000)] == ["1", "100", "10k", "1M"]
    assert ticks(9)[1][0] == 1.0  # log10(1 + 9)


@given(st.integers(2, 30), st.lists(st.tuples(st.sampled_from(KEYS), st.booleans()), max_size=40), st.data())
def test_no_key_takes_a_brush_off_the_axis_or_makes_it_empty(
    size: int, keys: list[tuple[Qt.Key, bool]], data: st.DataObject
) -> None:
    stops = np.arange(size, dtype=np.float64)
    low = data.draw(st.floats(0, size - 1))
    places = (low, data.draw(st.floats(low, size - 1)))
    for key, shift in keys:
        after = after_key(key, shift, places, stops)
        assert (after is None) == (key in {Qt.Key.Key_Up, Qt.Key.Key_Down} and not shift)
        places = after or places
        assert after is None or 0 <= places[0] < places[1] <= size - 1
