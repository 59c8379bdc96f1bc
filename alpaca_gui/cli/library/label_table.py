"""A table of labels: a CSV file with the columns path and label."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from alpaca_gui.errors import TableError, reason
from alpaca_gui.library.edits import NO_LABEL
from alpaca_gui.library.export.cells import unguarded
from alpaca_gui.library.foreign.table import LABEL, PATH, name_of, place_of, short

_WORDS: Final = {
    **dict.fromkeys(("yes", "true", "1"), 1),
    **dict.fromkeys(("no", "false", "0"), 0),
    **dict.fromkeys(("", "none"), NO_LABEL),
}


def read_labels(path: Path, concept: str) -> list[tuple[str, int]]:
    """Read paths and labels: 1, 0 or `NO_LABEL`. Relative paths are taken from the table's folder.

    Parameters
    ----------
    path
        The table; comma, semicolon or tab between its cells.
    concept
        A word for yes, beside yes, true and 1.

    Raises
    ------
    TableError
        When it cannot be read, or a row has no path or a label that means nothing: then none of it counts.
    """
    words = {**_WORDS, concept.casefold(): 1}
    try:
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
            head = stream.readline()
            stream.seek(0)
            rows = csv.reader(stream, delimiter=max(",;\t", key=head.count), strict=True)
            return list(_labels(path, rows, words))
    except OSError as error:
        raise TableError(f"{name_of(path)} cannot be read: {reason(error)}.") from error
    except csv.Error as error:
        raise TableError(f"{name_of(path)} is broken and cannot be read as a table ({error}).") from error


def _labels(path: Path, rows: Iterator[list[str]], words: dict[str, int]) -> Iterator[tuple[str, int]]:
    head = next(rows, [])
    where, label = place_of(head, PATH), place_of(head, LABEL)
    if where is None or label is None:
        raise TableError(f'{name_of(path)} needs the columns "path" and "label", named in its first row.')
    for number, row in enumerate(rows, start=2):
        if not row:
            continue
        if len(row) <= max(where, label) or not row[where]:
            raise TableError(f"Row {number:,} of {name_of(path)} names no picture. No label has changed.")
        value = words.get(row[label].strip().casefold())
        if value is None:
            raise TableError(
                f'Row {number:,} of {name_of(path)} has the label "{short(row[label])}", which is neither yes nor no '
                "nor none. No label has changed."
            )
        yield _whole(unguarded(row[where]), path), value


def _whole(location: str, table: Path) -> str:
    return location if "://" in location else os.path.join(table.absolute().parent, location)  # noqa: PTH118 - as text
