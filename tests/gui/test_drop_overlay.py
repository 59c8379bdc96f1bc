"""The sheet over a window takes the drops that the window wants, as copies, and lets all others go by."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.drop_overlay import DropOverlay
from tests.gui.driving import drag_in, drag_out, drop


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window with something in it."""
    window = QWidget()
    window.resize(300, 200)
    QLabel("inside", window)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def overlay(window: QWidget) -> DropOverlay:
    """A sheet that takes text and nothing else."""
    return DropOverlay(window, QMimeData.hasText, "Drop a word")


def text(words: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(words)
    return mime


def colour() -> QMimeData:
    mime = QMimeData()
    mime.setColorData("olive")
    return mime


def test_what_is_wanted_is_handed_over_while_it_is_there(window: QWidget, overlay: DropOverlay) -> None:
    heard: list[str] = []
    overlay.dropped.connect(lambda mime: heard.append(mime.text()))
    mime = text("alpaca")
    event = drop(window, mime)
    assert heard == ["alpaca"]
    assert event.isAccepted()
    assert event.dropAction() is Qt.DropAction.CopyAction
    assert not overlay.isVisible()


def test_what_is_not_wanted_is_neither_invited_nor_taken(window: QWidget, overlay: DropOverlay) -> None:
    heard: list[bool] = []
    overlay.dropped.connect(lambda _mime: heard.append(True))
    mime = colour()
    enter, _ = drag_in(window, mime, QPoint(20, 20))
    assert not enter.isAccepted()
    assert not overlay.isVisible()
    drop(window, mime)
    assert heard == []


def test_the_sheet_covers_the_window_until_the_drag_leaves(window: QWidget, overlay: DropOverlay) -> None:
    mime = text("alpaca")
    drag_in(window, mime, QPoint(20, 20))
    assert overlay.isVisible()
    window.resize(400, 260)
    assert overlay.geometry() == window.rect()
    drag_out(window)
    assert not overlay.isVisible()
