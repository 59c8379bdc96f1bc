"""In a room with a projector: the picture is over there, the list stays here."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from tests.gui import driving
from tests.gui.present.conftest import key_shown, present, press

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")


def test_it_fills_the_other_screen_and_the_list_stays_where_it_is(qtbot: QtBot, sampled: MainWindow) -> None:
    here, over_there = QGuiApplication.screens()
    assert sampled.screen() is here
    before = sampled.geometry()
    shown = present(qtbot, sampled)
    assert shown.screen() is over_there
    assert shown.geometry() == over_there.geometry()
    assert sampled.geometry() == before
    assert sampled.isVisible()
    driving.workspace(sampled).views.choose(3)
    driving.until(qtbot, lambda: shown.subject is not None and shown.subject.key == key_shown(sampled))


def test_s_moves_it_to_the_next_screen_and_on_to_the_first_again(qtbot: QtBot, sampled: MainWindow) -> None:
    here, over_there = QGuiApplication.screens()
    shown = present(qtbot, sampled)
    for screen in (here, over_there):
        press(shown, Qt.Key.Key_S)
        assert shown.screen() is screen
        assert shown.geometry() == screen.geometry()
        assert shown.isFullScreen()


def test_from_a_list_on_the_projector_it_goes_to_the_monitor(qtbot: QtBot, sampled: MainWindow) -> None:
    here, over_there = QGuiApplication.screens()
    sampled.setGeometry(over_there.geometry().adjusted(60, 60, -60, -60))
    driving.until(qtbot, lambda: sampled.screen() is over_there)
    assert present(qtbot, sampled).screen() is here
