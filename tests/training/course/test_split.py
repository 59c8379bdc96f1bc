"""Too little for the exercise's split is refused; which folder means yes does not change the split."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.errors import AlpacaError
from alpaca_gui.training.course.split import split_as_keras
from alpaca_gui.training.dataset import NO, YES, Example


def _pictures(alpacas: int, others: int, alpaca: int = YES) -> list[Example]:
    named = [Example(Path(f"/d/alpaca/{number:03}.jpg"), alpaca) for number in range(alpacas)]
    return named + [Example(Path(f"/d/not alpaca/{number:03}.jpg"), 1 - alpaca) for number in range(others)]


def test_the_exercise_trains_on_262_and_validates_with_65() -> None:
    split = split_as_keras(_pictures(142, 185), 42)
    assert (len(split.training), len(split.validation)) == (262, 65)


def test_the_folder_that_means_yes_does_not_change_the_split() -> None:
    one = split_as_keras(_pictures(20, 30, alpaca=YES), 42)
    other = split_as_keras(_pictures(20, 30, alpaca=NO), 42)
    assert one.validation.tolist() == other.validation.tolist()


@given(st.integers(10, 60), st.integers(10, 60), st.integers(0, 2**32 - 1))
def test_every_picture_is_in_one_part(alpacas: int, others: int, seed: int) -> None:
    split = split_as_keras(_pictures(alpacas, others), seed)
    assert sorted([*split.training, *split.validation]) == list(range(alpacas + others))


@pytest.mark.parametrize(("alpacas", "others"), [(0, 0), (2, 2), (0, 20), (20, 0)])
def test_too_little_to_split_is_refused(alpacas: int, others: int) -> None:
    with pytest.raises(AlpacaError, match="too few for the exercise's split"):
        split_as_keras(_pictures(alpacas, others), 42)
