"""A library's records as columns: read row by row, or at once from a copy of the columns beside it."""

import json
import sqlite3
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.npz import from_npz
from alpaca_gui.files import whole_file
from alpaca_gui.library.columns import Columns
from alpaca_gui.library.edits import NO_LABEL
from alpaca_gui.library.origin import Held, Kind, to_text
from alpaca_gui.library.sentences import Sentences
from alpaca_gui.library.state import State
from alpaca_gui.library.text_column import TextColumn

_ROW: Final = np.dtype(
    [
        ("state", np.uint8),
        ("removed", np.bool_),
        ("logit", np.float64),
        ("model", np.int32),
        ("time", np.float64),
        ("width", np.int32),
        ("height", np.int32),
        ("unlike", np.float32),
        ("picture", np.int32),
        ("noted", np.bool_),
        ("kind", np.uint8),
    ]
)
_FORM: Final = 1
"""Version of the copy's layout."""
_MOST: Final = 2**31 - 1


def load(connection: sqlite3.Connection, concept: str, copy: Path, held: Held) -> Columns:
    """Read all records, with the labels about ``concept``.

    Parameters
    ----------
    connection
        To the library.
    concept
        What the labels are about.
    copy
        The copy of the columns; it counts only if nothing was written in the library since it was made.
    held
        Gives the bytes that the library holds for a record.
    """
    columns = Columns(held)
    connection.execute("BEGIN")  # one state of the library, whoever writes meanwhile
    try:
        found = _from_copy(copy, connection)
        if found is None:
            found = _from_rows(connection)
            _check_values(found[0], _last(connection, "record"), _last(connection, "model"))
        columns.take(*found)
        columns.models[:] = [name for (name,) in connection.execute("SELECT name FROM model ORDER BY number")]
        columns.unlike_limits.update(
            (number - 1, limit)
            for number, limit in connection.execute("SELECT number, unlike_limit FROM model")
            if limit is not None
        )
        _load_sentences(connection, columns)
        columns.label[:] = load_labels(connection, concept, len(columns))
    finally:
        connection.execute("COMMIT")
    return columns


def change(connection: sqlite3.Connection) -> int:
    """Give a number that is another after each change of the library."""
    row = connection.execute("SELECT value FROM fact WHERE name = 'change'").fetchone()
    return 0 if row is None else int(row[0])


def change_shown(connection: sqlite3.Connection, columns: Columns) -> int | None:
    """As `change`, if columns show what the library holds after it; None where they lag behind, or show more.

    Not each value is compared, but how many rows there are of each state and what they sum up to.
    """
    connection.execute("BEGIN")
    try:
        held = connection.execute(_SUMS).fetchall()
        return change(connection) if held == _sums(columns) else None
    finally:
        connection.execute("COMMIT")


_SUMS: Final = (
    "SELECT state, count(*), sum(removed), count(logit), sum(coalesce(model, 0)), sum(coalesce(picture, 0)), "
    "sum(coalesce(width, 0)), sum(kind), count(note) FROM record GROUP BY state ORDER BY state"
)


def _sums(columns: Columns) -> list[tuple[int, ...]]:
    found = []
    for state in np.unique(columns.state).tolist():
        rows = columns.state == state
        arrays = columns.removed, ~np.isnan(columns.logit), columns.model + 1, columns.picture, columns.width
        sums = [int(array[rows].sum(dtype=np.int64)) for array in (*arrays, columns.kind, columns.noted)]
        found.append((state, int(rows.sum()), *sums))
    return found


def load_labels(connection: sqlite3.Connection, concept: str, count: int) -> NDArray[np.int8]:
    """Labels about ``concept`` of the first ``count`` rows, int8 (count,): 1, 0, or `NO_LABEL`."""
    labels = np.full(count, NO_LABEL, np.int8)
    rows = connection.execute("SELECT record - 1, value FROM label WHERE concept = ?", (concept,))
    found = np.fromiter(rows, np.dtype([("key", np.int64), ("value", np.int8)]))
    found = found[found["key"] < count]
    labels[found["key"]] = found["value"]
    return labels


