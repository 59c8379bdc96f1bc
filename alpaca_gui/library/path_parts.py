"""Locations cut into folder and name, letters made alike: few folders and short names are searched, no whole paths."""

import unicodedata
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.library.origin import to_bytes, to_text
from alpaca_gui.library.packed_text import GrowingTexts, Offsets, PackedTexts, packed
from alpaca_gui.library.text_search import Keys, Mask, containing, ending, split_in_two, starting

_AT_ONCE: Final = 65_536
"""Texts cut in one step: other threads get their turn in between."""


def folded(text: str, separators: str) -> str:
    """Give ``text`` as it is compared: no upper case, ``ä`` the same in one character or two, ``/`` between folders.

    That is Unicode's caseless matching (The Unicode Standard, section 3.13.5, D145) short of a few Greek letters.
    """
    for separator in separators:
        text = text.replace(separator, "/")
    return unicodedata.normalize("NFC", text.casefold())


def needle_of(text: str, separators: str) -> bytes:
    """Give the bytes by which ``text`` is found among folded texts."""
    return folded(to_text(to_bytes(text)), separators).encode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Locations in two parts, as they were at one moment.

    Attributes
    ----------
    names
        The last part of each of n locations, folded.
    codes
        int32 (n,): which of the folders it lies in.
    folders
        The folders, folded, each up to and with its separator. A folder can stand there more than once.
    written
        The same folders as they are written.
    separators
        The characters that end a folder.
    """

    names: PackedTexts
    codes: NDArray[np.int32]
    folders: PackedTexts
    written: PackedTexts
    separators: str

    def containing(self, text: str, rows: Keys | None = None) -> Mask:
        """Tell which whole locations hold ``text``: in the folder, in the name, or across both."""
        needle = needle_of(text, self.separators)
        found = containing(self.names, needle, rows)
        found |= self._of_folders(containing(self.folders, needle), rows)
        # A name holds no separator but at its very end: what lies across both is cut at the needle's last two.
        places = [place for place, byte in enumerate(needle) if byte == ord("/")]
        for place in places[-2:]:
            before, after = needle[: place + 1], needle[place + 1 :]
            if after:
                found |= self._of_folders(ending(self.folders, before), rows) & starting(self.names, after, rows)
        return found

    def below(self, text: str, rows: Keys | None = None) -> Mask:
        """Tell which locations lie in a folder that ``text`` means; see `TextColumn.below`."""
        needle = needle_of(text, self.separators)
        if not is_whole_folder(text, self.separators):
            return self._of_folders(containing(self.folders, needle), rows)
        return self._of_folders(starting(self.folders, needle.rstrip(b"/") + b"/"), rows)

    def _of_folders(self, wanted: Mask, rows: Keys | None) -> Mask:
        codes = self.codes if rows is None else self.codes[rows]
        return wanted[codes] if wanted.any() else np.zeros(codes.size, np.bool_)


def is_whole_folder(text: str, separators: str) -> bool:
    """Tell whether a text names a folder from its beginning: ``/home``, ``C:/pictures``, ``https://x.org``."""
    drive = text[1:2] == ":" and text[:1].isalpha() and text[2:3] in ("/", "\\")
    return text.startswith(("/", *separators)) or drive or "://" in text


class GrowingParts:
    """The parts of locations of which more keep coming; whoever calls takes care that one thread extends at a time."""

    def __init__(self, separators: str) -> None:
        self._separators = separators
        self._names, self._folders, self._written = GrowingTexts(), GrowingTexts(), GrowingTexts()
        self._codes = np.empty(1024, np.int32)

    def up_to(self, locations: PackedTexts) -> Parts:
        """Cut the locations that have come since; gives the parts of all of them."""
        for start in range(len(self._names.texts), len(locations), _AT_ONCE):
            self._cut(start, locations.part(start, min(start + _AT_ONCE, len(locations))))
        n = len(locations)
        folders, written = self._folders.texts, self._written.texts
        return Parts(self._names.texts.first(n), self._codes[:n], folders, written, self._separators)

    def _cut(self, start: int, locations: PackedTexts) -> None:
        folders, codes, names = split_in_two(locations, _name_starts(locations, self._separators))
        end = start + codes.size
        if end > self._codes.size:
            larger = np.empty(max(end, self._codes.size * 3 // 2), np.int32)
            larger[:start] = self._codes[:start]
            self._codes = larger
        np.add(codes, len(self._folders.texts), out=self._codes[start:end])
        self._written.append(folders)
        self._folders.append(_all_folded(folders, self._separators))
        self._names.append(_all_folded(names, self._separators))


def _name_starts(locations: PackedTexts, separators: str) -> Offsets:
    """Find where each name begins: after the last separator that is not the location's last byte."""
    starts, ends = locations.offsets[:-1], locations.offsets[1:]
    where = np.flatnonzero(np.logical_or.reduce([locations.data == ord(separator) for separator in separators]))
    after = np.concatenate(([0], where + 1))[np.searchsorted(where, ends - 1)]
    found: Offsets = np.maximum(after, starts)
    return found


def _all_folded(texts: PackedTexts, separators: str) -> PackedTexts:
    lower = texts.data.tobytes().lower()  # touches ASCII alone
    for separator in separators:
        lower = lower.replace(separator.encode("ascii"), b"/")
    in_ascii = PackedTexts(np.frombuffer(lower, np.uint8), texts.offsets)
    others = np.flatnonzero(texts.data >= 0x80)
    if not others.size:
        return in_ascii
    pieces = [in_ascii[row] for row in range(len(texts))]
    for row in np.unique(np.searchsorted(texts.offsets, others, side="right") - 1).tolist():
        pieces[row] = needle_of(to_text(texts[row]), separators)
    return packed(pieces)
