"""The records as NumPy columns: sorting, filtering and counting without touching a Python object a row."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.errors import LibraryError
from alpaca_gui.imaging.source import Source
from alpaca_gui.library.grown import GrownArrays
from alpaca_gui.library.origin import Held, Kind, kind_of, name_of, source_of
from alpaca_gui.library.query import Filter
from alpaca_gui.library.recalling import KnownRows
from alpaca_gui.library.record import Record
from alpaca_gui.library.sentences import Sentences
from alpaca_gui.library.sorting import Keys, ascending, descending, outward
from alpaca_gui.library.state import State
from alpaca_gui.library.text_column import TextColumn
from alpaca_gui.logit.spread import Spread
from alpaca_gui.logit.verdict import Decision, Rule, decide, margins

if TYPE_CHECKING:  # it knows libraries, which know columns
    from alpaca_gui.library.bringing_in import BroughtIn

NO_LABEL: Final = -1
NO_MODEL: Final = -1


class Order(StrEnum):
    """What rows can be sorted by."""

    ADDED = "added"
    NAME = "name"
    LOGIT_DOWN = "logit, highest first"
    LOGIT_UP = "logit, lowest first"
    CLOSENESS = "closeness to the threshold"
    DISAGREEMENT = "disagreement of label and decision"
    TIME = "time, newest first"
    GROUPS = "duplicates together"


class Show(StrEnum):
    """Which rows can be shown."""

    ALL = "all"
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    FAILED = "failed"


_SHOWN_DECISION = {Show.YES: Decision.YES, Show.NO: Decision.NO, Show.UNSURE: Decision.UNSURE}

_FIELDS: Final[dict[str, tuple[Any, Any]]] = {
    "logit": (np.float64, np.nan),
    "state": (np.uint8, State.WAITING),
    "removed": (np.bool_, False),
    "label": (np.int8, NO_LABEL),
    "model": (np.int32, NO_MODEL),
    "time": (np.float64, np.nan),
    "width": (np.int32, 0),
    "height": (np.int32, 0),
    "unlike": (np.float32, np.nan),
    "picture": (np.int32, 0),
    "near": (np.int32, 0),
    "error": (np.int32, 0),
    "notes": (np.int32, 0),
    "noted": (np.bool_, False),
    "kind": (np.uint8, Kind.FILE),
}

_FEW: Final = 4
"""Fewer than one row in so many are sorted by themselves, quicker than all of them."""

_LOGIT: Final = ("logit",)
_GROUPED: Final = ("near", "picture", "removed")


def _holds_nothing(_key: int) -> bytes:
    raise LibraryError("The picture is not held any more.")


class Columns:
    """One row a picture. A row's key is its number in the order of arrival and never changes; removing only hides.

    The attributes are arrays of n values, one a row, to read and to write in; whoever writes calls `touch`.

    Attributes
    ----------
    logit
        float64; NaN where there is none.
    state
        uint8, values of `State`.
    removed
        bool.
    label
        int8: 1 yes, 0 no, `NO_LABEL` where nobody said.
    model
        int32: place in ``models`` of the one that spoke, or `NO_MODEL`.
    time
        float64: when it spoke, in seconds since the epoch; NaN.
    width, height
        int32: pixels; 0 where they are not known.
    unlike
        float32: how unlike the training pictures; NaN where it is not known.
    picture
        int32: equal where the bytes are the same; 0 where they are not known.
    near
        int32: number of the group of pictures that look nearly the same, 0 where it is in none.
    error, notes
        int32: places in ``errors`` and ``remarks``, whose first is the empty text.
    noted
        bool: whether a person has written a note.
    kind
        uint8, values of `alpaca_gui.library.origin.Kind`.
    path
        Each source's whole location.
    """

    logit: NDArray[np.float64]
    state: NDArray[np.uint8]
    removed: NDArray[np.bool_]
    label: NDArray[np.int8]
    model: NDArray[np.int32]
    time: NDArray[np.float64]
    width: NDArray[np.int32]
    height: NDArray[np.int32]
    unlike: NDArray[np.float32]
    picture: NDArray[np.int32]
    near: NDArray[np.int32]
    error: NDArray[np.int32]
    notes: NDArray[np.int32]
    noted: NDArray[np.bool_]
    kind: NDArray[np.uint8]

    def __init__(self, held: Held = _holds_nothing) -> None:
        self._held = held
        self._arrays = GrownArrays(_FIELDS)
        self.path = TextColumn()
        self.models: list[str] = []
        self.unlike_limits: dict[int, float] = {}
        self.errors = Sentences()
        self.remarks = Sentences()
        self.names: dict[int, str] = {}
        self.person_notes: dict[int, str] = {}
        self.sources: dict[int, Source] = {}
        self._versions = dict.fromkeys(_FIELDS, 0)
        self._caches: dict[str, tuple[object, Any]] = {}

    def __getattr__(self, name: str) -> NDArray[Any]:
        """Give the array of that name."""
        if name in _FIELDS:
            return self._arrays[name]
        raise AttributeError(name)

    def __len__(self) -> int:
        """Count all rows, removed ones too."""
        return len(self._arrays)

    def touch(self, *names: str) -> None:
        """Forget what was worked out from the arrays of these names, of all where none is named: they were written in.

        Who labels a picture among a million names ``label``, and the million are not sorted anew.
        """
        for name in names or _FIELDS:
            self._versions[name] += 1

    def add(self, sources: Iterable[Source]) -> None:
        """Append waiting rows."""
        added = list(sources)
        if not added:
            return
        where = self._arrays.lengthen(len(added))
        self.kind[where] = [kind_of(source) for source in added]
        self.path.extend([source.location for source in added])
        for key, source in enumerate(added, start=where.start):
            self._name(key, source)
        self.touch()

    def bring_in(self, brought: "BroughtIn") -> None:
        """Append records that were made elsewhere, a million in a tenth of a second; see `label_brought`.

        Parameters
        ----------
        brought
            What was entered in the library; its first key must be the next one here.

        Raises
        ------
        ValueError
            When other rows must be added before.
        """
        if brought.first != len(self):
            raise ValueError(f"rows from {brought.first} on cannot follow {len(self)} rows")
        imported = brought.imported
        where = self._arrays.lengthen(len(brought))
        self.path.extend_from_buffer(imported.data, imported.offsets)
        self.logit[where], self.state[where], self.time[where] = imported.logit, State.DONE, brought.time
        self.model[where] = self.know_model(brought.model - 1, brought.name)
        self.touch()

    def label_brought(self, brought: "BroughtIn", concept: str) -> None:
        """Show the labels of records that were brought in, if they are about ``concept``."""
        if brought.concept == concept:
            self.label[brought.first : brought.first + len(brought)] = brought.imported.label
            self.touch()

    def know_model(self, place: int, name: str) -> int:
        """Enter the name of a model at a place of ``models``; gives the place."""
        self.models.extend([""] * (place + 1 - len(self.models)))
        self.models[place] = name
        return place

    def _name(self, key: int, source: Source) -> None:
        name = name_of(source)
        if name is not None:
            self.names[key] = name
        # What is held in memory alone is kept until the library has it; a file's source is made anew when needed.
        if kind_of(source) is Kind.HELD:
            self.sources[key] = source

    def set_record(self, key: int, record: Record, model: int = NO_MODEL, picture: int = 0) -> None:
        """Enter what came of a row."""
        logit = record.logit
        self.logit[key] = np.nan if logit is None else logit
        self.state[key] = State.FAILED if logit is None else State.DONE
        self.model[key] = NO_MODEL if logit is None else model
        self.time[key] = np.nan if record.time is None else record.time
        self.width[key], self.height[key] = record.width or 0, record.height or 0
        self.unlike[key] = np.nan if record.unlike is None else record.unlike
        self.picture[key] = picture
        self.error[key] = self.errors.place(record.error or "")
        self.notes[key] = self.remarks.place("\n".join(record.notes))
        self._settle(key, record.source)
        self.touch()

    def _settle(self, key: int, source: Source) -> None:
        """Take the source over that a link became when it was fetched."""
        if kind_of(source) is Kind.HELD:
            self.kind[key] = Kind.HELD
            self._name(key, source)

    def let_go(self, key: int) -> None:
        """Hold a picture's bytes no more, since the library does."""
        self.sources.pop(key, None)

    def source(self, key: int) -> Source:
        """Where a row's picture comes from."""
        held = self.sources.get(key)
        if held is not None:
            return held
        return source_of(key, Kind(int(self.kind[key])), self.path.get(key), self.names.get(key), self._held)

    def record(self, key: int) -> Record | None:
        """What came of a row; None while it waits."""
        state = State(int(self.state[key]))
        if state is State.WAITING or (state is State.CANCELLED):
            return None
        logit, time, unlike = float(self.logit[key]), float(self.time[key]), float(self.unlike[key])
        notes = self.remarks[int(self.notes[key])]
        return Record(
            self.source(key),
            Evidence(logit, None, None) if state is State.DONE else None,
            int(self.width[key]) or None,
            int(self.height[key]) or None,
            self.errors[int(self.error[key])] or None,
            tuple(notes.split("\n")) if notes else (),
            unlike=None if np.isnan(unlike) else unlike,
            time=None if np.isnan(time) else time,
        )

    def cancel_waiting(self) -> None:
        """Mark what still waits as cancelled."""
        self.state[self.state == State.WAITING] = State.CANCELLED
        self.touch()

    def wait_again(self, keys: Keys | None = None) -> None:
        """Forget what came of rows (of every one where None), e.g. because another model is to say it."""
        where = slice(None) if keys is None else keys
        self.state[where] = State.WAITING
        for name in ("logit", "model", "time", "unlike", "error"):
            self._arrays[name][where] = _FIELDS[name][1]
        self.touch()

    def answer_with(self, model: int, known: KnownRows, brought_in: set[int]) -> Keys:
        """Let another model answer: what it said before stands again, other rows wait; gives the keys of those.

        Parameters
        ----------
        model
            Its place in ``models``.
        known
            What it has said before.
        brought_in
            Places of what is no model but a file of logits: its rows stay as they are.
        """
        stay = (self.model == model) | np.isin(self.model, list(brought_in))
        self.wait_again(np.flatnonzero(~stay))
        again = known.keys < len(self)  # a library that is read may have grown since
        again[again] = self.state[known.keys[again]] == State.WAITING
        keys = known.keys[again]
        self.state[keys], self.model[keys] = State.DONE, model
        self.logit[keys], self.unlike[keys], self.time[keys] = (
            known.logits[again],
            known.unlike[again],
            known.time[again],
        )
        self.touch()
        return np.flatnonzero((self.state == State.WAITING) & ~self.removed)

    def present(self) -> Keys:
        """Keys of the rows that are not removed."""
        return np.flatnonzero(~self.removed)

    def is_unlike(self) -> NDArray[np.bool_]:
        """Tell of every row whether it is unlike the training pictures of the model that spoke, (n,)."""
        limits = np.full(len(self.models) + 1, np.inf, np.float32)  # the last is that of no model
        for place, limit in self.unlike_limits.items():
            limits[place] = limit
        marked: NDArray[np.bool_] = self.unlike > limits[self.model]
        return marked

    @property
    def group(self) -> NDArray[np.int32]:
        """Number of each row's group of duplicates, int32 (n,): the same bytes or nearly the same look; 0 for none."""
        found: NDArray[np.int32] = self._cached("group", self._groups, _GROUPED)
        return found

    def _groups(self) -> NDArray[np.int32]:
        # A group of look-alikes has the numbers from 1 on, one of the same bytes alone those after the last of them.
        groups = self.near.copy()
        alone = np.flatnonzero((groups == 0) & (self.picture > 0) & ~self.removed)
        _, inverse, counts = np.unique(self.picture[alone], return_inverse=True, return_counts=True)
        many = counts[inverse] > 1
        first = int(groups.max(initial=0)) + 1
        _, numbers = np.unique(inverse[many], return_inverse=True)
        groups[alone[many]] = numbers + first
        return groups

    def matching(self, show: Show, rule: Rule, wanted: Filter | None = None) -> NDArray[np.bool_]:
        """Tell of every row whether it is to be shown, (n,)."""
        shown: NDArray[np.bool_] = ~self.removed
        if show is not Show.ALL:
            shown &= self._shown(show, rule)
        if wanted is not None and not wanted.empty:
            shown = wanted.matches(self, rule) if show is Show.ALL else shown & wanted.matches(self, rule)
        return shown

    def arranged(self, order: Order, show: Show, rule: Rule, wanted: Filter | None = None) -> Keys:
        """Keys of the rows to show, in order; rows without a logit come last where logits decide."""
        shown = self.matching(show, rule, wanted)
        if order is Order.ADDED:
            return np.flatnonzero(shown)
        if order is Order.CLOSENESS and int(shown.sum()) * _FEW < shown.size and not self._knows_closeness(rule):
            keys = np.flatnonzero(shown)
            return keys[ascending(np.abs(margins(self.logit[keys], rule)))]
        sorted_keys = self._sorted(order, rule)
        arranged: Keys = sorted_keys[shown[sorted_keys]]
        return arranged

    def _shown(self, show: Show, rule: Rule) -> NDArray[np.bool_]:
        if show is Show.FAILED:
            return self._stopped()
        shown: NDArray[np.bool_] = (self.state == State.DONE) & (decide(self.logit, rule) == _SHOWN_DECISION[show])
        return shown

    def _stopped(self) -> NDArray[np.bool_]:
        stopped: NDArray[np.bool_] = (self.state == State.FAILED) | (self.state == State.CANCELLED)
        return stopped

    def _sorted(self, order: Order, rule: Rule) -> Keys:
        """Keys of all rows in order; remembered until rows change, since filters change more often."""
        match order:
            case Order.NAME:
                return self._by_name()
            case Order.LOGIT_DOWN:
                found = self._cached("down", lambda: descending(self.logit), _LOGIT)
            case Order.LOGIT_UP:
                found = self._by_logit()
            case Order.CLOSENESS:
                found = self._cached("near", lambda: self._by_closeness(rule), _LOGIT, rule.threshold)
            case Order.TIME:
                found = self._cached("time", lambda: descending(self.time), ("time",))
            case Order.GROUPS:
                found = self._cached("groups", self._by_group, _GROUPED)
            case _:
                found = self._by_disagreement(rule)
        keys: Keys = found
        return keys

    def _by_logit(self) -> Keys:
        keys: Keys = self._cached("up", lambda: ascending(self.logit), _LOGIT)
        return keys

    def _logits_in_order(self) -> NDArray[np.float64]:
        logits: NDArray[np.float64] = self._cached("placed", lambda: self.logit[self._by_logit()], _LOGIT)
        return logits

    def _by_group(self) -> Keys:
        group = self.group
        return ascending(np.where(group > 0, group, 2**31 - 1))

    def _by_closeness(self, rule: Rule) -> Keys:
        return outward(self._by_logit(), self._logits_in_order(), rule.threshold)

    def _by_disagreement(self, rule: Rule) -> Keys:
        """Those first whose label the decision contradicts, the surest mistakes on top; then the agreeing, the closest
        to flipping on top; then those without a label."""  # noqa: D205, D209
        margin = margins(self.logit, rule)
        labelled = (self.label != NO_LABEL) & ~np.isnan(margin)
        wrong = labelled & ((margin > 0) != (self.label == 1))
        parts = (
            (wrong, -np.abs(margin)),
            (labelled & ~wrong, np.abs(margin)),
            (~labelled, np.abs(margin)),
        )
        found = [(where := np.flatnonzero(part))[ascending(values[where])] for part, values in parts]
        return np.concatenate(found)

    def _by_name(self) -> Keys:
        cached = self._caches.get("name")
        if cached is None or cached[1].size != len(self):  # names never change, rows are only added
            ranks = self.path.ranks()
            keys = np.empty(len(self), np.int64)
            keys[ranks] = np.arange(len(self))
            self._caches["name"] = cached = (0, keys)
        names: Keys = cached[1]
        return names

    def _knows_closeness(self, rule: Rule) -> bool:
        cached = self._caches.get("near")
        return cached is not None and cached[0] == (self._versions["logit"], rule.threshold)

    def _cached(self, name: str, find: Any, reads: tuple[str, ...], asked: object = None) -> Any:
        """Give what ``find`` finds, remembered until an array that it ``reads`` changes, or something else is asked."""
        state = (*(self._versions[read] for read in reads), asked)
        cached = self._caches.get(name)
        if cached is None or cached[0] != state:
            cached = self._caches[name] = (state, find())
        return cached[1]

    def spread(self) -> Spread:
        """The logits and labels of the rows that are not removed, ready for any rule."""
        found: Spread = self._cached("spread", self._spread, ("logit", "state", "removed", "label"))
        return found

    def _spread(self) -> Spread:
        order = self._by_logit()
        counted = (~self.removed & (self.state == State.DONE))[order]
        return Spread(self._logits_in_order()[counted], self.label[order[counted]])

    def counts(self, rule: Rule) -> dict[Show, int]:
        """How many rows each choice of `Show` would show."""
        sides = self.spread().at(rule)
        present, stopped = self._cached("present", self._present, ("state", "removed"))
        return {
            Show.ALL: present,
            Show.YES: sides.yes.n,
            Show.NO: sides.no.n,
            Show.UNSURE: sides.unsure.n,
            Show.FAILED: stopped,
        }

    def _present(self) -> tuple[int, int]:
        there = [self.in_state(state) for state in State]
        return sum(there), self.in_state(State.FAILED) + self.in_state(State.CANCELLED)

    def in_state(self, state: State) -> int:
        """How many rows that are not removed are in a state."""
        counts: list[int] = self._cached("states", self._count_states, ("state", "removed"))
        return counts[state]

    def _count_states(self) -> list[int]:
        there = ~self.removed
        return [int(np.count_nonzero(there & (self.state == state))) for state in State]

    def snapshot(self) -> dict[str, NDArray[Any]]:
        """Give all arrays by name, for writing them down."""
        return self._arrays.items()

    def take(self, arrays: dict[str, NDArray[Any]], path: TextColumn) -> None:
        """Hold these values instead of what was held."""
        self._arrays.take(arrays)
        self.path = path
        self._caches.clear()
        self.touch()
