"""How each method is drawn: its colour, and a dash of its own for those who do not see colours."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from alpaca_gui.gui.theme import Theme
from alpaca_gui.logit.stability import Method


def colour_of(method: Method, theme: Theme) -> str:
    """The colour of a method."""
    return {Method.NAIVE: theme.no, Method.CLIPPED: theme.unsure, Method.FROM_LOGITS: theme.yes}[method]


def pen_of(method: Method, theme: Theme) -> QPen:
    """From logits a whole line, clipped long dashes, sigmoid-then-log dots."""
    pen = QPen(QColor(colour_of(method, theme)), 2.8)
    pen.setCosmetic(True)
    if method is Method.NAIVE:
        pen.setWidthF(2.6)
        pen.setDashPattern([1, 3])
    elif method is Method.CLIPPED:
        pen.setWidthF(2.2)
        pen.setDashPattern([5, 4])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def exact_pen(theme: Theme) -> QPen:
    """The exact value: broad and faint, so that what lies on it is seen to lie on it."""
    faint = QColor(theme.quiet)
    faint.setAlpha(90)
    pen = QPen(faint, 9)
    pen.setCosmetic(True)
    return pen


SYMBOLS: Final = {Method.NAIVE: "x", Method.CLIPPED: "s", Method.FROM_LOGITS: "o"}
