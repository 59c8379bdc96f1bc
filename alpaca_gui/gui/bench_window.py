"""``python -m alpaca_gui.gui.bench_window``: how long a window takes to come up, for the bench.

``start MODULE:FUNCTION ARGUMENT...`` starts a program that opens a window, and ``bare`` an empty QMainWindow. Both
print one line when the window answers, and end: the window has been painted for the first time, and of two key presses
that were posted to it then, the first has been handled and the second has arrived.

A QApplication that there is already is the one that the program takes; so the listener is there before the program,
which is started by its own means, with nothing in it that serves the bench.
"""

import os
import sys
from importlib import import_module
from typing import Final, TextIO

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow

_KEY: Final = Qt.Key.Key_F35  # means nothing to any window


def main(arguments: list[str]) -> int:
    """Show one of the windows; returns the exit status."""
    match arguments:
        case ["bare"]:
            return start_bare()
        case ["start", program, *more]:
            return start_program(program, more)
        case _:
            print(__doc__, file=sys.stderr)  # noqa: T201
            return 2


class FirstAnswer(QObject):
    """Writes a line when the first main window answers, then ends the process, without leaving anything behind it."""

    def __init__(self, app: QApplication, stream: TextIO) -> None:
        super().__init__(app)
        self._stream = stream
        self._window: QObject | None = None
        self._keys = 0
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch for the first paint, then for the keys."""
        kind = event.type()
        if self._window is None:
            if kind == QEvent.Type.Paint and isinstance(watched, QMainWindow):
                self._window = watched
                for _ in range(2):
                    QCoreApplication.postEvent(watched, _key())
        elif kind == QEvent.Type.KeyPress and watched is self._window:
            self._keys += 1
            if self._keys == 2:
                self._stream.write("answers\n")
                self._stream.flush()
                self.leave()
        return False

    def leave(self) -> None:
        """End the process at once: what comes after the answer is not measured, and no settings are to be written."""
        os._exit(0)


def start_bare() -> int:
    """Open the least that is a window."""
    app = QApplication(sys.argv[:1])
    FirstAnswer(app, sys.stdout)
    window = QMainWindow()
    window.show()
    return int(app.exec())


def start_program(program: str, arguments: list[str]) -> int:
    """Call ``MODULE:FUNCTION`` with a list of arguments."""
    FirstAnswer(QApplication(sys.argv[:1]), sys.stdout)
    module, _, function = program.partition(":")
    return int(getattr(import_module(module), function)(arguments))


def _key() -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, _KEY, Qt.KeyboardModifier.NoModifier)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
