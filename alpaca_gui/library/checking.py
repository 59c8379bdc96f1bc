"""Looks a library through: whether the file is whole, and whether its parts fit together."""

import sqlite3
from pathlib import Path
from typing import Final

from alpaca_gui.errors import LibraryError
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.library import Library

_MOST_SAID: Final = 20


def problems_of(path: Path) -> list[str]:
    """As `problems`, of a file that perhaps cannot even be opened."""
    try:
        with Library(path, write=False) as library:
            return problems(library)
    except LibraryError as error:
        cause = error.__cause__
        if isinstance(cause, sqlite3.DatabaseError):
            return [f"The library {printable(path.name)} cannot be opened: {cause}."]
        return [str(error)]


def problems(library: Library) -> list[str]:
    """Give a sentence for everything that is wrong with a library; an empty list where it is whole."""
    with library.reading() as connection:
        try:
            said = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({_MOST_SAID})")]
            found = [f"The file is damaged: {line}." for line in said if line != "ok"]
            found += [sentence.format(count) for query, sentence in _RULES if (count := _count(connection, query))]
        except sqlite3.DatabaseError as error:
            return [f"The file is damaged: {error}."]
    return found


_RULES: Final = (
    (
        "SELECT max(number) - count(*) FROM record",
        "{} records are missing between others.",
    ),
    (
        "SELECT count(*) FROM record WHERE state = 1 AND logit IS NULL",
        "{} records are said to be classified and have no logit.",
    ),
    (
        "SELECT count(*) FROM label WHERE record NOT IN (SELECT number FROM record)",
        "{} labels belong to no record.",
    ),
    (
        "SELECT count(*) FROM record WHERE picture IS NOT NULL AND picture NOT IN (SELECT number FROM picture)",
        "{} records name a content that is not there.",
    ),
    (
        "SELECT count(*) FROM record WHERE model IS NOT NULL AND model NOT IN (SELECT number FROM model)",
        "{} records name a model that is not there.",
    ),
)


def _count(connection: sqlite3.Connection, query: str) -> int:
    (count,) = connection.execute(query).fetchone()
    return int(count or 0)
