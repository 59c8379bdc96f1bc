"""A hasty presenter, long answers, and what changes in the list during a round: found by attacking the presentation."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.present.guessing import Game, Stage
from alpaca_gui.gui.present.present_window import PresentWindow
from alpaca_gui.gui.present.strip import Strip, type_for, type_on_lines
from alpaca_gui.gui.review.words import question
from alpaca_gui.gui.signs import Sign, colour
from alpaca_gui.gui.theme import DARK
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


def present_failures(qtbot: QtBot, window: MainWindow, folder: Path) -> PresentWindow:
    """Open it over three pictures that were classified, of which the first is gone since, and one that is broken."""
    broken = folder / "broken.jpg"
    broken.parent.mkdir(exist_ok=True)
    broken.write_bytes(b"\xff\xd8\xff\xe0")
    pictures = [driving.draw(folder / f"{name}.png", name) for name in ("red", "olive", "teal")]
    window.take_paths([str(path) for path in (pictures[0], broken, *pictures[1:])])
    driving.settle(qtbot, window, 4)
    pictures[0].unlink()
    driving.choose(window, "red.png")
    window.menus.present.trigger()
    return window.findChildren(PresentWindow)[-1]


def test_a_picture_that_is_gone_or_broken_is_named_with_what_is_wrong_and_the_keys_go_past_it(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    shown = present_failures(qtbot, window, tmp_path / "zoo")
    told = shown.strip.accessibleName
    driving.until(qtbot, lambda: told() == "red.png: The file is gone: nothing is at this path any more.")
    order = driving.names(window)
    for key, by in ((Key.Key_PageDown, 1), (Key.Key_Right, 1), (Key.Key_PageUp, -1), (Key.Key_Left, -1)):
        driving.choose(window, "red.png")
        driving.until(qtbot, lambda: not shown.gaze.looking and told().startswith("red.png"))
        press(shown, key)
        there = order.index("red.png") + by
        assert driving.key(driving.rows(window)[min(max(there, 0), 3)]) == key_shown(window)
    driving.choose(window, "broken.jpg")
    driving.until(qtbot, lambda: told().startswith("broken.jpg: It "))


def test_pictures_that_fail_do_not_count_in_the_score(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    shown = present_failures(qtbot, window, tmp_path / "zoo")
    for name in ("red.png", "broken.jpg"):
        driving.choose(window, name)
        driving.until(qtbot, lambda: shown.strip.accessibleName().startswith(f"{name}: "))  # noqa: B023
        window.menus.label_yes.trigger()
        driving.written(qtbot, window)
        driving.choose(window, name)
        driving.until(qtbot, lambda: shown.strip.accessibleName().startswith(f"{name}: "))  # noqa: B023
        press(shown, Key.Key_Y, Key.Key_N, Key.Key_Backspace, Key.Key_G, Key.Key_G, Key.Key_Right)
    assert not shown.game.rounds
    assert not shown.game.guesses
    assert shown.game.score.rounds == 0
    driving.choose(window, "olive.png")
    driving.until(qtbot, lambda: shown.subject is not None)
    press(shown, Key.Key_Y, Key.Key_Space, Key.Key_Right, Key.Key_Right)
    assert shown.game.score.rounds == 1


@pytest.mark.parametrize("name", ["gone.png", "one word of a name " * 12, "Donaudampfschifffahrt" * 12, "two\\nlines"])
def test_the_name_of_a_picture_that_fails_is_in_large_type_and_never_cut(qtbot: QtBot, name: str) -> None:
    strip = Strip()
    qtbot.addWidget(strip)
    strip.resize(1280, 194)
    strip.show_message("The file is gone: nothing is at this path any more.", name)
    image = strip.grab().toImage()
    ink, ground = QColor(colour(Sign.FAILED, DARK)).name(), {image.pixelColor(1279, y).name() for y in range(194)}
    found = {image.pixelColor(x, y).name() for x in range(90, 1280, 2) for y in range(0, 100)}
    assert ink in found
    assert len(ground) == 1  # nothing reaches the edge
