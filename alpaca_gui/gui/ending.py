"""Ctrl-C in the terminal, and a polite request to end, close the window as a person would."""

import signal
import socket
import sys
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Slot
from PySide6.QtWidgets import QWidget


class CloseOnSignal(QObject):
    """Closes a window on SIGINT and SIGTERM; `stop` gives the signals back.

    Python runs a signal's handler only when the interpreter next runs, which inside Qt's event loop may be never. So
    the signal also writes a byte that wakes the loop.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._heard, self._told = socket.socketpair()
        for end in (self._heard, self._told):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._heard.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_byte)
        self._before_fd = signal.set_wakeup_fd(self._told.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, _handled) for number in _numbers()}

    def stop(self) -> None:
        """Handle the signals as before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before_fd)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._heard.close()
        self._told.close()

    @Slot()
    def _on_byte(self) -> None:
        self._heard.recv(16)
        self._window.close()


def _numbers() -> tuple[signal.Signals, ...]:
    return (signal.SIGINT,) if sys.platform == "win32" else (signal.SIGINT, signal.SIGTERM)


def _handled(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: the byte that comes with the signal closes the window."""
