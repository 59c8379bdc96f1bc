"""Everything can be done without a mouse, with the keys that the platform has for it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from tests.gui.driving import names, press, settle, type_in, workspace, written

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def active(qtbot: QtBot, sampled: MainWindow) -> MainWindow:
    """A window with the samples, in front, whose list has the keyboard."""
    sampled.activateWindow()
    qtbot.waitUntil(sampled.isActiveWindow)
    qtbot.waitUntil(workspace(sampled).list.hasFocus)
    return sampled


def focused() -> QWidget:
    """The widget that has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def current(window: MainWindow) -> str:
    """Name of the current row."""
    return str(workspace(window).list.currentIndex().data())


def test_the_arrow_keys_walk_through_the_list(active: MainWindow) -> None:
    order, table = names(active), workspace(active).list
    assert current(active) == order[0]
    press(table, Qt.Key.Key_Down)
    assert current(active) == order[1]
    press(table, Qt.Key.Key_Up)
    assert current(active) == order[0]
    press(table, Qt.Key.Key_Up)
    assert current(active) == order[0]


def test_home_and_end_go_to_the_ends(active: MainWindow) -> None:
    table = workspace(active).list
    press(table, Qt.Key.Key_End)
    assert current(active) == names(active)[-1]
    press(table, Qt.Key.Key_Home)
    assert current(active) == names(active)[0]
    press(table, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert workspace(active).list.selected_keys().size == len(names(active))


def test_the_picture_can_be_changed_from_anywhere(active: MainWindow) -> None:
    box = workspace(active).controls.band
    box.setFocus()
    press(box, Qt.Key.Key_Down, CONTROL)
    assert current(active) == names(active)[1]
    press(box, Qt.Key.Key_Up, CONTROL)
    assert current(active) == names(active)[0]


def test_delete_removes_the_selected_row_and_undo_brings_it_back(qtbot: QtBot, active: MainWindow) -> None:
    before = names(active)
    press(workspace(active).list, Qt.Key.Key_Down)
    press(workspace(active).list, Qt.Key.Key_Delete)
    written(qtbot, active)
    assert names(active) == [before[0], *before[2:]]
    press(workspace(active).list, Qt.Key.Key_Z, CONTROL)
    written(qtbot, active)
    assert names(active) == before


def test_select_all_and_delete_empty_the_list(qtbot: QtBot, active: MainWindow) -> None:
    before = names(active)
    press(workspace(active).list, Qt.Key.Key_A, CONTROL)
    press(workspace(active).list, Qt.Key.Key_Delete)
    written(qtbot, active)
    assert names(active) == []
    assert active.welcome.isVisible()
    press(active, Qt.Key.Key_Z, CONTROL)
    written(qtbot, active)
    assert names(active) == before


def test_copy_in_the_list_copies_the_reading(active: MainWindow) -> None:
    press(workspace(active).list, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().startswith(f"{current(active)}: logit ")


def test_copy_in_a_number_copies_the_number_and_not_the_reading(active: MainWindow) -> None:
    box = workspace(active).controls.threshold
    box.setValue(1.25)
    box.setFocus()
    box.selectAll()
    press(box, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == box.text()


def test_delete_in_a_number_deletes_digits_and_no_row(qtbot: QtBot, active: MainWindow) -> None:
    before, box = names(active), workspace(active).controls.threshold
    box.setFocus()
    box.selectAll()
    press(box, Qt.Key.Key_Delete)
    written(qtbot, active)
    assert box.lineEdit().text() == ""
    assert names(active) == before


def test_tab_goes_round_through_all_that_can_be_worked_with(active: MainWindow) -> None:
    inside = workspace(active)
    inside.controls.threshold.setValue(1)  # or Reset is off, and rightly passed over
    reached: list[QWidget] = []
    for _ in range(20):
        press(focused(), Qt.Key.Key_Tab)
        reached.append(focused())
    wanted = (
        inside.list,
        inside.header.show_box,
        inside.header.order,
        inside.controls.threshold,
        inside.controls.threshold_slider,
        inside.controls.band,
        inside.controls.band_slider,
        inside.controls.reset,
    )
    for widget in wanted:
        assert widget in reached, widget.accessibleName()


def test_tab_reaches_the_three_buttons_of_an_empty_window(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    reached = set()
    for _ in range(6):
        press(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        reached.add(focused().accessibleName())
    assert {"Open pictures…", "Open folder…", "Try the samples"} <= reached


def test_a_whole_sitting_by_keyboard_alone(qtbot: QtBot, window: MainWindow, samples: list[object]) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(window, Qt.Key.Key_T, CONTROL)
    settle(qtbot, window, len(samples))
    press(focused(), Qt.Key.Key_End)
    press(focused(), Qt.Key.Key_Delete)
    written(qtbot, window)
    press(focused(), Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert focused() is workspace(window).controls.threshold
    type_in(focused(), "3")
    press(focused(), Qt.Key.Key_Return)
    assert workspace(window).collection.rule.threshold == 3
    assert len(names(window)) == len(samples) - 1
