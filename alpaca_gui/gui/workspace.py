"""The window's inside once there are pictures: the list on the left, the chosen one and its reading on the right."""

from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.curve_panel import CurvePanel
from alpaca_gui.gui.list_header import ORDER_WORDS, SHOW_WORDS, ListHeader
from alpaca_gui.gui.picture_list import PictureList
from alpaca_gui.gui.picture_view import PictureView
from alpaca_gui.gui.reading_panel import ReadingPanel
from alpaca_gui.gui.rule_controls import RuleControls
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.library.columns import Columns, Order, Show
from alpaca_gui.library.state import State
from alpaca_gui.logit.verdict import Decision, Rule, judge
from alpaca_gui.logit.words import logit_text, probability_text, sentence

_SETTLED_MS: Final = 500
NO_EXACT_MAP: Final = "This model has no exact map."


class Workspace(QSplitter):
    """Wires the panels to a `Collection`."""

    chosen_changed = Signal()

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.collection = collection
        self._key = -1
        self._choose_row = 0
        self._answers = {Decision.YES: "Yes", Decision.NO: "No", Decision.UNSURE: "Unsure"}
        self.header = ListHeader()
        self.list = PictureList(collection.item_model, collection.columns)
        self.view = PictureView()
        self.reading = ReadingPanel()
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
        column.addWidget(self.list, 1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(14, 12, 14, 10)
        column.setSpacing(8)
        column.addWidget(self.view, 3)
        column.addWidget(self.reading)
        column.addWidget(self.curve, 2)
        column.addWidget(self.controls)
        self.addWidget(left)
        self.addWidget(right)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        self.setSizes([340, 760])

    def _wire(self) -> None:
        collection = self.collection
        collection.changed.connect(self._refresh)
        collection.record_changed.connect(self._on_record)
        collection.model_opened.connect(self._on_model)
        self.list.current_changed.connect(self._on_chosen)
        self.header.order_chosen.connect(self._on_order)
        self.header.show_chosen.connect(self._on_show)
        self.order_actions.triggered.connect(self._on_order_action)
        self.show_actions.triggered.connect(self._on_show_action)
        self.controls.changed.connect(self._on_rule)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(collection.keep_rule)
        self.curve.threshold_dragged.connect(self._on_threshold)
        self.curve.band_dragged.connect(self._on_band)

    def restore_order(self, order: str) -> None:
        """Sort as in an earlier session."""
        if order in set(Order):
            self._on_order(Order(order))

    def remove_selected(self) -> None:
        """Take the selected rows off the list and choose the row that moves up to their place."""
        keys = self.list.selected_keys()
        if not keys.size:
            return
        self._choose_row = self.collection.item_model.row_of(int(keys[0])) or 0
        self.collection.remove(keys)

    def chosen_folder(self) -> Path | None:
        """Folder of the chosen picture; None where it is not a file."""
        source = self.columns.source(self._key) if self._key >= 0 else None
        return source.path.absolute().parent if isinstance(source, FileSource) else None

    @property
    def columns(self) -> Columns:
        """The rows."""
        return self.collection.columns

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self.curve.restyle()
        self._show_reading()

    def close_threads(self) -> None:
        """End the threads that decode for display; a change of the rule that was just made is kept."""
        if self._settled.isActive():
            self._settled.stop()
            self.collection.keep_rule()
        self.list.thumbnails.close()
        self.view.close_loader()

    def readings(self) -> str:
        """Give the selected rows' readings as text, a line each."""
        return "\n".join(self._reading_of(int(key)) for key in self.list.selected_keys())

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
            self._key = key
            self._show_picture()
        self._show_reading()
        self._show_curve()
        self.chosen_changed.emit()

    @Slot(int)
    def _on_record(self, key: int) -> None:
        self.list.thumbnails.refresh(key)
        if key == self._key:
            self._show_picture()

    @Slot()
    def _refresh(self) -> None:
        self.header.show_state(self.collection.order, self.collection.show, self.columns.counts(self.collection.rule))
        _check(self.order_actions, self.collection.order)
        _check(self.show_actions, self.collection.show)
        self.controls.show_rule(self.collection.rule)
        if self.list.current_key() < 0:
            last = self.collection.item_model.rowCount() - 1
            if last >= 0:
                self.list.choose(min(self._choose_row, last))
                self._choose_row = 0
            else:
                self._on_chosen(-1)
        self._show_reading()
        self._show_curve()

    def _show_picture(self) -> None:
        if self._key < 0:
            self.view.show_message("No picture is chosen.")
            return
        record = self.columns.record(self._key)
        if record is not None and record.error is not None:
            self.view.show_message("There is no picture to show.")
            return
        source = self.columns.source(self._key)
        self.view.show_picture(self._key, source, self.list.thumbnails.get(self._key))

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
        self.reading.show_verdict(judge(record.logit, self.collection.rule), record, self._answers)

    def _show_curve(self) -> None:
        columns = self.columns
        shown = columns.logit[~columns.removed & (columns.state == State.DONE)]
        chosen = float(columns.logit[self._key]) if self._key >= 0 else float("nan")
        self.curve.show_logits(shown, chosen if np.isfinite(chosen) else None, self.collection.rule)


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
