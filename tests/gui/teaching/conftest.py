"""A collection over a library with labels, and dialogs whose child process plays what a test has written down."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.teaching.dialog import TeachDialog
from alpaca_gui.jobs.teach_answer import MODULE
from alpaca_gui.resources import shipped_model
from tests.gui.teaching.stand_in_child import SCRIPT
from tests.jobs.taught_library import small_library

STAND_IN = "tests.gui.teaching.stand_in_child"

Plays = Callable[..., None]
OpenDialog = Callable[..., TeachDialog]


def destroy(widget: QWidget) -> None:
    """Destroy a widget now, with all that belongs to it."""
    if isValid(widget):
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def bundle() -> ModelBundle:
    """The shipped model."""
    return load_bundle(shipped_model())


@pytest.fixture
def plays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plays:
    """Write down what the child process of the next lesson does."""
    path = tmp_path / "steps.json"
    monkeypatch.setenv(SCRIPT, str(path))

    def write(*steps: list[Any]) -> None:
        path.write_text(json.dumps(steps))

    write(["came"])
    return write


@pytest.fixture
def library_path(tmp_path: Path, bundle: ModelBundle) -> Path:
    """A library of thirty pictures that the shipped model has looked at; twenty of them are labelled."""
    path = tmp_path / "herd.library"
    small_library(path, bundle, 30, 20)
    return path


@pytest.fixture
def open_dialog(collection: Collection, plays: Plays) -> Iterator[OpenDialog]:
    """Open dialogs, and destroy them when the test is over, whatever goes on in them."""
    opened: list[TeachDialog] = []

    def open_one(parent: QWidget | None = None, *, real: bool = False) -> TeachDialog:
        dialog = TeachDialog(collection, parent, MODULE if real else STAND_IN)
        opened.append(dialog)
        dialog.show()
        return dialog

    yield open_one
    for dialog in opened:
        destroy(dialog)


@pytest.fixture
def dialog(open_dialog: OpenDialog) -> TeachDialog:
    """A dialog that is open."""
    return open_dialog()
