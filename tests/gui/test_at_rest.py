"""A window in which nothing happens lays nothing out: parts that ask each other for room would keep a core busy."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.beside import open_one
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.record_views import ViewKind
from alpaca_gui.gui.why.panels import KINDS
from alpaca_gui.gui.why.why_window import WhyWindow
from tests.gui.driving import choose, drop, files, settle, until, workspace

pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support propagateSizeHints", "This plugin does not support raise"
)
LISTENED_MS = 300
SIZES = ((1120, 780), (720, 450), (600, 300))


class Layouts(QObject):
    """Counts who asks for a new layout."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Write it down."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.asked.append(type(watched).__name__)
        return False


def come_to_rest(qtbot: QtBot) -> None:
    """Wait until a while has gone by in which nobody asked for a layout; fails where there is never one."""
    until(qtbot, lambda: not layouts_in_a_while(qtbot))


def layouts_in_a_while(qtbot: QtBot) -> list[str]:
    """Let events be, and give who asked for a new layout."""
    application = QApplication.instance()
    assert application is not None
    listener = Layouts()
    application.installEventFilter(listener)
    qtbot.wait(LISTENED_MS)
    application.removeEventFilter(listener)
    return listener.asked


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("kind", list(ViewKind), ids=lambda kind: kind.name.lower())
def test_the_window_is_at_rest(qtbot: QtBot, sampled: MainWindow, kind: ViewKind, size: tuple[int, int]) -> None:
    workspace(sampled).show_view(kind)
    sampled.resize(*size)
    come_to_rest(qtbot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_so_it_is_with_a_picture_that_cannot_be_read(
    qtbot: QtBot, sampled: MainWindow, tmp_path: Path, size: tuple[int, int]
) -> None:
    broken = tmp_path / f"{'a very long name ' * 12}.png"
    broken.write_bytes(b"no picture")
    before = len(workspace(sampled).columns)
    drop(sampled, files(broken))
    settle(qtbot, sampled, before + 1)
    choose(sampled, broken.name)
    sampled.resize(*size)
    come_to_rest(qtbot)


@pytest.mark.parametrize("panel", [kind.name for kind in KINDS])
def test_so_is_each_panel_that_shows_why(qtbot: QtBot, sampled: MainWindow, panel: str) -> None:
    sampled.why.show_panel(panel)
    why = open_one(sampled, WhyWindow)
    assert why is not None
    until(qtbot, lambda: why.subject is not None and not why.gaze.lens.busy)
    come_to_rest(qtbot)


@pytest.mark.parametrize("opens", [lambda window: window.why.lesson(), lambda window: window.why.present()])
def test_so_are_the_lesson_and_the_presentation(
    qtbot: QtBot, sampled: MainWindow, opens: Callable[[MainWindow], QWidget | None]
) -> None:
    opens(sampled)
    come_to_rest(qtbot)
