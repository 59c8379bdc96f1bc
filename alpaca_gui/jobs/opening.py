"""Opens a window's library and reads its records; where it cannot be used, one that is not kept stands in for it."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from alpaca_gui.errors import LibraryError
from alpaca_gui.imaging.source import printable
from alpaca_gui.jobs.memory import give_back
from alpaca_gui.library.columns import Columns
from alpaca_gui.library.edits import UndoState
from alpaca_gui.library.library import Library
from alpaca_gui.library.place import SUFFIX, default_library
from alpaca_gui.library.saved_filters import SavedFilter, saved_filters
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.resources import shipped_model

NOT_KEPT = "What is classified in this window is not kept."


@dataclass(frozen=True, slots=True, eq=False)
class OpenedLibrary:
    """A library that is ready for a window; `close` ends it.

    Attributes
    ----------
    library, columns
        The library and its records.
    model
        Path of the model that the library was last used with, or of the shipped one.
    rule, undo_state
        The rule that it was last read with (None where there was none), and what can be undone.
    requests
        Folders that were being searched when the program ended.
    filters
        Those that were used before.
    sentence
        What a person has to know: that it may only be read, or why another one stands in for it. Else None.
    temporary
        The folder of the library where it is not kept, else None.
    """

    library: Library
    columns: Columns
    model: Path
    rule: Rule | None
    undo_state: UndoState
    requests: tuple[str, ...]
    filters: tuple[SavedFilter, ...]
    sentence: str | None = None
    temporary: Path | None = None

    def close(self) -> None:
        """Close the library; one that is not kept is gone then."""
        self.library.close()
        if self.temporary is not None:
            shutil.rmtree(self.temporary, ignore_errors=True)


def open_library(path: Path | None = None) -> OpenedLibrary:
    """Open a library for a window, the default one where ``path`` is None.

    One that was named and cannot be written is opened for reading; one that cannot even be read, or the default one
    where it cannot be written, is replaced by one that is not kept.
    """
    try:
        return _read(Library(path or default_library()))
    except LibraryError as error:
        why = str(error)
    if path is not None:
        try:
            return _read(Library(path, write=False), f"{why} It is shown as it is, and nothing new is kept.")
        except LibraryError as error:
            why = str(error)
    folder = Path(tempfile.mkdtemp(prefix="alpaca-gui-"))
    return _read(Library(folder / f"not kept{SUFFIX}"), f"{why} {NOT_KEPT}", folder)


def open_named(path: Path, *, new: bool = False, write: bool = True) -> OpenedLibrary:
    """Open the library at ``path`` and no other.

    Parameters
    ----------
    path
        Its file.
    new
        Whether it is to be made: then nothing may be there; else it must be there.
    write
        Whether records will be added or changed.

    Raises
    ------
    LibraryInUseError
        When it is to be written and another window or command writes to it.
    LibraryError
        When it cannot be opened; it is left as it is.
    """
    if new and os.path.lexists(path):
        raise LibraryError(f"There is something called {printable(path.name)} already: give the library another name.")
    if not new and not path.is_file():
        raise LibraryError(f"There is no library at {printable(str(path))}.")
    return _read(Library(path, write=write))


def _read(library: Library, sentence: str | None = None, temporary: Path | None = None) -> OpenedLibrary:
    try:
        number = library.fact("model")
        models = library.models()
        last = models[number - 1] if isinstance(number, int) and 0 < number <= len(models) else None
        columns = library.load("" if last is None else last.concept)
        known = last is not None and last.path is not None and last.path.is_file()
        model = last.path if known and last is not None and last.path is not None else shipped_model()
        filters = tuple(saved_filters(library))
        requests = tuple(library.requests().values()) if library.write else ()
        return OpenedLibrary(
            library, columns, model, library.rule(), library.undo_state(), requests, filters, sentence, temporary
        )
    except BaseException:
        library.close()
        raise
    finally:
        library.done_reading()
        give_back()
