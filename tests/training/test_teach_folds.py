"""Labels are judged by heads that never saw them, and judging stays bounded."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.errors import AlpacaError
from alpaca_gui.messages import Message, Note, Step
from alpaca_gui.training.head import Head
from alpaca_gui.training.recipes import HeadRecipe
from alpaca_gui.training.teach_folds import ALIKE, dealing, groups_of, hold_out

LABELS = np.arange(60) % 2


@given(st.integers(20, 100_000), st.integers(2, 200), st.booleans())
def test_there_are_never_more_fits_than_a_few_seconds_allow(n: int, fewest: int, quick: bool) -> None:
    how = dealing(n, fewest, quick)
    assert 2 <= how.folds <= min(20, fewest)
    assert how.folds * len(how.seeds) <= (60 if quick and n <= 500 else 5)


def test_few_pictures_are_nearly_left_out_one_by_one() -> None:
    assert dealing(30, 15, quick=True).folds == 15
    assert dealing(90, 45, quick=True).folds == 20


def _memory(embeddings: "np.ndarray[tuple[int, int], np.dtype[np.floating]]", labels: object) -> Head:
    """Fit a head whose weight of a picture's own feature is 1 if it was trained on that picture."""
    return Head(embeddings.sum(axis=0).astype(np.float64), 0.0)


def test_no_head_has_seen_the_pictures_that_it_judges_nor_their_group() -> None:
    groups = np.arange(60) // 3
    embeddings = np.eye(20, dtype=np.float32)[groups]
    heard: list[Message] = []
    with ThreadPoolExecutor(2) as pool:
        held = hold_out(pool, HeadRecipe(_memory, {}, quick=True), embeddings, LABELS, groups, heard.append)
    assert (held.logits == 0).all()
    steps = [one for one in heard if isinstance(one, Step)]
    total = held.dealing.folds * len(held.dealing.seeds)
    assert [(one.done, one.of) for one in steps] == [(done, total) for done in range(total + 1)]


def test_pictures_that_look_nearly_the_same_are_a_group() -> None:
    rows = np.random.default_rng(0).normal(size=(60, 200)).astype(np.float32)
    rows[7] = rows[4] * 1.5 + 0.01
    groups = groups_of(tuple(map(str, range(60))), rows, LABELS, lambda _message: None)
    assert groups[7] == groups[4]
    assert np.unique(groups).size == 59


def test_a_side_that_is_nearly_one_group_still_has_a_share_in_every_heads_pictures() -> None:
    """Dealt picture by picture, all of a side could end in one fold, and a head would have nothing to learn no from."""
    groups = np.where(LABELS == 1, -1, np.arange(60))
    groups[1:14:2] = np.arange(100, 107)
    seen: list[set[int]] = []

    def look(_embeddings: object, labels: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> Head:
        seen.append(set(labels.tolist()))
        return Head(np.zeros(60), 0.0)

    with ThreadPoolExecutor(2) as pool:
        recipe = HeadRecipe(look, {}, quick=True)
        held = hold_out(pool, recipe, np.eye(60, dtype=np.float32), LABELS, groups, lambda _message: None)
    assert held.dealing.folds == 8
    assert seen == [{0, 1}] * 24
    assert np.isfinite(held.logits).all()


def test_where_all_look_alike_they_are_judged_all_the_same_and_it_is_said() -> None:
    heard: list[Message] = []
    groups = groups_of(tuple(map(str, range(60))), np.ones((60, 4), dtype=np.float32), LABELS, heard.append)
    assert np.unique(groups).size == 60
    assert heard == [Note(ALIKE)]


def test_a_mistake_in_a_fit_is_not_swallowed() -> None:
    def broken(_embeddings: object, _labels: object) -> Head:
        raise AlpacaError("no")

    with ThreadPoolExecutor(2) as pool, pytest.raises(AlpacaError, match="no"):
        hold_out(pool, HeadRecipe(broken, {}), np.eye(60, dtype=np.float32), LABELS, np.arange(60), lambda _m: None)
