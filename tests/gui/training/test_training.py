"""A training is seen as it goes on, can be given up at any moment, and what comes of it is told in plain words."""

import signal
import threading
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.theme import Appearance, apply_appearance, current_theme
from alpaca_gui.gui.training.dialog import TrainingDialog
from alpaca_gui.training.request import Recipe
from tests.gui.driving import PATIENCE_MS, close_for_good, opens_a_dialog, press, type_in, until
from tests.gui.held_up import HeldUp
from tests.gui.training.conftest import OpenDialog, Plays, found_out

FIGURES = {"accuracy": 0.985, "log_loss": 0.0551, "brier": 0.0123, "auc": 0.998, "ece": 0.0181, "n": 327}
NAN = float("nan")


def epoch(number: int, stage: str = "Head", loss: float = 0.5) -> list[Any]:
    """An epoch of ten."""
    return ["epoch", stage, number, 10, loss, 0.8, loss + 0.1, 0.75, 30.0]


def begin(qtbot: QtBot, dialog: TrainingDialog) -> None:
    """Press the button, and wait until the place for the file has been looked at."""
    with qtbot.waitSignal(dialog.choices.train_asked, timeout=PATIENCE_MS):
        dialog.choices.train.click()
    assert dialog.pages.currentWidget() is dialog.running


def over(qtbot: QtBot, dialog: TrainingDialog, page: QWidget) -> None:
    """Wait until the training is over and a page is shown, and the child process is gone."""
    until(qtbot, lambda: dialog.pages.currentWidget() is page and not psutil.Process().children())


# While it goes on.


def test_stage_progress_and_notes_are_shown_as_they_come(qtbot: QtBot, ready: TrainingDialog, plays: Plays) -> None:
    plays(["step", "Embedding the pictures", 120, 327], ["note", "One file was left out."], ["hang"])
    begin(qtbot, ready)
    until(qtbot, lambda: ready.running.notes.toPlainText() == "One file was left out.")
    assert ready.running.stage.text() == "Embedding the pictures"
    assert (ready.running.bar.value(), ready.running.bar.maximum()) == (120, 327)
    assert ready.running.left.text() == "120 of 327"
    assert ready.running.notes.isVisible()
    assert "llama" in ready.running.title.text()


def test_of_many_steps_at_once_the_last_is_shown(qtbot: QtBot, ready: TrainingDialog, plays: Plays) -> None:
    plays(*(["step", "Embedding", number, 3000] for number in range(3001)), ["note", "x"], ["hang"])
    begin(qtbot, ready)
    until(qtbot, lambda: ready.running.notes.toPlainText() == "x")
    assert ready.running.left.text() == "3,000 of 3,000"
    assert ready.running.bar.value() == 3000


def test_work_that_cannot_be_counted_shows_a_busy_bar(qtbot: QtBot, ready: TrainingDialog, plays: Plays) -> None:
    plays(["step", "Fitting", 0, 0], ["note", "x"], ["hang"])
    begin(qtbot, ready)
    until(qtbot, lambda: ready.running.notes.toPlainText() != "")
    assert ready.running.bar.maximum() == 0
    assert ready.running.left.text() == ""


def test_epochs_are_drawn_and_said(qtbot: QtBot, ready: TrainingDialog, plays: Plays) -> None:
    plays(epoch(1, loss=0.6), epoch(2), epoch(3, "Fine-tuning", 0.25), ["hang"])
    ready.choices.recipe.radios[Recipe.COURSE].setChecked(True)
    begin(qtbot, ready)
    curves = ready.running.curves
    assert curves is not None
    until(qtbot, lambda: curves.epochs == 3)
    assert curves.isVisible()
    x, y = curves.loss.trained.getData()
    assert (x.tolist(), y.tolist()) == ([1, 2, 3], [0.6, 0.5, 0.25])
    assert curves.accuracy.held_back.getData()[1].tolist() == [0.75] * 3
    assert ready.running.left.text() == "Epoch 3 of 10, about 30 s left"
    assert ready.running.figures.text() == (
        "Trained on: loss 0.250, accuracy 80.0 %.  Held back: loss 0.350, accuracy 75.0 %."
    )
    assert ready.running.stage.text() == "Fine-tuning"


def test_the_first_epoch_alone_is_in_sight(qtbot: QtBot, ready: TrainingDialog, plays: Plays) -> None:
    plays(epoch(1, loss=3.0), ["hang"])
    begin(qtbot, ready)
    curves = ready.running.curves
    assert curves is not None
    until(qtbot, lambda: curves.epochs == 1)
    (left, right), (bottom, top) = curves.loss.viewRange()
    assert left < 1 < right
    assert bottom < 3.1 < top


