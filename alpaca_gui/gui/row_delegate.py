"""Draws one row: thumbnail, name and detail, logit, and the decision's shape and word."""

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from alpaca_gui.gui.picture_model import DETAIL, RowFacts, facts_of
from alpaca_gui.gui.signs import Sign, colour, draw_sign
from alpaca_gui.gui.theme import Theme, current_theme
from alpaca_gui.gui.thumbnails import Thumbnails
from alpaca_gui.logit.words import short_logit_text

THUMBNAIL: Final = 52
SELECTED_TINT: Final = 34
"""How much of the accent colour lies over a selected row, of 255."""

SHORT_MARK: Final = "unlike training"
"""The mark "unlike the training pictures" where there is little room; tip and reading say the whole of it."""

_AS_IT_IS: Final = 1.35
"""A picture that would have to be enlarged by less than this is drawn as large as it is."""

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
        facts = facts_of(index)
        sign = facts.sign
        box: QRect = option.rect
        painter.save()
        self._ground(painter, option, theme)
        picture = QRect(box.left() + _MARGIN, box.center().y() - THUMBNAIL // 2, THUMBNAIL, THUMBNAIL)
        pixmap = self._thumbnails.get(facts.key) if sign is not Sign.FAILED else None
        draw_thumbnail(painter, picture, pixmap, theme)
        draw_label(painter, QPointF(picture.right() - 7, picture.bottom() - 7), facts.label, sign, theme)
        fact_width = max(_SIGN + 8 + option.fontMetrics.horizontalAdvance(Sign.UNSURE.word), 64)
        strip = QRect(box.right() - _MARGIN - fact_width, box.top(), fact_width, box.height())
        if sign in (Sign.YES, Sign.NO, Sign.UNSURE):
            self._facts(painter, strip, sign, facts.logit, theme)
            right = strip.left()
        else:
            draw_sign(
                painter, sign, QRectF(box.right() - _MARGIN - _SIGN, box.center().y() - _SIGN / 2, _SIGN, _SIGN), theme
            )
            right = box.right() - _MARGIN - _SIGN
        left = box.left() + 2 * _MARGIN + THUMBNAIL
        self._words(
            painter, QRect(left, box.top(), right - left - _MARGIN, box.height()), facts, index.data(DETAIL), theme
        )
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

    def _words(self, painter: QPainter, box: QRect, facts: RowFacts, detail: str | None, theme: Theme) -> None:
        top, bottom = _halves(box)
        metrics = painter.fontMetrics()
        painter.setPen(QColor(theme.text))
        name = metrics.elidedText(facts.name, Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(top, _LEFT, name)
        failed = facts.sign is Sign.FAILED
        painter.setPen(QColor(theme.failed if failed else theme.quiet))
        said = detail or facts.sign.word
        if facts.unlike:
            said = f"{SHORT_MARK} · {said}"
        painter.drawText(bottom, _LEFT, metrics.elidedText(said, Qt.TextElideMode.ElideRight, box.width()))


def draw_thumbnail(painter: QPainter, box: QRect, pixmap: QPixmap | None, theme: Theme) -> None:
    """Draw a picture into the middle of ``box``, never enlarged beyond it; a frame where there is none."""
    if pixmap is None or pixmap.isNull():
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        return
    ratio = painter.device().devicePixelRatioF()
    width, height = pixmap.width() / ratio, pixmap.height() / ratio
    room = min(box.width() / width, box.height() / height)
    if ratio == 1.0 and 1.0 <= room < _AS_IT_IS:  # made for this place: nothing has to be scaled
        painter.drawPixmap(
            box.left() + (box.width() - pixmap.width()) // 2, box.top() + (box.height() - pixmap.height()) // 2, pixmap
        )
        return
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    where = QRect(0, 0, max(1, round(width * room)), max(1, round(height * room)))
    where.moveCenter(box.center())
    painter.drawPixmap(where, pixmap)


def draw_label(painter: QPainter, middle: QPointF, label: int | None, sign: Sign, theme: Theme) -> None:
    """Draw a person's label as a small badge: a letter, and a ring where the decision says otherwise."""
    if label is None or label < 0:
        return
    said = Sign.YES if label else Sign.NO
    radius = 8.0
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.surface), 1.5))
    painter.setBrush(colour(said, theme))
    box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
    painter.drawEllipse(box)
    if sign in (Sign.YES, Sign.NO) and sign is not said:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.failed), 2))
        painter.drawEllipse(box.adjusted(-2, -2, 2, 2))
    font = painter.font()
    font.setPixelSize(10)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(theme.surface))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "Y" if label else "N")
    painter.restore()


def tinted(theme: Theme) -> QColor:
    """The ground of what is selected: a little of the accent colour over the surface."""
    under, over, share = QColor(theme.surface), QColor(theme.accent), SELECTED_TINT / 255
    return QColor.fromRgbF(
        under.redF() + share * (over.redF() - under.redF()),
        under.greenF() + share * (over.greenF() - under.greenF()),
        under.blueF() + share * (over.blueF() - under.blueF()),
    )


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
