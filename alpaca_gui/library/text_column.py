"""A column of texts: the whole locations of the sources, a million of them in one buffer."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.library.origin import to_bytes, to_text
from alpaca_gui.library.packed_text import GrowingTexts, Offsets, PackedTexts, checked, packed
from alpaca_gui.library.path_parts import GrowingParts, Parts
from alpaca_gui.library.text_search import Keys, Mask, different, sorting, taken

_Kind = TypeVar("_Kind", bound=np.generic)

SEPARATORS: Final = os.sep + (os.altsep or "")
"""What stands between folders on this machine."""
_REMEMBERED: Final = 4
"""Searches, a byte a row: the threshold is dragged while a text is searched, and a filter may hold several texts."""


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """All rows at one moment: the texts, and which of them each row has; None where row i has text i."""

    texts: PackedTexts
    places: Keys | None

    def __len__(self) -> int:
        return len(self.texts) if self.places is None else self.places.size

    def of_rows(self, values: NDArray[_Kind]) -> NDArray[_Kind]:
        return values if self.places is None else values[self.places]


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """What was found among all rows of one moment."""

    rows: _Rows
    text: str
    found: Mask


class TextColumn:
    """One text a row, in UTF-8; names that are not UTF-8 keep their bytes, which stand in the text as surrogates.

    One thread writes (`extend` and its kin, `set`); any thread reads, and sees whole rows: those that were there
    when it began. The first search cuts all locations into folder and name, half a second a million: `prepare` does it
    beforehand, in a thread of the caller's.

    Parameters
    ----------
    separators
        The characters that end a folder, ASCII; those of this machine where not given.
    """

    def __init__(self, separators: str = SEPARATORS) -> None:
        self._separators = separators
        self._texts = GrowingTexts()
        self._rows = _Rows(self._texts.texts, None)
        self._parts = GrowingParts(separators)
        self._cutting = Lock()
        self._searched: tuple[_Search, ...] = ()

    @classmethod
    def from_buffer(
        cls, data: bytes | memoryview | NDArray[np.uint8], offsets: Offsets, separators: str = SEPARATORS
    ) -> "TextColumn":
        """Make a column of what `buffers` gave, nothing copied.

        Raises
        ------
        ValueError
            When the offsets do not fit the data.
        """
        column = cls(separators)
        column._texts = GrowingTexts(checked(np.frombuffer(data, np.uint8), np.asarray(offsets, np.int64)))
        column._rows = _Rows(column._texts.texts, None)
        return column

    def __len__(self) -> int:
        """Count the rows."""
        return len(self._rows)

    def get(self, row: int) -> str:
        """Give the text of a row.

        Raises
        ------
        IndexError
            When there is no such row.
        """
        rows = self._rows
        if not 0 <= row < len(rows):
            raise IndexError(f"there is no row {row} among {len(rows)}")
        return to_text(rows.texts[row if rows.places is None else int(rows.places[row])])

    def extend(self, texts: Sequence[str]) -> None:
        """Append rows."""
        self.extend_encoded([to_bytes(text) for text in texts])

    def extend_encoded(self, texts: Sequence[bytes]) -> None:
        """Append rows, written as `alpaca_gui.library.origin.to_bytes` does."""
        self._extend(packed(texts))

    def extend_from_buffer(self, data: bytes | memoryview | NDArray[np.uint8], offsets: Offsets) -> None:
        """Append rows out of a buffer as `buffers` gives one: a million in a few hundredths of a second.

        Raises
        ------
        ValueError
            When the offsets do not fit the data; then none is appended.
        """
        self._extend(checked(np.frombuffer(data, np.uint8), np.asarray(offsets, np.int64)))

    def _extend(self, more: PackedTexts) -> None:
        first = len(self._texts.texts)
        self._texts.append(more)
        places = self._rows.places
        if places is not None:
            places = np.concatenate((places, np.arange(first, first + len(more))))
        self._rows = _Rows(self._texts.texts, places)

    def set(self, row: int, text: str) -> None:
        """Give a row another text; see `set_many`."""
        self.set_many([row], [text])

    def set_many(self, rows: Sequence[int], texts: Sequence[str]) -> None:
        """Give rows other texts. It is meant to be rare: 8 bytes a row of the column are copied each time.

        Raises
        ------
        IndexError
            When there is no such row; then none is changed.
        """
        if any(not 0 <= row < len(self) for row in rows):
            raise IndexError(f"there are only {len(self)} rows")
        wanted = dict(zip(rows, texts, strict=True))
        changed = {row: to_bytes(text) for row, text in wanted.items() if self.get(row) != text}
        if not changed:
            return
        first = len(self._texts.texts)
        places = np.arange(len(self)) if self._rows.places is None else self._rows.places.copy()
        self._texts.append(packed(list(changed.values())))
        places[list(changed)] = np.arange(first, first + len(changed))
        self._rows = _Rows(self._texts.texts, places)

    def buffers(self) -> tuple[NDArray[np.uint8], Offsets]:
        """Give the bytes of all rows (uint8) and where each begins (int64 (n + 1,)), to be read and not written."""
        rows = self._rows
        texts = rows.texts if rows.places is None else taken(rows.texts, rows.places)
        return texts.data, texts.offsets

    def prepare(self) -> None:
        """Cut the locations that no search has seen yet, so that the next search need not."""
        self._cut(self._rows)

    def contains(self, text: str, among: Keys | None = None) -> Mask:
        """Tell which rows hold ``text`` anywhere in their location; upper and lower case are the same.

        Parameters
        ----------
        among
            The rows to be asked about; all of them where None.

        Returns
        -------
        Mask
            bool (n,), or (len(among),); to be read and not written: searches among all rows are remembered for a while.
        """
        rows = self._rows
        for search in self._searched:
            if search.rows is rows and search.text == text:
                return search.found if among is None else search.found[among]
        found = _answer(rows, self._cut(rows).containing, text, among)
        if among is None:
            found.setflags(write=False)
            self._searched = (_Search(rows, text, found), *self._searched[: _REMEMBERED - 1])
        return found

    def below(self, text: str, among: Keys | None = None) -> Mask:
        """Tell which rows lie in a folder that ``text`` means; upper and lower case are the same.

        ``zoo`` means every folder whose path holds the text: ``/home/zoo/``, ``/Zoology/2024/``; ``zoo/`` every path
        with a folder that ends so. A text that begins as whole paths do (``/home/zoo``, ``C:/zoo``, ``https://x.org``)
        means that folder and all below it. The file's own name does not count.
        """
        rows = self._rows
        return _answer(rows, self._cut(rows).below, text, among)

    def ranks(self) -> NDArray[np.int64]:
        """Give each row's place in the order of names, case aside, then of whole locations byte by byte; int64 (n,).

        It takes a second for a million rows, in which other threads go on.
        """
        rows = self._rows
        order = sorting(self._cut(rows).names, rows.texts)
        if rows.places is not None:
            ranks_of_texts = np.empty(order.size, np.int64)
            ranks_of_texts[order] = np.arange(order.size)
            order = np.argsort(ranks_of_texts[rows.places], kind="stable")
        ranks = np.empty(order.size, np.int64)
        ranks[order] = np.arange(order.size)
        return ranks

    def folders(self, most: int = 1000) -> list[str]:
        """Give the folders in which most rows lie, the fullest first, without their separator at the end."""
        rows = self._rows
        parts = self._cut(rows)
        folders, same = different(parts.written)  # a folder stands there once for each time that locations were cut
        counts = np.bincount(same[rows.of_rows(parts.codes)], minlength=len(folders))
        fullest = np.argsort(-counts, kind="stable")[: most + 1]
        named = [to_text(folders[code]) for code in fullest[counts[fullest] > 0].tolist()]
        return [folder.rstrip(self._separators) or folder for folder in named if folder][:most]

    def _cut(self, rows: _Rows) -> Parts:
        with self._cutting:
            return self._parts.up_to(rows.texts)


def _answer(rows: _Rows, search: Callable[[str, Keys | None], Mask], text: str, among: Keys | None) -> Mask:
    if among is None:
        return rows.of_rows(search(text, None))
    return search(text, among if rows.places is None else rows.places[among])
