"""What is made ahead comes in order, no further ahead than is said, and leaves nobody behind."""

from threading import Event, current_thread
from threading import enumerate as threads

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.explain.ahead import made_ahead


@given(st.lists(st.integers(), max_size=12), st.integers(1, 3), st.integers(0, 4))
def test_each_item_comes_in_order_with_what_was_made_of_it(items: list[int], count: int, ahead: int) -> None:
    made = list(made_ahead(items, lambda item: item + 1, threads=count, ahead=ahead))
    assert made == [(item, item + 1) for item in items]


def test_it_is_made_in_another_thread_in_order_and_no_further_ahead_than_is_said() -> None:
    made: list[int] = []
    here = current_thread()

    def make(item: int) -> int:
        assert current_thread() is not here
        made.append(item)
        return item

    for count, (item, _) in enumerate(made_ahead(range(20), make, ahead=2), start=1):
        assert item in made
        assert made == sorted(made)
        assert len(made) <= count + 2
    assert made == list(range(20))


def test_what_is_raised_comes_in_its_turn_and_ends_it() -> None:
    def make(item: int) -> int:
        return 6 // (3 - item)

    steps = made_ahead(range(9), make)
    assert [next(steps), next(steps), next(steps)] == [(0, 2), (1, 3), (2, 6)]
    with pytest.raises(ZeroDivisionError):
        next(steps)


def test_when_cancelled_nothing_more_is_given_and_no_thread_is_left() -> None:
    cancel, before = Event(), set(threads())
    for item, _ in made_ahead(range(100), str, cancel):
        if item == 3:
            cancel.set()
    assert item == 3
    assert set(threads()) <= before
    for _ in made_ahead(range(100), str):
        break  # given up on the way
    assert list(made_ahead(range(5), str, cancel)) == []
    assert set(threads()) <= before
