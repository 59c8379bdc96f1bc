"""A disk that hangs, as a network's does when it is gone: who asks it waits, and the GUI thread must not."""

import threading
from pathlib import Path
from typing import Any, Final

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.gui.driving import until

_QUESTIONS: Final = ("exists", "is_file", "is_dir", "stat", "samefile", "iterdir")
_TICKS: Final = 5


class HeldUp:
    """Holds up every question about one path, and about what lies in it, until it is let go.

    Parameters
    ----------
    monkeypatch
        Puts the disk right again at the test's end.
    path
        What hangs.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
        self._path = path
        self._asked, self._let_go = threading.Event(), threading.Event()
        for name in _QUESTIONS:
            monkeypatch.setattr(Path, name, self._held(getattr(Path, name)))

    def _held(self, real: Any) -> Any:
        def question(path: Path, *args: Any, **options: Any) -> Any:
            if not self._let_go.is_set() and self._path in (path, *path.parents):
                assert threading.current_thread() is not threading.main_thread(), f"the GUI thread asks for {path}"
                self._asked.set()
                self._let_go.wait()
            return real(path, *args, **options)

        return question

    @property
    def asked(self) -> bool:
        """Whether somebody waits, or waited, for the disk."""
        return self._asked.is_set()

    def window_answers(self, qtbot: QtBot) -> bool:
        """Wait until somebody waits for the disk; whether a timer of the GUI thread goes on to tick meanwhile."""
        until(qtbot, lambda: self.asked)
        ticks: list[None] = []
        timer = QTimer(interval=1)
        timer.timeout.connect(lambda: ticks.append(None))
        timer.start()
        until(qtbot, lambda: len(ticks) >= _TICKS)
        timer.stop()
        return not self._let_go.is_set()

    def let_go(self) -> None:
        """Let the disk answer."""
        self._let_go.set()
