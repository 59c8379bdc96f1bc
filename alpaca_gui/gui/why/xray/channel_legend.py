"""Which line of the histogram is which channel: a piece of each line, and its name."""

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.why.xray.words import CHANNELS

STYLES: Final = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)
_LIGHT: Final = ("#b3261e", "#1b7a3d", "#2459b3")
_DARK: Final = ("#ff8a80", "#7ddc9a", "#86b1ff")
_PIECE: Final = 26
_GAP: Final = 6
_ASIDE: Final = 14
_THICK: Final = 1.6
_LEFT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


def channel_pens() -> list[QPen]:
    """How the channels' lines are drawn in the theme that is shown now: they differ in colour and in style."""
    inks = _DARK if current_theme().dark else _LIGHT
    pens = [QPen(QColor(ink), _THICK, style) for ink, style in zip(inks, STYLES, strict=True)]
    for pen in pens:
        pen.setCosmetic(True)
    return pens


class ChannelLegend(QWidget):
    """Draws itself anew in the colours of the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Lines: " + ", ".join(CHANNELS))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self.fontMetrics().height() + 2)

    def places(self) -> list[QRect]:
        """Where each piece begins, with its name behind it."""
        boxes, x = [], 0
        for word in CHANNELS:
            wide = _PIECE + _GAP + self.fontMetrics().horizontalAdvance(word)
            boxes.append(QRect(x, 0, wide, self.height()))
            x += wide + _ASIDE
        return boxes

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a piece of each line, and its name."""
        with QPainter(self) as painter:
            for word, pen, box in zip(CHANNELS, channel_pens(), self.places(), strict=True):
                painter.setPen(pen)
                middle = box.center().y()
                painter.drawLine(box.left(), middle, box.left() + _PIECE, middle)
                painter.setPen(QColor(current_theme().quiet))
                painter.drawText(box.adjusted(_PIECE + _GAP, 0, 1, 0), _LEFT, word)
