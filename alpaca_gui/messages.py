"""What a child process and its parent say to each other: a request down, then messages up, a line of JSON each.

The child reads one line, does its work, tells how it goes, and ends with `Done` or `Failed`. When its standard input
closes, nobody waits for it any more and it ends at once. Its standard output is for messages alone: whatever a library
prints goes to standard error.
"""

import faulthandler
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
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
        message = _KINDS[values.pop("kind")](**values)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a message: {line[:200]!r}") from error
    if not all(_fits(getattr(message, each.name), each.type) for each in fields(message)):
        raise ValueError(f"not a message: {line[:200]!r}")
    return message


def _fits(value: object, kind: object) -> bool:
    """Tell whether a value is what its field promises, so that no reader meets a surprise."""
    if kind is float:
        return isinstance(value, int | float)
    return isinstance(value, kind if isinstance(kind, type) else dict)


def serve(work: Work) -> int:
    """Run ``work`` as a child process: read the request, do it, tell; gives the exit code.

    An `AlpacaError` is told as `Failed`. Every other error is a mistake in the program: it ends the process with its
    traceback on standard error, whose last lines the parent shows.
    """
    out = _stdout_for_messages_alone()
    faulthandler.enable(all_threads=False)  # a crash in a library says where it was
    signal.signal(signal.SIGTERM, _leave)
    line = sys.stdin.readline()
    if not line:
        return 1  # whoever asked is gone already
    threading.Thread(target=_end_with_parent, daemon=True).start()
    tell = _Teller(out)
    try:
        tell(Done(work(json.loads(line), tell)))
    except AlpacaError as error:
        tell(Failed(str(error)))
        return FAILED
    except _Leaving:
        sys.stderr.flush()
        os._exit(1)  # what was begun is undone by now; a library that takes its time to end is not waited for
    return 0


class _Leaving(SystemExit):
    """Somebody has asked this process to end."""


class _Teller:
    """Writes messages, each in one piece, from whichever thread."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._lock = threading.Lock()

    def __call__(self, message: Message) -> None:
        line = to_line(message) + "\n"
        with self._lock:
            self._out.write(line)
            self._out.flush()


def _stdout_for_messages_alone() -> TextIO:
    sys.stdout.flush()
    real = os.dup(1)  # not handed on to what this process starts
    os.dup2(2, 1)
    return os.fdopen(real, "w", encoding="utf-8")


def _leave(_signal: int, _frame: object) -> None:
    """Leave in order, so that a file in the making is removed; what does not answer is killed by the parent."""
    raise _Leaving(1)


def _end_with_parent() -> None:
    # Past Python's own buffer of standard input: a thread that waits inside it keeps Python from ending.
    while os.read(0, 65536):
        pass
    _ask_main_thread_to_leave()
    time.sleep(_PATIENCE_S)
    os._exit(1)


def _ask_main_thread_to_leave() -> None:
    main = threading.main_thread().ident
    if sys.platform == "win32" or main is None:
        signal.raise_signal(signal.SIGTERM)
    else:
        signal.pthread_kill(main, signal.SIGTERM)  # and not to this thread: it also ends a wait of the main one
