"""The flip finder's curve crosses the threshold where the model does, to the resolution of its slider."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.explain.adjusting import BRIGHTNESS, PATCH, SLIDERS, Adjustment, Slider, adjusted
from alpaca_gui.explain.crossings import Crossing, Level, crossings, together
from alpaca_gui.explain.flip import POINTS, Curve, curve, order
from alpaca_gui.explain.flip_words import copy_words, crossing_words, marked
from alpaca_gui.explain.lens import Lens
from alpaca_gui.explain.probe import Probe, drag
from alpaca_gui.imaging.alter import Patch
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.logit.verdict import Decision, Rule, decide_one
from alpaca_gui.resources import shipped_model
from tests.explain.made_up_lens import grey, probe_of

PLAIN = Rule()


def whole_curve(
    probe: Probe,
    slider: Slider,
    rule: Rule = PLAIN,
    base: Adjustment | None = None,
) -> Curve:
    """A curve that nobody interrupts."""
    return curve(probe, base or Adjustment(), slider, rule, Event(), lambda _so_far: None)


@given(st.lists(st.floats(-5, 5), min_size=0, max_size=40), st.floats(-5, 5))
def test_crossings_are_where_neighbours_decide_differently(logits: list[float], threshold: float) -> None:
    values = [float(number) for number in range(len(logits))]
    found = crossings(values, logits, Rule(threshold))
    wanted = [n for n, (one, other) in enumerate(pairwise(logits)) if (one - threshold > 0) != (other - threshold > 0)]
    assert [one.low for one in found] == wanted
    for one in found:
        assert one.low <= one.between <= one.high


@given(st.floats(-3, 3), st.floats(0.01, 5), st.floats(-10, 10))
def test_the_crossing_of_a_straight_line_is_exact_before_any_refinement(
    place: float, slope: float, threshold: float
) -> None:
    values = [-4.0, 4.0]
    (found,) = crossings(values, [threshold + slope * (value - place) for value in values], Rule(threshold))
    assert found.between == pytest.approx(place, abs=1e-6)


def test_seen_from_either_side_the_crossing_is_at_the_first_value_of_the_other_decision() -> None:
    rising = Crossing(0.42, 0.43, -0.1, 0.2, Level.THRESHOLD, Rule())
    assert (rising.beyond(1.0), rising.becomes(1.0)) == (0.42, Decision.NO)
    assert (rising.beyond(0.0), rising.becomes(0.0)) == (0.43, Decision.YES)


@given(st.integers(20, 198).map(lambda whole: whole + 0.5), st.sampled_from([1, -1]))
def test_the_crossing_is_found_to_the_resolution_of_the_slider(level: float, sign: int) -> None:
    probe, _lens = probe_of(lambda mean: sign * (mean - level))
    found = whole_curve(probe, BRIGHTNESS)
    assert found.complete
    assert found.refined
    (one,) = found.crossings
    assert one.high - one.low == pytest.approx(BRIGHTNESS.step)
    # Of a grey of 100 at a brightness b the mean is 100 b, so the sign changes between these two hundredths.
    assert one.low == pytest.approx(int(level) / 100)
    assert 100 * one.low <= level <= 100 * one.high


@given(st.lists(st.integers(21, 199), min_size=1, max_size=4, unique=True))
def test_every_crossing_that_the_curve_shows_is_true(levels: list[int]) -> None:
    def logit(mean: float) -> float:
        return 1.0 if sum(mean > level for level in levels) % 2 else -1.0

    probe, _lens = probe_of(logit)
    found = whole_curve(probe, BRIGHTNESS)
    for one in found.crossings:
        assert BRIGHTNESS.stop(one.high) - BRIGHTNESS.stop(one.low) == 1
        assert round(100 * one.low) in levels
    for value, said in zip(found.values, found.logits, strict=True):
        assert said == logit(round(100 * value))


def test_a_curve_is_drawn_from_coarse_to_fine_and_tells_each_value() -> None:
    probe, _lens = probe_of(lambda mean: mean)
    told: list[Curve] = []
    found = curve(probe, Adjustment(), BRIGHTNESS, Rule(), Event(), told.append)
    values = order(BRIGHTNESS)
    assert values[:3] == (BRIGHTNESS.neutral, BRIGHTNESS.low, BRIGHTNESS.high)
    assert len(values) in {POINTS, POINTS + 1}
    assert [len(one.values) for one in told] == list(range(2, len(values) + 1))  # neutral was known
    assert not any(one.complete for one in told)
    assert found.values == tuple(sorted(values))


@pytest.mark.parametrize("slider", SLIDERS, ids=lambda slider: slider.name)
def test_a_curve_asks_about_values_that_the_slider_has(slider: Slider) -> None:
    stops = [slider.stop(value) for value in order(slider)]
    assert len(set(stops)) == len(stops)
    assert {0, slider.stops, slider.stop(slider.neutral)} <= set(stops)


def test_whoever_is_interrupted_each_time_comes_to_an_end() -> None:
    probe, _lens = probe_of(lambda mean: mean - 43.5)
    cancelled = Event()
    cancelled.set()
    calls, found = 0, Curve(BRIGHTNESS, Adjustment(), Rule())
    while not found.refined:
        found = curve(probe, Adjustment(), BRIGHTNESS, Rule(), cancelled, lambda _so_far: None)
        calls += 1
        assert calls < 100
    assert calls > POINTS / 2
    assert found.crossings == whole_curve(probe, BRIGHTNESS).crossings


def test_what_was_asked_once_is_not_asked_again() -> None:
    probe, lens = probe_of(lambda mean: mean - 43.5)
    first = whole_curve(probe, BRIGHTNESS)
    asked = lens.asked
    assert whole_curve(probe, BRIGHTNESS) == first
    assert whole_curve(probe, BRIGHTNESS, Rule(1e-9)).logits == first.logits
    assert lens.asked == asked


def test_a_value_that_the_hand_has_tried_is_part_of_the_curve() -> None:
    probe, _lens = probe_of(lambda mean: mean)
    assert 0.77 not in order(BRIGHTNESS)
    answer = probe.answer(Adjustment(brightness=0.77))
    found = whole_curve(probe, BRIGHTNESS)
    assert dict(zip(found.values, found.logits, strict=True))[0.77] == answer.logit == 77


def test_an_answer_is_about_the_picture_that_comes_with_it() -> None:
    probe, _lens = probe_of(lambda mean: mean)
    for adjustment in (
        Adjustment(0.5),
        Adjustment(crop=0.5),
        Adjustment(0.5, patch=Patch(0.5, 0.5, 0.5)),
        Adjustment(),
    ):
        for _again in range(2):
            answer = probe.answer(adjustment)
            assert answer.logit == pytest.approx(float(answer.picture.pixels.mean()))
            assert answer.picture.image.size == adjusted(grey(), adjustment).image.size


def test_a_patch_that_covers_nothing_is_the_picture_itself_wherever_it_lies() -> None:
    probe, lens = probe_of(lambda mean: mean)
    asked = lens.asked
    assert probe.logit(Adjustment(patch=Patch(0.1, 0.2, 0.0))) == 100
    assert lens.asked == asked


def test_a_curve_knows_whether_it_is_about_the_other_changes_that_are_there_now() -> None:
    probe, _lens = probe_of(lambda mean: mean)
    base = Adjustment(contrast=0.5)
    found = whole_curve(probe, BRIGHTNESS, base=base)
    assert found.about(Adjustment(brightness=0.3, contrast=0.5), BRIGHTNESS, Rule())
    assert found.about(Adjustment(contrast=0.5, patch=Patch(0.1, 0.1, 0.0)), BRIGHTNESS, Rule())
    assert not found.about(Adjustment(), BRIGHTNESS, Rule())
    assert not found.about(base, PATCH, Rule())
    assert not found.about(base, BRIGHTNESS, Rule(0.5))
    sized = whole_curve(probe, PATCH, base=Adjustment(patch=Patch(0.1, 0.1, 0.3)))
    assert sized.about(Adjustment(patch=Patch(0.1, 0.1, 0.9)), PATCH, Rule())
    assert not sized.about(Adjustment(patch=Patch(0.2, 0.1, 0.3)), PATCH, Rule())


@pytest.mark.parametrize(
    ("size", "exact"), [((8, 8), True), ((16, 16), True), ((12, 500), False), ((17, 17), False), ((9000, 40), False)]
)
def test_a_copy_is_about_twice_the_input_and_says_when_it_is_the_picture_itself(
    size: tuple[int, int], exact: bool
) -> None:
    probe, _lens = probe_of(lambda mean: mean, grey(*size))
    image = probe.copy.picture.image
    assert probe.copy.exact is exact
    assert (image.size == size) is exact
    assert image.width * image.height <= 1.3 * 32 * 32  # the input is 8 x 8; a few per cent go into whole pixels
    assert copy_words(probe.copy, Rule()).startswith("Exact" if exact else "Estimated on a copy")


def test_the_words_name_the_crossing() -> None:
    probe, _lens = probe_of(lambda mean: mean - 43.5)
    assert crossing_words(whole_curve(probe, BRIGHTNESS)) == "At brightness 0.43 it becomes no."
    never = whole_curve(probe, BRIGHTNESS, Rule(-300.0))
    assert crossing_words(never) == f"No brightness between 0.2 and 2 flips it ({len(never.values)} were tried)."


def test_with_a_band_the_words_name_its_edges_and_the_threshold_between_them() -> None:
    """Of a grey of 100 the mean is 100 b: yes down to 0.54, unsure above 0.33, and 43.5 is crossed between them."""
    probe, _lens = probe_of(lambda mean: mean - 43.5)
    assert crossing_words(whole_curve(probe, BRIGHTNESS, Rule(band=10.0))) == (
        "At brightness 0.53 it becomes unsure, at 0.43 it crosses the threshold and is still unsure, "
        "at 0.33 it becomes no."
    )


def test_an_unsure_picture_flips_where_it_leaves_the_band_and_not_where_it_crosses_the_threshold() -> None:
    """As a walk through the program found: threshold 8, band 1, logit +7.36, and darkening makes it a no."""
    probe, _lens = probe_of(lambda mean: 7.36 + (mean - 100) / 10)
    rule = Rule(8.0, 1.0)
    assert decide_one(probe.copy.logit, rule) is Decision.UNSURE
    found = whole_curve(probe, BRIGHTNESS, rule)
    assert crossing_words(found) == (
        "At brightness 0.96 it becomes no. "
        "At brightness 1.07 it crosses the threshold and is still unsure, at 1.17 it becomes yes."
    )
    assert [one.flips for one in found.crossings] == [True, False, True]
    inside = whole_curve(probe, BRIGHTNESS, Rule(8.0, 30.0))
    assert crossing_words(inside) == (
        f"No brightness between 0.2 and 2 flips it ({len(inside.values)} were tried). "
        "At brightness 1.07 it crosses the threshold and is still unsure."
    )


def test_a_flip_is_told_before_a_mere_crossing_and_one_of_many_crossings_is_enough() -> None:
    def logit(mean: float) -> float:
        return 5.0 if mean > 160.5 else -0.5 if 60.5 < mean < 80.5 else 0.5

    probe, _lens = probe_of(logit)
    assert crossing_words(whole_curve(probe, BRIGHTNESS, Rule(0.0, 1.0))) == (
        "At brightness 1.61 it becomes yes. At brightness 0.80 it crosses the threshold and is still unsure."
    )


def test_a_jump_over_the_whole_band_is_told_once() -> None:
    probe, _lens = probe_of(lambda mean: 5.0 if mean > 60.5 else -5.0)
    found = whole_curve(probe, BRIGHTNESS, Rule(0.0, 1.0))
    assert [one.level for one in found.crossings] == [Level.LOWER, Level.THRESHOLD, Level.UPPER]
    assert crossing_words(found) == "At brightness 0.60 it becomes no."
    assert [one.beyond(1.0) for one in marked(found)] == [0.6]


RULES = st.builds(Rule, st.floats(-3, 3), st.sampled_from([0.0, 0.5, 2.0]))


@given(st.lists(st.floats(-5, 5), min_size=0, max_size=40), RULES)
def test_the_decision_changes_at_the_edges_of_the_band_and_nowhere_else(logits: list[float], rule: Rule) -> None:
    values = [float(number) for number in range(len(logits))]
    found = crossings(values, logits, rule)
    decisions = [decide_one(logit, rule) for logit in logits]
    flipping = {one.low for one in found if one.flips}
    assert flipping == {n for n, (one, other) in enumerate(pairwise(decisions)) if one is not other}
    upwards = together(found, 0.0)
    assert [one.becomes(0.0) for one in upwards if one.flips] == [
        other for one, other in pairwise(decisions) if one is not other
    ]
    end = float(len(logits))
    assert [one.becomes(end) for one in together(found[::-1], end) if one.flips] == [
        other for one, other in pairwise(decisions[::-1]) if one is not other
    ]
    quiet = {one.low for one in found if not one.flips}
    wanted = {n for n, (a, b) in enumerate(pairwise(logits)) if (a > rule.threshold) != (b > rule.threshold)}
    assert quiet == (wanted if rule.band else set())


@given(st.lists(st.integers(21, 199), min_size=1, max_size=4, unique=True), st.sampled_from([0.0, 1.0, 3.0]))
def test_with_a_band_too_every_crossing_is_refined_to_neighbours(levels: list[int], band: float) -> None:
    def logit(mean: float) -> float:
        return 2.5 * sum(1 if mean > level else -1 for level in levels)

    probe, _lens = probe_of(logit)
    found = whole_curve(probe, BRIGHTNESS, Rule(0.5, band))
    assert found.refined
    for one in found.crossings:
        assert BRIGHTNESS.stop(one.high) - BRIGHTNESS.stop(one.low) == 1
        if one.flips:
            sides = (decide_one(logit(round(100 * value)), found.rule) for value in (one.low, one.high))
            assert len(set(sides)) == 2


def test_where_the_copy_is_decided_otherwise_than_the_picture_it_is_said() -> None:
    probe, _lens = probe_of(lambda mean: mean, grey(100, 100))
    copy = replace(probe.copy, own=probe.copy.logit + 1)
    assert copy_words(copy, Rule(probe.copy.logit + 0.5)).endswith("So the copy is no where the picture is yes.")
    assert "So the copy" not in copy_words(copy, Rule())


def test_the_words_go_outwards_from_neutral_on_each_side() -> None:
    def logit(mean: float) -> float:
        return 1.0 if 80.5 < mean < 160.5 or mean < 40.5 else -1.0

    probe, _lens = probe_of(logit)
    assert crossing_words(whole_curve(probe, BRIGHTNESS)) == (
        "At brightness 0.80 it becomes no, at 0.40 yes. At brightness 1.61 it becomes no."
    )


def test_before_it_is_refined_a_crossing_is_called_an_estimate() -> None:
    probe, _lens = probe_of(lambda mean: mean - 43.5)
    cancelled = Event()
    cancelled.set()
    curve(probe, Adjustment(), BRIGHTNESS, Rule(), cancelled, lambda _so_far: None)
    so_far = curve(probe, Adjustment(), BRIGHTNESS, Rule(), cancelled, lambda _so_far: None)
    assert crossing_words(so_far).startswith("At brightness about 0.4")


def test_a_drag_for_measuring_asks_something_new_each_time() -> None:
    probe, lens = probe_of(lambda mean: mean)
    asked = lens.asked
    answers = list(drag(probe, 61))
    assert len(answers) == 61
    assert lens.asked - asked == 61


@pytest.mark.parametrize(
    ("name", "slider"),
    [("d0b4c8cd3cb8be00.jpg", SLIDERS[2]), ("b0158c163e8e7845.jpg", SLIDERS[4]), ("595e6bed5cf38fe0.jpg", PATCH)],
)
def test_on_photographs_the_decision_differs_on_both_sides_of_each_crossing(
    photographs: Path, name: str, slider: Slider
) -> None:
    lens = Lens(load_bundle(shipped_model()))
    (path,) = photographs.rglob(name)
    probe = Probe(lens, lens.look(FileSource(path)))
    found = whole_curve(probe, slider)
    assert found.crossings
    for one in found.crossings:
        low, high = (adjusted(probe.copy.picture, slider.on(Adjustment(), value)) for value in (one.low, one.high))
        assert (lens.logit(low) > 0) != (lens.logit(high) > 0)
        assert one.high - one.low == pytest.approx(slider.step)
