"""The lesson in a window, with the keyboard and the mouse."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.lesson.lesson_window import LessonWindow
from alpaca_gui.gui.lesson.threshold_and_band import ThresholdAndBand
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.logit.words import logit_text
from tests.gui import driving
from tests.gui.conftest import OpenWindow
from tests.gui.lesson.conftest import open_lesson

Key = Qt.Key


@driving.shows_a_tool_tip
def test_every_step_speaks_of_the_picture_on_the_screen(qtbot: QtBot, sampled: MainWindow) -> None:
    lesson = open_lesson(qtbot, sampled)
    assert lesson.subject is not None
    said = set()
    for place in range(len(lesson.page.steps)):
        lesson.page.go_to(place)
        if place != 3:  # the losses are given by themselves
            assert logit_text(lesson.subject.logit) in lesson.page.own.text()
        said.add(lesson.page.own.text())
    assert len(said) == len(lesson.page.steps)


@driving.shows_a_tool_tip
def test_arrow_keys_drag_and_the_sentence_follows(qtbot: QtBot, sampled: MainWindow) -> None:
    lesson = open_lesson(qtbot, sampled)
    for place in range(len(lesson.page.steps)):
        lesson.page.go_to(place)
        before = lesson.page.own.text()
        QTest.keyClick(lesson.page.step.plot, Key.Key_Left)
        assert lesson.page.own.text() != before


@driving.shows_a_tool_tip
def test_the_mouse_drags_the_handle(qtbot: QtBot, sampled: MainWindow) -> None:
    lesson = open_lesson(qtbot, sampled)
    lesson.page.go_to(2)
    lesson.page.step.plot.move_to(0.0)
    before = lesson.page.own.text()
    plot = lesson.page.step.plot.plot
    plot.grab()  # a line knows what it covers when it has been drawn
    view = plot.getPlotItem().getViewBox()
    start, end = (plot.mapFromScene(view.mapViewToScene(QPointF(x, 0.2))) for x in (0.0, 3.0))
    driving.drag_across(plot.viewport(), start, end)
    assert abs(lesson.page.step.plot.value - 3.0) < 0.3
    assert lesson.page.own.text() != before


@driving.shows_a_tool_tip
def test_the_lesson_goes_with_the_list(qtbot: QtBot, sampled: MainWindow) -> None:
    lesson = open_lesson(qtbot, sampled)
    driving.workspace(sampled).views.choose(2)
    key = driving.workspace(sampled).views.current_key()
    driving.until(qtbot, lambda: lesson.subject is not None and lesson.subject.key == key)
    lesson.page.go_to(1)
    driving.until(
        qtbot, lambda: lesson.subject is not None and logit_text(lesson.subject.logit) in lesson.page.own.text()
    )


@driving.shows_a_tool_tip
def test_the_second_layer_is_there_for_those_who_want_it(qtbot: QtBot, sampled: MainWindow) -> None:
    lesson = open_lesson(qtbot, sampled)
    assert not lesson.page.formulas.isVisible()
    lesson.page.more.click()
    assert lesson.page.formulas.isVisible()
    assert "z = b + w₁·x₁" in lesson.page.formulas.text()
    assert "Sources:" in lesson.page.formulas.text()


@driving.shows_a_tool_tip
def test_the_last_step_closes_and_escape_closes_any(qtbot: QtBot, sampled: MainWindow) -> None:
    lesson = open_lesson(qtbot, sampled)
    for _ in range(len(lesson.page.steps)):
        lesson.page.next.click()
    assert not lesson.isVisible()
    again = open_lesson(qtbot, sampled)
    QTest.keyClick(again, Key.Key_Escape)
    assert not again.isVisible()


@driving.shows_a_tool_tip
def test_the_windows_own_rule_stays_as_it_is(qtbot: QtBot, sampled: MainWindow) -> None:
    lesson = open_lesson(qtbot, sampled)
    assert sampled.collection is not None
    before = sampled.collection.rule
    lesson.page.go_to(5)
    QTest.keyClick(lesson.page.step.plot, Key.Key_End)
    assert sampled.collection.rule == before


@driving.shows_a_tool_tip
def test_a_clicker_turns_the_steps_wherever_the_keyboard_is(qtbot: QtBot, sampled: MainWindow) -> None:
    lesson = open_lesson(qtbot, sampled)
    steps, page = len(lesson.page.steps), lesson.page
    page.more.click()

    def title() -> str:
        return page.title.text()

    QTest.keyClick(page.step.plot, Key.Key_PageDown)
    assert title().startswith(f"2 of {steps}")
    QTest.keyClick(page.next, Key.Key_PageDown)
    assert title().startswith(f"3 of {steps}")
    for _ in range(steps):
        QTest.keyClick(lesson, Key.Key_PageDown)
    assert title().startswith(f"{steps} of {steps}")
    assert lesson.isVisible()  # a click too many does not end a lesson before a class
    step = page.step
    assert isinstance(step, ThresholdAndBand)
    step.band.setFocus()
    band = step.band.value()
    QTest.keyClick(step.band, Key.Key_PageUp)
    assert title().startswith(f"{steps - 1} of {steps}")
    assert step.band.value() == band
    for _ in range(steps):
        QTest.keyClick(lesson, Key.Key_PageUp)
    assert title().startswith(f"1 of {steps}")


def all_whole(*labels: QLabel) -> bool:
    """Whether those that are shown have the height that their words take."""
    return all(label.height() >= label.heightForWidth(label.width()) for label in labels if label.isVisible())


@driving.shows_a_tool_tip
@pytest.mark.parametrize("formulas", [False, True])
def test_every_step_holds_at_720_by_540(qtbot: QtBot, sampled: MainWindow, formulas: bool) -> None:
    lesson = open_lesson(qtbot, sampled)
    assert (lesson.minimumWidth(), lesson.minimumHeight()) == (720, 540)
    lesson.resize(720, 540)
    driving.until(qtbot, lambda: lesson.size() == lesson.minimumSize())
    page = lesson.page
    page.more.setChecked(formulas)
    for place in range(len(page.steps)):
        page.go_to(place)
        assert page.own.isVisible()
        driving.until(qtbot, lambda: all_whole(page.title, page.text, page.do, page.own))
        assert page.step.plot.height() >= 140
        bottom = page.next.mapTo(lesson, page.next.rect().bottomRight())
        assert lesson.rect().contains(bottom)
        assert page.own.mapTo(lesson, page.own.rect().bottomLeft()).y() < bottom.y()


@driving.shows_a_tool_tip
def test_a_file_that_is_gone_is_named_and_no_plot_is_shown(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()
    name = "a <b>picture<b> that is gone.png"
    path = driving.draw(tmp_path / name)
    window.take_paths([str(path)])
    driving.settle(qtbot, window, 1)
    path.unlink()
    window.menus.lesson.trigger()
    lesson = window.findChildren(LessonWindow)[-1]
    driving.until(qtbot, lambda: bool(lesson.page.message.text()))
    assert lesson.page.message.text().startswith(f"{name}\n")
    assert lesson.header.name.text() == name
    for place in range(len(lesson.page.steps)):
        lesson.page.go_to(place)
        assert lesson.page.message.isVisible()
        assert not lesson.page.step.isVisible()
        assert not lesson.page.do.isVisible()
        assert not lesson.page.own.text()
