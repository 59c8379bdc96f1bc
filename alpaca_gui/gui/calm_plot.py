"""What all the diagrams of the window have in common: nothing in them moves, zooms or opens by accident."""

import math

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from alpaca_gui.gui.theme import Theme, current_theme


def calm(plot: pg.PlotWidget) -> None:
    """Take away what pyqtgraph offers to those who explore data: its menu, zooming, and taking drops."""
    plot.setAcceptDrops(False)
    plot.viewport().setAcceptDrops(False)
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setMenuEnabled(False)
    menu = plot.getPlotItem().ctrlMenu  # belongs to nobody and would outlive the window
    menu.setParent(plot, menu.windowFlags())
    plot.setMouseEnabled(x=False, y=False)
    plot.hideButtons()


def probability_over_logit(plot: pg.PlotWidget) -> None:
    """Give a plot the axes that a sigmoid is drawn on."""
    plot.setYRange(-0.04, 1.04, padding=0)
    plot.setLabel("bottom", "no  ←  logit  →  yes")
    plot.setLabel("left", "probability")
    plot.getAxis("left").setTicks([[(0, "0"), (0.5, "0.5"), (1, "1")]])


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
