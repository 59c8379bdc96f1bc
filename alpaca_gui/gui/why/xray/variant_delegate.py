"""Draws one variant: a small picture, its name, what becomes of the decision, its logit and the difference."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from alpaca_gui.gui.row_delegate import digits_font, tinted
from alpaca_gui.gui.signs import Sign, colour, draw_sign
from alpaca_gui.gui.theme import Theme, current_theme
from alpaca_gui.logit.words import short_logit_text

THUMBNAIL: Final = 36
"""Longest side of the small picture, in pixels."""

FACTS: Final = Qt.ItemDataRole.UserRole + 2
_MARGIN: Final = 6
_SIGN: Final = 10
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class VariantFacts:
    """What is written in a row.

    Attributes
    ----------
    words, state
        Its name, and the second line.
    sign
        Of its decision.
    logit, difference
        None where there is none.
    changed
        Whether the decision is another one, which the second line then says.
    """

    words: str
    state: str
    sign: Sign
    logit: float | None
    difference: float | None
    changed: bool


class VariantDelegate(QStyledItemDelegate):
    """Paints the rows of a `VariantList`."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All rows are equally high."""
        return QSize(200, max(THUMBNAIL, 2 * option.fontMetrics.height() + 2) + 2 * _MARGIN)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a row."""
        theme, facts, box = current_theme(), index.data(FACTS), option.rect
        painter.save()
        _draw_ground(painter, option, theme)
        inner = box.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        _draw_picture(painter, inner, index.data(Qt.ItemDataRole.DecorationRole), theme)
        texts = inner.adjusted(THUMBNAIL + _MARGIN, 0, 0, 0)
        half = texts.height() // 2
        upper, lower = texts.adjusted(0, 0, 0, -half), texts.adjusted(0, half, 0, 0)
        _draw_text(painter, upper, facts.words, QColor(theme.text))
        _draw_verdict(painter, lower, facts, theme)
        painter.restore()


def _draw_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, tinted(theme))
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(QColor(theme.accent), 1.5))
        painter.drawRect(QRectF(option.rect).adjusted(1, 1, -1.5, -1.5))


def _draw_picture(painter: QPainter, box: QRect, icon: QIcon | None, theme: Theme) -> None:
    pixmap = None if icon is None else icon.pixmap(QSize(THUMBNAIL, THUMBNAIL), painter.device().devicePixelRatioF())
    if pixmap is not None and not pixmap.isNull():
        size = pixmap.deviceIndependentSize()
        left = box.left() + (THUMBNAIL - size.width()) / 2
        corner = QPointF(left, box.center().y() + 0.5 - size.height() / 2)
        painter.drawPixmap(corner, pixmap)
        painter.setPen(QColor(theme.line))  # a tensor may be all white
        painter.drawRect(QRectF(corner, size).adjusted(0, 0, -1, -1))


def _draw_text(painter: QPainter, box: QRect, text: str, ink: QColor) -> None:
    painter.setPen(ink)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, _LEFT, shown)


def _draw_verdict(painter: QPainter, box: QRect, facts: VariantFacts, theme: Theme) -> None:
    """Sign, logit, difference, and what becomes of the decision; each begins at the same place in every row."""
    usual, left = painter.font(), box.left()
    painter.setFont(digits_font(usual))
    column = painter.fontMetrics().horizontalAdvance("+00.00 ")
    if facts.logit is not None:
        draw_sign(painter, facts.sign, QRectF(left, box.center().y() - _SIGN / 2 + 0.5, _SIGN, _SIGN), theme)
        left += _SIGN
        painter.setPen(colour(facts.sign, theme))
        painter.drawText(QRect(left, box.top(), column, box.height()), _RIGHT, short_logit_text(facts.logit))
        left += column
    if facts.difference is not None:
        painter.setPen(QColor(theme.quiet))
        painter.drawText(QRect(left, box.top(), column, box.height()), _RIGHT, short_logit_text(facts.difference))
        left += column
    usual.setBold(facts.changed)
    painter.setFont(usual)
    left += 0 if left == box.left() else _MARGIN
    ink = QColor(theme.text if facts.changed else theme.quiet)
    _draw_text(painter, box.adjusted(left - box.left(), 0, 0, 0), facts.state, ink)
