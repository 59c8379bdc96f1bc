"""How a decision looks: a colour and a shape for each, so that colour is never the only sign."""

from enum import IntEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from alpaca_gui.gui.theme import Theme


class Sign(IntEnum):
    """What a row can show. The first three are the values of `alpaca_gui.logit.verdict.Decision`."""

    NO = 0
    YES = 1
    UNSURE = 2
    FAILED = 3
    WAITING = 4
    CANCELLED = 5

    @property
    def word(self) -> str:
        """The word beside the shape."""
        return _WORDS[self]


_WORDS = {
    Sign.NO: "No",
    Sign.YES: "Yes",
    Sign.UNSURE: "Unsure",
    Sign.FAILED: "Failed",
    Sign.WAITING: "Waiting",
    Sign.CANCELLED: "Not classified",
}


def colour(sign: Sign, theme: Theme) -> QColor:
    """Give the colour of a sign."""
    names = {Sign.NO: theme.no, Sign.YES: theme.yes, Sign.UNSURE: theme.unsure, Sign.FAILED: theme.failed}
    return QColor(names.get(sign, theme.quiet))


def draw_sign(painter: QPainter, sign: Sign, box: QRectF, theme: Theme) -> None:
    """Draw a sign's shape into ``box``: disc yes, square no, diamond unsure, cross failed, ring waiting."""
    ink = colour(sign, theme)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    middle, half = box.center(), min(box.width(), box.height()) / 2
    match sign:
        case Sign.YES:
            painter.drawEllipse(middle, half, half)
        case Sign.NO:
            side = half * 0.86
            painter.drawRect(QRectF(middle.x() - side, middle.y() - side, 2 * side, 2 * side))
        case Sign.UNSURE:
            corners = [QPointF(0, -half), QPointF(half, 0), QPointF(0, half), QPointF(-half, 0)]
            painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
        case Sign.FAILED:
            painter.setPen(QPen(ink, half * 0.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            reach = half * 0.75
            painter.drawLine(middle + QPointF(-reach, -reach), middle + QPointF(reach, reach))
            painter.drawLine(middle + QPointF(-reach, reach), middle + QPointF(reach, -reach))
        case _:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ink, half * 0.25))
            painter.drawEllipse(middle, half * 0.8, half * 0.8)
    painter.restore()
