"""What a child process and its parent say to each other: a request down, then messages up, a line of JSON each.

The child reads one line, does its work, tells how it goes, and ends with `Done` or `Failed`. When its standard input
closes, nobody waits for it any more and it ends at once. Its standard output is for messages alone: whatever a library
prints goes to standard error.
"""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Final, TextIO

from alpaca_gui.errors import AlpacaError

Values = dict[str, Any]
"""JSON values by name."""

FAILED: Final = 3
"""Exit code of a child that has told why it failed."""

_PATIENCE_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Note:
    """A finished sentence that a person should read, e.g. that a broken picture was left out."""

    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """How far one stage of the work is: ``done`` of ``of``, 0 of 0 where that cannot be counted."""

    stage: str
    done: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Epoch:
    """One pass over the training pictures.

    Attributes
    ----------
    stage
        What is being trained, e.g. ``Head`` or ``Fine-tuning``.
    number, of
        Which pass this was, counted from 1 over all stages, and how many there will be.
    loss, accuracy
        Over the training pictures: mean cross-entropy in nats, and the share of right answers.
    validation_loss, validation_accuracy
        The same over pictures that were not trained on.
    seconds_left
        Estimated.
    """

    stage: str
    number: int
    of: int
    loss: float
    accuracy: float
    validation_loss: float
    validation_accuracy: float
    seconds_left: float


@dataclass(frozen=True, slots=True)
class Done:
    """The work is done; ``values`` is what it gave."""

    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failed:
    """The work cannot be done, and the sentence says why."""

    sentence: str


Message = Note | Step | Epoch | Done | Failed
Tell = Callable[[Message], None]
Work = Callable[[Values, Tell], Values]

_KINDS: Final[dict[str, type[Message]]] = {kind.__name__: kind for kind in (Note, Step, Epoch, Done, Failed)}


def to_line(message: Message) -> str:
    """Write a message as one line of JSON, without its end."""
    return json.dumps({"kind": type(message).__name__, **asdict(message)}, ensure_ascii=True)


def from_line(line: str) -> Message:
    """Read what `to_line` wrote.

    Raises
    ------
    ValueError
        When it is not such a line.
    """
    try:
        values = json.loads(line)
        return _KINDS[values.pop("kind")](**values)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a message: {line[:200]!r}") from error


def serve(work: Work) -> int:
    """Run ``work`` as a child process: read the request, do it, tell; gives the exit code.

    An `AlpacaError` is told as `Failed`. Every other error is a mistake in the program: it ends the process with its
    traceback on standard error, whose last lines the parent shows.
    """
    out = _stdout_for_messages_alone()
    signal.signal(signal.SIGTERM, _leave)
    request = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def tell(message: Message) -> None:
        out.write(to_line(message) + "\n")
        out.flush()

    try:
        tell(Done(work(request, tell)))
    except AlpacaError as error:
        tell(Failed(str(error)))
        return FAILED
    return 0


def _stdout_for_messages_alone() -> TextIO:
    sys.stdout.flush()
    real = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(real, "w", encoding="utf-8")


def _leave(_signal: int, _frame: object) -> None:
    """Leave in order, so that a file in the making is removed; what does not answer is killed by the parent."""
    raise SystemExit(1)


def _end_with_parent() -> None:
    while sys.stdin.readline():
        pass
    signal.raise_signal(signal.SIGTERM)
    time.sleep(_PATIENCE_S)
    os._exit(1)