def test_a_loss_that_is_no_number_is_said_and_draws_nothing(qtbot: QtBot, ready: TrainingDialog, plays: Plays) -> None:
    plays(epoch(1), ["epoch", "Head", 2, 10, NAN, 0.5, float("inf"), NAN, NAN], ["hang"])
    begin(qtbot, ready)
    curves = ready.running.curves
    assert curves is not None
    until(qtbot, lambda: curves.epochs == 2)
    assert "loss not finite" in ready.running.figures.text()
    assert ready.running.left.text() == "Epoch 2 of 10"


def test_a_recipe_without_epochs_shows_no_empty_plots(qtbot: QtBot, ready: TrainingDialog, plays: Plays) -> None:
    plays(["note", "x"], ["hang"])
    begin(qtbot, ready)
    until(qtbot, lambda: ready.running.notes.toPlainText() != "")
    assert ready.running.curves is not None
    assert not ready.running.curves.isVisible()


def test_the_curves_are_told_apart_without_colour(ready: TrainingDialog) -> None:
    assert ready.running.curves is not None
    plot = ready.running.curves.loss
    assert plot.trained.opts["pen"].style() != plot.held_back.opts["pen"].style()
    assert plot.trained.opts["symbol"] != plot.held_back.opts["symbol"]


def test_a_flood_of_notes_is_taken_in(qtbot: QtBot, ready: TrainingDialog, plays: Plays) -> None:
    plays(["flood", 1, 1_000_000], ["flood", 2, 1_000_000], ["notes", 3000])
    begin(qtbot, ready)
    over(qtbot, ready, ready.came)
    assert ready.running.notes.toPlainText().splitlines()[-1] == "2999"


def test_the_child_is_given_what_was_chosen(qtbot: QtBot, ready: TrainingDialog, plays: Plays, zoo: Path) -> None:
    plays(["show_request"])
    request = str(ready.choices.request())
    begin(qtbot, ready)
    over(qtbot, ready, ready.came)
    assert ready.running.notes.toPlainText() == request


def test_the_colours_can_change_meanwhile(qtbot: QtBot, qapp: Any, ready: TrainingDialog, plays: Plays) -> None:
    plays(epoch(1), epoch(2, "Fine-tuning"), ["hang"])
    begin(qtbot, ready)
    curves = ready.running.curves
    assert curves is not None
    until(qtbot, lambda: curves.epochs == 2)
    apply_appearance(qapp, Appearance.LIGHT)
    until(qtbot, lambda: not current_theme().dark)
    light = curves.loss.held_back.opts["pen"].color().name()
    apply_appearance(qapp, Appearance.DARK)
    until(qtbot, lambda: curves.loss.held_back.opts["pen"].color().name() != light)
    apply_appearance(qapp, Appearance.LIGHT)


# Giving it up.


@pytest.mark.parametrize(
    "steps", [[["hang"]], [["deaf"], ["note", "x"], ["hang"]], [["note", "x"], ["hang_in_c"]]], ids=str
)
def test_cancelling_leads_back_to_the_choices(
    qtbot: QtBot, ready: TrainingDialog, plays: Plays, steps: list[list[Any]]
) -> None:
    plays(["step", "Working", 1, 2], *steps)
    begin(qtbot, ready)
    until(qtbot, lambda: ready.running.stage.text() == "Working")
    ready.running.cancel.click()
    assert ready.running.stage.text() == "Stopping"
    assert not ready.running.cancel.isEnabled()
    over(qtbot, ready, ready.choices)
    found_out(qtbot, ready)
    request = ready.choices.request()
    assert request is not None
    assert not request.out.exists()
    assert ready.choices.train.isEnabled()


def test_cancelling_leaves_no_half_written_file(
    qtbot: QtBot, ready: TrainingDialog, plays: Plays, tmp_path: Path
) -> None:
    out = tmp_path / "models"
    out.mkdir()
    plays(["write_half", str(out / "a.model")])
    begin(qtbot, ready)
    until(qtbot, lambda: ready.running.notes.toPlainText() == "half")
    ready.running.cancel.click()
    over(qtbot, ready, ready.choices)
    assert list(out.iterdir()) == []


