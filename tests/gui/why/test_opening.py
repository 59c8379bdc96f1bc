"""Opening the windows that explain: drawn first, then built, then filled; and no more is built than is looked at."""

import pytest
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.lesson.lesson_window import LessonWindow
from alpaca_gui.gui.lesson.step import Step
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.why.firm.firm_panel import FirmPanel
from alpaca_gui.gui.why.map.map_panel import MapPanel
from alpaca_gui.gui.why.panel import Panel
from alpaca_gui.gui.why.why_view import LOOKING
from tests.gui.driving import until

pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support propagateSizeHints", "This plugin does not support raise"
)


def test_the_window_is_there_before_its_panel_and_builds_that_one_alone(qtbot: QtBot, sampled: MainWindow) -> None:
    why = sampled.why.show_panel("firm")
    assert why is not None
    assert why.isVisible()
    assert why.findChildren(Panel) == []
    assert why.view.message.text() == LOOKING
    until(qtbot, lambda: why.view.pages.currentWidget() is not why.view.message)
    (panel,) = why.findChildren(Panel)
    assert isinstance(panel, FirmPanel)
    assert why.panel is panel
    assert panel.subject is why.subject
    assert why.view.hint.text() == FirmPanel.HINT


def test_a_panel_that_is_asked_for_before_it_is_built_is_built_once(qtbot: QtBot, sampled: MainWindow) -> None:
    why = sampled.why.show_panel("firm")
    assert why is not None
    panel = why.panel
    until(qtbot, lambda: panel.isVisible() and panel.subject is not None)
    assert why.findChildren(Panel) == [panel]


def test_a_hasty_hand_gets_the_panel_that_it_chose_last(qtbot: QtBot, sampled: MainWindow) -> None:
    why = sampled.why.show_panel("firm")
    assert why is not None
    for name in ("xray", "flip", "map"):
        why.show_panel(name)
    until(qtbot, lambda: why.subject is not None and why.view.pages.currentWidget() is not why.view.message)
    assert isinstance(why.view.pages.currentWidget(), MapPanel)
    assert why.findChildren(Panel) == [why.panel]
    assert why.view.hint.text() == MapPanel.HINT


def test_a_window_that_is_closed_before_its_panel_is_built_builds_none(qtbot: QtBot, sampled: MainWindow) -> None:
    why = sampled.why.show_panel("firm")
    assert why is not None
    why.close()
    until(qtbot, lambda: not sampled.why._followers())
    again = sampled.why.show_panel("")
    assert again is not None
    until(qtbot, lambda: again.subject is not None and isinstance(again.panel, FirmPanel))  # it was looked at last


def test_the_lesson_begins_with_its_first_step_and_builds_the_others_after_it(
    qtbot: QtBot, sampled: MainWindow
) -> None:
    sampled.why.lesson()
    (lesson,) = sampled.findChildren(LessonWindow)
    assert lesson.findChildren(Step) == [lesson.page.step]
    until(qtbot, lambda: len(lesson.findChildren(Step)) == len(lesson.page.steps))
    assert isinstance(lesson.page.step, lesson.page.steps[0])


def test_a_step_that_is_gone_to_before_its_turn_is_built_once(qtbot: QtBot, sampled: MainWindow) -> None:
    sampled.why.lesson()
    (lesson,) = sampled.findChildren(LessonWindow)
    for place in (4, 2, 5, 0):
        lesson.page.go_to(place)
        assert isinstance(lesson.page.step, lesson.page.steps[place])
    until(qtbot, lambda: len(lesson.findChildren(Step)) >= len(lesson.page.steps))
    qtbot.wait(50)
    assert sorted(type(step).__name__ for step in lesson.findChildren(Step)) == sorted(
        step.__name__ for step in lesson.page.steps
    )
