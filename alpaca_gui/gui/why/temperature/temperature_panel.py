"""The panel that bends the curve."""

from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.gui.why.panel import Context, Panel
from alpaca_gui.gui.why.quiet_label import quiet_label
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.gui.why.temperature import words
from alpaca_gui.gui.why.temperature.bent_curve import BentCurve
from alpaca_gui.gui.why.temperature.slider import TemperatureSlider
from alpaca_gui.gui.why.temperature.table import TemperatureTable
from alpaca_gui.library.columns import NO_LABEL, Columns
from alpaca_gui.library.state import State
from alpaca_gui.logit.spread import Spread
from alpaca_gui.logit.temperature import changed_decisions, mean_loss, rule_by_probability, with_temperature
from alpaca_gui.logit.verdict import Rule

_SIDE_WIDTH: Final = 264


@dataclass(frozen=True, slots=True, eq=False)
class _Pictures:
    """The logits of all pictures; those that carry a label, with it, (n,) each, and their mean loss at T = 1."""

    spread: Spread
    labelled: NDArray[np.float64]
    labels: NDArray[np.int8]
    loss: float | None

    @classmethod
    def of(cls, columns: Columns) -> "_Pictures":
        known = (columns.label != NO_LABEL) & (columns.state == State.DONE) & ~columns.removed
        labelled, labels = columns.logit[known], columns.label[known]
        return cls(columns.spread(), labelled, labels, mean_loss(labelled, labels, 1.0))


class TemperaturePanel(Panel):
    """Shows what dividing every logit by one number changes, and what it cannot."""

    HINT: ClassVar[str] = (
        "Temperature divides every logit before the sigmoid: it bends the curve. Probabilities move; decisions by a "
        "threshold in logits do not. Every number here is exact, counted at this moment."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.temperature = 1.0
        self._pictures = _Pictures.of(context.collection.columns)
        self.curve = BentCurve()
        self.slider = TemperatureSlider()
        self.table = TemperatureTable()
        self.changed = ValueLabel("Decisions that change")
        self.why = quiet_label("Why")
        self.probability = QDoubleSpinBox(minimum=0.01, maximum=0.99, decimals=2, singleStep=0.05, value=0.9)
        self.moved = quiet_label("A threshold given as a probability")
        self.use = QPushButton("&Use this temperature")
        self._lay_out()
        self.slider.changed.connect(self._on_temperature)
        self.probability.valueChanged.connect(self._draw)
        self.use.clicked.connect(self._on_use)
        context.collection.changed.connect(self._on_collection)

    def _lay_out(self) -> None:
        font = self.changed.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.changed.setFont(font)
        self.changed.setWordWrap(True)
        self.probability.setAccessibleName("Threshold as a probability")
        self.use.setToolTip("Read all pictures with this temperature from now on; threshold and band stay as they are")
        label = QLabel("Threshold as &probability")
        label.setBuddy(self.probability)
        ask = QHBoxLayout()
        ask.addWidget(label, 1)
        ask.addWidget(self.probability)
        side = QWidget()
        side.setFixedWidth(_SIDE_WIDTH)
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        right.addWidget(self.table)
        right.addWidget(self.changed)
        right.addWidget(self.why)
        right.addLayout(ask)
        right.addWidget(self.moved)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.curve, 1)
        row.addWidget(side)
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addWidget(self.slider, 1)
        below.addWidget(self.use)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(row, 1)
        whole.addLayout(below)

    def show_subject(self, subject: Subject, rule: Rule) -> None:
        """Show a picture among all others; the temperature stays where it was put, to compare pictures by it."""
        if self.subject is None:
            self.temperature = rule.temperature
        super().show_subject(subject, rule)
        self._draw()

    def show_rule(self, rule: Rule) -> None:
        """Read with another rule; its temperature is taken over where it is another one."""
        if rule.temperature != self.rule.temperature:
            self.temperature = rule.temperature
        super().show_rule(rule)
        self._draw()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self.curve.restyle()
        self._draw()

    @Slot(float)
    def _on_temperature(self, temperature: float) -> None:
        self.temperature = temperature
        self._draw()

    @Slot()
    def _on_use(self) -> None:
        collection = self.context.collection
        collection.set_rule(with_temperature(collection.rule, self.temperature))
        collection.changes.keep_rule()

    @Slot()
    def _on_collection(self) -> None:
        if self.isVisible():
            self._draw()

    @Slot()
    def _draw(self) -> None:
        if self.subject is None:
            return
        columns = self.context.collection.columns
        if columns.spread() is not self._pictures.spread:
            self._pictures = _Pictures.of(columns)
        logits = self._pictures.spread.logits
        self.slider.show_temperature(self.temperature)
        rule, probability = with_temperature(self.rule, self.temperature), self.probability.value()
        self.curve.show_logits(logits, self.subject.logit, rule, probability)
        self._tabulate(self.subject.logit, probability)
        self._count(logits, rule, probability)
        self.use.setEnabled(self.temperature != self.rule.temperature)

    def _tabulate(self, logit: float, probability: float) -> None:
        temperature = self.temperature
        rows = [
            words.probability_row(logit, temperature),
            words.decision_row(logit, self.rule, temperature),
            words.probability_decision_row(logit, probability, temperature),
        ]
        pictures = self._pictures
        loss = mean_loss(pictures.labelled, pictures.labels, temperature)
        if pictures.loss is not None and loss is not None:
            rows.append(words.loss_row(pictures.labelled.size, pictures.loss, loss))
        self.table.show_rows((words.ONE, words.temperature_text(temperature)), rows)

    def _count(self, logits: NDArray[np.float64], rule: Rule, probability: float) -> None:
        n, plain = int(logits.size), with_temperature(rule, 1.0)
        self.changed.show_value(words.changed_sentence(changed_decisions(logits, plain, rule), n))
        self.why.show_value(words.threshold_sentence(rule, rule.temperature))
        by_probability = (rule_by_probability(probability, each) for each in (1.0, rule.temperature))
        moved = changed_decisions(logits, *by_probability)
        self.moved.show_value(words.probability_sentence(probability, rule.temperature, moved, n))
