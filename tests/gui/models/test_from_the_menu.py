"""The menu Model opens these windows over the model that answers, and closing the window closes them."""

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.models.card_window import CardWindow
from alpaca_gui.gui.models.export_dialog import ExportDialog
from tests.gui.driving import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)")


@pytest.mark.parametrize(("entry", "kind"), [("card", CardWindow), ("export", ExportDialog)])
def test_an_entry_opens_its_window(qtbot: QtBot, window: MainWindow, entry: str, kind: type[QDialog]) -> None:
    action = getattr(window.menus, entry)
    until(qtbot, action.isEnabled)
    action.trigger()
    (opened,) = window.findChildren(kind)
    assert opened.isVisible()
    assert "alpaca" in opened.windowTitle()
    window.close()
    assert not opened.isVisible()
