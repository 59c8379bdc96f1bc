"""Finding again what is known: places that are in a library, and pictures by their content."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.library.origin import Held, Kind, source_of, to_text
from alpaca_gui.library.record import Record
from alpaca_gui.library.state import State


@dataclass(frozen=True, slots=True)
class Place:
    """A file that is in the library.

    Attributes
    ----------
    key
        Its row.
    state
        How far it has come.
    size, modified
        Bytes and time of change (ns) when it was read; None where it was not.
    model
        Number of the model that spoke; None where none did.
    """

    key: int
    state: State
    size: int | None
    modified: int | None
    model: int | None = None


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a model has said of a content before.

    Attributes
    ----------
    logit, unlike, time
        As in `alpaca_gui.library.record.Record`.
    width, height, notes
        Of the picture.
    """

    logit: float
    unlike: float | None
    time: float
    width: int
    height: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class KnownRows:
    """What a model has said of the contents of many rows: arrays of m values."""

    keys: NDArray[np.int64]
    logits: NDArray[np.float64]
    unlike: NDArray[np.float32]
    time: NDArray[np.float64]


NOTHING_KNOWN: Final = KnownRows(np.empty(0, np.int64), np.empty(0), np.empty(0, np.float32), np.empty(0))


def place_of(
    connection: sqlite3.Connection, location: bytes, *, link: bool = False, removed: bool = False
) -> Place | None:
    """Find the latest row of a file, or of a link, fetched or not, among those that are there or that were removed."""
    row = connection.execute(
        "SELECT number, state, size, modified, model FROM record WHERE location = ? AND (kind = ?) = ? AND removed = ? "
        "ORDER BY number DESC LIMIT 1",
        (location, int(Kind.FILE), not link, removed),
    ).fetchone()
    return None if row is None else Place(row[0] - 1, State(row[1]), *row[2:])


def record_of(connection: sqlite3.Connection, key: int, held: Held) -> Record:
    """Read what came of a row."""
    kind, location, name, *rest = connection.execute(
        "SELECT kind, location, name, logit, width, height, error, notes, unlike, time FROM record WHERE number = ?",
        (key + 1,),
    ).fetchone()
    logit, width, height, error, notes, unlike, said = rest
    return Record(
        source_of(key, Kind(kind), to_text(location), None if name is None else to_text(name), held),
        None if logit is None else Evidence(logit, None, None),
        width,
        height,
        error,
        tuple(json.loads(notes)) if notes else (),
        unlike=unlike,
        time=said,
    )


def recall(connection: sqlite3.Connection, digest: bytes, model: int) -> Recalled | None:
    """Find what a model has said of a content."""
    row = connection.execute(
        "SELECT logit, unlike, time, width, height, notes FROM picture JOIN evidence ON picture = number "
        "WHERE digest = ? AND model = ?",
        (digest, model),
    ).fetchone()
    if row is None:
        return None
    logit, unlike, said, width, height, notes = row
    return Recalled(logit, unlike, said, width, height, tuple(json.loads(notes)))


_KNOWN = np.dtype([("key", np.int64), ("logit", np.float64), ("unlike", np.float32), ("time", np.float64)])


def known_rows(connection: sqlite3.Connection, model: int) -> KnownRows:
    """Find every row of whose content a model has said something."""
    rows = connection.execute(
        "SELECT record.number - 1, evidence.logit, coalesce(evidence.unlike, 'nan'), evidence.time "
        "FROM record JOIN evidence ON evidence.picture = record.picture WHERE evidence.model = ? "
        "ORDER BY record.number",
        (model,),
    )
    found = np.fromiter(rows, _KNOWN)
    return KnownRows(found["key"].copy(), found["logit"].copy(), found["unlike"].copy(), found["time"].copy())
