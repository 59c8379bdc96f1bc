"""The words below the picture, in type that is read from ten metres."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from alpaca_gui.gui.present.guessing import Stage
from alpaca_gui.gui.present.slide import Part, Slide
from alpaca_gui.gui.signs import Sign, colour, draw_sign
from alpaca_gui.gui.theme import DARK

TITLE_SHARE: Final = 0.48
LINE_SHARE: Final = 0.27
"""Heights of the two lines of type in the strip, of its own height: with a strip of 0.27 of the screen a letter of the
smaller line is about a twentieth of the screen high, 5 cm where the screen is a metre: enough for ten metres."""

TITLE_TYPE: Final = 0.78 * TITLE_SHARE
LINE_TYPE: Final = 0.82 * LINE_SHARE
"""Heights of the type in them, at most."""

_ON_LINES: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
_ON_ONE_LINE: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)


class Strip(QWidget):
    """Draws a slide's words; what is too long for the screen is drawn smaller or on several lines, never cut."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slide: Slide | None = None
        self._message, self._failed = "", ""

    def show_slide(self, slide: Slide) -> None:
        """Draw a slide's words."""
        self._slide, self._message, self._failed = slide, "", ""
        self.setAccessibleName(slide.spoken)
        self.update()

    def show_message(self, message: str, failed: str = "") -> None:
        """Draw a sentence in place of a slide; with ``failed``, the picture that it is about, in the largest line."""
        self._slide, self._message, self._failed = None, message, failed
        self.setAccessibleName(f"{failed}: {message}" if failed else message)
        self.update()

    def boxes(self) -> tuple[QRectF, QRectF]:
        """Where the two lines are drawn."""
        area = QRectF(self.rect()).adjusted(0.03 * self.width(), 0.06 * self.height(), -0.03 * self.width(), 0)
        title = QRectF(area.left(), area.top(), area.width(), TITLE_SHARE * self.height())
        line = QRectF(area.left(), title.bottom(), area.width(), (LINE_SHARE + 0.1) * self.height())
        return title, line

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw sign and words."""
        painter = QPainter(self)
        title, line = self.boxes()
        if self._slide is not None:
            self._draw_slide(painter, self._slide, title, line)
        elif self._failed:
            self._draw_failure(painter, title, line)
        else:
            _draw(painter, line.united(title), self._message, LINE_SHARE * self.height(), QColor(DARK.quiet))

    def _draw_failure(self, painter: QPainter, title: QRectF, line: QRectF) -> None:
        _draw_sign(painter, Sign.FAILED, title)
        _draw(painter, title, self._failed, TITLE_TYPE * self.height(), colour(Sign.FAILED, DARK), bold=True)
        _draw(painter, line, self._message, LINE_TYPE * self.height(), QColor(DARK.text))

    def _draw_slide(self, painter: QPainter, slide: Slide, title: QRectF, line: QRectF) -> None:
        ink = QColor(DARK.text)
        if slide.stage is not Stage.GUESS:
            sign = Sign(int(slide.verdict.decision))
            ink = colour(sign, DARK)
            _draw_sign(painter, sign, title)
        if slide.aside:
            height = 0.7 * LINE_SHARE * self.height()
            wide = QFontMetricsF(type_for(slide.aside, 0.4 * title.width(), height)).horizontalAdvance(slide.aside)
            aside = QRectF(title.right() - wide, title.top(), wide + 1, title.height())
            _draw(painter, aside, slide.aside, height, QColor(DARK.quiet))
            title.setRight(aside.left() - 0.02 * self.width())
        _draw(painter, title, slide.title, TITLE_TYPE * self.height(), ink, bold=True)
        _draw_parts(painter, line, slide.parts, LINE_TYPE * self.height())


def type_for(text: str, width: float, height: float, *, bold: bool = False) -> QFont:
    """Type ``height`` pixels high, or as much smaller as it takes for ``text`` to fit into ``width``."""
    font = QFont()
    font.setBold(bold)
    font.setPixelSize(max(1, round(height)))
    wide = QFontMetricsF(font).horizontalAdvance(text)
    if wide > width:
        font.setPixelSize(max(1, int(height * width / wide)))
    return font


def type_on_lines(text: str, box: QRectF, most: float, *, bold: bool = False) -> QFont:
    """Largest type, of ``most`` pixels at most, in which ``text`` fits into ``box``, on as many lines as it takes."""
    small, large = 1, max(1, round(most))
    font = QFont()
    font.setBold(bold)
    while small < large:
        middle = (small + large + 1) // 2
        font.setPixelSize(middle)
        taken = QFontMetricsF(font).boundingRect(QRectF(0, 0, box.width(), 0), _ON_LINES, text)
        fits = taken.width() <= box.width() and taken.height() <= box.height()
        small, large = (middle, large) if fits else (small, middle - 1)
    font.setPixelSize(small)
    return font


def _draw_sign(painter: QPainter, sign: Sign, title: QRectF) -> None:
    """Draw a sign at the beginning of the largest line, which begins behind it then."""
    side = 0.62 * title.height()
    draw_sign(painter, sign, QRectF(title.left(), title.center().y() - side / 2, side, side), DARK)
    title.adjust(1.35 * side, 0, 0, 0)


def _draw(painter: QPainter, box: QRectF, text: str, height: float, ink: QColor, *, bold: bool = False) -> None:
    font = type_for(text, box.width(), height, bold=bold)
    if font.pixelSize() < height / 2:  # several lines of larger type are read from further away than one of small type
        font = type_on_lines(text, box, height, bold=bold)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(box, _ON_LINES, text)


def _draw_parts(painter: QPainter, box: QRectF, parts: tuple[Part, ...], height: float) -> None:
    """Draw the parts of a line one behind the other; as one text where they are too long for a line."""
    text = "".join(part.text for part in parts)
    font = type_for(text, box.width(), height)
    if font.pixelSize() < height / 2:
        _draw(painter, box, text, height, QColor(DARK.text))
        return
    painter.setFont(font)
    left = box.left()
    for part in parts:
        painter.setPen(QColor(DARK.text) if part.decision is None else colour(Sign(int(part.decision)), DARK))
        painter.drawText(QRectF(left, box.top(), box.width(), box.height()), _ON_ONE_LINE, part.text)
        left += QFontMetricsF(font).horizontalAdvance(part.text)
