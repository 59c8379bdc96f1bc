"""Lets a window go on with another library, which is opened in a thread; only then the one before is left."""

from __future__ import annotations

from collections.abc import Callable
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
    """What came of opening a library: it, or the sentence why not, and whether it can be read at least.

    `same` says that it is the one that is open, `gone` that there is nothing where it was.
    """

    path: Path
    opened: OpenedLibrary | None
    model: Path | None = None
    sentence: str = ""
    readable: bool = False
    same: bool = False
    gone: bool = False


class LibraryChange(QObject):
    """Changes a window's library. Where another cannot be opened, the window stays with the one that it has.

    Signals
    -------
    changed(path)
        The window shows this library now.
    same(path)
        It is the one that is open already.
    refused(sentence, path, gone)
        It cannot be opened, and is left as it is; or it is gone.
    only_readable(sentence, path)
        It cannot be written now, but can be read.
    """

    changed = Signal(object)
    same = Signal(object)
    refused = Signal(str, object, bool)
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
        self._begin(lambda: _try(path, new=True, write=True, model=model))

    def open(self, path: Path, *, write: bool = True, than: Path | None = None) -> None:
        """Open a library, with the model that it was used with last; one that is another file ``than`` that one."""
        self._begin(lambda: _try_other(path, than, write=write))

    def close(self) -> None:
        """Open nothing more; waits for what is being opened, and closes it."""
        self._background.close()
        latest, self._latest = self._latest, None
        if latest is not None and latest.opened is not None:
            latest.opened.close()

    def _begin(self, attempt: Callable[[], _Tried]) -> None:
        if self.busy:
            return

        def work() -> _Tried:
            self._latest = attempt()
            return self._latest

        self._background.run(work, "open a library")

    @Slot(object)
    def _on_tried(self, tried: _Tried) -> None:
        self._latest = None
        if tried.opened is not None:
            self._window.use_library(tried.opened, tried.model)
            self.changed.emit(tried.path)
        elif tried.same:
            self.same.emit(tried.path)
        elif tried.readable:
            self.only_readable.emit(tried.sentence, tried.path)
        else:
            self.refused.emit(tried.sentence, tried.path, tried.gone)


def _try_other(path: Path, than: Path | None, *, write: bool) -> _Tried:
    if than is not None and _same(path, than):
        return _Tried(path, None, same=True)
    return _try(path, new=False, write=write, model=None)


def _try(path: Path, *, new: bool, write: bool, model: Path | None) -> _Tried:
    from alpaca_gui.errors import LibraryError  # noqa: PLC0415 - loaded beside the window
    from alpaca_gui.jobs.opening import open_named  # noqa: PLC0415

    try:
        return _Tried(path, open_named(path, new=new, write=write), model)
    except LibraryError as error:
        sentence = str(error)
    readable = write and not new and _can_be_read(path)
    return _Tried(path, None, None, sentence, readable=readable, gone=_gone(path))


def _can_be_read(path: Path) -> bool:
    from alpaca_gui.errors import LibraryError  # noqa: PLC0415 - as above
    from alpaca_gui.library.library import Library  # noqa: PLC0415

    try:
        Library(path, write=False).close()
    except LibraryError:
        return False
    return True


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def _gone(path: Path) -> bool:
    try:
        return not path.exists()
    except (OSError, ValueError):  # nobody may look there: it may come back
        return False
