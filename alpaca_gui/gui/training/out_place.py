"""Looks beside the window at the place where the new model is to be written: on a slow disk that takes its time."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from alpaca_gui.gui.background import Background
from alpaca_gui.gui.training.output import look_at, suggestion


class OutPlace(QObject):
    """Answers two questions, each about what was asked last; close it before it goes.

    Signals
    -------
    suggested(concept, path)
        A path that holds nothing yet, for a model of that name.
    looked(Place)
        What is at a place.
    """

    suggested = Signal(str, str)
    looked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._finding, self._looking = _Newest(self), _Newest(self)
        self._finding.answered.connect(self._on_found)
        self._looking.answered.connect(self.looked)

    def suggest(self, concept: str) -> None:
        """Look for a path that holds nothing yet."""
        self._finding.ask(partial(_suggest, concept), "find a free name")

    def look(self, text: str) -> None:
        """Look at the place that a person has typed."""
        self._looking.ask(partial(look_at, text), "look at the place")

    def close(self) -> None:
        """Want no answers, and wait for what is going on."""
        self._finding.close()
        self._looking.close()

    @Slot(object)
    def _on_found(self, found: tuple[str, str]) -> None:
        self.suggested.emit(*found)


def _suggest(concept: str) -> tuple[str, str]:
    return concept, str(suggestion(concept))


class _Newest(QObject):
    """Asks one question at a time, and then the newest of those that came meanwhile.

    Who types asks at every letter, and a disk that hangs answers none: one thread waits for it, not one a letter.
    """

    answered = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._next: tuple[Callable[[], object], str] | None = None
        self._background = Background(self)
        self._background.done.connect(self._on_done)

    def ask(self, question: Callable[[], object], name: str) -> None:
        self._next = question, name
        if not self._background.busy:
            self._go_on()

    def close(self) -> None:
        self._next = None
        self._background.close()

    def _go_on(self) -> None:
        if self._next is not None:
            (question, name), self._next = self._next, None
            self._background.run(question, name)

    @Slot(object)
    def _on_done(self, answer: object) -> None:
        self._go_on()
        self.answered.emit(answer)
