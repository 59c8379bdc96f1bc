"""One lesson as a window hears it: a child that teaches, and the candidate that comes of it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from alpaca_gui.errors import AlpacaError
from alpaca_gui.gui.background import Background
from alpaca_gui.gui.child_run import ChildRun
from alpaca_gui.gui.teaching.moves import Moves
from alpaca_gui.jobs.candidate import Candidate
from alpaca_gui.jobs.preview import Preview
from alpaca_gui.jobs.teach_answer import MODULE, TeachAnswer, TeachRequest

if TYPE_CHECKING:
    from pathlib import Path

    from alpaca_gui.gui.collection import Collection
    from alpaca_gui.messages import Values


@dataclass(frozen=True, slots=True, eq=False)
class Came:
    """What a lesson gave; ``seconds`` is how long it took."""

    answer: TeachAnswer
    moves: Moves
    seconds: float


class Lesson(QObject):
    """One lesson at a time: after `begin` comes one of `done` (a `Came`), `failed` and `cancelled`.

    The candidate of a lesson that is over is thrown away unless it was taken, also when this object goes.

    Parameters
    ----------
    collection
        Whose labels are learnt from, and whose model is taught.
    module
        Module of the child process.
    """

    stepped = Signal(object)
    noted = Signal(str)
    done = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, collection: Collection, parent: QObject | None = None, module: str = MODULE) -> None:
        super().__init__(parent)
        self._collection = collection
        self._module = module
        self._held = _Held()
        # However this object goes, also with its parent; a callable that does not hold it.
        self.destroyed.connect(partial(_throw_away, self._held))
        self._began = 0.0
        self._child = ChildRun(self)
        self._child.stepped.connect(self.stepped)
        self._child.noted.connect(self.noted)
        self._child.done.connect(self._on_done)
        self._child.failed.connect(self._on_failed)
        self._child.cancelled.connect(self._on_cancelled)
        self._reading = Background(self)
        self._reading.done.connect(self.done)
        self._reading.failed.connect(self._on_failed)

    @property
    def busy(self) -> bool:
        """Whether a lesson goes on, also one that is being given up."""
        return self._child.busy or self._reading.busy

    @property
    def ending(self) -> bool:
        """Whether it is being given up."""
        return self._child.ending

    def begin(self) -> None:
        """Teach the model that answers, with the labels that are in the library."""
        collection = self._collection
        bundle = collection.bundle
        if bundle is None:
            return
        self.throw_away()
        self._held.candidate = candidate = Candidate()
        self._began = time.monotonic()
        request = TeachRequest(
            library=collection.library.path,
            model=bundle.path,
            model_id=bundle.model_id,
            concept=collection.concept,
            out=candidate.path,
            preview=candidate.preview,
            rule=collection.rule,
        )
        self._child.begin(self._module, request.as_dict())

    def cancel(self) -> None:
        """Give it up; `cancelled` follows, unless it has come to its end at this very moment."""
        self._child.cancel()

    def keep(self, taught_from: str) -> Path:
        """Take the candidate; gives where the model is now.

        Raises
        ------
        OutputError
            When it cannot be kept; it can be tried again.
        """
        candidate = self._held.candidate
        if candidate is None:
            raise RuntimeError("there is no candidate to keep")
        path = candidate.keep(taught_from, datetime.now().astimezone())
        self._held.candidate = None
        return path

    @Slot()
    def throw_away(self) -> None:
        """Let the candidate go."""
        _throw_away(self._held)

    def close(self) -> None:
        """Give up what goes on, and leave nothing behind."""
        self._child.give_up()
        self._reading.close()
        self.throw_away()

    @Slot(object)
    def _on_done(self, values: Values) -> None:
        candidate = self._held.candidate
        if candidate is not None:
            self._reading.run(partial(_read, values, candidate, self._began), "read what changes")

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self.throw_away()
        self.failed.emit(sentence)

    @Slot()
    def _on_cancelled(self) -> None:
        self.throw_away()
        self.cancelled.emit()


class _Held:
    """Holds the candidate apart from its `Lesson`, which is destroyed before the candidate is let go."""

    def __init__(self) -> None:
        self.candidate: Candidate | None = None


def _throw_away(held: _Held, _lesson: object = None) -> None:
    candidate, held.candidate = held.candidate, None
    if candidate is not None:
        candidate.throw_away()


def _read(values: Values, candidate: Candidate, began: float) -> Came:
    try:
        answer = TeachAnswer.from_values(values)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AlpacaError(
            f"The child process gave an answer that is not understood ({type(error).__name__}: {error})."
        ) from error
    moves = Moves(Preview.read(candidate.preview), answer.before, answer.after)
    return Came(answer, moves, time.monotonic() - began)
