"""Plays a person in front of the real ``main()``: takes the window's steps one after the other, then closes it."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from alpaca_gui.gui.main_window import MainWindow

Steps = Iterator[Callable[[], bool]]
"""Yields what to wait for before it is run on."""

_LOOK_MS = 10


class Sitting(QObject):
    """Waits for the window, runs the steps, and closes the window after them, also when one fails.

    Parameters
    ----------
    steps
        Given the window, yields conditions.
    """

    def __init__(self, steps: Callable[[MainWindow], Steps]) -> None:
        super().__init__()
        self.error: BaseException | None = None
        self._begin = steps
        self._steps: Steps | None = None
        self._wanted: Callable[[], bool] = _at_once
        self._window: MainWindow | None = None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        if self._steps is None:
            self._window = next((w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)), None)
            if self._window is not None and self._window.isVisible():
                self._steps = self._begin(self._window)
            return
        try:
            if self._wanted():
                self._wanted = next(self._steps)
        except StopIteration:
            self._end()
        except BaseException as error:  # noqa: BLE001 - raised again outside Qt's event loop
            self.error = error
            self._end()

    def _end(self) -> None:
        self._timer.stop()
        window, self._window, self._steps, self._wanted = self._window, None, None, _at_once
        assert window is not None
        window.close()

    def check(self) -> None:
        """Raise what a step raised."""
        if self.error is not None:
            raise self.error


def _at_once() -> bool:
    return True
