"""Judges one model: opens its card, finds the two sides, asks where it must, and listens to the child process."""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.errors import AlpacaError
from alpaca_gui.gui.judging.background import Background
from alpaca_gui.gui.judging.folders import Folders, look_into
from alpaca_gui.jobs.child_job import ChildJob
from alpaca_gui.jobs.judge import JudgeAnswer
from alpaca_gui.messages import Done, Failed, Message, Note, Step, Values

MODULE: Final = "alpaca_gui.jobs.judge"
_LISTEN_MS: Final = 50


@dataclass(frozen=True, slots=True)
class Found:
    """What is known before anything is judged: the model's two answers and identity, and the two folders."""

    model: Path
    model_id: str
    yes: str
    no: str
    folders: Folders


class JudgingRun(QObject):
    """One judging at a time: after `begin` comes one of `done`, `failed` and `cancelled`.

    `asked` gives a `Found` whose sides a person has to tell apart; `answer` goes on. `done` gives a `JudgeAnswer`.

    Parameters
    ----------
    model
        The bundle to judge.
    """

    found = Signal(object)
    asked = Signal(object)
    stepped = Signal(object)
    noted = Signal(str)
    done = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    module = MODULE
    """What the child runs."""

    def __init__(self, model: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self._known: Found | None = None
        self._job: ChildJob | None = None
        self._other: Path | None = None
        self._looking = Background(self)
        self._looking.done.connect(self._on_found)
        self._looking.failed.connect(self.failed)
        self._reading = Background(self)
        self._reading.done.connect(self.done)
        self._reading.failed.connect(self.failed)
        self._timer = QTimer(self, interval=_LISTEN_MS)
        self._timer.timeout.connect(self._listen)

    @property
    def busy(self) -> bool:
        """Whether a child is at work, or the folders are being looked into."""
        return self._job is not None or self._looking.busy or self._reading.busy

    def begin(self, paths: tuple[Path, ...], other: Path | None = None) -> None:
        """Judge the model on labelled pictures, beside an ``other`` one; what went on before is given up."""
        self._give_up()
        self._other = other
        model = self.model
        self._looking.run(lambda: _find(model, paths), "look into the folders")

    def answer(self, yes: Path) -> None:
        """Go on, with ``yes`` being the folder that means yes."""
        if self._known is not None:
            self._give_up()
            request = {"model": str(self.model), **self._known.folders.request(yes)}
            if self._other is not None:
                request["other"] = str(self._other)
            try:
                self._job = ChildJob(self.module, request)
            except AlpacaError as error:
                self.failed.emit(str(error))
            else:
                self._timer.start()

    @Slot()
    def cancel(self) -> None:
        """Give it up."""
        if self.busy:
            self._give_up()
            self.cancelled.emit()

    def close(self) -> None:
        """Give it up without a word, and leave nothing behind."""
        self._give_up()
        self._looking.close()
        self._reading.close()

    @Slot(object)
    def _on_found(self, found: Found) -> None:
        self._known = found
        self.found.emit(found)
        side = found.folders.side_for(found.yes, found.no)
        if side is None:
            self.asked.emit(found)
        else:
            self.answer(side)

    @Slot()
    def _listen(self) -> None:
        job = self._job
        for message in job.drain() if job is not None else ():
            if self._job is not job:
                return  # somebody who was told has begun anew
            self._tell(message)

    def _tell(self, message: Message) -> None:
        match message:
            case Step():
                self.stepped.emit(message)
            case Note(text):
                self.noted.emit(text)
            case Done(values):
                self._end_job()
                self._reading.run(lambda: _read(values), "read the report")
            case Failed(sentence):
                self._end_job()
                self.failed.emit(sentence)

    def _give_up(self) -> None:
        self._looking.forget()
        self._reading.forget()
        self._end_job()

    def _end_job(self) -> None:
        """Let the child go. It may take a second to end, for which the window's thread does not wait."""
        self._timer.stop()
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            threading.Thread(target=job.close, name="wait for a child's end").start()


def _read(values: Values) -> JudgeAnswer:
    try:
        return JudgeAnswer.from_values(values)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AlpacaError(
            f"The child process gave an answer that is not understood ({type(error).__name__}: {error})."
        ) from error


def _find(model: Path, paths: tuple[Path, ...]) -> Found:
    bundle = load_bundle(model)
    return Found(model, bundle.model_id, bundle.card.yes, bundle.card.no, look_into(paths))
