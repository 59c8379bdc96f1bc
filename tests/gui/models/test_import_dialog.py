"""Bringing in a model: what is found is said, what is not known is asked, and nothing is chosen for the person."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.models import import_dialog as module
from alpaca_gui.gui.models.import_dialog import ImportDialog
from alpaca_gui.gui.models.import_form import ImportForm
from alpaca_gui.gui.models.import_run import Work
from alpaca_gui.gui.models.import_words import parity_text
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.training.foreign.model import Ending, ForeignModel, Kind, Scale
from alpaca_gui.training.foreign.request import BroughtIn
from tests.gui.driving import (
    ANY_ACTION,
    LEFT,
    NO_KEY,
    click,
    draw,
    files,
    opens_a_dialog,
    press,
    type_in,
    until,
)
from tests.gui.held_up import HeldUp
from tests.gui.models.conftest import LINEAR, STAND_IN, OpenImport, asked

pytestmark = opens_a_dialog


def form(dialog: ImportDialog) -> ImportForm:
    """What is asked."""
    assert dialog.form is not None
    return dialog.form


def text(dialog: ImportDialog) -> str:
    """Everything that the dialog says."""
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisibleTo(dialog))


def drop_on(widget: QWidget, *paths: Path) -> None:
    """Let files go over a widget."""
    mime, point = files(*paths), widget.rect().center()
    enter = QDragEnterEvent(point, ANY_ACTION, mime, LEFT, NO_KEY)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    event = QDropEvent(QPointF(point), ANY_ACTION, mime, LEFT, NO_KEY)
    QApplication.sendEvent(widget, event)
    assert event.dropAction() is Qt.DropAction.CopyAction


def numbers(dialog: ImportDialog) -> list[str]:
    """The model's numbers under the two pictures."""
    return [tile.number.text() for tile in form(dialog).preview.tiles]


def answers(dialog: ImportDialog) -> list[str]:
    """What the two pictures would be answered."""
    return [tile.answer.text() for tile in form(dialog).preview.tiles]


def previewed(qtbot: QtBot, dialog: ImportDialog) -> None:
    """Wait for the numbers of both pictures."""
    until(qtbot, lambda: all(one.startswith("its number") for one in numbers(dialog)))


def say_all(dialog: ImportDialog, out: Path, *, turned: bool = False) -> None:
    """Type the names and choose what positive means, as a person does."""
    fields = form(dialog).answers
    for field, name in ((fields.yes, "alpaca"), (fields.no, "not alpaca")):
        field.selectAll()
        type_in(field, name)
    choice = fields.turned if turned else fields.as_it_is
    press(choice, Qt.Key.Key_Space)
    form(dialog).out.selectAll()
    type_in(form(dialog).out, str(out))


# What was found.


def test_the_dialog_says_what_was_found(open_import: OpenImport) -> None:
    said = text(open_import(LINEAR))
    assert "A Keras archive (.keras)" in said
    assert "32 × 24 pixels" in said
    assert "One linear neuron, which is taken as it is." in said
    assert "Exact: its mean is the logit." in said


def test_a_sigmoid_that_is_taken_off_is_explained_in_the_words_of_the_course(open_import: OpenImport) -> None:
    said = text(open_import(LINEAR, ending=Ending.SIGMOID))
    assert "a sigmoid, which is taken off" in said
    assert "The sigmoid belongs inside the loss" in said
    assert "numerically stable" in said


def test_two_outputs_are_explained_as_one_logit(open_import: OpenImport) -> None:
    said = text(open_import(LINEAR, outputs=2, ending=Ending.SOFTMAX))
    assert "output for yes minus the output for no" in said


def test_a_model_without_an_exact_map_says_so(open_import: OpenImport) -> None:
    assert "This model has no exact map." in text(open_import(LINEAR, exact_map=False))
    assert "no exact map" not in text(open_import(LINEAR))


def test_what_the_child_notes_is_said_once(open_import: OpenImport) -> None:
    said = text(open_import(LINEAR, notes=("Its groups were dropped.", "Its groups were dropped.")))
    assert said.count("Its groups were dropped.") == 1


def test_names_from_a_stranger_are_shown_as_they_are(open_import: OpenImport) -> None:
    dialog = open_import(LINEAR, outputs=2, labels=("<b>bold</b>", "R&D"), notes=("<img src='http://x/y.png'>",))
    press(form(dialog).answers.as_it_is, Qt.Key.Key_Space)
    assert form(dialog).answers.yes.text() == "<b>bold</b>"
    for label in dialog.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText or "<" not in label.text()
    assert form(dialog).answers.turned.text() == "The second: R&&D"


