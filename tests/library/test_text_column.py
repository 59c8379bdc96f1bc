"""The column of locations gives back, searches and sorts as plain Python would, text by text."""

import os
import threading
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpaca_gui.library.text_column import TextColumn

LETTERS = st.sampled_from(
    ["a", "B", "zoo", "Ä", "ä", "A\u0308", "ß", "ss", "İ", "Σ", "ς", "😀", "\u0338", "\udcff", "\udce4"]
)
ODD = st.sampled_from(["/", "//", "\\", "\n", '"', "'", "\0", " ", ":", ".", "*", "[", "\u2028", "\u00a0"])
TEXTS = st.one_of(
    st.lists(st.one_of(LETTERS, ODD), max_size=8).map("".join),
    st.sampled_from(
        ["/home/zoo/a.jpg", "/home/Zoo/B.JPG", "/home/zoology/a.jpg", "https://x.org/dir/", "/", "", "a.jpg"]
    ),
    st.binary(max_size=12).map(os.fsdecode),
    st.text(max_size=8).filter(lambda text: not any(0xD800 <= ord(letter) < 0xE000 for letter in text)),
)
NEEDLES = st.one_of(TEXTS, LETTERS, ODD, st.text(max_size=3))
SEPARATORS = st.sampled_from(["/", "\\/"])


def folded(text: str, separators: str) -> str:
    for separator in separators:
        text = text.replace(separator, "/")
    return unicodedata.normalize("NFC", text.casefold())


def in_two(text: str, separators: str) -> tuple[str, str]:
    """Folder with its separator, and name; a separator at the very end belongs to the name."""
    cut = max((text[:-1].rfind(separator) for separator in separators), default=-1) + 1
    return text[:cut], text[cut:]


def stored(text: str) -> str:
    try:
        return os.fsdecode(os.fsencode(text))
    except UnicodeEncodeError:
        return os.fsdecode(text.encode("utf-8", "surrogatepass"))


def column_of(texts: list[str], separators: str = "/") -> TextColumn:
    column = TextColumn(separators)
    column.extend(texts)
    return column


@given(st.lists(st.lists(TEXTS, max_size=6), max_size=4))
def test_every_text_comes_back_unchanged_however_it_was_appended(batches: list[list[str]]) -> None:
    column = TextColumn()
    for number, batch in enumerate(batches):
        if number % 2:
            column.extend(batch)
        else:
            column.extend_encoded([os.fsencode(text) for text in batch])
    texts = [text for batch in batches for text in batch]
    assert [column.get(row) for row in range(len(column))] == texts
    again = TextColumn.from_buffer(*column.buffers())
    again.extend(["more"])
    assert [again.get(row) for row in range(len(again))] == [*texts, "more"]
    assert len(column) == len(texts)


@given(st.lists(TEXTS, max_size=10), NEEDLES, SEPARATORS)
@settings(max_examples=400)
def test_a_text_is_found_anywhere_in_the_location_whatever_its_case(
    texts: list[str], needle: str, separators: str
) -> None:
    column = column_of(texts, separators)
    wanted = [folded(stored(needle), separators) in folded(text, separators) for text in texts]
    assert column.contains(needle).tolist() == wanted
    some = np.arange(0, len(texts), 2)
    assert column.contains(needle, some).tolist() == wanted[::2]


@given(st.lists(TEXTS, min_size=1, max_size=8), st.data(), SEPARATORS)
@settings(max_examples=200)
def test_every_piece_of_a_location_finds_it(texts: list[str], data: st.DataObject, separators: str) -> None:
    column = column_of(texts, separators)
    row = data.draw(st.integers(0, len(texts) - 1))
    whole = folded(texts[row], separators)
    start, end = sorted((data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, len(whole)))))
    piece = whole[start:end]
    wanted = [folded(piece, separators) in folded(text, separators) for text in texts]
    assert column.contains(piece).tolist() == wanted


