"""Finds the pictures of the open library most like one, and those a model was trained on; in threads of its own."""

from collections.abc import Iterable
from threading import Event

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from alpaca_gui.gui.background import Background
from alpaca_gui.gui.collection import Collection
from alpaca_gui.jobs.each_side import RowsOnSides, nearest_rows, rows_with


class LibrarySearch(QObject):
    """Two searches, each of which a newer one takes the place of. Close it.

    Signals
    -------
    found(EachSide), failed(sentence)
        The nearest rows, or why there are none.
    placed(dict)
        A row for each hash that is the content of one.
    """

    found = Signal(object)
    failed = Signal(str)
    placed = Signal(object)

    def __init__(self, collection: Collection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self._cancel = Event()
        self._near = Background(self)
        self._places = Background(self)
        self._near.done.connect(self.found)
        self._near.failed.connect(self.failed)
        self._places.done.connect(self.placed)
        self._places.failed.connect(self.failed)

    @property
    def busy(self) -> bool:
        """Whether an answer is waited for."""
        return self._near.busy or self._places.busy

    def look_for(self, key: int, embedding: NDArray[np.float32], most: int) -> None:
        """Search for the ``most`` rows on each side nearest to that of ``key``; `found` answers."""
        self._cancel.set()
        cancel = self._cancel = Event()
        collection = self._collection
        library, backbone = collection.library, collection.answering.backbone
        rows = RowsOnSides.of(collection.columns, collection.rule, key)
        self._near.run(lambda: nearest_rows(library, backbone, embedding, rows, most, cancel), "nearest rows")

    def place(self, hashes: Iterable[str]) -> None:
        """Look up which contents are in the library; `placed` answers."""
        library, wanted = self._collection.library, tuple(hashes)
        rows = RowsOnSides.of(self._collection.columns, self._collection.rule)
        self._places.run(lambda: rows_with(library, wanted, rows), "rows of contents")

    def forget(self) -> None:
        """Want no answer any more."""
        self._cancel.set()
        self._near.forget()
        self._places.forget()

    def close(self) -> None:
        """Give up, and wait for the threads."""
        self._cancel.set()
        self._near.close()
        self._places.close()