# What is asked.


def test_only_what_is_not_inside_the_model_is_asked(open_import: OpenImport) -> None:
    known = form(open_import(LINEAR))
    assert not known.preprocessing_title.isVisible()
    asks = form(open_import(LINEAR, scale=None, width=None)).preprocessing
    assert asks.scale.isVisible()
    assert asks.width_box.isVisible()
    assert not asks.fit.isVisible()
    assert not asks.resampling.isVisible()


def test_what_positive_means_is_never_chosen_for_the_person(open_import: OpenImport) -> None:
    for dialog in (open_import(LINEAR), open_import(LINEAR, outputs=2, labels=("Alpaca", "Other"))):
        fields = form(dialog).answers
        assert not fields.as_it_is.isChecked()
        assert not fields.turned.isChecked()
        assert fields.sign is None
        assert not dialog.begin.isEnabled()


def test_the_range_of_the_pixels_is_never_chosen_for_the_person(open_import: OpenImport, tmp_path: Path) -> None:
    dialog = open_import(LINEAR, scale=None)
    say_all(dialog, tmp_path / "new.model")
    assert not dialog.begin.isEnabled()
    assert "the range of the pixels" in dialog.state.text()
    press(form(dialog).preprocessing.scale, Qt.Key.Key_Down)
    assert dialog.begin.isEnabled()


def test_what_is_still_to_be_said_is_named_until_nothing_is(open_import: OpenImport, tmp_path: Path) -> None:
    dialog = open_import(LINEAR)
    assert "what yes means" in dialog.state.text()
    say_all(dialog, tmp_path / "new.model")
    assert dialog.state.text() == ""
    assert dialog.begin.isEnabled()
    form(dialog).answers.no.setText("alpaca")
    assert "two different answers" in dialog.state.text()
    assert not dialog.begin.isEnabled()
    form(dialog).answers.no.setText("other")
    form(dialog).out.clear()
    assert "where to save" in dialog.state.text()


def test_the_names_come_from_the_labels_and_follow_the_output_that_means_yes(open_import: OpenImport) -> None:
    fields = form(open_import(LINEAR, outputs=2, labels=("Not alpaca", "Alpaca"))).answers
    press(fields.turned, Qt.Key.Key_Space)
    assert fields.names() == ("Alpaca", "Not alpaca")
    press(fields.as_it_is, Qt.Key.Key_Space)
    assert fields.names() == ("Not alpaca", "Alpaca")
    fields.yes.setText("Llama")
    press(fields.turned, Qt.Key.Key_Space)
    assert fields.names() == ("Llama", "Alpaca")


# The two pictures.


def test_two_dropped_pictures_show_their_numbers_and_after_a_choice_their_answers(
    qtbot: QtBot, open_import: OpenImport, red: Path, blue: Path
) -> None:
    dialog = open_import()
    drop_on(dialog, red, blue)
    previewed(qtbot, dialog)
    assert numbers(dialog) == ["its number +1.0000", "its number −1.0000"]
    assert answers(dialog) == ["no answer yet", "no answer yet"]
    fields = form(dialog).answers
    type_in(fields.yes, "red")
    type_in(fields.no, "blue")
    press(fields.as_it_is, Qt.Key.Key_Space)
    assert answers(dialog) == ["Yes, red", "No, blue"]
    tile = form(dialog).preview.tiles[0]
    assert tile.answer.palette().windowText().color().name() == current_theme().yes
    press(fields.turned, Qt.Key.Key_Space)
    assert answers(dialog) == ["No, blue", "Yes, red"]
    assert numbers(dialog) == ["its number +1.0000", "its number −1.0000"]


def test_of_two_outputs_the_number_is_the_first_minus_the_second_whatever_means_yes(
    qtbot: QtBot, open_import: OpenImport, red: Path, blue: Path
) -> None:
    dialog = open_import(LINEAR, outputs=2, labels=("Red", "Blue"))
    drop_on(dialog, red, blue)
    previewed(qtbot, dialog)
    press(form(dialog).answers.turned, Qt.Key.Key_Space)
    assert answers(dialog) == ["No, Red", "Yes, Blue"]


def test_another_range_of_the_pixels_is_tried_on_the_pictures_at_once(
    qtbot: QtBot, open_import: OpenImport, red: Path, blue: Path
) -> None:
    dialog = open_import(LINEAR, scale=None)
    drop_on(dialog, red, blue)
    assert numbers(dialog) == ["", ""]
    scale = form(dialog).preprocessing.scale
    for index, number in ((1, "+255.0000"), (2, "+1.0000"), (3, "+2.0000")):
        scale.setCurrentIndex(index)
        until(qtbot, lambda number=number: numbers(dialog)[0] == f"its number {number}")  # type: ignore[misc]


