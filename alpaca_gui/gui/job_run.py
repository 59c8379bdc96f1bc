"""Long work in a thread beside the window's: a generator that tells how far it is, and that can be given up."""

from collections.abc import Callable, Generator
from threading import Event
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from alpaca_gui.gui.background import Background
from alpaca_gui.jobs.going import GivenUp, Going

Job = Callable[[Event], Generator[Going, None, Any]]
"""Makes the work; it stops where the event is set."""

_LOOK_MS: Final = 50


class JobRun(QObject):
    """Does one piece of work at a time. Close it before its window goes: it waits for the thread.

    Signals
    -------
    stepped(Going)
        How far it is, a few times a second.
    done(result), failed(sentence), given_up()
        How it ended; one of them comes.
    """

    stepped = Signal(object)
    done = Signal(object)
    failed = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancel = Event()
        self._latest: Going | None = None
        self._background = Background(self)
        self._background.done.connect(self._on_done)
        self._background.failed.connect(self._on_failed)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """Whether work is going on."""
        return self._background.busy

    def begin(self, job: Job, name: str) -> None:
        """Do a piece of work in a thread called ``name``; what goes on is given up."""
        self._cancel.set()
        self._cancel, self._latest = Event(), None
        cancel = self._cancel
        self._background.run(lambda: self._do(job(cancel), cancel), name)
        self._timer.start()

    def cancel(self) -> None:
        """Give up what goes on; `given_up` tells when it has ended, or `done` where it was too late."""
        self._cancel.set()

    def close(self) -> None:
        """Give up what goes on, without a word, and wait for its end."""
        self._cancel.set()
        self._timer.stop()
        self._background.close()

    def _do(self, steps: Generator[Going, None, Any], cancel: Event) -> object:
        while True:
            try:
                going = next(steps)
            except StopIteration as end:
                return end.value
            except GivenUp:
                return GivenUp
            if self._cancel is cancel:
                self._latest = going

    @Slot()
    def _look(self) -> None:
        latest, self._latest = self._latest, None
        if latest is not None:
            self.stepped.emit(latest)

    @Slot(object)
    def _on_done(self, result: object) -> None:
        self._timer.stop()
        if result is GivenUp:
            self.given_up.emit()
        else:
            self._look()
            self.done.emit(result)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._timer.stop()
        self.failed.emit(sentence)
