"""The badge: a shape and a word in a colour of its own."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpaca_gui.explain.firm_words import State
from alpaca_gui.gui.theme import Theme, current_theme

_SHAPE: Final = 14
_MARGIN: Final = 10
_GAP: Final = 7
_UP_DOWN: Final = 6
_LINE: Final = 2.0


class Badge(QWidget):
    """Says stable or flips; nothing while that is open, and keeps its room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state: State | None = None
        font = self.font()
        font.setBold(True)
        self.setFont(font)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Firmness")

    def show_state(self, state: State | None) -> None:
        """Show another state; None for one that is not known yet."""
        self.state = state
        self.setAccessibleName("Firmness" if state is None else f"Firmness: {state.value}")
        self.setToolTip("" if state is None else state.words)
        self.update()

    def sizeHint(self) -> QSize:
        """Have room for every word."""
        metrics = self.fontMetrics()
        width = max(metrics.horizontalAdvance(state.value) for state in State)
        return QSize(width + _SHAPE + _GAP + 2 * _MARGIN, max(metrics.height(), _SHAPE) + 2 * _UP_DOWN)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        if self.state is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = _ink(self.state, current_theme())
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(ink, 1.4))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        words = self.fontMetrics().horizontalAdvance(self.state.value)
        left = (self.width() - words - _SHAPE - _GAP) / 2
        pen = QPen(ink, _LINE, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(_shape(self.state, QPointF(left, (self.height() - _SHAPE) / 2)))
        place = QRectF(left + _SHAPE + _GAP, 0, words + 2, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.state.value)


def _ink(state: State, theme: Theme) -> QColor:
    return QColor(theme.text if state is State.STABLE else theme.failed)


def _shape(state: State, corner: QPointF) -> QPainterPath:
    """A tick, or arrows to and fro, in a square from ``corner`` on."""
    path, size = QPainterPath(), float(_SHAPE)

    def at(x: float, y: float) -> QPointF:
        return corner + QPointF(x * size, y * size)

    def line(*points: tuple[float, float]) -> None:
        path.moveTo(at(*points[0]))
        for point in points[1:]:
            path.lineTo(at(*point))

    match state:
        case State.STABLE:
            line((0.05, 0.55), (0.38, 0.88), (0.95, 0.15))
        case State.FLIPS:
            line((0.0, 0.3), (1.0, 0.3), (0.72, 0.05))
            line((1.0, 0.7), (0.0, 0.7), (0.28, 0.95))
    return path
