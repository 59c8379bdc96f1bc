"""ROC and precision-recall: a curve whose points are thresholds."""

from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from alpaca_gui.gui.judging.spot_plot import SpotPlot
from alpaca_gui.gui.theme import Theme, current_theme
from alpaca_gui.judging.report import Curve
from alpaca_gui.logit.words import short_logit_text

_MOST: Final = 1000
"""Points of a curve that are drawn; more fall on the same pixels."""


class CurvePlot(SpotPlot):
    """Draws a `Curve` over the unit square, with or without the diagonal that guessing gives.

    Parameters
    ----------
    guess
        Height of the line that guessing gives, at its left and right end; None where there is none.
    """

    def __init__(
        self,
        names: tuple[str, str, str, str],
        curve: Curve,
        guess: tuple[float, float] | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(*names, parent)
        self._axes = names[2], names[3]
        self._guess = pg.PlotCurveItem(antialias=True)
        self._line = pg.PlotCurveItem(antialias=True)
        self._dots = pg.ScatterPlotItem(pxMode=True, size=5, pen=None)
        for item in (self._guess, self._line, self._dots):
            self.plot.addItem(item)
        self.show_unit_square()
        if guess is not None:
            self._guess.setData([0.0, 1.0], list(guess))
        self._show(curve)
        self.restyle(current_theme())

    def _show(self, curve: Curve) -> None:
        few = np.unique(np.linspace(0, max(0, curve.x.size - 1), _MOST).round().astype(np.int64))[: curve.x.size]
        self.thresholds = curve.thresholds[few]
        points = np.column_stack((curve.x[few], curve.y[few]))
        self._line.setData(points[:, 0], points[:, 1])
        self._dots.setData(points[:, 0], points[:, 1])
        self.show_spots(points, self._say)

    def _say(self, spot: int) -> str:
        (x, y), at = self._spots[spot], float(self.thresholds[spot])
        return f"{self._axes[0]} {x:.3f}, {self._axes[1]} {y:.3f}, threshold {short_logit_text(at)}"

    def restyle(self, theme: Theme) -> None:
        """Take over the colours of a theme."""
        super().restyle(theme)
        self._guess.setPen(pg.mkPen(theme.line, width=1.4, style=Qt.PenStyle.DashLine))
        self._line.setPen(pg.mkPen(theme.accent, width=2))
        self._dots.setBrush(pg.mkBrush(theme.accent))
