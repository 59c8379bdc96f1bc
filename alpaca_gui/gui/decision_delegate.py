"""Draws a decision in the table as it is drawn everywhere: its shape, its word and its colour."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from alpaca_gui.gui.picture_model import SIGN
from alpaca_gui.gui.signs import Sign, colour, draw_sign
from alpaca_gui.gui.text_delegate import MARGIN, draw_ground
from alpaca_gui.gui.theme import current_theme

_SIGN: Final = 11


class DecisionDelegate(QStyledItemDelegate):
    """Paints the column of decisions."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a cell."""
        sign, theme = Sign(index.data(SIGN)), current_theme()
        box = option.rect.adjusted(MARGIN, 0, -MARGIN, 0)
        painter.save()
        draw_ground(painter, option)
        draw_sign(painter, sign, QRectF(box.left(), box.center().y() - _SIGN / 2 + 0.5, _SIGN, _SIGN), theme)
        painter.setPen(colour(sign, theme))
        words = box.adjusted(_SIGN + 5, 0, 0, 0)
        text = option.fontMetrics.elidedText(sign.word, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()
