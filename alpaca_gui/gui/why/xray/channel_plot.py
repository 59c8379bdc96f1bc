"""How often each number occurs in a tensor, a line for each channel."""

from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpaca_gui.explain.tensor_numbers import LEVELS, TensorNumbers
from alpaca_gui.gui.calm_plot import calm, dress
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.why.xray.channel_legend import STYLES, ChannelLegend, channel_pens
from alpaca_gui.gui.why.xray.words import number_text

_HEIGHT: Final = 108
_BARS: Final = 64


class ChannelPlot(QWidget):
    """Draws the three channels of a tensor. Lines differ in style too, for those who see colours alike."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Histogram of the tensor's three channels")
        self.setFixedHeight(_HEIGHT)
        self.plot = pg.PlotWidget()
        self.lines = [pg.PlotCurveItem(antialias=True) for _ in STYLES]
        self.legend = ChannelLegend()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.plot, 1)
        column.addWidget(self.legend)
        calm(self.plot)
        self.plot.hideAxis("left")
        for line in self.lines:
            self.plot.addItem(line)
        self.restyle()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        theme = current_theme()
        dress(self.plot, theme)
        for line, pen in zip(self.lines, channel_pens(), strict=True):
            line.setPen(pen)

    def show_numbers(self, numbers: TensorNumbers | None) -> None:
        """Draw a tensor's numbers, on a logarithmic scale; None takes them off."""
        if numbers is None or not np.isfinite((numbers.low, numbers.high)).all():
            for line in self.lines:
                line.setData([], [])
            self.plot.getAxis("bottom").setTicks([[]])
            return
        for line, channel in zip(self.lines, numbers.channels, strict=True):
            values = channel.values.astype(np.float64).reshape(_BARS, LEVELS // _BARS).mean(axis=1)
            counts = channel.counts.reshape(_BARS, LEVELS // _BARS).sum(axis=1)
            line.setData(values, np.log10(counts + 1.0))
        low, high = numbers.low, numbers.high
        room = (high - low) / 8 or max(abs(low), 1.0) / 8  # for the numbers under its ends
        self.plot.setXRange(low - room, high + room, padding=0)
        self.plot.getAxis("bottom").setTicks([[(value, number_text(value)) for value in sorted({low, high})]])
