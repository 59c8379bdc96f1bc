"""The chosen picture, as large as there is room for."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpaca_gui.explain.signed_cells import SignedCells
from alpaca_gui.gui.loader import Loaded, PictureLoader
from alpaca_gui.gui.map_layer import MapLayer, fitted, paint_picture
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.imaging.alter import WHOLE, Region
from alpaca_gui.imaging.source import Source

_SETTLE_MS: Final = 120


class PictureView(QWidget):
    """Shows one picture fitted to its own size; decodes it in the background.

    Parameters
    ----------
    most_waiting
        As that of a `PictureLoader`: more than one where others are decoded ahead.
    """

    def __init__(self, parent: QWidget | None = None, *, most_waiting: int = 1) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 70)
        self.setAccessibleName("Chosen picture")
        self._key = -1
        self._source: Source | None = None
        self._pixmap = QPixmap()
        self._message = ""
        self._layer: MapLayer | None = None
        self._loader = PictureLoader(most_waiting, self)
        self._loader.loaded.connect(self._on_loaded)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settled.timeout.connect(self._load)

    def sizeHint(self) -> QSize:
        """Ask for the room of a small photograph."""
        return QSize(560, 380)

    def show_picture(self, key: int, source: Source, placeholder: QPixmap | None) -> None:
        """Show a picture; its thumbnail stands in until it is decoded. The map of another one goes."""
        if key != self._key:
            self._layer = None
        self._key, self._source, self._message = key, source, ""
        self._pixmap = placeholder or QPixmap()
        self.setAccessibleDescription(source.name)
        self._load()
        self.update()

    def show_message(self, message: str) -> None:
        """Show a sentence where there is no picture."""
        self._key, self._source, self._message = -1, None, message
        self._pixmap, self._layer = QPixmap(), None
        self.setAccessibleDescription(message)
        self.update()

    def show_map(self, contributions: SignedCells | None, region: Region = WHOLE) -> None:
        """Lay a map over the part of the picture that the model's input covers; None takes it off."""
        self._layer = None if contributions is None else MapLayer(contributions, region)
        self.update()

    @property
    def contributions(self) -> SignedCells | None:
        """The map that is shown; None where there is none."""
        return None if self._layer is None else self._layer.cells

    def picture_box(self) -> QRectF:
        """Where the picture is drawn, in the widget's coordinates; empty where there is none."""
        return fitted(self._pixmap.size(), QRectF(self.rect()), self._layer)

    def close_loader(self) -> None:
        """End the thread."""
        self._settled.stop()
        self._loader.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decode again when the new size has settled."""
        super().resizeEvent(event)
        if self._source is not None:
            self._settled.start()

    @Slot()
    def _load(self) -> None:
        if self._source is not None:
            ratio = self.devicePixelRatioF()
            self._loader.want(self._key, self._source, int(self.width() * ratio), int(self.height() * ratio))

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        if loaded.key == self._key and not loaded.image.isNull():
            self._pixmap = QPixmap.fromImage(loaded.image)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture in the middle, or the sentence."""
        painter = QPainter(self)
        if self._pixmap.isNull():
            painter.setPen(QColor(current_theme().quiet))
            box = QRectF(self.rect()).adjusted(24, 24, -24, -24)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message)
            return
        paint_picture(painter, self._pixmap, self.picture_box(), self._layer)
