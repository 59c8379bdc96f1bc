"""The list of judged pictures: decodes what is visible and nothing else."""

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from alpaca_gui.gui.judging.judged_model import JudgedModel
from alpaca_gui.gui.picture_model import KEY
from alpaca_gui.gui.rows_view import RowsView

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PictureRows(RowsView):
    """A table of one column; `chosen` gives the place of the current row or -1, `wanted` that of one double-clicked."""

    chosen = Signal(int)
    wanted = Signal(int)

    def __init__(self, model: JudgedModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "Pictures behind what was clicked", parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setModel(model)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.doubleClicked.connect(self._on_double_click)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for a double click."""
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.wanted.emit(int(self.currentIndex().data(KEY)))
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.chosen.emit(int(current.data(KEY)) if current.isValid() else -1)

    @Slot(QModelIndex)
    def _on_double_click(self, index: QModelIndex) -> None:
        self.wanted.emit(int(index.data(KEY)))
