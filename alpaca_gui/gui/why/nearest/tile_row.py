"""Pictures side by side, the most alike first: as many as there is room for."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from alpaca_gui.gui.elided import ElidedLabel
from alpaca_gui.gui.reading_panel import SignShape
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.why.nearest.tile import WIDEST, GetPixmap, Tile, TileFacts
from alpaca_gui.gui.why.nearest.words import NONE_HERE

FEWEST: Final = 2
MOST: Final = 8
"""Tiles that are shown, where there are so many pictures."""

_USUAL: Final = 160
"""Width of a tile that is aimed at, in pixels."""

_GAP: Final = 6
_SHAPE: Final = QSize(16, 16)


class TileRow(QWidget):
    """A side: its title, and the pictures that are nearest on it.

    Signals
    -------
    chosen(key)
        A picture of the library was clicked, or Enter was pressed on it.
    """

    chosen = Signal(int)

    def __init__(self, sign: Sign, pixmap_of: GetPixmap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shape = SignShape()
        self.shape.setFixedSize(_SHAPE)
        self.shape.sign = sign
        self.title = ElidedLabel()
        self.tiles = [Tile(pixmap_of) for _ in range(MOST)]
        self.strip = QWidget()
        self._count, self._width = 0, FEWEST * _USUAL
        for tile in self.tiles:
            tile.setParent(self.strip)
            tile.hide()
        self.nothing = QLabel(NONE_HERE, self.strip)
        self.nothing.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.nothing.hide()
        for tile in self.tiles:
            tile.chosen.connect(self.chosen)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.shape)
        head.addWidget(self.title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.strip)
        self.fit(self._width)

    def show_facts(self, title: str, facts: Sequence[TileFacts] | None) -> None:
        """Show these pictures under a title; None while they are looked for."""
        self.title.show_text(title)
        shown = [] if facts is None else list(facts[:MOST])
        for tile, one in zip(self.tiles, shown, strict=False):
            tile.show_facts(one)
        self._count = len(shown)
        self.nothing.setVisible(facts is not None and not shown)
        self.fit(self._width)

    def fit(self, width: int) -> None:
        """Place the tiles in so many pixels, and hide those that there is no room for."""
        self._width = width
        room = max(FEWEST, min(MOST, round(width / _USUAL)))
        each = min(WIDEST, (width - (room - 1) * _GAP) // room)
        height = self.tiles[0].height_for(each)
        self.strip.setFixedHeight(height)
        for place, tile in enumerate(self.tiles):
            tile.setGeometry(place * (each + _GAP), 0, each, height)
            tile.setVisible(place < min(room, self._count))

    def shown(self) -> list[Tile]:
        """The tiles that are seen."""
        return [tile for tile in self.tiles if not tile.isHidden()]
