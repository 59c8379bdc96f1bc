"""A picture fitted into its widget, with a map over it; subclasses draw what else lies over a picture."""

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpaca_gui.explain.colours import OPACITY
from alpaca_gui.explain.signed_cells import SignedCells
from alpaca_gui.gui.map_layer import MapLayer, fitted, paint_picture
from alpaca_gui.imaging.alter import WHOLE, Region


class Canvas(QWidget):
    """Draws an image as large as fits, and cells over it. Nothing is smoothed: a cell is a rectangle of one colour.

    Attributes
    ----------
    opacity
        Of the map's strongest colour, 0 to 1.
    bare
        Whether the cells are drawn without the picture.
    grid
        Whether thin lines part the cells.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.opacity = OPACITY
        self.bare = False
        self.grid = False
        self._image = QImage()
        self._layer: MapLayer | None = None

    def sizeHint(self) -> QSize:
        """Ask for the room of a small photograph."""
        return QSize(520, 400)

    def show_image(self, image: QImage) -> None:
        """Show a picture; the map of another one before it goes."""
        self._image, self._layer = image, None
        self.update()

    def show_map(self, contributions: SignedCells | None, region: Region = WHOLE) -> None:
        """Lay a map over the part of the picture that the model's input covers; None takes it off."""
        self._layer = None if contributions is None else MapLayer(contributions, region)
        self.update()

    @property
    def contributions(self) -> SignedCells | None:
        """The map that is shown."""
        return None if self._layer is None else self._layer.cells

    @property
    def layer(self) -> MapLayer | None:
        """The map as it is drawn."""
        if self._layer is None:
            return None
        return replace(self._layer, opacity=self.opacity, bare=self.bare, grid=self.grid)

    def picture_box(self) -> QRectF:
        """Where the picture is drawn, in the widget's coordinates; empty where there is none.

        A map that goes beyond the picture's edges, where the model saw it padded, takes its room from the picture.
        """
        return fitted(self._image.size(), QRectF(self.rect()), self._layer)

    def map_box(self) -> QRectF:
        """Where the model's input lies, in the widget's coordinates; the whole picture where there is no map."""
        return self.picture_box() if self._layer is None else self._layer.box(self.picture_box())

    def cell_box(self, row: int, column: int) -> QRectF:
        """Where a cell of the map is drawn; the whole picture where there is no map."""
        box = self.picture_box()
        return box if self._layer is None else self._layer.cell_box(box, row, column)

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the map's cell at a place in the widget; None where there is none."""
        return None if self._layer is None else self._layer.cell_at(self.picture_box(), x, y)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, the cells, and what a subclass lays over them."""
        painter = QPainter(self)
        box = self.picture_box()
        if box.isEmpty():
            return
        paint_picture(painter, self._image, box, self.layer)
        self.paint_over(painter, box)

    def paint_over(self, painter: QPainter, box: QRectF) -> None:
        """Draw over the picture, which is in ``box``; for subclasses."""
