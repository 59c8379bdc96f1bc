"""Taking records out: every format, the plan before anything is written, and nothing half whatever happens."""

import csv
import errno
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.taking_out.dialog import ExportDialog
from alpaca_gui.gui.taking_out.forms import Form, suggested
from alpaca_gui.imaging.source import MemorySource
from alpaca_gui.jobs import taking_out
from alpaca_gui.jobs.intake import Item
from alpaca_gui.library import rows
from tests.gui.driving import click, close_all, opens_a_dialog, press, type_in, until
from tests.gui.taking_out.conftest import LOGITS

pytestmark = opens_a_dialog
OpenExport = Callable[..., ExportDialog]
DECISIONS = ["yes", "yes", "no", "unsure", "no"]


@pytest.fixture
def open_export(qtbot: QtBot, collection: Collection, keys: np.ndarray, tmp_path: Path) -> Iterator[OpenExport]:
    """Open the dialog with a form chosen and a place typed in."""
    opened: list[ExportDialog] = []

    def open_one(form: Form = Form.CSV, place: Path | None = None, chosen: Any = None) -> ExportDialog:
        chosen = np.empty(0, np.int64) if chosen is None else np.array(chosen)
        dialog = ExportDialog(collection, keys, chosen, folder=str(tmp_path))
        opened.append(dialog)
        dialog.show()
        for _ in range(list(Form).index(form)):
            press(dialog.choices.form, Qt.Key.Key_Down)
        if place is not None:
            dialog.choices.place.selectAll()
            type_in(dialog.choices.place, str(place))
        return dialog

    yield open_one
    close_all(opened)


@pytest.fixture
def held_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Event, Event]]:
    """Hold rows up after the second; one event tells that it is so, the other lets them go on."""
    reached, free, give = Event(), Event(), rows.exported_rows

    def slow(*given: Any) -> Iterator[Any]:
        for number, row in enumerate(give(*given)):
            if number == 2:
                reached.set()
                free.wait()
            yield row

    monkeypatch.setattr(taking_out, "exported_rows", slow)
    yield reached, free
    free.set()


def ended(qtbot: QtBot, dialog: ExportDialog) -> str:
    """Wait for the end, and give what is said then."""
    until(qtbot, lambda: not dialog.busy)
    return dialog.said.text()


def looked(qtbot: QtBot, dialog: ExportDialog) -> str:
    """Have the plan said."""
    click(dialog.look)
    return ended(qtbot, dialog)


