"""Every picture is judged by a head that saw neither it nor one of its group."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.training.folds import out_of_fold, stratified_folds
from tests.training.made_up import LABELS


def test_every_fold_has_its_share_of_both_answers() -> None:
    dealt = stratified_folds(LABELS, seed=3, folds=5)
    for label in (0, 1):
        sizes = np.bincount(dealt[label == LABELS], minlength=5)
        assert sizes.max() - sizes.min() <= 1


def test_the_seed_decides_how_the_pictures_are_dealt() -> None:
    first, again, other = (stratified_folds(LABELS, seed, 5).tolist() for seed in (3, 3, 4))
    assert first == again
    assert first != other


@given(st.lists(st.integers(0, 30), min_size=60, max_size=60), st.integers(0, 99), st.integers(2, 5))
def test_pictures_of_one_group_never_stand_on_both_sides_of_a_fold(groups: list[int], seed: int, folds: int) -> None:
    numbers = np.array(groups)
    dealt = stratified_folds(np.array([0, 1] * 30), seed, folds, numbers)
    for group in set(groups):
        assert np.unique(dealt[numbers == group]).size == 1


def test_groups_of_one_are_dealt_as_if_there_were_no_groups() -> None:
    with_groups = stratified_folds(LABELS, 7, 5, np.arange(LABELS.size)[::-1].copy())
    for label in (0, 1):
        assert np.ptp(np.bincount(with_groups[label == LABELS], minlength=5)) <= 1


def test_no_judge_sees_the_pictures_that_it_judges() -> None:
    dealt = stratified_folds(LABELS, seed=3, folds=5)
    seen: list[list[int]] = []

    def judge(kept: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        seen.append(np.flatnonzero(kept).tolist())
        return np.flatnonzero(~kept).astype(np.float64)

    logits = out_of_fold(dealt, judge)
    assert logits.tolist() == list(range(LABELS.size)), "every picture gets its own judge's logit"
    assert seen == [np.flatnonzero(dealt != fold).tolist() for fold in range(5)]


@pytest.mark.parametrize("folds", [2, 10])
def test_there_are_as_many_folds_as_asked_for(folds: int) -> None:
    assert set(stratified_folds(LABELS, 0, folds).tolist()) == set(range(folds))
