"""Lets the library remember how far a review has come, and asks it where the last one was left."""

import threading
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from alpaca_gui.gui.background import Background
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.review.begun import Begun, begun_of
from alpaca_gui.gui.review.queue import ReviewQueue
from alpaca_gui.library.library import Library

_FACT: Final = "review"
_KEEP_MS: Final = 300


class Remembering(QObject):
    """Reads and writes in threads, never in the window's.

    Signals
    -------
    known(begun)
        Where the last review was left.
    unknown(sentence)
        That could not be read; `known` follows, as if there had been none.
    """

    known = Signal(object)
    unknown = Signal(str)

    def __init__(self, collection: Collection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self._concept = ""
        self._kept: Begun | None = None
        self._queue: ReviewQueue | None = None
        self._reading = Background(self)
        self._reading.done.connect(self._on_read)
        self._reading.failed.connect(self._on_unread)
        self._soon = QTimer(self, interval=_KEEP_MS, singleShot=True)
        self._soon.timeout.connect(self.keep)

    @property
    def busy(self) -> bool:
        """Whether the library is being asked."""
        return self._reading.busy

    def ask(self, concept: str) -> None:
        """Ask where the last review about a concept was left."""
        self._concept, self._queue = concept, None
        library, written = self._collection.library, threading.Event()
        if library.write:
            self._collection.changes.write(written.set)  # after what a review that just closed wants to be remembered
        else:
            written.set()
        self._reading.run(lambda: _read(library, written), "read how far the review came")

    @Slot(object)
    def _on_read(self, fact: object) -> None:
        self._kept = begun_of(fact, self._concept)
        self.known.emit(self._kept)

    @Slot(str)
    def _on_unread(self, sentence: str) -> None:
        self.unknown.emit(sentence)
        self._on_read(None)

    def keep_soon(self, queue: ReviewQueue) -> None:
        """Let the library remember a queue when a person has stopped pressing keys for a moment."""
        self._queue = queue
        self._soon.start()

    @Slot()
    def keep(self) -> None:
        """Let the library remember the queue as it is now; one that is at its end is forgotten."""
        self._soon.stop()
        queue, library = self._queue, self._collection.library
        if queue is None:
            return
        progress = queue.progress()
        at_end = not progress.left and not progress.skipped
        begun = Begun(self._concept) if at_end else queue.begun(self._concept)
        if begun != self._kept:
            self._kept = begun
            fact = None if at_end else begun.fact()
            self._collection.changes.write(lambda: library.set_fact(_FACT, fact))

    def close(self) -> None:
        """Let the library remember the queue, and wait for what is being read."""
        self.keep()
        self._reading.close()


def _read(library: Library, written: threading.Event) -> object:
    try:
        written.wait()
        return library.fact(_FACT)
    finally:
        library.done_reading()