@given(st.lists(TEXTS, max_size=10), NEEDLES, SEPARATORS)
@settings(max_examples=200)
def test_a_folder_is_found_by_a_piece_of_its_path_or_as_a_whole(texts: list[str], needle: str, separators: str) -> None:
    column = column_of(texts, separators)
    wanted = folded(stored(needle), separators)
    drive = len(needle) > 2 and needle[0].isalpha() and needle[1] == ":" and needle[2] in "/\\"
    if needle.startswith(("/", *separators)) or drive or "://" in needle:
        below = [folded(in_two(text, separators)[0], separators).startswith(wanted.rstrip("/") + "/") for text in texts]
    else:
        below = [wanted in folded(in_two(text, separators)[0], separators) for text in texts]
    assert column.below(needle).tolist() == below
    assert column.below(needle, np.arange(0, len(texts), 2)).tolist() == below[::2]


@given(st.lists(TEXTS, max_size=12), SEPARATORS)
@settings(max_examples=200)
def test_they_are_sorted_by_name_without_case_and_then_by_location(texts: list[str], separators: str) -> None:
    def key(row: int) -> tuple[bytes, bytes]:
        name = folded(in_two(texts[row], separators)[1], separators)
        return name.encode("utf-8", "surrogatepass"), os.fsencode(texts[row])

    ranks = column_of(texts, separators).ranks()
    assert ranks.dtype == np.int64
    assert np.argsort(ranks).tolist() == sorted(range(len(texts)), key=key)


@given(st.lists(TEXTS, min_size=1, max_size=8), st.data())
@settings(max_examples=200)
def test_a_row_that_gets_another_text_is_found_and_sorted_by_it(texts: list[str], data: st.DataObject) -> None:
    column = column_of(texts)
    texts = list(texts)
    for _ in range(data.draw(st.integers(1, 4))):
        row, text, more = data.draw(st.integers(0, len(texts) - 1)), data.draw(TEXTS), data.draw(TEXTS)
        column.contains("a")  # cut before, so that what is set later must be cut too
        column.set(row, text)
        texts[row] = text
        column.extend([more])
        texts.append(more)
    fresh = column_of(texts)
    assert [column.get(row) for row in range(len(column))] == texts
    assert column.contains("a", np.arange(len(texts))).tolist() == fresh.contains("a").tolist()
    assert column.below("zoo").tolist() == fresh.below("zoo").tolist()
    assert sorted(texts[row] for row in np.argsort(column.ranks())) == sorted(texts)
    assert [texts[row] for row in np.argsort(column.ranks())] == [texts[row] for row in np.argsort(fresh.ranks())]
    assert sorted(column.folders()) == sorted(fresh.folders())
    assert column.buffers()[0].tobytes() == fresh.buffers()[0].tobytes()
    assert column.buffers()[1].tolist() == fresh.buffers()[1].tolist()


def test_the_last_of_several_texts_for_a_row_stays_and_a_row_that_is_not_there_changes_nothing() -> None:
    column = column_of(["a", "b"])
    column.set_many([0, 0, 1], ["c", "a", "d"])
    assert [column.get(0), column.get(1)] == ["a", "d"]
    for row in (-1, 2):
        with pytest.raises(IndexError):
            column.set_many([0, row], ["x", "y"])
        with pytest.raises(IndexError):
            column.get(row)
    assert [column.get(0), column.get(1)] == ["a", "d"]


def test_names_written_in_capitals_or_with_a_letter_of_two_characters_are_found_by_small_ones() -> None:
    column = column_of(["/a/ÄGYPTEN.JPG", "/a/A\u0308gypten.jpg", "/STRASSE/x.jpg", "/Straße/x.jpg", "/b/agypten.jpg"])
    assert column.contains("ägypten").tolist() == [True, True, False, False, False]
    assert column.contains("a\u0308gypten").tolist() == [True, True, False, False, False]
    assert column.contains("straße/X").tolist() == [False, False, True, True, False]


