"""A person's word about the chosen picture: the two buttons and the note."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.label_bar import LabelBar
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.theme import DARK, LIGHT, Appearance, Theme, apply_appearance
from alpaca_gui.library.columns import NO_LABEL
from alpaca_gui.library.query import parse
from tests.gui.conftest import OpenWindow
from tests.gui.driving import (
    choose,
    click,
    close_for_good,
    draw,
    drop,
    files,
    names,
    press,
    settle,
    type_in,
    workspace,
    written,
)

CONTROL = Qt.KeyboardModifier.ControlModifier


def bar(window: MainWindow) -> LabelBar:
    """The bar."""
    return workspace(window).label_bar


def label(window: MainWindow, name: str) -> int:
    """The label of the row of a name."""
    return int(workspace(window).columns.label[workspace(window).collection.item_model.keys[names(window).index(name)]])


def notes(window: MainWindow) -> dict[str, str]:
    """The notes that are there, by the names of their pictures."""
    columns = workspace(window).columns
    return {columns.source(key).name: note for key, note in columns.person_notes.items() if note}


def test_a_click_labels_a_second_takes_the_label_off_and_undo_brings_it_back(qtbot: QtBot, sampled: MainWindow) -> None:
    choose(sampled, "sheep.png")
    yes, no = bar(sampled).button(1), bar(sampled).button(0)
    for clicked, expected in ((no, 0), (yes, 1), (yes, NO_LABEL), (no, 0)):
        click(clicked)
        written(qtbot, sampled)
        assert label(sampled, "sheep.png") == expected
        assert (yes.isChecked(), no.isChecked()) == (expected == 1, expected == 0)
    sampled.menus.undo.trigger()
    written(qtbot, sampled)
    assert label(sampled, "sheep.png") == NO_LABEL
    assert not yes.isChecked()
    assert not no.isChecked()
    assert {label(sampled, name) for name in names(sampled)} == {NO_LABEL}


@pytest.mark.parametrize(("appearance", "theme"), [(Appearance.LIGHT, LIGHT), (Appearance.DARK, DARK)])
def test_the_label_that_stands_has_the_colour_of_its_decision(
    qtbot: QtBot, qapp: QApplication, appearance: Appearance, theme: Theme
) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    bar = LabelBar(host)
    host.show()
    bar.show_label(1, "", able=True)
    before = qapp.palette()
    try:
        apply_appearance(qapp, appearance)
        qapp.processEvents()
        for given, ink in ((1, theme.yes), (0, theme.no)):
            bar.show_label(given, "", able=True)
            button, other = bar.button(given), bar.button(1 - given)
            assert button.palette().color(QPalette.ColorRole.Button).name() == ink
            assert other.palette().color(QPalette.ColorRole.Button).name() == theme.surface
        bar.show_label(NO_LABEL, "", able=True)
        assert bar.button(0).palette().color(QPalette.ColorRole.Button).name() == theme.surface
    finally:
        qapp.setPalette(before)


def test_a_note_is_written_with_enter_and_found_by_the_filter(qtbot: QtBot, sampled: MainWindow) -> None:
    choose(sampled, "sheep.png")
    note = bar(sampled).note
    note.setFocus()
    type_in(note, "  woolly  ")
    press(note, Qt.Key.Key_Return)
    written(qtbot, sampled)
    assert notes(sampled) == {"sheep.png": "woolly"}
    choose(sampled, "ram.png")
    assert note.text() == ""
    choose(sampled, "sheep.png")
    assert note.text() == "woolly"


def test_a_note_half_written_belongs_to_the_picture_it_was_begun_at(qtbot: QtBot, sampled: MainWindow) -> None:
    first, second = names(sampled)[:2]
    choose(sampled, first)
    sampled.activateWindow()
    note = bar(sampled).note
    note.setFocus()
    qtbot.waitUntil(note.hasFocus)
    type_in(note, "of the first")
    press(note, Qt.Key.Key_Down, CONTROL)
    assert workspace(sampled).views.current_row() == 1
    assert note.text() == ""
    type_in(note, "of the second")
    workspace(sampled).collection.shown.set_filter(parse("nowhere"))
    written(qtbot, sampled)
    assert notes(sampled) == {first: "of the first", second: "of the second"}
    assert note.text() == ""
    assert not note.isEnabled()


def test_a_note_half_written_is_kept_when_the_window_closes(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    first = open_window()
    drop(first, files(draw(tmp_path / "a.png")))
    settle(qtbot, first, 1)
    type_in(bar(first).note, "not finished")
    close_for_good(first)
    again = open_window()
    settle(qtbot, again, 1)
    assert bar(again).note.text() == "not finished"


def test_what_arrives_meanwhile_leaves_a_note_that_is_being_written(
    qtbot: QtBot, sampled: MainWindow, tmp_path: Path
) -> None:
    note = bar(sampled).note
    type_in(note, "half a wo")
    drop(sampled, files(draw(tmp_path / "a.png")))
    settle(qtbot, sampled, 11)
    assert note.text() == "half a wo"
    assert notes(sampled) == {}


@pytest.mark.parametrize("text", ["n" * 4000, "\u202eصورة", "🦙", "'; DROP TABLE note; --", "<b>&amp;"])
def test_any_note_comes_back_as_it_was_written(qtbot: QtBot, sampled: MainWindow, text: str) -> None:
    note = bar(sampled).note
    note.setText(text)
    press(note, Qt.Key.Key_Return)
    written(qtbot, sampled)
    assert list(notes(sampled).values()) == [text]
    assert not sampled.grab().isNull()


def test_showing_a_label_tells_nobody(qtbot: QtBot) -> None:
    bar = LabelBar()
    qtbot.addWidget(bar)
    labels, written_notes = QSignalSpy(bar.label_chosen), QSignalSpy(bar.note_written)
    for given in (1, 0, NO_LABEL):
        bar.show_label(given, "a note", able=True)
    bar.show_label(NO_LABEL, "", able=False)
    bar.finish_note()
    assert labels.count() == 0
    assert written_notes.count() == 0
    assert not bar.isEnabled()
