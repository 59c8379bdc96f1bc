"""Run in a process of its own on a real display: the window in the left upper corner; prints its rows as they change.

One JSON list of names a line, the first (empty) when the window takes drops. SIGTERM ends it.
"""

import json
import sys

from PySide6.QtCore import QTimer

from alpaca_gui.gui.app import prepare_application
from alpaca_gui.gui.ending import CloseOnSignal
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.resources import shipped_model
from tests.gui.driving import names

WIDTH, HEIGHT = 900, 700
_LOOK_MS = 20


class Report:
    """Prints the window's rows whenever they differ from those printed before."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._before: list[str] | None = None

    def __call__(self) -> None:
        """Look."""
        if self._window.workspace is None or not self._window.windowHandle().isExposed():
            return
        now = names(self._window)
        if now != self._before:
            self._before = now
            print(json.dumps(now), flush=True)  # noqa: T201 - the test reads it


def serve() -> int:
    """Show the window until it is closed."""
    app = prepare_application()
    window = MainWindow(shipped_model())
    window.move(0, 0)
    window.resize(WIDTH, HEIGHT)
    window.show()
    ending = CloseOnSignal(window)
    timer = QTimer(interval=_LOOK_MS)
    timer.timeout.connect(Report(window))
    timer.start()
    code = int(app.exec())
    ending.stop()
    return code


if __name__ == "__main__":
    sys.exit(serve())
