"""A child process as a window hears it: begun, listened to, given up at any moment, and never waited for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from alpaca_gui.errors import AlpacaError
from alpaca_gui.messages import Done, Epoch, Failed, Message, Note, Step, Values

if TYPE_CHECKING:
    from alpaca_gui.jobs.child_job import ChildJob

_LISTEN_MS: Final = 50


class ChildRun(QObject):
    """One child process at a time, which ends with this object, however that goes.

    After `begin` come any number of `stepped`, `noted` and `epoch`, and then one of `done`, `failed` and `cancelled`;
    nothing more after `give_up`. Of steps that come together only the last is told.

    Signals
    -------
    stepped(Step), noted(sentence), epoch(Epoch)
        How it goes.
    done(values), failed(sentence)
        What came of it.
    cancelled()
        The child has ended after `cancel`.
    """

    stepped = Signal(object)
    noted = Signal(str)
    epoch = Signal(object)
    done = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held = _Held()
        # However this object goes, also with its parent; a callable that does not hold it.
        self.destroyed.connect(partial(_let_go, self._held))
        self._timer = QTimer(self, interval=_LISTEN_MS)
        self._timer.timeout.connect(self._listen)

    @property
    def busy(self) -> bool:
        """Whether a child is at work, also one that was asked to end and has not yet."""
        return self._held.job is not None

    @property
    def ending(self) -> bool:
        """Whether a child was asked to end and has not yet."""
        return self._held.job is not None and self._held.job.cancelled

    def begin(self, module: str, request: Values) -> None:
        """Give up what goes on, and let a child do what ``module`` does."""
        from alpaca_gui.jobs.child_job import ChildJob  # noqa: PLC0415 - a window is on the screen before this is loaded

        self.give_up()
        try:
            self._held.job = ChildJob(module, request)
        except AlpacaError as error:
            self.failed.emit(str(error))
        else:
            self._timer.start()

    def cancel(self) -> None:
        """Ask the child to end, unless it has come to its end at this very moment; `cancelled` follows."""
        self._listen()
        if self._held.job is not None:
            self._held.job.cancel()

    def give_up(self) -> None:
        """Want nothing more of the child. It may take a second to end, for which nobody waits here."""
        self._timer.stop()
        _let_go(self._held)

    @Slot()
    def _listen(self) -> None:
        job = self._held.job
        if job is None:
            return
        for message in _latest(job.drain()):
            if self._held.job is not job:
                return  # whoever was told has given it up, or begun anew
            self._tell(message)
        if self._held.job is job and job.ended:
            self.give_up()
            self.cancelled.emit()

    def _tell(self, message: Message) -> None:
        match message:
            case Step():
                self.stepped.emit(message)
            case Epoch():
                self.epoch.emit(message)
            case Note(text):
                self.noted.emit(text)
            case Done(values):
                self.give_up()
                self.done.emit(values)
            case Failed(sentence):
                self.give_up()
                self.failed.emit(sentence)


class _Held:
    """Holds the job apart from its `ChildRun`, which is destroyed before the job is let go."""

    def __init__(self) -> None:
        self.job: ChildJob | None = None


def _let_go(held: _Held, _destroyed: object = None) -> None:
    job, held.job = held.job, None
    if job is not None:
        job.cancel()
        threading.Thread(target=job.close, name="wait for a child's end").start()


def _latest(messages: list[Message]) -> Iterator[Message]:
    """Leave out each `Step` that is overtaken at once: nobody would see it."""
    for message, following in zip_longest(messages, messages[1:]):
        if not (isinstance(message, Step) and isinstance(following, Step)):
            yield message
