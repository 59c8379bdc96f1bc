"""The thread that explains: one lens and one picture in it, and questions about it, the newest first."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.errors import AlpacaError, PictureError
from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.gui.images import image_of
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.imaging.source import Source
from alpaca_gui.jobs.priority import step_back

SHOWN: Final = 1600
"""Longest side of the picture for display, in pixels."""

NOTHING_SEEN: Final = "There is no picture to ask about: the last one could not be looked at."

Step = Callable[[object], None]
Work = Callable[[Lens, Seen, Event, Step], object]
"""What a question is: gets the lens, the picture, an event that is set when nobody wants the answer any more, and a
call that tells a part of the answer before the whole."""


@dataclass(frozen=True, slots=True, eq=False)
class _Wish:
    look: int
    key: int
    name: str
    source: Source


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What came of looking at a picture: its subject, or an error."""

    look: int
    found: Subject | Exception


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    inquiry: "Inquiry"
    look: int
    ticket: int
    work: Work
    cancel: Event


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """What the thread tells an inquiry: part of an answer, the whole, or an error; and about which look."""

    look: int
    ticket: int
    value: object = None
    error: Exception | None = None
    whole: bool = True


class LensThread(QObject):
    """Shows pictures to the model, one at a time, and answers questions about the latest. Close it.

    Signals
    -------
    seen(Subject)
        The picture that was asked for last has been looked at; questions are about it from now on.
    unseen(sentence)
        It cannot be looked at, and why.
    """

    seen = Signal(object)
    unseen = Signal(str)
    _looked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changed = threading.Condition()
        self._bundle: ModelBundle | None = None
        self._wish: _Wish | None = None
        self._looks = 0
        self._questions: list[_Question] = []
        self._at_work: _Question | None = None
        self._working = False
        self._closing = False
        self._thread: threading.Thread | None = None
        self._looked.connect(self._on_looked, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a picture is to be looked at, or a question to be answered."""
        with self._changed:
            return self._wish is not None or bool(self._questions) or self._working

    @property
    def looks(self) -> int:
        """How often it was told what to look at: what is found or answered for an earlier time is not told."""
        return self._looks

    def open(self, bundle: ModelBundle) -> None:
        """Look with another model from the next picture on."""
        with self._changed:
            self._bundle = bundle

    def look(self, key: int, name: str, source: Source) -> None:
        """Look at a picture; what is still asked about the one before is forgotten. `seen` or `unseen` answers."""
        with self._changed:
            self._begin_anew()
            self._wish = _Wish(self._looks, key, name, source)
            self._changed.notify()
        if self._thread is None and not self._closing:
            self._thread = threading.Thread(target=self._work, name="explain")
            self._thread.start()

    def look_away(self) -> None:
        """Look at nothing: what is asked is forgotten, and a picture that is looked at now is not told."""
        with self._changed:
            self._begin_anew()

    def put(self, question: _Question, *, patient: bool) -> None:
        """Answer a question as soon as possible, and no older one of the same inquiry that still waits.

        With ``patient`` one that is at work is finished and told.
        """
        with self._changed:
            self._questions = [one for one in self._questions if one.inquiry is not question.inquiry]
            if not patient and self._at_work is not None and self._at_work.inquiry is question.inquiry:
                self._at_work.cancel.set()
            self._questions.append(question)
            self._changed.notify()

    def forget(self, inquiry: "Inquiry") -> None:
        """Answer none of its questions any more."""
        with self._changed:
            self._drop(lambda question: question.inquiry is inquiry)

    def close(self) -> None:
        """Give everything up and wait for the thread."""
        with self._changed:
            self._closing = True
            self._begin_anew()
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _begin_anew(self) -> None:
        self._looks += 1
        self._wish = None
        self._drop(lambda _question: True)

    def _drop(self, unwanted: Callable[[_Question], bool]) -> None:
        self._questions = [one for one in self._questions if not unwanted(one)]
        if self._at_work is not None and unwanted(self._at_work):
            self._at_work.cancel.set()

    def _work(self) -> None:
        step_back()
        lens: Lens | None = None
        seen: Seen | None = None
        while True:
            with self._changed:
                self._at_work, self._working = None, False
                self._changed.wait_for(lambda: self._closing or self._wish or self._questions)
                if self._closing:
                    return
                wish, self._wish = self._wish, None
                question = None if wish is not None else self._questions.pop()
                bundle, self._at_work, self._working = self._bundle, question, True
            if wish is not None:
                if bundle is not None and (lens is None or lens.bundle is not bundle):
                    lens = self._lens(bundle, wish)
                seen = None if lens is None else self._look(lens, wish)
            elif question is not None:
                _answer(question, lens, seen)

    def _lens(self, bundle: ModelBundle, wish: _Wish) -> Lens | None:
        try:
            return Lens(bundle)
        except Exception as error:  # noqa: BLE001 - told, or raised again, in the window's thread
            self._looked.emit(_Found(wish.look, error))
            return None

    def _look(self, lens: Lens, wish: _Wish) -> Seen | None:
        try:
            seen = lens.look(wish.source)
            image = image_of(seen.picture.shrunk(SHOWN, SHOWN))
        except Exception as error:  # noqa: BLE001 - told, or raised again, in the window's thread
            self._looked.emit(_Found(wish.look, error))
            return None
        self._looked.emit(_Found(wish.look, Subject(wish.key, wish.name, seen, lens.bundle, image)))
        return seen

    @Slot(object)
    def _on_looked(self, told: _Found) -> None:
        found = told.found
        if told.look != self._looks:
            return  # another picture is wanted by now, or none
        if isinstance(found, Subject):
            self.seen.emit(found)
        elif isinstance(found, AlpacaError):
            self.unseen.emit(str(found))
        else:
            self.unseen.emit(f"The program made a mistake: {type(found).__name__}: {found}.")
            raise found


def _answer(question: _Question, lens: Lens | None, seen: Seen | None) -> None:
    look, ticket, tell = question.look, question.ticket, question.inquiry.tell

    def step(value: object) -> None:
        tell(_Told(look, ticket, value, whole=False))

    try:
        if lens is None or seen is None:
            raise PictureError(NOTHING_SEEN)
        value = question.work(lens, seen, question.cancel, step)
    except Exception as error:  # noqa: BLE001 - told, or raised again, in the window's thread
        tell(_Told(look, ticket, error=error))
    else:
        tell(_Told(look, ticket, value))


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
        self._thread.put(_Question(self, self._look, self._last, work, Event()), patient=self._patient)

    def forget(self) -> None:
        """Want no answer any more."""
        self._first_wanted = self._last + 1
        self._waiting = False
        self._thread.forget(self)

    def tell(self, told: _Told) -> None:
        """Take in what the thread says; called there."""
        self._told.emit(told)

    @Slot(object)
    def _on_told(self, told: _Told) -> None:
        if told.ticket < self._first_wanted or told.look != self._thread.looks:
            return
        if not told.whole:
            self.stepped.emit(told.value)
            return
        if told.ticket == self._last:
            self._waiting = False
        if told.error is None:
            self.answered.emit(told.value)
        elif isinstance(told.error, AlpacaError):
            self.failed.emit(str(told.error))
        else:
            self.failed.emit(f"The program made a mistake: {type(told.error).__name__}: {told.error}.")
            raise told.error
