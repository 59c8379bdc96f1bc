"""The dialog opens from the menu, and is worked with by keyboard alone and by ear."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.training.dialog import MODULE, TrainingDialog
from tests.gui.driving import PATIENCE_MS, close_for_good, drop, files, press, settle, type_in, until
from tests.gui.training.conftest import OpenDialog, Plays

shows_a_window = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)")
"""Of Qt's offscreen platform: there is no window manager to raise a window or to tell its sizes."""


def name(widget: QWidget) -> str:
    """What a screen reader is told that a widget is called."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None, widget
    return interface.text(QAccessible.Text.Name)


def nameless(dialog: TrainingDialog) -> list[QWidget]:
    """Visible widgets that take the keyboard and have no name; a number's own line goes by its owner's."""
    return [
        widget
        for widget in dialog.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget.parent(), QAbstractScrollArea)
        and not (isinstance(widget, QLineEdit) and "spinbox" in widget.objectName())
        and not name(widget)
    ]


def focused() -> QWidget:
    """The widget that has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def reached(count: int) -> set[QWidget]:
    """What Tab comes past."""
    found = set()
    for _ in range(count):
        press(focused(), Qt.Key.Key_Tab)
        found.add(focused())
    return found


@shows_a_window
def test_the_menu_opens_it_beside_the_window(qtbot: QtBot, window: MainWindow) -> None:
    window.menus.train.trigger()
    (dialog,) = window.findChildren(TrainingDialog)
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert MODULE == "alpaca_gui.training.child"
    until(qtbot, lambda: dialog.equipped)
    close_for_good(window)


@shows_a_window
def test_a_window_that_closes_takes_along_one_that_is_still_loading(window: MainWindow) -> None:
    window.menus.train.trigger()
    (dialog,) = window.findChildren(TrainingDialog)
    close_for_good(window)
    assert not isValid(dialog)


def test_a_dataset_dropped_on_the_main_window_is_classified(qtbot: QtBot, window: MainWindow, zoo: Path) -> None:
    drop(window, files(zoo))
    settle(qtbot, window, 23)
    assert window.findChildren(TrainingDialog) == []


def test_everything_has_a_name(ready: TrainingDialog, plays: Plays, qtbot: QtBot) -> None:
    ready.choices.recipe.more.click()
    assert nameless(ready) == []
    plays(["note", "x"], ["done", {"left_out": [["a.jpg", "It is broken."]], "figures": {"accuracy": 1.0}}])
    with qtbot.waitSignal(ready.choices.train_asked, timeout=PATIENCE_MS):
        ready.choices.train.click()
    assert nameless(ready) == []
    until(qtbot, lambda: ready.pages.currentWidget() is ready.came)
    assert nameless(ready) == []
    ready.failure.show_failure("It ended. Its last lines:\nno")
    ready.turn_to(ready.failure)
    assert nameless(ready) == []


def test_tab_reaches_everything_on_the_first_page(qtbot: QtBot, ready: TrainingDialog) -> None:
    ready.activateWindow()
    qtbot.waitUntil(ready.isActiveWindow)
    choices, recipe = ready.choices, ready.choices.recipe
    recipe.more.click()
    choices.yes.setFocus()
    found = reached(24)
    wanted = [*(box.choose for box in choices.sides.boxes), choices.sides.swap, choices.no, choices.out, recipe.more]
    wanted += [recipe.folds, recipe.seed, choices.train, choices.leave]
    assert [widget for widget in wanted if widget not in found] == []
    assert any(radio in found for radio in recipe.radios.values())


def test_every_label_leads_to_its_field(ready: TrainingDialog) -> None:
    buddies = {label.buddy() for label in ready.choices.findChildren(QLabel) if label.buddy() is not None}
    choices = ready.choices
    assert {choices.yes, choices.no, choices.out, choices.recipe.folds, choices.recipe.seed} <= buddies


def test_no_two_keys_of_a_page_are_the_same(ready: TrainingDialog) -> None:
    for page in (ready.choices, ready.running, ready.came, ready.failure):
        keys = [
            text[text.index("&") + 1].lower()
            for widget in page.findChildren(QWidget)
            if "&" in (text := str(widget.property("text") or ""))
        ]
        assert len(keys) == len(set(keys)), keys


def test_a_training_by_keyboard_alone(qtbot: QtBot, open_dialog: OpenDialog, plays: Plays, zoo: Path) -> None:
    plays(["hang"])
    dialog = open_dialog(zoo)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.choices.sides.boxes[1].answer.setFocus()
    press(focused(), Qt.Key.Key_Space)
    press(dialog, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert focused() is dialog.choices.yes
    type_in(focused(), "guanaco")
    press(focused(), Qt.Key.Key_Return)  # the name for the file is still looked for: it waits for it
    until(qtbot, lambda: dialog.training)
    assert dialog._request is not None
    assert dialog._request.out.name == "guanaco.model"
    press(dialog, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    until(qtbot, lambda: not dialog.training)
    assert dialog.pages.currentWidget() is dialog.choices
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize("text", ["W" * 100, "Donau" * 20])
def test_long_names_make_nothing_wider(ready: TrainingDialog, text: str) -> None:
    before = ready.minimumSizeHint().width()
    ready.choices.yes.setText(text)
    request = ready.choices.request()
    assert request is not None
    ready.running.begin(request)
    ready.running.note(text * 20)
    ready.failure.show_failure("No.\n" + text * 20)
    assert ready.minimumSizeHint().width() == before
    assert before <= 720
