"""Finds what a test leaves behind: threads, timers, windows. Qt is imported only where it is loaded already."""

import contextlib
import sys
import threading
import time
import traceback
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest

GRACE_S = 2.0  # a thread that has been told to stop may need a moment


def threads() -> set[threading.Thread]:
    """The Python threads that are running, without Python's stand-ins for foreign ones such as a QThread."""
    return {thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)}


def threads_left(before: set[threading.Thread], grace_s: float = GRACE_S) -> list[threading.Thread]:
    """The threads that run now, did not run before, and do not end within the grace."""
    end = time.monotonic() + grace_s
    left = threads() - before
    for thread in left:
        _join(thread, end)
    return sorted((thread for thread in left if thread in threading.enumerate()), key=lambda thread: thread.name)


def _join(thread: threading.Thread, end: float) -> None:
    """Wait for a thread, also for one that is being started at this moment, which Python does not let us join yet."""
    while time.monotonic() < end and thread in threading.enumerate():
        with contextlib.suppress(RuntimeError):
            thread.join(end - time.monotonic())
        time.sleep(0.001)


def move_settings(folder: Path) -> None:
    """Let QSettings read and write below `folder`."""
    from PySide6.QtCore import QSettings

    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(folder))


class QtWatch:
    """Remembers which threads, timers and pools were started, and who did it, from its making on.

    Parameters
    ----------
    monkeypatch
        Takes the watching off again when the test is over.
    grace_s
        How long a thread may take to end.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, grace_s: float = GRACE_S) -> None:
        from PySide6.QtCore import QThread, QThreadPool, QTimer

        self._grace_ms = int(grace_s * 1000)
        self._windows = set(_open_windows())
        self._threads = _watch(monkeypatch, QThread)
        self._timers = _watch(monkeypatch, QTimer)
        self._pools = _watch(monkeypatch, QThreadPool)

    def left(self) -> list[str]:
        """A sentence for each thing that still runs or is open; each is stopped, so that no later test meets it."""
        _deliver_deletes()
        left = [
            *self._threads_left(),
            *self._pools_left(),
            *self._timers_left(),
            *self._windows_left(),
        ]
        _deliver_deletes()
        return left

    def _threads_left(self) -> list[str]:
        left = []
        for thread, caller in _living(self._threads):
            if thread.isRunning() and not thread.wait(self._grace_ms):
                left.append(f"a QThread that runs, started at {caller}")
                thread.quit()
                _KEPT.append(thread)
        return left

    def _pools_left(self) -> list[str]:
        from PySide6.QtCore import QThreadPool

        pools = [*_living(self._pools), (QThreadPool.globalInstance(), "the global pool")]
        return [
            f"work in a QThreadPool, started at {caller}"
            for pool, caller in pools
            if not pool.waitForDone(self._grace_ms)
        ]

    def _timers_left(self) -> list[str]:
        left = []
        for timer, caller in _living(self._timers):
            if timer.isActive():
                left.append(f"a QTimer that runs, started at {caller}")
                timer.stop()
        return left

    def _windows_left(self) -> list[str]:
        left = []
        for window in _open_windows():
            if window not in self._windows:
                left.append(
                    f"the top-level widget {type(window).__name__} {window.objectName()!r} {window.windowTitle()!r}"
                )
                window.close()
                window.deleteLater()
        return left


_KEPT: list[object] = []  # destroying a QThread that runs would abort the process


def _watch(monkeypatch: pytest.MonkeyPatch, kind: type[Any]) -> MutableMapping[Any, str]:
    """Note each object of a kind whose ``start`` is called, with the line that called it.

    The references are weak: an object that goes with its owner has left nothing behind.
    """
    started: MutableMapping[Any, str] = WeakKeyDictionary()
    original: Callable[..., Any] = kind.start

    def start(self: Any, *arguments: Any, **named: Any) -> Any:
        started.setdefault(self, _caller())
        return original(self, *arguments, **named)

    monkeypatch.setattr(kind, "start", start)
    return started


def _caller() -> str:
    frame = traceback.extract_stack(limit=3)[0]
    return f"{frame.filename}:{frame.lineno}"


def _living(started: MutableMapping[Any, str]) -> list[tuple[Any, str]]:
    """Those whose C++ half is not destroyed yet."""
    from shiboken6 import isValid

    return [(thing, caller) for thing, caller in list(started.items()) if isValid(thing)]


def _open_windows() -> list[Any]:
    """Top-level widgets that belong to nobody. Qt's own tool tip, which it keeps for ever, does not count."""
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtWidgets import QApplication

    if not isinstance(QApplication.instance(), QApplication):
        return []
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if widget.parent() is None and widget.metaObject().className() != "QTipLabel"
    ]


def _deliver_deletes() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
