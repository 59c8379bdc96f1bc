"""The three views of the same rows: list, table and grid; one of them is shown, and the chosen picture is one for all."""

from enum import StrEnum

import numpy as np
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QTableView, QWidget

from alpaca_gui.gui.picture_grid import PictureGrid
from alpaca_gui.gui.picture_list import PictureList
from alpaca_gui.gui.picture_model import PictureModel
from alpaca_gui.gui.picture_table import PictureTable
from alpaca_gui.library.columns import Columns
from alpaca_gui.library.sorting import Keys


class ViewKind(StrEnum):
    """How rows are shown."""

    LIST = "list"
    TABLE = "table"
    GRID = "grid"


class RecordViews(QStackedWidget):
    """Holds the views; `current_changed` gives the key of the chosen picture, or -1."""

    current_changed = Signal(int)

    def __init__(self, model: PictureModel, columns: Columns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.list = PictureList(model, columns)
        self.table = PictureTable(model, self.list.selectionModel())
        self.grid = PictureGrid(model, columns)
        self._kinds: dict[ViewKind, QTableView] = {
            ViewKind.LIST: self.list,
            ViewKind.TABLE: self.table,
            ViewKind.GRID: self.grid,
        }
        for view in self._kinds.values():
            self.addWidget(view)
        self.list.current_changed.connect(self._on_row)
        self.grid.current_changed.connect(self._on_cell)
        self._scrolled = QTimer(self, singleShot=True, interval=0)
        self._scrolled.timeout.connect(self._wish_for_visible)
        for view in (self.list, self.grid):
            view.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def kind(self) -> ViewKind:
        """Which view is shown."""
        return next(kind for kind, view in self._kinds.items() if view is self.currentWidget())

    def show_kind(self, kind: ViewKind) -> None:
        """Show a view; the chosen picture stays the same."""
        key, had_focus = self.current_key(), self.view.hasFocus()
        self.setCurrentWidget(self._kinds[kind])
        row = self._model.row_of(key) if key >= 0 else None
        if row is not None and key != self.current_key():
            self.choose(row)
        if row is not None:
            self.view.scrollTo(self.view.currentIndex())
        if had_focus:
            self.view.setFocus()

    @property
    def view(self) -> QTableView:
        """The view that is shown."""
        return self._kinds[self.kind]

    def add_actions(self, actions: list[QAction]) -> None:
        """Give every view commands: in its context menu, and by their keys while it has the focus."""
        for view in self._kinds.values():
            view.addActions(actions)

    def current_key(self) -> int:
        """Key of the chosen picture, -1 where there is none."""
        return self.grid.current_key() if self.kind is ViewKind.GRID else self.list.current_key()

    def selected_keys(self) -> Keys:
        """Keys of all selected pictures, in their order."""
        return self.grid.selected_keys() if self.kind is ViewKind.GRID else self.list.selected_keys()

    def choose(self, row: int) -> None:
        """Make the picture of a row the current and only selected one."""
        if self.kind is ViewKind.GRID:
            self.grid.choose(row)
        else:
            self.list.choose(row)

    def step(self, by: int) -> None:
        """Choose the picture ``by`` rows further down, as far as there are rows."""
        if self.kind is ViewKind.GRID:
            self.grid.step(by)
        else:
            self.list.step(by)

    def select_all(self) -> None:
        """Select all pictures that are shown."""
        self.view.selectAll()

    def focus(self) -> None:
        """Let the keys go to the view that is shown."""
        self.view.setFocus()

    def refresh_thumbnail(self, key: int) -> None:
        """Have a thumbnail that could not be made tried again."""
        for view in (self.list, self.grid):
            view.thumbnails.refresh(key)

    def close_threads(self) -> None:
        """End the threads that decode for display."""
        for view in (self.list, self.grid):
            view.thumbnails.close()

    @Slot(int)
    def _on_row(self, key: int) -> None:
        if self.kind is not ViewKind.GRID:
            self.current_changed.emit(key)

    @Slot(int)
    def _on_cell(self, key: int) -> None:
        if self.kind is ViewKind.GRID:
            self.current_changed.emit(key)

    @Slot()
    def _on_scrolled(self) -> None:
        self._scrolled.start()

    @Slot()
    def _wish_for_visible(self) -> None:
        """Let go of the wishes for thumbnails of what has scrolled out of sight."""
        view = self.grid if self.kind is ViewKind.GRID else self.list
        port = view.viewport().height()
        first, last = view.rowAt(0), view.rowAt(port - 1)
        if first < 0:
            return
        across = self.grid.across if view is self.grid else 1
        last = view.model().rowCount() - 1 if last < 0 else last
        rows = np.arange(first * across, min((last + 1) * across, self._model.rowCount()))
        view.thumbnails.only(set(self._model.keys[rows].tolist()))
