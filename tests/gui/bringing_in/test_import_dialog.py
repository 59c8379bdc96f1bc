"""Bringing in logits: shown as understood, entered whole or not at all, and found by a filter at once."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.bringing_in.dialog import ImportLogitsDialog
from alpaca_gui.gui.collection import Collection
from alpaca_gui.jobs.intake import from_text
from alpaca_gui.jobs.opening import open_library
from alpaca_gui.library import bringing_in
from alpaca_gui.library.library import Library
from alpaca_gui.library.query import Filter, parse
from alpaca_gui.library.state import State
from alpaca_gui.resources import shipped_model
from tests.gui.driving import click, close_all, draw, opens_a_dialog, press, type_in, until

pytestmark = opens_a_dialog
OpenImport = Callable[[Path], ImportLogitsDialog]


@pytest.fixture
def open_import(qtbot: QtBot, collection: Collection) -> Iterator[OpenImport]:
    """Open the dialog on a table, and wait until it was looked at."""
    opened: list[ImportLogitsDialog] = []

    def open_one(table: Path) -> ImportLogitsDialog:
        dialog = ImportLogitsDialog(collection, table)
        opened.append(dialog)
        dialog.show()
        looked(qtbot, dialog)
        return dialog

    yield open_one
    close_all(opened)


@pytest.fixture
def held_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Event, Event]]:
    """Hold the writing up after the first rows; one event tells that it is so, the other lets it go on."""
    reached, free = Event(), Event()
    monkeypatch.setattr(bringing_in, "_AT_ONCE", 10)
    enter = bringing_in.bring_in

    def slow(*given: Any) -> Any:
        steps = enter(*given)
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                return end.value
            reached.set()
            free.wait()
            yield step

    monkeypatch.setattr("alpaca_gui.jobs.session.bring_in", slow)
    yield reached, free
    free.set()


def looked(qtbot: QtBot, dialog: ImportLogitsDialog) -> str:
    """Wait until the table was looked at, and give what is said."""
    until(qtbot, lambda: dialog.said.text() not in ("", "Reading…"))
    return dialog.said.text()


def ended(qtbot: QtBot, dialog: ImportLogitsDialog) -> str:
    """Wait for the end, and give what is said."""
    until(qtbot, lambda: not dialog.run.busy)
    return dialog.said.text()


def many(folder: Path, count: int = 20_000) -> Path:
    """A table with logits 0, 0.001, …, and every third row labelled yes, every third no."""
    words = ("yes", "no", "")
    table = folder / "many.csv"
    rows = "".join(f"pictures/{row:05d}.jpg,{row / 1000},{words[row % 3]}\n" for row in range(count))
    table.write_text(f"path,logit,label\n{rows}")
    return table


def test_twenty_thousand_rows_are_in_the_list_and_in_the_library_and_a_filter_finds_them(
    qtbot: QtBot, open_import: OpenImport, collection: Collection, tmp_path: Path, library_path: Path
) -> None:
    dialog = open_import(many(tmp_path))
    assert dialog.said.text().startswith("20,000 records, 13,334 with a label. Of the first 20 pictures 0 are found.")
    assert dialog.bring_in.text() == "&Bring in 20,000 records"
    assert len(collection.columns) == 0
    click(dialog.bring_in)
    assert ended(qtbot, dialog) == "20,000 records from many.csv are in the library."
    until(qtbot, lambda: len(collection.columns) == 20_000 and not collection.busy)
    collection.shown.set_filter(parse("logit:5..5.001 label:none"))
    assert [collection.columns.path.get(int(key)) for key in collection.item_model.keys] == [
        str(tmp_path / "pictures/05000.jpg")
    ]
    collection.shown.set_filter(Filter())
    assert collection.item_model.rowCount() == 20_000
    with Library(library_path, write=False) as library:
        columns = library.load(collection.concept)
        assert columns.logit.tolist() == [row / 1000 for row in range(20_000)]
        np.testing.assert_array_equal(columns.label, collection.columns.label)
        np.testing.assert_array_equal(columns.model, collection.columns.model)
        np.testing.assert_array_equal(columns.time, collection.columns.time)
    assert (collection.columns.state == State.DONE).all()


def test_the_first_rows_are_shown_as_they_were_understood(open_import: OpenImport, tmp_path: Path) -> None:
    here = draw(tmp_path / "here.png")
    table = tmp_path / "t.csv"
    table.write_text("file;score;truth\nhere.png;1,5;alpaca\ngone.png;-2;not alpaca\n")
    dialog = open_import(table)
    index = dialog.preview.model().index
    cells = [[index(row, column).data() for column in range(4)] for row in range(2)]
    assert cells == [
        [str(here), "+1.5000", "yes", "found"],
        [str(tmp_path / "gone.png"), "−2.0000", "no", "not found"],
    ]
    assert "Of the first 2 pictures 1 is found." in dialog.said.text()


def test_rows_that_are_refused_are_named_and_the_others_can_be_brought_in(
    qtbot: QtBot, open_import: OpenImport, collection: Collection, tmp_path: Path
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("path,logit\na.jpg,1\nb.jpg,much\n,3\n" + "c.jpg,nan\n" * 7)
    dialog = open_import(table)
    lines = dialog.refused.toPlainText().splitlines()
    assert lines[0] == "9 rows refused:"
    assert lines[1] == 'Row 3 has "much" for a logit, which is not a finite number.'
    assert lines[-1] == "… and 4 more."
    press(dialog.bring_in, Qt.Key.Key_Space)
    assert ended(qtbot, dialog) == "1 record from t.csv is in the library."
    until(qtbot, lambda: len(collection.columns) == 1)


@pytest.mark.parametrize("content", [b"", b"PAR1 and no more", b"\x89PNG\r\n\x1a\n\0\0", b"a,b\n1,2\n", b"path,z\n"])
def test_a_hostile_table_says_its_sentence_and_nothing_can_be_entered(
    open_import: OpenImport, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    dialog = open_import(tmp_path / "t.csv")
    assert dialog.said.text().startswith("t.csv ")
    assert not dialog.bring_in.isEnabled()
    assert dialog.preview.rowCount() == 0


def test_another_table_can_be_named_and_parquet_is_read(qtbot: QtBot, open_import: OpenImport, tmp_path: Path) -> None:
    dialog = open_import(tmp_path / "nothing.csv")
    assert "is not there" in dialog.said.text()
    pq.write_table(pa.table({"path": ["/x/a.jpg"], "logit": [2.5]}), tmp_path / "t.parquet")
    dialog.table.selectAll()
    type_in(dialog.table, str(tmp_path / "t.parquet"))
    press(dialog.table, Qt.Key.Key_Tab)
    until(qtbot, dialog.bring_in.isEnabled)
    assert dialog.said.text().startswith("1 record, none with a label.")


def test_labels_need_something_to_be_about_and_another_concept_does_not_show(
    qtbot: QtBot, open_import: OpenImport, collection: Collection, tmp_path: Path, library_path: Path
) -> None:
    dialog = open_import(many(tmp_path, 30))
    dialog.concept.selectAll()
    press(dialog.concept, Qt.Key.Key_Delete)
    press(dialog.concept, Qt.Key.Key_Return)
    until(qtbot, lambda: "Say what the labels are about." in dialog.said.text())
    assert not dialog.bring_in.isEnabled()
    type_in(dialog.concept, "llama")
    press(dialog.concept, Qt.Key.Key_Return)
    until(qtbot, dialog.bring_in.isEnabled)
    click(dialog.bring_in)
    ended(qtbot, dialog)
    until(qtbot, lambda: len(collection.columns) == 30)
    assert (collection.columns.label == -1).all()
    with Library(library_path, write=False) as library:
        assert np.bincount(library.load("llama").label + 1).tolist() == [10, 10, 10]


def test_the_very_same_table_is_known_again(qtbot: QtBot, open_import: OpenImport, tmp_path: Path) -> None:
    dialog = open_import(many(tmp_path, 5))
    assert "already" not in dialog.said.text()
    click(dialog.bring_in)
    ended(qtbot, dialog)
    assert "The library has this very table already" in open_import(tmp_path / "many.csv").said.text()


def test_what_is_cancelled_enters_nothing(
    qtbot: QtBot, open_import: OpenImport, collection: Collection, tmp_path: Path, held_up: tuple[Event, Event]
) -> None:
    dialog = open_import(many(tmp_path, 100))
    click(dialog.bring_in)
    until(qtbot, held_up[0].is_set)
    click(dialog.stop)
    held_up[1].set()
    assert ended(qtbot, dialog) == "It was cancelled; nothing was brought in."
    assert len(collection.library) == 0
    assert len(collection.library.load("alpaca")) == 0
    assert [model.path is None for model in collection.library.models()] == [False]
    collection.library.done_reading()
    assert dialog.bring_in.isEnabled()


def test_closing_in_the_middle_enters_nothing(
    qtbot: QtBot, open_import: OpenImport, collection: Collection, tmp_path: Path, held_up: tuple[Event, Event]
) -> None:
    dialog = open_import(many(tmp_path, 100))
    click(dialog.bring_in)
    until(qtbot, held_up[0].is_set)
    dialog.run.cancel()
    held_up[1].set()
    press(dialog, Qt.Key.Key_Escape)
    assert len(collection.library) == 0


def test_a_full_disk_is_told_and_nothing_is_entered(
    qtbot: QtBot, open_import: OpenImport, collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> Any:
        raise sqlite3.OperationalError("database or disk is full")

    dialog = open_import(many(tmp_path, 100))
    monkeypatch.setattr(bringing_in, "model_number", full)
    click(dialog.bring_in)
    assert "the disk is full. What is in it is kept" in ended(qtbot, dialog)
    assert len(collection.library) == 0


def test_pictures_that_are_found_meanwhile_keep_their_keys(
    qtbot: QtBot, open_import: OpenImport, collection: Collection, tmp_path: Path, held_up: tuple[Event, Event]
) -> None:
    before, meanwhile = draw(tmp_path / "before.png"), draw(tmp_path / "meanwhile.png", "red")
    collection.work.add([from_text(str(before))])
    until(qtbot, lambda: len(collection.columns) == 1 and not collection.busy)
    dialog = open_import(many(tmp_path, 50))
    click(dialog.bring_in)
    until(qtbot, held_up[0].is_set)
    collection.work.add([from_text(str(meanwhile))])
    held_up[1].set()
    ended(qtbot, dialog)
    until(qtbot, lambda: len(collection.columns) == 52 and not collection.busy)
    columns = collection.columns
    kept = collection.library.load(collection.concept)
    collection.library.done_reading()
    assert [columns.path.get(key) for key in range(52)] == [kept.path.get(key) for key in range(52)]
    np.testing.assert_array_equal(columns.logit, kept.logit)
    np.testing.assert_array_equal(columns.label, kept.label)
    assert [columns.path.get(0), columns.path.get(51)] == [str(before), str(meanwhile)]


def test_a_library_that_may_only_be_read_takes_nothing(
    qtbot: QtBot, qapp: QApplication, library_path: Path, tmp_path: Path
) -> None:
    with Library(library_path):
        opened = open_library(library_path)  # it is in use: opened for reading
        collection = Collection(shipped_model(), opened)
        dialog = ImportLogitsDialog(collection, many(tmp_path, 3))
        qtbot.addWidget(dialog)
        dialog.show()
        assert "opened for reading" in looked(qtbot, dialog)
        assert not dialog.bring_in.isEnabled()
        dialog.close()
        collection.close()
