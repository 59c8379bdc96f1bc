"""A folder never gets the same name twice, not even on a disk that does not tell capitals apart."""

import os

from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.library.export.free_names import FreeNames

_NAMES = st.lists(st.text("aAbB.é\udcff()2 ", min_size=1, max_size=6) | st.sampled_from(["a" * 255, "A" * 255]))


@given(_NAMES, _NAMES)
def test_names_differ_and_fit_whatever_is_wanted(taken: list[str], wanted: list[str]) -> None:
    names = FreeNames(taken)
    given_out = [names.give(name) for name in wanted]
    folded = [name.casefold() for name in given_out]
    assert len(set(folded)) == len(folded)
    assert set(folded).isdisjoint(name.casefold() for name in taken)
    assert all(len(os.fsencode(name)) <= 255 for name in given_out)


def test_a_name_that_is_taken_gets_the_next_number_before_its_suffix() -> None:
    names = FreeNames(["a.jpg", "A (2).JPG"])
    assert [names.give(name) for name in ("a.jpg", "A.JPG", "b.tar.gz", "b.tar.gz", ".a", ".a", "c")] == [
        *("a (3).jpg", "A (4).JPG", "b.tar.gz", "b.tar (2).gz", ".a", ".a (2)", "c")
    ]


def test_the_same_letters_composed_otherwise_are_the_same_name() -> None:
    names = FreeNames(["caf\u00e9.jpg"])
    assert names.give("cafe\u0301.jpg") == "cafe\u0301 (2).jpg"


def test_many_of_the_same_name_do_not_take_the_square_of_their_number() -> None:
    names = FreeNames()
    assert [names.give("a.jpg") for _ in range(20_000)][-1] == "a (20000).jpg"
