"""Two models beside each other: the scatter of their logits, McNemar's table, and the pictures behind them."""

from typing import Final

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from alpaca_gui.gui.judging.behind import Shown
from alpaca_gui.gui.judging.closable import ClosableView
from alpaca_gui.gui.judging.compare_words import meaning_words
from alpaca_gui.gui.judging.count_cell import CountCell, Ink
from alpaca_gui.gui.judging.scatter_plot import ScatterPlot
from alpaca_gui.jobs.judge import JudgeAnswer
from alpaca_gui.judging.compare import Comparison
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.judging.words import about_agreement, about_mcnemar
from alpaca_gui.logit.verdict import margins
from alpaca_gui.logit.words import short_logit_text

_CELLS: Final = (
    ("both are right", True, True, Ink.YES),
    ("only the first is right", True, False, Ink.QUIET),
    ("only the second is right", False, True, Ink.QUIET),
    ("both are wrong", False, False, Ink.WRONG),
)


class CompareView(ClosableView):
    """Draws a comparison; shows the pictures that change sides first."""

    def __init__(self, answer: JudgeAnswer, parent: QWidget | None = None) -> None:
        if answer.comparison is None or answer.other_judgement is None:
            raise ValueError("a comparison was expected")
        self.comparison = comparison = answer.comparison
        super().__init__(_compared(answer.judgement, comparison), self._remark, parent)
        self.scatter = ScatterPlot(comparison)
        self.scatter.chosen.connect(self._on_dot)
        self.sides = _sentence(about_agreement(comparison))
        self.meaning = _sentence(meaning_words(answer.judgement, answer.other_judgement))
        self.meaning.setVisible(bool(self.meaning.text()))
        self.test = _sentence(about_mcnemar(comparison))
        self.changed = QPushButton("Pictures that &change sides")
        self.changed.setToolTip("Show the pictures that the two models answer differently, most different first")
        self.changed.setEnabled(bool(comparison.changed))
        self.changed.clicked.connect(self.show_changed)
        self.cells: list[CountCell] = []
        self.place(self._diagrams())
        self.setFocusProxy(self.scatter)
        self.show_changed()

    def _diagrams(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 4, 14, 12)
        column.setSpacing(8)
        column.addWidget(self.sides)
        column.addWidget(self.meaning)
        column.addWidget(self.scatter, 1)
        column.addWidget(self.changed, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.test)
        column.addLayout(self._table())
        self.scatter.setMinimumHeight(220)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName("Comparison")
        area.setWidget(inside)
        return area

    def _table(self) -> QGridLayout:
        test = self.comparison.mcnemar
        counts = (test.both_right, test.only_first, test.only_second, test.both_wrong)
        grid = QGridLayout()
        grid.setSpacing(4)
        for place, ((words, *_, ink), count) in enumerate(zip(_CELLS, counts, strict=True)):
            cell = CountCell(count, words, ink)
            cell.clicked.connect(self._on_cell)
            grid.addWidget(cell, place // 2, place % 2)
            self.cells.append(cell)
        return grid

    @Slot()
    def show_changed(self) -> None:
        """Show the pictures that change sides."""
        self.pictures.show_pictures(Shown("change sides", np.array(self.comparison.changed, dtype=np.int64)))

    @Slot(int)
    def _on_dot(self, spot: int) -> None:
        self.pictures.show_pictures(Shown("at the dot that was chosen", self.scatter.under(spot)))

    @Slot()
    def _on_cell(self) -> None:
        place = next(place for place, cell in enumerate(self.cells) if cell is self.sender())
        words, first, second, _ = _CELLS[place]
        comparison, yes = self.comparison, self.comparison.labels == 1
        first_right = (margins(comparison.first_logits, comparison.first_rule) > 0) == yes
        second_right = (margins(comparison.second_logits, comparison.second_rule) > 0) == yes
        chosen = (first_right == first) & (second_right == second)
        self.pictures.show_pictures(Shown(words, np.flatnonzero(chosen)))

    def _remark(self, place: int) -> str:
        return f"the other {short_logit_text(float(self.comparison.second_logits[place]))}"


def _compared(judgement: Judgement, comparison: Comparison) -> Judgement:
    """The pictures that both have judged, with the first model's logits."""
    return Judgement(
        model=judgement.model,
        model_id=judgement.model_id,
        yes=judgement.yes,
        no=judgement.no,
        rule=comparison.first_rule,
        paths=comparison.paths,
        hashes=comparison.hashes,
        labels=comparison.labels,
        logits=comparison.first_logits,
        out_of_fold=np.zeros(comparison.n, dtype=np.bool_),
    )


def _sentence(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.WindowText)
    return label
