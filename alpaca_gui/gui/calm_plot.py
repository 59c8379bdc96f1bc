"""What all the diagrams of the window have in common: nothing in them moves, zooms or opens by accident."""

import pyqtgraph as pg
from PySide6.QtCore import Qt


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
