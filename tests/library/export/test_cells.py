"""No cell is a formula, and every text comes back."""

import os

from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.library.export.cells import guarded, readable, storable, unguarded
from tests.library.export.rows import NAMES


@given(NAMES)
def test_what_was_guarded_comes_back_and_begins_like_no_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[0] not in "=+-@\t\r\n＝＋－＠"


@given(st.text())
def test_at_most_one_apostrophe_is_set(text: str) -> None:
    assert guarded(text) in (text, f"'{text}")


def test_an_apostrophe_of_somebody_else_s_stays() -> None:
    assert [unguarded(cell) for cell in ("'tis.jpg", "'", "", "it's")] == ["'tis.jpg", "'", "", "it's"]


@given(st.text())
def test_any_text_can_be_stored_and_read_by_everybody(text: str) -> None:
    storable(text).encode("utf-8", "surrogateescape")
    readable(text).encode("utf-8")
    assert len(storable(text)) == len(readable(text)) == len(text)


@given(st.binary())
def test_a_name_of_any_bytes_is_stored_as_it_is(name: bytes) -> None:
    assert storable(os.fsdecode(name)) == os.fsdecode(name)
