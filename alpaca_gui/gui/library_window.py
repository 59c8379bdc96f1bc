"""Lets a window go on with another library, which is opened in a thread; only then the one before is left."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from alpaca_gui.gui.background import Background

if TYPE_CHECKING:
    from alpaca_gui.gui.main_window import MainWindow
    from alpaca_gui.jobs.opening import OpenedLibrary


@dataclass(frozen=True, slots=True, eq=False)
class _Tried:
    """What came of opening a library: it, or the sentence why not, and whether it can be read at least."""

    path: Path
    opened: OpenedLibrary | None
    model: Path | None = None
    sentence: str = ""
    readable: bool = False


class LibraryChange(QObject):
    """Changes a window's library. Where another cannot be opened, the window stays with the one that it has.

    Signals
    -------
    changed(path)
        The window shows this library now.
    refused(sentence, path)
        It cannot be opened, and is left as it is.
    only_readable(sentence, path)
        It cannot be written now, but can be read.
    """

    changed = Signal(object)
    refused = Signal(str, object)
    only_readable = Signal(str, object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._latest: _Tried | None = None
        self._background = Background(self)
        self._background.done.connect(self._on_tried)

    @property
    def busy(self) -> bool:
        """Whether a library is being opened."""
        return self._background.busy

    def make(self, path: Path) -> None:
        """Make a library, which begins with the model that answers now."""
        bundle = None if self._window.collection is None else self._window.collection.bundle
        model = None if bundle is None else bundle.path
        self._begin(path, new=True, write=True, model=model)

    def open(self, path: Path, *, write: bool = True) -> None:
        """Open a library, with the model that it was used with last."""
        self._begin(path, new=False, write=write, model=None)

    def close(self) -> None:
        """Open nothing more; waits for what is being opened, and closes it."""
        self._background.close()
        latest, self._latest = self._latest, None
        if latest is not None and latest.opened is not None:
            latest.opened.close()

    def _begin(self, path: Path, *, new: bool, write: bool, model: Path | None) -> None:
        if self.busy:
            return

        def work() -> _Tried:
            self._latest = _try(path, new=new, write=write, model=model)
            return self._latest

        self._background.run(work, "open a library")

    @Slot(object)
    def _on_tried(self, tried: _Tried) -> None:
        self._latest = None
        if tried.opened is not None:
            self._window.use_library(tried.opened, tried.model)
            self.changed.emit(tried.path)
        elif tried.readable:
            self.only_readable.emit(tried.sentence, tried.path)
        else:
            self.refused.emit(tried.sentence, tried.path)


def _try(path: Path, *, new: bool, write: bool, model: Path | None) -> _Tried:
    from alpaca_gui.errors import LibraryError  # noqa: PLC0415 - loaded beside the window
    from alpaca_gui.jobs.opening import open_named  # noqa: PLC0415

    try:
        return _Tried(path, open_named(path, new=new, write=write), model)
    except LibraryError as error:
        sentence = str(error)
    return _Tried(path, None, None, sentence, readable=write and not new and _can_be_read(path))


def _can_be_read(path: Path) -> bool:
    from alpaca_gui.errors import LibraryError  # noqa: PLC0415 - as above
    from alpaca_gui.library.library import Library  # noqa: PLC0415

    try:
        Library(path, write=False).close()
    except LibraryError:
        return False
    return True
