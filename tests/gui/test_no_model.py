"""A model that cannot be opened is told in a sentence, and the window lives on."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.notices import Notice
from alpaca_gui.gui.signs import Sign
from tests.gui.conftest import OpenWindow
from tests.gui.driving import draw, drop, files, names, opens_a_dialog, signs, until, workspace

pytestmark = opens_a_dialog


@pytest.fixture(params=["missing", "a text", "a folder"])
def no_model(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A path that holds no model."""
    path = tmp_path / "my.model"
    if request.param == "a text":
        path.write_text("not a model")
    elif request.param == "a folder":
        path.mkdir()
    return path


def sentence(qtbot: QtBot, window: MainWindow) -> str:
    """What the window says about the model."""
    until(qtbot, lambda: bool(window.findChildren(Notice)))
    (notice,) = window.findChildren(Notice)
    (label,) = notice.findChildren(QLabel)
    return label.text()


def test_the_sentence_names_the_model(qtbot: QtBot, open_window: OpenWindow, no_model: Path) -> None:
    window = open_window(no_model)
    assert "my.model" in sentence(qtbot, window)
    assert window.status.model.text() == "No model"
    assert window.isVisible()
    assert window.close()


def test_pictures_are_listed_and_not_classified(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(tmp_path / "no.model", furnished=False)
    window.take_paths([str(draw(tmp_path / "before.png"))])
    sentence(qtbot, window)
    until(qtbot, lambda: window.workspace is not None and signs(window) == [Sign.CANCELLED])
    drop(window, files(draw(tmp_path / "after.png")))
    until(qtbot, lambda: signs(window) == [Sign.CANCELLED] * 2)
    assert names(window) == ["before.png", "after.png"]
    assert workspace(window).reading.decision.text() == "Not classified"
    assert not window.menus.resume.isEnabled()
    assert not window.menus.cancel.isEnabled()
    assert not window.status.bar.isVisible()


def test_the_rest_of_the_window_works(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(tmp_path / "no.model")
    sentence(qtbot, window)
    drop(window, files(draw(tmp_path / "b.png"), draw(tmp_path / "a.png")))
    until(qtbot, lambda: len(names(window)) == 2)
    window.menus.order_menu.actions()[1].trigger()
    assert names(window) == ["a.png", "b.png"]
    window.menus.clear.trigger()
    window.menus.undo.trigger()
    assert names(window) == ["a.png", "b.png"]
    assert not window.menus.card.isEnabled()
