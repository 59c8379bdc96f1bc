"""Plays a person at the window through Qt's own delivery: drops, keys, the mouse; and reads what it shows."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pyqtgraph as pg
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QModelIndex, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.picture_model import DETAIL, KEY, LOGIT, SIGN
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.workspace import Workspace

PATIENCE_MS = 120_000
ANY_ACTION = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction | Qt.DropAction.LinkAction
NO_KEY = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
NO_BUTTON = Qt.MouseButton.NoButton

opens_a_dialog = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
"""Of Qt's offscreen platform: it has no window manager to tell a dialog's sizes."""
shows_a_tool_tip = pytest.mark.qt_log_ignore("This plugin does not support raise")
"""The same: there is nothing to raise a tool tip over."""


def until(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    """Let the event loop run until `condition` holds."""
    qtbot.waitUntil(condition, timeout=PATIENCE_MS)


def settle(qtbot: QtBot, window: MainWindow, rows: int) -> None:
    """Wait until the window has so many rows and nothing is at work."""

    def settled() -> bool:
        collection = window.collection
        return (
            collection is not None
            and collection.bundle is not None
            and collection.columns.present().size == rows
            and not collection.busy
        )

    until(qtbot, settled)


def written(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until what a person has changed is in the library, and shown."""
    until(qtbot, lambda: window.collection is not None and not window.collection.changes.editing)


def close_for_good(window: MainWindow) -> None:
    """Close a window, and destroy it with all that belongs to it."""
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def close_all(opened: Iterable[QWidget]) -> None:
    """Close dialogs, those that are still there, and let them go."""
    for widget in opened:
        if isValid(widget):
            widget.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def workspace(window: MainWindow) -> Workspace:
    """The inside of a furnished window."""
    assert window.workspace is not None
    return window.workspace


def rows(window: MainWindow) -> list[QModelIndex]:
    """The rows that are shown, from top to bottom."""
    model = workspace(window).collection.item_model
    return [model.index(row, 0) for row in range(model.rowCount())]


def names(window: MainWindow) -> list[str]:
    """What the rows are called."""
    return [str(row.data()) for row in rows(window)]


def signs(window: MainWindow) -> list[Sign]:
    """What the rows show."""
    return [Sign(row.data(SIGN)) for row in rows(window)]


def logits(window: MainWindow) -> list[float]:
    """The rows' logits; NaN where there is none."""
    return [float(row.data(LOGIT)) for row in rows(window)]


def detail(window: MainWindow, name: str) -> str:
    """The second line of the row of a name."""
    return str(rows(window)[names(window).index(name)].data(DETAIL))


def key(row: QModelIndex) -> int:
    """A row's key."""
    return int(row.data(KEY))


def choose(window: MainWindow, name: str) -> None:
    """Make the row of a name the chosen one."""
    workspace(window).list.choose(names(window).index(name))


def draw_many(folder: Path, count: int, size: tuple[int, int] = (32, 24)) -> Path:
    """Write a folder of small pictures, each another: the same one again would be known at once."""
    for number in range(count):
        draw(folder / f"{number:04}.png", f"#{number * 40503 % 0xFFFFFF:06x}", size)
    return folder


def draw(path: Path, colour: str = "olive", size: tuple[int, int] = (32, 24)) -> Path:
    """Write a small picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path, format="PNG")
    return path


def files(*paths: Path) -> QMimeData:
    """What a file manager offers."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def over(window: QWidget, child: QWidget | None = None) -> QPoint:
    """The middle of a child, or of the window itself, as the window's own point."""
    child = child or window
    return child.mapTo(window, child.rect().center())


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
    """Press a key and let it go."""
    QTest.keyClick(widget, key, modifier)


def type_in(widget: QWidget, text: str) -> None:
    """Type a text."""
    QTest.keyClicks(widget, text)


def click(widget: QWidget) -> None:
    """Click on the middle of a widget."""
    QTest.mouseClick(widget, LEFT)


def drag_across(port: QWidget, start: QPoint, end: QPoint) -> None:
    """Drag with the mouse inside a plot's viewport. pyqtgraph leaves out moves that come faster than a hand's."""
    rate = pg.getConfigOption("mouseRateLimit")
    pg.setConfigOption("mouseRateLimit", 0)
    try:
        _mouse(port, QEvent.Type.MouseMove, start, NO_BUTTON, NO_BUTTON)
        _mouse(port, QEvent.Type.MouseButtonPress, start, LEFT, LEFT)
        for part in range(1, 11):
            _mouse(port, QEvent.Type.MouseMove, start + (end - start) * part / 10, NO_BUTTON, LEFT)
        _mouse(port, QEvent.Type.MouseButtonRelease, end, LEFT, NO_BUTTON)
    finally:
        pg.setConfigOption("mouseRateLimit", rate)


def _mouse(port: QWidget, kind: QEvent.Type, point: QPoint, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
    here, there = QPointF(point), QPointF(port.mapToGlobal(point))
    QApplication.sendEvent(port, QMouseEvent(kind, here, there, button, held, NO_KEY))


def drag_in(
    window: QWidget,
    mime: QMimeData,
    point: QPoint,
    modifier: Qt.KeyboardModifier = NO_KEY,
) -> tuple[QDragEnterEvent, QDragMoveEvent]:
    """Drag over a point of the window, as the system tells its native window; which child gets it is Qt's choice."""
    handle = window.windowHandle()
    enter = QDragEnterEvent(point, ANY_ACTION, mime, LEFT, modifier)
    QApplication.sendEvent(handle, enter)
    move = QDragMoveEvent(point + QPoint(1, 0), ANY_ACTION, mime, LEFT, modifier)
    QApplication.sendEvent(handle, move)
    return enter, move


def drag_out(window: QWidget) -> None:
    """Leave with what is dragged."""
    QApplication.sendEvent(window.windowHandle(), QDragLeaveEvent())


def drop(
    window: QWidget,
    mime: QMimeData,
    child: QWidget | None = None,
    modifier: Qt.KeyboardModifier = NO_KEY,
) -> QDropEvent:
    """Drag something in and let it go over a child of the window."""
    point = over(window, child)
    drag_in(window, mime, point, modifier)
    event = QDropEvent(QPointF(point), ANY_ACTION, mime, LEFT, modifier)
    QApplication.sendEvent(window.windowHandle(), event)
    return event