def test_a_picture_dropped_on_its_place_goes_there(
    qtbot: QtBot, open_import: OpenImport, red: Path, blue: Path
) -> None:
    dialog = open_import()
    tiles = form(dialog).preview.tiles
    drop_on(tiles[1], blue)
    until(qtbot, lambda: numbers(dialog)[1] == "its number −1.0000")
    drop_on(tiles[0], red)
    previewed(qtbot, dialog)
    assert form(dialog).preview.paths == (red, blue)
    assert tiles[0].button.text() == "red.png"


def test_pictures_are_chosen_with_the_keyboard_too(qtbot: QtBot, open_import: OpenImport, red: Path) -> None:
    dialog = open_import()
    press(form(dialog).preview.tiles[0].button, Qt.Key.Key_Space)
    (chooser,) = dialog.findChildren(QFileDialog)
    chooser.filesSelected.emit([str(red)])
    chooser.close()
    until(qtbot, lambda: numbers(dialog)[0] == "its number +1.0000")


def test_the_pictures_themselves_are_shown(qtbot: QtBot, open_import: OpenImport, red: Path) -> None:
    dialog = open_import()
    drop_on(dialog, red)
    until(qtbot, lambda: not form(dialog).preview.tiles[0].button.icon().isNull())


def test_a_picture_that_cannot_be_used_is_told_beside_the_pictures_and_the_dialog_goes_on(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path, red: Path
) -> None:
    (tmp_path / "words.png").write_text("not a picture")
    dialog = open_import()
    drop_on(dialog, tmp_path / "words.png", red)
    until(qtbot, form(dialog).preview.said.isVisible)
    assert "not a picture" in form(dialog).preview.said.text()
    drop_on(form(dialog).preview.tiles[0], red)
    previewed(qtbot, dialog)
    assert not form(dialog).preview.said.isVisible()


# Bringing in.


def test_bringing_in_asks_for_what_was_said_and_shows_how_equal_it_is(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path, red: Path, blue: Path
) -> None:
    dialog = open_import(LINEAR, scale=None, fit=None)
    drop_on(dialog, red, blue)
    form(dialog).preprocessing.scale.setCurrentIndex(3)
    previewed(qtbot, dialog)
    say_all(dialog, tmp_path / "new.model", turned=True)
    click(dialog.begin)
    until(qtbot, dialog.use.isVisible)
    last = asked(tmp_path)[-1]
    wanted = {
        "work": "import",
        "out": str(tmp_path / "new.model"),
        "yes": "alpaca",
        "no": "not alpaca",
        "positive": "no",
        "scale": Scale.SIGNED.value,
        "fit": "squash",
        "resampling": None,
        "pictures": [str(red), str(blue)],
    }
    assert {name: last[name] for name in wanted} == wanted
    assert "equals the original within 0.00002 of a logit on 10 pictures" in dialog.told.text()
    assert str(tmp_path / "new.model") in dialog.told.text()
    assert "It went well." in dialog.told.text()
    assert not dialog.begin.isVisible()
    with qtbot.waitSignal(dialog.open_model) as opened:
        click(dialog.use)
    assert opened.args == [tmp_path / "new.model"]
    assert not dialog.isVisible()


@pytest.mark.parametrize(("turned", "output"), [(False, 0), (True, 1)])
def test_the_output_that_means_yes_is_handed_on(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path, turned: bool, output: int
) -> None:
    dialog = open_import(LINEAR, outputs=2)
    say_all(dialog, tmp_path / "new.model", turned=turned)
    click(dialog.begin)
    until(qtbot, dialog.use.isVisible)
    assert (asked(tmp_path)[-1]["yes_output"], asked(tmp_path)[-1]["positive"]) == (output, None)


def answer_box(qtbot: QtBot, dialog: ImportDialog, text: str) -> None:
    """Answer the question that opens."""
    until(qtbot, lambda: bool(dialog.findChildren(QMessageBox)))
    (box,) = dialog.findChildren(QMessageBox)
    click(next(button for button in box.buttons() if button.text().replace("&", "") == text))


def test_a_file_that_is_there_is_replaced_only_after_asking(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path
) -> None:
    (tmp_path / "new.model").write_text("precious")
    dialog = open_import()
    say_all(dialog, tmp_path / "new.model")
    click(dialog.begin)
    answer_box(qtbot, dialog, "Keep it")
    assert dialog.run.work is None
    assert (tmp_path / "new.model").read_text() == "precious"
    until(qtbot, lambda: not dialog.findChildren(QMessageBox))
    click(dialog.begin)
    answer_box(qtbot, dialog, "Replace it")
    until(qtbot, dialog.use.isVisible)
    assert (tmp_path / "new.model").read_text() == "a bundle"


