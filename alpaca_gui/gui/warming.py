"""What will be wanted next is imported beside the window, so that it need not wait when it is asked for."""

import threading
from collections.abc import Callable, Iterable
from importlib import import_module
from threading import Event

from PySide6.QtCore import QObject, Signal, Slot


class Warming(QObject):
    """Imports modules once, one after the other, in a thread of its own. Close it.

    The thread does not step back: for most of an import it has the interpreter's lock, and the window would wait for a
    thread that waits for a core. What is asked for before its turn is imported by whoever asks.

    Parameters
    ----------
    modules
        Called in the thread; gives their names, those that are wanted first in front.

    Signals
    -------
    warmed()
        All of them are there.
    """

    warmed = Signal()

    def __init__(self, modules: Callable[[], Iterable[str]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._modules = modules
        self._enough = Event()
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Whether it is importing."""
        return self._thread is not None and self._thread.is_alive()

    @Slot()
    def begin(self) -> None:
        """Begin, where it has not begun yet and is not closed."""
        if self._thread is None and not self._enough.is_set():
            self._thread = threading.Thread(target=self._import, name="warm")
            self._thread.start()

    def close(self) -> None:
        """Begin no other module, and wait for the one that is being imported."""
        self._enough.set()
        if self._thread is not None:
            self._thread.join()

    def _import(self) -> None:
        for module in self._modules():
            if self._enough.is_set():
                return
            import_module(module)
        self.warmed.emit()
