"""Keeps the thumbnails that this program made within bounds. Those of other programs are not its business."""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from alpaca_gui.imaging.freedesktop import FAILURES, LARGE
from alpaca_gui.imaging.thumbnail_file import PART, head_is_ours

_HEAD: Final = 100
_PART_AGE_S: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of what this program made may stay: about five thousand photographs at a hundred kilobytes."""

    files: int = 20_000
    bytes: int = 512_000_000

    def hold(self, files: int, size: int) -> bool:
        """Tell whether that many files and bytes may stay."""
        return files <= self.files and size <= self.bytes


@dataclass(frozen=True, slots=True, order=True)
class _Found:
    used: float
    path: str
    size: int


def trimming(folder: Path, bounds: Bounds) -> Iterator[int]:
    """Remove the thumbnails and notes of failures that were not used for longest, until the rest is within bounds.

    Other programs' files stay, and are read (at their head) only when all together are too many. What cannot be read or
    removed stays where it is.

    Parameters
    ----------
    folder
        The one that holds ``large`` and ``fail``.
    bounds
        For what this program made.

    Yields
    ------
    int
        How many files are removed by now; once for each file looked at, so that the work can be left at any point.
    """
    removed = 0
    for found in _outdated(folder):
        removed += _remove(found)
        yield removed
    ours: list[_Found] = []
    for found in _files(folder / FAILURES):
        ours.append(found)
        yield removed
    thumbnails: list[_Found] = []
    for found in _files(folder / LARGE):
        thumbnails.append(found)
        yield removed
    if bounds.hold(len(ours) + len(thumbnails), _size(ours) + _size(thumbnails)):
        return
    for found in thumbnails:
        ours += [found] if _is_ours(found) else []
        yield removed
    for found in _beyond(sorted(ours), bounds):
        removed += _remove(found)
        yield removed


def _beyond(ours: list[_Found], bounds: Bounds) -> Iterator[_Found]:
    files, size = len(ours), _size(ours)
    for found in ours:
        if bounds.hold(files, size):
            return
        yield found
        files, size = files - 1, size - found.size


def _outdated(folder: Path) -> Iterator[_Found]:
    """Give the failures of other versions, which nobody asks for again, and what a killed program left half."""
    current = folder / FAILURES
    for other in sorted(current.parent.glob("alpaca-gui-*")):
        if other != current and not other.is_symlink():
            yield from _files(other)
            with contextlib.suppress(OSError):  # somebody put something else into it
                other.rmdir()
    before = time.time() - _PART_AGE_S
    for place in (folder / LARGE, current):
        yield from (found for found in _files(place, PART, "") if found.used < before)


def _files(folder: Path, prefix: str = "", suffix: str = ".png") -> Iterator[_Found]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not (entry.name.startswith(prefix) and entry.name.endswith(suffix)):
                continue
            with contextlib.suppress(OSError):  # another program has removed it meanwhile
                if entry.is_file(follow_symlinks=False):
                    status = entry.stat(follow_symlinks=False)
                    yield _Found(status.st_mtime, entry.path, status.st_size)


def _is_ours(found: _Found) -> bool:
    try:
        with open(found.path, "rb", buffering=0) as stream:  # noqa: PTH123 - a Path for each file takes longer
            return head_is_ours(stream.read(_HEAD))
    except OSError:
        return False


def _remove(found: _Found) -> bool:
    try:
        os.unlink(found.path)  # noqa: PTH108 - as above
    except OSError:
        return False
    return True


def _size(files: list[_Found]) -> int:
    return sum(found.size for found in files)