def inside(folder: Path) -> list[str]:
    """All files below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


def read(path: Path, form: Form) -> list[dict[str, Any]]:
    """The rows of a file."""
    match form:
        case Form.CSV:
            with path.open(newline="") as stream:
                return list(csv.DictReader(stream))
        case Form.JSON:
            return list(json.loads(path.read_text()))
        case Form.JSON_LINES:
            return [json.loads(line) for line in path.read_text().splitlines()]
        case _:
            return list(pq.read_table(path).to_pylist())


@pytest.mark.parametrize("form", [Form.CSV, Form.JSON, Form.JSON_LINES, Form.PARQUET])
def test_a_table_holds_every_picture_with_its_logit_and_decision(
    qtbot: QtBot, open_export: OpenExport, pictures: list[Path], tmp_path: Path, form: Form, collection: Collection
) -> None:
    path = tmp_path / f"out.{form}"
    dialog = open_export(form, path)
    click(dialog.write)
    assert ended(qtbot, dialog).startswith("5 pictures written to ")
    written = read(path, form)
    assert [row["path"] for row in written] == [str(path) for path in pictures]
    assert [float(row["logit"]) for row in written] == list(LOGITS.values())
    assert collection.rule.band > 0.125
    assert [row["decision"] for row in written] == DECISIONS


def test_a_contact_sheet_shows_every_picture_that_is_there(
    qtbot: QtBot, open_export: OpenExport, tmp_path: Path
) -> None:
    dialog = open_export(Form.SHEET, tmp_path / "sheet.html")
    click(dialog.write)
    assert ended(qtbot, dialog).startswith("5 pictures written")
    page = (tmp_path / "sheet.html").read_text()
    assert page.count("data:image/jpeg;base64,") == 4
    assert page.count("It cannot be shown.") == 1
    assert 'src="http' not in page


def test_only_the_chosen_pictures_are_taken_out_where_that_is_asked_for(
    qtbot: QtBot, open_export: OpenExport, tmp_path: Path, pictures: list[Path]
) -> None:
    dialog = open_export(Form.JSON, tmp_path / "some.json", chosen=[3, 0])
    assert dialog.choices.chosen.isChecked()
    click(dialog.write)
    ended(qtbot, dialog)
    assert [row["path"] for row in read(tmp_path / "some.json", Form.JSON)] == [str(pictures[3]), str(pictures[0])]


def test_the_plan_is_said_before_anything_is_written_and_only_then_can_be_done(
    qtbot: QtBot, open_export: OpenExport, tmp_path: Path, pictures: list[Path]
) -> None:
    target = tmp_path / "sorted"
    before = {path: path.read_bytes() for path in pictures[:-1]}
    dialog = open_export(Form.FOLDERS, target)
    assert not dialog.write.isEnabled()
    words = looked(qtbot, dialog)
    assert "4 pictures will be copied: 2 to yes, 1 to no, 1 to unsure." in words
    assert "1 gets another name" in words
    assert "1 picture is left out." in words
    assert "yes/a (2).png" in dialog.details.toPlainText()
    assert f"{pictures[-1]}: The file is gone" in dialog.details.toPlainText()
    assert not target.exists()
    assert dialog.write.text() == "Copy 4 pictures"
    click(dialog.write)
    assert ended(qtbot, dialog).startswith("4 pictures copied into ")
    assert inside(target) == ["no/b.png", "unsure/c,=1.png", "yes/a (2).png", "yes/a.png"]
    assert {path: path.read_bytes() for path in before} == before
    assert not dialog.write.isEnabled()


def test_a_plan_that_is_not_what_is_asked_for_any_more_cannot_be_done(
    qtbot: QtBot, open_export: OpenExport, tmp_path: Path
) -> None:
    dialog = open_export(Form.FOLDERS, tmp_path / "sorted", chosen=[0])
    changes: list[Callable[[], None]] = [
        lambda: type_in(dialog.choices.place, "2"),
        lambda: press(dialog.choices.mode, Qt.Key.Key_Down),
        lambda: click(dialog.choices.chosen),
    ]
    for change in changes:
        looked(qtbot, dialog)
        assert dialog.write.isEnabled()
        change()
        assert not dialog.write.isEnabled()
        assert dialog.said.text() == ""


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights there")
def test_links_are_made_where_they_are_asked_for(
    qtbot: QtBot, open_export: OpenExport, tmp_path: Path, pictures: list[Path]
) -> None:
    dialog = open_export(Form.FOLDERS, tmp_path / "sorted")
    press(dialog.choices.mode, Qt.Key.Key_End)
    looked(qtbot, dialog)
    assert dialog.write.text() == "Link 4 pictures"
    click(dialog.write)
    ended(qtbot, dialog)
    assert (tmp_path / "sorted/no/b.png").readlink() == pictures[2]


def test_a_pasted_picture_is_copied_and_shown_and_cannot_be_linked(
    qtbot: QtBot, collection: Collection, pictures: list[Path], tmp_path: Path
) -> None:
    data = pictures[0].read_bytes()
    collection.work.add([Item(MemorySource(data, "pasted/picture 1"))])
    until(qtbot, lambda: len(collection.columns) == 6 and not collection.busy)
    dialog = ExportDialog(collection, np.array([5]), np.empty(0, np.int64), folder=str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.choices.form.setCurrentIndex(list(Form).index(Form.FOLDERS))
    assert "1 picture will be copied" in looked(qtbot, dialog)
    click(dialog.write)
    ended(qtbot, dialog)
    (copy,) = (path for path in (tmp_path / "zoo").rglob("*") if path.is_file())
    assert copy.name == "pasted_picture 1.png"
    assert copy.read_bytes() == data
    press(dialog.choices.mode, Qt.Key.Key_Down)
    assert looked(qtbot, dialog) == "Nothing would be placed. 1 picture is left out."
    assert "It came without a file" in dialog.details.toPlainText()
    dialog.choices.form.setCurrentIndex(list(Form).index(Form.SHEET))
    click(dialog.write)
    ended(qtbot, dialog)
    assert "data:image/jpeg" in (tmp_path / "zoo.html").read_text()


@pytest.mark.parametrize("form", [Form.CSV, Form.PARQUET, Form.SHEET])
def test_what_is_cancelled_leaves_nothing_half(
    qtbot: QtBot, open_export: OpenExport, held_up: tuple[Event, Event], tmp_path: Path, form: Form
) -> None:
    path = tmp_path / "out" / "out.x"
    path.parent.mkdir()
    path.write_text("before")
    dialog = open_export(form, path)
    click(dialog.write)
    until(qtbot, lambda: bool(dialog.findChildren(QMessageBox)))
    (box,) = dialog.findChildren(QMessageBox)
    click(box.buttons()[0] if box.buttons()[0].text() == "&Replace" else box.buttons()[1])
    until(qtbot, held_up[0].is_set)
    click(dialog.stop)
    held_up[1].set()
    assert ended(qtbot, dialog) == "It was cancelled; nothing was written."
    assert inside(path.parent) == ["out.x"]
    assert path.read_text() == "before"


def test_what_is_cancelled_among_copies_keeps_whole_ones_and_says_how_many(
    qtbot: QtBot, open_export: OpenExport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, free, copy = Event(), Event(), shutil.copyfileobj

    def slow(*given: Any) -> None:
        if reached.is_set():
            copy(*given)
            return
        reached.set()
        free.wait()
        copy(*given)

    monkeypatch.setattr(shutil, "copyfileobj", slow)
    dialog = open_export(Form.FOLDERS, tmp_path / "sorted")
    looked(qtbot, dialog)
    click(dialog.write)
    until(qtbot, reached.is_set)
    click(dialog.stop)
    free.set()
    assert ended(qtbot, dialog) == "It was cancelled: 1 of 4 pictures were copied; the others are not there."
    assert inside(tmp_path / "sorted") == ["yes/a.png"]


def test_a_full_disk_is_told_and_leaves_nothing_half(
    qtbot: QtBot, open_export: OpenExport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    dialog = open_export(Form.FOLDERS, tmp_path / "sorted")
    looked(qtbot, dialog)
    monkeypatch.setattr(shutil, "copyfileobj", full)
    click(dialog.write)
    assert ended(qtbot, dialog).startswith("The disk is full: 0 of 4 pictures")
    assert inside(tmp_path / "sorted") == []
    dialog = open_export(Form.CSV, tmp_path / "out.csv")
    monkeypatch.setattr(os, "fsync", full)
    click(dialog.write)
    assert "out.csv cannot be written: No space left on device." in ended(qtbot, dialog)
    assert not [name for name in inside(tmp_path) if "out.csv" in name]
    assert dialog.write.isEnabled()


def test_what_is_there_is_kept_unless_a_person_says_replace(
    qtbot: QtBot, open_export: OpenExport, tmp_path: Path
) -> None:
    (tmp_path / "out.csv").write_text("precious")
    dialog = open_export(Form.CSV, tmp_path / "out.csv")
    click(dialog.write)
    ended(qtbot, dialog)
    (box,) = dialog.findChildren(QMessageBox)
    assert "out.csv" in box.text()
    press(box, Qt.Key.Key_Escape)
    assert (tmp_path / "out.csv").read_text() == "precious"
    assert not dialog.busy


@pytest.mark.parametrize("leave", [False, True])
def test_the_window_does_not_wait_for_a_disk_that_is_slow_to_say_what_is_there(
    qtbot: QtBot, open_export: OpenExport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leave: bool
) -> None:
    dialog = open_export(Form.CSV, tmp_path / "out.csv")
    asked, answer, original = Event(), Event(), Path.exists

    def slow(path: Path) -> bool:
        if path.name == "out.csv":
            asked.set()
            answer.wait()
        return original(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "exists", slow)
        click(dialog.write)
        until(qtbot, asked.is_set)
        assert not dialog.write.isEnabled()
        assert not dialog.choices.isEnabled()
        threading.Timer(0.05, answer.set).start()
        if leave:
            press(dialog, Qt.Key.Key_Escape)
            assert answer.is_set()
        else:
            ended(qtbot, dialog)
    assert original(tmp_path / "out.csv") != leave


def test_a_change_while_it_is_written_does_not_get_into_the_file(
    qtbot: QtBot, open_export: OpenExport, held_up: tuple[Event, Event], tmp_path: Path, collection: Collection
) -> None:
    dialog = open_export(Form.JSON, tmp_path / "out.json")
    click(dialog.write)
    until(qtbot, held_up[0].is_set)
    collection.columns.logit[:] = 0
    held_up[1].set()
    ended(qtbot, dialog)
    assert [row["logit"] for row in read(tmp_path / "out.json", Form.JSON)] == list(LOGITS.values())


def test_closing_in_the_middle_ends_the_work_and_leaves_nothing(
    qtbot: QtBot, open_export: OpenExport, held_up: tuple[Event, Event], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = open_export(Form.CSV, tmp_path / "out.csv")
    click(dialog.write)
    until(qtbot, held_up[0].is_set)
    close = dialog.run.close

    def let_go() -> None:
        dialog.run.cancel()
        held_up[1].set()
        close()

    monkeypatch.setattr(dialog.run, "close", let_go)
    press(dialog, Qt.Key.Key_Escape)
    assert not [name for name in inside(tmp_path) if "out.csv" in name]


def test_the_folder_is_opened_from_where_it_is_said(
    qtbot: QtBot, open_export: OpenExport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    dialog = open_export(Form.CSV, tmp_path / "out.csv")
    assert not dialog.show_folder.isVisible()
    click(dialog.write)
    ended(qtbot, dialog)
    click(dialog.show_folder)
    assert shown == [QUrl.fromLocalFile(str(tmp_path))]


def test_a_picture_is_never_written_over(qtbot: QtBot, open_export: OpenExport, pictures: list[Path]) -> None:
    before = pictures[0].read_bytes()
    dialog = open_export(Form.CSV, pictures[0])
    click(dialog.write)
    ended(qtbot, dialog)
    (box,) = dialog.findChildren(QMessageBox)
    click(next(button for button in box.buttons() if button.text() == "&Replace"))
    assert "is a picture" in ended(qtbot, dialog)
    assert pictures[0].read_bytes() == before


@pytest.mark.parametrize("place", ["a" * 300, "no/such/folder/out.csv"])
def test_a_place_that_cannot_be_is_told(qtbot: QtBot, open_export: OpenExport, tmp_path: Path, place: str) -> None:
    for form in (Form.CSV, Form.FOLDERS):
        dialog = open_export(form)
        dialog.choices.place.setText(str(tmp_path / place))
        click(dialog.write if form is Form.CSV else dialog.look)
        assert ended(qtbot, dialog).endswith(".")


@pytest.mark.parametrize("place", ["", "  ", "nul\0byte"])
def test_nothing_can_be_done_without_a_place(open_export: OpenExport, place: str) -> None:
    for form in (Form.CSV, Form.FOLDERS):
        dialog = open_export(form)
        dialog.choices.place.setText(place)
        assert not dialog.write.isEnabled()
        assert not dialog.look.isEnabled()


def test_where_to_can_be_chosen_and_the_name_follows_the_form(
    qtbot: QtBot, open_export: OpenExport, tmp_path: Path
) -> None:
    dialog = open_export()
    assert dialog.choices.place.text() == str(tmp_path / "zoo.csv")
    press(dialog.choices.form, Qt.Key.Key_Down)
    assert dialog.choices.place.text() == str(tmp_path / "zoo.json")
    click(dialog.choices.choose)
    (asking,) = dialog.findChildren(QFileDialog)
    asking.fileSelected.emit(str(tmp_path / "here.json"))
    asking.reject()
    assert dialog.choices.place.text() == str(tmp_path / "here.json")
    assert suggested(Path("/x/a.b"), "zoo", Form.CSV) == Path("/x/a.b.csv")
    assert suggested(Path("/x/a.csv"), "zoo", Form.FOLDERS) == Path("/x/a")
