"""Directions have length one or are nothing, and what is tied through others is one group."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from alpaca_gui.judging.likeness import Ties, directions

_PAIRS = st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=40)


def _by_hand(pairs: list[tuple[int, int]], n: int) -> list[int]:
    """Numbers of the groups by painting: every member of two groups that meet gets the lower number."""
    colours = list(range(n))
    for a, b in pairs:
        low, high = sorted((colours[a], colours[b]))
        colours = [low if colour == high else colour for colour in colours]
    order = list(dict.fromkeys(colours))
    return [order.index(colour) for colour in colours]


@given(st.lists(_PAIRS, max_size=6))
def test_ties_hold_whatever_they_go_through_and_in_whatever_portions_they_come(
    portions: list[list[tuple[int, int]]],
) -> None:
    ties = Ties(30)
    for pairs in portions:
        these, those = np.array(pairs, np.int64).reshape(-1, 2).T
        ties.tie(these, those)
        assert (ties.roots(these) == ties.roots(those)).all()
    assert ties.groups().tolist() == _by_hand([pair for pairs in portions for pair in pairs], 30)


def test_a_long_chain_is_one_group_from_either_end() -> None:
    for step in (1, -1):
        ties = Ties(3000)
        for place in range(2999)[::step]:
            ties.tie(np.array([place]), np.array([place + 1]))
        assert not ties.groups().any()


def test_the_root_is_the_first_member() -> None:
    ties = Ties(6)
    ties.tie(np.array([5, 4]), np.array([3, 5]))
    assert ties.roots(np.array([3, 4, 5, 1])).tolist() == [3, 3, 3, 1]


def test_nothing_is_no_group() -> None:
    assert Ties(0).groups().size == 0


@pytest.mark.parametrize("kind", [np.float16, np.float32])
def test_directions_have_length_one(kind: type) -> None:
    embeddings: NDArray[Any] = (np.random.default_rng(0).normal(size=(20, 50)) * 100).astype(kind)
    before = embeddings.copy()
    found = directions(embeddings)
    wanted = embeddings.astype(np.float64) / np.linalg.norm(embeddings.astype(np.float64), axis=1, keepdims=True)
    assert found.dtype == np.float32
    assert found == pytest.approx(wanted, abs=1e-6)
    assert (embeddings == before).all()


def test_what_is_zero_or_not_finite_has_no_direction() -> None:
    embeddings = np.array([[0, 0, 0], [1, np.inf, 1], [1, 1, np.nan], [1, 1, 1]], np.float16)
    assert (directions(embeddings)[:3] == 0).all()
    assert directions(embeddings)[3] == pytest.approx(np.full(3, 3**-0.5))
