"""The picture as it is, and as it was changed: beside each other, or one below the other where that gives more room."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from alpaca_gui.gui.canvas import Canvas
from alpaca_gui.gui.elided import ElidedLabel
from alpaca_gui.gui.why.firm.words import AS_IT_IS

_LEAST: Final = QSize(72, 60)


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
        self.original.show_image(image)
        self.show_changed(QImage(), "")
        self._turn()

    def show_changed(self, image: QImage, words: str) -> None:
        """Show the picture as it was changed."""
        self.changed.show_image(image)
        self.changed.canvas.setAccessibleName(f"The picture {words}" if words else "The changed picture")
        self.changed.caption.show_text(_capital(words))

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


class _Captioned(QWidget):
    """A picture with a line below it."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.image = QImage()
        self.canvas = _Small()
        self.canvas.setAccessibleName("The picture as it is")
        self.caption = _Caption(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.caption)

    def show_image(self, image: QImage) -> None:
        """Show a picture; null for none."""
        self.image = image
        self.canvas.show_image(image)

    @property
    def aspect(self) -> float:
        """Width over height of the picture; 1 where there is none."""
        return 1.0 if self.image.isNull() else self.image.width() / self.image.height()


class _Caption(ElidedLabel):
    """In the middle below its picture."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of the text as fits."""
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)


class _Small(Canvas):
    """A canvas for little room."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(_LEAST)

    def sizeHint(self) -> QSize:
        """Ask for more."""
        return QSize(220, 160)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
