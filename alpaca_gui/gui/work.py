"""The work that fills the rows: what is asked of the running session, and the clock that fetches what comes of it."""

import threading
import time
from collections.abc import Generator
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from alpaca_gui.gui.pace import Pace, time_text
from alpaca_gui.gui.shown_rows import ShownRows
from alpaca_gui.jobs.intake import Item
from alpaca_gui.jobs.opening import OpenedLibrary
from alpaca_gui.jobs.session import Batch, Session
from alpaca_gui.library.imported import Imported
from alpaca_gui.library.sorting import Keys
from alpaca_gui.library.state import State

_TICK_MS: Final = 50
_SOON_MS: Final = 4


class Work(QObject):
    """Hands on to the session what is to be done, and looks fifty milliseconds apart what it has done meanwhile.

    Signals
    -------
    came(batch)
        What has happened since the last look, an `alpaca_gui.jobs.session.Batch`; once it is taken, it is shown.

    Parameters
    ----------
    session
        Does it, in threads of its own.
    opened
        The library and its columns.
    shown
        What is shown of the rows.
    """

    came = Signal(object)

    def __init__(
        self, session: Session, opened: OpenedLibrary, shown: ShownRows, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._library = opened.library
        self._columns = opened.columns
        self._shown = shown
        self._pace = Pace()
        self._answered = False
        self._stopped = False
        self._finished = 0
        self._done_before = 0
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self._tick)

    # What is asked.

    def add(self, items: list[Item]) -> None:
        """Take in whatever a person handed over."""
        if items:
            self._session.submit(items)
            self._wake()
            self._shown.changed.emit()

    def bring_in(
        self, imported: Imported, table: Path, concept: str, cancel: threading.Event
    ) -> Generator[int, None, int]:
        """Enter logits that were made elsewhere; in the caller's thread, who calls `look_soon` afterwards."""
        return self._session.bring_in(imported, table, concept, cancel)

    def use_model(self, model: Path) -> None:
        """Have another bundle opened; when it is, every row is classified anew with it."""
        self._session.use_model(model)
        self._wake()

    def take_over(self, keys: Keys) -> None:
        """Let the bundle that was asked for, and is open now, answer these rows."""
        self._stopped = False
        self._session.take_over(keys)
        self._begin_pace()

    def cancel(self) -> None:
        """Give up what has not been done."""
        self._session.cancel()
        self._fetch()
        self._columns.cancel_waiting()
        self._shown.refresh()

    def resume(self) -> None:
        """Classify what was cancelled."""
        keys = np.flatnonzero((self._columns.state == State.CANCELLED) & ~self._columns.removed)
        self.classify_again(keys)

    def classify_again(self, keys: Keys) -> None:
        """Have rows classified, also those that have a logit already."""
        self._columns.wait_again(keys)
        self._session.write(lambda: self._library.set_state(keys, State.WAITING))
        self._session.again(keys)
        self._wake()
        self._shown.refresh()

    def stop(self) -> None:
        """Take note that no model can classify: what waits, and what is found from now on, is left without a logit."""
        self._stopped = True

    # How it goes.

    @property
    def stopped(self) -> bool:
        """Whether nothing can be classified, until another model takes over."""
        return self._stopped

    @property
    def waiting(self) -> int:
        """How many rows wait for their logit."""
        return self._columns.in_state(State.WAITING)

    @property
    def cancelled(self) -> int:
        """How many rows were left without a logit."""
        return self._columns.in_state(State.CANCELLED)

    @property
    def busy(self) -> bool:
        """Whether anything is being searched, classified, or still to be shown."""
        to_come = self.waiting > 0 and self._library.write
        # In this order: what the search has found is there to be fetched before it has ended.
        at_work = self._session.taking_in() or self._session.untold()
        return not self._stopped and (at_work or self._shown.stale or to_come)

    @property
    def has_cancelled(self) -> bool:
        """Whether there is something to continue with."""
        return self.cancelled > 0 and not self._stopped and self._library.write

    @property
    def resting(self) -> bool:
        """Whether nobody has to look any more: nothing is at work, and all that has come is shown."""
        return not self._timer.isActive()

    def progress(self) -> tuple[str, int, int]:
        """Words for the work going on, what of it is done, and all of it (0 while that is not known)."""
        waiting = self.waiting
        done = len(self._columns) - waiting
        searching = self._session.taking_in()
        words = ["searching"] if searching else []
        if waiting:
            words.append(f"{waiting:,} waiting")
        if (speed := self._pace.per_second) is not None:
            words.append(f"{speed:.0f} a second")
        left = self._pace.left(waiting)
        if left is not None and not searching:
            words.append(f"{time_text(left)} left")
        return " · ".join(words), done - self._done_before, 0 if searching else len(self._columns) - self._done_before

    def summary(self) -> str:
        """Words for when nothing is at work."""
        count, shown = self._shown.count, self._shown.item_model.rowCount()
        words = "" if not count else "1 picture" if count == 1 else f"{count:,} pictures"
        if shown != count:
            words = f"{shown:,} of {words} shown"
        return f"{words} · {self.cancelled:,} not classified" if self.cancelled else words

    # The clock.

    @Slot()
    def look_soon(self) -> None:
        """Look in a few milliseconds what has happened in the session."""
        self._wake()
        if not self._soon.isActive():
            self._soon.start()

    def _wake(self) -> None:
        if not self._timer.isActive():
            self._begin_pace()
            self._timer.start()

    def _begin_pace(self) -> None:
        self._pace.restart()
        self._done_before = len(self._columns) - self.waiting

    @Slot()
    def _tick(self) -> None:
        # Asked first: what comes of it until then is in the batch.
        session = self._session
        searching, opening, editing = session.taking_in(), session.opening(), session.editing()
        batch = self._fetch()
        self._pace.count(time.monotonic(), self._finished)
        at_work = not self._answered or session.at_work()
        idle = not searching and not opening and not editing and (self._stopped or not at_work)
        if idle:
            self._timer.stop()
        elif editing:
            self._soon.start()
        if idle or batch.applied or self._shown.due:
            self._shown.refresh()

    def _fetch(self) -> Batch:
        batch = self._session.drain()
        self._finished += len(batch.results)
        self._answered = self._answered or batch.opened is not None or batch.candidate is not None
        self.came.emit(batch)
        return batch

    def close(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._soon.stop()
