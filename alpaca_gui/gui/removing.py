"""Removing pictures from the window, so that it can be undone. The files themselves are never touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from alpaca_gui.gui.collection import Collection
    from alpaca_gui.library.columns import Keys


class SetRemoved(QUndoCommand):
    """Hides rows; its undo shows them again where they were."""

    def __init__(self, collection: Collection, keys: Keys) -> None:
        super().__init__(f"removing {keys.size:,} pictures" if keys.size > 1 else "removing a picture")
        self._collection = collection
        self._keys = keys

    def redo(self) -> None:
        """Hide the rows."""
        self._collection.set_removed(self._keys, True)

    def undo(self) -> None:
        """Show the rows again."""
        self._collection.set_removed(self._keys, False)
