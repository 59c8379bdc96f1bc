"""What would become of a library's records if a taught model answered, worked out from the kept embeddings."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import AlpacaError, OutputError, reason
from alpaca_gui.files import whole_file
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.columns import Columns
from alpaca_gui.library.embeddings import mapped_embeddings, pictures_of
from alpaca_gui.library.library import Library
from alpaca_gui.library.sorting import Keys
from alpaca_gui.library.state import State
from alpaca_gui.logit.changes import Changes, changes
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.verdict import Rule

Weigh = Callable[[NDArray[np.floating[Any]]], Floats]
"""Gives the logits (n,) of embeddings (n, features)."""

_ROW: Final = np.dtype([("key", "<i8"), ("before", "<f8"), ("after", "<f8")])


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """The n records whose logit a model would give anew.

    Attributes
    ----------
    keys
        int64 (n,), rising.
    before
        float64 (n,): their logits as they are.
    after
        float64 (n,): what the taught model gives for the kept embeddings, NaN where none is kept. These have 16 bits a
        number, so the logit is off by about a thousandth.
    """

    keys: Keys
    before: Floats
    after: Floats

    def changes(self, before: Rule, after: Rule) -> Changes:
        """Compare the decisions, each by its rule; places are those in the arrays."""
        return changes(self.before, self.after, before, after)

    def write(self, path: Path) -> None:
        """Write it, whole or not at all.

        Raises
        ------
        OutputError
            When it cannot be written.
        """
        rows = np.empty(self.keys.size, _ROW)
        rows["key"], rows["before"], rows["after"] = self.keys, self.before, self.after
        try:
            with whole_file(path) as stream:
                np.save(stream, rows, allow_pickle=False)
        except OSError as error:
            raise OutputError(f"What changes cannot be written to {printable(str(path))}: {reason(error)}.") from error

    @classmethod
    def read(cls, path: Path) -> "Preview":
        """Read what `write` wrote.

        Raises
        ------
        AlpacaError
            When it is not there, or something else is.
        """
        try:
            with path.open("rb") as stream:
                rows = np.lib.format.read_array(stream, allow_pickle=False)
        except OSError as error:
            raise AlpacaError(f"What changes cannot be read any more: {reason(error)}.") from error
        except ValueError as error:
            raise AlpacaError(f"What changes cannot be read any more: {error}.") from error
        if rows.dtype != _ROW or rows.ndim != 1:
            raise AlpacaError("What changes cannot be read any more: another program has changed the file.")
        return cls(rows["key"].astype(np.int64), rows["before"].astype(np.float64), rows["after"].astype(np.float64))


def preview_of(library: Library, concept: str, backbone: str, weigh: Weigh) -> Preview:
    """Work out a new head's logits of every record that is there and that a model has spoken of.

    Logits that were brought in from elsewhere stay as they are whichever model answers, and are left out.

    Parameters
    ----------
    library
        Opened to read at least.
    concept
        What the labels are about.
    backbone
        What the embeddings are of.
    weigh
        The new head.

    Raises
    ------
    LibraryError
        When the library cannot be read, or what is derived from it not be written.
    """
    columns = library.load(concept)
    keys = np.flatnonzero(_spoken(library, columns))
    logits = _by_picture(library, backbone, weigh)
    pictures = columns.picture[keys]
    known = (pictures > 0) & (pictures < logits.size)
    after = np.full(keys.size, np.nan)
    after[known] = logits[pictures[known]]
    return Preview(keys, columns.logit[keys], after)


def _spoken(library: Library, columns: Columns) -> NDArray[np.bool_]:
    models = np.array([one.path is not None for one in library.models()], dtype=np.bool_)
    spoken: NDArray[np.bool_] = (columns.state == State.DONE) & ~columns.removed & (columns.model >= 0)
    spoken[spoken] = models[columns.model[spoken]]
    return spoken


def _by_picture(library: Library, backbone: str, weigh: Weigh) -> Floats:
    """Logits by the number of the content, NaN where no embedding is kept."""
    mapped = mapped_embeddings(library, backbone, Event())
    if mapped is None:
        return np.empty(0)
    held = mapped.held
    pictures = pictures_of(library, backbone, held.numbers)
    logits = np.full(int(pictures.max(initial=0)) + 1, np.nan)
    logits[pictures] = weigh(held.rows)
    logits[0] = np.nan  # where the embedding is of no content any more
    return logits
