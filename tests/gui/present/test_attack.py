"""A hasty presenter, long answers, and what changes in the list during a round: found by attacking the presentation."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.present.guessing import Game, Stage
from alpaca_gui.gui.present.present_window import PresentWindow
from alpaca_gui.gui.present.strip import type_for, type_on_lines
from alpaca_gui.gui.review.words import question
from alpaca_gui.gui.why.gaze import NO_PICTURE
from alpaca_gui.logit.verdict import Decision, Rule
from tests.gui import driving
from tests.gui.conftest import ModelRuns
from tests.gui.present.conftest import key_shown, present, press

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
Key = Qt.Key


def test_a_key_too_many_does_not_jump_over_a_picture_that_nobody_has_seen(
    qtbot: QtBot, sampled: MainWindow, model_runs: ModelRuns
) -> None:
    shown = present(qtbot, sampled)
    model_runs.hold()
    press(shown, Key.Key_Down)
    second = key_shown(sampled)
    press(shown, Key.Key_Right, Key.Key_Space, Key.Key_Left, Key.Key_Y)
    assert key_shown(sampled) == second
    model_runs.release()
    driving.until(qtbot, lambda: shown.subject is not None)
    assert shown.subject is not None
    assert (shown.subject.key, shown.stage, shown.game.of(second).count) == (second, Stage.GUESS, 0)


def test_up_and_down_leave_a_picture_that_is_still_looked_at(
    qtbot: QtBot, sampled: MainWindow, model_runs: ModelRuns
) -> None:
    shown = present(qtbot, sampled)
    first = key_shown(sampled)
    model_runs.hold()
    press(shown, Key.Key_Down, Key.Key_Down)
    assert key_shown(sampled) != first
    press(shown, Key.Key_Up, Key.Key_Up)
    assert key_shown(sampled) == first
    model_runs.release()
    driving.until(qtbot, lambda: shown.subject is not None)


def test_a_label_that_is_given_during_the_round_counts_in_its_score(qtbot: QtBot, sampled: MainWindow) -> None:
    shown = present(qtbot, sampled)
    press(shown, Key.Key_Y, Key.Key_Space, Key.Key_Right, Key.Key_Right)
    assert shown.stage is Stage.SCORE
    assert shown.game.score.labelled == 0
    sampled.menus.label_yes.trigger()
    driving.written(qtbot, sampled)
    driving.until(qtbot, lambda: shown.game.score.labelled == 1)
    assert shown.game.score.people == 1
    assert "label: yes" in shown.strip.accessibleName()
    assert "People 1 of 1" in shown.strip.accessibleName()


def test_the_score_never_contradicts_the_decision_on_the_screen(qtbot: QtBot, sampled: MainWindow) -> None:
    shown = present(qtbot, sampled)
    assert sampled.collection is not None
    press(shown, Key.Key_N, Key.Key_Space, Key.Key_Right, Key.Key_Right)
    for threshold, decision in ((1000.0, Decision.NO), (-1000.0, Decision.YES)):
        sampled.collection.set_rule(Rule(threshold, 0.0))
        assert shown.game.rounds[key_shown(sampled)].model is decision
        assert shown.game.score.agreed == int(decision is Decision.NO)


def test_guesses_stay_closed_when_the_presenter_goes_back(qtbot: QtBot, sampled: MainWindow) -> None:
    shown = present(qtbot, sampled)
    press(shown, Key.Key_N, Key.Key_Space, Key.Key_Left)
    assert shown.stage is Stage.GUESS
    press(shown, Key.Key_Y, Key.Key_Y, Key.Key_Backspace)
    assert shown.game.of(key_shown(sampled)).yes == 0
    assert shown.game.of(key_shown(sampled)).no == 1


def test_a_label_is_taken_over_and_taken_off_again() -> None:
    game = Game()
    game.guess(3, yes=True)
    game.reveal(3, Decision.YES, None)
    for truth, labelled, right in ((1, 1, 1), (0, 1, 0), (None, 0, 0)):
        game.label(3, truth)
        assert (game.score.labelled, game.score.people, game.score.model) == (labelled, right, right)


def test_a_list_that_becomes_empty_says_so_and_no_key_does_harm(qtbot: QtBot, sampled: MainWindow) -> None:
    shown = present(qtbot, sampled)
    sampled.commands.clear()
    driving.until(qtbot, lambda: shown.strip.accessibleName() == NO_PICTURE)
    press(shown, *(Key.Key_Right, Key.Key_Left, Key.Key_Down, Key.Key_Y, Key.Key_Backspace, Key.Key_G, Key.Key_B))
    assert shown.subject is None
    assert sampled.collection is not None
    sampled.collection.changes.undo()
    driving.until(qtbot, lambda: shown.subject is not None)


def test_keys_after_closing_reach_nothing(qtbot: QtBot, sampled: MainWindow, model_runs: ModelRuns) -> None:
    shown = present(qtbot, sampled)
    first = key_shown(sampled)
    model_runs.hold()
    press(shown, Key.Key_Down)
    second = key_shown(sampled)
    model_runs.release()
    press(shown, Key.Key_Escape)
    assert not shown.isVisible()
    assert second != first
    assert key_shown(sampled) == second
    sampled.menus.present.trigger()
    sampled.menus.present.trigger()
    QApplication.processEvents()
    assert [one.isVisible() for one in sampled.findChildren(PresentWindow)].count(True) == 1


LONG = (
    "Yes, " + "Überraschungsalpaka " * 10,
    "No, " + "これは羊駝ではありません" * 16,
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
)


@pytest.mark.parametrize("text", LONG)
def test_a_long_answer_is_broken_into_lines_before_it_becomes_small(qtbot: QtBot, text: str) -> None:
    box, most = QRectF(0, 0, 1200, 160), 120.0
    font = type_on_lines(text, box, most, bold=True)
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
    taken = QFontMetricsF(font).boundingRect(QRectF(0, 0, box.width(), 0), flags, text)
    assert taken.width() <= box.width()
    assert taken.height() <= box.height()
    assert font.pixelSize() >= type_for(text, box.width(), most, bold=True).pixelSize()
    if len(text) > 150:
        assert font.pixelSize() >= 2 * type_for(text, box.width(), most, bold=True).pixelSize()


def test_a_concept_is_asked_about_on_one_line_and_in_its_own_direction() -> None:
    assert question("a\nb\N{RIGHT-TO-LEFT OVERRIDE}") == "Is it an a\\nb\\u202e?"
