"""Helps to choose a threshold: the logits of both sides, a wish, and what the threshold does before it is taken."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from alpaca_gui.errors import AlpacaError
from alpaca_gui.gui.judging import behind
from alpaca_gui.gui.judging.bars import bars_of
from alpaca_gui.gui.judging.counts_table import CountsTable
from alpaca_gui.gui.judging.histogram_plot import HistogramPlot
from alpaca_gui.gui.judging.wish_row import WishRow
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.logit.thresholds import Proposal, count, propose
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.logit.words import logit_text

_TAKEN: Final = "The window now uses the threshold {}. This report keeps to the model's own, {}."
_NOT_TAKEN: Final = "The window answers with another model. Press Use this model first, then take the threshold."
_REACH: Final = 50.0
"""How far from 0 the main window lets a threshold be."""


class ThresholdTab(QWidget):
    """`rule_taken` gives the `Rule` that a person takes over; `wanted` the pictures that a click asked for."""

    rule_taken = Signal(object)
    wanted = Signal(object)

    def __init__(self, judgement: Judgement, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._judgement = judgement
        self._present = judgement.rule.threshold
        self._proposed = self._present
        self.histogram = HistogramPlot(bars_of(judgement), judgement.rule)
        self.wish = WishRow((-_REACH, _REACH))
        self.says = ValueLabel("Threshold")
        self.says.setWordWrap(True)
        self.table = CountsTable()
        self.take = QPushButton("Ta&ke this threshold")
        self.take.setToolTip("Read the pictures in the main window with this threshold from now on")
        self.mistakes = QPushButton("Sho&w its mistakes")
        self.mistakes.setToolTip("Show the pictures on the wrong side of this threshold, worst first")
        self._lay_out()
        self.histogram.threshold_dragged.connect(self.wish.show_own)
        self.histogram.chosen.connect(self._on_bar)
        self.wish.changed.connect(self._propose)
        self.take.clicked.connect(self._on_take)
        self.mistakes.clicked.connect(self._on_mistakes)
        self.wish.show_own(self._present)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.take)
        row.addWidget(self.mistakes)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self.histogram, 1)
        column.addWidget(self.wish)
        column.addWidget(self.says)
        column.addWidget(self.table)
        column.addLayout(row)

    @Slot()
    def _propose(self) -> None:
        try:
            proposal = self._proposal()
        except AlpacaError as error:
            self._refuse(str(error))
            return
        self._proposed = proposal.threshold
        self._say(self._words(proposal), loud=False)
        self.table.show_counts(proposal.before, proposal.after)
        self.histogram.show_threshold(proposal.threshold)
        self.take.setEnabled(abs(proposal.threshold) <= _REACH and proposal.threshold != self._present)
        self.mistakes.setEnabled(True)

    def _proposal(self) -> Proposal:
        logits, labels, wish = self._judgement.logits, self._judgement.labels, self.wish.wish()
        if wish is not None:
            return propose(wish, logits, labels, self._present)
        # The number typed has two decimals; the model's own threshold may have more.
        own = self._present if abs(self.wish.own - self._present) < 0.005 else self.wish.own
        return Proposal(own, count(logits, labels, self._present), count(logits, labels, own))

    def _words(self, proposal: Proposal) -> str:
        if proposal.threshold == self._present:
            return f"The model's own threshold, {logit_text(self._present)}: nothing changes."
        if abs(proposal.threshold) > _REACH:
            return f"The threshold would be {logit_text(proposal.threshold)}, beyond what the main window can show."
        was = "mistake" if proposal.before.wrong == 1 else "mistakes"
        return (
            f"Threshold {logit_text(proposal.threshold)} instead of {logit_text(self._present)}: "
            f"{proposal.before.wrong:,} {was} now, {proposal.after.wrong:,} then."
        )

    def _refuse(self, sentence: str) -> None:
        now = count(self._judgement.logits, self._judgement.labels, self._present)
        self._proposed = self._present
        self._say(sentence, loud=True)
        self.table.show_counts(now, now)
        self.histogram.show_threshold(self._present)
        self.take.setEnabled(False)
        self.mistakes.setEnabled(False)

    def _say(self, words: str, *, loud: bool) -> None:
        self.says.show_value(words)
        role = QPalette.ColorRole.WindowText if loud else QPalette.ColorRole.PlaceholderText
        self.says.setForegroundRole(role)

    @Slot()
    def _on_take(self) -> None:
        rule = self._judgement.rule
        self.rule_taken.emit(Rule(self._proposed, rule.band, rule.temperature))

    def show_taken(self, *, taken: bool) -> None:
        """Say whether the main window has taken the rule over, which it only does with this report's model."""
        words = _TAKEN.format(logit_text(self._proposed), logit_text(self._present)) if taken else _NOT_TAKEN
        self._say(words, loud=True)

    @Slot()
    def _on_mistakes(self) -> None:
        self.wanted.emit(behind.point(self._judgement, self._proposed))

    @Slot(int)
    def _on_bar(self, spot: int) -> None:
        low, high, labelled_yes = self.histogram.bar_of(spot)
        self.wanted.emit(behind.bar(self._judgement, low, high, labelled_yes=labelled_yes))
