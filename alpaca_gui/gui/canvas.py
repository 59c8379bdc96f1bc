"""A picture fitted into its widget, with the exact map over it; subclasses draw what else lies over a picture."""

from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpaca_gui.explain.colours import map_colours
from alpaca_gui.explain.contributions import Contributions
from alpaca_gui.gui.images import image_of
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.imaging.alter import WHOLE, Region

OPACITY: Final = 0.75
"""Of the map's strongest colour to begin with."""


class Canvas(QWidget):
    """Draws an image as large as fits, and cells over it. Nothing is smoothed: a cell is a rectangle of one colour.

    Attributes
    ----------
    opacity
        Of the map's strongest colour, 0 to 1.
    bare
        Whether the cells are drawn without the picture.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.opacity = OPACITY
        self.bare = False
        self._image = QImage()
        self._contributions: Contributions | None = None
        self._region: Region = WHOLE

    def sizeHint(self) -> QSize:
        """Ask for the room of a small photograph."""
        return QSize(520, 400)

    def show_image(self, image: QImage) -> None:
        """Show a picture; the map of another one before it goes."""
        self._image, self._contributions = image, None
        self.update()

    def show_map(self, contributions: Contributions | None, region: Region = WHOLE) -> None:
        """Lay a map over the part of the picture that the model's input covers; None takes it off."""
        self._contributions, self._region = contributions, region
        self.update()

    @property
    def contributions(self) -> Contributions | None:
        """The map that is shown."""
        return self._contributions

    def picture_box(self) -> QRectF:
        """Where the picture is drawn, in the widget's coordinates; empty where there is none."""
        if self._image.isNull():
            return QRectF()
        scale = min(self.width() / self._image.width(), self.height() / self._image.height())
        box = QRectF(0, 0, self._image.width() * scale, self._image.height() * scale)
        box.moveCenter(QRectF(self.rect()).center())
        return box

    def map_box(self) -> QRectF:
        """Where the model's input lies, in the widget's coordinates; beyond the picture where it was padded."""
        box = self.picture_box()
        left, top, right, bottom = self._region
        return QRectF(
            box.left() + left * box.width(),
            box.top() + top * box.height(),
            (right - left) * box.width(),
            (bottom - top) * box.height(),
        )

    def cell_box(self, row: int, column: int) -> QRectF:
        """Where a cell of the map is drawn."""
        box = self.map_box()
        height, width = (1, 1) if self._contributions is None else self._contributions.cells.shape
        return QRectF(
            box.left() + column * box.width() / width,
            box.top() + row * box.height() / height,
            box.width() / width,
            box.height() / height,
        )

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the map's cell at a place in the widget; None where there is none."""
        box = self.map_box()
        if self._contributions is None or not box.contains(x, y):
            return None
        rows, columns = self._contributions.cells.shape
        row = int((y - box.top()) / box.height() * rows)
        column = int((x - box.left()) / box.width() * columns)
        return min(row, rows - 1), min(column, columns - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, the cells, and what a subclass lays over them."""
        painter = QPainter(self)
        box = self.picture_box()
        if box.isEmpty():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.bare and self._contributions is not None:
            painter.fillRect(box, QColor(current_theme().surface))
        else:
            painter.drawImage(box, self._image)
        if self._contributions is not None:
            self._paint_cells(painter, self._contributions)
        self.paint_over(painter, box)

    def _paint_cells(self, painter: QPainter, contributions: Contributions) -> None:
        opacity = 1.0 if self.bare else self.opacity
        cells = image_of(map_colours(contributions.cells, contributions.largest, opacity))
        painter.save()
        painter.setClipRect(self.rect() if self.bare else self.picture_box())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(self.map_box(), cells)
        painter.restore()

    def paint_over(self, painter: QPainter, box: QRectF) -> None:
        """Draw over the picture, which is in ``box``; for subclasses."""
