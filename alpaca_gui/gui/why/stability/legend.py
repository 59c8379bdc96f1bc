"""What the lines of the bench's diagrams mean, in one line, each beside a piece of itself."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpaca_gui.gui.theme import Theme, current_theme
from alpaca_gui.gui.why.stability.styles import exact_pen, pen_of
from alpaca_gui.logit.stability import Method

_PIECE: Final = 26
_GAP: Final = 6
_ASIDE: Final = 14
TEXTS: Final = {
    None: "exact",
    Method.FROM_LOGITS: "from logits",
    Method.CLIPPED: "clipped",
    Method.NAIVE: "sigmoid, then log",
}


class Legend(QWidget):
    """Draws itself anew in the colours of the theme; goes on in a second line where one is too short."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Lines: " + ", ".join(TEXTS.values()))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many lines as it needs."""
        super().resizeEvent(event)
        self.setFixedHeight((self._places(event.size().width())[-1][1] + 1) * self._line())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a piece of each line, and its name."""
        theme, line = current_theme(), self._line()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for (method, text), (x, row) in zip(TEXTS.items(), self._places(self.width()), strict=True):
                y = row * line + line / 2
                painter.setPen(_pen(method, theme, self.devicePixelRatioF()))
                painter.drawLine(x, round(y), x + _PIECE, round(y))
                painter.setPen(QPen(theme.quiet))
                box = QRectF(x + _PIECE + _GAP, row * line, self.width(), line)
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _line(self) -> int:
        return self.fontMetrics().height() + 2

    def _places(self, width: int) -> list[tuple[int, int]]:
        """Where each begins, and in which line."""
        metrics: QFontMetrics = self.fontMetrics()
        places: list[tuple[int, int]] = []
        x, row = 0, 0
        for text in TEXTS.values():
            wide = _PIECE + _GAP + metrics.horizontalAdvance(text)
            if places and x + wide > width:
                x, row = 0, row + 1
            places.append((x, row))
            x += wide + _ASIDE
        return places


def _pen(method: Method | None, theme: Theme, scale: float) -> QPen:
    return exact_pen(theme, scale) if method is None else pen_of(method, theme, scale)
