"""Names in a folder that nothing has yet, on file systems that tell capitals apart and on those that do not."""

import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from alpaca_gui.imaging.source import printable

_LONGEST: Final = 255
"""Bytes of a name on every file system in use today."""

_FORBIDDEN: Final = frozenset('/\\:*?"<>|')
"""What Windows allows in no name, and others in some."""

_SUFFIX: Final = 32
"""A longer end is no suffix, whatever dots it has."""


class FreeNames:
    """Gives out the names of one folder, each once.

    Parameters
    ----------
    taken
        The names that are there already.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {_folded(name) for name in taken}
        self._next: dict[str, int] = {}

    def has(self, name: str) -> bool:
        """Whether something has the name, in whatever capitals and composition."""
        return _folded(name) in self._taken

    def give(self, name: str) -> str:
        """Give ``name`` where it is free, else ``name (2).jpg`` or the next free number; shortened where it must be."""
        if not self.has(name):
            self._taken.add(_folded(name))
            return name
        wanted = _folded(name)
        number = self._next.get(wanted, 2)
        while self.has(candidate := _numbered(name, number)):
            number += 1
        self._next[wanted] = number + 1
        self._taken.add(_folded(candidate))
        return candidate


def file_name(label: str, suffix: str) -> str:
    """Make a file's name of what a picture is called: on one line, without what no system allows, with its suffix."""
    plain = "".join("_" if c in _FORBIDDEN else c for c in printable(label)).strip(" .") or "picture"
    stem = plain[: -len(suffix)] if suffix and plain.lower().endswith(suffix) else plain
    while len(os.fsencode(stem + suffix)) > _LONGEST:
        stem = stem[:-1]
    return stem + suffix


def _numbered(name: str, number: int) -> str:
    stem, suffix = Path(name).stem, Path(name).suffix
    if len(os.fsencode(suffix)) > _SUFFIX:
        stem, suffix = name, ""
    end = f" ({number}){suffix}"
    while len(os.fsencode(stem + end)) > _LONGEST:
        stem = stem[:-1]
    return stem + end


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
