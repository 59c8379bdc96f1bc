"""The thumbnail view: as many pictures in a line as there is room for, over the same rows as the list."""

import numpy as np
from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from alpaca_gui.gui.cell_delegate import CELL, CellDelegate
from alpaca_gui.gui.grid_model import GridModel
from alpaca_gui.gui.picture_model import PictureModel
from alpaca_gui.gui.thumbnails import Sources, Thumbnails
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
        self._key = -1
        self.thumbnails = Thumbnails(sources, _SIDE, self)
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
        self._grid.modelReset.connect(self._on_reset)
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
        self.setCurrentIndex(self._grid.place_of(row))

    def show_key(self, key: int) -> None:
        """Make the picture of a key the chosen one, where it is shown."""
        row = self._rows.row_of(key) if key >= 0 else None
        if row is not None and key != self.current_key():
            self.choose(row)

    def selected_keys(self) -> Keys:
        """Keys of all selected pictures, in their order."""
        across = self._grid.across
        rows = [
            (np.arange(r.top(), r.bottom() + 1)[:, np.newaxis] * across + np.arange(r.left(), r.right() + 1)).ravel()
            for r in self.selectionModel().selection().toList()
        ]
        if not rows:
            return np.empty(0, np.int64)
        found = np.unique(np.concatenate(rows))
        keys: Keys = self._rows.keys[found[found < self._rows.rowCount()]]
        return keys

    def step(self, by: int) -> None:
        """Choose the picture ``by`` places further on, as far as there are pictures."""
        last = self._rows.rowCount() - 1
        if last >= 0:
            self.choose(max(0, min(last, self._grid.row_at(self.currentIndex()) + by)))

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
            case _:
                found = super().moveCursor(action, modifiers)
                row = self._grid.row_at(found)
                return found if row >= 0 else self._grid.place_of(last)
        return self._grid.place_of(max(0, min(last, row)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many pictures in a line as fit."""
        super().resizeEvent(event)
        self._grid.set_across(max(1, self.viewport().width() // CELL))

    def changeEvent(self, event: QEvent) -> None:
        """Give a larger font the room that it needs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.verticalHeader().setDefaultSectionSize(CellDelegate.height(self.fontMetrics().height()))

    @Slot()
    def _on_reset(self) -> None:
        """The same picture stays the chosen one, wherever it stands now."""
        row = self._rows.row_of(self._key) if self._key >= 0 else None
        if row is not None:
            key = self._key
            self.choose(row)
            self._key = key

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = self._grid.row_at(current)
        if row >= 0:
            self._key = int(self._rows.keys[row])
            self.current_changed.emit(self._key)

    @Slot(int)
    def _on_thumbnail(self, _key: int) -> None:
        self.viewport().update()
