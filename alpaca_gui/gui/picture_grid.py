"""The thumbnail view: as many pictures in a line as there is room for, over the same rows as the list."""

import numpy as np
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from alpaca_gui.gui.cell_delegate import CELL, PICTURE_HEIGHT, PICTURE_WIDTH, CellDelegate
from alpaca_gui.gui.grid_model import GridModel
from alpaca_gui.gui.picture_model import PictureModel
from alpaca_gui.gui.selecting import Rows, choose_alone, rows_in, selection_of
from alpaca_gui.gui.thumbnails import Sources, Thumbnails
from alpaca_gui.gui.visible import visible_rows
from alpaca_gui.library.sorting import Keys

_SIDE = 256


class PictureGrid(QTableView):
    """A table whose cells are pictures; `current_changed` gives the key of the chosen one, or -1.

    A table since that stays quick with a million pictures, where Qt's own icon view takes seconds.
    """

    current_changed = Signal(int)

    def __init__(self, model: PictureModel, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._grid = GridModel(model, self)
        ratio = self.devicePixelRatioF()
        width, height = (min(_SIDE, round(side * ratio)) for side in (PICTURE_WIDTH, PICTURE_HEIGHT))
        self.thumbnails = Thumbnails(sources, width, self, height=height)
        self.thumbnails.arrived.connect(self._on_thumbnail)
        self._delegate = CellDelegate(self.thumbnails, self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Grid of pictures")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMinimumWidth(260)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        lines = self.verticalHeader()
        lines.hide()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setDefaultSectionSize(CellDelegate.height(self.fontMetrics().height()))
        self.setModel(self._grid)
        self.selectionModel().currentChanged.connect(self._on_current)

    @property
    def across(self) -> int:
        """How many pictures stand in a line."""
        return self._grid.across

    def current_key(self) -> int:
        """Key of the chosen picture, -1 where there is none."""
        row = self._grid.row_at(self.currentIndex())
        return int(self._rows.keys[row]) if row >= 0 else -1

    def choose(self, row: int) -> None:
        """Make the picture of a row the current and only selected one."""
        choose_alone(self, self._grid.place_of(row))

    def current_row(self) -> int:
        """Row of the chosen picture, -1 where there is none."""
        return self._grid.row_at(self.currentIndex())

    def selected_keys(self) -> Keys:
        """Keys of all selected pictures, in their order."""
        keys: Keys = self._rows.keys[self._selected()]
        return keys

    def _selected(self) -> Rows:
        return rows_in(self.selectionModel().selection(), self.across, self._rows.rowCount())

    def select(self, rows: Rows, *, current: bool = False) -> None:
        """Select rows, rising, and no others; the current one alone where they lie in too many pieces.

        With ``current`` the first of them becomes the current one.
        """
        flags = QItemSelectionModel.SelectionFlag
        if current and rows.size:
            self.selectionModel().setCurrentIndex(self._grid.place_of(int(rows[0])), flags.NoUpdate)
        selection = selection_of(rows, self._grid, self.across)
        if selection is not None:
            self.selectionModel().select(selection, flags.ClearAndSelect)
        else:
            self.selectionModel().select(self.currentIndex(), flags.ClearAndSelect)

    def moveCursor(  # noqa: N802 - Qt's own method
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Go on from the end of a line to the next, and to the first and last picture with Home and End."""
        last = self._rows.rowCount() - 1
        row = self._grid.row_at(self.currentIndex())
        match action:
            case QAbstractItemView.CursorAction.MoveHome:
                row = 0
            case QAbstractItemView.CursorAction.MoveEnd:
                row = last
            case QAbstractItemView.CursorAction.MoveRight | QAbstractItemView.CursorAction.MoveNext:
                row += 1
            case QAbstractItemView.CursorAction.MoveLeft | QAbstractItemView.CursorAction.MovePrevious:
                row -= 1
            case QAbstractItemView.CursorAction.MoveDown if row // self.across < last // self.across:
                row += self.across  # into the last line's gap: to the last picture
            case _:
                found = super().moveCursor(action, modifiers)
                row = self._grid.row_at(found)
                return found if row >= 0 else self._grid.place_of(last)
        return self._grid.place_of(max(0, min(last, row)))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:  # noqa: N802 - Qt's own
        """Select from one picture to another line by line, as they are read; a table would select a rectangle."""
        ends = sorted(self._grid.row_at(self.indexAt(point)) for point in (rect.topLeft(), rect.bottomRight()))
        first, last = ends if ends[0] >= 0 else (ends[1], self._rows.rowCount() - 1)
        rows = np.arange(first, last + 1) if first >= 0 else np.empty(0, np.int64)
        self.selectionModel().select(selection_of(rows, self._grid, self.across) or QItemSelection(), command)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many pictures in a line as fit."""
        super().resizeEvent(event)
        across = max(1, self.viewport().width() // CELL)
        if across != self.across:
            row, rows = self._grid.row_at(self.currentIndex()), self._selected()
            self._grid.set_across(across)
            self.selectionModel().setCurrentIndex(self._grid.place_of(row), QItemSelectionModel.SelectionFlag.NoUpdate)
            self.select(rows)
            self.scrollTo(self.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        """Give a larger font the room that it needs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.verticalHeader().setDefaultSectionSize(CellDelegate.height(self.fontMetrics().height()))

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = self._grid.row_at(current)
        self.current_changed.emit(int(self._rows.keys[row]) if row >= 0 else -1)

    @Slot(int)
    def _on_thumbnail(self, key: int) -> None:
        across, lines = self._grid.across, visible_rows(self)
        first = lines.start * across
        found = np.flatnonzero(self._rows.keys[first : lines.stop * across] == key)
        if found.size:
            self.update(self._grid.place_of(first + int(found[0])))
