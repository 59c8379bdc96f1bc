"""Draws one cell of the grid: the picture, its logit and decision, its label, and its name."""

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from alpaca_gui.gui.picture_model import FACTS
from alpaca_gui.gui.row_delegate import SELECTED_TINT, SHORT_MARK, digits_font, draw_label, draw_thumbnail
from alpaca_gui.gui.signs import Sign, colour, draw_sign
from alpaca_gui.gui.theme import Theme, current_theme
from alpaca_gui.gui.thumbnails import Thumbnails
from alpaca_gui.logit.words import short_logit_text

_MARGIN: Final = 8
PICTURE_WIDTH: Final = 154
PICTURE_HEIGHT: Final = 118
"""Room for the picture; thumbnails are made for it."""

CELL: Final = PICTURE_WIDTH + 2 * _MARGIN
"""Least width of a cell."""
_SIGN: Final = 11


class CellDelegate(QStyledItemDelegate):
    """Paints the cells of a `GridModel`."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    @staticmethod
    def height(line: int) -> int:
        """Height of a cell whose text lines are ``line`` pixels high."""
        return PICTURE_HEIGHT + 2 * line + 3 * _MARGIN

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All cells are alike."""
        return QSize(CELL, self.height(option.fontMetrics.height()))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a cell; nothing where the last line has no picture any more."""
        theme = current_theme()
        box: QRect = option.rect
        painter.fillRect(box, QColor(theme.surface))
        facts = index.data(FACTS)
        if facts is None:
            return
        key, sign, logit, name, label, unlike = facts
        painter.save()
        self._ground(painter, option, sign, theme)
        picture = QRect(box.left() + _MARGIN, box.top() + _MARGIN, box.width() - 2 * _MARGIN, PICTURE_HEIGHT)
        draw_thumbnail(painter, picture, None if sign is Sign.FAILED else self._thumbnails.get(key), theme)
        draw_label(painter, QPointF(picture.right() - 9, picture.top() + 9), label, sign, theme)
        if unlike:
            self._unlike(painter, picture, theme)
        line = painter.fontMetrics().height()
        strip = QRect(picture.left(), picture.bottom() + 4, picture.width(), line)
        self._facts(painter, strip, sign, logit, theme)
        painter.setPen(QColor(theme.quiet))
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, strip.width())
        painter.drawText(
            strip.translated(0, line + 2), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown
        )
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, sign: Sign, theme: Theme) -> None:
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            tint = QColor(theme.accent)
            tint.setAlpha(SELECTED_TINT)
            painter.fillRect(box.adjusted(2, 2, -2, -2), tint)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.drawRect(QRectF(box).adjusted(2, 2, -3, -3))

    def _facts(self, painter: QPainter, box: QRect, sign: Sign, logit: float, theme: Theme) -> None:
        usual = painter.font()
        draw_sign(painter, sign, QRectF(box.left(), box.center().y() - _SIGN / 2 + 0.5, _SIGN, _SIGN), theme)
        painter.setPen(colour(sign, theme))
        left = box.adjusted(_SIGN + 5, 0, 0, 0)
        painter.drawText(left, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, sign.word)
        if sign in (Sign.YES, Sign.NO, Sign.UNSURE):
            painter.setFont(digits_font(usual))
            painter.setPen(QColor(theme.text))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, short_logit_text(logit))
            painter.setFont(usual)

    def _unlike(self, painter: QPainter, box: QRect, theme: Theme) -> None:
        text = SHORT_MARK
        width = painter.fontMetrics().horizontalAdvance(text) + 10
        strip = QRect(
            box.left(), box.bottom() - painter.fontMetrics().height() - 3, width, painter.fontMetrics().height() + 4
        )
        ground = QColor(theme.surface)
        ground.setAlpha(225)
        painter.fillRect(strip, ground)
        painter.setPen(QColor(theme.text))
        painter.drawText(strip, Qt.AlignmentFlag.AlignCenter, text)
