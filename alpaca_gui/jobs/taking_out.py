"""Records taken out of a library: to a file, to a page with their pictures, or as pictures sorted into folders.

Each job is a generator: it gives `Going` now and then and returns what came of it. It stops where its event is set, and
leaves nothing half. It works on columns that nobody changes (`alpaca_gui.library.still`), in whatever thread.
"""

import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final, TypeVar

from alpaca_gui.jobs.going import GivenUp, Going
from alpaca_gui.library.columns import Columns
from alpaca_gui.library.export.carry_out import Outcome, carry_out
from alpaca_gui.library.export.contact_sheet import Heading, contact_sheet
from alpaca_gui.library.export.rows import ExportedRecord
from alpaca_gui.library.export.sorted_folders import plan
from alpaca_gui.library.export.sorting_plan import Mode, Plan
from alpaca_gui.library.export.to_file import export_rows, write_pieces
from alpaca_gui.library.library import Library
from alpaca_gui.library.rows import exported_rows
from alpaca_gui.library.sorting import Keys
from alpaca_gui.logit.verdict import Rule

_Kind = TypeVar("_Kind")

_EVERY: Final = 200
"""Rows between two looks at the event."""

_REST_S: Final = 0.0005
"""A pause after so many rows, in which a window's thread gets the interpreter without asking for it."""


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """What is taken out.

    Attributes
    ----------
    library
        Where hashes, notes and held pictures are read from.
    columns
        The rows, as they were at one moment.
    keys
        Which of them, in order.
    rule
        What their logits are read with.
    """

    library: Library
    columns: Columns
    keys: Keys
    rule: Rule

    def rows(self, cancel: Event) -> Iterator[ExportedRecord]:
        """Give the rows; `GivenUp` ends it where the event is set."""
        return _until(cancel, exported_rows(self.library, self.columns, self.keys, self.rule))


def to_file(chosen: Chosen, path: Path, form: str, cancel: Event) -> Generator[Going, None, int]:
    """Write the rows as one of `alpaca_gui.library.export.to_file.FORMATS`; returns how many there are.

    Raises
    ------
    GivenUp
        When the event was set; what was at ``path`` stays.
    OutputError, LibraryError
        When the file cannot be written or the library not be read; the same holds then.
    """
    of, written = int(chosen.keys.size), 0
    try:
        with closing(export_rows(chosen.rows(cancel), path, form)) as steps:
            for written in steps:
                yield Going(written, of)
    finally:
        chosen.library.done_reading()
    return written


def to_sheet(chosen: Chosen, path: Path, heading: Heading, cancel: Event) -> Generator[Going, None, int]:
    """Write one page of HTML with all the pictures in it; returns how many there are. Raises what `to_file` does."""
    of = int(chosen.keys.size)
    try:
        rows = list(chosen.rows(cancel))
        pieces = _until(cancel, contact_sheet(rows, heading), every=1)
        with closing(write_pieces(pieces, path)) as steps:
            for number in steps:
                yield Going(min(number, of), of)  # a few pieces are none of a picture
    finally:
        chosen.library.done_reading()
    return of


def to_plan(chosen: Chosen, folder: Path, mode: Mode, cancel: Event) -> Generator[Going, None, Plan]:
    """Find out what sorting into folders would do: the disk is read, and nothing written.

    Raises
    ------
    GivenUp
        When the event was set.
    OutputError, LibraryError
        When the folder cannot be one, or the library not be read.
    """
    of = int(chosen.keys.size)
    yield Going(0, of)
    try:
        return plan(chosen.rows(cancel), folder, mode)
    finally:
        chosen.library.done_reading()


def to_folders(what: Plan, library: Library, cancel: Event) -> Generator[Going, None, Outcome]:
    """Do what a plan says. Whole pictures that are placed when the event is set stay: the outcome says how many.

    Raises
    ------
    OutputError
        Before the first picture, when there is not enough room or the folders cannot be made.
    """
    steps = carry_out(what, cancel)
    try:
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                outcome: Outcome = end.value
                return outcome
            yield Going(step.done, step.total)
    finally:
        library.done_reading()


def _until(cancel: Event, things: Iterable[_Kind], every: int = _EVERY) -> Iterator[_Kind]:
    for number, thing in enumerate(things):
        if number % every == 0:
            if cancel.is_set():
                raise GivenUp
            time.sleep(_REST_S)
        yield thing
    if cancel.is_set():
        raise GivenUp  # before the file gets its name
