"""The picture as it is, and as it was changed: beside each other, or one below the other where that gives more room."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from alpaca_gui.explain.firm_words import AS_IT_IS
from alpaca_gui.gui.canvas import Canvas
from alpaca_gui.gui.elided import ElidedLabel

_LEAST: Final = QSize(72, 60)
_GAP: Final = 3
_LINES: Final = 3
_WRAPPED: Final = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class PicturePair(QWidget):
    """Draws two pictures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.original, self.changed = _Captioned(_capital(AS_IT_IS)), _Captioned("")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        self._row.addWidget(self.original, 1)
        self._row.addWidget(self.changed, 1)

    def show_original(self, image: QImage) -> None:
        """Show a picture, and nothing beside it."""
        self.original.show_image(image, _capital(AS_IT_IS))
        self.show_changed(QImage(), "")
        self._turn()

    def show_changed(self, image: QImage, words: str) -> None:
        """Show the picture as it was changed."""
        self.changed.show_image(image, _capital(words))
        self.original.arrange()
        self.changed.canvas.setAccessibleName(f"The picture {words}" if words else "The changed picture")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put them where they are larger."""
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        aspect = self.original.aspect
        width, height = self.width(), self.height()
        beside = min(width / 2, height * aspect)
        below = min(width, height / 2 * aspect)
        direction = QBoxLayout.Direction.LeftToRight if beside >= below else QBoxLayout.Direction.TopToBottom
        if direction != self._row.direction():
            self._row.setDirection(direction)
        level = direction == QBoxLayout.Direction.LeftToRight
        self.original.beside, self.changed.beside = (self.changed, self.original) if level else (None, None)
        for each in (self.original, self.changed):
            each.arrange()


class _Captioned(QWidget):
    """A picture with its words right below it, whatever room the picture leaves; both in the middle."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.image = QImage()
        self.beside: _Captioned | None = None
        self.canvas = _Small(self)
        self.canvas.setAccessibleName("The picture as it is")
        self.caption = _Caption(words, self)

    def show_image(self, image: QImage, words: str) -> None:
        """Show a picture, and what it is; null and nothing for none."""
        self.image = image
        self.canvas.show_image(image)
        self.caption.show_text(words)
        self.arrange()

    @property
    def aspect(self) -> float:
        """Width over height of the picture; 1 where there is none."""
        return 1.0 if self.image.isNull() else self.image.width() / self.image.height()

    def minimumSizeHint(self) -> QSize:
        """Have room for a small picture, and a line below it."""
        return _LEAST + QSize(0, self.caption.line)

    def sizeHint(self) -> QSize:
        """Ask for more."""
        return self.canvas.sizeHint() + QSize(0, self.caption.line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find room for both anew."""
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Lay both out; where another picture is beside, its words have as much room, so that both stand level."""
        width = self.width()
        below = max(one.caption.heightForWidth(width) for one in (self, self.beside) if one is not None)
        room = max(1, self.height() - below - _GAP)
        high = min(room, max(1, round(width / self.aspect)))
        top = max(0, (room - high) // 2)
        self.canvas.setGeometry(0, top, width, high)
        self.caption.setGeometry(0, top + high + _GAP, width, below)


class _Caption(ElidedLabel):
    """In the middle below its picture, on as many lines as it takes, up to a few."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self.setWordWrap(True)

    @property
    def line(self) -> int:
        """How high one line is."""
        return self.fontMetrics().height() + 2

    def heightForWidth(self, width: int) -> int:
        """Give the height that the words take; of many lines that of a few."""
        return min(self._box(width).height() + 2, _LINES * self.line)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words; on one line what fits, where they are too many."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        text = self.text()
        if self._box(self.width()).height() > self.height():
            text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(self.rect(), _WRAPPED, text)

    def _box(self, width: int) -> QRect:
        return self.fontMetrics().boundingRect(QRect(0, 0, width, 10_000), _WRAPPED, self.text())


class _Small(Canvas):
    """A canvas for little room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumSize(1, 1)

    def sizeHint(self) -> QSize:
        """Ask for more."""
        return QSize(220, 160)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
