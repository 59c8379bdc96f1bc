"""The signs of decisions as icons of rows."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from alpaca_gui.gui.signs import Sign, draw_sign
from alpaca_gui.gui.theme import current_theme


def sign_icons(side: int, ratio: float) -> dict[Sign, QIcon]:
    """Draw the sign of each decision, ``side`` pixels high and wide.

    Parameters
    ----------
    ratio
        Pixels of the screen's own for each of these.
    """
    return {sign: _icon(sign, side, ratio) for sign in (Sign.NO, Sign.YES, Sign.UNSURE)}


def _icon(sign: Sign, side: int, ratio: float) -> QIcon:
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
