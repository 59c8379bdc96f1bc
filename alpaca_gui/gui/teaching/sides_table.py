"""How many pictures go from which answer to which: nine numbers, each a button that shows its pictures."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from alpaca_gui.gui.judging.count_cell import CountCell, Ink
from alpaca_gui.gui.teaching.words import cell_text
from alpaca_gui.logit.verdict import Decision

_ORDER: Final = (Decision.YES, Decision.UNSURE, Decision.NO)
_INKS: Final = {Decision.YES: Ink.YES, Decision.NO: Ink.NO, Decision.UNSURE: Ink.QUIET}
_PAIRS: Final = tuple((before, after) for before in _ORDER for after in _ORDER)


class SidesTable(QWidget):
    """`chosen` gives the decisions before and after of the cell that was clicked."""

    chosen = Signal(object, object)

    def __init__(self, counts: NDArray[np.int64], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Pictures that change sides")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for place, decision in enumerate(_ORDER, start=1):
            grid.addWidget(_heading(f"then {decision.word}"), 0, place)
            grid.addWidget(_heading(f"now {decision.word}"), place, 0)
            grid.setColumnStretch(place, 1)
        self.cells: dict[tuple[Decision, Decision], CountCell] = {}
        for place, (before, after) in enumerate(_PAIRS):
            ink = Ink.QUIET if before is after else _INKS[after]
            cell = CountCell(int(counts[before, after]), cell_text(before, after), ink)
            cell.clicked.connect(self._on_clicked)
            grid.addWidget(cell, 1 + place // len(_ORDER), 1 + place % len(_ORDER))
            self.cells[before, after] = cell

    def choose_none(self) -> None:
        """Mark no cell."""
        for cell in self.cells.values():
            cell.setAutoExclusive(False)
            cell.setChecked(False)
            cell.setAutoExclusive(True)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(*next(pair for pair, cell in self.cells.items() if cell is self.sender()))


def _heading(words: str) -> QLabel:
    label = QLabel(words)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
