"""The confusion matrix: four large numbers, each a button that shows the pictures behind it."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from alpaca_gui.gui.judging.behind import cell_words
from alpaca_gui.gui.judging.count_cell import CountCell, Ink
from alpaca_gui.gui.tips import tip_text
from alpaca_gui.imaging.source import printable
from alpaca_gui.judging.report import Counts

_LONGEST: Final = 120
"""How wide an answer's name may be, in pixels."""

_SIDES: Final = (True, False)
_INKS: Final = {True: Ink.YES, False: Ink.NO}


class MatrixPanel(QWidget):
    """Draws `Counts`; `chosen` gives ``(labelled yes, taken for yes)`` of the cell that was clicked."""

    chosen = Signal(bool, bool)

    def __init__(self, counts: Counts, yes: str, no: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Confusion matrix")
        yes, no = printable(yes), printable(no)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for column, taken in enumerate(_SIDES, start=1):
            grid.addWidget(_heading(f"taken for {'yes' if taken else 'no'}", yes if taken else no), 0, column)
            grid.setColumnStretch(column, 1)
        values = (counts.yes_as_yes, counts.yes_as_no, counts.no_as_yes, counts.no_as_no)
        self.cells: list[CountCell] = []
        for place, count in enumerate(values):
            labelled, taken = _SIDES[place // 2], _SIDES[place % 2]
            cell = CountCell(count, cell_words(labelled, taken), Ink.WRONG if labelled != taken else _INKS[labelled])
            cell.clicked.connect(self._on_clicked)
            grid.addWidget(cell, 1 + place // 2, 1 + place % 2)
            self.cells.append(cell)
        for row, labelled in enumerate(_SIDES, start=1):
            heading = _heading(f"labelled {'yes' if labelled else 'no'}", yes if labelled else no)
            grid.addWidget(heading, row, 0)

    @Slot()
    def _on_clicked(self) -> None:
        place = next(place for place, cell in enumerate(self.cells) if cell is self.sender())
        self.chosen.emit(_SIDES[place // 2], _SIDES[place % 2])


def _heading(words: str, answer: str) -> QLabel:
    """Name a row or a column; the answer is cut where it is long, and whole in the tool tip."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    short = label.fontMetrics().elidedText(answer, Qt.TextElideMode.ElideMiddle, _LONGEST)
    label.setText(f"{words}\n{short}")
    label.setToolTip(tip_text(f"{words}: {answer}"))
    label.setAccessibleName(f"{words}: {answer}")
    return label
