"""Presenting to a room, driven by keys alone."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.present.guessing import Guesses, Stage
from alpaca_gui.gui.present.hint import WORDS
from alpaca_gui.gui.present.present_window import PresentWindow
from alpaca_gui.gui.present.strip import type_for
from alpaca_gui.logit.verdict import Rule
from tests.gui import driving
from tests.gui.present.conftest import key_shown, present, press

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
Key = Qt.Key


def test_a_room_guesses_and_then_sees_the_decision_the_map_and_the_score(qtbot: QtBot, sampled: MainWindow) -> None:
    shown = present(qtbot, sampled)
    assert shown.subject is not None
    assert shown.strip.accessibleName().startswith("Is it an alpaca?")
    assert shown.canvas.contributions is None
    press(shown, Key.Key_Y, Key.Key_Y, Key.Key_N)
    assert "2 yes  1 no" in shown.strip.accessibleName()
    press(shown, Key.Key_Space)
    assert shown.stage is Stage.DECISION
    assert shown.canvas.contributions is None
    assert "logit" in shown.strip.accessibleName()
    press(shown, Key.Key_PageDown)
    assert shown.canvas.contributions is shown.subject.seen.contributions
    press(shown, Key.Key_Right)
    assert "People and model agreed" in shown.strip.accessibleName()


def test_the_clicker_goes_on_to_the_next_picture_and_the_list_goes_with_it(qtbot: QtBot, sampled: MainWindow) -> None:
    shown = present(qtbot, sampled)
    before = key_shown(sampled)
    press(shown, *[Key.Key_PageDown] * 4)
    driving.until(qtbot, lambda: shown.subject is not None and shown.subject.key != before)
    assert shown.subject is not None
    assert shown.subject.key == key_shown(sampled)
    assert shown.stage is Stage.GUESS
    press(shown, Key.Key_PageUp)
    driving.until(qtbot, lambda: shown.subject is not None and shown.subject.key == before)


def test_choosing_in_the_list_changes_the_slide(qtbot: QtBot, sampled: MainWindow) -> None:
    shown = present(qtbot, sampled)
    driving.workspace(sampled).views.choose(3)
    driving.until(qtbot, lambda: shown.subject is not None and shown.subject.key == key_shown(sampled))


def test_guesses_are_closed_once_the_decision_is_seen(qtbot: QtBot, sampled: MainWindow) -> None:
    shown = present(qtbot, sampled)
    assert shown.subject is not None
    press(shown, Key.Key_N, Key.Key_Space, Key.Key_Y)
    assert shown.game.of(shown.subject.key) == Guesses(0, 1)


def test_a_guess_is_taken_back(qtbot: QtBot, sampled: MainWindow) -> None:
    shown = present(qtbot, sampled)
    assert shown.subject is not None
    press(shown, Key.Key_N, Key.Key_Y, Key.Key_Backspace)
    assert shown.game.of(shown.subject.key) == Guesses(0, 1)


def test_a_key_held_down_counts_once(qtbot: QtBot, sampled: MainWindow) -> None:
    shown = present(qtbot, sampled)
    assert shown.subject is not None
    press(shown, Key.Key_Y)
    again = QKeyEvent(QKeyEvent.Type.KeyPress, Key.Key_Y, Qt.KeyboardModifier.NoModifier, "y", True, 1)
    QApplication.sendEvent(shown, again)
    assert shown.game.of(shown.subject.key).count == 1


def test_without_guessing_the_decision_is_seen_at_once(qtbot: QtBot, sampled: MainWindow) -> None:
    shown = present(qtbot, sampled)
    press(shown, Key.Key_G)
    assert shown.stage is Stage.DECISION
    before = key_shown(sampled)
    press(shown, Key.Key_Space, Key.Key_Space)
    driving.until(qtbot, lambda: shown.subject is not None and shown.subject.key != before)
    assert shown.stage is Stage.DECISION


def test_the_score_is_that_of_the_labels(qtbot: QtBot, sampled: MainWindow) -> None:
    shown = present(qtbot, sampled)
    assert shown.subject is not None
    assert sampled.collection is not None
    driving.workspace(sampled).label_selected(1)
    driving.written(qtbot, sampled)
    press(shown, Key.Key_Y, Key.Key_Space, Key.Key_Space, Key.Key_Space)
    assert "People 1 of 1" in shown.strip.accessibleName()
    assert "label: yes" in shown.strip.accessibleName()


def test_the_decision_follows_the_rule(qtbot: QtBot, sampled: MainWindow) -> None:
    shown = present(qtbot, sampled)
    assert sampled.collection is not None
    assert shown.subject is not None
    press(shown, Key.Key_Space)
    sampled.collection.set_rule(Rule(threshold=shown.subject.logit, band=1.0))
    assert shown.strip.accessibleName().startswith("Unsure")


def test_escape_and_f11_leave_it(qtbot: QtBot, sampled: MainWindow) -> None:
    for key in (Key.Key_Escape, Key.Key_F11):
        shown = present(qtbot, sampled)
        press(shown, key)
        driving.until(qtbot, lambda: not any(one.isVisible() for one in sampled.findChildren(PresentWindow)))


def test_b_blackens_the_screen_and_b_again_brings_it_back(qtbot: QtBot, sampled: MainWindow) -> None:
    shown = present(qtbot, sampled)
    press(shown, Key.Key_B)
    image = shown.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 97) for y in range(0, image.height(), 61)}
    assert colours == {"#000000"}
    press(shown, Key.Key_B)
    assert shown.canvas.isVisible()


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (1920, 1200), (800, 1280)])
def test_the_type_is_read_from_ten_metres_and_nothing_is_cut(
    qtbot: QtBot, sampled: MainWindow, size: tuple[int, int]
) -> None:
    """Cap height over the screen's height: a metre of screen gives 3 cm at least, 10 arc minutes at ten metres."""
    shown = present(qtbot, sampled)
    shown.showNormal()
    shown.resize(*size)
    driving.until(qtbot, lambda: shown.strip.height() > 0.2 * shown.height())
    press(shown, Key.Key_Space)
    title, line = shown.strip.boxes()
    assert title.bottom() <= line.top() + 1
    assert line.bottom() <= shown.strip.height()
    font = type_for("logit +11.07   probability 0.9999", line.width(), 0.82 * 0.27 * shown.strip.height())
    if size[0] >= size[1]:
        assert QFontMetricsF(font).capHeight() >= 0.03 * shown.height()


