"""Views of made-up judgements, and windows whose child process plays what a test has written down."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from alpaca_gui.gui.app import prepare_application
from alpaca_gui.gui.judging.compare_window import CompareWindow
from alpaca_gui.gui.judging.judging_window import JudgingWindow
from alpaca_gui.gui.judging.report_view import ReportView
from alpaca_gui.gui.judging.report_window import ReportWindow
from alpaca_gui.gui.judging.run import JudgingRun
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.resources import shipped_model
from tests.gui.judging.made_up import judged, reported
from tests.gui.judging.stand_in_child import SCRIPT

Script = Callable[..., None]


def destroy(widget: QWidget) -> None:
    """Destroy a widget now, with all that belongs to it."""
    if isValid(widget):
        widget.close()
    if isValid(widget):
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def judgement(tmp_path: Path) -> Judgement:
    """Sixteen pictures, four of them on the wrong side."""
    return judged(tmp_path / "pictures")


@pytest.fixture
def view(qapp: QApplication, judgement: Judgement) -> Iterator[ReportView]:
    """A report on them, on the screen."""
    prepare_application()
    view = ReportView(judgement, reported(judgement))
    view.resize(1100, 700)
    view.show()
    yield view
    view.close_threads()
    destroy(view)


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Script:
    """Let the child play these steps, see `tests.gui.judging.stand_in_child`."""
    script = tmp_path / "steps.json"
    monkeypatch.setenv(SCRIPT, str(script))
    monkeypatch.setattr(JudgingRun, "module", "tests.gui.judging.stand_in_child")

    def write(*steps: list[Any]) -> None:
        script.write_text(json.dumps(steps))

    write()
    return write


@pytest.fixture
def opened(qapp: QApplication) -> Iterator[list[JudgingWindow]]:
    """The windows that a test has opened, closed when it is over."""
    prepare_application()
    windows: list[JudgingWindow] = []
    yield windows
    for window in windows:
        destroy(window)


@pytest.fixture
def report_window(opened: list[JudgingWindow]) -> Callable[..., ReportWindow]:
    """Open a report on the shipped model."""

    def open_one(dataset: Path | None = None, parent: QWidget | None = None) -> ReportWindow:
        window = ReportWindow(shipped_model(), dataset, parent)
        opened.append(window)
        window.show()
        return window

    return open_one


@pytest.fixture
def compare_window(opened: list[JudgingWindow]) -> CompareWindow:
    """A comparison of the shipped model with another."""
    window = CompareWindow(shipped_model())
    opened.append(window)
    window.show()
    return window
