"""Saves what can be read of a damaged library into a new one, in which the parts fit together again."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from alpaca_gui.errors import LibraryError
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.connection import connect, connect_frozen, explained, prepare_writing, transaction
from alpaca_gui.library.schema import migrate
from alpaca_gui.library.state import State

_KEYS: Final = {
    "fact": None,
    "model": "number",
    "picture": "number",
    "evidence": "picture",
    "embedding": "number",
    "record": "number",
    "label": "record",
    "held": "record",
    "request": "number",
    "edit": "number",
    "filter": "number",
}
"""The tables, each with the number that its rows lie in the order of."""

_FURTHEST: Final = 1 << 40
"""How far behind a place that cannot be read the next row is looked for."""

LOST: Final = "This record was lost when the library was damaged."


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved of one table: rows that could be read, and whether some could not."""

    table: str
    rows: int
    damaged: bool


def save_what_can_be_read(damaged: Path, target: Path) -> Iterator[Saved]:
    """Copy every row that can be read of a damaged library into a new one, table by table; the old one is not touched.

    Where a page cannot be read, the rows behind it are looked for. A record that is lost leaves a removed one in its
    place, as rows are known by their numbers.

    Raises
    ------
    LibraryError
        When nothing can be read, or ``target`` is there already or cannot be written; then nothing is left of it.
    """
    if target.exists():
        raise LibraryError(f"{printable(str(target))} is there already; nothing is written over it.")
    with explained(target), _made(target) as new, _opened(damaged) as old:
        saved = 0
        for table, key in _KEYS.items():
            part = _save_table(old, new, table, key)
            saved += part.rows
            yield part
        if not saved:
            raise _nothing(damaged)
        _mend(new)


@contextmanager
def _made(target: Path) -> Iterator[sqlite3.Connection]:
    """Make a library; where the block ends badly it is gone again."""
    new = connect(target, write=True)
    try:
        prepare_writing(new)
        prepare_writing(new)
        migrate(new)
        yield new
        new.close()
    except BaseException:
        new.close()
        for end in ("", "-wal", "-shm"):
            target.with_name(target.name + end).unlink(missing_ok=True)
        raise


@contextmanager
def _opened(damaged: Path) -> Iterator[sqlite3.Connection]:
    try:
        old = connect(damaged, write=False)
    except sqlite3.OperationalError:
        old = connect_frozen(damaged)
    except sqlite3.DatabaseError as error:
        raise _nothing(damaged) from error
    try:
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:  # a folder that may not be written, or a broken file beside it
        old.close()
        old = connect_frozen(damaged)
    except sqlite3.DatabaseError:
        pass  # each table will say so
    try:
        yield old
    finally:
        old.close()


def _nothing(damaged: Path) -> LibraryError:
    return LibraryError(f"Nothing of {printable(damaged.name)} can be read as a library.")


def _save_table(old: sqlite3.Connection, new: sqlite3.Connection, table: str, key: str | None) -> Saved:
    reading = _Reading(old, table, _columns(old, table), key)
    columns = [name for name in reading.columns if name in _columns(new, table)]
    places = [reading.columns.index(name) for name in columns]
    marks = ", ".join("?" * len(columns))
    insert = f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names of columns
    rows = 0
    with transaction(new):
        for row in reading.rows() if columns else ():
            rows += new.execute(insert, [row[place] for place in places]).rowcount
    return Saved(table, rows, reading.damaged)


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    try:
        return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    except sqlite3.DatabaseError:
        return []


class _Reading:
    """Reads a table in the order of its keys, and steps over what cannot be read."""

    def __init__(self, connection: sqlite3.Connection, table: str, columns: list[str], key: str | None) -> None:
        self._connection = connection
        self._query = f"SELECT {', '.join(columns)} FROM {table} NOT INDEXED"  # noqa: S608 - our own names
        self.columns = columns
        self._key = key
        self.damaged = not columns

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Give every row that can be read."""
        start: int | None = -(1 << 62)
        while start is not None:
            last = start - 1
            try:
                for row in self._from(start):
                    yield row
                    last = row[self.columns.index(self._key)] if self._key else last
                return
            except sqlite3.DatabaseError:
                self.damaged = True
            start = None if self._key is None else self._next_start(max(last, 0))

    def _from(self, start: int) -> sqlite3.Cursor:
        if self._key is None:
            return self._connection.execute(self._query)
        return self._connection.execute(f"{self._query} WHERE {self._key} >= ? ORDER BY {self._key}", (start,))

    def _next_start(self, last: int) -> int | None:
        """The lowest number above ``last`` from which a row can be read; None where no row is left."""
        step = 1
        while not self._can_read(last + step):
            step *= 2
            if step > _FURTHEST:
                return None
        low, high = last + step // 2, last + step  # the first cannot be read, the second can
        while high - low > 1:
            middle = (low + high) // 2
            if self._can_read(middle):
                high = middle
            else:
                low = middle
        return high

    def _can_read(self, start: int) -> bool:
        try:
            self._from(start).fetchone()
        except sqlite3.DatabaseError:
            return False
        return True


def _mend(new: sqlite3.Connection) -> None:
    """Let the parts fit together: no number is missing between others, and nothing names what is not there."""
    with transaction(new):
        new.execute(
            "INSERT OR REPLACE INTO fact VALUES ('id', ?)", (uuid.uuid4().hex,)
        )  # copies beside it are the old's
        new.execute("INSERT OR IGNORE INTO fact VALUES ('change', 0)")
        new.execute(_FILL_RECORDS, (int(State.FAILED), LOST))
        new.execute(_FILL_MODELS)
        new.execute("UPDATE record SET picture = NULL WHERE picture NOT IN (SELECT number FROM picture)")
        for table in ("label", "held"):
            new.execute(f"DELETE FROM {table} WHERE record NOT IN (SELECT number FROM record)")  # noqa: S608 - as above
        for table in ("evidence", "embedding"):
            new.execute(f"DELETE FROM {table} WHERE picture NOT IN (SELECT number FROM picture)")  # noqa: S608
        new.execute(
            "UPDATE record SET state = ? WHERE state = ? AND logit IS NULL", (int(State.WAITING), int(State.DONE))
        )


_FILL_RECORDS: Final = """
    WITH RECURSIVE every (n) AS (
        SELECT max(number) FROM record HAVING max(number) > 0 UNION ALL SELECT n - 1 FROM every WHERE n > 1
    )
    INSERT OR IGNORE INTO record (number, kind, location, state, removed, error) SELECT n, 0, x'', ?, 1, ? FROM every
"""
_FILL_MODELS: Final = """
    WITH RECURSIVE named (number) AS (SELECT number FROM model UNION SELECT model FROM record WHERE model > 0),
    every (n) AS (
        SELECT max(number) FROM named HAVING max(number) > 0 UNION ALL SELECT n - 1 FROM every WHERE n > 1
    )
    INSERT OR IGNORE INTO model (number, model_id, name, path, concept, backbone)
    SELECT n, 'lost:' || n, 'a model that was lost', x'', '', '' FROM every
"""
