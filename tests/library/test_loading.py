"""The copy of the columns gives what the rows give, or is not used at all."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alpaca_gui.imaging.source import FileSource, LinkSource, MemorySource
from alpaca_gui.library.columns import Columns
from alpaca_gui.library.edits import label_edit, removal_edit
from alpaca_gui.library.library import Library
from alpaca_gui.library.state import State
from tests.library.making import MODEL, assert_same, outcome, paths


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A library with a row of every kind."""
    path = tmp_path / "some.library"
    with Library(path) as library:
        number = library.use_model(MODEL)
        library.add([*paths(6), LinkSource("https://example.org/a.jpg"), MemorySource(b"x", "pasted 🦙")])
        library.add([FileSource(Path("/caf\udce9/\n.jpg"))])
        library.keep([outcome(0, 1.5), outcome(1, -2.0, "0"), outcome(2, None)], number, MODEL.backbone)
        library.keep([outcome(3, 0.25, notes=("The first frame.", "Small."), unlike=None)], number, MODEL.backbone)
        library.set_state(np.array([4]), State.CANCELLED)
        library.apply(removal_edit(np.array([5])))
        library.apply(label_edit(np.array([0, 2, 8]), 1, "alpaca"))
        library.set_note(1, "a note\nof two lines")
        library.done_reading()
    return path


def copy_of(library: Library) -> Path:
    return library._copy


def read(path: Path) -> Columns:
    """Read the rows one by one, without the copy."""
    with Library(path, write=False) as library:
        copy_of(library).unlink(missing_ok=True)
        columns = library.load("alpaca")
        library.done_reading()
    return columns


def test_the_copy_gives_what_the_rows_give(path: Path) -> None:
    columns = read(path)
    with Library(path) as library:
        library.write_copy(columns)
        assert copy_of(library).is_file()
        assert_same(library.load("alpaca"), columns)
        library.done_reading()


def test_the_copy_is_what_is_read_while_nothing_was_written_since(path: Path) -> None:
    # The copy says another logit, so that it shows where a logit came from.
    with Library(path) as library:
        columns = library.load("alpaca")
        columns.logit[0] = 99.0
        library.write_copy(columns)
        assert library.load("alpaca").logit[0] == 99.0
        library.set_note(0, "written since")
        assert library.load("alpaca").logit[0] == 1.5
        library.done_reading()


CHANGES: list[Callable[[Library], Any]] = [
    lambda library: library.add(paths(1, "/more")),
    lambda library: library.keep([outcome(4, 7.0)], 1, "b"),
    lambda library: library.apply(label_edit(np.array([1]), 0, "alpaca")),
    lambda library: library.undo(),
    lambda library: library.set_state(np.array([0]), State.WAITING),
    lambda library: library.cancel_waiting(),
    lambda library: library.answer_with(1),
    lambda library: library.use_model(MODEL),
]


@pytest.mark.parametrize("change", CHANGES)
def test_after_any_change_the_copy_is_not_used(path: Path, change: Callable[[Library], Any]) -> None:
    with Library(path) as library:
        library.write_copy(library.load("alpaca"))
        change(library)
        loaded = library.load("alpaca")
        library.done_reading()
    assert_same(loaded, read(path))


def test_two_libraries_of_one_origin_do_not_read_each_others_copy(path: Path, tmp_path: Path) -> None:
    # A library that was copied, or put back as it was last week, has the same name for what is made from it.
    other = tmp_path / "put back.library"
    shutil.copyfile(path, other)
    for file, logit in ((path, 5.0), (other, 6.0)):
        with Library(file) as library:
            library.keep([outcome(4, logit)], 1, "b")  # each is changed once
            loaded = library.load("alpaca")
            assert loaded.logit[4] == logit
            library.write_copy(loaded)
            library.done_reading()


