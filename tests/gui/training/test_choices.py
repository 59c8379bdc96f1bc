"""What to train on is chosen or dropped; which side means yes is said by a person; nothing starts half chosen."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.training import recipe_box
from alpaca_gui.gui.training.dialog import TrainingDialog
from alpaca_gui.gui.training.survey import Found
from alpaca_gui.training.request import FOLDS, SEED, TRAIN_COMMAND, Recipe, TrainingRequest, Weights
from tests.gui.driving import drag_in, drop, files, opens_a_dialog, over, press, type_in, until
from tests.gui.training.conftest import OpenDialog, fill, found_out
from tests.nobody import as_nobody


def counted(qtbot: QtBot, dialog: TrainingDialog) -> None:
    """Wait until every folder has been looked into."""
    until(qtbot, lambda: not dialog.choices.sides.counting)


def names(dialog: TrainingDialog) -> tuple[str, str]:
    """The folders that are shown, left and right."""
    left, right = (box.folder.text() for box in dialog.choices.sides.boxes)
    return left, right


def drop_on(qtbot: QtBot, dialog: TrainingDialog, side: int, *paths: Path) -> None:
    """Drop something on a side."""
    drop(dialog, files(*paths), dialog.choices.sides.boxes[side])
    counted(qtbot, dialog)


# Which means yes.


def test_of_one_folder_with_two_inside_both_are_shown_and_none_means_yes(open_dialog: OpenDialog, zoo: Path) -> None:
    dialog = open_dialog(zoo)
    assert names(dialog) == ("a sheep", "llama")
    assert [box.count.text() for box in dialog.choices.sides.boxes] == ["11 pictures", "12 pictures"]
    assert dialog.choices.request() is None
    assert dialog.choices.yes.text() == dialog.choices.no.text() == ""
    assert dialog.choices.reason.text() == "Say which of the two folders means yes."
    assert not dialog.choices.train.isEnabled()


@pytest.mark.parametrize(("pressed", "yes", "no"), [(0, "a sheep", "llama"), (1, "llama", "a sheep")])
def test_the_answer_of_a_person_counts_and_yes_stands_left(
    qtbot: QtBot, open_dialog: OpenDialog, zoo: Path, pressed: int, yes: str, no: str
) -> None:
    dialog = open_dialog(zoo)
    dialog.choices.sides.boxes[pressed].answer.click()
    assert names(dialog) == (yes, no)
    found_out(qtbot, dialog)
    request = dialog.choices.request()
    assert request is not None
    assert (request.yes_folder, request.yes) == (zoo / yes, yes)
    assert (request.no_folder, request.no) == (zoo / no, no)


def test_two_folders_at_once_are_asked_about_too(qtbot: QtBot, open_dialog: OpenDialog, zoo: Path) -> None:
    dialog = open_dialog(zoo / "llama", zoo / "a sheep")
    assert dialog.choices.sides.asking
    assert dialog.choices.request() is None


def test_a_folder_dropped_on_a_side_is_that_side(qtbot: QtBot, open_dialog: OpenDialog, zoo: Path) -> None:
    dialog = open_dialog()
    drop_on(qtbot, dialog, 1, zoo / "a sheep")
    assert dialog.choices.reason.text() == "Choose a folder for yes and a folder for no."
    drop_on(qtbot, dialog, 0, zoo / "llama")
    assert names(dialog) == ("llama", "a sheep")
    assert dialog.choices.train.isEnabled()


def test_a_whole_dataset_dropped_on_a_side_is_asked_about(qtbot: QtBot, open_dialog: OpenDialog, zoo: Path) -> None:
    dialog = open_dialog()
    drop_on(qtbot, dialog, 0, zoo)
    assert dialog.choices.sides.asking


def test_a_folder_dropped_between_the_sides_fills_the_empty_one(
    qtbot: QtBot, open_dialog: OpenDialog, zoo: Path
) -> None:
    dialog = open_dialog(zoo / "llama")
    drop(dialog, files(zoo / "a sheep"), dialog.choices.recipe)
    counted(qtbot, dialog)
    assert names(dialog) == ("llama", "a sheep")


def test_a_drop_is_never_a_move(open_dialog: OpenDialog, zoo: Path) -> None:
    dialog = open_dialog()
    box = dialog.choices.sides.boxes[0]
    enter, _ = drag_in(dialog, files(zoo), over(dialog, box), Qt.KeyboardModifier.ShiftModifier)
    assert enter.isAccepted()
    assert enter.dropAction() is Qt.DropAction.CopyAction


def test_swapping_exchanges_folders_and_names(qtbot: QtBot, ready: TrainingDialog, zoo: Path) -> None:
    ready.choices.yes.selectAll()
    type_in(ready.choices.yes, "a llama")
    ready.choices.sides.swap.click()
    found_out(qtbot, ready)
    request = ready.choices.request()
    assert request is not None
    assert (request.yes_folder.name, request.yes) == ("a sheep", "a sheep")
    assert (request.no_folder.name, request.no) == ("llama", "a llama")


def test_thumbnails_are_shown_and_follow_a_swap(qtbot: QtBot, ready: TrainingDialog) -> None:
    sides = ready.choices.sides
    until(qtbot, lambda: [box.thumbs.shown for box in sides.boxes] == [5, 5])
    sides.swap.click()
    until(qtbot, lambda: [box.thumbs.shown for box in sides.boxes] == [5, 5])


@opens_a_dialog
def test_folders_can_be_chosen_with_a_dialog(qtbot: QtBot, open_dialog: OpenDialog, zoo: Path) -> None:
    dialog = open_dialog()
    for side, name in enumerate(("llama", "a sheep")):
        dialog.choices.sides.boxes[side].choose.click()
        chooser = dialog.findChildren(QFileDialog)[-1]
        chooser.fileSelected.emit(str(zoo / name))
        chooser.close()
        counted(qtbot, dialog)
    assert names(dialog) == ("llama", "a sheep")
    assert dialog.choices.train.isEnabled()


# Folders that cannot be used.


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (0, "There is no picture in this folder itself; 10 are needed."),
        (1, "Only 1 picture; 10 are needed to train."),
        (9, "Only 9 pictures; 10 are needed to train."),
        (10, "Choose a folder for yes and a folder for no."),
    ],
)
def test_fewer_than_ten_pictures_are_said_at_once(
    open_dialog: OpenDialog, tmp_path: Path, count: int, sentence: str
) -> None:
    dialog = open_dialog(fill(tmp_path / "few", count))
    box = dialog.choices.sides.boxes[0]
    assert (box.count.text() == sentence) == (count < 10)
    assert not dialog.choices.train.isEnabled()


def test_the_reason_stands_beside_the_button(open_dialog: OpenDialog, zoo: Path) -> None:
    (zoo / "llama" / "000.png").unlink()
    for number in range(1, 5):
        (zoo / "llama" / f"{number:03}.png").unlink()
    dialog = open_dialog(zoo)
    dialog.choices.sides.boxes[1].answer.click()
    assert dialog.choices.reason.text() == "Only 7 pictures; 10 are needed to train."
    assert not dialog.choices.train.isEnabled()


def test_what_is_no_picture_does_not_count(open_dialog: OpenDialog, tmp_path: Path) -> None:
    folder = fill(tmp_path / "mixed", 10)
    (folder / "notes.txt").write_text("no picture")
    (folder / ".hidden.png").write_bytes(b"")
    fill(folder / "deeper", 3)
    assert open_dialog(folder).choices.sides.boxes[0].count.text() == "10 pictures"


def test_a_file_is_not_a_folder(qtbot: QtBot, open_dialog: OpenDialog, zoo: Path) -> None:
    dialog = open_dialog()
    drop_on(qtbot, dialog, 0, zoo / "llama" / "000.png")
    box = dialog.choices.sides.boxes[0]
    assert box.count.text() == "“000.png” is not a folder. Choose the folder that the pictures are in."
    assert not dialog.choices.train.isEnabled()


def test_many_things_at_once_are_refused(qtbot: QtBot, open_dialog: OpenDialog, zoo: Path) -> None:
    dialog = open_dialog()
    drop_on(qtbot, dialog, 0, *(zoo / "llama").iterdir())
    assert dialog.choices.sides.boxes[0].count.text().startswith("These are 12 things.")


def test_the_same_folder_twice_is_refused(qtbot: QtBot, open_dialog: OpenDialog, zoo: Path) -> None:
    dialog = open_dialog(zoo / "llama")
    drop_on(qtbot, dialog, 1, zoo / "llama")
    assert dialog.choices.reason.text() == "Yes and no are the same folder; choose two different ones."


def test_a_folder_that_may_not_be_read_is_told(qtbot: QtBot, open_dialog: OpenDialog, zoo: Path) -> None:
    dialog = open_dialog()
    (zoo / "llama").chmod(0)
    with as_nobody(zoo):
        drop_on(qtbot, dialog, 0, zoo / "llama")
    (zoo / "llama").chmod(0o755)
    assert "cannot be read" in dialog.choices.sides.boxes[0].count.text()


def test_a_name_that_no_folder_can_have_is_told(open_dialog: OpenDialog, tmp_path: Path) -> None:
    dialog = open_dialog(tmp_path / ("x" * 300))
    assert dialog.choices.sides.boxes[0].count.text().endswith("cannot be looked into: File name too long.")


def test_a_later_drop_overtakes_an_earlier_one(qtbot: QtBot, open_dialog: OpenDialog, zoo: Path) -> None:
    dialog = open_dialog()
    told: list[Found] = []
    dialog._belongings.surveyor.found.connect(told.append)
    for folder in (zoo / "llama", zoo / "a sheep"):
        drop(dialog, files(folder), dialog.choices.sides.boxes[0])
        for thread in dialog._belongings.surveyor._threads:
            thread.join()  # its answer is on the way, and not heard yet
    counted(qtbot, dialog)
    assert [found.surveys[0].folder.name for found in told] == ["a sheep"]
    assert dialog.choices.sides.boxes[0].count.text() == "11 pictures"
    assert dialog.choices.yes.text() == "a sheep"


def test_the_home_folder_can_be_written_as_a_tilde(ready: TrainingDialog, home_of_its_own: Path) -> None:
    ready.choices.out.setText("~/mine.model")
    request = ready.choices.request()
    assert request is not None
    assert request.out == home_of_its_own / "mine.model"


def test_a_folder_that_is_gone_is_told(open_dialog: OpenDialog, tmp_path: Path) -> None:
    dialog = open_dialog(tmp_path / "gone")
    assert "“gone” is not a folder" in dialog.choices.sides.boxes[0].count.text()


@pytest.mark.parametrize("name", ["two\nlines", "caf\udce9", "x" * 200, "<b>bold</b>", "🦙 Zoë"])
def test_a_folder_with_an_odd_name_can_be_used(
    qtbot: QtBot, open_dialog: OpenDialog, tmp_path: Path, name: str
) -> None:
    fill(tmp_path / name, 10)
    fill(tmp_path / "no", 10)
    dialog = open_dialog(tmp_path / name)
    box = dialog.choices.sides.boxes[0]
    assert box.folder.text().isprintable()
    assert dialog.choices.yes.text().isprintable()
    found_out(qtbot, dialog)
    assert Path(dialog.choices.out.text()).suffix == ".model"
    assert dialog.minimumSizeHint().width() <= 720


# Names, recipe, and where to.


def test_the_names_come_from_the_folders_until_a_person_changes_them(
    qtbot: QtBot, ready: TrainingDialog, tmp_path: Path
) -> None:
    assert (ready.choices.yes.text(), ready.choices.no.text()) == ("llama", "a sheep")
    ready.choices.yes.selectAll()
    type_in(ready.choices.yes, "vicuna")
    drop_on(qtbot, ready, 0, fill(tmp_path / "other", 10))
    drop_on(qtbot, ready, 1, fill(tmp_path / "rest", 10))
    assert (ready.choices.yes.text(), ready.choices.no.text()) == ("vicuna", "rest")


@pytest.mark.parametrize(
    ("yes", "no", "sentence"),
    [
        ("", "no", "Say what yes means."),
        ("yes", " ", "Say what no means."),
        ("same", "same ", "Yes and no need two different names."),
    ],
)
def test_names_that_say_nothing_are_refused(ready: TrainingDialog, yes: str, no: str, sentence: str) -> None:
    ready.choices.yes.setText(yes)
    ready.choices.no.setText(no)
    assert ready.choices.reason.text() == sentence
    assert not ready.choices.train.isEnabled()


def test_the_file_is_named_after_the_concept(qtbot: QtBot, ready: TrainingDialog) -> None:
    assert Path(ready.choices.out.text()).name == "llama.model"
    ready.choices.yes.selectAll()
    type_in(ready.choices.yes, "a/b: c?")
    found_out(qtbot, ready)
    assert Path(ready.choices.out.text()).name == "a b c.model"


def test_a_file_that_a_person_chose_stays(ready: TrainingDialog, tmp_path: Path) -> None:
    ready.choices.out.selectAll()
    type_in(ready.choices.out, str(tmp_path / "mine.model"))
    ready.choices.yes.selectAll()
    type_in(ready.choices.yes, "other")
    request = ready.choices.request()
    assert request is not None
    assert request.out == tmp_path / "mine.model"


@opens_a_dialog
def test_the_file_can_be_chosen_with_a_dialog(ready: TrainingDialog, tmp_path: Path) -> None:
    next(b for b in ready.findChildren(type(ready.choices.train)) if b.text() == "C&hange…").click()
    (chooser,) = ready.findChildren(QFileDialog)
    assert chooser.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    chooser.fileSelected.emit(str(tmp_path / "mine.model"))
    chooser.close()
    assert ready.choices.out.text() == str(tmp_path / "mine.model")


@pytest.mark.parametrize(
    ("out", "sentence"),
    [
        ("", "Say where to write the model."),
        ("mine.model", "Give the whole path of the model's file."),
        ("/nowhere at all/mine.model", "There is no folder /nowhere at all."),
        ("/", "That is a folder; add a name for the model's file."),
        ("~nobody at all/mine.model", "Give the whole path of the model's file."),
        ("/" + "x" * 300, "Nothing can be written there: File name too long."),
    ],
)
def test_a_place_where_nothing_can_be_written_is_refused(
    qtbot: QtBot, ready: TrainingDialog, out: str, sentence: str
) -> None:
    ready.choices.out.setText(out)
    found_out(qtbot, ready)
    assert ready.choices.reason.text() == sentence
    assert not ready.choices.train.isEnabled()


def test_a_folder_without_the_right_to_write_is_refused(
    qtbot: QtBot, ready: TrainingDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    ready.choices.out.setText(str(tmp_path / "mine.model"))
    found_out(qtbot, ready)
    assert ready.choices.reason.text() == f"Nothing can be written into {tmp_path}."


def test_the_request_is_what_was_chosen(ready: TrainingDialog, zoo: Path, tmp_path: Path) -> None:
    choices = ready.choices
    choices.recipe.radios[Recipe.COURSE].setChecked(True)
    choices.recipe.folds.setValue(7)
    choices.recipe.seed.setValue(1234)
    choices.recipe.weights.setCurrentIndex(1)
    choices.out.setText(str(tmp_path / "mine.model"))
    assert choices.request() == TrainingRequest(
        zoo / "llama", zoo / "a sheep", "llama", "a sheep", tmp_path / "mine.model",
        Recipe.COURSE, 7, 1234, Weights.IMAGENET,
    )  # fmt: skip


def test_what_is_not_touched_is_the_usual(ready: TrainingDialog) -> None:
    request = ready.choices.request()
    assert request is not None
    assert (request.recipe, request.folds, request.seed) == (Recipe.HEAD, FOLDS, SEED)
    assert request.weights is Weights.BUNDLED
    assert not request.thumbnails


def test_small_pictures_are_kept_by_a_box_that_says_what_that_means(ready: TrainingDialog) -> None:
    box = ready.choices.thumbnails
    assert not box.isChecked()
    assert "Whoever gets the model's file can see them" in box.accessibleDescription()
    assert "Whoever gets the model" in box.toolTip()
    box.setFocus()
    press(box, Qt.Key.Key_Space)
    request = ready.choices.request()
    assert request is not None
    assert request.thumbnails


def test_weights_are_a_choice_of_the_course_alone(ready: TrainingDialog) -> None:
    recipe = ready.choices.recipe
    recipe.radios[Recipe.COURSE].setChecked(True)
    recipe.weights.setCurrentIndex(1)
    recipe.radios[Recipe.BEST].setChecked(True)
    assert not recipe.weights.isEnabled()
    assert recipe.chosen_weights is Weights.BUNDLED


def test_the_advanced_choices_are_folded_away(ready: TrainingDialog) -> None:
    assert not ready.choices.recipe.seed.isVisible()
    ready.choices.recipe.more.click()
    assert ready.choices.recipe.seed.isVisible()


def test_without_tensorflow_the_course_is_off_and_says_what_adds_it(
    open_dialog: OpenDialog, zoo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipe_box, "find_spec", lambda name: None)
    radios = open_dialog(zoo).choices.recipe.radios
    assert [radios[recipe].isEnabled() for recipe in (Recipe.HEAD, Recipe.COURSE, Recipe.BEST)] == [True, False, True]
    assert TRAIN_COMMAND in radios[Recipe.COURSE].accessibleDescription()


def test_enter_in_a_name_starts_the_training(qtbot: QtBot, ready: TrainingDialog) -> None:
    ready.activateWindow()
    ready.choices.yes.setFocus()
    press(ready.choices.yes, Qt.Key.Key_Return)
    until(qtbot, lambda: ready.pages.currentWidget() is not ready.choices)
    until(qtbot, lambda: not ready.training)


def test_enter_does_nothing_as_long_as_something_is_missing(open_dialog: OpenDialog, zoo: Path) -> None:
    dialog = open_dialog(zoo)
    dialog.activateWindow()
    press(dialog.choices.yes, Qt.Key.Key_Return)
    assert not dialog.training
    assert dialog.isVisible()
