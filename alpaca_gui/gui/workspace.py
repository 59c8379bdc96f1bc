"""The window's inside: the histogram along the top, pictures on the left, the chosen one with its reading beside."""

from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.gui.arranging import Arranging
from alpaca_gui.gui.chosen_panel import ChosenPanel
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.filtering import Filtering
from alpaca_gui.gui.histogram_panel import HistogramPanel
from alpaca_gui.gui.list_header import ListHeader
from alpaca_gui.gui.picture_model import rows_of
from alpaca_gui.gui.record_views import RecordViews, ViewKind
from alpaca_gui.gui.room import Room
from alpaca_gui.gui.rule_setting import RuleSetting
from alpaca_gui.library.columns import Columns, Show
from alpaca_gui.library.query import Filter
from alpaca_gui.library.sorting import Keys

_NEXT_PART_MS: Final = 25
_LIST_WIDTH: Final = 340
_WIDE_WIDTH: Final = 560


class Workspace(QWidget):
    """Lays the panels out and wires them to a `Collection`; the row that is chosen is chosen for all of them."""

    chosen_changed = Signal()

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.collection = collection
        self._choose_row = 0
        self.header = ListHeader()
        self.histogram = HistogramPanel()
        self.views = RecordViews(collection.item_model, collection.columns)
        self.list, self.table, self.grid = self.views.list, self.views.table, self.views.grid
        self.chosen = chosen = ChosenPanel(collection, self.list.thumbnails)
        self.view, self.map, self.reading = chosen.view, chosen.map, chosen.reading
        self.label_bar, self.curve, self.controls = chosen.label_bar, chosen.curve, chosen.controls
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.arranging = Arranging(collection, self.header, self.table, self)
        self.filtering = Filtering(collection, self.header.filter, self.histogram, self)
        self.rule_setting = RuleSetting(collection, self.controls, self.histogram, self.curve, self)
        self._lay_out()
        self.room = Room(self, self.histogram, self._left, chosen)
        collection.changed.connect(self._refresh)
        collection.record_changed.connect(self._on_record)
        collection.model_opened.connect(self._on_model)
        collection.changes.rows_changed.connect(self._on_rows)
        self.views.current_changed.connect(self._on_chosen)
        self._refresh()

    def _lay_out(self) -> None:
        self._left = left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.views, 1)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.chosen)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([_LIST_WIDTH, 760])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.histogram)
        whole.addWidget(self.splitter, 1)

    @property
    def columns(self) -> Columns:
        """The rows."""
        return self.collection.columns

    # What a person asks of it.

    def remove_selected(self) -> None:
        """Take the selected rows off the list and choose the row that moves up to their place."""
        keys = self.views.selected_keys()
        if keys.size:
            self.collection.changes.remove(keys)

    def label_selected(self, label: int) -> None:
        """Label the selected pictures; one that carries the same label goes on to the next picture."""
        keys = self.views.selected_keys()
        if keys.size:
            self.collection.changes.set_label(keys, label)

    def readings(self) -> str:
        """Give the selected rows' readings as text, a line each."""
        return "\n".join(self.chosen.readings.text(int(key)) for key in self.views.selected_keys())

    def chosen_folder(self) -> Path | None:
        """Folder of the chosen picture; None where it is not a file."""
        return self.chosen.folder

    def show_view(self, kind: ViewKind) -> None:
        """Show list, table or grid, with the room that it needs."""
        self.views.show_kind(kind)
        left, right = self.splitter.sizes()
        wide = kind is not ViewKind.LIST
        if wide and left < _WIDE_WIDTH:
            self.splitter.setSizes([max(_WIDE_WIDTH, (left + right) * 6 // 10), right])
        elif not wide and left > _WIDE_WIDTH:
            self.splitter.setSizes([_LIST_WIDTH, left + right - _LIST_WIDTH])
        self.views.focus()

    def show_histogram(self, shown: bool) -> None:
        """Show the histogram wherever there is room for it, or hide it."""
        self.room.show_histogram(shown)

    def show_map(self, shown: bool) -> None:
        """Lay the exact map over the large picture, or take it off."""
        self.map.switch(shown)

    def set_filter(self, text: str) -> None:
        """Show only what a filter lets through, as if it had been typed."""
        self.header.filter.edit.setText(text)

    def choose_key(self, key: int) -> None:
        """Choose a row by its key; where a filter or another view hides it, that goes."""
        collection, shown = self.collection, self.collection.shown
        if key not in collection.item_model.keys:
            self.set_filter("")
            shown.set_filter(Filter())  # at once: what is typed acts after a pause
            shown.show_nearest(None)
            shown.arrange(shown.order, Show.ALL)
        rows = rows_of(np.array([key]), collection.item_model.keys)
        if rows[0] >= 0:
            self.views.choose(rows[0])

    # How it comes, changes its colours and goes.

    def appear(self) -> None:
        """Be drawn part by part when the page is turned to it, so that the window's thread is never away for all."""
        for part, wait in ((self.histogram, _NEXT_PART_MS), (self.curve, 2 * _NEXT_PART_MS)):
            part.setUpdatesEnabled(False)
            QTimer.singleShot(wait, part, partial(part.setUpdatesEnabled, True))

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self.histogram.restyle()
        self.table.restyle()
        self.header.filter.restyle()
        self.chosen.restyle()

    def close_threads(self) -> None:
        """End the threads that decode for display; a change of the rule or a note that was just made is kept."""
        self.rule_setting.keep()
        self.label_bar.finish_note()
        self.views.close_threads()
        self.chosen.close_threads()

    # What the collection and the views tell.

    @Slot(object)
    def _on_model(self, bundle: ModelBundle) -> None:
        self.chosen.show_model(bundle)
        self._refresh()

    @Slot(int)
    def _on_chosen(self, key: int) -> None:
        self.chosen.show_key(key)
        self.chosen_changed.emit()

    @Slot(int)
    def _on_record(self, key: int) -> None:
        self.views.refresh_thumbnail(key)
        if key == self.chosen.key:
            self.chosen.show_picture()

    @Slot(object)
    def _on_rows(self, keys: Keys) -> None:
        if self.chosen.key in keys:
            self.chosen.show_label()
            # Where they go off the list, by being removed or by the filter, the row that moves up is chosen.
            first = np.isin(self.collection.item_model.keys, keys)
            self._choose_row = int(first.argmax()) if first.size else 0

    @Slot()
    def _refresh(self) -> None:
        self.arranging.refresh()
        self.rule_setting.show_rule()
        self.views.say_nothing(bool(self.collection.count) and not self.collection.item_model.rowCount())
        self.histogram.show_spread(self.columns.spread(), self.collection.rule)
        if self.views.current_key() < 0:
            last = self.collection.item_model.rowCount() - 1
            if last >= 0:
                self.views.choose(min(self._choose_row, last))
            else:
                self._on_chosen(-1)
        self._choose_row = 0
        self.chosen.refresh()
