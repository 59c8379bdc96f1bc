"""A tensor as a picture, each of its numbers a whole number of the screen's pixels: nothing is smoothed."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class TensorView(QWidget):
    """Draws a small image as many times as large as fits, in whole numbers; smaller only where it does not fit.

    Signals
    -------
    resized
        It has another size, and so perhaps another `zoom`.
    """

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 120)
        self._image = QImage()

    def sizeHint(self) -> QSize:
        """Ask for the room of what most models see, twice as large."""
        return QSize(520, 520)

    def show_image(self, image: QImage) -> None:
        """Show an image."""
        self._image = image
        self.update()

    @property
    def zoom(self) -> int:
        """Pixels of the screen for each of the image, across and down; 0 where it does not fit as it is."""
        if self._image.isNull():
            return 0
        ratio = self.devicePixelRatioF()
        across = int(self.width() * ratio) // self._image.width()
        return min(across, int(self.height() * ratio) // self._image.height())

    def picture_box(self) -> QRectF:
        """Where the image is drawn, in the widget's coordinates; empty where there is none."""
        if self._image.isNull():
            return QRectF()
        ratio, whole = self.devicePixelRatioF(), self._image.size()
        if self.zoom:
            size = whole * self.zoom
        else:
            size = whole.scaled(self.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
        left, top = int(self.width() * ratio) - size.width(), int(self.height() * ratio) - size.height()
        return QRectF(left // 2 / ratio, top // 2 / ratio, size.width() / ratio, size.height() / ratio)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell it."""
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the image; where it is smaller than it is, neighbouring pixels are mixed."""
        box = self.picture_box()
        if not box.isEmpty():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.zoom == 0)
            painter.drawImage(box, self._image)
