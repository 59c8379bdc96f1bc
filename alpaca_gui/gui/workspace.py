"""The window's inside: the histogram along the top, pictures on the left, the chosen one with its reading beside."""

from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.familiar_words import MARK, unlike_note
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.curve_panel import CurvePanel
from alpaca_gui.gui.histogram_panel import HistogramPanel
from alpaca_gui.gui.label_bar import LabelBar
from alpaca_gui.gui.list_header import ORDER_WORDS, SHOW_WORDS, ListHeader
from alpaca_gui.gui.map_overlay import MapOverlay
from alpaca_gui.gui.picture_model import rows_of
from alpaca_gui.gui.picture_view import PictureView
from alpaca_gui.gui.reading_panel import ReadingPanel
from alpaca_gui.gui.record_views import RecordViews, ViewKind
from alpaca_gui.gui.rule_controls import RuleControls
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.library.columns import NO_LABEL, Columns, Order, Show
from alpaca_gui.library.query import Filter, Range, Term
from alpaca_gui.library.record import Record
from alpaca_gui.library.sorting import Keys
from alpaca_gui.logit.verdict import Decision, Rule, judge
from alpaca_gui.logit.words import logit_text, probability_text, sentence

_SETTLED_MS: Final = 500
_BRUSH_MS: Final = 40
_NEXT_PART_MS: Final = 25
_LIST_WIDTH: Final = 340
_WIDE_WIDTH: Final = 560
NO_EXACT_MAP: Final = "This model has no exact map."


