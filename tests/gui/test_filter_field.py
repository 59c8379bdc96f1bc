"""The typed filter: what it shows, what it says when it cannot be read, and what is remembered of it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.filter_field import FilterField
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.question import Question
from alpaca_gui.library.query import parse
from alpaca_gui.library.saved_filters import SavedFilter, saved_filters
from tests.gui.conftest import OpenWindow
from tests.gui.driving import (
    LEFT,
    NO_KEY,
    click,
    close_for_good,
    draw,
    drop,
    files,
    logits,
    names,
    press,
    settle,
    type_in,
    until,
    workspace,
    written,
)

# Of Qt's offscreen platform, when a menu or the list of suggestions opens: it has no window manager.
pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)", extend=True
)


def field(window: MainWindow) -> FilterField:
    """The filter above the pictures."""
    return workspace(window).header.filter


def typed(qtbot: QtBot, window: MainWindow, text: str) -> None:
    """Type a filter in place of what is there, and wait until it has been read."""
    edit = field(window).edit
    edit.setFocus()
    edit.selectAll()
    type_in(edit, text) if text else press(edit, Qt.Key.Key_Delete)
    until(qtbot, lambda: not field(window)._pause.isActive())


def menu(window: MainWindow) -> QMenu:
    """The menu of filters, opened."""
    click(field(window).menu_button)
    opened = field(window)._menu
    assert opened.isVisible()
    return opened


def offered(window: MainWindow) -> list[str]:
    """What the menu offers, without its two last entries."""
    opened = menu(window)
    words = [action.text() for action in opened.actions() if not action.isSeparator()]
    opened.close()
    return words[:-2]


def pick(window: MainWindow, words: str) -> None:
    """Choose an entry of the menu by its first words, with the mouse."""
    opened = menu(window)
    action = next(action for action in opened.actions() if action.text().startswith(words))
    QTest.mouseClick(opened, LEFT, NO_KEY, opened.actionGeometry(action).center())
    assert not opened.isVisible()


def test_typing_filters_and_the_status_says_how_many(qtbot: QtBot, sampled: MainWindow) -> None:
    everyone = logits(sampled)
    typed(qtbot, sampled, "logit:-1..1")
    assert logits(sampled) == [z for z in everyone if -1 <= z <= 1]
    assert sampled.status.work.text() == f"{len(names(sampled))} of {len(everyone)} pictures shown"
    typed(qtbot, sampled, "logit:-1..1 lion")
    assert names(sampled) == ["lion.png"]
    typed(qtbot, sampled, "")
    assert logits(sampled) == everyone


def test_a_filter_that_cannot_be_read_says_so_and_the_last_one_stays(qtbot: QtBot, sampled: MainWindow) -> None:
    typed(qtbot, sampled, "lion")
    assert not field(sampled).complaint.isVisible()
    typed(qtbot, sampled, "logit:abc")
    assert field(sampled).complaint.isVisible()
    assert "logit" in field(sampled).complaint.text()
    assert "abc" in field(sampled).complaint.text()
    assert names(sampled) == ["lion.png"]
    press(field(sampled).edit, Qt.Key.Key_Return)
    written(qtbot, sampled)
    assert offered(sampled) == ["No filter was used yet"]
    typed(qtbot, sampled, "sheep")
    assert not field(sampled).complaint.isVisible()
    assert names(sampled) == ["sheep.png"]


def test_escape_takes_the_filter_off_and_cancels_nothing(
    qtbot: QtBot, sampled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled: list[bool] = []
    monkeypatch.setattr(workspace(sampled).collection.work, "cancel", lambda: cancelled.append(True))
    sampled.activateWindow()
    typed(qtbot, sampled, "lion")
    if (popup := field(sampled)._completer.popup()) is not None:
        popup.hide()
    press(field(sampled).edit, Qt.Key.Key_Escape)
    until(qtbot, lambda: len(names(sampled)) == 10)
    assert field(sampled).edit.text() == ""
    assert cancelled == []


def test_enter_remembers_the_latest_first_and_each_once(qtbot: QtBot, sampled: MainWindow) -> None:
    for text in ("lion", "logit:>0", "lion"):
        typed(qtbot, sampled, text)
        press(field(sampled).edit, Qt.Key.Key_Return)
    written(qtbot, sampled)
    assert offered(sampled) == ["lion", "logit:>0"]


def test_a_remembered_filter_is_used_from_the_menu(qtbot: QtBot, sampled: MainWindow) -> None:
    typed(qtbot, sampled, "lion")
    press(field(sampled).edit, Qt.Key.Key_Return)
    typed(qtbot, sampled, "")
    pick(sampled, "lion")
    assert names(sampled) == ["lion.png"]
    assert field(sampled).edit.text() == "lion"


def test_a_filter_gets_a_name_and_can_be_forgotten(qtbot: QtBot, sampled: MainWindow) -> None:
    typed(qtbot, sampled, "logit:-1..1")
    pick(sampled, "&Name")
    dialog = sampled.findChild(QInputDialog)
    assert dialog is not None
    type_in(dialog.focusWidget() or dialog, "  The & doubtful  ")
    press(dialog.focusWidget() or dialog, Qt.Key.Key_Return)
    written(qtbot, sampled)
    assert offered(sampled) == ["The && doubtful\tlogit:-1..1"]
    press(field(sampled).edit, Qt.Key.Key_Return)
    written(qtbot, sampled)
    assert offered(sampled) == ["The && doubtful\tlogit:-1..1"]
    pick(sampled, "&Forget")
    written(qtbot, sampled)
    assert offered(sampled) == ["No filter was used yet"]


def give_name(window: MainWindow, name: str) -> None:
    """Name the filter that is typed."""
    field(window).ask_name()
    dialog = field(window).findChildren(QInputDialog)[-1]
    type_in(dialog.focusWidget() or dialog, name)
    press(dialog.focusWidget() or dialog, Qt.Key.Key_Return)


@pytest.mark.parametrize("agree", [True, False])
def test_a_name_that_another_filter_has_is_given_to_this_one_only_when_a_person_says_so(
    qtbot: QtBot, sampled: MainWindow, agree: bool
) -> None:
    for text in ("logit:-1..1", "logit:>2"):
        typed(qtbot, sampled, text)
        give_name(sampled, "mine")
    (question,) = field(sampled).findChildren(Question)
    assert "“mine” is the name of the filter logit:-1..1 already" in question.text()
    assert workspace(sampled).collection.filters.saved == [SavedFilter("logit:-1..1", "mine")]
    click(question.yes if agree else question.no)
    written(qtbot, sampled)
    assert offered(sampled) == (["mine\tlogit:>2", "logit:-1..1"] if agree else ["mine\tlogit:-1..1"])
    collection = workspace(sampled).collection
    until(qtbot, lambda: saved_filters(collection.library) == collection.filters.saved)  # its thread writes it


def test_the_name_that_a_filter_has_is_not_asked_about_and_may_change(qtbot: QtBot, sampled: MainWindow) -> None:
    typed(qtbot, sampled, "lion")
    for name in ("mine", "mine", "ours"):
        give_name(sampled, name)
        written(qtbot, sampled)
    assert field(sampled).findChildren(Question) == []
    assert offered(sampled) == ["ours\tlion"]


def test_a_name_of_nothing_but_blanks_is_no_name(qtbot: QtBot, sampled: MainWindow) -> None:
    typed(qtbot, sampled, "lion")
    field(sampled).ask_name()
    dialog = sampled.findChild(QInputDialog)
    assert dialog is not None
    type_in(dialog.focusWidget() or dialog, "   ")
    press(dialog.focusWidget() or dialog, Qt.Key.Key_Return)
    written(qtbot, sampled)
    assert offered(sampled) == ["No filter was used yet"]


def test_the_two_last_entries_want_a_filter(sampled: MainWindow) -> None:
    opened = menu(sampled)
    assert [action.isEnabled() for action in opened.actions()[-2:]] == [False, False]
    opened.close()


def test_filters_and_their_names_are_there_when_the_window_opens_again(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    first = open_window()
    drop(first, files(draw(tmp_path / "a.png")))
    settle(qtbot, first, 1)
    typed(qtbot, first, "logit:>0")
    press(field(first).edit, Qt.Key.Key_Return)
    typed(qtbot, first, "label:none")
    field(first)._on_name("open ones")
    close_for_good(first)
    again = open_window()
    assert offered(again) == ["open ones\tlabel:none", "logit:>0"]
    assert names(again) == ["a.png"]


def test_a_suggestion_is_taken_over_by_the_keyboard(qtbot: QtBot, sampled: MainWindow) -> None:
    sampled.activateWindow()
    edit = field(sampled).edit
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    type_in(edit, "label:n")
    popup = field(sampled)._completer.popup()
    assert popup is not None
    until(qtbot, popup.isVisible)
    press(popup, Qt.Key.Key_Down)
    press(popup, Qt.Key.Key_Return)
    until(qtbot, lambda: not field(sampled)._pause.isActive())
    assert edit.text() in ("label:no", "label:none")
    assert workspace(sampled).collection.shown.filter == parse(edit.text())


def test_a_suggestion_is_taken_over_by_the_mouse(qtbot: QtBot, sampled: MainWindow) -> None:
    sampled.activateWindow()
    edit = field(sampled).edit
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    type_in(edit, "lion deci")
    popup = field(sampled)._completer.popup()
    assert popup is not None
    until(qtbot, popup.isVisible)
    first = popup.visualRect(popup.model().index(0, 0)).center()
    QTest.mouseClick(popup.viewport(), LEFT, NO_KEY, first)
    assert edit.text().startswith("lion decision:")
    assert edit.cursorPosition() == len(edit.text())


def test_what_is_typed_in_the_middle_completes_there(qtbot: QtBot, sampled: MainWindow) -> None:
    edit = field(sampled).edit
    edit.setFocus()
    edit.setText("lab lion")
    edit.setCursorPosition(3)
    type_in(edit, "e")
    popup = field(sampled)._completer.popup()
    assert popup is not None
    press(popup, Qt.Key.Key_Down)
    press(popup, Qt.Key.Key_Return)
    assert edit.text() == "label: lion"


@pytest.mark.parametrize("text", ["a" * 4000, '"', "\u202eصورة", "🦙", "-", ":", "logit:..", "((((", "\x00", "%s%n"])
def test_nothing_that_is_typed_breaks_anything(qtbot: QtBot, sampled: MainWindow, text: str) -> None:
    field(sampled).edit.setText(text)
    press(field(sampled).edit, Qt.Key.Key_Return)
    written(qtbot, sampled)
    menu(sampled).close()
    assert not sampled.grab().isNull()
    field(sampled).edit.clear()
    until(qtbot, lambda: len(names(sampled)) == 10)


def test_a_filter_that_lets_nothing_through_says_so(qtbot: QtBot, sampled: MainWindow) -> None:
    typed(qtbot, sampled, "nowhere")
    views = workspace(sampled).views
    assert names(sampled) == []
    assert views.nothing.isVisible()
    assert views.nothing.text() == "No picture passes the filter."
    assert not workspace(sampled).label_bar.isEnabled()
    typed(qtbot, sampled, "")
    assert not views.nothing.isVisible()
    assert workspace(sampled).label_bar.isEnabled()


def test_control_f_goes_to_the_filter(qtbot: QtBot, sampled: MainWindow) -> None:
    sampled.activateWindow()
    qtbot.waitUntil(sampled.isActiveWindow)
    press(sampled, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is field(sampled).edit
