"""What is wanted of a table made elsewhere: three columns, and the number of every row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import TableError
from alpaca_gui.imaging.source import printable

PATH: Final = ("path", "file", "filename", "image")
LOGIT: Final = ("logit", "score", "z")
LABEL: Final = ("label", "truth")

SAID: Final = 5
"""So many rows that are refused are spoken of."""


@dataclass(frozen=True, slots=True, eq=False)
class ForeignTable:
    """Three columns of a table, Arrow arrays of the same length n, as they stand in the file.

    Attributes
    ----------
    path
        Binary.
    logit, label
        Binary where the file is text, else as the file has it; ``label`` is None where there is none.
    row
        int64 (n,): number of each row as a spreadsheet counts, the head being row 1.
    text
        Whether it came out of CSV.
    decimal_comma
        Whether a number may be written ``0,5``.
    ragged
        How many rows have too many cells or too few; they are in no column.
    sentences
        About the first `SAID` of them, by row.
    """

    path: Any
    logit: Any
    label: Any | None
    row: NDArray[np.int64]
    text: bool = False
    decimal_comma: bool = False
    ragged: int = 0
    sentences: dict[int, str] = field(default_factory=dict)


def chosen(head: Sequence[str], path: Path) -> tuple[int, int, int | None]:
    """Places of path, logit and label among the columns.

    Raises
    ------
    TableError
        When one of the first two is missing, or one is there twice.
    """
    where, logit, label = (place_of(head, each) for each in (PATH, LOGIT, LABEL))
    if where is None or logit is None:
        has = ", ".join(f'"{short(each)}"' for each in head[:6]) or "nothing"
        raise TableError(
            f'{name_of(path)} needs a column "path" (or {_either(PATH)}) and a column "logit" (or {_either(LOGIT)}), '
            f"named in its first row. There it has: {has}."
        )
    names = [_folded(each) for each in head]
    for place in (where, logit, label):
        if place is not None and names.count(names[place]) > 1:
            raise TableError(f'{name_of(path)} has more than one column "{short(head[place])}".')
    return where, logit, label


def place_of(head: Sequence[str], wanted: tuple[str, ...]) -> int | None:
    """Place of the first of ``wanted`` that is there."""
    names = [_folded(each) for each in head]
    return next((names.index(each) for each in wanted if each in names), None)


def _folded(name: str) -> str:
    return name.strip().casefold()


def _either(names: tuple[str, ...]) -> str:
    return " or ".join(f'"{each}"' for each in names[1:])


def short(text: str) -> str:
    """Text of a cell for a sentence: printable and no longer than 40 characters."""
    shown = printable(text)
    return shown if len(shown) <= 40 else f"{shown[:39]}…"


def name_of(path: Path) -> str:
    """What to call a file in a sentence."""
    return printable(path.name)


def numbered(n: int, ragged: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
    """Numbers of n rows, the head being 1, when those in ``ragged`` (sorted) lie between them."""
    rows = np.arange(2, n + 2)
    if ragged is not None and ragged.size:
        rows += np.searchsorted(ragged - np.arange(ragged.size), rows, "right")
    return rows