@pytest.mark.parametrize(
    "lag",
    [
        lambda columns: columns.add(paths(1)),
        lambda columns: columns.wait_again(np.array([0])),
        lambda columns: columns.removed.fill(False),
        lambda columns: columns.picture.fill(0),
        lambda columns: columns.state.fill(State.CANCELLED),
    ],
)
def test_columns_that_are_not_what_the_library_holds_are_not_copied(path: Path, lag: Callable[[Columns], Any]) -> None:
    with Library(path) as library:
        columns = library.load("alpaca")
        lag(columns)
        library.write_copy(columns)
        assert not copy_of(library).exists()
        library.done_reading()


def test_a_copy_that_cannot_be_written_is_no_trouble(path: Path) -> None:
    with Library(path) as library:
        copy_of(library).parent.mkdir(parents=True)
        copy_of(library).mkdir()
        library.write_copy(library.load("alpaca"))
        assert library.load("alpaca").logit[0] == 1.5
        library.done_reading()


@pytest.mark.parametrize("cut", [0, 10, 500, -1, -30])
def test_a_torn_copy_is_not_used(path: Path, cut: int) -> None:
    with Library(path) as library:
        columns = library.load("alpaca")
        library.write_copy(columns)
        copy_of(library).write_bytes(copy_of(library).read_bytes()[:cut])
        assert_same(library.load("alpaca"), columns)
        library.done_reading()


def _changed(name: str, make: Callable[[Any], Any]) -> Callable[[dict[str, Any]], None]:
    def change(arrays: dict[str, Any]) -> None:
        arrays[name] = make(arrays[name])

    return change


HOSTILE = {
    "other form": _changed("form", lambda form: form + np.array([1, 0])),
    "form of text": _changed("form", lambda form: form.astype(str)),
    "state of no name": _changed("state", lambda state: state + np.uint8(50)),
    "kind of no name": _changed("kind", lambda kind: kind + np.uint8(3)),
    "model that is not there": _changed("model", lambda model: model + 7),
    "model below none": _changed("model", lambda model: model - 7),
    "picture below none": _changed("picture", lambda picture: picture - 7),
    "no logit": _changed("logit", lambda logit: logit * np.nan),
    "other numbers": _changed("logit", lambda logit: logit.astype(np.float32)),
    "a row less": _changed("width", lambda width: width[:-1]),
    "a table": _changed("logit", lambda logit: logit.reshape(3, 3)),
    "offsets beyond the text": _changed("offsets", lambda offsets: offsets + 1000),
    "falling offsets": _changed("offsets", lambda offsets: offsets[::-1]),
    "offsets of text": _changed("offsets", lambda offsets: offsets.astype(str)),
    "offsets in a table": _changed("offsets", lambda offsets: offsets.reshape(2, 5)),
    "no offsets": _changed("offsets", lambda offsets: offsets[:0]),
    "short text": _changed("path", lambda path: path[:-1]),
    "one number": _changed("state", lambda state: state[0]),
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_copy_is_not_used(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    with Library(path) as library:
        columns = library.load("alpaca")
        library.write_copy(columns)
        with np.load(copy_of(library)) as archive:
            arrays = dict(archive)
        change(arrays)
        np.savez(copy_of(library), **arrays)
        assert_same(library.load("alpaca"), columns)
        library.done_reading()


def test_a_copy_that_claims_to_be_enormous_is_not_used(path: Path) -> None:
    with Library(path) as library:
        columns = library.load("alpaca")
        library.write_copy(columns)
        data = copy_of(library).read_bytes()
        small, large = b"'shape': (9,), }          ", b"'shape': (99999999999,), }"
        assert small in data
        copy_of(library).write_bytes(data.replace(small, large))
        assert_same(library.load("alpaca"), columns)
        library.done_reading()


def test_rows_that_were_added_meanwhile_are_all_or_none_of_them_there(path: Path) -> None:
    with Library(path) as library:
        reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM record").fetchone()
        library.add(paths(3, "/more"))
        assert len(library.load("alpaca")) == 12
        assert reader.execute("SELECT count(*) FROM record").fetchone() == (9,)
        reader.close()
        library.done_reading()
