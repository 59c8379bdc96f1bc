"""The sum written out: bias, cells for yes, cells for no, and the logit, each number with its name below it."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from alpaca_gui.explain.cell_words import size_text, spoken_sum
from alpaca_gui.explain.contributions import Contributions
from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.logit.words import MINUS, logit_text

_NAMES: Final = ("bias", "cells for yes", "cells for no", "logit")
_LARGER: Final = 3
"""Points by which numbers are larger than their names."""


class SumLine(QWidget):
    """Draws a sum of three parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.numbers = {name: self._number("") for name in _NAMES}
        self.names = {name: QLabel(name) for name in _NAMES}
        self.signs = (self._number("+"), self._number(MINUS), self._number("="))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(0)
        for column, name in enumerate(_NAMES):
            grid.addWidget(self.numbers[name], 0, 2 * column, Qt.AlignmentFlag.AlignHCenter)
            grid.addWidget(self.names[name], 1, 2 * column, Qt.AlignmentFlag.AlignHCenter)
        for column, sign in enumerate(self.signs):
            grid.addWidget(sign, 0, 2 * column + 1)
        grid.setColumnStretch(2 * len(_NAMES), 1)
        self.restyle()

    def _number(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        font = digits_font(label.font())
        font.setPointSizeF(font.pointSizeF() + _LARGER)
        label.setFont(font)
        return label

    def show_sum(self, contributions: Contributions) -> None:
        """Write a sum; without the bias where it is not known."""
        texts = (
            logit_text(contributions.bias),
            size_text(contributions.yes),
            size_text(contributions.no),
            logit_text(contributions.logit),
        )
        for name, text in zip(_NAMES, texts, strict=True):
            self.numbers[name].setText(text)
        for label in (self.numbers["bias"], self.names["bias"], self.signs[0]):
            label.setVisible(contributions.bias_known)
        self.setAccessibleName(f"The sum: {spoken_sum(contributions)}")

    @property
    def text(self) -> str:
        """The sum as it is read on the line."""
        labels = [self.numbers["bias"]]
        for sign, name in zip(self.signs, _NAMES[1:], strict=True):
            labels += [sign, self.numbers[name]]
        return " ".join(label.text() for label in labels if not label.isHidden())

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        theme = current_theme()
        for name, ink in zip(_NAMES, (theme.text, theme.yes, theme.no, theme.text), strict=True):
            _paint(self.numbers[name], ink)
            _paint(self.names[name], ink if name.startswith("cells") else theme.quiet)
        for sign in self.signs:
            _paint(sign, theme.quiet)


def _paint(label: QLabel, ink: str) -> None:
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.WindowText, QColor(ink))
    label.setPalette(palette)
