"""What a person changes: labels, removals, threshold and band.

Each change is written with what was before it, so that it can be undone, also after the program was closed.
"""

import json
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.library.sorting import Keys
from alpaca_gui.logit.verdict import Rule

MOST_KEPT: Final = 1000
"""Changes that can be undone; older ones are forgotten."""

MOST_BYTES: Final = 256_000_000
"""What these may take; a change takes ten bytes a row, and the latest is kept whatever it takes."""

NO_LABEL: Final = -1


class EditKind(StrEnum):
    """What is changed."""

    LABEL = "label"
    REMOVED = "removed"
    RULE = "rule"


@dataclass(frozen=True, slots=True, eq=False)
class Edit:
    """One change of one kind.

    Attributes
    ----------
    kind
        What is changed.
    words
        What a menu calls it after "Undo".
    keys
        Of the rows, int64 (n,); empty for a rule.
    values
        int8 (n,): a label (1, 0 or `NO_LABEL`), or 1 for removed and 0 for not; float64 (3,) for a rule: threshold,
        band, temperature.
    concept
        What the labels are about.
    """

    kind: EditKind
    words: str
    keys: Keys
    values: NDArray[np.int8] | NDArray[np.float64]
    concept: str = ""


@dataclass(frozen=True, slots=True)
class UndoState:
    """What could be undone and done again now, in words; None where there is nothing."""

    undo: str | None = None
    redo: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Applied:
    """What was written: the rows' values now, and what can be undone from here."""

    edit: Edit
    state: UndoState


def label_edit(keys: Keys, label: int, concept: str) -> Edit:
    """Label rows, all alike: 1 yes, 0 no, `NO_LABEL` to take a label off."""
    verb = "labelling" if label != NO_LABEL else "taking the label off"
    return Edit(EditKind.LABEL, _many(verb, keys), keys, np.full(keys.size, label, np.int8), concept)


def removal_edit(keys: Keys) -> Edit:
    """Take rows off the list."""
    return Edit(EditKind.REMOVED, _many("removing", keys), keys, np.ones(keys.size, np.int8))


def rule_edit(rule: Rule) -> Edit:
    """Read logits with another rule."""
    values = np.array([rule.threshold, rule.band, rule.temperature])
    return Edit(EditKind.RULE, "changing threshold or band", np.empty(0, np.int64), values)


def rule_of(edit: Edit) -> Rule:
    """Give the rule of a `rule_edit`."""
    return Rule(*(float(value) for value in edit.values))


def _many(verb: str, keys: Keys) -> str:
    return f"{verb} {keys.size:,} pictures" if keys.size > 1 else f"{verb} a picture"


def apply(connection: sqlite3.Connection, edit: Edit) -> None:
    """Write a change and, so that it can be undone, what was before; what had been undone is forgotten."""
    before = _now(connection, edit)
    connection.execute("DELETE FROM edit WHERE undone = 1")
    connection.execute(
        "INSERT INTO edit (kind, words, records, before, after, concept) VALUES (?, ?, ?, ?, ?, ?)",
        (edit.kind.value, edit.words, edit.keys.tobytes(), before.tobytes(), edit.values.tobytes(), edit.concept),
    )
    connection.execute(_FORGET, (MOST_KEPT, MOST_BYTES))
    _write(connection, edit)


_FORGET: Final = """
    DELETE FROM edit WHERE number IN (
        SELECT number FROM (
            SELECT number, row_number() OVER latest AS place,
                sum(length(records) + length(before) + length(after)) OVER latest AS size
            FROM edit WINDOW latest AS (ORDER BY number DESC)
        ) WHERE place > ?1 OR (place > 1 AND size > ?2)
    )
"""


def undo(connection: sqlite3.Connection) -> Edit | None:
    """Take the last change back; gives what was written, None where there is nothing to undo."""
    return _step(connection, "undone = 0 ORDER BY number DESC", "before", 1)


def redo(connection: sqlite3.Connection) -> Edit | None:
    """Make the change again that was taken back last."""
    return _step(connection, "undone = 1 ORDER BY number", "after", 0)


def undo_state(connection: sqlite3.Connection) -> UndoState:
    """Tell what could be undone and done again."""
    undone = connection.execute("SELECT words FROM edit WHERE undone = 0 ORDER BY number DESC LIMIT 1").fetchone()
    again = connection.execute("SELECT words FROM edit WHERE undone = 1 ORDER BY number LIMIT 1").fetchone()
    return UndoState(undone and undone[0], again and again[0])


def _step(connection: sqlite3.Connection, which: str, side: str, undone: int) -> Edit | None:
    row = connection.execute(
        f"SELECT number, kind, words, records, {side}, concept FROM edit WHERE {which} LIMIT 1"  # noqa: S608 - our words
    ).fetchone()
    if row is None:
        return None
    number, kind, words, records, values, concept = row
    kind = EditKind(kind)
    numbers: NDArray[np.int8] | NDArray[np.float64] = (
        np.frombuffer(values, np.float64) if kind is EditKind.RULE else np.frombuffer(values, np.int8)
    )
    edit = Edit(kind, words, np.frombuffer(records, np.int64), numbers, concept)
    connection.execute("UPDATE edit SET undone = ? WHERE number = ?", (undone, number))
    _write(connection, edit)
    return edit


def _now(connection: sqlite3.Connection, edit: Edit) -> NDArray[np.int8] | NDArray[np.float64]:
    if edit.kind is EditKind.RULE:
        return rule_edit(read_rule(connection) or Rule()).values
    if edit.kind is EditKind.LABEL:
        query = "SELECT value FROM label WHERE record = ?1 AND concept = ?2"
    else:
        query = "SELECT removed FROM record WHERE number = ?1 AND ?2 IS NOT NULL"
    rows = (connection.execute(query, (key + 1, edit.concept)).fetchone() for key in edit.keys.tolist())
    return np.fromiter((NO_LABEL if row is None else row[0] for row in rows), np.int8, edit.keys.size)


def _write(connection: sqlite3.Connection, edit: Edit) -> None:
    match edit.kind:
        case EditKind.RULE:
            write_rule(connection, rule_of(edit))
        case EditKind.LABEL:
            write_labels(connection, edit.keys.tolist(), edit.values.tolist(), edit.concept)
        case EditKind.REMOVED:
            connection.executemany(
                "UPDATE record SET removed = ? WHERE number = ?",
                ((value, key + 1) for key, value in zip(edit.keys.tolist(), edit.values.tolist(), strict=True)),
            )


def write_labels(connection: sqlite3.Connection, keys: Sequence[int], labels: Sequence[float], concept: str) -> None:
    """Write labels of rows, or take them off, without a way back."""
    pairs = [(key + 1, int(label)) for key, label in zip(keys, labels, strict=True)]
    now = time.time()
    connection.executemany(
        "DELETE FROM label WHERE record = ? AND concept = ?",
        ((number, concept) for number, label in pairs if label == NO_LABEL),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO label (record, concept, value, time) VALUES (?, ?, ?, ?)",
        ((number, concept, label, now) for number, label in pairs if label != NO_LABEL),
    )


def read_rule(connection: sqlite3.Connection) -> Rule | None:
    """Give the rule that the library was last read with; None where there was none."""
    row = connection.execute("SELECT value FROM fact WHERE name = 'rule'").fetchone()
    return None if row is None else Rule(**json.loads(row[0]))


def write_rule(connection: sqlite3.Connection, rule: Rule) -> None:
    """Write the rule that the library is read with."""
    connection.execute("INSERT OR REPLACE INTO fact (name, value) VALUES ('rule', ?)", (json.dumps(asdict(rule)),))