def test_the_disk_is_asked_beside_the_window_and_what_is_said_meanwhile_counts(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mount").mkdir()
    (tmp_path / "mount" / "new.model").write_text("precious")
    dialog = open_import()
    say_all(dialog, tmp_path / "mount" / "new.model")
    disk = HeldUp(monkeypatch, tmp_path / "mount")
    click(dialog.begin)
    assert disk.window_answers(qtbot)
    assert dialog.state.text() == "Looking at the place for the model…"
    assert dialog.run.work is None
    form(dialog).out.selectAll()
    type_in(form(dialog).out, str(tmp_path / "other.model"))
    disk.let_go()
    until(qtbot, dialog.use.isVisible)
    assert (tmp_path / "mount" / "new.model").read_text() == "precious"
    assert (tmp_path / "other.model").read_text() == "a bundle"


def begun_on_a_held_up_disk(
    qtbot: QtBot, open_import: OpenImport, mount: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[ImportDialog, HeldUp]:
    """Have a model brought in that is to be written on a disk that does not answer; the window does."""
    mount.mkdir()
    dialog = open_import()
    say_all(dialog, mount / "new.model")
    disk = HeldUp(monkeypatch, mount)
    click(dialog.begin)
    assert disk.window_answers(qtbot)
    return dialog, disk


def test_what_is_missing_when_the_disk_has_answered_is_not_brought_in(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog, disk = begun_on_a_held_up_disk(qtbot, open_import, tmp_path / "mount", monkeypatch)
    form(dialog).answers.yes.clear()
    disk.let_go()
    until(qtbot, lambda: not dialog._looking.busy)
    assert dialog.run.work is None
    assert not dialog.begin.isEnabled()


def test_closing_while_the_disk_is_asked_brings_nothing_in(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog, disk = begun_on_a_held_up_disk(qtbot, open_import, tmp_path / "mount", monkeypatch)
    disk.let_go()
    dialog.close()
    QCoreApplication.sendPostedEvents()
    assert [one["work"] for one in asked(tmp_path)] == ["inspect"]
    assert list((tmp_path / "mount").iterdir()) == []


def test_a_file_that_the_chooser_has_asked_about_is_not_asked_about_again(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path
) -> None:
    (tmp_path / "new.model").write_text("old")
    dialog = open_import()
    say_all(dialog, tmp_path / "other.model")
    click(form(dialog).choose)
    (chooser,) = dialog.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "new.model"))
    chooser.close()
    click(dialog.begin)
    assert not dialog.findChildren(QMessageBox)
    until(qtbot, dialog.use.isVisible)


# What goes wrong.


def test_a_refusal_is_one_calm_sentence(open_import: OpenImport) -> None:
    dialog = open_import(plan={"inspect": {"refuse": "It ends in (None, 1000)."}})
    assert dialog.box.sentence.text() == "It ends in (None, 1000)."
    assert dialog.box.sentence.isVisible()
    assert not dialog.box.lines.isVisible()
    assert dialog.form is None
    assert not dialog.begin.isVisible()


def test_a_crash_of_the_child_shows_its_last_lines_to_copy(open_import: OpenImport) -> None:
    dialog = open_import(plan={"inspect": "crash"})
    assert "SIGSEGV" in dialog.box.sentence.text()
    assert "the layer is made of glass" in dialog.box.lines.toPlainText()
    click(dialog.box.copy)
    copied = QGuiApplication.clipboard().text()
    assert "SIGSEGV" in copied
    assert "the layer is made of glass" in copied


@pytest.mark.parametrize("plan", ["crash", {"refuse": "The disk is full."}])
def test_after_a_failed_import_the_same_can_be_tried_again(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path, plan: object
) -> None:
    dialog = open_import(plan={"import": plan})
    say_all(dialog, tmp_path / "new.model")
    click(dialog.begin)
    until(qtbot, dialog.box.isVisible)
    assert not (tmp_path / "new.model").exists()
    assert form(dialog).isEnabled()
    assert dialog.begin.isEnabled()
    assert not dialog.use.isVisible()


def test_nonsense_from_the_child_is_a_sentence_and_no_crash(open_import: OpenImport) -> None:
    dialog = open_import(plan={"inspect": "nonsense"})
    assert "cannot be read" in dialog.box.sentence.text()


def test_an_import_is_cancelled_in_the_middle(qtbot: QtBot, open_import: OpenImport, tmp_path: Path) -> None:
    dialog = open_import(plan={"import": "hang"})
    say_all(dialog, tmp_path / "new.model")
    click(dialog.begin)
    until(qtbot, lambda: "I am stuck." in dialog.told.text())
    assert not form(dialog).isEnabled()
    click(dialog.stop)
    assert "cancelled" in dialog.box.sentence.text()
    assert not (tmp_path / "new.model").exists()
    assert form(dialog).isEnabled()
    assert dialog.begin.isEnabled()


@pytest.mark.parametrize("kind", ["inspect", "preview", "import"])
def test_escape_in_the_middle_of_anything_closes_and_leaves_nothing(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path, red: Path, kind: str
) -> None:
    dialog = open_import(plan={kind: "hang"}, wait=kind != "inspect")
    if kind == "import":
        say_all(dialog, tmp_path / "new.model")
        click(dialog.begin)
    elif kind == "preview":
        drop_on(dialog, red)
    until(qtbot, lambda: dialog.run.work is Work(kind) and "stuck" in dialog.told.text())
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    until(qtbot, lambda: not any("child" in thread.name for thread in threading.enumerate()))


def test_cancelling_the_look_into_the_file_closes(qtbot: QtBot, open_import: OpenImport) -> None:
    dialog = open_import(plan={"inspect": "hang"}, wait=False)
    until(qtbot, dialog.stop.isVisible)
    click(dialog.stop)
    assert not dialog.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)")
def test_the_window_closes_with_the_dialog_at_work(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make: Callable[..., ImportDialog] = ImportDialog
    monkeypatch.setattr(module, "ImportDialog", lambda path, parent: make(path, parent, STAND_IN))
    (tmp_path / "theirs.h5").write_text('{"inspect": "hang"}')
    window.models.take_model(tmp_path / "theirs.h5")
    (dialog,) = window.findChildren(ImportDialog)
    until(qtbot, lambda: "stuck" in dialog.told.text())
    window.close()
    assert not dialog.isVisible()


# Looks.


LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"


def test_long_names_and_paths_do_not_make_the_dialog_wide(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path
) -> None:
    dialog = open_import(
        LINEAR, outputs=2, labels=(LONG, f"Nicht{LONG}"), name=f"{'long ' * 30}.keras", scale=None, exact_map=False
    )
    dialog.resize(420, 600)
    press(form(dialog).answers.as_it_is, Qt.Key.Key_Space)
    drop_on(dialog, draw(tmp_path / f"{LONG}{LONG}.png"), draw(tmp_path / f"{LONG}.png"))
    form(dialog).preprocessing.scale.setCurrentIndex(1)
    previewed(qtbot, dialog)
    dialog.grab()
    assert dialog.width() == 420
    assert dialog.area.horizontalScrollBar().maximum() == 0


def test_every_field_has_a_name_for_a_screen_reader(open_import: OpenImport) -> None:
    dialog = open_import(LINEAR, scale=None, fit=None, resampling=None, width=None)
    fields = [*form(dialog).findChildren(QWidget), dialog.stop, dialog.begin, dialog.use, dialog.leave]
    takes_focus = [one for one in fields if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible()]
    assert len(takes_focus) > 8
    inner = {"qt_spinbox_lineedit"}
    assert [
        type(one).__name__ for one in takes_focus if not one.accessibleName() and one.objectName() not in inner
    ] == []


@pytest.mark.parametrize(
    ("parity", "pictures", "words"),
    [
        (1.23e-5, 10, "within 0.00002 of a logit on 10 pictures"),
        (2e-5, 10, "within 0.00002 of a logit on 10 pictures"),
        (0.0, 1, "exactly on 1 picture"),
        (0.00091, 3, "within 0.001 of a logit on 3 pictures"),
        (0.5, 3, "within 0.5 of a logit on 3 pictures"),
    ],
)
def test_how_equal_it_is_is_never_rounded_down(parity: float, pictures: int, words: str) -> None:
    assert words in parity_text(BroughtIn("x", True, parity, pictures))


def test_kinds_are_read_as_the_child_writes_them() -> None:
    model = ForeignModel("x", Kind.LITERT, None, None, 2, "(1, 2)", Ending.LINEAR)
    assert ForeignModel.from_dict(model.as_dict()) == model


def test_a_drag_over_the_dialog_before_anything_is_known_is_not_taken(open_import: OpenImport, red: Path) -> None:
    dialog = open_import(plan={"inspect": {"refuse": "No."}})
    enter = QDragEnterEvent(QPoint(5, 5), ANY_ACTION, files(red), LEFT, NO_KEY)
    QApplication.sendEvent(dialog, enter)
    assert not enter.isAccepted()
