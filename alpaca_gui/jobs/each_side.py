"""Finds the pictures of a library most like one, on each side; and those of given contents."""

from collections.abc import Iterable
from dataclasses import dataclass
from threading import Event
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import LibraryError
from alpaca_gui.jobs.likeness import NO_EMBEDDING
from alpaca_gui.library.columns import Columns
from alpaca_gui.library.contents import contents_of
from alpaca_gui.library.embeddings import mapped_embeddings, pictures_of
from alpaca_gui.library.library import Library
from alpaca_gui.library.neighbours import nearest
from alpaca_gui.library.sorting import Keys
from alpaca_gui.logit.verdict import Rule

_NO: Final = 0
_YES: Final = 1
_NEITHER: Final = -1


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """A row whose picture is like another one, and the cosine between their embeddings, −1 to 1."""

    key: int
    cosine: float


@dataclass(frozen=True, slots=True, eq=False)
class EachSide:
    """The rows most like one picture, on the side of yes and of no; the most alike first, each content once."""

    yes: tuple[Alike, ...]
    no: tuple[Alike, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RowsOnSides:
    """A copy of what tells on which side the n rows of a library stand, to be read in another thread.

    Attributes
    ----------
    picture, label, logit, removed
        As in `alpaca_gui.library.columns.Columns`.
    rule
        Its threshold parts the rows without a label.
    but
        A row whose content is on no side, e.g. the picture that others are compared with; −1 for none.
    """

    picture: NDArray[np.int32]
    label: NDArray[np.int8]
    logit: NDArray[np.float64]
    removed: NDArray[np.bool_]
    rule: Rule
    but: int = -1

    @classmethod
    def of(cls, columns: Columns, rule: Rule, but: int = -1) -> Self:
        """Copy the columns: some milliseconds for a million rows."""
        return cls(
            columns.picture.copy(), columns.label.copy(), columns.logit.copy(), columns.removed.copy(), rule, but
        )

    def sides(self) -> NDArray[np.int8]:
        """Give the side of each row, (n,): that of its label, else of its logit; −1 where there is neither.

        A logit is on one side of the threshold also inside the band.
        """
        by_logit = np.where(np.isnan(self.logit), _NEITHER, self.logit > self.rule.threshold).astype(np.int8)
        return np.where(self.label >= 0, self.label, by_logit)

    def present(self) -> Keys:
        """Keys of the rows that are there and whose content is known, those with a label last."""
        keys = np.flatnonzero(~self.removed & (self.picture > 0))
        return keys[np.argsort(self.label[keys] >= 0, kind="stable")]


def nearest_rows(
    library: Library, backbone: str, embedding: NDArray[Any], rows: RowsOnSides, most: int, cancel: Event
) -> EachSide:
    """Find the ``most`` rows on each side whose embeddings by ``backbone`` point most nearly where ``embedding`` does.

    Parameters
    ----------
    library, backbone
        Where to search.
    embedding
        (features,), by the same backbone.
    rows
        The library's rows. Of rows with one content, one with a label speaks for it.
    most
        How many on each side.
    cancel
        Set by another thread to end the search.

    Raises
    ------
    LibraryError
        When there are no embeddings to compare, or the search was given up.
    """
    try:
        mapped = mapped_embeddings(library, backbone, cancel)
        held = None if mapped is None else mapped.held
        if held is None or embedding.shape != held.rows.shape[1:] or not np.isfinite(embedding).all():
            raise LibraryError(NO_EMBEDDING)
        contents = pictures_of(library, backbone, held.numbers)
        row_of, side_of = _by_content(rows, int(contents.max(initial=0)))
        found = []
        for side in (_YES, _NO):
            keep = side_of[contents] == side
            near = nearest(held.rows, embedding, most, keep=keep, cancel=cancel)
            keys = row_of[contents[near.places]]
            found.append(tuple(map(Alike, keys.tolist(), near.cosines.tolist())))
        return EachSide(*found)
    finally:
        library.done_reading()


def rows_with(library: Library, hashes: Iterable[str], rows: RowsOnSides) -> dict[str, int]:
    """Give a row for each of ``hashes``, SHA-256 in hexadecimal, that is the content of one."""
    try:
        contents = contents_of(library, hashes)
    finally:
        library.done_reading()
    row_of, _ = _by_content(rows, max(contents.values(), default=0))
    return {digest: int(row_of[content]) for digest, content in contents.items() if row_of[content] >= 0}


def _by_content(rows: RowsOnSides, largest: int) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """Key of a row for each content by its number, −1 where there is none, and the side that the row is on."""
    size = max(largest, int(rows.picture.max(initial=0))) + 1
    row_of, side_of = np.full(size, -1, np.int64), np.full(size, _NEITHER, np.int8)
    keys = rows.present()
    contents = rows.picture[keys]
    row_of[contents] = keys  # of several the last, so that a label counts
    side_of[contents] = rows.sides()[keys]
    if 0 <= rows.but < rows.picture.size:
        side_of[rows.picture[rows.but]] = _NEITHER
    return row_of, side_of
