"""The main window's keys count in the windows beside it that follow the chosen picture."""

from collections.abc import Callable
from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.lesson.lesson_window import LessonWindow
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.notices import Notice
from alpaca_gui.gui.present.present_window import PresentWindow
from alpaca_gui.gui.why.why_window import WhyWindow
from tests.gui import driving

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)")

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FOLLOWERS: Final = {"why": WhyWindow, "lesson": LessonWindow, "present": PresentWindow}
EXPLAINING: Final = ("why", "lesson")

Open = Callable[[str], QWidget]


@pytest.fixture
def beside(qtbot: QtBot, sampled: MainWindow) -> Open:
    """Opens a window as its menu entry does, and gives what has the keyboard in it once the picture is there."""

    def open_one(entry: str) -> QWidget:
        getattr(sampled.menus, entry).trigger()
        window = sampled.findChild(FOLLOWERS[entry])
        assert window is not None
        driving.until(qtbot, lambda: window.subject is not None and window.isActiveWindow())
        return window.focusWidget() or window

    return open_one


@pytest.mark.parametrize("entry", FOLLOWERS)
def test_the_next_and_the_previous_picture_are_chosen(
    qtbot: QtBot, sampled: MainWindow, beside: Open, entry: str
) -> None:
    widget, views = beside(entry), driving.workspace(sampled).views
    before = views.current_key()
    driving.press(widget, Key.Key_Down, CONTROL)
    following = views.current_key()
    assert following != before
    window = sampled.findChild(FOLLOWERS[entry])
    assert window is not None
    driving.until(qtbot, lambda: window.subject is not None and window.subject.key == following)
    driving.press(widget, Key.Key_Up, CONTROL)
    assert views.current_key() == before


@pytest.mark.parametrize("entry", EXPLAINING)
def test_the_card_is_asked_for(qtbot: QtBot, sampled: MainWindow, beside: Open, entry: str) -> None:
    widget = beside(entry)
    driving.press(widget, Key.Key_S, CONTROL | SHIFT)
    driving.until(qtbot, lambda: any(dialog.isVisible() for dialog in sampled.findChildren(QFileDialog)))
    driving.close_all(sampled.findChildren(QFileDialog))


@pytest.mark.parametrize("entry", EXPLAINING)
def test_the_room_is_presented_to(sampled: MainWindow, beside: Open, entry: str) -> None:
    driving.press(beside(entry), Key.Key_F11)
    shown = sampled.findChild(PresentWindow)
    assert shown is not None
    assert shown.isVisible()


@pytest.mark.parametrize(
    ("entry", "key", "kind"), [("why", Key.Key_F1, LessonWindow), ("lesson", Key.Key_F9, WhyWindow)]
)
def test_each_of_the_two_opens_the_other(
    qtbot: QtBot, sampled: MainWindow, beside: Open, entry: str, key: Qt.Key, kind: type[QWidget]
) -> None:
    driving.press(beside(entry), key, SHIFT if key == Key.Key_F1 else driving.NO_KEY)
    opened = sampled.findChild(kind)
    assert opened is not None
    driving.until(qtbot, opened.isActiveWindow)


@pytest.mark.parametrize("entry", EXPLAINING)
def test_what_a_logit_is_can_be_asked(sampled: MainWindow, beside: Open, entry: str) -> None:
    driving.press(beside(entry), Key.Key_F1)
    assert [one.windowTitle() for one in sampled.findChildren(Notice)] == ["What is a logit?"]


def test_f11_still_leaves_the_room(sampled: MainWindow, beside: Open) -> None:
    driving.press(beside("present"), Key.Key_F11)
    assert not any(isinstance(one, PresentWindow) and one.isVisible() for one in QApplication.topLevelWidgets())


def test_the_keys_of_the_main_window_still_count_there(qtbot: QtBot, sampled: MainWindow, beside: Open) -> None:
    why, views = beside("why").window(), driving.workspace(sampled).views
    before = views.current_key()
    why.close()
    sampled.activateWindow()
    driving.until(qtbot, sampled.isActiveWindow)
    driving.press(driving.workspace(sampled).list, Key.Key_Down, CONTROL)
    assert views.current_key() != before