def test_what_was_done_before_the_cancel_was_pressed_counts(
    qtbot: QtBot, ready: TrainingDialog, plays: Plays, tmp_path: Path
) -> None:
    plays(["write", str(tmp_path / "written")], ["done", {"figures": FIGURES}])
    begin(qtbot, ready)
    ready._timer.stop()  # the window does not look meanwhile
    until(qtbot, lambda: (tmp_path / "written").exists() and not psutil.Process().children())
    ready.running.cancel.click()
    assert ready.pages.currentWidget() is ready.came
    ready._timer.start()


def test_enter_does_not_give_it_up(qtbot: QtBot, ready: TrainingDialog, plays: Plays) -> None:
    plays(["note", "x"], ["hang"])
    ready.activateWindow()
    begin(qtbot, ready)
    until(qtbot, lambda: ready.running.notes.toPlainText() != "")
    press(ready.running.cancel, Qt.Key.Key_Return)
    assert ready.running.cancel.isEnabled()
    assert ready.training


@opens_a_dialog
@pytest.mark.parametrize("way", ["close", "escape"])
def test_closing_during_a_training_asks_first(qtbot: QtBot, ready: TrainingDialog, plays: Plays, way: str) -> None:
    plays(["note", "x"], ["hang"])
    begin(qtbot, ready)
    until(qtbot, lambda: ready.running.notes.toPlainText() != "")
    if way == "close":
        ready.close()
    else:
        press(ready, Qt.Key.Key_Escape)
    assert ready.isVisible()
    question = ready.question
    assert question is not None
    press(question, Qt.Key.Key_Escape)
    assert ready.isVisible()
    assert ready.training


@opens_a_dialog
@pytest.mark.parametrize("steps", [[], [["deaf"]]], ids=["asleep", "deaf"])
def test_stopping_and_closing_is_gone_at_once_and_leaves_nothing(
    qtbot: QtBot, ready: TrainingDialog, plays: Plays, steps: list[list[Any]]
) -> None:
    plays(*steps, ["note", "x"], ["hang"])
    begin(qtbot, ready)
    until(qtbot, lambda: ready.running.notes.toPlainText() == "x")
    ready.close()
    assert ready.question is not None
    ready.question.yes.click()
    assert not ready.isVisible(), "before the child has ended"
    until(qtbot, lambda: not isValid(ready))
    until(qtbot, lambda: psutil.Process().children() == [])


@opens_a_dialog
def test_a_question_that_has_answered_itself_goes_away(
    qtbot: QtBot, ready: TrainingDialog, plays: Plays, tmp_path: Path
) -> None:
    plays(["wait_for", str(tmp_path / "go")], ["done", {"figures": FIGURES}])
    begin(qtbot, ready)
    ready.close()
    assert ready.question is not None
    (tmp_path / "go").touch()
    over(qtbot, ready, ready.came)
    assert ready.question is None
    assert ready.isVisible()


def test_closing_without_a_training_closes(qtbot: QtBot, ready: TrainingDialog) -> None:
    press(ready, Qt.Key.Key_Escape)
    assert not ready.isVisible()
    until(qtbot, lambda: not isValid(ready))


def test_closing_before_anything_is_loaded_closes(qtbot: QtBot, qapp: Any, plays: Plays, zoo: Path) -> None:
    dialog = TrainingDialog([zoo])
    dialog.show()
    dialog.close()
    until(qtbot, lambda: not isValid(dialog))


@opens_a_dialog
def test_the_main_window_takes_the_training_along_when_it_goes(
    qtbot: QtBot, window: MainWindow, open_dialog: OpenDialog, zoo: Path, plays: Plays
) -> None:
    plays(["deaf"], ["note", "x"], ["hang"])
    dialog = open_dialog(zoo, parent=window)
    dialog.choices.sides.boxes[0].answer.click()
    begin(qtbot, dialog)
    until(qtbot, lambda: dialog.running.notes.toPlainText() != "")
    close_for_good(window)
    assert not isValid(dialog)
    until(qtbot, lambda: psutil.Process().children() == [])


# What comes of it.


