"""Finds the pictures below a folder: any depth, in the order of their names, symlink loops survived."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from alpaca_gui.errors import reason
from alpaca_gui.imaging.formats import SIGNATURE_LENGTH, SUFFIXES, looks_like_picture


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A folder that could not be listed, with the sentence to show."""

    folder: Path
    sentence: str


def pictures_below(top: Path, cancel: Event) -> Iterator[Path | Unreadable]:
    """Yield every picture below ``top``: a folder's own pictures by name, then its folders by name.

    A file counts as a picture by its suffix or, without one that is known, by its first bytes. Names that begin with
    a dot are passed over. Each folder is visited once, however many links lead to it. Only the names of one folder
    at a time are held in memory.
    """
    waiting = [top]
    seen: set[tuple[int, int]] = set()
    while waiting and not cancel.is_set():
        folder = waiting.pop()
        try:
            if not _first_visit(folder, seen):
                continue
            names, folders = _names_in(folder)
        except OSError as error:
            yield Unreadable(folder, f"The folder cannot be read: {reason(error)}.")
            continue
        for name in names:
            if cancel.is_set():
                return
            path = folder / name
            if _is_picture(path):
                yield path
        waiting.extend(folder / name for name in reversed(folders))


def _names_in(folder: Path) -> tuple[list[str], list[str]]:
    """Give the names of a folder's files and of its folders, each sorted; asks nothing of the files themselves."""
    files: list[str] = []
    folders: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith("."):
                (folders if _is_folder(entry) else files).append(entry.name)
    return sorted(files), sorted(folders)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # a link to where nobody may look


def _first_visit(folder: Path, seen: set[tuple[int, int]]) -> bool:
    status = folder.stat()
    identity = (status.st_dev, status.st_ino)
    if identity in seen:
        return False
    seen.add(identity)
    return True


def _is_picture(path: Path) -> bool:
    if path.suffix.lower() in SUFFIXES:
        return True
    try:
        if not path.is_file():
            return False  # also sockets and pipes, which must not be opened
        with path.open("rb") as stream:
            return looks_like_picture(stream.read(SIGNATURE_LENGTH))
    except OSError:
        return False  # without a picture's name and unreadable: nothing says that it is one
