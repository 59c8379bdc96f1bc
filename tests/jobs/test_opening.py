"""A window always gets a library: the one it wants, that one as it is, or one that is not kept, and is told which."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from alpaca_gui.errors import LibraryError, LibraryInUseError
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.jobs.opening import NOT_KEPT, open_library, open_named
from alpaca_gui.library.edits import label_edit
from alpaca_gui.library.library import Library
from alpaca_gui.library.models import UsedModel
from alpaca_gui.library.place import default_library
from alpaca_gui.library.saved_filters import SavedFilter, remember_filter
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.resources import shipped_model
from tests.library.making import filled, outcome, paths
from tests.nobody import as_nobody


def test_the_default_library_is_made_where_the_platform_keeps_such_things(home_of_its_own: Path) -> None:
    opened = open_library()
    assert opened.library.path == default_library()
    assert default_library().is_relative_to(home_of_its_own)
    assert (len(opened.columns), opened.rule, opened.sentence, opened.temporary) == (0, None, None, None)
    assert opened.model == shipped_model()
    opened.close()
    assert default_library().is_file()


def test_a_window_finds_everything_as_it_was_left(tmp_path: Path) -> None:
    path, bundle = tmp_path / "some.library", tmp_path / "llama.model"
    bundle.touch()
    with Library(path) as library:
        number = library.use_model(UsedModel("1" * 64, "llama", bundle, "llama", "b"))
        library.add(paths(3))
        library.keep([outcome(0, 2.0)], number, "b")
        library.answer_with(number)
        library.apply(label_edit(np.array([0, 1]), 1, "llama"))
        library.apply(label_edit(np.array([2]), 1, "alpaca"))
        library.undo()
        library.set_rule(Rule(0.5, 1.0, 2.0))
        library.begin_request("/pictures")
        remember_filter(library, "logit:>0")
        library.done_reading()
    opened = open_library(path)
    assert (opened.model, opened.rule, opened.requests) == (bundle, Rule(0.5, 1.0, 2.0), ("/pictures",))
    assert (opened.undo_state.undo, opened.undo_state.redo) == ("labelling 2 pictures", "labelling a picture")
    assert opened.columns.label.tolist() == [1, 1, -1]
    assert opened.filters == (SavedFilter("logit:>0"),)
    opened.close()


def test_a_model_that_is_gone_gives_way_to_the_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "some.library"
    filled(path)
    opened = open_library(path)
    assert opened.model == shipped_model()
    opened.close()


@pytest.mark.parametrize("value", ["99", "-1", "0", "'text'", "'7.5'", "NULL"])
def test_a_model_of_no_number_gives_way_to_the_shipped_one_or_is_said(tmp_path: Path, value: str) -> None:
    path = tmp_path / "some.library"
    filled(path)
    connection = sqlite3.connect(path)
    connection.execute(f"UPDATE fact SET value = {value} WHERE name = 'model'")
    connection.commit()
    connection.close()
    opened = open_library(path)
    assert opened.model == shipped_model()
    if value == "'text'":
        assert opened.sentence is not None
        assert "is damaged" in opened.sentence
    opened.close()


def test_a_named_library_in_use_is_shown_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "some.library"
    filled(path)
    with Library(path) as other:
        other.begin_request("/of the other")
        opened = open_library(path)
        assert not opened.library.write
        assert opened.sentence == (
            "The library some.library is in use by another window or command of Alpaca. "
            "It is shown as it is, and nothing new is kept."
        )
        assert opened.columns.logit.tolist() == [key / 2 for key in range(10)]
        assert opened.requests == ()  # the other searches on
        with pytest.raises(LibraryError):
            opened.library.add([FileSource(Path("/x"))])
        opened.close()
        with pytest.raises(LibraryInUseError):
            open_named(path)
        other.done_reading()
    open_named(path).close()


def test_the_default_library_in_use_is_stood_in_for_by_one_that_is_not_kept() -> None:
    first = open_library()
    second = open_library()
    assert second.temporary is not None
    assert second.sentence is not None
    assert second.sentence.endswith(NOT_KEPT)
    second.library.add(paths(1))
    assert len(first.library) == 0
    second.close()
    assert not second.temporary.exists()
    first.close()


def _text(path: Path) -> None:
    path.write_text("no library")


def _newer(path: Path) -> None:
    filled(path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def _damaged(path: Path) -> None:
    filled(path)
    data = path.read_bytes()
    path.write_bytes(data[:16_384] + bytes(len(data) - 16_384))


@pytest.mark.parametrize(
    ("make", "words"),
    [(_text, "is damaged"), (_newer, "newer version"), (_damaged, "is damaged"), (Path.mkdir, "There is no library")],
)
def test_what_cannot_be_read_is_said_kept_and_stood_in_for(
    tmp_path: Path, make: Callable[[Path], None], words: str
) -> None:
    path = tmp_path / "some.library"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    opened = open_library(path)
    assert opened.temporary is not None
    assert opened.sentence is not None
    assert words in opened.sentence
    assert opened.sentence.endswith(NOT_KEPT)
    opened.close()
    assert (path.read_bytes() if path.is_file() else None) == before
    with pytest.raises(LibraryError, match=words):
        open_named(path)


def test_a_folder_that_may_not_be_written_is_said_and_the_library_is_shown(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    filled(folder / "some.library")
    (folder / ".some.library.lock").unlink()
    folder.chmod(0o555)
    with as_nobody(folder / "some.library"):
        opened = open_library(folder / "some.library")
        assert opened.sentence is not None
        assert "may only be read" in opened.sentence
        assert len(opened.columns) == 10
        opened.close()
    folder.chmod(0o755)


def test_a_library_by_name_is_made_or_opened_and_never_the_other(tmp_path: Path) -> None:
    path = tmp_path / "some.library"
    with pytest.raises(LibraryError, match="There is no library at"):
        open_named(path)
    assert not path.exists()
    open_named(path, new=True).close()
    with pytest.raises(LibraryError, match=r"There is something called some.library already"):
        open_named(path, new=True)
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(LibraryError, match="already"):
        open_named(link, new=True)
    read = open_named(path, write=False)
    assert not read.library.write
    read.close()