def test_the_figures_are_told_in_plain_words(qtbot: QtBot, ready: TrainingDialog, plays: Plays) -> None:
    values = {
        "figures": FIGURES,
        "how": "Five folds.",
        "beside": {"after the head": [0.892, 0.877]},
        "left_out": [["/a/broken.jpg", "It is broken."]],
        "remarks": ["a.jpg = b.jpg."],
        "seconds": 83.2,
    }
    plays(["done", values])
    begin(qtbot, ready)
    over(qtbot, ready, ready.came)
    texts = ready.came.texts
    for text in ("98.5 %", "0.055", "0.012", "0.998", "1.8 %", "after the head", "0.892", "0.877", "a.jpg = b.jpg."):
        assert text in texts, text
    told = "\n".join(texts)
    assert "broken.jpg: It is broken." in told
    assert "(327 pictures in all) was judged by a model that had not seen it" in told
    assert "Five folds." in told
    assert ready.came.title.text() == "The model for “llama” is ready. It took 83 s."


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"figures": None, "beside": None, "left_out": None, "remarks": None, "seconds": None},
        {"figures": {"accuracy": NAN, "n": "many"}, "beside": {"a": [1]}, "left_out": [1, ["x"]], "seconds": "long"},
        {"figures": [1, 2], "beside": [3], "left_out": {"a": 1}, "remarks": "all", "how": 5},
    ],
    ids=["nothing", "null", "odd", "of other kinds"],
)
def test_values_that_are_missing_or_odd_are_left_away(
    qtbot: QtBot, ready: TrainingDialog, plays: Plays, values: dict[str, Any]
) -> None:
    plays(["done", values])
    begin(qtbot, ready)
    over(qtbot, ready, ready.came)
    assert not any("nan" in text or "None" in text for text in ready.came.texts)


def test_the_model_can_be_used_at_once(qtbot: QtBot, ready: TrainingDialog, plays: Plays, tmp_path: Path) -> None:
    plays(["done", {"out": str(tmp_path / "new.model")}])
    begin(qtbot, ready)
    over(qtbot, ready, ready.came)
    with qtbot.waitSignal(ready.open_model) as told:
        press(ready.came.use, Qt.Key.Key_Return)
    assert told.args == [tmp_path / "new.model"]
    assert ready.isVisible()


def test_the_report_is_asked_for_with_the_dataset(
    qtbot: QtBot, ready: TrainingDialog, plays: Plays, zoo: Path, tmp_path: Path
) -> None:
    plays(["done", {"out": str(tmp_path / "new.model")}])
    begin(qtbot, ready)
    over(qtbot, ready, ready.came)
    with qtbot.waitSignal(ready.report_asked) as told:
        ready.came.report.click()
    assert told.args == [tmp_path / "new.model", zoo]


def test_where_no_folder_holds_just_the_two_sides_the_report_asks_itself(
    qtbot: QtBot, open_dialog: OpenDialog, plays: Plays, zoo: Path
) -> None:
    (zoo / "third").mkdir()
    dialog = open_dialog(zoo / "llama", zoo / "a sheep")
    dialog.choices.sides.boxes[0].answer.click()
    plays(["done", {}])
    begin(qtbot, dialog)
    over(qtbot, dialog, dialog.came)
    with qtbot.waitSignal(dialog.report_asked) as told:
        dialog.came.report.click()
    assert told.args is not None
    assert told.args[1] is None


def test_another_training_begins_from_the_same_choices_and_another_name(
    qtbot: QtBot, ready: TrainingDialog, plays: Plays
) -> None:
    plays(["write_model"], ["done", {}])
    first = ready.choices.request()
    assert first is not None
    begin(qtbot, ready)
    until(qtbot, lambda: ready.pages.currentWidget() is ready.came)
    assert first.out.exists() or ready.training is False
    ready.came.again.click()
    found_out(qtbot, ready)
    second = ready.choices.request()
    assert second is not None
    assert second.yes_folder == first.yes_folder
    assert second.out.name == "llama 2.model"
    begin(qtbot, ready)
    over(qtbot, ready, ready.came)


@opens_a_dialog
@pytest.mark.parametrize("agree", [True, False])
def test_a_file_that_is_there_is_replaced_only_when_a_person_says_so(
    qtbot: QtBot, ready: TrainingDialog, plays: Plays, tmp_path: Path, agree: bool
) -> None:
    out = tmp_path / "old.model"
    out.write_bytes(b"old")
    plays(["write_model"])
    ready.choices.out.setText(str(out))
    ready.choices.train.click()
    until(qtbot, lambda: ready.question is not None)
    assert not ready.training
    assert ready.question is not None
    assert "old.model" in ready.question.text()
    (ready.question.yes if agree else ready.question.no).click()
    if agree:
        over(qtbot, ready, ready.came)
    assert out.read_bytes() == (b"a model" if agree else b"old")
    assert ready.pages.currentWidget() is (ready.came if agree else ready.choices)


