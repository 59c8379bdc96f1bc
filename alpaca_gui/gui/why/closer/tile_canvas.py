"""The picture with a tile framed; on demand all the others, and the largest logit at each place."""

from typing import Final

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from alpaca_gui.explain.closer import Closer, Tile
from alpaca_gui.explain.colours import map_colours
from alpaca_gui.gui.canvas import Canvas
from alpaca_gui.gui.images import image_of
from alpaca_gui.gui.signs import Sign, colour
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.imaging.alter import Region
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.verdict import Rule, decide_one, margins

_FAINT: Final = 110
_FRAME: Final = 2.5
_HALO: Final = 6.0


class TileCanvas(Canvas):
    """Draws tiles over a picture; `tile_pointed` tells the one with the largest logit under a click.

    Attributes
    ----------
    chosen
        The tile that is framed.
    with_others
        Whether all other tiles are drawn too, faintly.
    with_colours
        Whether each place has the colour of the largest logit of its tiles.
    """

    tile_pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("The picture with a tile framed")
        self.chosen: Tile | None = None
        self.with_others = False
        self.with_colours = False
        self._closer: Closer | None = None
        self._rule = Rule()
        self._colours = QImage()
        self.strongest = 0.0

    def show_tiles(self, closer: Closer | None, rule: Rule) -> None:
        """Draw these tiles, read with ``rule``; None takes them off."""
        self._closer, self._rule = closer, rule
        self._colours, self.strongest = QImage(), 0.0
        if closer is not None and closer.tiles:
            above: Floats = np.nan_to_num(margins(closer.map(), rule))  # nothing to colour where no tile is yet
            self.strongest = float(np.abs(above).max())
            self._colours = image_of(map_colours(above, self.strongest, self.opacity))
        self.update()

    def frame(self, tile: Tile | None) -> None:
        """Frame a tile."""
        self.chosen = tile
        self.update()

    def box_of(self, region: Region) -> QRectF:
        """Where a part of the picture, in shares, is drawn."""
        box = self.picture_box()
        left, top, right, bottom = region
        return QRectF(
            box.left() + left * box.width(),
            box.top() + top * box.height(),
            (right - left) * box.width(),
            (bottom - top) * box.height(),
        )

    def paint_over(self, painter: QPainter, box: QRectF) -> None:
        """Draw colours, the other tiles, and the frame."""
        if self.with_colours and not self._colours.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(box, self._colours)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.with_others and self._closer is not None:
            for tile in self._closer.tiles:
                self._paint_frame(painter, tile, faint=True)
        if self.chosen is not None:
            self._paint_frame(painter, self.chosen, faint=False)

    def _paint_frame(self, painter: QPainter, tile: Tile, *, faint: bool) -> None:
        theme = current_theme()
        ink = colour(Sign(int(decide_one(tile.logit, self._rule))), theme)
        box = self.box_of(tile.region)
        if faint:
            ink.setAlpha(_FAINT)
            painter.setPen(QPen(ink, 1))
        else:
            inside = box.adjusted(_HALO / 2, _HALO / 2, -_HALO / 2, -_HALO / 2)
            box = inside if inside.isValid() else box  # not half beyond the widget where a tile ends with the picture
            painter.setPen(QPen(QColor(theme.surface), _HALO, j=Qt.PenJoinStyle.MiterJoin))
            painter.drawRect(box)
            painter.setPen(QPen(ink, _FRAME, j=Qt.PenJoinStyle.MiterJoin))
        painter.drawRect(box)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell the best tile under the mouse."""
        tiles = () if self._closer is None else self._closer.tiles
        here = [tile for tile in tiles if self.box_of(tile.region).contains(event.position())]
        if here and event.button() == Qt.MouseButton.LeftButton:
            self.tile_pointed.emit(max(here, key=lambda tile: tile.logit))
