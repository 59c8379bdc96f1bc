"""The sigmoid at a temperature, the one at 1 behind it, and all logits on it."""

from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from alpaca_gui.gui.calm_plot import calm, dress, probability_over_logit
from alpaca_gui.gui.logit_dots import LogitDots, reach_of
from alpaca_gui.gui.still_rule import StillRule
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.why.axis_words import axis_text
from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.logit.verdict import Rule

_POINTS: Final = 241
_FAINT: Final = 110
_LOW, _HIGH = 0.1, 0.8
_RIGHT, _LEFT = (0.0, 0.5), (1.0, 0.5)
"""Where a word stands along a line, and its own point that lies on it."""


class BentCurve(QWidget):
    """Draws logits on the sigmoid at a rule's temperature."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Sigmoid at this temperature")
        self.setAccessibleDescription("Probability of yes over the logit, and faintly the curve at temperature 1.")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.plot = pg.PlotWidget()
        self.plain = pg.PlotCurveItem(antialias=True)
        self.bent = pg.PlotCurveItem(antialias=True)
        self.before = pg.ScatterPlotItem(pxMode=True, size=14, symbol="o", brush=None)
        self.threshold = pg.InfiniteLine(angle=90, label="threshold")
        self.level = pg.InfiniteLine(
            angle=0, label="p = {value:.2f}", labelOpts={"position": 0.02, "anchors": [(0, 1), (0, 0)]}
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)
        self._reach = 0.0
        self._furnish()
        self.restyle()

    def _furnish(self) -> None:
        plot = self.plot
        calm(plot)
        probability_over_logit(plot)
        for item in (self.plain, self.bent):
            plot.addItem(item)
        self._still_rule = StillRule(plot, self.threshold)
        for item in (self.level, self.before):
            plot.addItem(item)
        self.dots = LogitDots(plot)

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        theme = current_theme()
        dress(self.plot, theme)
        faint = QColor(theme.quiet)
        faint.setAlpha(_FAINT)
        self.plain.setPen(pg.mkPen(faint, width=1.4, style=Qt.PenStyle.DashLine))
        self.bent.setPen(pg.mkPen(theme.quiet, width=1.8))
        self.before.setPen(pg.mkPen(theme.quiet, width=1.4))
        self._still_rule.restyle()
        self.threshold.label.setColor(theme.text)
        self.level.setPen(pg.mkPen(theme.quiet, width=1, style=Qt.PenStyle.DotLine))
        self.level.label.setColor(theme.quiet)

    def show_logits(self, logits: NDArray[np.float64], chosen: float, rule: Rule, probability: float) -> None:
        """Draw finite ``logits`` (n,), the chosen one, a rule, and a threshold that is given as a probability."""
        reach = reach_of(logits, chosen, rule)
        if reach != self._reach:
            self._reach = reach
            self.plot.setXRange(-reach, reach, padding=0)
        x = np.linspace(-reach, reach, _POINTS)
        self.plain.setData(x, sigmoid(x))
        self.bent.setData(x, sigmoid(x / rule.temperature))
        self._still_rule.show_rule(rule)
        self.threshold.label.setFormat(f"threshold {axis_text(rule.threshold)}")
        self._place_word(rule.threshold)
        self.level.setValue(probability)
        self.before.setData(x=[chosen], y=[float(sigmoid(chosen))])
        self.dots.show(logits, reach, rule)
        self.dots.show_one(chosen, rule)

    def _place_word(self, threshold: float) -> None:
        """Write "threshold" where the curve is not: low on its right, high on its left, unless the axis ends there."""
        to_the_right = (threshold >= 0) == (abs(threshold) < self._reach / 2)
        self.threshold.label.anchors = [_RIGHT if to_the_right else _LEFT] * 2
        self.threshold.label.setPosition(_LOW if threshold >= 0 else _HIGH)
