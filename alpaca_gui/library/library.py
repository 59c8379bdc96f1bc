"""The library: one SQLite file with all that is known about a person's pictures, safe from whatever ends the program.

One window or command writes to a library at a time, and holds its lock; any number may read it. Within a process any
thread may call any method: each thread reads by a connection of its own, and writing is done by one at a time.
"""

import contextlib
import json
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alpaca_gui.errors import LibraryError
from alpaca_gui.imaging.source import Source
from alpaca_gui.library import edits, keeping, loading, recalling
from alpaca_gui.library.access import Access
from alpaca_gui.library.columns import Columns
from alpaca_gui.library.connection import explained
from alpaca_gui.library.edits import Applied, Edit, UndoState
from alpaca_gui.library.keeping import Outcome
from alpaca_gui.library.models import UsedModel, model_number, used_models
from alpaca_gui.library.origin import Kind, source_of, storable, to_bytes, to_text
from alpaca_gui.library.place import derived_folder
from alpaca_gui.library.recalling import KnownRows, Place, Recalled
from alpaca_gui.library.record import Record
from alpaca_gui.library.sorting import Keys
from alpaca_gui.library.state import State
from alpaca_gui.logit.verdict import Rule


class Library(Access):
    """An opened library. Close it, or use it in a ``with``.

    Parameters
    ----------
    path
        The file; made where it is not there and may be written.
    write
        Whether records will be added or changed.

    Raises
    ------
    LibraryInUseError
        When it is to be written and another window or command writes to it.
    LibraryError
        When it cannot be opened: it is no library, damaged, written by a newer version, or may not be written. It is
        left as it is.
    """

    def __init__(self, path: Path, *, write: bool = True) -> None:
        super().__init__(path, write=write)
        try:
            if write:
                self._name_it()
            with self.reading_rows() as connection:
                (self.library_id,) = connection.execute("SELECT value FROM fact WHERE name = 'id'").fetchone()
                (self._count,) = connection.execute("SELECT coalesce(max(number), 0) FROM record").fetchone()
        except BaseException:
            self.close()
            raise

    def _name_it(self) -> None:
        """Give a new library its name, by which what is made from it is found."""
        with explained(self.path), self._writing:
            assert self._connection is not None
            self._connection.execute("INSERT OR IGNORE INTO fact VALUES ('id', ?)", (uuid.uuid4().hex,))
            self._connection.execute("INSERT OR IGNORE INTO fact VALUES ('change', 0)")

    # Rows.

    def __len__(self) -> int:
        """Count the records, removed ones too."""
        return int(self._count)

    def add(self, sources: Sequence[Source]) -> int:
        """Enter new rows that wait; gives the key of the first, and the others follow it."""
        with self._writing:
            first = len(self)
            with self.writing() as connection:
                keeping.add_waiting(connection, first, sources)
            self._count += len(sources)
            return first

    @contextmanager
    def appending(self, count: int) -> Iterator[tuple[sqlite3.Connection, int]]:
        """Write ``count`` new records in a block, from the key that is given on; all of them or none."""
        with self._writing:
            first = self._count
            with self.writing() as connection:
                yield connection, first
            self._count += count

    def keep(self, outcomes: Sequence[Outcome], model: int, backbone: str) -> list[int]:
        """Write what a model said of rows, or why it could not; gives the numbers of their contents.

        Parameters
        ----------
        outcomes
            Rows that were entered by `add`.
        model
            Its number, from `use_model`.
        backbone
            What its embeddings are of.
        """
        with self.writing() as connection:
            return keeping.keep_outcomes(connection, outcomes, model, backbone)

    def set_state(self, keys: Keys, state: State) -> None:
        """Write how far rows have come, e.g. that they were cancelled; rows that wait again forget what was said."""
        with self.writing() as connection:
            keeping.set_state(connection, keys.tolist(), state)

    def cancel_waiting(self) -> None:
        """Write of every row that waits that it was cancelled."""
        with self.writing() as connection:
            connection.execute(
                "UPDATE record SET state = ? WHERE state = ?", (int(State.CANCELLED), int(State.WAITING))
            )

    def source(self, key: int) -> Source:
        """Where a row's picture comes from."""
        with self.reading_rows() as connection:
            kind, location, name = connection.execute(
                "SELECT kind, location, name FROM record WHERE number = ?", (key + 1,)
            ).fetchone()
            return source_of(key, Kind(kind), to_text(location), None if name is None else to_text(name), self.held)

    def held(self, key: int) -> bytes:
        """Give the bytes of a picture that came without a file.

        Raises
        ------
        LibraryError
            When the library does not hold them.
        """
        with self.reading_rows() as connection:
            row = connection.execute("SELECT data FROM held WHERE record = ?", (key + 1,)).fetchone()
        if row is None:
            raise LibraryError("The picture is not held any more.")
        return bytes(row[0])

    def place(self, location: str, *, link: bool = False, removed: bool = False) -> Place | None:
        """Find the row of a file, or of a link, that was not removed, or with ``removed`` one that was."""
        with self.reading_rows() as connection:
            return recalling.place_of(connection, to_bytes(location), link=link, removed=removed)

    def record(self, key: int) -> Record:
        """What came of a row."""
        with self.reading_rows() as connection:
            return recalling.record_of(connection, key, self.held)

    def recall(self, digest: bytes, model: int) -> Recalled | None:
        """Find what a model has said of a picture with this content."""
        with self.reading_rows() as connection:
            return recalling.recall(connection, digest, model)

    def load(self, concept: str) -> Columns:
        """Read all records, with the labels about ``concept``."""
        with self.reading_rows() as connection:
            return loading.load(connection, concept, self._copy, self.held)

    def labels(self, concept: str, count: int) -> Any:
        """Labels about ``concept`` of the first ``count`` rows, int8 (count,)."""
        with self.reading_rows() as connection:
            return loading.load_labels(connection, concept, count)

    @property
    def _copy(self) -> Path:
        return derived_folder(self.library_id) / "columns.npz"

    def write_copy(self, columns: Columns) -> None:
        """Write a copy of the columns, by which the next opening is quicker.

        Where it cannot be written, or the columns are not what the library holds, nothing happens.
        """
        with self.reading() as connection:
            number = loading.change_shown(connection, columns)
        if number is not None:
            with contextlib.suppress(OSError):
                loading.write_copy(columns, number, self._copy)

    # Models.

    def use_model(self, model: UsedModel) -> int:
        """Enter a model, or renew where it lies; gives its number."""
        with self.writing() as connection:
            return model_number(connection, model)

    def number_of(self, model: UsedModel) -> int:
        """Give the number of a model, entering it where that can be done; 0 where it is not known and cannot be."""
        if self.write:
            return self.use_model(model)
        known = [number for number, one in enumerate(self.models(), start=1) if one.model_id == model.model_id]
        return known[0] if known else 0

    def models(self) -> list[UsedModel]:
        """Every model that was ever used, in the order of their numbers, which count from 1."""
        with self.reading_rows() as connection:
            return used_models(connection)

    def known_rows(self, model: int) -> KnownRows:
        """Find the rows of whose content a model has said something."""
        with self.reading_rows() as connection:
            return recalling.known_rows(connection, model)

    def answer_with(self, model: int) -> None:
        """Let another model answer: what it said before stands again, every other row waits.

        Rows whose logit came from elsewhere stay as they are.
        """
        with self.writing() as connection:
            connection.execute(
                "UPDATE record SET state = ?, logit = NULL, model = NULL, time = NULL, unlike = NULL, error = NULL "
                "WHERE model IS NULL OR model != ? AND model NOT IN (SELECT number FROM model WHERE path = x'')",
                (int(State.WAITING), model),
            )
            connection.execute(
                "UPDATE record SET state = ?, model = ?, (logit, time, unlike) = "
                "(SELECT logit, time, unlike FROM evidence WHERE picture = record.picture AND model = ?) "
                "WHERE state = ? AND picture IN (SELECT picture FROM evidence WHERE model = ?)",
                (int(State.DONE), model, model, int(State.WAITING), model),
            )
            connection.execute("INSERT OR REPLACE INTO fact VALUES ('model', ?)", (model,))

    # What a person changes.

    def apply(self, edit: Edit) -> Applied:
        """Make a change that can be undone."""
        with self.writing() as connection:
            edits.apply(connection, edit)
            return Applied(edit, edits.undo_state(connection))

    def undo(self) -> Applied | None:
        """Take the last change back; None where there is none."""
        with self.writing() as connection:
            edit = edits.undo(connection)
            return None if edit is None else Applied(edit, edits.undo_state(connection))

    def redo(self) -> Applied | None:
        """Make the change again that was taken back last; None where there is none."""
        with self.writing() as connection:
            edit = edits.redo(connection)
            return None if edit is None else Applied(edit, edits.undo_state(connection))

    def undo_state(self) -> UndoState:
        """Tell what could be undone and done again."""
        with self.reading_rows() as connection:
            return edits.undo_state(connection)

    def note(self, key: int) -> str:
        """The note that a person wrote about a row; empty where there is none."""
        with self.reading() as connection:
            row = connection.execute("SELECT note FROM record WHERE number = ?", (key + 1,)).fetchone()
        return (row and row[0]) or ""

    def set_note(self, key: int, note: str) -> None:
        """Write a note about a row; an empty one takes it off."""
        with self.writing() as connection:
            connection.execute("UPDATE record SET note = ? WHERE number = ?", (storable(note) or None, key + 1))

    # Facts, filters and folders that are being searched.

    def fact(self, name: str) -> Any:
        """Give something that was remembered, or None."""
        with self.reading_rows() as connection:
            row = connection.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
            return None if row is None else json.loads(row[0]) if isinstance(row[0], str) and name != "id" else row[0]

    def set_fact(self, name: str, value: Any) -> None:
        """Remember something that JSON can write; None forgets it."""
        with self.writing() as connection:
            if value is None:
                connection.execute("DELETE FROM fact WHERE name = ?", (name,))
            else:
                connection.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, json.dumps(value)))

    def rule(self) -> Rule | None:
        """The rule that the records were last read with."""
        with self.reading_rows() as connection:
            return edits.read_rule(connection)

    def set_rule(self, rule: Rule) -> None:
        """Write the rule that the records are read with, without a way back."""
        with self.writing() as connection:
            edits.write_rule(connection, rule)

    def begin_request(self, location: str) -> int:
        """Remember that a folder is being searched; gives a number for `end_request`."""
        with self.writing() as connection:
            cursor = connection.execute("INSERT INTO request (location) VALUES (?)", (to_bytes(location),))
            return int(cursor.lastrowid or 0)

    def end_request(self, number: int) -> None:
        """Forget a folder that was searched or given up."""
        with self.writing() as connection:
            connection.execute("DELETE FROM request WHERE number = ?", (number,))

    def requests(self) -> dict[int, str]:
        """Folders that were being searched when the program ended, by their numbers."""
        with self.reading_rows() as connection:
            return {number: to_text(place) for number, place in connection.execute("SELECT * FROM request")}
