"""How each method is drawn: its colour, and a dash of its own for those who do not see colours."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from alpaca_gui.gui.theme import Theme
from alpaca_gui.logit.stability import Method


def colour_of(method: Method, theme: Theme) -> str:
    """The colour of a method."""
    return {Method.NAIVE: theme.no, Method.CLIPPED: theme.unsure, Method.FROM_LOGITS: theme.yes}[method]


_WIDTHS: Final = {Method.FROM_LOGITS: 2.8, Method.CLIPPED: 2.2, Method.NAIVE: 2.6}
_DASHES: Final = {Method.CLIPPED: (5, 4), Method.NAIVE: (1, 3)}


def pen_of(method: Method, theme: Theme, scale: float) -> QPen:
    """From logits a whole line, clipped long dashes, sigmoid-then-log dots.

    ``scale`` is the screen's pixels for each of the window's: a cosmetic pen counts the screen's.
    """
    pen = QPen(QColor(colour_of(method, theme)), scale * _WIDTHS[method])
    pen.setCosmetic(True)
    if method in _DASHES:
        pen.setDashPattern(_DASHES[method])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def exact_pen(theme: Theme, scale: float) -> QPen:
    """The exact value: broad and faint, so that what lies on it is seen to lie on it."""
    faint = QColor(theme.quiet)
    faint.setAlpha(90)
    pen = QPen(faint, scale * 9)
    pen.setCosmetic(True)
    return pen


SYMBOLS: Final = {Method.NAIVE: "x", Method.CLIPPED: "s", Method.FROM_LOGITS: "o"}
