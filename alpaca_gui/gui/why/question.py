"""A question to the thread that explains, and what is told about it."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Final

from alpaca_gui.errors import AlpacaError, PictureError
from alpaca_gui.explain.lens import Lens, Seen

NOTHING_SEEN: Final = "There is no picture to ask about: the last one could not be looked at."

Step = Callable[[object], None]
Work = Callable[[Lens, Seen, Event, Step], object]
"""What a question is: gets the lens, the picture, an event that is set when nobody wants the answer any more, and a
call that tells a part of the answer before the whole."""


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What is told about a question.

    Attributes
    ----------
    look, ticket
        Of the question.
    value
        A part of the answer, or all of it.
    error
        Why there is no answer; None where nothing went wrong.
    whole
        Whether nothing more comes.
    """

    look: int
    ticket: int
    value: object = None
    error: Exception | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Work that is wanted of the thread.

    Attributes
    ----------
    asker
        Whose question it is; a newer one of the same asker takes its place.
    look
        Which look at a picture it is about.
    ticket
        Its number among those of the asker.
    work
        What is to be done.
    tell
        Takes in what is told; called in the thread that explains.
    cancel
        Set when nobody wants the answer any more.
    """

    asker: object
    look: int
    ticket: int
    work: Work
    tell: Callable[[Told], None]
    cancel: Event

    def answer(self, lens: Lens | None, seen: Seen | None) -> None:
        """Do the work, and tell what comes of it."""

        def step(value: object) -> None:
            self.tell(Told(self.look, self.ticket, value, whole=False))

        try:
            if lens is None or seen is None:
                raise PictureError(NOTHING_SEEN)
            value = self.work(lens, seen, self.cancel, step)
        except Exception as error:  # noqa: BLE001 - told, or raised again, in the window's thread
            self.tell(Told(self.look, self.ticket, error=error))
        else:
            self.tell(Told(self.look, self.ticket, value))


def sentence_of(error: Exception) -> str:
    """Why there is no answer, for a person; of an error that is none of ours, that the program made a mistake."""
    if isinstance(error, AlpacaError):
        return str(error)
    return f"The program made a mistake: {type(error).__name__}: {error}."
