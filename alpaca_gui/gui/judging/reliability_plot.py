"""The reliability diagram: of the pictures said to be yes with some probability, how many are."""

from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from alpaca_gui.gui.judging.behind import pictures
from alpaca_gui.gui.judging.spot_plot import SpotPlot
from alpaca_gui.gui.theme import Theme, current_theme
from alpaca_gui.judging.report import Bin

_ABOUT: Final = (
    "Of the pictures whose probability of yes is in a bin, the share that is labelled yes. On the dashed line the "
    "probabilities are right. Click on a bin, or use the arrow keys, to see its pictures."
)


class ReliabilityPlot(SpotPlot):
    """Draws the bins that hold pictures: a bar up to the share of yes, a dot at the mean probability."""

    def __init__(self, bins: tuple[Bin, ...], parent: QWidget | None = None) -> None:
        super().__init__("Reliability diagram", _ABOUT, "probability of yes", "share labelled yes", parent)
        self.bins = tuple(one for one in bins if one.count)
        low, high = (np.array([getattr(one, edge) for one in self.bins]) for edge in ("low", "high"))
        share = np.array([one.share for one in self.bins], dtype=np.float64)
        mean = np.array([one.probability for one in self.bins], dtype=np.float64)
        self._diagonal = pg.PlotCurveItem([0.0, 1.0], [0.0, 1.0], antialias=True)
        self._bars = pg.BarGraphItem(x0=low, x1=high, height=share, pen=None)
        self._dots = pg.ScatterPlotItem(mean, share, pxMode=True, size=9, pen=None)
        for item in (self._bars, self._diagonal, self._dots):
            self.plot.addItem(item)
        self.show_unit_square()
        self.show_spots(np.column_stack((mean, share)).reshape(-1, 2), self._say)
        self.restyle(current_theme())

    def _say(self, spot: int) -> str:
        one = self.bins[spot]
        return (
            f"{pictures(one.count)} with a probability of yes from {one.low:.2f} to {one.high:.2f}, "
            f"{one.probability:.3f} on average; {one.share:.3f} of them are labelled yes"
        )

    def spot_near(self, x: float, y: float) -> int:
        """Give the bin whose column was clicked."""
        inside = [spot for spot, one in enumerate(self.bins) if one.low <= x < one.high or (x >= 1.0 == one.high)]
        return inside[0] if inside else -1

    def restyle(self, theme: Theme) -> None:
        """Take over the colours of a theme."""
        super().restyle(theme)
        tint = QColor(theme.yes)
        tint.setAlpha(90)
        self._bars.setOpts(brush=pg.mkBrush(tint))
        self._dots.setBrush(pg.mkBrush(theme.yes))
        self._diagonal.setPen(pg.mkPen(theme.quiet, width=1.4, style=Qt.PenStyle.DashLine))
