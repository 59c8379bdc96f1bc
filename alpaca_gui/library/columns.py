"""The records as NumPy columns: sorting, filtering and counting without touching a Python object a row."""

from collections.abc import Iterable
from dataclasses import replace
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.imaging.source import Source
from alpaca_gui.library.record import Record
from alpaca_gui.logit.verdict import Decision, Rule, decide, margins

Keys = NDArray[np.int64]


class State(IntEnum):
    """How far a picture has come."""

    WAITING = 0
    DONE = 1
    FAILED = 2
    CANCELLED = 3


class Order(StrEnum):
    """What rows can be sorted by."""

    ADDED = "added"
    NAME = "name"
    LOGIT_DOWN = "logit, highest first"
    LOGIT_UP = "logit, lowest first"
    CLOSENESS = "closeness to the threshold"


class Show(StrEnum):
    """Which rows can be shown."""

    ALL = "all"
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    FAILED = "failed"


_SHOWN_DECISION = {Show.YES: Decision.YES, Show.NO: Decision.NO, Show.UNSURE: Decision.UNSURE}
_FIRST_CAPACITY = 1024


class Columns:
    """One row a picture. A row's key is its number in the order of arrival and never changes; removing only hides.

    Attributes
    ----------
    logit
        float64 (n,); NaN where there is none.
    state
        uint8 (n,), values of `State`.
    removed
        bool (n,).
    """

    def __init__(self) -> None:
        self._n = 0
        self._logit = np.empty(_FIRST_CAPACITY, np.float64)
        self._state = np.empty(_FIRST_CAPACITY, np.uint8)
        self._removed = np.empty(_FIRST_CAPACITY, np.bool_)
        self._sources: list[Source] = []
        self._records: dict[int, Record] = {}
        self._name_rank: Keys | None = None

    def __len__(self) -> int:
        """Count all rows, removed ones too."""
        return self._n

    @property
    def logit(self) -> NDArray[np.float64]:
        """The logits; see the class."""
        return self._logit[: self._n]

    @property
    def state(self) -> NDArray[np.uint8]:
        """The states; see the class."""
        return self._state[: self._n]

    @property
    def removed(self) -> NDArray[np.bool_]:
        """Which rows are hidden; see the class."""
        return self._removed[: self._n]

    def add(self, sources: Iterable[Source]) -> None:
        """Append waiting rows."""
        self._sources.extend(sources)
        start, self._n = self._n, len(self._sources)
        if self._n > self._logit.size:
            capacity = max(self._n, 2 * self._logit.size)
            self._logit, self._state, self._removed = (
                np.concatenate((column, np.empty(capacity - column.size, column.dtype)))
                for column in (self._logit, self._state, self._removed)
            )
        self._logit[start : self._n] = np.nan
        self._state[start : self._n] = State.WAITING
        self._removed[start : self._n] = False
        self._name_rank = None

    def set_record(self, key: int, record: Record) -> None:
        """Enter what came of a row."""
        logit = record.logit
        self._logit[key] = np.nan if logit is None else logit
        self._state[key] = State.FAILED if logit is None else State.DONE
        self._sources[key] = record.source
        # Map and embedding are 5 kB a row; until there is a library on disk only the logit is kept.
        kept = None if logit is None else Evidence(logit, None, None)
        self._records[key] = replace(record, evidence=kept)

    def source(self, key: int) -> Source:
        """Where a row's picture comes from."""
        return self._sources[key]

    def record(self, key: int) -> Record | None:
        """What came of a row; None while it waits."""
        return self._records.get(key)

    def cancel_waiting(self) -> None:
        """Mark what still waits as cancelled."""
        self.state[self.state == State.WAITING] = State.CANCELLED

    def wait_again(self) -> None:
        """Forget what came of every row, e.g. because another model is to say it."""
        self.state[:] = State.WAITING
        self.logit[:] = np.nan
        self._records.clear()

    def present(self) -> Keys:
        """Keys of the rows that are not removed."""
        return np.flatnonzero(~self.removed)

    def arranged(self, order: Order, show: Show, rule: Rule) -> Keys:
        """Keys of the rows to show, in order; rows without a logit come last where logits decide."""
        keys = np.flatnonzero(~self.removed & self._shown(show, rule))
        if order is Order.ADDED:
            return keys
        sorted_keys: Keys = keys[np.argsort(self._sort_values(order, rule)[keys], kind="stable")]
        return sorted_keys

    def _shown(self, show: Show, rule: Rule) -> NDArray[np.bool_]:
        if show is Show.ALL:
            return np.ones(self._n, np.bool_)
        if show is Show.FAILED:
            return self._stopped()
        shown: NDArray[np.bool_] = (self.state == State.DONE) & (decide(self.logit, rule) == _SHOWN_DECISION[show])
        return shown

    def _stopped(self) -> NDArray[np.bool_]:
        stopped: NDArray[np.bool_] = (self.state == State.FAILED) | (self.state == State.CANCELLED)
        return stopped

    def _sort_values(self, order: Order, rule: Rule) -> NDArray[np.float64] | Keys:
        match order:
            case Order.NAME:
                return self._ranks()
            case Order.LOGIT_DOWN:
                return -self.logit  # NumPy sorts NaN last
            case Order.LOGIT_UP:
                return self.logit
            case _:
                return np.abs(margins(self.logit, rule))

    def _ranks(self) -> Keys:
        if self._name_rank is None:
            names = [(source.name.casefold(), source.location) for source in self._sources]
            ranks = np.empty(self._n, np.int64)
            ranks[sorted(range(self._n), key=names.__getitem__)] = np.arange(self._n)
            self._name_rank = ranks
        return self._name_rank

    def counts(self, rule: Rule) -> dict[Show, int]:
        """How many rows each choice of `Show` would show."""
        present = ~self.removed
        done = present & (self.state == State.DONE)
        decisions = np.bincount(decide(self.logit[done], rule), minlength=3)
        return {
            Show.ALL: int(present.sum()),
            Show.YES: int(decisions[Decision.YES]),
            Show.NO: int(decisions[Decision.NO]),
            Show.UNSURE: int(decisions[Decision.UNSURE]),
            Show.FAILED: int((present & self._stopped()).sum()),
        }
