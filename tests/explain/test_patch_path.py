"""The way of a patch: its length, the place that did most, and where the logit crossed the threshold."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.explain.adjusting import Adjustment
from alpaca_gui.explain.flip_words import path_words
from alpaca_gui.explain.patch_path import PatchPath
from alpaca_gui.imaging.alter import Patch
from alpaca_gui.logit.verdict import Decision, Rule

places = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(-9, 9)), min_size=1, max_size=30)


def at(x: float, y: float, side: float = 0.25, **others: float) -> Adjustment:
    return Adjustment(patch=Patch(x, y, side), **others)


@given(places, st.floats(-3, 3), st.floats(0.1, 10))
def test_the_best_place_is_the_lowest_of_a_yes_the_highest_of_a_no_and_the_furthest_out_where_it_is_unsure(
    steps: list[tuple[float, float, float]], threshold: float, aspect: float
) -> None:
    path = PatchPath()
    for x, y, logit in steps:
        path = path.to(at(x, y), logit, aspect)
    kept, rule = [one.logit for one in path.places], Rule(threshold, 1.0)
    best = {each: path.best(each, rule) for each in Decision}
    wanted = {Decision.YES: min(kept), Decision.NO: max(kept)}
    wanted[Decision.UNSURE] = max(kept, key=lambda logit: abs(logit - threshold))
    for each, place in best.items():
        assert place is not None
        distance = abs(place.logit - threshold)
        assert distance == pytest.approx(abs(wanted[each] - threshold))
        assert each is Decision.UNSURE or place.logit == wanted[each]
    distances = [one.distance for one in path.places]
    assert distances == sorted(distances)


def test_the_way_is_measured_in_shorter_sides() -> None:
    wide = PatchPath().to(at(0, 0), 1, 2.0).to(at(0.5, 0), 1, 2.0)
    assert wide.places[-1].distance == pytest.approx(1.0)
    tall = PatchPath().to(at(0, 0), 1, 0.5).to(at(0.5, 0.5), 1, 0.5)
    assert tall.places[-1].distance == pytest.approx(math.hypot(0.5, 1.0))


def test_another_size_or_another_change_is_another_way() -> None:
    path = PatchPath().to(at(0, 0), -3, 1).to(at(1, 0), 2, 1)
    for other in (at(1, 0, 0.3), at(1, 0, brightness=0.5)):
        assert not path.about(other)
        begun = path.to(other, 1.0, 1)
        assert [one.logit for one in begun.places] == [1.0]
        assert begun.lowest is begun.highest is begun.places[0]


def test_a_new_way_keeps_the_best_place_of_the_one_before() -> None:
    path = PatchPath().to(at(0, 0), -3, 1).begun().to(at(1, 1), 2, 1)
    assert [one.logit for one in path.places] == [2]
    assert path.places[0].distance == 0
    assert path.lowest is not None
    assert path.lowest.adjustment == at(0, 0)


def test_standing_still_makes_no_way() -> None:
    path = PatchPath().to(at(0, 0), 1, 1)
    assert path.to(at(0, 0), 1, 1) == path


def test_the_way_crosses_the_threshold_between_two_places() -> None:
    path = PatchPath().to(at(0, 0), 3, 1).to(at(1, 0), -1, 1)
    assert [one.between for one in path.crossed(Rule())] == [0.75]
    assert path.crossed(Rule(-5.0)) == ()
    banded = path.crossed(Rule(0.0, 0.5))
    assert [one.between for one in banded] == [0.625, 0.75, 0.875]
    assert [one.flips for one in banded] == [True, False, True]


def test_the_words_say_what_the_patch_has_done() -> None:
    path = PatchPath().to(at(0.2, 0.4), 1.5, 1)
    where = "20 % from the left and 40 % from the top"
    assert path_words(path, Rule(), Decision.YES) == f"No place so far flips it. The lowest logit was +1.5000, {where}."
    assert path_words(path, Rule(2.0), Decision.YES) == f"With the patch {where} it becomes no: logit +1.5000."
    assert path_words(path, Rule(2.0, 1.0), Decision.YES) == f"With the patch {where} it becomes unsure: logit +1.5000."
    assert path_words(path, Rule(0.0, 1.0), Decision.UNSURE).startswith(f"With the patch {where} it becomes yes")
    assert "highest" in path_words(PatchPath().to(at(0.2, 0.4), -1, 1), Rule(), Decision.NO)
    assert "furthest out" in path_words(path, Rule(0.0, 2.0), Decision.UNSURE)
    assert path_words(PatchPath(), Rule(), Decision.YES) == ""
