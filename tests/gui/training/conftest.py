"""Training dialogs to drive, whose child process plays what a test has written down; and folders to train on."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from alpaca_gui.gui.app import prepare_application
from alpaca_gui.gui.training.dialog import TrainingDialog
from tests.gui.driving import draw, until
from tests.gui.training.stand_in_child import SCRIPT

STAND_IN = "tests.gui.training.stand_in_child"

OpenDialog = Callable[..., TrainingDialog]
Plays = Callable[..., None]


@pytest.fixture
def plays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plays:
    """Write down what the child process of the next training does."""
    path = tmp_path / "steps.json"
    monkeypatch.setenv(SCRIPT, str(path))

    def write(*steps: list[Any]) -> None:
        path.write_text(json.dumps(steps))

    write()
    return write


@pytest.fixture
def open_dialog(qtbot: QtBot, qapp: QApplication, plays: Plays) -> Iterator[OpenDialog]:
    """Open dialogs, and destroy them when the test is over, whatever goes on in them."""
    opened: list[TrainingDialog] = []

    def open_one(*folders: Path, module: str = STAND_IN, parent: QWidget | None = None) -> TrainingDialog:
        prepare_application()
        dialog = TrainingDialog(list(folders), parent, module)
        opened.append(dialog)
        dialog.show()
        until(qtbot, lambda: dialog.equipped and not dialog.choices.sides.counting)
        return dialog

    yield open_one
    for dialog in opened:
        if isValid(dialog):
            dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def fill(folder: Path, count: int) -> Path:
    """Put so many pictures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        draw(folder / f"{number:03}.png")
    return folder


@pytest.fixture
def zoo(tmp_path: Path) -> Path:
    """A folder with one for each of two answers, 12 and 11 pictures."""
    fill(tmp_path / "zoo" / "llama", 12)
    fill(tmp_path / "zoo" / "a sheep", 11)
    return tmp_path / "zoo"


@pytest.fixture
def ready(qtbot: QtBot, open_dialog: OpenDialog, zoo: Path) -> TrainingDialog:
    """A dialog in which everything is chosen: llama means yes."""
    dialog = open_dialog(zoo)
    dialog.choices.sides.boxes[1].answer.click()
    found_out(qtbot, dialog)
    assert dialog.choices.hindrance() == ""
    return dialog


def found_out(qtbot: QtBot, dialog: TrainingDialog) -> None:
    """Wait until a name for the file is found, and its place has been looked at."""
    choices = dialog.choices
    until(qtbot, lambda: not choices._finding and choices._known.text == choices.out.text())
