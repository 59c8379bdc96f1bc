"""Dialogs over made-up models, and pictures to try them on."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from alpaca_gui.gui.app import prepare_application
from alpaca_gui.gui.models.import_dialog import ImportDialog
from alpaca_gui.training.foreign.model import Ending, ForeignModel, Kind, Scale
from tests.gui.driving import draw, until

STAND_IN = "tests.gui.models.stand_in"

LINEAR = ForeignModel(
    "theirs.keras", Kind.KERAS, 32, 24, 1, "(None, 1)", Ending.LINEAR, (), Scale.UNIT, "squash", "bilinear", True
)
"""Nothing about its preprocessing is to be asked."""

OpenImport = Callable[..., ImportDialog]


@pytest.fixture
def open_import(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[OpenImport]:
    """Open the dialog over a model of these properties, which the child is to treat as ``plan`` says."""
    opened: list[ImportDialog] = []

    def open_one(
        model: ForeignModel = LINEAR, *, wait: bool = True, name: str = "theirs.keras", plan: Any = None, **changes: Any
    ) -> ImportDialog:
        prepare_application()
        path = tmp_path / name
        path.write_text(json.dumps({"model": replace(model, **changes).as_dict(), **(plan or {})}))
        dialog = ImportDialog(path, module=STAND_IN)
        opened.append(dialog)
        dialog.show()
        if wait:
            until(qtbot, lambda: dialog.run.work is None)
        return dialog

    yield open_one
    while opened:
        if isValid(opened[-1]):
            opened[-1].close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        opened.pop()


@pytest.fixture
def red(tmp_path: Path) -> Path:
    """A picture for which the stand-in's number is +1 with pixels of 0 to 1."""
    return draw(tmp_path / "red.png", "red")


@pytest.fixture
def blue(tmp_path: Path) -> Path:
    """A picture for which it is −1."""
    return draw(tmp_path / "blue.png", "blue")


def asked(folder: Path) -> list[dict[str, Any]]:
    """What the child was asked for, in order."""
    return [json.loads(line) for line in (folder / "asked.jsonl").read_text().splitlines()]
