"""``python -m alpaca_gui.gui.bench_library``: the window on a library of many records, for the bench.

``open LIBRARY`` prints one line when the window shows the library's rows and answers: they have been painted, and of
two key presses that were posted then, the first has been handled and the second has arrived. Then it closes the window.
``review LIBRARY ROUNDS PAGES`` sorts, filters, reads with other thresholds and scrolls, and prints one JSON object.

The window is the program's own, opened by its own means, with settings of its own.
"""

import json
import sys
import tempfile
import traceback
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from alpaca_gui.gui.app import run_window
from alpaca_gui.gui.main_window import MainWindow

_KEY: Final = Qt.Key.Key_F35  # means nothing to any window


def main(arguments: list[str]) -> int:
    """Measure; returns the exit status."""
    match arguments:
        case ["open", library]:
            return _run(library, 0, 0)
        case ["review", library, rounds, pages]:
            return _run(library, int(rounds), int(pages))
        case _:
            print(__doc__, file=sys.stderr)  # noqa: T201
            return 2


class Watch(QObject):
    """Finds the program's window, hears when it shows rows and answers, and then lets it be measured and closes it.

    Parameters
    ----------
    app
        The application, before the program has opened its window.
    rounds, pages
        How often changes are made, and how many pages are scrolled; no round where only the opening counts.
    """

    def __init__(self, app: QCoreApplication, rounds: int, pages: int) -> None:
        super().__init__()
        self._app = app
        self._rounds, self._pages = rounds, pages
        self._keys = 0
        self._view: QObject | None = None
        self.failed = False
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Find the window, then the first painting of its rows, then the keys."""
        kind = event.type()
        if self._view is None:
            if kind == QEvent.Type.Show and isinstance(watched, MainWindow):
                self._app.removeEventFilter(self)
                self._window = watched
                watched.furnished.connect(self._on_furnished)
        elif watched is self._view:
            if kind == QEvent.Type.Paint and not self._keys:
                for _ in range(2):
                    QCoreApplication.postEvent(self._window, _key())
        elif kind == QEvent.Type.KeyPress and watched is self._window:
            self._keys += 1
            if self._keys == 2:
                self._window.removeEventFilter(self)
                self._on_answer()
        return False

    @Slot()
    def _on_furnished(self) -> None:
        workspace = self._window.workspace
        if workspace is None:
            raise RuntimeError("a furnished window has a workspace")
        self._view = workspace.views.view.viewport()
        self._view.installEventFilter(self)
        self._window.installEventFilter(self)

    def _on_answer(self) -> None:
        if self._rounds:
            QTimer.singleShot(0, self, self._measure)
        else:
            print("answers", flush=True)  # noqa: T201
            QTimer.singleShot(0, self._window, self._window.close)

    @Slot()
    def _measure(self) -> None:
        from alpaca_gui.gui.bench_review import review  # noqa: PLC0415 - loaded when the opening is over

        try:
            print(json.dumps(review(self._window, self._rounds, self._pages)), flush=True)  # noqa: T201
        except Exception:  # noqa: BLE001 - the bench says the last line of it
            traceback.print_exc()
            self.failed = True
        self._window.close()


def _run(library: str, rounds: int, pages: int) -> int:
    with tempfile.TemporaryDirectory() as settings:
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, settings)
        app = QApplication.instance() or QApplication(sys.argv[:1])  # the program takes the one that there is
        watch = Watch(app, rounds, pages)
        status = run_window([], library=library)
    return 1 if watch.failed else status


def _key() -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, _KEY, Qt.KeyboardModifier.NoModifier)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
