"""One panel's questions to the thread that explains, and their answers in the window's thread."""

from threading import Event

from PySide6.QtCore import QObject, Qt, Signal, Slot

from alpaca_gui.errors import AlpacaError
from alpaca_gui.gui.why.lens_thread import LensThread
from alpaca_gui.gui.why.question import Question, Told, Work, sentence_of


class Inquiry(QObject):
    """One panel's questions about the picture. A newer one takes the place of the one before.

    Parameters
    ----------
    thread
        What answers.
    patient
        Whether the answer to a question that was overtaken while it was worked on is still told; so that something is
        seen while a slider is dragged, where each question takes a moment only.

    Signals
    -------
    stepped(value)
        A part of the answer.
    answered(value), failed(sentence)
        The answer, or why there is none. Neither comes for a question that was overtaken or forgotten, or that was
        about the picture before.
    """

    stepped = Signal(object)
    answered = Signal(object)
    failed = Signal(str)
    _told = Signal(object)

    def __init__(self, thread: LensThread, parent: QObject | None = None, *, patient: bool = False) -> None:
        super().__init__(parent)
        self._thread = thread
        self._patient = patient
        self._first_wanted = 0
        self._last = 0
        self._look = 0
        self._waiting = False
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether an answer is waited for."""
        return self._waiting and self._look == self._thread.looks

    def ask(self, work: Work) -> None:
        """Have ``work`` done in the thread, about the picture that was looked at last."""
        self._last += 1
        if not self._patient:
            self._first_wanted = self._last
        self._look, self._waiting = self._thread.looks, True
        question = Question(self, self._look, self._last, work, self._told.emit, Event())
        self._thread.put(question, patient=self._patient)

    def forget(self) -> None:
        """Want no answer any more."""
        self._first_wanted = self._last + 1
        self._waiting = False
        self._thread.forget(self)

    @Slot(object)
    def _on_told(self, told: Told) -> None:
        if told.ticket < self._first_wanted or told.look != self._thread.looks:
            return
        if not told.whole:
            self.stepped.emit(told.value)
            return
        if told.ticket == self._last:
            self._waiting = False
        if told.error is None:
            self.answered.emit(told.value)
            return
        self.failed.emit(sentence_of(told.error))
        if not isinstance(told.error, AlpacaError):
            raise told.error
