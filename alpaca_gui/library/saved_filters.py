"""Filters that were typed before: remembered for a while, and for good where they have a name."""

import time
from dataclasses import dataclass
from typing import Final

from alpaca_gui.library.library import Library
from alpaca_gui.library.origin import storable

MOST_REMEMBERED: Final = 30
"""Filters without a name that are remembered; those used longest ago are forgotten."""


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter as it was typed, and its name where it has one."""

    text: str
    name: str | None = None


def saved_filters(library: Library) -> list[SavedFilter]:
    """Give named filters by name, and then the others, the one used last first."""
    with library.reading() as connection:
        rows = connection.execute("SELECT text, name FROM filter ORDER BY name IS NULL, name, used DESC")
        return [SavedFilter(text, name) for text, name in rows]


def remember_filter(library: Library, text: str) -> None:
    """Remember that a filter was used."""
    with library.writing() as connection:
        connection.execute(
            "INSERT INTO filter (text, used) VALUES (?, ?) ON CONFLICT (text) DO UPDATE SET used = excluded.used",
            (storable(text), time.time()),
        )
        connection.execute(
            "DELETE FROM filter WHERE name IS NULL AND number NOT IN "
            "(SELECT number FROM filter WHERE name IS NULL ORDER BY used DESC, number DESC LIMIT ?)",
            (MOST_REMEMBERED,),
        )


def name_filter(library: Library, text: str, name: str) -> None:
    """Give a filter a name; what had the name before stays without one, as if it were used last."""
    with library.writing() as connection:
        connection.execute(
            "UPDATE filter SET name = NULL, used = ? WHERE name = ? AND text <> ?",
            (time.time(), storable(name), storable(text)),
        )
        connection.execute(
            "INSERT INTO filter (text, name, used) VALUES (?, ?, ?) "
            "ON CONFLICT (text) DO UPDATE SET name = excluded.name",
            (storable(text), storable(name), time.time()),
        )


def forget_filter(library: Library, text: str) -> None:
    """Forget a filter and its name."""
    with library.writing() as connection:
        connection.execute("DELETE FROM filter WHERE text = ?", (storable(text),))
