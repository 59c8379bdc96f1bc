"""The three views of the same rows: list, table and grid; one is shown, and the chosen picture is one for all."""

from enum import StrEnum
from typing import Final

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QTableView, QWidget

from alpaca_gui.gui.picture_grid import PictureGrid
from alpaca_gui.gui.picture_list import PictureList
from alpaca_gui.gui.picture_model import PictureModel
from alpaca_gui.gui.picture_table import PictureTable
from alpaca_gui.gui.selecting import Rows, choose_alone
from alpaca_gui.library.columns import Columns
from alpaca_gui.library.sorting import Keys

NOTHING_SHOWN: Final = "No picture passes the filter."


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
        self.nothing = QLabel(NOTHING_SHOWN, self)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self.nothing.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.nothing.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._kept: Keys | None = None
        model.about_to_arrange.connect(self._keep_selection)
        model.layoutChanged.connect(self._select_again)  # after the views themselves
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
        """Show a view; what is chosen and selected stays the same."""
        before, had_focus = self._chooser, self.view.hasFocus()
        row, selected = self.current_row(), self.selected_keys()
        self.setCurrentWidget(self._kinds[kind])
        after = self._chooser
        if after is not before:
            before.selectionModel().clear()
        if row >= 0:
            self.choose(row)  # a view goes on from there with Shift
            after.select(self._rows_of(selected))
            self.view.scrollTo(self.view.currentIndex())
        if had_focus:
            self.view.setFocus()

    @property
    def _chooser(self) -> PictureList | PictureGrid:
        """The view that knows what is chosen; the table shares that with the list."""
        return self.grid if self.kind is ViewKind.GRID else self.list

    def _rows_of(self, keys: Keys) -> Rows:
        """Rows, rising, in which keys are shown."""
        shown = self._model.keys
        if keys.size == 1:
            return np.flatnonzero(shown == keys[0])
        wanted = np.zeros(int(max(keys.max(initial=0), shown.max(initial=0))) + 1, np.bool_)
        wanted[keys] = True
        return np.flatnonzero(wanted[shown])

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
        return self._chooser.current_key()

    def current_row(self) -> int:
        """Row of the chosen picture, -1 where there is none."""
        return self._chooser.current_row()

    def selected_keys(self) -> Keys:
        """Keys of all selected pictures, in their order."""
        return self._chooser.selected_keys()

    def choose(self, row: int) -> None:
        """Make the picture of a row the current and only selected one."""
        if self.kind is ViewKind.GRID:
            self.grid.choose(row)
        else:
            choose_alone(self.view, self._model.index(row, 0))

    def step(self, by: int) -> None:
        """Choose the picture ``by`` rows further down, as far as there are rows."""
        last = self._model.rowCount() - 1
        if last >= 0:
            self.choose(max(0, min(last, self.current_row() + by)))

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

    def say_nothing(self, said: bool) -> None:
        """Say in the view, or do not, that no picture is shown."""
        self.nothing.setVisible(said)
        self.nothing.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is said in the middle."""
        super().resizeEvent(event)
        self.nothing.setGeometry(self.rect().adjusted(20, 20, -20, -20))

    @Slot()
    def _keep_selection(self) -> None:
        """Carry a selection of several rows to where they will stand.

        Qt would hold a place for each of their cells, gigabytes where all but one of a million are selected; and of a
        selection of all rows it would keep nothing that makes sense when some of them go.
        """
        selection = self._chooser.selectionModel()
        if not selection.selection().isEmpty() and (keys := self._chooser.selected_keys()).size > 1:
            self._kept = keys
            blocker = QSignalBlocker(selection)
            selection.clearSelection()
            blocker.unblock()

    @Slot()
    def _select_again(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None:
            rows = self._rows_of(kept)
            self._chooser.select(rows, current=self._chooser.current_row() < 0)

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
