"""A large number with a line of words below it, and a button: it shows the pictures that it counts."""

from enum import Enum
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from alpaca_gui.gui.theme import Theme, current_theme

_TINT: Final = 36
_CHOSEN_TINT: Final = 80


class Ink(Enum):
    """What a cell counts, and so its colour; the value is the name of that in a `Theme`."""

    YES = "yes"
    NO = "no"
    WRONG = "failed"
    QUIET = "quiet"

    def colour(self, theme: Theme) -> QColor:
        """Give the colour."""
        names = {Ink.YES: theme.yes, Ink.NO: theme.no, Ink.WRONG: theme.failed, Ink.QUIET: theme.quiet}
        return QColor(names[self])


class CountCell(QAbstractButton):
    """One count. Of several beside each other, one at most is marked as chosen."""

    def __init__(self, count: int, words: str, ink: Ink, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count, self.words, self._ink = count, words, ink
        self.setAccessibleName(f"{count:,}: {words}")
        self.setToolTip(f"Show the pictures: {words}")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Have room for a large number and a line of words."""
        return QSize(150, 76)

    def minimumSizeHint(self) -> QSize:
        """Stay readable."""
        return QSize(max(96, self.fontMetrics().horizontalAdvance(self.words) + 12), 62)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the count over its words, on a tint of its colour where there are any."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        self._ground(painter, box, theme)
        words, count = painter.font(), painter.font()
        count.setPointSizeF(words.pointSizeF() * 1.9)
        above, below = QFontMetricsF(count).height(), QFontMetricsF(words).height()
        top = box.center().y() - (above + below) / 2
        painter.setFont(count)
        painter.setPen(QColor(theme.text))
        centre = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRectF(box.left(), top, box.width(), above), centre, f"{self.count:,}")
        painter.setFont(words)
        painter.setPen(self._ink.colour(theme) if self.count else QColor(theme.quiet))
        painter.drawText(QRectF(box.left(), top + above, box.width(), below), centre, self.words)

    def _ground(self, painter: QPainter, box: QRectF, theme: Theme) -> None:
        ground = self._ink.colour(theme)
        ground.setAlpha(_CHOSEN_TINT if self.isDown() else _TINT if self.count else 0)
        painter.setBrush(ground)
        marked = self.hasFocus() or self.isChecked()
        painter.setPen(QPen(QColor(theme.accent if marked else theme.line), 2.5 if self.hasFocus() else 1.5))
        painter.drawRoundedRect(box, 6, 6)
