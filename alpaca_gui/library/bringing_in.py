"""Enters logits that were made elsewhere: records whose pictures are looked for when they are shown, and not before."""

import hashlib
import sqlite3
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final

import numpy as np

from alpaca_gui.library.edits import NO_LABEL
from alpaca_gui.library.imported import Imported
from alpaca_gui.library.library import Library
from alpaca_gui.library.models import UsedModel, model_number
from alpaca_gui.library.origin import Kind
from alpaca_gui.library.state import State

_AT_ONCE: Final = 20_000
_CACHE_KB: Final = 128_000


@dataclass(frozen=True, slots=True, eq=False)
class BroughtIn:
    """Records that were entered at once.

    Attributes
    ----------
    imported
        What they hold.
    first
        The key of the first; the others follow it.
    model, name
        Number of the table among the models of the library, and what it is called there.
    concept
        What the labels are about.
    time
        When they were entered, in seconds since the epoch.
    """

    imported: Imported
    first: int
    model: int
    name: str
    concept: str
    time: float

    def __len__(self) -> int:
        """Count the records."""
        return len(self.imported)


def speaker_of(imported: Imported) -> str:
    """Id of a table as a model of the library: the same for the same logits of the same paths."""
    digest = hashlib.sha256(np.ascontiguousarray(imported.logit).data)
    digest.update(imported.data)
    return f"import:{digest.hexdigest()}"


def bring_in(
    library: Library, imported: Imported, table: Path, concept: str, cancel: Event
) -> Generator[int, None, BroughtIn]:
    """Enter every row of a table as a record; yields how many are done, and returns what was entered.

    All of it is one change of the library: it is entered whole, or not at all where ``cancel`` is set or it cannot be
    written. The records say that the table spoke, and carry their labels about ``concept``.

    Raises
    ------
    Cancelled
        When ``cancel`` was set.
    LibraryError
        When the library cannot be written.
    """
    speaker = UsedModel(speaker_of(imported), table.name.encode("utf-8", "replace").decode(), None, concept)
    now = time.time()
    with library.appending(len(imported)) as (connection, first), _large_cache(connection):
        number = model_number(connection, speaker)
        for start in range(0, len(imported), _AT_ONCE):
            if cancel.is_set():
                raise Cancelled
            end = min(start + _AT_ONCE, len(imported))
            offsets = imported.offsets[start : end + 1].tolist()
            data = imported.data
            connection.executemany(
                "INSERT INTO record (number, kind, location, state, logit, model, time) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    (place, int(Kind.FILE), data[a:b], int(State.DONE), logit, number, now)
                    for place, a, b, logit in zip(
                        range(first + start + 1, first + end + 1),
                        offsets[:-1],
                        offsets[1:],
                        imported.logit[start:end].tolist(),
                        strict=True,
                    )
                ),
            )
            labels = imported.label[start:end]
            labelled = np.flatnonzero(labels != NO_LABEL)
            connection.executemany(
                "INSERT INTO label (record, concept, value, time) VALUES (?, ?, ?, ?)",
                (
                    (first + start + 1 + row, concept, value, now)
                    for row, value in zip(labelled.tolist(), labels[labelled].tolist(), strict=True)
                ),
            )
            yield end
        if cancel.is_set():
            raise Cancelled
    return BroughtIn(imported, first, number, speaker.name, concept, now)


@contextmanager
def _large_cache(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold the whole index of locations in memory for a while: they come in any order, and each would read its page."""
    (before,) = connection.execute("PRAGMA cache_size").fetchone()
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = {before}")


class Cancelled(Exception):  # noqa: N818 - it is no error
    """A person has given up; nothing was entered."""
