"""The smallest flip is the smallest, over all sliders, and a search that is stopped stops."""

from dataclasses import replace
from threading import Event

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpaca_gui.explain.adjusting import BRIGHTNESS, PATCH, SLIDERS, Adjustment, adjusted
from alpaca_gui.explain.contributions import Contributions
from alpaca_gui.explain.flip_words import search_words
from alpaca_gui.explain.probe import Probe
from alpaca_gui.explain.smallest_flip import ROUNDS, Search, find_smallest
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.logit.verdict import Decision, Rule, decide_one
from tests.explain.made_up_lens import MadeUpLens, grey, probe_of

PLAIN = Rule()


def found_by(probe: Probe, rule: Rule = PLAIN) -> Search:
    """What a search that nobody stops finds."""
    return find_smallest(probe, rule, Event(), lambda _so_far: None)


@given(st.floats(21.5, 199.5))
@settings(max_examples=25)
def test_it_is_what_trying_every_value_of_every_slider_finds(level: float) -> None:
    probe, _lens = probe_of(lambda mean: mean - level)
    starts_yes = level < 100
    # Grey of one level has no contrast, nothing to blur, and looks the same however it is turned and cut.
    best = 2.0
    for slider in (BRIGHTNESS, PATCH):
        for value in map(slider.value, range(slider.stops + 1)):
            if (probe.logit(slider.on(Adjustment(), value)) > 0) != starts_yes:
                best = min(best, slider.share(value))
    found = found_by(probe)
    assert found.complete
    assert found.flip is not None
    assert found.flip.share == pytest.approx(best)
    assert (found.flip.logit > 0) != starts_yes
    assert found.flip.logit == probe.logit(found.flip.adjustment)


class _PatchOrDark(MadeUpLens):
    """Says no to a picture of which more than a hundredth is the patch's grey, and to a dark one."""

    def logit(self, picture: Picture) -> float:
        pixels = picture.pixels
        return -1.0 if (pixels == 128).mean() > 0.012 or pixels.mean() < 92.5 else 1.0


def test_a_flip_that_is_found_later_but_is_smaller_wins() -> None:
    lens = _PatchOrDark(float, side=60)
    probe = Probe(lens, lens.show(grey(100, 100)))
    patch = next(n for n in range(101) if lens.logit(adjusted(grey(100, 100), PATCH.on(Adjustment(), n / 100))) < 0)
    assert 8 / 80 < patch / 100 < 4 / 32  # after four rounds brightness is at 7 of its 80 steps, and at 12 after five
    found = found_by(probe).flip
    assert found is not None
    assert (found.slider, found.value) == (BRIGHTNESS, 0.92)


def test_where_nothing_flips_it_everything_was_tried() -> None:
    probe, _lens = probe_of(lambda mean: 5.0)
    told: list[Search] = []
    found = find_smallest(probe, Rule(), Event(), told.append)
    assert found == Search(Rule(), Decision.YES, share=1.0, complete=True)
    assert [one.share for one in told] == [number / ROUNDS for number in range(1, ROUNDS + 1)]
    assert search_words(found) == "No slider alone flips it, as far as it goes."
    ends = [slider.on(Adjustment(), end) for slider in SLIDERS for end in (slider.low, slider.high)]
    assert all(probe.knows(one) for one in ends)


def test_it_ends_as_soon_as_nothing_smaller_can_be_found() -> None:
    probe, lens = probe_of(lambda mean: mean - 95.5)
    asked = lens.asked
    found = found_by(probe)
    assert found.flip is not None
    assert found.flip.value == 0.95
    assert lens.asked - asked < 40


def test_a_search_that_is_stopped_says_how_far_it_came() -> None:
    probe, lens = probe_of(lambda mean: 5.0)
    cancel = Event()

    def step(so_far: Search) -> None:
        if so_far.share >= 0.25:
            cancel.set()

    found = find_smallest(probe, Rule(), cancel, step)
    assert (found.share, found.flip, found.complete) == (0.25, None, False)
    asked = lens.asked
    assert find_smallest(probe, Rule(), cancel, step).share == 0
    assert lens.asked == asked
    assert "25 %" in search_words(found)


@pytest.mark.parametrize("starts_yes", [True, False])
def test_the_patch_lies_on_the_cell_that_speaks_loudest_for_the_decision(starts_yes: bool) -> None:
    cells = np.zeros((4, 5))
    cells[1, 3], cells[2, 0] = 2.0, -3.0
    lens = MadeUpLens(lambda mean: 1.0 if (mean < 105) == starts_yes else -1.0)  # the patch is brighter than the grey
    picture = grey()
    probe = Probe(lens, lens.show(picture, Contributions(cells, 0.0, -1.0)))
    found = found_by(probe)
    assert found.starts is (Decision.YES if starts_yes else Decision.NO)
    assert found.flip is not None
    if found.flip.slider is PATCH:
        where = found.flip.adjustment.laid
        assert (where.x, where.y) == ((0.7, 0.375) if starts_yes else (0.1, 0.625))
    else:
        assert found.flip.slider is BRIGHTNESS  # 0.05 of 1.00 upwards is less than any patch
    laid = [one for one in probe._logits if one.patch is not None]
    assert {(one.laid.x, one.laid.y) for one in laid} == {(0.7, 0.375) if starts_yes else (0.1, 0.625)}


def test_a_copys_flip_is_checked_on_the_whole_picture() -> None:
    probe, lens = probe_of(lambda mean: mean - 43.5, grey(100, 100))
    found = found_by(probe)
    assert found.flip is not None
    assert found.flip.whole == pytest.approx(found.flip.logit)
    assert "The picture itself, whole, agrees" in search_words(found)
    small, _lens = probe_of(lambda mean: mean - 43.5)
    exact = found_by(small).flip
    assert exact is not None
    assert exact.whole is None
    assert lens.asked > 0


def test_the_words_say_where_the_whole_picture_does_not_agree() -> None:
    probe, _lens = probe_of(lambda mean: mean - 43.5, grey(100, 100))
    found = found_by(probe)
    assert found.flip is not None
    for whole, does in ((-3.0, "agrees"), (3.0, "does not yet flip there"), (0.5, "becomes unsure there")):
        flip = replace(found.flip, whole=whole, becomes=Decision.NO)
        words = search_words(Search(Rule(band=1), Decision.YES, 1.0, flip, complete=True))
        assert f"The picture itself, whole, {does}: " in words


@given(st.floats(-8, 8), st.floats(0.1, 6))
@settings(max_examples=25)
def test_with_a_band_too_it_is_the_smallest_change_with_another_decision(own: float, band: float) -> None:
    probe, _lens = probe_of(lambda mean: own + (mean - 100) / 10)
    rule = Rule(0.0, band)
    starts, best = decide_one(own, rule), 2.0
    for slider in (BRIGHTNESS, PATCH):
        for value in map(slider.value, range(slider.stops + 1)):
            if decide_one(probe.logit(slider.on(Adjustment(), value)), rule) is not starts:
                best = min(best, slider.share(value))
    found = found_by(probe, rule)
    assert found.starts is starts
    if best > 1:
        assert found.flip is None
        return
    assert found.flip is not None
    assert found.flip.share == pytest.approx(best)
    assert found.flip.becomes is decide_one(found.flip.logit, rule) is not starts
    assert f"makes it {found.flip.becomes.word}" in search_words(found)