@opens_a_dialog
def test_the_place_for_the_file_is_asked_for_beside_the_window(
    qtbot: QtBot, ready: TrainingDialog, plays: Plays, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plays(["done", {}])
    disk = HeldUp(monkeypatch, tmp_path / "mount")
    ready.choices.out.selectAll()
    type_in(ready.choices.out, str(tmp_path / "mount" / "new.model"))
    assert disk.window_answers(qtbot)
    assert len([one for one in threading.enumerate() if one.name == "look at the place"]) == 1
    ready.choices.train.click()
    assert disk.window_answers(qtbot)
    assert ready.choices.reason.text() == "Looking at the place for the model…"
    assert not ready.training
    (tmp_path / "mount").mkdir()
    disk.let_go()
    over(qtbot, ready, ready.came)


@opens_a_dialog
def test_who_changes_a_name_meanwhile_has_to_start_it_again(
    qtbot: QtBot, ready: TrainingDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mount").mkdir()
    disk = HeldUp(monkeypatch, tmp_path / "mount")
    ready.choices.out.selectAll()
    type_in(ready.choices.out, str(tmp_path / "mount" / "new.model"))
    ready.choices.train.click()
    type_in(ready.choices.no, "!")
    disk.let_go()
    found_out(qtbot, ready)
    assert ready.pages.currentWidget() is ready.choices
    assert ready.choices.reason.text() == ""


def test_closing_while_the_disk_is_asked_starts_nothing_and_leaves_no_thread(
    qtbot: QtBot, ready: TrainingDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mount").mkdir()
    disk = HeldUp(monkeypatch, tmp_path / "mount")
    ready.choices.out.setText(str(tmp_path / "mount" / "new.model"))
    ready.choices.train.click()
    assert disk.window_answers(qtbot)
    ready.close()
    assert not ready.isVisible()
    disk.let_go()
    until(qtbot, lambda: not isValid(ready))
    assert psutil.Process().children() == []


# When it fails.


def test_a_refusal_is_shown_as_it_is(qtbot: QtBot, ready: TrainingDialog, plays: Plays) -> None:
    plays(["fail", "‘llama’ has 3 different pictures; at least 10 are needed."])
    begin(qtbot, ready)
    over(qtbot, ready, ready.failure)
    assert ready.failure.sentence.text() == "‘llama’ has 3 different pictures; at least 10 are needed."
    assert not ready.failure.lines.isVisible()


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([["crash"]], "SIGSEGV"),
        ([["complain", "Out of luck."], ["signal", int(signal.SIGKILL)]], "memory is short"),
        ([["complain", "Out of luck."], ["leave", 7]], "ended with code 7"),
        ([["blunder", "Out of luck."]], "ended with code 1"),
    ],
    ids=["crash", "killed", "left", "mistake"],
)
def test_a_crash_is_told_with_its_last_lines_to_copy(
    qtbot: QtBot, ready: TrainingDialog, plays: Plays, steps: list[list[Any]], words: str
) -> None:
    plays(epoch(1), *steps)
    begin(qtbot, ready)
    over(qtbot, ready, ready.failure)
    assert words in ready.failure.sentence.text()
    assert ready.failure.lines.isVisible()
    lines = ready.failure.lines.toPlainText()
    assert "Out of luck." in lines or "Segmentation fault" in lines
    ready.failure.copy.click()
    assert QGuiApplication.clipboard().text() == f"{ready.failure.sentence.text()}\n{lines}"


def test_after_a_failure_one_can_go_back_and_try_again(qtbot: QtBot, ready: TrainingDialog, plays: Plays) -> None:
    plays(["leave", 1])
    begin(qtbot, ready)
    over(qtbot, ready, ready.failure)
    plays(["done", {}])
    press(ready.failure.back, Qt.Key.Key_Return)
    begin(qtbot, ready)
    over(qtbot, ready, ready.came)
    assert ready.running.notes.toPlainText() == ""


def test_that_no_process_can_be_started_is_told(
    qtbot: QtBot, ready: TrainingDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr("subprocess.Popen", full)
    ready.choices.train.click()
    until(qtbot, lambda: ready.pages.currentWidget() is ready.failure)
    assert ready.failure.sentence.text() == "The work cannot be started: Cannot allocate memory."


def test_destroying_it_in_the_middle_ends_the_child(qtbot: QtBot, ready: TrainingDialog, plays: Plays) -> None:
    plays(["hang"])
    begin(qtbot, ready)
    assert psutil.Process().children() != []
    ready.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    until(qtbot, lambda: psutil.Process().children() == [])
