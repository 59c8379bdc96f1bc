"""A map laid over a picture: where its cells lie, and how both are painted. Nothing is smoothed but the picture."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from alpaca_gui.explain.colours import OPACITY, map_colours
from alpaca_gui.explain.signed_cells import SignedCells
from alpaca_gui.gui.images import image_of
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.imaging.alter import WHOLE, Region

_GRID_INKS: Final = ((QColor(0, 0, 0, 50), 3.0), (QColor(255, 255, 255, 130), 1.0))
"""A light line in a dark one, so that it is seen on any picture; widths in pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class MapLayer:
    """Cells over the part of a picture that the model's input covers.

    Attributes
    ----------
    cells
        What is drawn.
    region
        Where on the picture the cells lie, in shares of it; beyond its edges where the model saw more (``pad``).
    opacity
        Of the strongest colour, 0 to 1; bare cells have all of it.
    bare
        Whether the cells are drawn without the picture.
    grid
        Whether thin lines part the cells.
    """

    cells: SignedCells
    region: Region = WHOLE
    opacity: float = OPACITY
    bare: bool = False
    grid: bool = False

    @property
    def strength(self) -> float:
        """Opacity of the strongest colour as it is drawn."""
        return 1.0 if self.bare else self.opacity

    def box(self, picture: QRectF) -> QRectF:
        """Where the cells lie together, over a picture that is drawn in ``picture``."""
        left, top, right, bottom = self.region
        width, height = picture.width(), picture.height()
        return QRectF(
            picture.left() + left * width, picture.top() + top * height, (right - left) * width, (bottom - top) * height
        )

    def cell_box(self, picture: QRectF, row: int, column: int) -> QRectF:
        """Where one cell lies."""
        box, (rows, columns) = self.box(picture), self.cells.cells.shape
        width, height = box.width() / columns, box.height() / rows
        return QRectF(box.left() + column * width, box.top() + row * height, width, height)

    def cell_at(self, picture: QRectF, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the cell at a place; None where there is none."""
        box, (rows, columns) = self.box(picture), self.cells.cells.shape
        if box.isEmpty() or not box.contains(x, y):
            return None
        row, column = (y - box.top()) / box.height() * rows, (x - box.left()) / box.width() * columns
        return min(int(row), rows - 1), min(int(column), columns - 1)


def fitted(size: QSize, area: QRectF, layer: MapLayer | None) -> QRectF:
    """Where a picture of ``size`` is drawn in ``area``: as large as fits together with a map that goes beyond it."""
    if size.isEmpty():
        return QRectF()
    left, top, right, bottom = WHOLE if layer is None else layer.region
    left, top, right, bottom = min(left, 0.0), min(top, 0.0), max(right, 1.0), max(bottom, 1.0)
    width, height = (right - left) * size.width(), (bottom - top) * size.height()
    scale = min(area.width() / width, area.height() / height)
    whole = QRectF(0, 0, width * scale, height * scale)
    whole.moveCenter(area.center())
    return QRectF(
        whole.left() - left * size.width() * scale,
        whole.top() - top * size.height() * scale,
        size.width() * scale,
        size.height() * scale,
    )


def paint_picture(painter: QPainter, picture: QImage | QPixmap, box: QRectF, layer: MapLayer | None) -> None:
    """Paint a picture into ``box``, and the cells over it."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if layer is not None:
        _paint_ground(painter, box, layer)
    if layer is None or not layer.bare:
        if isinstance(picture, QImage):
            painter.drawImage(box, picture)
        else:
            painter.drawPixmap(box, picture, QRectF(picture.rect()))
    if layer is not None:
        _paint_cells(painter, box, layer)


def _paint_ground(painter: QPainter, box: QRectF, layer: MapLayer) -> None:
    """What bare cells lie on; and the black that the model saw beyond the edges of a padded picture."""
    if layer.bare:
        painter.fillRect(box, QColor(current_theme().surface))
        painter.fillRect(layer.box(box), QColor(current_theme().surface))
    elif not box.adjusted(-1, -1, 1, 1).contains(layer.box(box)):
        painter.fillRect(layer.box(box), QColor(0, 0, 0))


def _paint_cells(painter: QPainter, box: QRectF, layer: MapLayer) -> None:
    cells = image_of(map_colours(layer.cells.cells, layer.cells.largest, layer.strength))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(layer.box(box), cells)
    lines = ((QColor(current_theme().line), 1.0),) if layer.bare else _GRID_INKS
    if layer.grid:
        _paint_lines(painter, _grid(layer.box(box), *layer.cells.cells.shape), lines)
    elif layer.bare or layer.region != WHOLE:
        _paint_lines(painter, _grid(layer.box(box), 1, 1), lines)
    painter.restore()


def _grid(box: QRectF, rows: int, columns: int) -> list[QLineF]:
    heights = [box.top() + row * box.height() / rows for row in range(rows + 1)]
    widths = [box.left() + column * box.width() / columns for column in range(columns + 1)]
    across = [QLineF(box.left(), y, box.right(), y) for y in heights]
    return across + [QLineF(x, box.top(), x, box.bottom()) for x in widths]


def _paint_lines(painter: QPainter, lines: list[QLineF], inks: tuple[tuple[QColor, float], ...]) -> None:
    for ink, width in inks:
        painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLines(lines)
