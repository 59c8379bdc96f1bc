"""One picture that is like another: itself, how alike it is, its label, and its logit."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from alpaca_gui.gui.row_delegate import digits_font, draw_label, draw_thumbnail, tinted
from alpaca_gui.gui.signs import Sign, draw_sign
from alpaca_gui.gui.theme import Theme, current_theme
from alpaca_gui.gui.tips import tip_text
from alpaca_gui.gui.why.nearest.words import cosine_text
from alpaca_gui.logit.words import short_logit_text

WIDEST: Final = 180
"""Of a tile, in pixels."""

_EDGE: Final = 4
_HEIGHT: Final = 0.75
"""Of the place for a picture, as a share of its width."""
_SIGN: Final = 9
_HASH_SHOWN: Final = 8

GetPixmap = Callable[[int], QPixmap | None]
"""Gives the thumbnail of a row of the library, or None and has it made."""


@dataclass(frozen=True, slots=True, eq=False)
class TileFacts:
    """What a tile draws.

    Attributes
    ----------
    cosine
        How alike it is, −1 to 1.
    key
        The row of the library; None for a training picture that is not in it.
    name
        The file's name, or empty.
    digest
        The content's hash, or empty.
    answer
        The label in the model's words, or empty.
    label
        1 yes, 0 no, −1 where there is none.
    logit
        None where there is none.
    sign
        Of the logit's decision.
    image
        A small picture out of the bundle; null where there is none.
    """

    cosine: float
    key: int | None = None
    name: str = ""
    digest: str = ""
    answer: str = ""
    label: int = -1
    logit: float | None = None
    sign: Sign = Sign.WAITING
    image: QImage = field(default_factory=QImage)

    @property
    def lines(self) -> tuple[str, ...]:
        """Everything about it, for a tip and a screen reader."""
        name = self.name or f"Training picture {self.digest[:_HASH_SHOWN]}"
        logit = "no logit" if self.logit is None else f"logit {short_logit_text(self.logit)}, {self.sign.word.lower()}"
        label = f"labelled {self.answer}" if self.answer else "no label"
        where = () if self.key is not None else ("not in this library",)
        return (name, f"{cosine_text(self.cosine)} alike", label, logit, *where)


class Tile(QAbstractButton):
    """Draws what it is given; a click or Enter chooses a picture that is in the library.

    Signals
    -------
    chosen(key)
        This row is to be shown in the list.
    """

    chosen = Signal(int)

    def __init__(self, pixmap_of: GetPixmap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap_of = pixmap_of
        self.facts = TileFacts(0.0)
        self._pixmap = QPixmap()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)

    def show_facts(self, facts: TileFacts) -> None:
        """Draw another picture."""
        self.facts = facts
        self._pixmap = QPixmap.fromImage(facts.image)
        self.setAccessibleName(", ".join(facts.lines))
        self.setAccessibleDescription("" if facts.key is None else "Press Enter to choose it in the list.")
        tip = [*facts.lines, facts.digest] if facts.digest else list(facts.lines)
        self.setToolTip(tip_text("\n".join(tip)))
        there = facts.key is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if there else Qt.CursorShape.ArrowCursor)
        self.update()

    def height_for(self, width: int) -> int:
        """Height of a tile of this width: a picture, and two lines below it."""
        return round((width - 2 * _EDGE) * _HEIGHT) + 3 * _EDGE + 2 * self._line()

    def sizeHint(self) -> QSize:
        """Ask for the most."""
        return QSize(WIDEST, self.height_for(WIDEST))

    def picture_box(self) -> QRect:
        """Where the picture is drawn."""
        width = self.width() - 2 * _EDGE
        return QRect(_EDGE, _EDGE, width, round(width * _HEIGHT))

    def pixmap(self) -> QPixmap | None:
        """Give what is drawn: the bundle's small picture, else the library's own; None or null where there is none."""
        if not self._pixmap.isNull() or self.facts.key is None:
            return self._pixmap
        return self._pixmap_of(self.facts.key)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        theme, facts = current_theme(), self.facts
        painter = QPainter(self)
        if facts.key is not None and self.underMouse():
            painter.fillRect(self.rect(), tinted(theme))
        box = self.picture_box()
        pixmap = self.pixmap()
        draw_thumbnail(painter, box, pixmap, theme)
        if pixmap is None or pixmap.isNull():
            self._paint_placeholder(painter, box, theme)
        draw_label(painter, QPointF(box.right() - 8, box.bottom() - 8), facts.label, facts.sign, theme)
        self._paint_words(painter, box, theme)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_placeholder(self, painter: QPainter, box: QRect, theme: Theme) -> None:
        metrics, room = painter.fontMetrics(), box.width() - 12
        shown = (self.facts.answer, self.facts.name or self.facts.digest[:_HASH_SHOWN])
        lines = [metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, room) for line in shown if line]
        painter.setPen(QColor(theme.quiet))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "\n".join(lines))

    def _paint_words(self, painter: QPainter, box: QRect, theme: Theme) -> None:
        top = QRect(box.left(), box.bottom() + _EDGE, box.width(), self._line())
        below = top.translated(0, self._line())
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(theme.text))
        painter.drawText(top, left, f"{cosine_text(self.facts.cosine)} alike")
        if self.facts.logit is None:
            return
        draw_sign(painter, self.facts.sign, QRectF(below.left(), below.center().y() - _SIGN / 2, _SIGN, _SIGN), theme)
        painter.setFont(digits_font(painter.font()))
        painter.setPen(QColor(theme.quiet))
        painter.drawText(below.adjusted(_SIGN + 6, 0, 0, 0), left, short_logit_text(self.facts.logit))

    def _line(self) -> int:
        return self.fontMetrics().height() + 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed by Enter, too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_clicked(self) -> None:
        if self.facts.key is not None:
            self.chosen.emit(self.facts.key)