def _from_rows(connection: sqlite3.Connection) -> tuple[dict[str, NDArray[Any]], TextColumn]:
    rows = connection.execute(
        "SELECT state, removed, logit, coalesce(model, 0) - 1, time, coalesce(width, 0), coalesce(height, 0), unlike, "
        "coalesce(picture, 0), note IS NOT NULL, kind FROM record ORDER BY number"
    )
    found = np.fromiter(rows, _ROW)
    locations = [row[0] for row in connection.execute("SELECT location FROM record ORDER BY number")]
    path = TextColumn()
    path.extend_encoded(locations)
    return {name: found[name] for name in _ROW.names or ()}, path


def _load_sentences(connection: sqlite3.Connection, columns: Columns) -> None:
    """Read what few rows have: errors, notes, and names apart from their location."""
    columns.errors, columns.remarks = Sentences(), Sentences()
    for number, error in connection.execute("SELECT number, error FROM record WHERE error IS NOT NULL"):
        columns.error[number - 1] = columns.errors.place(error)
    for number, notes in connection.execute("SELECT number, notes FROM record WHERE notes IS NOT NULL"):
        columns.notes[number - 1] = columns.remarks.place("\n".join(json.loads(notes)))
    for number, note in connection.execute("SELECT number, note FROM record WHERE note IS NOT NULL"):
        columns.person_notes[number - 1] = note
    for number, name in connection.execute("SELECT number, name FROM record WHERE name IS NOT NULL"):
        columns.names[number - 1] = to_text(name)


def write_copy(columns: Columns, change_number: int, copy: Path) -> None:
    """Write the copy of the columns, as they are after the change of that number.

    Raises
    ------
    OSError
        When it cannot be written; the library does not need it.
    """
    data, offsets = columns.path.buffers()
    arrays = {name: array for name, array in columns.snapshot().items() if name in (_ROW.names or ())}
    copy.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(copy) as stream:
        np.savez(
            stream,
            form=np.array([_FORM, change_number]),
            path=np.frombuffer(data, np.uint8),
            offsets=offsets,
            **arrays,  # type: ignore[arg-type]
        )


def _from_copy(copy: Path, connection: sqlite3.Connection) -> tuple[dict[str, NDArray[Any]], TextColumn] | None:
    names = _ROW.names or ()
    try:
        with copy.open("rb") as file:
            form, path, offsets, *arrays = from_npz(file, "form", "path", "offsets", *names)
        if form.tolist() != [_FORM, change(connection)]:
            return None  # something was written since
        if any(
            (array.dtype, array.shape) != (_ROW[name], (offsets.size - 1,))
            for name, array in zip(names, arrays, strict=True)
        ):
            return None
        found = dict(zip(names, arrays, strict=True))
        _check_values(found, _last(connection, "record"), _last(connection, "model"))
        return found, TextColumn.from_buffer(path, offsets)
    except (OSError, ValueError, TypeError, MemoryError):
        return None  # none yet, or not ours: the rows are read one by one


def _last(connection: sqlite3.Connection, table: str) -> int:
    (last,) = connection.execute(f"SELECT coalesce(max(number), 0) FROM {table}").fetchone()  # noqa: S608 - our own name
    return int(last)


def _check_values(arrays: dict[str, NDArray[Any]], count: int, models: int) -> None:
    """Let nothing in that would be stumbled over later.

    Raises
    ------
    ValueError
        When rows are missing between others, or a value is none that its column can have.
    """
    if arrays["state"].size != count:
        raise ValueError(f"{arrays['state'].size} rows are there, and the last has the number {count}")
    for name, first, last in (
        ("state", 0, max(State)),
        ("kind", 0, max(Kind)),
        ("model", -1, models - 1),
        ("picture", 0, _MOST),
        ("width", 0, _MOST),
        ("height", 0, _MOST),
    ):
        array = arrays[name]
        if array.size and not first <= array.min() <= array.max() <= last:
            raise ValueError(f"{name} goes from {array.min()} to {array.max()}")
    if np.isnan(arrays["logit"][arrays["state"] == State.DONE]).any():
        raise ValueError("rows are said to be classified and have no logit")
