"""A row of small pictures, cut to squares."""

from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.training.survey import FEW

_SIDE: Final = 52
_GAP: Final = 6


class Thumbs(QWidget):
    """Shows up to `FEW` pictures; a place stays grey until its picture comes."""

    def __init__(self) -> None:
        super().__init__()
        self._images: list[QImage] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def side(self) -> int:
        """Longest side to ask a picture for, in device pixels; a narrow one fills its square too."""
        return round(2 * _SIDE * self.devicePixelRatioF())

    def begin(self, count: int) -> None:
        """Show ``count`` empty places."""
        self._images = [QImage() for _ in range(min(count, FEW))]
        self.setAccessibleName(f"The first {count} pictures" if count else "No pictures")
        self.update()

    def put(self, place: int, image: QImage) -> None:
        """Show a picture in its place."""
        if place < len(self._images):
            self._images[place] = image
            self.update()

    @property
    def shown(self) -> int:
        """How many pictures have come."""
        return sum(not image.isNull() for image in self._images)

    def sizeHint(self) -> QSize:
        """Ask for one row."""
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the squares."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        for place, image in enumerate(self._images):
            box = QRectF(place * (_SIDE + _GAP), 0, _SIDE, _SIDE)
            if box.right() > self.width():
                break  # a part of a picture looks like a mistake
            shape = QPainterPath()
            shape.addRoundedRect(box, 4, 4)
            painter.setClipPath(shape)
            painter.fillRect(box, QColor(current_theme().line))
            if not image.isNull():
                painter.drawImage(box, image, _square(image))


def _square(image: QImage) -> QRectF:
    side = min(image.width(), image.height())
    return QRectF((image.width() - side) / 2, (image.height() - side) / 2, side, side)
