"""The same picture twice is found, by content and by looks."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.training.duplicates import find_duplicates


def _embeddings(n: int) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    return np.random.default_rng(0).normal(size=(n, 64)).astype(np.float32)


def test_pictures_of_the_same_bytes_are_named_together() -> None:
    found = find_duplicates(["a", "b", "a", "c", "b", "a"], _embeddings(6)[[0, 1, 0, 2, 1, 0]])
    assert found.same == ((0, 2, 5), (1, 4))
    assert found.near == ()
    assert found.groups[0] == found.groups[2] == found.groups[5]
    assert len({int(found.groups[place]) for place in (0, 1, 3)}) == 3


def test_the_same_picture_on_both_sides_is_a_contradiction() -> None:
    found = find_duplicates(["a", "b", "a", "b"], _embeddings(4)[[0, 1, 0, 1]])
    assert found.contradictions(np.array([1, 0, 0, 0])) == ((0, 2),)


def test_pictures_that_look_nearly_the_same_are_paired_the_most_alike_first() -> None:
    embeddings = _embeddings(5)
    embeddings[3] = embeddings[1] * 7 + 0.30 * embeddings[4]  # the length does not matter
    embeddings[2] = embeddings[0] + 0.30 * embeddings[4]
    found = find_duplicates(list("abcde"), embeddings)
    assert found.near == ((1, 3), (0, 2))
    assert found.groups[1] == found.groups[3] != found.groups[0] == found.groups[2]


def test_likeness_is_handed_on_from_picture_to_picture() -> None:
    turn = np.radians(20)
    embeddings = np.array([[np.cos(k * turn), np.sin(k * turn)] for k in range(4)], dtype=np.float32)
    assert len(set(find_duplicates(list("abcd"), embeddings, near=0.9).groups.tolist())) == 1


def test_pictures_without_any_feature_are_like_nothing() -> None:
    assert find_duplicates(["a", "b"], np.zeros((2, 8), dtype=np.float32)).near == ()


@given(st.integers(0, 10_000))
def test_blocks_change_nothing(seed: int) -> None:
    rows = np.random.default_rng(seed).normal(size=(12, 3)).astype(np.float32)
    names = [str(n) for n in range(12)]
    whole, in_blocks = (find_duplicates(names, rows, near=0.8, block=block) for block in (2048, 5))
    assert set(whole.near) == set(in_blocks.near)
    same = whole.groups[:, None] == whole.groups
    assert (same == (in_blocks.groups[:, None] == in_blocks.groups)).all()
