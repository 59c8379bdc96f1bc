"""The tiles, the largest logit first; the arrow keys go through them."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from alpaca_gui.explain.closer import Closer, Tile
from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.why.closer.words import tile_words
from alpaca_gui.gui.why.sign_icons import sign_icons
from alpaca_gui.logit.verdict import Rule, decide_one

_ICON: Final = 14


class TileList(QListWidget):
    """Lists tiles; `tile_chosen` tells which one is current, None where there is none.

    Until a person goes to another one, the first, the one with the largest logit, is current, whatever comes in.
    """

    tile_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Tiles, the largest logit first")
        self.setFont(digits_font(self.font()))
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tiles: tuple[Tile, ...] = ()
        self._kept: Tile | None = None
        self.currentRowChanged.connect(self._on_row)

    @property
    def tile(self) -> Tile | None:
        """The current tile."""
        row = self.currentRow()
        return self._tiles[row] if 0 <= row < len(self._tiles) else None

    def show_tiles(self, closer: Closer | None, rule: Rule) -> None:
        """List the tiles of ``closer``, each with the sign of what ``rule`` would make of it."""
        self._tiles = () if closer is None else closer.best
        if closer is None:
            self._kept = None
        icons = sign_icons(_ICON, self.devicePixelRatioF())
        with QSignalBlocker(self):
            self.clear()
            for tile in self._tiles:
                sign = Sign(int(decide_one(tile.logit, rule)))
                item = QListWidgetItem(icons[sign], "" if closer is None else tile_words(tile, closer))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()} pixels, {sign.word}")
                self.addItem(item)
            if self._tiles:
                self.setCurrentRow(self._tiles.index(self._kept) if self._kept in self._tiles else 0)
        self.tile_chosen.emit(self.tile)

    @Slot(object)
    def choose(self, tile: Tile) -> None:
        """Go to a tile."""
        self.setCurrentRow(self._tiles.index(tile))

    @Slot(int)
    def _on_row(self, _row: int) -> None:
        self._kept = self.tile
        self.tile_chosen.emit(self.tile)
