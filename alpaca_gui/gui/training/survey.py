"""Looks into folders in threads beside the window: how many pictures they hold, and the first few of them."""

import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot

from alpaca_gui.errors import reason

FEW: Final = 5
"""So many of a folder's pictures are shown."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What a folder holds.

    Attributes
    ----------
    folder
        The folder.
    count
        How many pictures lie in it; those in folders inside it do not count.
    first
        The first few of them, by name.
    neighbour
        The only other folder beside it, or None where there are more or none: then the two make a dataset.
    sentence
        Why it cannot be used; empty where it can.
    """

    folder: Path
    count: int = 0
    first: tuple[Path, ...] = ()
    neighbour: Path | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found where a person pointed, for the side ``key``: one folder, or two that belong together."""

    key: int
    surveys: tuple[Survey, ...]
    wish: threading.Event


class Surveyor(QObject):
    """Looks into folders; `found` answers each wish that was not overtaken by a later one for the same side."""

    found = Signal(object)
    _looked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._looked.connect(self._on_looked, Qt.ConnectionType.QueuedConnection)
        self._wishes: dict[int, threading.Event] = {}
        self._threads: list[threading.Thread] = []

    def look(self, key: int, paths: tuple[Path, ...]) -> None:
        """Look into one folder, which may hold two, or into two."""
        self.forget(key)
        self._wishes[key] = cancel = threading.Event()
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=self._look, args=(key, paths, cancel), name="look into folders")
        self._threads.append(thread)
        thread.start()

    def forget(self, key: int) -> None:
        """Want no answer for a side any more."""
        if key in self._wishes:
            self._wishes.pop(key).set()

    def close(self) -> None:
        """Want no answers, and wait for the threads."""
        for key in list(self._wishes):
            self.forget(key)
        for thread in self._threads:
            thread.join()

    def _look(self, key: int, paths: tuple[Path, ...], cancel: threading.Event) -> None:
        surveys = tuple(survey(path, cancel) for path in paths)
        if len(paths) == 1 and (pair := _pair_in(surveys[0])):
            surveys = tuple(survey(path, cancel) for path in pair)
        if not cancel.is_set():
            self._looked.emit(Found(key, surveys, cancel))

    @Slot(object)
    def _on_looked(self, found: Found) -> None:
        if not found.wish.is_set():  # it may have been overtaken on its way here
            self.found.emit(found)


def survey(folder: Path, cancel: threading.Event) -> Survey:
    """Count the pictures that lie in ``folder`` itself; stops early when ``cancel`` is set."""
    from alpaca_gui.imaging.source import printable  # noqa: PLC0415 - in a thread: it loads NumPy
    from alpaca_gui.jobs.walk import Unreadable, pictures_below  # noqa: PLC0415

    name = printable(folder.name or str(folder))
    try:
        is_folder = folder.is_dir()
    except OSError as error:  # nobody may look there, or the name is too long for a name
        return Survey(folder, sentence=f"“{name}” cannot be looked into: {reason(error)}.")
    if not is_folder:
        return Survey(folder, sentence=f"“{name}” is not a folder. Choose the folder that the pictures are in.")
    count, first = 0, []
    for found in pictures_below(folder, cancel):
        if isinstance(found, Unreadable):
            if found.folder == folder:
                return Survey(folder, sentence=f"“{name}”: {found.sentence}")
            continue
        if found.parent != folder:
            break  # a folder's own pictures come first
        count += 1
        if count <= FEW:
            first.append(found)
    neighbours = [path for path in _folders_in(folder.parent) if path != folder]
    return Survey(folder, count, tuple(first), neighbours[0] if len(neighbours) == 1 else None)


def _pair_in(found: Survey) -> list[Path]:
    """Give the two folders inside one that holds no pictures itself; nothing where they are not two."""
    inside = [] if found.sentence or found.count else _folders_in(found.folder)
    return inside if len(inside) == 2 else []


def _folders_in(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return sorted(folder / entry.name for entry in entries if entry.name[0] != "." and entry.is_dir())
    except OSError:
        return []  # it is said elsewhere when it is this folder that is wanted; a parent need not be readable
