"""Writing rows: new ones that wait, and what came of them. Each function is one part of a transaction."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.imaging.content import encoded
from alpaca_gui.imaging.source import MemorySource, PixelSource, Source
from alpaca_gui.library.origin import Kind, kind_of, name_of, storable, to_bytes
from alpaca_gui.library.record import Record
from alpaca_gui.library.state import State

_STORED: Final = "<f2"
"""Embeddings are written as float16, the bytes of which do not depend on the machine."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """A row's key and what came of it."""

    key: int
    record: Record


def add_waiting(connection: sqlite3.Connection, first: int, sources: Sequence[Source]) -> None:
    """Write rows that wait, the first with the key ``first``."""
    connection.executemany(
        "INSERT INTO record (number, kind, location, name, state) VALUES (?, ?, ?, ?, ?)",
        (
            (number, int(kind_of(source)), to_bytes(source.location), _name(source), int(State.WAITING))
            for number, source in enumerate(sources, start=first + 1)
        ),
    )
    hold(connection, enumerate(sources, start=first))


def hold(connection: sqlite3.Connection, rows: Iterable[tuple[int, Source]]) -> None:
    """Write the bytes of the pictures that are no files."""
    connection.executemany(
        "INSERT OR REPLACE INTO held (record, data) VALUES (?, ?)",
        ((key + 1, encoded(source)) for key, source in rows if isinstance(source, MemorySource | PixelSource)),
    )


def _in_memory(source: Source) -> bool:
    return isinstance(source, MemorySource | PixelSource)


def _name(source: Source) -> bytes | None:
    name = name_of(source)
    return None if name is None else to_bytes(name)


def set_state(connection: sqlite3.Connection, keys: Sequence[int], state: State) -> None:
    """Write how far rows have come; those that wait again are as `Columns.wait_again` leaves them."""
    forget = ", logit = NULL, model = NULL, time = NULL, unlike = NULL, error = NULL" if state is State.WAITING else ""
    connection.executemany(
        f"UPDATE record SET state = ?{forget} WHERE number = ?",  # noqa: S608 - our own words
        ((int(state), key + 1) for key in keys),
    )


def keep_outcomes(connection: sqlite3.Connection, outcomes: Sequence[Outcome], model: int, backbone: str) -> list[int]:
    """Write what a model said of rows that are there; gives the numbers of their contents, 0 where unknown."""
    pictures = _pictures(connection, outcomes)
    connection.executemany(
        "UPDATE record SET state = ?, logit = ?, model = ?, time = ?, picture = ?, width = ?, height = ?, size = ?, "
        "modified = ?, error = ?, notes = ?, unlike = ? WHERE number = ?",
        ((*_outcome_row(one, model, picture), one.key + 1) for one, picture in zip(outcomes, pictures, strict=True)),
    )
    _settle_fetched(connection, outcomes)
    _remember(connection, outcomes, pictures, model, backbone)
    return pictures


def _outcome_row(one: Outcome, model: int, picture: int) -> tuple[object, ...]:
    record, content = one.record, one.record.content
    return (
        int(State.FAILED if record.logit is None else State.DONE),
        record.logit,
        None if record.logit is None else model,
        record.time,
        picture or None,
        record.width,
        record.height,
        None if content is None else content.size,
        None if content is None else content.modified,
        None if record.error is None else storable(record.error),
        _notes(record),
        record.unlike,
    )


def _notes(record: Record) -> str | None:
    return json.dumps(record.notes, ensure_ascii=True) if record.notes else None


def _settle_fetched(connection: sqlite3.Connection, outcomes: Sequence[Outcome]) -> None:
    """A link that was fetched is from now on the picture that came of it."""
    fetched = [one for one in outcomes if _in_memory(one.record.source)]
    connection.executemany(
        "UPDATE record SET kind = ?, name = ? WHERE number = ? AND kind = ?",
        ((int(Kind.HELD), _name(one.record.source), one.key + 1, int(Kind.LINK)) for one in fetched),
    )
    hold(connection, ((one.key, one.record.source) for one in fetched))


def _pictures(connection: sqlite3.Connection, outcomes: Sequence[Outcome]) -> list[int]:
    """Give each outcome the number of its content, a new one where the content is new; 0 where it failed."""
    numbers: list[int] = []
    for one in outcomes:
        record = one.record
        if record.content is None or record.width is None or record.height is None:
            numbers.append(0)
            continue
        digest = record.content.digest
        found = connection.execute("SELECT number FROM picture WHERE digest = ?", (digest,)).fetchone()
        if found is None:
            row = (digest, record.width, record.height, _notes(record) or "[]")
            cursor = connection.execute("INSERT INTO picture (digest, width, height, notes) VALUES (?, ?, ?, ?)", row)
            numbers.append(int(cursor.lastrowid or 0))
        else:
            numbers.append(int(found[0]))
    return numbers


def _remember(
    connection: sqlite3.Connection, outcomes: Sequence[Outcome], pictures: Sequence[int], model: int, backbone: str
) -> None:
    """Keep logit and embedding by content and model, so that the same picture is known at once."""
    known = [(one.record, picture) for one, picture in zip(outcomes, pictures, strict=True) if picture]
    connection.executemany(
        "INSERT OR IGNORE INTO evidence (picture, model, logit, time, unlike) VALUES (?, ?, ?, ?, ?)",
        ((picture, model, record.logit, record.time or 0.0, record.unlike) for record, picture in known),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO embedding (backbone, picture, vector) VALUES (?, ?, ?)",
        (
            (backbone, picture, vector_bytes(record.evidence.embedding))
            for record, picture in known
            if record.evidence is not None and record.evidence.embedding is not None
        ),
    )


def vector_bytes(embedding: NDArray[np.floating]) -> bytes:
    """Write an embedding (features,) as it stands in a library; what is too large for float16 becomes its largest."""
    most = np.finfo(np.float16).max
    return np.asarray(embedding.clip(-most, most), _STORED).tobytes()


def vectors(rows: Sequence[bytes]) -> NDArray[np.float16]:
    """Read embeddings that `vector_bytes` wrote: float16 (n, features)."""
    flat = np.frombuffer(b"".join(rows), _STORED)
    return flat.reshape(len(rows), -1) if rows else flat.reshape(0, 0)
