"""The lesson in a window, with the keyboard and the mouse."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.lesson.lesson_window import LessonWindow
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.logit.words import logit_text
from tests.gui import driving

Key = Qt.Key


def open_lesson(qtbot: QtBot, window: MainWindow) -> LessonWindow:
    window.menus.lesson.trigger()
    lesson = window.findChildren(LessonWindow)[-1]
    driving.until(qtbot, lambda: bool(lesson.own.text()))
    return lesson


@driving.shows_a_tool_tip
def test_every_step_speaks_of_the_picture_on_the_screen(qtbot: QtBot, sampled: MainWindow) -> None:
    lesson = open_lesson(qtbot, sampled)
    assert lesson.subject is not None
    said = set()
    for place in range(len(lesson.steps)):
        lesson.go_to(place)
        if place != 3:  # the losses are given by themselves
            assert logit_text(lesson.subject.logit) in lesson.own.text()
        said.add(lesson.own.text())
    assert len(said) == len(lesson.steps)


@driving.shows_a_tool_tip
def test_arrow_keys_drag_and_the_sentence_follows(qtbot: QtBot, sampled: MainWindow) -> None:
    lesson = open_lesson(qtbot, sampled)
    for place in range(len(lesson.steps)):
        lesson.go_to(place)
        before = lesson.own.text()
        QTest.keyClick(lesson.step.plot, Key.Key_Left)
        assert lesson.own.text() != before


@driving.shows_a_tool_tip
def test_the_mouse_drags_the_handle(qtbot: QtBot, sampled: MainWindow) -> None:
    lesson = open_lesson(qtbot, sampled)
    lesson.go_to(2)
    lesson.step.plot.move_to(0.0)
    before = lesson.own.text()
    plot = lesson.step.plot.plot
    plot.grab()  # a line knows what it covers when it has been drawn
    view = plot.getPlotItem().getViewBox()
    start, end = (plot.mapFromScene(view.mapViewToScene(QPointF(x, 0.2))) for x in (0.0, 3.0))
    driving.drag_across(plot.viewport(), start, end)
    assert abs(lesson.step.plot.value - 3.0) < 0.3
    assert lesson.own.text() != before


@driving.shows_a_tool_tip
def test_the_lesson_goes_with_the_list(qtbot: QtBot, sampled: MainWindow) -> None:
    lesson = open_lesson(qtbot, sampled)
    driving.workspace(sampled).views.choose(2)
    key = driving.workspace(sampled).views.current_key()
    driving.until(qtbot, lambda: lesson.subject is not None and lesson.subject.key == key)
    lesson.go_to(1)
    driving.until(qtbot, lambda: lesson.subject is not None and logit_text(lesson.subject.logit) in lesson.own.text())


@driving.shows_a_tool_tip
def test_the_second_layer_is_there_for_those_who_want_it(qtbot: QtBot, sampled: MainWindow) -> None:
    lesson = open_lesson(qtbot, sampled)
    assert not lesson.formulas.isVisible()
    lesson.more.click()
    assert lesson.formulas.isVisible()
    assert "z = b + w₁·x₁" in lesson.formulas.text()
    assert "Sources:" in lesson.formulas.text()


@driving.shows_a_tool_tip
def test_the_last_step_closes_and_escape_closes_any(qtbot: QtBot, sampled: MainWindow) -> None:
    lesson = open_lesson(qtbot, sampled)
    for _ in range(len(lesson.steps)):
        lesson.next.click()
    assert not lesson.isVisible()
    again = open_lesson(qtbot, sampled)
    QTest.keyClick(again, Key.Key_Escape)
    assert not again.isVisible()


@driving.shows_a_tool_tip
def test_the_windows_own_rule_stays_as_it_is(qtbot: QtBot, sampled: MainWindow) -> None:
    lesson = open_lesson(qtbot, sampled)
    assert sampled.collection is not None
    before = sampled.collection.rule
    lesson.go_to(5)
    QTest.keyClick(lesson.step.plot, Key.Key_End)
    assert sampled.collection.rule == before
