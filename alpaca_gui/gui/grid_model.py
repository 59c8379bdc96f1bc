"""The rows of a `PictureModel` laid out as a grid: so many in a line, line after line."""

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot

from alpaca_gui.gui.picture_model import PictureModel, rows_of
from alpaca_gui.library.sorting import Keys

_Index = QModelIndex | QPersistentModelIndex


class GridModel(QAbstractTableModel):
    """Hands every question on to the row that stands at a place of the grid; a picture's place follows its row."""

    def __init__(self, rows: PictureModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._across = 4
        self._count = rows.rowCount()
        self._more_lines = False
        self._moving: list[QModelIndex] = []
        self._moving_keys: Keys = np.empty(0, np.int64)
        rows.rowsAboutToBeInserted.connect(self._before_more)
        rows.rowsInserted.connect(self._after_more)
        rows.layoutAboutToBeChanged.connect(self._before_order)
        rows.layoutChanged.connect(self._after_order)
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
        return row if row < self._count and index.isValid() else -1

    def place_of(self, row: int) -> QModelIndex:
        """Place of the picture in a row."""
        return self.index(row // self._across, row % self._across) if row >= 0 else QModelIndex()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Count the lines."""
        return 0 if parent.isValid() else -(-self._count // self._across)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Count the pictures in a line."""
        return 0 if parent.isValid() else self._across

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Look one thing of one picture up."""
        row = self.row_at(index)
        return None if row < 0 else self._rows.thing(row, role)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """The places after the last picture can be neither chosen nor selected."""
        return super().flags(index) if self.row_at(index) >= 0 else Qt.ItemFlag.NoItemFlags

    @Slot(QModelIndex, int, int)
    def _before_more(self, _parent: QModelIndex, _first: int, last: int) -> None:
        lines, more = self.rowCount(), -(-(last + 1) // self._across)
        self._more_lines = more > lines
        if self._more_lines:
            self.beginInsertRows(QModelIndex(), lines, more - 1)

    @Slot()
    def _after_more(self) -> None:
        line = self.rowCount() - 1
        self._count = self._rows.rowCount()
        if self._more_lines:
            self.endInsertRows()
        if line >= 0:  # there may have been room at its end
            self.dataChanged.emit(self.index(line, 0), self.index(line, self._across - 1))

    @Slot()
    def _before_order(self) -> None:
        self.layoutAboutToBeChanged.emit()
        self._moving = self.persistentIndexList()
        places = np.array([self.row_at(index) for index in self._moving], np.int64)
        self._moving_keys = np.where(places < 0, -1, self._rows.keys[places]) if self._count else places

    @Slot()
    def _after_order(self) -> None:
        self._count = self._rows.rowCount()
        after = [self.place_of(row) for row in rows_of(self._moving_keys, self._rows.keys)]
        self.changePersistentIndexList(self._moving, after)
        self._moving = []
        self.layoutChanged.emit()

    @Slot()
    def _on_data(self) -> None:
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self._across - 1))
