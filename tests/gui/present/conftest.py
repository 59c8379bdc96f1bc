"""Opens the presentation, and plays the presenter."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.present.present_window import PresentWindow
from tests.gui import driving


def present(qtbot: QtBot, window: MainWindow) -> PresentWindow:
    """Open it as the menu does, and wait for the first picture."""
    window.menus.present.trigger()
    shown = window.findChildren(PresentWindow)[-1]
    driving.until(qtbot, lambda: shown.subject is not None)
    return shown


def press(shown: PresentWindow, *keys: Qt.Key) -> None:
    """Press keys, one after the other."""
    for key in keys:
        QTest.keyClick(shown, key)


def key_shown(window: MainWindow) -> int:
    """The row that is chosen in the list."""
    return driving.workspace(window).views.current_key()
