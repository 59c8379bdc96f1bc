"""What all the diagrams of the window have in common: nothing in them moves, zooms or opens by accident."""

import math
from collections.abc import Iterable
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from alpaca_gui.gui.theme import Theme, current_theme
from alpaca_gui.logit.words import MINUS

_DOT_ROOM: Final = 11.0
"""Between the ends of the probability and the edges of its axis, in pixels: the largest dot fits in."""
_MOST_ROOM: Final = 0.4


class CalmAxis(pg.AxisItem):  # type: ignore[misc] # pyqtgraph ships no types
    """An axis whose numbers have a true minus, as all numbers of the program, and never stand for thousandths."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.enableAutoSIPrefix(False)

    def tickStrings(self, values: Iterable[float], scale: float, spacing: float) -> list[str]:  # noqa: N802 - of pyqtgraph
        """Write the numbers of ticks that are ``spacing`` apart."""
        return [text.replace("-", MINUS) for text in super().tickStrings(values, scale, spacing)]


def calm(plot: pg.PlotWidget) -> None:
    """Take away what pyqtgraph offers to those who explore data: its menu, zooming, and taking drops.

    The axes become calm ones, with room above for half of the highest number; so this comes before what is set in them.
    """
    item = plot.getPlotItem()
    item.setAxisItems({side: CalmAxis(side) for side in ("bottom", "left")})
    edge, half = 1.0, plot.fontMetrics().height() / 2
    item.layout.setContentsMargins(edge, half, edge, edge)
    plot.setAcceptDrops(False)
    plot.viewport().setAcceptDrops(False)
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setMenuEnabled(False)
    menu = item.ctrlMenu  # belongs to nobody and would outlive the window
    menu.setParent(plot, menu.windowFlags())
    plot.setMouseEnabled(x=False, y=False)
    plot.hideButtons()


def probability_over_logit(plot: pg.PlotWidget) -> None:
    """Give a plot the axes that a sigmoid is drawn on, with room for whole dots at both ends of the probability."""
    box = plot.getPlotItem().getViewBox()
    box.sigResized.connect(_leave_room)
    _leave_room(box)
    plot.setLabel("bottom", "no  ←  logit  →  yes")
    plot.setLabel("left", "probability")
    plot.getAxis("left").setTicks([[(0, "0"), (0.5, "0.5"), (1, "1")]])


def _leave_room(box: pg.ViewBox) -> None:
    height = max(1.0, float(box.height()) - 2 * _DOT_ROOM)
    room = min(_DOT_ROOM / height, _MOST_ROOM)
    box.setYRange(-room, 1 + room, padding=0)


def dress(plot: pg.PlotWidget, theme: Theme) -> None:
    """Give a plot's ground and axes the colours of a theme."""
    plot.setBackground(theme.surface)
    for name in ("bottom", "left"):
        axis = plot.getAxis(name)
        axis.setPen(theme.line)
        axis.setTextPen(theme.quiet)


def draw_ring(widget: QWidget) -> None:
    """Draw a ring along a widget's edge while the keyboard is there; for its paint event."""
    if widget.hasFocus():
        painter = QPainter(widget)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current_theme().accent), 2))
        painter.drawRoundedRect(QRectF(widget.rect()).adjusted(1, 1, -1, -1), 3, 3)


def round_step(least: float) -> float:
    """Give the smallest of 1, 2 and 5 times a power of ten that is not below ``least``, which is above 0."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * (1 - 1e-9))
