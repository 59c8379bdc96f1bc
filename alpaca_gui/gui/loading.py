"""What the window works with is imported, and its library opened, beside the window that is on the screen already."""

from __future__ import annotations

import threading
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from pathlib import Path

    from alpaca_gui.jobs.opening import OpenedLibrary

_HEAVY: Final = "alpaca_gui.gui.workspace"
_LOOK_MS: Final = 10


class Loading(QObject):
    """Loads once, in a thread of its own; holds the opened library until it is taken. Close it.

    `loaded` tells that nobody has to wait any more.

    Parameters
    ----------
    library
        Path of the library; None for the default one.
    """

    loaded = Signal()

    def __init__(self, library: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._opened: OpenedLibrary | None = None
        self._thread = threading.Thread(target=self._load, name="load")
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._on_look)

    @property
    def begun(self) -> bool:
        """Whether it has begun."""
        return self._thread.ident is not None

    def begin(self) -> None:
        """Begin in a moment, when what is on the screen has been drawn."""
        if not self._look.isActive():
            self._look.start()

    def hold(self, opened: OpenedLibrary) -> None:
        """Hold a library that somebody else has opened."""
        self._opened = opened

    def take(self) -> OpenedLibrary:
        """Give the opened library away, after waiting for it where it is still being loaded."""
        self._look.stop()
        if not self.begun:
            self._thread.start()
        self._thread.join()
        opened, self._opened = self._opened, None
        if opened is None:
            raise RuntimeError("the library was not opened")
        return opened

    def close(self) -> None:
        """Wait for the thread; a library that nobody has taken is closed."""
        self._look.stop()
        if self.begun:
            self._thread.join()
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _load(self) -> None:
        import_module(_HEAVY)
        from alpaca_gui.jobs.opening import open_library  # noqa: PLC0415 - loaded beside the window

        self._opened = open_library(self._library)

    @Slot()
    def _on_look(self) -> None:
        if not self.begun:
            self._thread.start()
        elif not self._thread.is_alive():
            self._look.stop()
            self.loaded.emit()
