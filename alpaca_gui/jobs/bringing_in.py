"""A table of logits made elsewhere: looked at before anything is entered, and then entered whole or not at all."""

from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from alpaca_gui.jobs.going import GivenUp, Going
from alpaca_gui.library.bringing_in import Cancelled, speaker_of
from alpaca_gui.library.imported import Imported, read_logits
from alpaca_gui.library.library import Library

_LOOKED_AT: Final = 20


@dataclass(frozen=True, slots=True)
class FirstRow:
    """One row as it was understood: ``label`` is 1 yes, 0 no, -1 none; ``found`` tells whether there is such a file."""

    path: str
    logit: float
    label: int
    found: bool


@dataclass(frozen=True, slots=True, eq=False)
class LookedAt:
    """A table that was read.

    Attributes
    ----------
    table, imported
        Its path, and what it says.
    first
        Its first rows.
    labelled
        How many rows have a label.
    known
        Whether the library has the very same rows already.
    """

    table: Path
    imported: Imported
    first: tuple[FirstRow, ...]
    labelled: int
    known: bool

    @property
    def found(self) -> int:
        """How many of the first rows have their file."""
        return sum(row.found for row in self.first)


def look_at(table: Path, words: Mapping[str, int], library: Library) -> LookedAt:
    """Read a table, and look whether the files of its first rows are there.

    Parameters
    ----------
    table
        CSV or Parquet; see `alpaca_gui.library.imported.read_logits`.
    words
        What labels may be called, beside yes and no.
    library
        Where it would be entered.

    Raises
    ------
    TableError
        When it cannot be read.
    LibraryError
        When the library cannot be read.
    """
    imported = read_logits(table, words)
    first = tuple(_row(imported, row) for row in range(min(_LOOKED_AT, len(imported))))
    try:
        speaker = speaker_of(imported)
        known = any(model.model_id == speaker for model in library.models())
    finally:
        library.done_reading()
    return LookedAt(table, imported, first, int((imported.label >= 0).sum()), known)


def entering(steps: Generator[int, None, int], of: int) -> Generator[Going, None, int]:
    """Go through the steps of `alpaca_gui.jobs.session.Session.bring_in`; returns how many records were entered.

    Raises
    ------
    GivenUp
        When it was cancelled; nothing was entered.
    LibraryError
        When the library cannot be written; the same holds then.
    """
    with closing(steps):
        try:
            while True:
                yield Going(next(steps), of)
        except StopIteration as end:
            return int(end.value)
        except Cancelled:
            raise GivenUp from None


def _row(imported: Imported, row: int) -> FirstRow:
    path = imported.path(row)
    try:
        found = Path(path).is_file()
    except (OSError, ValueError):  # too long, a NUL byte
        found = False
    return FirstRow(path, float(imported.logit[row]), int(imported.label[row]), found)
