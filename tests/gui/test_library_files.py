"""A window goes on with another library, or stays with the one that it has and says why."""

import os
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.notices import Notice
from alpaca_gui.gui.taking_out.dialog import ExportDialog
from alpaca_gui.library import schema
from alpaca_gui.library.library import Library
from tests.gui.driving import click, draw, names, opens_a_dialog, settle, until, workspace
from tests.gui.held_up import HeldUp
from tests.nobody import as_nobody

pytestmark = opens_a_dialog


def open_path(window: MainWindow) -> Path:
    """Which library the window has."""
    return workspace(window).collection.library.path


def choose(window: MainWindow, path: Path) -> None:
    """Choose a file in the dialog that is open."""
    (dialog,) = window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()


def notice(qtbot: QtBot, window: MainWindow) -> str:
    """Wait for a notice, and give what it says."""
    until(qtbot, lambda: bool(window.findChildren(Notice)))
    (shown,) = window.findChildren(Notice)
    (label,) = shown.findChildren(QLabel)
    return label.text()


def changed_to(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    """Wait until the window has a library, and its model answers."""
    until(qtbot, lambda: open_path(window) == path)
    until(qtbot, lambda: window.collection is not None and window.collection.bundle is not None)


def test_a_new_library_is_empty_and_the_one_before_comes_back_as_it_was(
    qtbot: QtBot, sampled: MainWindow, tmp_path: Path
) -> None:
    before, shown = open_path(sampled), names(sampled)
    sampled.menus.new_library.trigger()
    choose(sampled, tmp_path / "zoo.library")
    changed_to(qtbot, sampled, tmp_path / "zoo.library")
    assert names(sampled) == []
    assert sampled.pages.currentWidget() is sampled.welcome
    sampled.take_paths([str(draw(tmp_path / "one.png"))])
    settle(qtbot, sampled, 1)
    assert sampled.settings.recent_libraries == [tmp_path / "zoo.library"]
    sampled.library_files.use_library(before)
    changed_to(qtbot, sampled, before)
    settle(qtbot, sampled, len(shown))
    assert names(sampled) == shown
    assert sampled.pages.currentWidget() is sampled.workspace
    with Library(tmp_path / "zoo.library") as zoo:  # nobody holds it any more
        assert len(zoo) == 1


def test_recent_libraries_are_in_the_menu(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    first = open_path(window)
    for name in ("a&b.library", os.fsdecode(b"caf\xe9.library")):
        window.library_files.change.make(tmp_path / name)
        changed_to(qtbot, window, tmp_path / name)
    menu = window.menus.recent_libraries
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["caf\\xe9.library", "a&&b.library"]
    menu.actions()[1].trigger()
    changed_to(qtbot, window, tmp_path / "a&b.library")
    assert first not in window.settings.recent_libraries
    (tmp_path / os.fsdecode(b"caf\xe9.library")).unlink()
    menu.aboutToShow.emit()
    menu.actions()[1].trigger()
    assert "There is no library at" in notice(qtbot, window)
    assert window.settings.recent_libraries == [tmp_path / "a&b.library"]


def _no_library(path: Path) -> None:
    path.write_text("no library")


def _damaged(path: Path) -> None:
    Library(path).close()
    data = bytearray(path.read_bytes())
    data[100:4000] = b"\xff" * 3900
    path.write_bytes(data)


def _newer(path: Path) -> None:
    Library(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()


def _foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE note (text)")
    connection.close()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_no_library, "is damaged"),
        (_damaged, "is damaged"),
        (_newer, "written by a newer version"),
        (_foreign, "is not a library of Alpaca"),
        (lambda path: path.mkdir(), "There is no library at"),
    ],
)
def test_what_cannot_be_opened_is_told_and_the_library_before_stays(
    qtbot: QtBot, sampled: MainWindow, tmp_path: Path, make: object, words: str
) -> None:
    before, shown, path = open_path(sampled), names(sampled), tmp_path / "other.library"
    make(path)  # type: ignore[operator]
    content = path.read_bytes() if path.is_file() else b""
    sampled.menus.open_library.trigger()
    choose(sampled, path)
    said = notice(qtbot, sampled)
    assert words in said
    assert said.endswith(f"The library {before.name} stays open.")
    assert open_path(sampled) == before
    assert names(sampled) == shown
    assert workspace(sampled).collection.library.write
    if content:
        assert path.read_bytes() == content


