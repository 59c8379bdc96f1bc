"""The list on the left: a table of one column, driven with the mouse or the arrow keys."""

import numpy as np
from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from alpaca_gui.gui.picture_model import PictureModel
from alpaca_gui.gui.row_delegate import THUMBNAIL, RowDelegate
from alpaca_gui.gui.thumbnails import Thumbnails
from alpaca_gui.library.columns import Columns, Keys


class PictureList(QTableView):
    """Shows the rows of a `PictureModel`; `current_changed` gives the key of the chosen row, or -1."""

    current_changed = Signal(int)

    def __init__(self, model: PictureModel, columns: Columns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.thumbnails = Thumbnails(columns, int(THUMBNAIL * max(2.0, self.devicePixelRatioF())), self)
        self.thumbnails.arrived.connect(self._on_thumbnail)
        self._delegate = RowDelegate(self.thumbnails, self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Pictures")
        self._look()
        self.setModel(model)
        self.selectionModel().currentRowChanged.connect(self._on_current)

    def _look(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setAcceptDrops(False)
        self.setCornerButtonEnabled(False)
        self.setMinimumWidth(260)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(RowDelegate.row_height(self.fontMetrics().height()))

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

    def choose(self, row: int) -> None:
        """Make a row the current and only selected one."""
        self.setCurrentIndex(self._model.index(row, 0))

    def step(self, by: int) -> None:
        """Choose the row ``by`` rows further down, as far as there are rows."""
        last = self._model.rowCount() - 1
        if last >= 0:
            self.choose(max(0, min(last, self.currentIndex().row() + by)))

    def moveCursor(  # noqa: N802 - Qt's own method
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Go to the first and the last row with Home and End; a table would go to the ends of the row."""
        match action:
            case QAbstractItemView.CursorAction.MoveHome:
                return self._model.index(0, 0)
            case QAbstractItemView.CursorAction.MoveEnd:
                return self._model.index(self._model.rowCount() - 1, 0)
            case _:
                return super().moveCursor(action, modifiers)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.current_changed.emit(self._model.key_at(current) if current.isValid() else -1)

    @Slot(int)
    def _on_thumbnail(self, _key: int) -> None:
        self.viewport().update()
