"""Beside the histogram along the top: how many are yes, no and unsure, and how many labels say otherwise."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from alpaca_gui.gui.signs import Sign, draw_sign
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.tips import tip_text
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.logit.spread import Side, Sides
from alpaca_gui.logit.spread_words import coverage_text, error_text, sides_text, wrong_text

_SIGNS: Final = (Sign.YES, Sign.UNSURE, Sign.NO)
_LEAST_WIDTH: Final = 150
_ABOUT: Final = (
    "Decided is the share of pictures whose answer is yes or no: the coverage. Wrong are labels that say otherwise, "
    "with the 95 % interval of their share (Wilson). It holds for all pictures of a side as far as the labelled ones "
    "are like the others."
)


class _Shape(QWidget):
    """A decision's shape, beside its word."""

    def __init__(self, sign: Sign) -> None:
        super().__init__()
        self._sign = sign
        self.setFixedSize(QSize(11, 11))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shape."""
        draw_sign(QPainter(self), self._sign, QRectF(self.rect()), current_theme())


class SpreadReadout(QWidget):
    """Shows `Sides` in numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Decisions")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(_LEAST_WIDTH)
        self._short = False
        self._sides: Sides | None = None
        self.counts = {sign: _number(sign.word) for sign in _SIGNS}
        self.errors = {
            Sign.YES: _quiet("Yes, of the labelled"),
            Sign.NO: _quiet("No, of the labelled"),
        }
        self.coverage = _quiet("Coverage")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 3, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        row = 0
        for sign in _SIGNS:
            grid.addWidget(_Shape(sign), row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(QLabel(sign.word), row, 1)
            grid.addWidget(self.counts[sign], row, 2)
            row += 1
            if sign in self.errors:
                grid.addWidget(self.errors[sign], row, 1, 1, 2)
                row += 1
        grid.addWidget(self.coverage, row, 1, 1, 2)
        grid.setRowStretch(row + 1, 1)

    def show_sides(self, sides: Sides) -> None:
        """Show numbers."""
        self._sides = sides
        for sign, side in ((Sign.YES, sides.yes), (Sign.UNSURE, sides.unsure), (Sign.NO, sides.no)):
            self.counts[sign].show_value(f"{side.n:,}" if sides.n else "–")
        for sign, side in ((Sign.YES, sides.yes), (Sign.NO, sides.no)):
            self.errors[sign].show_value(self._words(side))
            self.errors[sign].setVisible(sides.labelled > 0)
        self.coverage.show_value(coverage_text(sides))
        self.setAccessibleDescription(sides_text(sides))
        self.setToolTip(tip_text(f"{sides_text(sides)}\n\n{_ABOUT}"))
        # It may grow and never shrinks while somebody drags: the plot beside it would be laid out anew each time.
        self.setMinimumWidth(max(self.minimumWidth(), self.sizeHint().width()))

    def _words(self, side: Side) -> str:
        return (wrong_text(side) if self._short else error_text(side)) or "nothing labelled"

    def set_short(self, short: bool) -> None:
        """Leave out the intervals, where there is little room; the tool tip has them still."""
        if short != self._short:
            self._short = short
            self.setMinimumWidth(_LEAST_WIDTH)
            if self._sides is not None:
                self.show_sides(self._sides)


def _number(name: str) -> ValueLabel:
    label = ValueLabel(name)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label


def _quiet(name: str) -> ValueLabel:
    label = ValueLabel(name)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
