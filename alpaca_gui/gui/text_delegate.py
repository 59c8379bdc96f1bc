"""Draws a cell of text in the table by itself: Qt's own way asks the model seven times for every cell."""

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

MARGIN: Final = 4
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class TextDelegate(QStyledItemDelegate):
    """Paints the text of a cell in the colours of the view's palette.

    Parameters
    ----------
    numbers
        Whether the column holds numbers, which stand on the right.
    elide
        Where a text that is too long is cut.
    """

    def __init__(self, parent: QObject, *, numbers: bool, elide: Qt.TextElideMode) -> None:
        super().__init__(parent)
        self._alignment = _RIGHT if numbers else _LEFT
        self._elide = elide

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a cell: its ground, the text, and a frame where the keys go."""
        draw_ground(painter, option)
        box = option.rect.adjusted(MARGIN, 0, -MARGIN, 0)
        painter.drawText(box, self._alignment, option.fontMetrics.elidedText(index.data(), self._elide, box.width()))


def draw_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Draw what lies behind the words of a cell, and leave the pen in their colour; the view draws every other row."""
    palette: QPalette = option.palette
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    if selected:
        painter.fillRect(option.rect, palette.brush(QPalette.ColorRole.Highlight))
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(palette.color(QPalette.ColorRole.Accent))
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
    painter.setPen(palette.color(QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text))
