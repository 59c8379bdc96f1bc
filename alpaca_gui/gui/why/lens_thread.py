"""The thread that explains: one lens and one picture in it, and questions about it, the newest first."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.errors import AlpacaError
from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.gui.images import image_of
from alpaca_gui.gui.why.question import Question, sentence_of
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.imaging.source import Source
from alpaca_gui.jobs.priority import step_back

SHOWN: Final = 1600
"""Longest side of the picture for display, in pixels."""


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
        self._questions: list[Question] = []
        self._at_work: Question | None = None
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

    def put(self, question: Question, *, patient: bool) -> None:
        """Answer a question as soon as possible, and no older one of the same asker that still waits.

        With ``patient`` one that is at work is finished and told.
        """
        with self._changed:
            self._questions = [one for one in self._questions if one.asker is not question.asker]
            if not patient and self._at_work is not None and self._at_work.asker is question.asker:
                self._at_work.cancel.set()
            self._questions.append(question)
            self._changed.notify()

    def forget(self, asker: object) -> None:
        """Answer none of its questions any more."""
        with self._changed:
            self._drop(lambda question: question.asker is asker)

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

    def _drop(self, unwanted: Callable[[Question], bool]) -> None:
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
                question.answer(lens, seen)

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
            return
        self.unseen.emit(sentence_of(found))
        if not isinstance(found, AlpacaError):
            raise found
