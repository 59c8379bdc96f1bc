"""The list on the left: a table of one column, driven with the mouse or the arrow keys."""

import numpy as np
from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QWidget

from alpaca_gui.gui.picture_model import PictureModel
from alpaca_gui.gui.rows_view import RowsView
from alpaca_gui.library.columns import Columns
from alpaca_gui.library.sorting import Keys


class PictureList(RowsView):
    """Shows the rows of a `PictureModel`; `current_changed` gives the key of the chosen row, or -1."""

    current_changed = Signal(int)

    def __init__(self, model: PictureModel, columns: Columns, parent: QWidget | None = None) -> None:
        super().__init__(columns, "Pictures", parent)
        self._model = model
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setMinimumWidth(260)
        self.setModel(model)
        for column in range(1, model.columnCount()):
            self.setColumnHidden(column, True)
        self.selectionModel().currentRowChanged.connect(self._on_current)

    def current_key(self) -> int:
        """Key of the chosen row, -1 where there is none."""
        index = self.currentIndex()
        return self._model.key_at(index) if index.isValid() else -1

    def selected_keys(self) -> Keys:
        """Keys of all selected rows, from top to bottom."""
        rows = [np.arange(r.top(), r.bottom() + 1) for r in self.selectionModel().selection().toList()]
        if not rows:
            return np.empty(0, np.int64)
        chosen: Keys = self._model.keys[np.unique(np.concatenate(rows))]
        return chosen

    def step(self, by: int) -> None:
        """Choose the row ``by`` rows further down, as far as there are rows."""
        last = self._model.rowCount() - 1
        if last >= 0:
            self.choose(max(0, min(last, self.currentIndex().row() + by)))

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.current_changed.emit(self._model.key_at(current) if current.isValid() else -1)