def test_a_library_in_use_is_told_and_may_be_looked_at(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    before, path = open_path(window), tmp_path / "zoo.library"
    with Library(path):
        for answer in ("&Stay here", "&Look at it"):
            window.library_files.use_library(path)
            until(qtbot, lambda: bool(window.findChildren(QMessageBox)))
            (box,) = window.findChildren(QMessageBox)
            assert "is in use by another window" in box.text()
            assert open_path(window) == before
            click(next(button for button in box.buttons() if button.text() == answer))
            until(qtbot, lambda: not window.findChildren(QMessageBox))
        changed_to(qtbot, window, path)
        assert not workspace(window).collection.library.write


def test_a_library_that_may_only_be_read_is_told(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "theirs" / "zoo.library"
    Library(path).close()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with as_nobody(path):
            window.library_files.use_library(path)
            until(qtbot, lambda: bool(window.findChildren(QMessageBox)))
        (box,) = window.findChildren(QMessageBox)
        assert "may only be read" in box.text() or "read" in box.text()
        click(box.buttons()[0] if box.buttons()[0].text() == "&Stay here" else box.buttons()[1])
    finally:
        path.parent.chmod(0o755)


def test_a_new_library_never_takes_the_place_of_a_file(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "zoo.library").write_text("precious")
    window.library_files.change.make(tmp_path / "zoo.library")
    assert "already: give the library another name" in notice(qtbot, window)
    assert (tmp_path / "zoo.library").read_text() == "precious"


def test_the_library_that_is_open_is_not_opened_again(qtbot: QtBot, sampled: MainWindow) -> None:
    inside = sampled.workspace
    sampled.library_files.use_library(open_path(sampled))
    until(qtbot, lambda: "is open already" in sampled.status.currentMessage())
    assert not sampled.library_files.change.busy
    assert sampled.workspace is inside


def test_a_disk_that_hangs_holds_up_no_window(
    qtbot: QtBot, sampled: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, shown = tmp_path / "mount" / "gone.library", names(sampled)
    sampled.settings.remember_library(path)
    disk = HeldUp(monkeypatch, tmp_path / "mount")
    sampled.library_files.use_library(path)
    assert disk.window_answers(qtbot)
    assert "Opening gone.library" in sampled.status.currentMessage()
    assert names(sampled) == shown
    disk.let_go()
    assert "There is no library at" in notice(qtbot, sampled)
    assert path not in sampled.settings.recent_libraries


def test_closing_while_a_disk_hangs_leaves_no_thread(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = HeldUp(monkeypatch, tmp_path / "mount")
    window.library_files.use_library(tmp_path / "mount" / "zoo.library")
    assert disk.window_answers(qtbot)
    disk.let_go()
    window.close()
    assert not window.library_files.change.busy


def test_closing_while_a_library_is_being_opened_lets_it_go(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.library_files.change.make(tmp_path / "zoo.library")
    window.close()
    with Library(tmp_path / "zoo.library"):
        pass


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_dialogs_over_the_library_before_are_closed(qtbot: QtBot, sampled: MainWindow, tmp_path: Path) -> None:
    sampled.menus.take_out.trigger()
    assert len(sampled.findChildren(ExportDialog)) == 1
    sampled.library_files.change.make(tmp_path / "zoo.library")
    changed_to(qtbot, sampled, tmp_path / "zoo.library")
    until(qtbot, lambda: not sampled.findChildren(ExportDialog))


def test_menus_that_choose_among_rows_are_filled_once_by_whatever_library(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    def entries(menu: QMenu) -> list[str]:
        return [action.text() for action in menu.actions()]

    before = entries(window.menus.order_menu), entries(window.menus.show_menu)
    window.library_files.change.make(tmp_path / "zoo.library")
    changed_to(qtbot, window, tmp_path / "zoo.library")
    qtbot.wait(1)
    assert (entries(window.menus.order_menu), entries(window.menus.show_menu)) == before
