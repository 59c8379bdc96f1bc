"""A person sees what would be learnt, what it changes, and decides; nothing is kept that was not chosen."""

import json
import signal
from pathlib import Path

import numpy as np
import psutil  # type: ignore[import-untyped]
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.picture_model import DETAIL, KEY, LOGIT, SIGN
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.teaching import dialog as module
from alpaca_gui.gui.teaching.dialog import TeachDialog
from alpaca_gui.gui.theme import Appearance, apply_appearance
from alpaca_gui.library.columns import NO_LABEL
from alpaca_gui.library.library import Library
from alpaca_gui.library.place import taught_models
from alpaca_gui.logit.verdict import Decision, Rule
from tests.gui.driving import click, opens_a_dialog, press, until
from tests.gui.teaching.conftest import OpenDialog, Plays

pytestmark = opens_a_dialog


def _files() -> list[str]:
    return sorted(path.name for path in taught_models().rglob("*") if path.is_file())


def _over(qtbot: QtBot, dialog: TeachDialog, page: QWidget) -> None:
    """Wait until a page is shown, and the child process is gone."""
    until(qtbot, lambda: dialog.pages.currentWidget() is page and not psutil.Process().children())


def _learnt(qtbot: QtBot, dialog: TeachDialog) -> TeachDialog:
    click(dialog.start.learn)
    _over(qtbot, dialog, dialog.came)
    return dialog


def _rows(dialog: TeachDialog) -> list[int]:
    assert dialog.came.panel is not None
    model = dialog.came.panel.model
    return [int(model.index(row, 0).data(KEY)) for row in range(model.rowCount())]


# Before.


def test_what_will_be_learnt_from_is_said(dialog: TeachDialog, collection: Collection) -> None:
    start, label = dialog.start, collection.columns.label[:20]
    assert (start.yes.text(), start.no.text()) == ("10", "10")
    wrong = int(((collection.columns.logit[:20] > 0) != (label == 1)).sum())
    assert start.wrong.text() == f"{wrong} of 20"
    assert (start.model.text(), start.yes_name.text(), start.no_name.text()) == ("alpaca", "alpaca", "not alpaca")
    assert start.note.text() == ""
    assert start.learn.isEnabled()


def test_labels_given_meanwhile_are_counted(qtbot: QtBot, dialog: TeachDialog, collection: Collection) -> None:
    collection.changes.set_label(np.array([25, 26]), 1)
    until(qtbot, lambda: dialog.start.yes.text() == "12")
    collection.changes.undo()
    until(qtbot, lambda: dialog.start.yes.text() == "10")


def test_without_labels_there_is_nothing_to_learn(qtbot: QtBot, dialog: TeachDialog, collection: Collection) -> None:
    collection.changes.set_label(np.arange(20), NO_LABEL)
    until(qtbot, lambda: dialog.start.yes.text() == "0")
    assert not dialog.start.learn.isEnabled()
    assert dialog.start.note.text().startswith("No picture is labelled yet.")


def test_few_labels_are_remarked(qtbot: QtBot, dialog: TeachDialog, collection: Collection) -> None:
    collection.changes.set_label(np.arange(4, 20), NO_LABEL)
    until(qtbot, lambda: dialog.start.note.text().startswith("These are few labels"))
    assert dialog.start.learn.isEnabled()


def test_the_child_is_asked_for_what_the_window_shows(
    qtbot: QtBot, dialog: TeachDialog, collection: Collection, plays: Plays, library_path: Path
) -> None:
    plays(["show_request"], ["hang"])
    collection.set_rule(Rule(0.5, 0.25, 2.0))
    click(dialog.start.learn)
    until(qtbot, lambda: bool(dialog.learning.notes.toPlainText()))
    request = json.loads(dialog.learning.notes.toPlainText())
    assert (request["library"], request["concept"], request["rule"]) == (str(library_path), "alpaca", [0.5, 0.25, 2.0])
    assert collection.bundle is not None
    assert (request["model"], request["model_id"]) == (str(collection.bundle.path), collection.bundle.model_id)
    assert Path(request["out"]).is_relative_to(taught_models())


def test_a_label_that_is_still_being_written_is_waited_for(
    qtbot: QtBot, dialog: TeachDialog, collection: Collection, plays: Plays, library_path: Path
) -> None:
    collection.changes.set_label(np.array([25]), 1)
    assert collection.changes.editing
    click(dialog.start.learn)
    assert dialog.pages.currentWidget() is dialog.learning
    assert not dialog.lesson.busy
    until(qtbot, lambda: dialog.lesson.busy)
    with Library(library_path, write=False) as one:
        assert one.load("alpaca").label[25] == 1
    _over(qtbot, dialog, dialog.came)


# While it goes on.


