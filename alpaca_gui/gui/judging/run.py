"""Judges one model: opens its card, finds the two sides, asks where it must, and listens to the child process."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.errors import AlpacaError
from alpaca_gui.gui.background import Background
from alpaca_gui.gui.child_run import ChildRun
from alpaca_gui.gui.judging.folders import Folders, look_into
from alpaca_gui.jobs.judge import JudgeAnswer
from alpaca_gui.messages import Values

MODULE: Final = "alpaca_gui.jobs.judge"


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
        self._other: Path | None = None
        self._looking = Background(self)
        self._looking.done.connect(self._on_found)
        self._looking.failed.connect(self.failed)
        self._reading = Background(self)
        self._reading.done.connect(self.done)
        self._reading.failed.connect(self.failed)
        self._child = ChildRun(self)
        self._child.stepped.connect(self.stepped)
        self._child.noted.connect(self.noted)
        self._child.done.connect(self._on_answer)
        self._child.failed.connect(self.failed)

    @property
    def busy(self) -> bool:
        """Whether a child is at work, or the folders are being looked into."""
        return self._child.busy or self._looking.busy or self._reading.busy

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
            self._child.begin(self.module, request)

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

    @Slot(object)
    def _on_answer(self, values: Values) -> None:
        self._reading.run(lambda: _read(values), "read the report")

    def _give_up(self) -> None:
        self._looking.forget()
        self._reading.forget()
        self._child.give_up()


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