def test_a_very_long_answer_is_drawn_smaller_and_whole() -> None:
    text = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    font = type_for(text, 600, 90, bold=True)
    assert QFontMetricsF(font).horizontalAdvance(text) <= 600


def test_closing_the_main_window_closes_it(qtbot: QtBot, sampled: MainWindow) -> None:
    shown = present(qtbot, sampled)
    driving.workspace(sampled).views.choose(1)  # still looked at
    sampled.close()
    assert not shown.isVisible()


def move_mouse(widget: QWidget, to: QPoint) -> None:
    """Move the mouse over a widget, with no button held."""
    where, none = QPointF(to), Qt.MouseButton.NoButton
    place = QPointF(widget.mapToGlobal(to))
    event = QMouseEvent(QMouseEvent.Type.MouseMove, where, place, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def test_a_click_does_what_the_clicker_does(qtbot: QtBot, sampled: MainWindow) -> None:
    shown = present(qtbot, sampled)
    before = key_shown(sampled)
    stages = []
    for widget, button in (
        (shown.canvas, Qt.MouseButton.LeftButton),
        (shown.strip, Qt.MouseButton.RightButton),
        (shown.strip, Qt.MouseButton.LeftButton),
    ):
        QTest.mouseClick(widget, button)
        stages.append(shown.stage)
    assert stages == [Stage.DECISION, Stage.DECISION, Stage.MAP]
    for _ in range(2):
        QTest.mouseClick(shown, Qt.MouseButton.LeftButton)
    driving.until(qtbot, lambda: shown.subject is not None and shown.subject.key != before)


def test_how_to_leave_is_said_at_first_and_when_the_mouse_moves(qtbot: QtBot, sampled: MainWindow) -> None:
    shown = present(qtbot, sampled)
    assert shown.hint.isVisible()
    assert "Esc" in shown.hint.accessibleName()
    shown.hint.put_away()
    assert shown.cursor().shape() is Qt.CursorShape.BlankCursor
    move_mouse(shown.canvas, QPoint(30, 30))
    shown.hint.put_away()
    move_mouse(shown.canvas, QPoint(30, 30))
    assert not shown.hint.isVisible()  # told once more of a mouse that lies still
    move_mouse(shown.canvas, QPoint(60, 45))
    assert shown.hint.isVisible()
    assert shown.cursor().shape() is not Qt.CursorShape.BlankCursor


@pytest.mark.parametrize("size", [(1280, 720), (800, 1280), (640, 480)])
def test_the_hint_is_whole_and_read_over_any_picture(qtbot: QtBot, sampled: MainWindow, size: tuple[int, int]) -> None:
    shown = present(qtbot, sampled)
    shown.showNormal()
    shown.resize(*size)
    driving.until(qtbot, lambda: (shown.width(), shown.height()) == size)
    hint = shown.hint
    assert shown.rect().contains(hint.geometry())
    assert hint.fontMetrics().horizontalAdvance(WORDS) <= hint.width()
    assert hint.fontMetrics().height() >= 0.02 * shown.height()
    white = QPixmap(hint.size())
    white.fill(Qt.GlobalColor.white)
    hint.render(white, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    image = white.toImage()
    middle = image.pixelColor(image.width() // 2, 3)
    assert middle.lightness() < 60  # a ground that light words are read on


def test_the_hint_goes_by_itself(qtbot: QtBot, sampled: MainWindow) -> None:
    shown = present(qtbot, sampled)
    shown.hint.timer.setInterval(1)
    shown.hint.show_up()
    driving.until(qtbot, lambda: not shown.hint.isVisible())
