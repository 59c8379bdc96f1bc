"""Draws one row: thumbnail, name and detail, logit, and the decision's shape and word."""

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from alpaca_gui.gui.picture_model import DETAIL, KEY, LOGIT, SIGN
from alpaca_gui.gui.signs import Sign, colour, draw_sign
from alpaca_gui.gui.theme import Theme, current_theme
from alpaca_gui.gui.thumbnails import Thumbnails
from alpaca_gui.logit.words import short_logit_text

THUMBNAIL: Final = 52
SELECTED_TINT: Final = 34
"""How much of the accent colour lies over a selected row, of 255."""

_MARGIN: Final = 10
_SIGN: Final = 11

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowDelegate(QStyledItemDelegate):
    """Paints rows of `PictureModel`."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All rows are equally high."""
        return QSize(240, self.row_height(option.fontMetrics.height()))

    @staticmethod
    def row_height(line: int) -> int:
        """Height of a row whose text lines are ``line`` pixels high."""
        return max(THUMBNAIL + 12, 2 * line + 18)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a row."""
        theme = current_theme()
        sign = Sign(index.data(SIGN))
        box: QRect = option.rect
        painter.save()
        self._ground(painter, option, theme)
        self._thumbnail(
            painter,
            QRect(box.left() + _MARGIN, box.center().y() - THUMBNAIL // 2, THUMBNAIL, THUMBNAIL),
            index.data(KEY),
            sign,
            theme,
        )
        fact_width = max(_SIGN + 8 + option.fontMetrics.horizontalAdvance(Sign.UNSURE.word), 64)
        facts = QRect(box.right() - _MARGIN - fact_width, box.top(), fact_width, box.height())
        if sign in (Sign.YES, Sign.NO, Sign.UNSURE):
            self._facts(painter, facts, sign, index.data(LOGIT), theme)
            right = facts.left()
        else:
            draw_sign(
                painter, sign, QRectF(box.right() - _MARGIN - _SIGN, box.center().y() - _SIGN / 2, _SIGN, _SIGN), theme
            )
            right = box.right() - _MARGIN - _SIGN
        left = box.left() + 2 * _MARGIN + THUMBNAIL
        self._words(painter, QRect(left, box.top(), right - left - _MARGIN, box.height()), index, sign, theme)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
        box: QRect = option.rect
        painter.fillRect(box, QColor(theme.surface))  # over the view's own, much louder mark of what is selected
        if option.state & QStyle.StateFlag.State_Selected:
            tint = QColor(theme.accent)
            tint.setAlpha(SELECTED_TINT)
            painter.fillRect(box, tint)
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), QColor(theme.accent))
        painter.setPen(QColor(theme.line))
        painter.drawLine(box.left() + _MARGIN, box.bottom(), box.right() - _MARGIN, box.bottom())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.drawRect(QRectF(box).adjusted(1, 1, -2, -2))

    def _thumbnail(self, painter: QPainter, box: QRect, key: int, sign: Sign, theme: Theme) -> None:
        pixmap = self._thumbnails.get(key) if sign is not Sign.FAILED else None
        if pixmap is None or pixmap.isNull():
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
            return
        scale = min(box.width() / pixmap.width(), box.height() / pixmap.height())
        width, height = max(1, round(pixmap.width() * scale)), max(1, round(pixmap.height() * scale))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        where = QRect(0, 0, width, height)
        where.moveCenter(box.center())
        painter.drawPixmap(where, pixmap)

    def _facts(self, painter: QPainter, box: QRect, sign: Sign, logit: float, theme: Theme) -> None:
        top, bottom = _halves(box)
        usual = painter.font()
        painter.setFont(digits_font(usual))
        painter.setPen(QColor(theme.text))
        painter.drawText(top, _RIGHT, short_logit_text(logit))
        painter.setFont(usual)
        painter.setPen(colour(sign, theme))
        painter.drawText(bottom, _RIGHT, sign.word)
        width = painter.fontMetrics().horizontalAdvance(sign.word)
        draw_sign(
            painter,
            sign,
            QRectF(bottom.right() - width - _SIGN - 6, bottom.center().y() - _SIGN / 2 + 0.5, _SIGN, _SIGN),
            theme,
        )

    def _words(
        self, painter: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex, sign: Sign, theme: Theme
    ) -> None:
        top, bottom = _halves(box)
        metrics = painter.fontMetrics()
        painter.setPen(QColor(theme.text))
        name = metrics.elidedText(index.data(), Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(top, _LEFT, name)
        failed = sign is Sign.FAILED
        painter.setPen(QColor(theme.failed if failed else theme.quiet))
        detail = index.data(DETAIL) or sign.word
        painter.drawText(bottom, _LEFT, metrics.elidedText(detail, Qt.TextElideMode.ElideRight, box.width()))


def digits_font(font: QFont) -> QFont:
    """Give a font of the same size whose digits are equally wide, so that numbers stand in columns."""
    digits = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    digits.setPointSizeF(font.pointSizeF())
    return digits


def _halves(box: QRect) -> tuple[QRect, QRect]:
    inner = box.adjusted(0, 9, 0, -9)
    half = inner.height() // 2
    return QRect(inner.left(), inner.top(), inner.width(), half), QRect(
        inner.left(), inner.top() + half, inner.width(), half
    )
