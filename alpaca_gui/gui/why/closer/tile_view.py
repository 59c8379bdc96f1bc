"""One tile, enlarged, with its logit."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpaca_gui.explain.closer import Closer, Tile
from alpaca_gui.gui.canvas import Canvas
from alpaca_gui.gui.reading_panel import SignShape
from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.gui.why.closer.words import size_words
from alpaca_gui.imaging.alter import Region
from alpaca_gui.logit.verdict import Rule, decide_one
from alpaca_gui.logit.words import logit_text


class TileView(QWidget):
    """Draws a part of a picture as large as fits, and reads its logit as if it were a picture's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = _Part()
        self.part.setAccessibleName("The tile, enlarged")
        self.shape = SignShape()
        self.shape.setFixedSize(QSize(20, 20))
        self.logit = ValueLabel("Logit of the tile")
        font = digits_font(self.logit.font())
        font.setPointSizeF(font.pointSizeF() * 1.3)
        self.logit.setFont(font)
        self.size_label = ValueLabel("Size of the tile")
        self.size_label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.shape)
        row.addWidget(self.logit)
        row.addWidget(self.size_label)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.part, 1)
        column.addLayout(row)
        self.clear()

    def show_tile(self, tile: Tile, closer: Closer, image: QImage, rule: Rule) -> None:
        """Show a tile of the picture that ``image`` displays."""
        self.part.show_image(_cut(image, tile.region))
        self.shape.sign = Sign(int(decide_one(tile.logit, rule)))
        self.shape.show()
        self.shape.update()
        self.logit.show_value(logit_text(tile.logit))
        self.size_label.show_value(size_words(tile, closer))

    def clear(self) -> None:
        """Show nothing."""
        self.part.show_image(QImage())
        self.shape.hide()
        self.logit.show_value("")
        self.size_label.show_value("")


class _Part(Canvas):
    """A canvas for a small part."""

    def sizeHint(self) -> QSize:
        """Ask for little."""
        return QSize(220, 180)


def _cut(image: QImage, region: Region) -> QImage:
    left, top, right, bottom = region
    x, y = round(left * image.width()), round(top * image.height())
    size = QSize(max(1, round(right * image.width()) - x), max(1, round(bottom * image.height()) - y))
    return image.copy(QRect(x, y, size.width(), size.height()))
