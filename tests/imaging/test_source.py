"""Every source has a name to show and a location to go back to."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alpaca_gui.imaging.source import FileSource, LinkSource, MemorySource, PixelSource, is_utf8, printable


def test_names_and_locations() -> None:
    file = FileSource(Path("/tmp/herd/alpaca.jpg"))
    assert (file.name, file.location) == ("alpaca.jpg", "/tmp/herd/alpaca.jpg")
    pasted = MemorySource(b"", "pasted picture")
    assert (pasted.name, pasted.location) == ("pasted picture", "pasted picture")
    fetched = MemorySource(b"", "a.jpg", "https://example.org/a.jpg")
    assert (fetched.name, fetched.location) == ("a.jpg", "https://example.org/a.jpg")
    pixels = PixelSource(np.zeros((1, 1, 4), np.uint8), "dropped")
    assert (pixels.name, pixels.location) == ("dropped", "dropped")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.org/herd/a.jpg?size=2#top", "a.jpg"),
        ("https://example.org/herd/", "herd"),
        ("https://example.org", "example.org"),
        ("https://", "https:"),
    ],
)
def test_a_link_is_called_by_the_end_of_its_address(url: str, name: str) -> None:
    assert LinkSource(url).name == name


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("alpaca ü 羊驼.jpg", "alpaca ü 羊驼.jpg"),
        ("two\nlines", r"two\nlines"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("\udcff.jpg", r"\xff.jpg"),
        ("ü\udcff", r"ü\xff"),
        ("\ud83d", r"\ud83d"),
        ("\u202egnp.jpg", r"\u202egnp.jpg"),
        ("\x7f\x85", r"\x7f\x85"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_cannot_be_shown_is_spelt_out(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.characters()))
@example("\ud800")
def test_any_text_at_all_can_be_shown_on_one_line(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    shown.encode("utf-8")
    if text.isprintable():
        assert shown == text


@given(st.binary(max_size=20))
def test_only_true_utf_8_counts_as_that(raw: bytes) -> None:
    try:
        raw.decode("utf-8")
        valid = True
    except UnicodeDecodeError:
        valid = False
    assert is_utf8(raw.decode("utf-8", "surrogateescape")) is valid