class Workspace(QWidget):
    """Wires the panels to a `Collection`."""

    chosen_changed = Signal()

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.collection = collection
        self._key = -1
        self._choose_row = 0
        self._answers = {Decision.YES: "Yes", Decision.NO: "No", Decision.UNSURE: "Unsure"}
        self.header = ListHeader()
        self.histogram = HistogramPanel()
        self.views = RecordViews(collection.item_model, collection.columns)
        self.list, self.table, self.grid = self.views.list, self.views.table, self.views.grid
        self.view = PictureView()
        self.map = MapOverlay(self.view, self)
        self.reading = ReadingPanel()
        self.label_bar = LabelBar()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.curve = CurvePanel()
        self.controls = RuleControls()
        self.order_actions = _choices(self, ORDER_WORDS)
        self.show_actions = _choices(self, SHOW_WORDS)
        self._lay_out()
        self._wire()
        self._refresh()

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.views, 1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(14, 12, 14, 10)
        column.setSpacing(8)
        column.addWidget(self.view, 3)
        column.addWidget(self.reading)
        column.addWidget(self.label_bar)
        column.addWidget(self.curve, 2)
        column.addWidget(self.controls)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([_LIST_WIDTH, 760])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.histogram)
        whole.addWidget(self.splitter, 1)

    def _wire(self) -> None:
        collection = self.collection
        collection.changed.connect(self._refresh)
        collection.record_changed.connect(self._on_record)
        collection.model_opened.connect(self._on_model)
        collection.rows_changed.connect(self._on_rows)
        self.views.current_changed.connect(self._on_chosen)
        self.table.order_chosen.connect(self._on_order)
        self.label_bar.label_chosen.connect(self._on_label)
        self.label_bar.note_written.connect(self._on_note)
        self.histogram.threshold_dragged.connect(self._on_threshold)
        self.histogram.band_dragged.connect(self._on_band)
        self.histogram.brush_changed.connect(self._on_brush)
        self._brushed = QTimer(self, singleShot=True, interval=_BRUSH_MS)
        self._brushed.timeout.connect(self._filter_by_brush)
        field = self.header.filter
        field.set_names(self._names)
        field.set_saved(collection.saved_filters)
        field.filter_changed.connect(self._on_filter)
        field.kept.connect(collection.remember_filter)
        field.named.connect(collection.name_filter)
        field.forgotten.connect(collection.forget_filter)
        self.header.order_chosen.connect(self._on_order)
        self.header.show_chosen.connect(self._on_show)
        self.order_actions.triggered.connect(self._on_order_action)
        self.show_actions.triggered.connect(self._on_show_action)
        self.controls.changed.connect(self._on_rule)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._on_settled)
        for plot in (self.histogram, self.curve):
            plot.drag_ended.connect(self._on_settled)
        self.curve.threshold_dragged.connect(self._on_threshold)
        self.curve.band_dragged.connect(self._on_band)

    def restore_order(self, order: str) -> None:
        """Sort as in an earlier session."""
        if order in set(Order):
            self._on_order(Order(order))

    def remove_selected(self) -> None:
        """Take the selected rows off the list and choose the row that moves up to their place."""
        keys = self.views.selected_keys()
        if keys.size:
            self.collection.remove(keys)

    def chosen_folder(self) -> Path | None:
        """Folder of the chosen picture; None where it is not a file."""
        source = self.columns.source(self._key) if self._key >= 0 else None
        return source.path.absolute().parent if isinstance(source, FileSource) else None

    @property
    def columns(self) -> Columns:
        """The rows."""
        return self.collection.columns

    def label_selected(self, label: int) -> None:
        """Label the selected pictures; one that carries the same label goes on to the next picture."""
        keys = self.views.selected_keys()
        if keys.size:
            self.collection.set_label(keys, label)

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
        """Show or hide the histogram."""
        self.histogram.setVisible(shown)

    def set_filter(self, text: str) -> None:
        """Show only what a filter lets through, as if it had been typed."""
        self.header.filter.edit.setText(text)

    def appear(self) -> None:
        """Be drawn part by part when the page is turned to it, so that the window's thread is never away for all."""
        for part, wait in ((self.histogram, _NEXT_PART_MS), (self.curve, 2 * _NEXT_PART_MS)):
            part.setUpdatesEnabled(False)
            QTimer.singleShot(wait, part, partial(part.setUpdatesEnabled, True))

    def choose_key(self, key: int) -> None:
        """Choose a row by its key; where a filter or another view hides it, that goes."""
        collection = self.collection
        if key not in collection.item_model.keys:
            self.set_filter("")
            collection.set_filter(Filter())  # at once: what is typed acts after a pause
            collection.show_nearest(None)
            collection.arrange(collection.order, Show.ALL)
        rows = rows_of(np.array([key]), collection.item_model.keys)
        if rows[0] >= 0:
            self.views.choose(rows[0])

    def show_map(self, shown: bool) -> None:
        """Lay the exact map over the large picture, or take it off."""
        self.map.switch(shown)

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self.histogram.restyle()
        self.table.restyle()
        self.header.filter.restyle()
        self.curve.restyle()
        self._show_reading()

    def close_threads(self) -> None:
        """End the threads that decode for display; a change of the rule that was just made is kept."""
        self._settled.stop()
        self.collection.keep_rule()
        self.label_bar.finish_note()
        self.views.close_threads()
        self.map.close()
        self.view.close_loader()

    def readings(self) -> str:
        """Give the selected rows' readings as text, a line each."""
        return "\n".join(self._reading_of(int(key)) for key in self.views.selected_keys())

    def _reading_of(self, key: int) -> str:
        name, record = self.columns.source(key).name, self.columns.record(key)
        if record is None or record.logit is None:
            return f"{name}: {'not classified' if record is None else record.error}"
        verdict = judge(record.logit, self.collection.rule)
        return (
            f"{name}: logit {logit_text(verdict.logit)}, probability {probability_text(verdict.log_odds)}, "
            f"{self._answers[verdict.decision]}; {sentence(verdict)}"
        )

    @Slot(object)
    def _on_model(self, bundle: ModelBundle) -> None:
        card = bundle.card
        self._answers = {Decision.YES: f"Yes, {card.yes}", Decision.NO: f"No, {card.no}", Decision.UNSURE: "Unsure"}
        self.reading.show_model_note("" if card.exact_map else NO_EXACT_MAP)
        self.map.open(bundle)
        self.controls.set_usual(card.rule)
        self._refresh()

    @Slot(object)
    def _on_order(self, order: Order) -> None:
        self.collection.arrange(order, self.collection.show)

    @Slot(object)
    def _on_show(self, show: Show) -> None:
        self.collection.arrange(self.collection.order, show)

    @Slot(QAction)
    def _on_order_action(self, action: QAction) -> None:
        self._on_order(Order(action.data()))

    @Slot(QAction)
    def _on_show_action(self, action: QAction) -> None:
        self._on_show(Show(action.data()))

    @Slot(object)
    def _on_rule(self, rule: Rule) -> None:
        self._set_rule(rule)

    def _set_rule(self, rule: Rule) -> None:
        """Read with another rule at once; it is one step to undo when a person has stopped changing it."""
        if rule != self.collection.rule:
            self.collection.set_rule(rule)
            self._settled.start()

    @Slot()
    def _on_settled(self) -> None:
        if self.histogram.dragging or self.curve.dragging:
            self._settled.start()
        else:
            self._settled.stop()
            self.collection.keep_rule()

    @Slot(float)
    def _on_threshold(self, threshold: float) -> None:
        rule = self.collection.rule
        self._set_rule(Rule(threshold, rule.band, rule.temperature))

    @Slot(float)
    def _on_band(self, band: float) -> None:
        rule = self.collection.rule
        self._set_rule(Rule(rule.threshold, band, rule.temperature))

    @Slot(int)
    def _on_chosen(self, key: int) -> None:
        if key != self._key:
            self.label_bar.finish_note()
            self._key = key
            self._show_picture()
        self._show_reading()
        self._show_label()
        self._show_curve()
        self.chosen_changed.emit()

    @Slot(int)
    def _on_label(self, label: int) -> None:
        if self._key >= 0:
            self.collection.set_label(np.array([self._key]), label)

    @Slot(str)
    def _on_note(self, note: str) -> None:
        if self._key >= 0:
            self.collection.set_note(self._key, note)

    @Slot(object)
    def _on_rows(self, keys: Keys) -> None:
        if self._key in keys:
            self._show_label()
            # Where they go off the list, by being removed or by the filter, the row that moves up is chosen.
            first = np.isin(self.collection.item_model.keys, keys)
            self._choose_row = int(first.argmax()) if first.size else 0

    @Slot(object)
    def _on_filter(self, wanted: Filter) -> None:
        self.collection.set_filter(wanted)
        self.histogram.show_brush(_range_of(wanted))

    @Slot(object)
    def _on_brush(self, _range: object) -> None:
        if not self._brushed.isActive():
            self._brushed.start()

    @Slot()
    def _filter_by_brush(self) -> None:
        brush = self.histogram.brush
        wanted = self.collection.filter.without("logit")
        if brush is not None:
            wanted = wanted.with_term(Term("logit", Range(*brush)))
        self.header.filter.show_filter(wanted)
        self.collection.set_filter(wanted)

    def _names(self) -> tuple[list[str], list[str]]:
        """Names that a filter can speak of: those of the models and of the first folders."""
        return self.columns.models, self.collection.folder_names

    @Slot(int)
    def _on_record(self, key: int) -> None:
        self.views.refresh_thumbnail(key)
        if key == self._key:
            self._show_picture()

    @Slot()
    def _refresh(self) -> None:
        self.header.show_state(self.collection.order, self.collection.show, self.columns.counts(self.collection.rule))
        _check(self.order_actions, self.collection.order)
        _check(self.show_actions, self.collection.show)
        self.controls.show_rule(self.collection.rule)
        self.table.show_order(self.collection.order)
        self.views.say_nothing(bool(self.collection.count) and not self.collection.item_model.rowCount())
        self.histogram.show_spread(self.columns.spread(), self.collection.rule)
        if self.views.current_key() < 0:
            last = self.collection.item_model.rowCount() - 1
            if last >= 0:
                self.views.choose(min(self._choose_row, last))
            else:
                self._on_chosen(-1)
        self._choose_row = 0
        self._show_reading()
        self._show_label()
        self._show_curve()

    def _show_picture(self) -> None:
        if self._key < 0:
            self.view.show_message("No picture is chosen.")
            self.map.look_away()
            return
        record = self.columns.record(self._key)
        if record is not None and record.error is not None:
            self.view.show_message("There is no picture to show.")
            self.map.look_away()
            return
        source = self.columns.source(self._key)
        self.view.show_picture(self._key, source, self.list.thumbnails.get(self._key))
        self.map.look(self._key, source)

    def _show_reading(self) -> None:
        key = self._key
        if key < 0:
            self.reading.clear()
            return
        record = self.columns.record(key)
        if record is None or record.logit is None:
            sign = self.collection.item_model.sign(key)
            self.reading.show_sign(sign, "" if record is None else record.error or "")
            return
        self.reading.show_verdict(
            judge(record.logit, self.collection.rule), self._with_mark(key, record), self._answers
        )

    def _with_mark(self, key: int, record: Record) -> Record:
        """Put the mark "unlike the training pictures" among the notes of a picture that carries it."""
        familiarity = self.collection.familiarity
        if record.unlike is None or not self.collection.item_model.unlike(key):
            return record
        note = "" if familiarity is None else unlike_note(familiarity, record.unlike)
        return replace(record, notes=(*record.notes, note or f"{MARK.capitalize()}."))

    def _show_label(self) -> None:
        key = self._key
        able = key >= 0 and self.collection.library.write
        label = int(self.columns.label[key]) if key >= 0 else NO_LABEL
        self.label_bar.show_label(label, self.columns.person_notes.get(key, ""), able=able)

    def _show_curve(self) -> None:
        columns = self.columns
        shown = columns.spread().logits
        chosen = float(columns.logit[self._key]) if self._key >= 0 else float("nan")
        self.curve.show_logits(shown, chosen if np.isfinite(chosen) else None, self.collection.rule)


def _range_of(wanted: Filter) -> tuple[float, float] | None:
    """Give the range of logits that a filter asks for, where it is one plain range with two ends."""
    terms = wanted.of("logit")
    if len(terms) != 1 or terms[0].negated or not isinstance(terms[0].value, Range):
        return None
    low, high = terms[0].value.low, terms[0].value.high
    return (low, high) if np.isfinite([low, high]).all() else None


def _choices(parent: QWidget, words: dict[Order, str] | dict[Show, str]) -> QActionGroup:
    group = QActionGroup(parent)
    for value, word in words.items():
        action = group.addAction(word)
        action.setCheckable(True)
        action.setData(value.value)
    return group


def _check(group: QActionGroup, value: StrEnum) -> None:
    for action in group.actions():
        action.setChecked(action.data() == value.value)