def test_steps_are_shown_and_it_can_be_given_up(qtbot: QtBot, dialog: TeachDialog, plays: Plays) -> None:
    plays(["came"], ["step", "Judging out of fold", 2, 5], ["hang"])
    click(dialog.start.learn)
    until(qtbot, lambda: dialog.learning.left.text() == "2 of 5")
    assert dialog.learning.stage.text() == "Judging out of fold"
    assert len(_files()) == 2
    click(dialog.learning.cancel)
    _over(qtbot, dialog, dialog.start)
    assert _files() == []


def test_escape_in_the_middle_closes_and_leaves_no_child(qtbot: QtBot, dialog: TeachDialog, plays: Plays) -> None:
    plays(["note", "x"], ["hang"])
    click(dialog.start.learn)
    until(qtbot, lambda: bool(dialog.learning.notes.toPlainText()))
    press(dialog, Qt.Key.Key_Escape)
    until(qtbot, lambda: not isValid(dialog) and not psutil.Process().children())


def test_a_sentence_of_the_child_is_shown_and_it_can_be_tried_again(
    qtbot: QtBot, dialog: TeachDialog, plays: Plays
) -> None:
    plays(["fail", "No space left on device."])
    click(dialog.start.learn)
    _over(qtbot, dialog, dialog.failure)
    assert dialog.failure.sentence.text() == "No space left on device."
    plays(["came"])
    click(dialog.failure.back)
    _learnt(qtbot, dialog)


@pytest.mark.parametrize("step", [["crash"], ["signal", int(signal.SIGKILL)], ["leave", 3], ["blunder", "oh"]])
def test_a_crash_is_a_sentence_and_leaves_no_candidate(
    qtbot: QtBot, dialog: TeachDialog, plays: Plays, step: list[object]
) -> None:
    plays(["came"], step)
    click(dialog.start.learn)
    _over(qtbot, dialog, dialog.failure)
    assert dialog.failure.sentence.text().endswith((".", ":"))
    assert _files() == []


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([["nonsense"]], "The child process gave an answer that is not understood"),
        ([["came"], ["lose_the_preview"]], "What changes cannot be read any more: No such file or directory."),
    ],
)
def test_an_answer_that_cannot_be_used_is_a_sentence(
    qtbot: QtBot, dialog: TeachDialog, plays: Plays, steps: list[list[object]], sentence: str
) -> None:
    plays(*steps)
    click(dialog.start.learn)
    _over(qtbot, dialog, dialog.failure)
    assert dialog.failure.sentence.text().startswith(sentence)
    assert _files() == []


# What came of it.


def test_figures_are_shown_before_and_after(qtbot: QtBot, dialog: TeachDialog) -> None:
    came = _learnt(qtbot, dialog).came
    assert came.came.text() == "It answers 50 of your 55 labels right, instead of 45."
    assert came.figures.texts() == [
        ("45 of 55", "50 of 55"),
        ("81.8 %", "90.9 %"),
        ("69.7 to 89.8 %", "80.4 to 96.1 %"),  # Wilson's, as scipy.stats.binomtest gives them
        ("0.5647", "0.3890"),
    ]
    assert "Right now and wrong before: 7. Wrong now and right before: 2." in came.figures.how.text()
    assert "had been trained on 2 of them" in came.figures.how.text()


def test_a_model_that_got_worse_is_said_to_be(qtbot: QtBot, dialog: TeachDialog, plays: Plays) -> None:
    plays(["came", 40])
    assert (
        _learnt(qtbot, dialog)
        .came.came.text()
        .endswith("40 of your 55 labels right, and that is fewer than before: 45.")
    )


def test_pictures_that_change_sides_are_listed_the_furthest_first(
    qtbot: QtBot, dialog: TeachDialog, collection: Collection
) -> None:
    panel = _learnt(qtbot, dialog).came.panel
    assert panel is not None
    logits = collection.columns.logit
    expected = sorted(range(0, 30, 2), key=lambda key: -abs(logits[key]))
    assert _rows(dialog) == expected
    assert panel.what.text() == "15 pictures: those that change sides, the furthest first"
    first = panel.model.index(0, 0)
    old = float(logits[expected[0]])
    assert first.data(LOGIT) == pytest.approx(-old)
    assert Sign(first.data(SIGN)) is (Sign.NO if old > 0 else Sign.YES)
    assert first.data(DETAIL).startswith(f"was {old:+.2f} {'yes' if old > 0 else 'no'}".replace("-", "\N{MINUS SIGN}"))
    assert dialog.came.sides.text() == "15 of 30 pictures change sides."


def test_each_cell_lists_what_it_counts_and_there_is_a_way_back(
    qtbot: QtBot, dialog: TeachDialog, collection: Collection
) -> None:
    came = _learnt(qtbot, dialog).came
    assert came.table is not None
    assert came.panel is not None
    assert not came.panel.all.isVisible()
    for (before, after), cell in came.table.cells.items():
        click(cell)
        assert cell.isChecked()
        assert len(_rows(dialog)) == cell.count
        logits = collection.columns.logit[_rows(dialog)]
        assert ((logits > 0) == (before is Decision.YES)).all()
        flipped = np.array(_rows(dialog)) % 2 == 0
        assert (flipped == (before is not after)).all()
    assert sum(cell.count for cell in came.table.cells.values()) == 30
    click(came.panel.all)
    assert len(_rows(dialog)) == 15
    assert not any(cell.isChecked() for cell in came.table.cells.values())


