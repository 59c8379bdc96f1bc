"""The list on the left: a table of one column, driven with the mouse or the arrow keys."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QWidget

from alpaca_gui.gui.picture_model import PictureModel
from alpaca_gui.gui.rows_view import RowsView
from alpaca_gui.gui.selecting import Rows, rows_in, selection_of
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

    def current_row(self) -> int:
        """Row of the chosen picture, -1 where there is none."""
        return self.currentIndex().row()

    def selected_keys(self) -> Keys:
        """Keys of all selected rows, from top to bottom."""
        chosen: Keys = self._model.keys[rows_in(self.selectionModel().selection())]
        return chosen

    def select(self, rows: Rows, *, current: bool = False) -> None:
        """Select rows, rising, and no others; the current one alone where they lie in too many pieces.

        With ``current`` the first of them becomes the current one.
        """
        flags = QItemSelectionModel.SelectionFlag
        if current and rows.size:
            self.selectionModel().setCurrentIndex(self._model.index(int(rows[0]), 0), flags.NoUpdate)
        selection = selection_of(rows, self._model)
        if selection is not None:
            self.selectionModel().select(selection, flags.ClearAndSelect)
        else:
            self.selectionModel().select(self.currentIndex(), flags.ClearAndSelect | flags.Rows)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.current_changed.emit(self._model.key_at(current) if current.isValid() else -1)
