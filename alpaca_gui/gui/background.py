"""Small work beside the window's thread: opening a card, looking into a folder, writing a page."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal, Slot

from alpaca_gui.errors import AlpacaError


@dataclass(frozen=True, slots=True)
class _Ended:
    thread: threading.Thread
    value: object
    error: Exception | None


class Background(QObject):
    """Does one thing at a time; a new one makes the answer of the one before unwanted.

    `done` gives what the work returned, `failed` the sentence of an `AlpacaError`. Any other error is a mistake
    in the program: it is told too, so that nobody waits in vain, and raised in the window's thread, where it is seen.
    """

    done = Signal(object)
    failed = Signal(str)
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: list[threading.Thread] = []
        self._wanted: threading.Thread | None = None
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether an answer is waited for."""
        return self._wanted is not None

    def run(self, work: Callable[[], object], name: str) -> None:
        """Do ``work`` in a thread called ``name``."""
        thread = threading.Thread(target=lambda: self._do(work), name=name)
        self._wanted = thread
        self._threads.append(thread)
        thread.start()

    def forget(self) -> None:
        """Want no answer any more."""
        self._wanted = None

    def close(self) -> None:
        """Want no answer, and wait for what is going on."""
        self.forget()
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _do(self, work: Callable[[], object]) -> None:
        value, error = None, None
        try:
            value = work()
        except Exception as caught:  # noqa: BLE001 - told, or raised again, in the window's thread
            error = caught
        self._ended.emit(_Ended(threading.current_thread(), value, error))

    @Slot(object)
    def _on_ended(self, ended: _Ended) -> None:
        wanted = ended.thread is self._wanted
        if ended.thread in self._threads:
            ended.thread.join()
            self._threads.remove(ended.thread)
        if not wanted:
            return
        self._wanted = None
        if ended.error is None:
            self.done.emit(ended.value)
        elif isinstance(ended.error, AlpacaError):
            self.failed.emit(str(ended.error))
        else:
            self.failed.emit(f"The program made a mistake: {type(ended.error).__name__}: {ended.error}.")
            raise ended.error
