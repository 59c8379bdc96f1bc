"""Taking back the last change, whatever it was, and hearing what came of it."""

from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from alpaca_gui.gui.collection import Collection
from alpaca_gui.library.sorting import Keys

_LOOK_MS: Final = 250


class Undoing(QObject):
    """Undoes one change at a time by the collection's one stack, which outlives every window.

    Signals
    -------
    undone(words, keys)
        A change was taken back: what a menu calls it, and the rows that it was about.
    nothing
        There was nothing to take back.
    """

    undone = Signal(str, object)
    nothing = Signal()

    def __init__(self, collection: Collection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self.waiting = False
        self._state = collection.changes.undo_state
        self._quiet = False
        collection.changes.rows_changed.connect(self._on_rows)
        collection.changed.connect(self._on_changed)
        collection.unkept.connect(self._on_unkept)
        self._late = QTimer(self, interval=_LOOK_MS)
        self._late.timeout.connect(self._on_late)

    def undo(self) -> None:
        """Take the last change back, also one that is still being written."""
        collection = self._collection
        if collection.changes.undo_state.undo is None and not collection.changes.editing:
            self.nothing.emit()
            return
        self.waiting, self._quiet = True, False
        self._state = collection.changes.undo_state
        self._late.start()
        collection.changes.undo()

    def close(self) -> None:
        """Hear no more."""
        self._late.stop()
        self._collection.changes.rows_changed.disconnect(self._on_rows)
        self._collection.changed.disconnect(self._on_changed)
        self._collection.unkept.disconnect(self._on_unkept)

    @Slot(object)
    def _on_rows(self, keys: Keys) -> None:
        self._look(keys)

    @Slot()
    def _on_changed(self) -> None:
        self._look(np.empty(0, np.int64))

    def _look(self, keys: Keys) -> None:
        """See whether the change was taken back. Every change has a state of its own, and only undoing leaves something
        that can be done again: what was written before it does not."""  # noqa: D205, D209
        state = self._collection.changes.undo_state
        if self.waiting and state is not self._state and state.redo is not None:
            self._end()
            self.undone.emit(state.redo, keys)

    @Slot(str)
    def _on_unkept(self, _sentence: str) -> None:
        if self.waiting:
            self._end()

    @Slot()
    def _on_late(self) -> None:
        """Wait no longer when nothing has been written for a while: there was nothing to take back."""
        if self._quiet:
            self._end()
            self.nothing.emit()
        self._quiet = not self._collection.changes.editing

    def _end(self) -> None:
        self.waiting = False
        self._late.stop()