def test_a_whole_folder_means_itself_and_what_lies_below_and_none_whose_name_only_begins_so() -> None:
    column = column_of(["/home/zoo/a", "/home/Zoo/b/c", "/home/zoology/a", "/home/zoo", "/x/home/zoo/a"])
    for text in ("/home/zoo", "/home/zoo/"):
        assert column.below(text).tolist() == [True, True, False, False, False]
    assert column.below("zoo").tolist() == [True, True, True, False, True]
    assert column.below("zoo/").tolist() == [True, True, False, False, True]
    assert column.below("/").tolist() == [True] * 5


def test_folders_are_named_the_fullest_first_and_then_as_they_came() -> None:
    column = column_of(["/b/1", "/a/Zoo/1", "/a/Zoo/2", "/b/2", "/b/3", "/1", "1", "https://x.org/1", "/\udcff/1"])
    assert column.folders() == ["/b", "/a/Zoo", "/", "https://x.org", "/\udcff"]
    assert column.folders(most=1) == ["/b"]


def test_the_fullest_folder_is_found_although_it_was_seen_at_many_times() -> None:
    column = TextColumn()
    for number in range(50):
        column.extend([f"/often/{number}", f"/seldom{number}/1", f"/seldom{number}/2"])
        column.prepare()
    assert column.folders(most=1) == ["/often"]


@pytest.mark.parametrize("offsets", [[], [1, 3], [0, 2], [0, 4], [0, 2, 1, 3], [[0, 3]]])
def test_offsets_that_do_not_fit_are_refused(offsets: list[int]) -> None:
    with pytest.raises(ValueError, match="offsets"):
        TextColumn.from_buffer(b"abc", np.array(offsets, np.int64))


def test_what_was_handed_over_is_never_written_in() -> None:
    data, offsets = np.frombuffer(b"abc", np.uint8).copy(), np.array([0, 1, 3], np.int64)
    column = TextColumn.from_buffer(data, offsets)
    column.extend(["", "xyz"])
    column.set(0, "q")
    assert data.tobytes() == b"abc"
    assert offsets.tolist() == [0, 1, 3]
    assert [column.get(row) for row in range(4)] == ["q", "bc", "", "xyz"]


def test_empty_texts_can_be_appended_to_what_cannot_be_written_in() -> None:
    column = TextColumn.from_buffer(b"abc", np.array([0, 3], np.int64))
    column.extend(["", ""])
    assert [column.get(row) for row in range(3)] == ["abc", "", ""]


def test_many_long_and_many_short_texts_are_searched_alike() -> None:
    texts = [f"/pictures/{'zoo' if n % 3 else 'farm'}/{n:06d}{'+(.*)x' * (n % 2 * 9)}.jpg" for n in range(200_000)]
    column = column_of(texts)
    for needle in ("zoo", "012345", "7.JPG", "+(.*)x.", "zoo/0000", "[", "nothing"):
        assert column.contains(needle).tolist() == [needle.casefold() in text for text in texts], needle
    assert not column.contains("x" * 1_000_000).any()
    assert column.contains("").all()


def test_other_threads_read_whole_rows_while_rows_are_appended_and_changed() -> None:
    column = TextColumn()
    wrong: list[object] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            try:
                n = len(column)
                found = column.contains("zoo")
                ranks = column.ranks()
                data, offsets = column.buffers()
                texts = [column.get(row) for row in range(0, n, 101)]
                if found.size < n or not found.all() or offsets[-1] != data.size:
                    wrong.append((n, found.size))
                if np.sort(ranks).tolist() != list(range(ranks.size)):
                    wrong.append("ranks")
                wrong.extend(text for text in texts if not text.startswith("/zoo/") or not text.endswith(".jpg"))
            except Exception as error:  # noqa: BLE001 - whatever it is, the test says it
                wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(300):
        column.extend([f"/zoo/{number}/{k}.jpg" for k in range(number % 40)])
        if len(column):
            column.set(len(column) // 2, f"/zoo/changed {number}.jpg")
    over.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert column.contains("zoo").all()
