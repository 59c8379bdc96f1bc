"""Alt and a letter must reach one thing: Qt only moves the focus about where two visible ones share it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMainWindow, QMenu, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.lesson.lesson_window import LessonWindow
from alpaca_gui.gui.lesson.steps import STEPS
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.why.panels import KINDS
from tests.gui import driving

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)")

WINDOWS: Final = ("take_out", "review", "export", "train", "teach", "report", "compare", "models_used", "card")
"""Entries of the menus that open a window of their own."""


def shared(texts: Iterable[str]) -> dict[str, list[str]]:
    """Give the letters that more than one of these texts is reached by, and those texts."""
    letters = [(QKeySequence.mnemonic(text).toString(), text) for text in texts]
    counts = Counter(letter for letter, _ in letters)
    return {
        letter: [text for one, text in letters if one == letter] for letter in counts if letter and counts[letter] > 1
    }


def shared_in(window: QWidget) -> dict[str, list[str]]:
    """Give the letters that more than one visible thing of a window is reached by."""
    return shared(texts_in(window))


def texts_in(window: QWidget) -> Iterator[str]:
    """Give the words of what is visible and can be reached by a letter: buttons, fields, tabs, menus."""
    for widget in window.findChildren(QWidget):
        if widget.window() is not window or not widget.isVisible():
            continue
        if isinstance(widget, QAbstractButton) or (isinstance(widget, QLabel) and widget.buddy() is not None):
            yield widget.text()
        elif isinstance(widget, QTabBar):
            yield from (widget.tabText(index) for index in range(widget.count()))
    if isinstance(window, QMainWindow):
        yield from (action.text() for action in window.menuBar().actions())


def test_a_letter_that_two_texts_share_is_found() -> None:
    assert shared(["&Save", "Clo&se", "&Open", "Plain", "Also plain", "A && &B"]) == {"Alt+S": ["&Save", "Clo&se"]}


@pytest.mark.parametrize("name", [kind.name for kind in KINDS])
def test_in_a_panel_of_why_each_letter_reaches_one_thing(qtbot: QtBot, sampled: MainWindow, name: str) -> None:
    why = sampled.why.show_panel(name)
    assert why is not None
    driving.until(qtbot, lambda: why.panel.subject is not None and why.panel.isVisible())
    assert any(texts_in(why))
    assert shared_in(why) == {}


def test_in_each_step_of_the_lesson_each_letter_reaches_one_thing(qtbot: QtBot, sampled: MainWindow) -> None:
    sampled.why.lesson()
    lesson = sampled.findChild(LessonWindow)
    assert lesson is not None
    driving.until(qtbot, lambda: lesson.page.state is not None)
    found = []
    for _step in STEPS:
        found.append(shared_in(lesson))
        lesson.page.next.click()
    assert not lesson.isVisible()  # the last step has been seen
    assert found == [{}] * len(STEPS)


def test_in_the_main_window_each_letter_reaches_one_thing_or_one_menu(window: MainWindow) -> None:
    assert shared_in(window) == {}


@pytest.mark.parametrize("view", ["list", "table", "grid"])
def test_with_pictures_in_it_too(qtbot: QtBot, sampled: MainWindow, view: str) -> None:
    sampled.commands.show_view(view)
    assert sampled.isVisible()
    assert shared_in(sampled) == {}


@pytest.mark.parametrize("entry", WINDOWS)
def test_in_each_window_beside_it_each_letter_reaches_one_thing(qtbot: QtBot, sampled: MainWindow, entry: str) -> None:
    getattr(sampled.menus, entry).trigger()
    opened = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not sampled]
    assert len(opened) == 1
    assert shared_in(opened[0]) == {}


def test_in_each_menu_each_letter_reaches_one_entry(sampled: MainWindow) -> None:
    menus = [menu for menu in sampled.findChildren(QMenu) if menu.title()]
    assert {"&File", "&Why", "&Sort by"} <= {menu.title() for menu in menus}
    found = {menu.title(): shared(entry.text() for entry in menu.actions()) for menu in menus}
    assert {title: letters for title, letters in found.items() if letters} == {}
