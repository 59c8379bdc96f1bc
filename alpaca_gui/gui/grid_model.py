"""The rows of a `PictureModel` laid out as a grid: so many in a line, line after line."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot

from alpaca_gui.gui.picture_model import PictureModel

_Index = QModelIndex | QPersistentModelIndex


class GridModel(QAbstractTableModel):
    """Hands every question on to the row that stands at a place of the grid."""

    def __init__(self, rows: PictureModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._across = 4
        rows.rowsAboutToBeInserted.connect(self.beginResetModel)
        rows.rowsInserted.connect(self.endResetModel)
        rows.layoutAboutToBeChanged.connect(self.beginResetModel)
        rows.layoutChanged.connect(self.endResetModel)
        rows.dataChanged.connect(self._on_data)

    @property
    def across(self) -> int:
        """How many pictures stand in a line."""
        return self._across

    def set_across(self, across: int) -> None:
        """Put so many pictures in a line."""
        if across != self._across:
            self.beginResetModel()
            self._across = max(1, across)
            self.endResetModel()

    def row_at(self, index: _Index) -> int:
        """Row of the picture at a place, -1 where there is none."""
        row = index.row() * self._across + index.column()
        return row if index.isValid() and row < self._rows.rowCount() else -1

    def place_of(self, row: int) -> QModelIndex:
        """Place of the picture in a row."""
        return self.index(row // self._across, row % self._across) if row >= 0 else QModelIndex()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Count the lines."""
        return 0 if parent.isValid() else -(-self._rows.rowCount() // self._across)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Count the pictures in a line."""
        return 0 if parent.isValid() else self._across

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Look one thing of one picture up."""
        row = self.row_at(index)
        return None if row < 0 else self._rows.data(self._rows.index(row, 0), role)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """The places after the last picture can be neither chosen nor selected."""
        return super().flags(index) if self.row_at(index) >= 0 else Qt.ItemFlag.NoItemFlags

    @Slot()
    def _on_data(self) -> None:
        if self._rows.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self._across - 1))
