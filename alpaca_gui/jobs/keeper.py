"""Writes to a library in a thread of its own, in the order in which it is asked: results together, changes singly."""

import threading
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from alpaca_gui.errors import AlpacaError
from alpaca_gui.jobs.pipeline import Result
from alpaca_gui.library.keeping import Outcome
from alpaca_gui.library.library import Library

_MOST_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said a result: the number of a model in the library, and what its embeddings are of."""

    number: int
    backbone: str


Told = Callable[[list[Result]], None]
"""Takes results that are on the disk now; each has the number of its content."""

Failed = Callable[[list[Result], str], None]
"""Takes results that could not be written (none where it was another job), and the sentence that says why."""


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    result: Result
    speaker: Speaker


class Keeper:
    """The one thread that writes.

    Parameters
    ----------
    library
        Where to.
    told
        Hears of results that are on the disk.
    failed
        Hears of what could not be written.
    """

    def __init__(self, library: Library, told: Told, failed: Failed) -> None:
        self._library = library
        self._told = told
        self._failed = failed
        self._waiting: deque[_Said | Callable[[], None]] = deque()
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="keep")
        self._thread.start()

    def keep(self, result: Result, speaker: Speaker) -> None:
        """Write a result soon."""
        self._put(_Said(result, speaker))

    def do(self, job: Callable[[], None]) -> None:
        """Let ``job`` write, after everything that was asked for before."""
        self._put(job)

    def _put(self, entry: "_Said | Callable[[], None]") -> None:
        with self._changed:
            self._waiting.append(entry)
            self._changed.notify_all()

    def flush(self) -> None:
        """Wait until everything that was asked for is written."""
        done = threading.Event()
        self.do(done.set)
        done.wait()

    def close(self) -> None:
        """Write what still waits, and end the thread."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()

    def _work(self) -> None:
        while (entries := self._next()) is not None:
            said = [entry for entry in entries if isinstance(entry, _Said)]
            try:
                if said:
                    self._keep(said)
                else:
                    for job in entries:
                        job()  # type: ignore[operator]
            except AlpacaError as error:
                self._failed([one.result for one in said], str(error))
            except Exception as error:  # noqa: BLE001 - the person must learn of it, and what comes next is written
                traceback.print_exc()
                why = f"Something could not be written because of a mistake in the program: {error!r}."
                self._failed([one.result for one in said], why)
        self._library.done_reading()

    def _next(self) -> "list[_Said | Callable[[], None]] | None":
        """Take as many results by one speaker as wait side by side, or one job; None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing)
            if not self._waiting:
                return None
            entries = [self._waiting.popleft()]
            first = entries[0]
            while isinstance(first, _Said) and self._waiting and len(entries) < _MOST_AT_ONCE:
                following = self._waiting[0]
                if not isinstance(following, _Said) or following.speaker != first.speaker:
                    break
                entries.append(self._waiting.popleft())
            return entries

    def _keep(self, said: Sequence[_Said]) -> None:
        outcomes = [Outcome(one.result.item.key, one.result.record) for one in said]
        speaker = said[0].speaker
        pictures = self._library.keep(outcomes, speaker.number, speaker.backbone)
        self._told(
            [
                replace(one.result, picture=picture, model=speaker.number)
                for one, picture in zip(said, pictures, strict=True)
            ]
        )
