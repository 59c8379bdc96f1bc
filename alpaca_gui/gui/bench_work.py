"""``python -m alpaca_gui.gui.bench_work FOLDER COUNT IDLE_S``: the window at work, listened to, for the bench.

Opens the program's window by its own means, watches it at rest, has it classify a folder and prints one JSON object:
the gaps in ms between the ticks of a timer of 1 ms in the window's thread (``start_ms`` from being shown to being able
to classify, ``idle_ms``, and ``work_ms`` from taking the folder in to the last logit shown), and ``work_s``.
"""

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from alpaca_gui.gui.app import run_window
from alpaca_gui.gui.main_window import MainWindow

_BEAT_MS: Final = 1
_LAST_PAINT_MS: Final = 50


def main(arguments: list[str]) -> int:
    """Measure; returns the exit status."""
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)  # noqa: T201
        return 2
    folder, count, idle_s = arguments
    return work(folder, int(count), float(idle_s))


class Heartbeat(QObject):
    """Ticks in the window's thread and writes down how long each tick was in coming."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.gaps_ms: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def take(self) -> list[float]:
        """Give the gaps since the last call, the one that is still open among them, and begin anew."""
        self._tick()
        gaps, self.gaps_ms = self.gaps_ms, []
        return gaps

    def stop(self) -> None:
        """Be silent."""
        self._timer.stop()

    @Slot()
    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps_ms.append((now - self._last) * 1000)
        self._last = now


class Watch(QObject):
    """Leads the program's window through rest and work, with a `Heartbeat` beside it.

    Parameters
    ----------
    app
        The application, before the program has opened its window.
    folder
        What the window shall classify.
    count
        Pictures in it.
    idle_s
        Seconds of rest before.
    """

    def __init__(self, app: QCoreApplication, folder: str, count: int, idle_s: float) -> None:
        super().__init__()
        self._app = app
        self.answer: dict[str, object] = {}
        self.failure: str | None = None
        self._folder, self._count, self._idle_s = folder, count, idle_s
        self._began = 0.0
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Find the window when it is shown, and listen from then on."""
        if event.type() == QEvent.Type.Show and isinstance(watched, MainWindow):
            self._app.removeEventFilter(self)
            self._window = watched
            self._heartbeat = Heartbeat(self)
            watched.furnished.connect(self._on_furnished)
        return False

    @Slot()
    def _on_furnished(self) -> None:
        collection = self._window.collection
        if collection is None:
            raise RuntimeError("a furnished window has a collection")
        self._collection = collection
        collection.failed.connect(self._on_failed)
        collection.model_opened.connect(self._on_model)
        collection.changed.connect(self._on_changed, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _on_model(self, _bundle: object) -> None:
        QTimer.singleShot(0, self, self._rest)

    @Slot()
    def _rest(self) -> None:
        self.answer["start_ms"] = self._heartbeat.take()
        QTimer.singleShot(round(self._idle_s * 1000), self, self._work)

    @Slot()
    def _work(self) -> None:
        self.answer["idle_ms"] = self._heartbeat.take()
        self._began = time.perf_counter()
        self._window.take_paths([self._folder])

    @Slot()
    def _on_changed(self) -> None:
        columns = self._collection.columns
        if self._began and len(columns) >= self._count and not self._collection.work.waiting:
            self.answer["work_s"] = time.perf_counter() - self._began
            self._began = 0.0
            QTimer.singleShot(_LAST_PAINT_MS, self, self._finish)

    @Slot()
    def _finish(self) -> None:
        self.answer["work_ms"] = self._heartbeat.take()
        self._leave()

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self.failure = sentence
        self._leave()

    def _leave(self) -> None:
        self._heartbeat.stop()
        self._window.close()


def work(folder: str, count: int, idle_s: float) -> int:
    """Measure the window at work, on settings of its own, and print the gaps."""
    with tempfile.TemporaryDirectory() as settings:
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, settings)
        app = QApplication.instance() or QApplication(sys.argv[:1])  # the program takes the one that there is
        watch = Watch(app, folder, count, idle_s)
        status = run_window([], library=str(Path(settings) / "bench.library"))
    if watch.failure is not None:
        print(watch.failure, file=sys.stderr)  # noqa: T201
        return 1
    print(json.dumps(watch.answer))  # noqa: T201
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
