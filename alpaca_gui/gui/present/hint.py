"""How to go on and how to leave, said quietly: at first, and whenever the mouse is moved."""

from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from alpaca_gui.gui.present.strip import type_for
from alpaca_gui.gui.theme import DARK

WORDS: Final = "A click or →  goes on     Esc  ends"
LASTS: Final = 4000
"""How long it stays, in milliseconds."""
_HIGH_SHARE: Final = 0.026
_LEAST: Final = 13
"""Height of its type, of the window's height; in pixels at least."""
_GROUND_ALPHA: Final = 215


class Hint(QWidget):
    """A line in the corner of the window it belongs to; while it is not shown, the mouse is hidden there too."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(WORDS)
        self._last = QPoint()
        self.timer = QTimer(self, singleShot=True, interval=LASTS)
        self.timer.timeout.connect(self.put_away)

    def show_up(self) -> None:
        """Stay for a while, in the upper right corner."""
        self.place()
        self.window().unsetCursor()
        self.show()
        self.raise_()
        self.timer.start()

    def on_mouse(self, where: QPoint) -> None:
        """Show up where the mouse has really moved: a window may be told of it where it is, when it opens."""
        if self._last.isNull() or (where - self._last).manhattanLength() > 2:
            self.show_up()
        self._last = where

    def put_away(self) -> None:
        """Leave the screen to the picture."""
        self.timer.stop()
        self.hide()
        self.window().setCursor(Qt.CursorShape.BlankCursor)

    def place(self) -> None:
        """Take the room of its words in the corner, at the size of the window."""
        whole = self.window().size()
        font = type_for(WORDS, 0.6 * whole.width(), max(_LEAST, _HIGH_SHARE * whole.height()))
        self.setFont(font)
        metrics = self.fontMetrics()
        margin = metrics.height() // 2
        self.resize(metrics.horizontalAdvance(WORDS) + 2 * margin, metrics.height() + margin)
        self.move(whole.width() - self.width() - margin, margin)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words on a ground of their own: the picture below may have any colour."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground = QColor(0, 0, 0, _GROUND_ALPHA)
            painter.setBrush(ground)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(self.rect(), 6, 6)
            painter.setPen(QColor(DARK.text))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), WORDS)
