"""Two models are compared on what both have judged, and the difference is tested exactly."""

from dataclasses import replace
from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.errors import AlpacaError
from alpaca_gui.judging.compare import McNemar, compare, mcnemar, turned
from alpaca_gui.judging.words import about_agreement, about_mcnemar
from alpaca_gui.logit.verdict import Rule
from tests.judging.made_up import drawn, made_up


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 3), st.integers(0, 3))
def test_the_test_is_the_binomial_one_counted_in_whole_numbers(a: int, b: int, both: int, neither: int) -> None:
    first = np.array([True] * (both + a) + [False] * (b + neither), dtype=np.bool_)
    second = np.array([True] * both + [False] * a + [True] * b + [False] * neither, dtype=np.bool_)
    found, n = mcnemar(first, second), a + b
    p = min(Fraction(1), Fraction(2 * sum(comb(n, k) for k in range(min(a, b) + 1)), 2**n))
    assert found == McNemar(both, a, b, neither, found.p)
    assert found.p == pytest.approx(float(p))


def test_pictures_are_joined_by_content_whatever_their_order() -> None:
    first = drawn(1, 50)
    order = np.random.default_rng(2).permutation(50)
    second = replace(
        first,
        model="flock",
        paths=tuple(first.paths[place] for place in order),
        hashes=tuple(first.hashes[place] for place in order),
        labels=first.labels[order],
        logits=first.logits[order] + 1,
    )
    found = compare(first, second)
    np.testing.assert_allclose(found.second_logits, found.first_logits + 1)
    assert found.paths == first.paths
    assert set(found.changed) == set(np.flatnonzero((first.logits <= 0) & (first.logits > -1)).tolist())
    assert found.agreement == pytest.approx(1 - len(found.changed) / 50)


def test_those_that_change_sides_furthest_come_first_by_each_models_own_threshold() -> None:
    first = made_up([1.0, 5.0, -2.0, 9.0], [1, 1, 0, 1])
    second = replace(first, logits=np.array([2.0, -5.0, 4.5, 9.0]), rule=Rule(threshold=3.0))
    assert compare(first, second).changed == (1, 2, 0)


def test_what_only_one_has_judged_takes_no_part_and_is_counted() -> None:
    first, second = made_up([1.0, 2.0, -1.0], [1, 1, 0]), made_up([1.0, 2.0], [1, 1])
    found = compare(first, second)
    assert (found.n, found.only_in_one) == (2, 1)
    assert "1 picture that only one of them could be judged on" in about_agreement(found)


def test_a_picture_that_is_there_twice_is_paired_twice() -> None:
    first = replace(made_up([1.0, 2.0, -1.0], [1, 1, 0]), hashes=("a", "a", "b"))
    assert compare(first, first).n == 3
    assert compare(first, replace(made_up([1.0, -1.0], [1, 0]), hashes=("a", "b"))).n == 2


def test_a_model_whose_yes_is_the_others_no_is_turned_round() -> None:
    first = drawn(3, 40, Rule(threshold=0.5))
    found = compare(first, replace(turned(first), model="the other way round"))
    assert found.changed == ()
    np.testing.assert_array_equal(found.first_logits, found.second_logits)
    assert found.second_rule == first.rule


def test_models_without_a_picture_in_common_cannot_be_compared() -> None:
    first = made_up([1.0, -1.0], [1, 0])
    with pytest.raises(AlpacaError, match="herd and herd have judged no picture in common"):
        compare(first, replace(first, hashes=("x", "y")))


def test_two_of_one_name_are_told_apart() -> None:
    first = made_up([1.0, -1.0], [1, 0])
    found = compare(first, first)
    assert (found.first, found.second) == ("herd (first)", "herd (second)")


def test_logits_that_flatter_only_one_of_the_two_are_said() -> None:
    first = made_up([1.0, 2.0, -1.0], [1, 1, 0])
    found = compare(first, replace(first, seen=np.array([True, False, True])))
    assert found.uneven == 2
    assert "Beware: on 2 pictures" in about_agreement(found)


def test_an_unfair_comparison_names_no_better_model() -> None:
    one = made_up([1.0] * 10, [1] * 10)
    other = replace(one, model="flock", logits=-one.logits)
    assert "herd is better" in about_mcnemar(compare(one, other))
    said = about_mcnemar(compare(replace(one, seen=np.ones(10, dtype=np.bool_)), other))
    assert said.endswith("that does not show which is better.")


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ([1.0] * 10, [-1.0] * 10, "That is hardly chance: herd is better on such pictures."),
        ([-1.0] * 10, [1.0] * 10, "That is hardly chance: flock is better on such pictures."),
        ([1.0] * 10, [-1.0] * 3 + [1.0] * 7, "That can well be chance"),
        ([1.0] * 10, [1.0] * 10, "nothing tells one from the other"),
    ],
)
def test_the_test_is_said_in_words(first: list[float], second: list[float], sentence: str) -> None:
    one = made_up(first, [1] * 10)
    assert sentence in about_mcnemar(compare(one, replace(one, model="flock", logits=np.array(second))))
