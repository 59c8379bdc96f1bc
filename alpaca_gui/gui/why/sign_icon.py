"""A decision's sign as the icon of a row."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from alpaca_gui.gui.signs import Sign, draw_sign
from alpaca_gui.gui.theme import current_theme


def sign_icon(sign: Sign, side: int, ratio: float) -> QIcon:
    """Draw a sign, ``side`` pixels high and wide, for a screen with ``ratio`` pixels of its own for each."""
    icon = QIcon(_pixmap(sign, side, ratio, QColor(Qt.GlobalColor.transparent)))
    # On the ground of the current row the colours of decisions would be hard to see.
    icon.addPixmap(_pixmap(sign, side, ratio, QColor(current_theme().surface)), QIcon.Mode.Selected)
    return icon


def _pixmap(sign: Sign, side: int, ratio: float, ground: QColor) -> QPixmap:
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(ground)
    with QPainter(pixmap) as painter:
        draw_sign(painter, sign, QRectF(1, 1, side - 2, side - 2), current_theme())
    return pixmap