def test_nothing_that_changes_is_said(qtbot: QtBot, dialog: TeachDialog, plays: Plays) -> None:
    plays(["came", 50, 50, 55, False])
    _learnt(qtbot, dialog)
    assert dialog.came.sides.text() == "None of 30 pictures changes its answer."
    assert _rows(dialog) == []
    assert dialog.came.came.text() == "It answers 50 of your 55 labels right, as many as before."


def test_cells_are_reached_and_pressed_by_keys(qtbot: QtBot, dialog: TeachDialog) -> None:
    came = _learnt(qtbot, dialog).came
    assert came.table is not None
    cell = came.table.cells[Decision.NO, Decision.YES]
    cell.setFocus()
    press(cell, Qt.Key.Key_Space)
    assert len(_rows(dialog)) == cell.count > 0
    assert cell.accessibleName() == f"{cell.count}: no → yes"


# Keep or throw away.


def test_the_new_model_is_kept_under_a_readable_name_and_opened(qtbot: QtBot, dialog: TeachDialog) -> None:
    _learnt(qtbot, dialog)
    with qtbot.waitSignal(dialog.open_model) as opened:
        click(dialog.came.use)
    (path,) = opened.args
    assert path.parent == taught_models()
    assert path.read_bytes() == b"a model"
    assert path.name.startswith("alpaca taught 20")
    assert _files() == [path.name]
    until(qtbot, lambda: not isValid(dialog))


def test_thrown_away_nothing_is_left(qtbot: QtBot, dialog: TeachDialog) -> None:
    _learnt(qtbot, dialog)
    click(dialog.came.throw)
    until(qtbot, lambda: not isValid(dialog))
    assert _files() == []


def test_a_quick_lesson_is_closed_without_a_question(qtbot: QtBot, dialog: TeachDialog) -> None:
    _learnt(qtbot, dialog)
    press(dialog, Qt.Key.Key_Escape)
    until(qtbot, lambda: not isValid(dialog))
    assert _files() == []


def test_a_long_one_is_only_thrown_away_after_a_question(
    qtbot: QtBot, dialog: TeachDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONG_S", 0.0)
    _learnt(qtbot, dialog)
    dialog.close()
    assert dialog.isVisible()
    assert dialog.question is not None
    click(dialog.question.no)
    assert dialog.isVisible()
    assert len(_files()) == 2
    dialog.close()
    assert dialog.question is not None
    click(dialog.question.yes)
    until(qtbot, lambda: not isValid(dialog))
    assert _files() == []


def test_with_its_window_it_closes_without_a_question(
    qtbot: QtBot, open_dialog: OpenDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONG_S", 0.0)
    window = QWidget()
    window.show()
    dialog = _learnt(qtbot, open_dialog(window))
    window.hide()
    dialog.close()
    until(qtbot, lambda: not isValid(dialog))
    window.deleteLater()
    assert _files() == []


def test_destroyed_with_its_window_it_leaves_nothing(qtbot: QtBot, open_dialog: OpenDialog) -> None:
    window = QWidget()
    window.show()
    dialog = _learnt(qtbot, open_dialog(window))
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(dialog)
    assert _files() == []


def test_where_it_cannot_be_kept_the_sentence_is_shown_and_it_can_be_tried_again(
    qtbot: QtBot, dialog: TeachDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    _learnt(qtbot, dialog)
    with monkeypatch.context() as broken:

        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        broken.setattr(Path, "replace", refuse)
        click(dialog.came.use)
    assert dialog.came.said.text().startswith("The new model cannot be kept in ")
    with qtbot.waitSignal(dialog.open_model):
        click(dialog.came.use)


def test_both_appearances_show_it(qtbot: QtBot, dialog: TeachDialog, qapp: object) -> None:
    _learnt(qtbot, dialog)
    pictures = []
    for look in (Appearance.LIGHT, Appearance.DARK):
        apply_appearance(qapp, look)  # type: ignore[arg-type]
        pictures.append(dialog.grab().toImage())
    assert pictures[0] != pictures[1]
    apply_appearance(qapp, Appearance.LIGHT)  # type: ignore[arg-type]


# A real lesson.


def test_a_real_lesson_is_shown_and_thrown_away(qtbot: QtBot, open_dialog: OpenDialog, library_path: Path) -> None:
    dialog = _learnt(qtbot, open_dialog(real=True))
    came = dialog.came
    assert came.title.text() == "alpaca has learnt 20 labels"
    assert came.table is not None
    assert sum(cell.count for cell in came.table.cells.values()) == 30
    click(came.throw)
    until(qtbot, lambda: not isValid(dialog))
    assert _files() == []
