"""The list of judged pictures: decodes what is visible and nothing else."""

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from alpaca_gui.gui.judging.judged_model import JudgedModel
from alpaca_gui.gui.picture_model import KEY
from alpaca_gui.gui.row_delegate import THUMBNAIL, RowDelegate
from alpaca_gui.gui.thumbnails import Thumbnails

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PictureRows(QTableView):
    """A table of one column; `chosen` gives the place of the current row or -1, `wanted` that of one double-clicked."""

    chosen = Signal(int)
    wanted = Signal(int)

    def __init__(self, model: JudgedModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.thumbnails = Thumbnails(model, int(THUMBNAIL * max(2.0, self.devicePixelRatioF())), self)
        self.thumbnails.arrived.connect(self._on_thumbnail)
        self._delegate = RowDelegate(self.thumbnails, self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Pictures behind what was clicked")
        self._look()
        self.setModel(model)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.doubleClicked.connect(self._on_double_click)

    def _look(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setAcceptDrops(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(RowDelegate.row_height(self.fontMetrics().height()))

    def choose(self, row: int) -> None:
        """Make a row the current one."""
        self.setCurrentIndex(self._model.index(row, 0))

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

    @Slot(int)
    def _on_thumbnail(self, _key: int) -> None:
        self.viewport().update()
