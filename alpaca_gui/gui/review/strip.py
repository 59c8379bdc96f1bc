"""The next few pictures of a review, small, so that a person sees what is coming."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpaca_gui.gui.row_delegate import draw_thumbnail
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.thumbnails import Thumbnails

MOST: Final = 4
_SIDE: Final = 72
_GAP: Final = 10


class Strip(QWidget):
    """Draws up to four thumbnails, one above the other; takes no clicks and no keys."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Coming next")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._thumbnails = thumbnails
        self._keys: list[int] = []
        thumbnails.arrived.connect(self._on_arrived)

    def sizeHint(self) -> QSize:
        """Ask for the width of a thumbnail."""
        return QSize(_SIDE, MOST * (_SIDE + _GAP))

    def show_keys(self, keys: list[int]) -> None:
        """Show the pictures of these keys."""
        if keys != self._keys:
            self._keys = keys
            self.update()

    @Slot(int)
    def _on_arrived(self, key: int) -> None:
        if key in self._keys:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as many as there is room for."""
        if not self._keys:
            return
        painter = QPainter(self)
        painter.setPen(QColor(current_theme().quiet))
        line = self.fontMetrics().height()
        painter.drawText(QRect(0, 0, self.width(), line), int(Qt.AlignmentFlag.AlignHCenter), "Next")
        top = line + 6
        for key in self._keys:
            if top + _SIDE > self.height():
                break
            draw_thumbnail(painter, QRect(0, top, _SIDE, _SIDE), self._thumbnails.get(key), current_theme())
            top += _SIDE + _GAP
