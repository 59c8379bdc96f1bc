"""The way of a patch: its length, the place that did most, and where the logit crossed the threshold."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.explain.adjusting import Adjustment
from alpaca_gui.explain.flip_words import path_words
from alpaca_gui.explain.patch_path import PatchPath
from alpaca_gui.imaging.alter import Patch
from alpaca_gui.logit.verdict import Rule

places = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(-9, 9)), min_size=1, max_size=30)


def at(x: float, y: float, side: float = 0.25, **others: float) -> Adjustment:
    return Adjustment(patch=Patch(x, y, side), **others)


@given(places, st.booleans(), st.floats(0.1, 10))
def test_the_best_place_is_the_lowest_of_a_yes_and_the_highest_of_a_no(
    steps: list[tuple[float, float, float]], starts_yes: bool, aspect: float
) -> None:
    path = PatchPath()
    for x, y, logit in steps:
        path = path.to(at(x, y), logit, aspect, starts_yes=starts_yes)
    assert path.best is not None
    kept = [one.logit for one in path.places]
    assert path.best.logit == (min if starts_yes else max)(kept)
    distances = [one.distance for one in path.places]
    assert distances == sorted(distances)


def test_the_way_is_measured_in_shorter_sides() -> None:
    wide = PatchPath().to(at(0, 0), 1, 2.0, starts_yes=True).to(at(0.5, 0), 1, 2.0, starts_yes=True)
    assert wide.places[-1].distance == pytest.approx(1.0)
    tall = PatchPath().to(at(0, 0), 1, 0.5, starts_yes=True).to(at(0.5, 0.5), 1, 0.5, starts_yes=True)
    assert tall.places[-1].distance == pytest.approx(math.hypot(0.5, 1.0))


def test_another_size_or_another_change_is_another_way() -> None:
    path = PatchPath().to(at(0, 0), -3, 1, starts_yes=True).to(at(1, 0), 2, 1, starts_yes=True)
    for other in (at(1, 0, 0.3), at(1, 0, brightness=0.5)):
        assert not path.about(other)
        begun = path.to(other, 1.0, 1, starts_yes=True)
        assert [one.logit for one in begun.places] == [1.0]
        assert begun.best is begun.places[0]


def test_a_new_way_keeps_the_best_place_of_the_one_before() -> None:
    path = PatchPath().to(at(0, 0), -3, 1, starts_yes=True).begun().to(at(1, 1), 2, 1, starts_yes=True)
    assert [one.logit for one in path.places] == [2]
    assert path.places[0].distance == 0
    assert path.best is not None
    assert path.best.adjustment == at(0, 0)


def test_standing_still_makes_no_way() -> None:
    path = PatchPath().to(at(0, 0), 1, 1, starts_yes=True)
    assert path.to(at(0, 0), 1, 1, starts_yes=True) == path


def test_the_way_crosses_the_threshold_between_two_places() -> None:
    path = PatchPath().to(at(0, 0), 3, 1, starts_yes=True).to(at(1, 0), -1, 1, starts_yes=True)
    assert path.crossed(0.0) == (0.75,)
    assert path.crossed(-5.0) == ()


def test_the_words_say_what_the_patch_has_done() -> None:
    path = PatchPath().to(at(0.2, 0.4), 1.5, 1, starts_yes=True)
    assert path_words(path, Rule(), starts_yes=True) == (
        "No place so far flips it. The lowest logit was +1.5000, 20 % from the left and 40 % from the top."
    )
    assert path_words(path, Rule(2.0), starts_yes=True).startswith("With the patch 20 % from the left")
    assert "becomes no: logit +1.5000" in path_words(path, Rule(2.0), starts_yes=True)
    assert "highest" in path_words(PatchPath().to(at(0.2, 0.4), -1, 1, starts_yes=False), Rule(), starts_yes=False)
    assert path_words(PatchPath(), Rule(), starts_yes=True) == ""
