"""A window hears its child process without waiting for it, and the child ends with whoever listens."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from alpaca_gui.gui.child_run import ChildRun
from alpaca_gui.messages import Step
from tests.gui.driving import until

STAND_IN = "tests.jobs.stand_in"
SIGNALS = ("stepped", "noted", "epoch", "done", "failed", "cancelled")


class Listener:
    """Writes down what a run tells."""

    def __init__(self) -> None:
        self.run = ChildRun()
        self.heard: list[tuple[Any, ...]] = []
        for name in SIGNALS:
            getattr(self.run, name).connect(lambda *values, name=name: self.heard.append((name, *values)))

    def begin(self, *steps: list[Any]) -> None:
        """Let the child play these steps."""
        self.run.begin(STAND_IN, {"steps": list(steps)})


def no_child() -> bool:
    """Whether every child process has ended and been waited for."""
    return not psutil.Process().children()


def destroy(run: ChildRun) -> None:
    """Destroy it, as happens when its window goes."""
    run.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def listener(qtbot: QtBot, qapp: QApplication) -> Iterator[Listener]:
    """Somebody who listens, until the test is over."""
    listener = Listener()
    yield listener
    if isValid(listener.run):
        destroy(listener.run)
    until(qtbot, no_child)


def test_what_the_child_tells_is_heard_in_order(qtbot: QtBot, listener: Listener) -> None:
    listener.begin(["note", "One."], ["step", "Looking", 1, 2], ["note", "Two."], ["done", {"out": "x"}])
    assert listener.run.busy
    until(qtbot, lambda: not listener.run.busy)
    assert listener.heard == [
        ("noted", "One."),
        ("stepped", Step("Looking", 1, 2)),
        ("noted", "Two."),
        ("done", {"out": "x"}),
    ]


def test_of_steps_that_come_together_the_last_is_heard(qtbot: QtBot, listener: Listener, tmp_path: Path) -> None:
    listener.begin(*(["step", "Looking", place, 100] for place in range(101)), ["write", str(tmp_path / "told")])
    while not (tmp_path / "told").exists():
        time.sleep(0.01)  # without letting the window listen meanwhile
    until(qtbot, lambda: ("done", {}) in listener.heard)
    assert listener.heard[-2] == ("stepped", Step("Looking", 100, 100))
    assert len(listener.heard) < 100


def test_cancelling_is_told_when_the_child_has_ended(qtbot: QtBot, listener: Listener) -> None:
    listener.begin(["deaf"], ["note", "x"], ["hang"])
    until(qtbot, lambda: bool(listener.heard))
    listener.run.cancel()
    assert listener.run.busy
    assert listener.run.ending
    until(qtbot, lambda: not listener.run.busy)
    assert listener.heard == [("noted", "x"), ("cancelled",)]
    assert not listener.run.ending


def test_what_has_come_to_its_end_is_not_cancelled(listener: Listener) -> None:
    listener.begin(["done", {"out": "x"}])
    for child in psutil.Process().children():
        child.wait()  # without letting the window listen meanwhile
    listener.run.cancel()
    assert listener.heard == [("done", {"out": "x"})]


def test_beginning_anew_gives_up_the_first_without_a_word(qtbot: QtBot, listener: Listener) -> None:
    listener.begin(["identity"], ["hang"])
    until(qtbot, lambda: bool(listener.heard))
    first = int(listener.heard[0][1])
    listener.begin(["fail", "There is nothing."])
    until(qtbot, lambda: not listener.run.busy)
    assert listener.heard[1:] == [("failed", "There is nothing.")]
    until(qtbot, lambda: not psutil.pid_exists(first))


def test_giving_up_while_being_told_ends_the_telling(qtbot: QtBot, listener: Listener) -> None:
    listener.run.noted.connect(listener.run.give_up)
    listener.begin(["notes", 100])
    until(qtbot, lambda: bool(listener.heard) and no_child())
    assert listener.heard == [("noted", "0")]


def test_the_child_ends_when_the_listener_is_destroyed(qtbot: QtBot, listener: Listener) -> None:
    listener.begin(["deaf"], ["note", "x"], ["hang"])
    until(qtbot, lambda: bool(listener.heard))
    destroy(listener.run)
    assert not isValid(listener.run)
    until(qtbot, no_child)


def test_that_no_process_can_be_started_is_told(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(subprocess, "Popen", full)
    listener.begin(["hang"])
    assert listener.heard == [("failed", "The work cannot be started: Cannot allocate memory.")]
    assert not listener.run.busy
