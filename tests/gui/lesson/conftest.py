"""Opens the lesson as a person does."""

from pytestqt.qtbot import QtBot

from alpaca_gui.gui.lesson.lesson_window import LessonWindow
from alpaca_gui.gui.main_window import MainWindow
from tests.gui import driving


def open_lesson(qtbot: QtBot, window: MainWindow) -> LessonWindow:
    """Open it by the menu, and wait until it speaks of the picture."""
    window.menus.lesson.trigger()
    lesson = window.findChildren(LessonWindow)[-1]
    driving.until(qtbot, lambda: bool(lesson.page.own.text()))
    return lesson
