"""Waiting for what a change paints, and how long the window's thread is at work for it; for the bench."""

import time
from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QTableView, QWidget

_DOZE_S: Final = 0.0005
_PATIENCE_S: Final = 120.0


class Work(NamedTuple):
    """What the window's thread did in a while: ms in which it was not waiting for events, and ms on a processor."""

    busy_ms: float
    cpu_ms: float


class Painted(QObject):
    """Hears whether a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.heard = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take note of it; the painting follows, before the loop of events goes on."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isVisible():
            self.heard = True
        return False


def frame_ms(view: QTableView, change: Callable[[], object]) -> float:
    """Time in ms from making a change to the end of the next painting of a view.

    Raises
    ------
    RuntimeError
        When nothing is painted.
    """
    painted = Painted(view.viewport())
    start = time.perf_counter()
    change()
    while not painted.heard:
        QCoreApplication.processEvents()
        if not painted.heard:
            time.sleep(_DOZE_S)
        if time.perf_counter() - start > _PATIENCE_S:
            raise RuntimeError("nothing was painted")
    taken = (time.perf_counter() - start) * 1000
    view.viewport().removeEventFilter(painted)
    painted.deleteLater()
    return taken


def work_of(change: Callable[[], object], seconds: float) -> Work:
    """Make a change and let events be for some seconds; gives what the window's thread did, waiting left out."""
    start, cpu = time.perf_counter(), time.thread_time()
    end = start + seconds
    dozed = 0.0
    change()
    while True:
        QCoreApplication.processEvents()
        now = time.perf_counter()
        if now >= end:
            break
        time.sleep(_DOZE_S)
        dozed += time.perf_counter() - now
    return Work((now - start - dozed) * 1000, (time.thread_time() - cpu) * 1000)


def rest(seconds: float) -> None:
    """Let events be for so many seconds."""
    work_of(int, seconds)


def wait_until(holds: Callable[[], bool]) -> None:
    """Let events be until something holds.

    Raises
    ------
    RuntimeError
        When it never does.
    """
    start = time.perf_counter()
    while not holds():
        rest(0.01)
        if time.perf_counter() - start > _PATIENCE_S:
            raise RuntimeError("the window did not become ready")
