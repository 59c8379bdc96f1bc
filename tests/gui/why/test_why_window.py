"""What the window says below its panels, and of a picture that cannot be looked at."""

from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.theme import DARK, LIGHT, Appearance
from alpaca_gui.gui.why.why_view import LOOKING
from alpaca_gui.gui.why.why_window import WhyWindow
from tests.gui import driving
from tests.gui.conftest import OpenWindow
from tests.gui.why.conftest import choose_row, open_why

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)")


def ink(why: WhyWindow) -> str:
    """The colour that the line below the panels is written in."""
    return why.view.said.palette().color(why.view.said.foregroundRole()).name()


def test_what_is_said_of_a_card_goes_with_another_panel(qtbot: QtBot, sampled: MainWindow, tmp_path: Path) -> None:
    why = open_why(qtbot, sampled)
    why.cards.saved.emit(tmp_path / "card.png")
    assert why.view.said.text().startswith("The card is in ")
    assert why.view.said.isVisible()
    why.show_panel("temperature")
    assert not why.view.said.isVisible()
    assert why.view.said.text() == ""


def test_what_is_said_of_a_card_goes_with_another_picture(qtbot: QtBot, sampled: MainWindow) -> None:
    why = open_why(qtbot, sampled)
    why.cards.failed.emit("It cannot be written.")
    choose_row(qtbot, sampled, why, 2)
    assert not why.view.said.isVisible()


def test_an_error_has_the_colour_of_errors_in_either_theme(qtbot: QtBot, sampled: MainWindow, tmp_path: Path) -> None:
    why = open_why(qtbot, sampled)
    sampled.set_appearance(Appearance.LIGHT)
    why.cards.failed.emit("It cannot be written.")
    assert ink(why) == LIGHT.failed
    sampled.set_appearance(Appearance.DARK)
    driving.until(qtbot, lambda: ink(why) == DARK.failed)
    why.cards.saved.emit(tmp_path / "card.png")
    assert ink(why) == why.palette().color(QPalette.ColorRole.PlaceholderText).name()
    sampled.set_appearance(Appearance.LIGHT)


@pytest.mark.parametrize("name", ["gone.png", "a <i>name\nof two lines.png", "n" * 200 + ".png"])
def test_a_picture_that_is_gone_is_named(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, name: str) -> None:
    window = open_window()
    path = driving.draw(tmp_path / name)
    window.take_paths([str(path)])
    driving.settle(qtbot, window, 1)
    path.unlink()
    why = window.why.show_panel("map")
    assert why is not None
    driving.until(qtbot, lambda: why.view.message.text() not in ("", LOOKING))
    first, sentence = why.view.message.text().split("\n")
    assert first[:6] == name[:6]
    assert first.endswith(".png")
    assert sentence.endswith(".")
    assert why.view.message.minimumSizeHint().width() <= 500  # in the smallest window, whole
    assert why.view.header.name.text()[:6] == name[:6]
