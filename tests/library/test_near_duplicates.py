"""Groups of what is nearly the same are those of all pairs compared, found in less work."""

from threading import Event

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from alpaca_gui.errors import LibraryError
from alpaca_gui.library import near_duplicates as module
from alpaca_gui.library import tiles
from alpaca_gui.library.near_duplicates import near_duplicates

Rows = NDArray[np.float16]


def embeddings(n: int, features: int = 64, seed: int = 0, copies: float = 0.4) -> Rows:
    """Like those of a network, not negative; a part are copies of earlier ones, nearer or farther than the bound."""
    chance = np.random.default_rng(seed)
    values = np.maximum(chance.normal(size=(n, features)), 0)
    for place in np.flatnonzero(chance.random(n) < copies):
        if place:
            values[place] = values[chance.integers(place)] * (1 + chance.uniform(0, 0.7) * chance.normal(size=features))
    return values.astype(np.float16)


def cosines(rows: Rows) -> NDArray[np.float64]:
    values = rows.astype(np.float64)
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    units = values / np.where(lengths > 0, lengths, 1)
    return np.asarray(units @ units.T)


def by_hand(near: NDArray[np.bool_]) -> list[int]:
    """Groups of a whole matrix of who is near whom, by walking from each to all that it reaches."""
    numbers, number = [-1] * len(near), 0
    for first in range(len(near)):
        if numbers[first] >= 0:
            continue
        reached, waiting = {first}, [first]
        while waiting:
            found = set(np.flatnonzero(near[waiting.pop()]).tolist()) - reached
            reached |= found
            waiting.extend(found)
        number += len(reached) > 1
        for place in reached:
            numbers[place] = number if len(reached) > 1 else 0
    return numbers


def clear_of(rows: Rows, near: float) -> float:
    """The middle of the widest gap between cosines around ``near``: rounding must not decide."""
    around = np.sort(
        [near - 0.01, near + 0.01, *(value for value in np.unique(cosines(rows)) if abs(value - near) < 0.01)]
    )
    widest = int(np.argmax(np.diff(around)))
    assert around[widest + 1] - around[widest] > 1e-5
    return float(around[widest] + around[widest + 1]) / 2


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks, lists and sketches small enough that a few hundred rows go through every branch."""
    monkeypatch.setattr(tiles, "BLOCK", 37)
    monkeypatch.setattr(module, "BLOCK", 37)
    monkeypatch.setattr(module, "_AXES", 9)
    monkeypatch.setattr(tiles, "_A_LEADER", 25)


@given(st.integers(0, 10_000), st.integers(0, 30), st.integers(1, 12), st.sampled_from([0.3, 0.8, 0.92]))
def test_groups_are_those_of_all_pairs_compared(seed: int, n: int, features: int, near: float) -> None:
    rows = embeddings(n, features, seed)
    near = clear_of(rows, near)
    assert near_duplicates(rows, near=near).tolist() == by_hand(cosines(rows) >= near)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("near", [0.7, 0.92])
def test_blocks_and_short_sketches_change_nothing(seed: int, near: float) -> None:
    rows = embeddings(400, seed=seed)
    near = clear_of(rows, near)
    assert near_duplicates(rows, near=near).tolist() == by_hand(cosines(rows) >= near)


@pytest.mark.usefixtures("small_blocks")
def test_embeddings_without_any_structure_are_compared_as_well() -> None:
    rows = np.random.default_rng(3).normal(size=(300, 64)).astype(np.float16)
    near = clear_of(rows, 0.3)
    assert near_duplicates(rows, near=near).tolist() == by_hand(cosines(rows) >= near)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("seed", range(4))
def test_among_many_nearly_all_is_found_and_nothing_that_is_not_there(seed: int) -> None:
    rows = embeddings(1500, seed=seed)
    exact, found = near_duplicates(rows), near_duplicates(rows, exact_up_to=0)
    a, b = np.triu_indices(len(rows), 1)
    truly, said = ((groups[a] == groups[b]) & (groups[a] > 0) for groups in (exact, found))
    assert not (said & ~truly).any()
    assert (said & truly).sum() >= 0.97 * truly.sum()


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("exact_up_to", [0, 10_000])
def test_hundreds_of_the_same_picture_are_one_group(exact_up_to: int) -> None:
    rows = embeddings(6, copies=0)[np.arange(900) % 3]
    assert near_duplicates(rows, exact_up_to=exact_up_to).tolist() == [1, 2, 3] * 300


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("exact_up_to", [0, 10_000])
def test_what_is_near_hundreds_of_the_same_picture_joins_them(exact_up_to: int) -> None:
    kinds = embeddings(4, copies=0)
    kinds[1] = kinds[0] * (1 + 0.25 * np.sign(kinds[2] - 0.5))  # near
    rows = np.repeat(kinds, [200, 200, 100, 1], axis=0)
    assert near_duplicates(rows, exact_up_to=exact_up_to).tolist() == [1] * 400 + [2] * 100 + [0]
    assert near_duplicates(rows[::-1], exact_up_to=exact_up_to).tolist() == [0] + [1] * 100 + [2] * 400


def test_the_same_content_is_one_group_whatever_its_embeddings() -> None:
    rows = embeddings(6, copies=0)
    rows[5] = rows[1]
    assert near_duplicates(rows, np.array([7, -3, 7, 2, -3, 9])).tolist() == [1, 2, 1, 0, 2, 2]


def test_what_has_no_features_or_is_not_finite_is_alone() -> None:
    rows = embeddings(8, copies=0)
    rows[[1, 3]] = 0
    rows[4:6, 2], rows[6:8, 2] = np.inf, np.nan
    assert near_duplicates(rows).tolist() == [0] * 8
    for exact_up_to in (0, 10):
        assert near_duplicates(rows[[1, 3]], exact_up_to=exact_up_to).tolist() == [0, 0]
        assert near_duplicates(rows[[1, 0, 3, 0]], exact_up_to=exact_up_to).tolist() == [0, 1, 0, 1]


def test_few_or_no_rows_and_few_features_are_no_trouble() -> None:
    assert near_duplicates(embeddings(0)).tolist() == []
    assert near_duplicates(embeddings(1)).tolist() == [0]
    assert near_duplicates(np.ones((3, 1), np.float16), exact_up_to=0).tolist() == [1, 1, 1]
    assert near_duplicates(embeddings(0)).dtype == np.int32


def test_rows_are_read_where_they_are_mapped(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("rows") / "rows"
    rows = embeddings(50)
    rows.tofile(path)
    mapped = np.memmap(path, np.float16, "r", shape=rows.shape)
    assert near_duplicates(mapped).tolist() == near_duplicates(rows).tolist()


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("exact_up_to", [0, 10_000])
def test_progress_rises_to_the_end(exact_up_to: int) -> None:
    shares: list[float] = []
    near_duplicates(embeddings(300), exact_up_to=exact_up_to, progress=shares.append)
    assert len(shares) > 20
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("exact_up_to", [0, 10_000])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.2, 0.6])
def test_a_search_that_is_cancelled_ends_at_once(exact_up_to: int, share: float) -> None:
    cancel, after = Event(), list[float]()

    def told(behind: float) -> None:
        if behind >= share:
            after.append(behind)
            cancel.set()

    with pytest.raises(LibraryError, match="cancelled"):
        near_duplicates(embeddings(300), exact_up_to=exact_up_to, cancel=cancel, progress=told)
    assert len(after) == 1
