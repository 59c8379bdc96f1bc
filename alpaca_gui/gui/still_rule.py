"""The rule in a plot, to look at only: the threshold as a dashed line, and the band around it as a zone."""

from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from alpaca_gui.gui.theme import current_theme
from alpaca_gui.logit.verdict import Rule

_BEHIND: Final = -10
_FAINT: Final = 40


class StillRule:
    """Draws a rule that no mouse takes hold of; `alpaca_gui.gui.rule_lines.RuleLines` is the one that is dragged.

    Parameters
    ----------
    plot
        What it is added to.
    threshold
        The line, with a label or without: upright (angle 90) where logits go to the right, level (0) where they go up.

    Attributes
    ----------
    threshold
        The same line.
    """

    def __init__(self, plot: pg.PlotWidget, threshold: pg.InfiniteLine) -> None:
        self.threshold = threshold
        self._band = pg.LinearRegionItem(orientation="vertical" if threshold.angle else "horizontal", movable=False)
        self._band.setZValue(_BEHIND)
        for item in (self._band, threshold):
            plot.addItem(item, ignoreBounds=True)

    def show_rule(self, rule: Rule) -> None:
        """Draw a rule; no band where it is 0."""
        self.threshold.setValue(rule.threshold)
        self._band.setRegion((rule.threshold - rule.band, rule.threshold + rule.band))
        self._band.setVisible(rule.band > 0)

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now; a label's are its owner's."""
        theme = current_theme()
        zone = QColor(theme.unsure)
        zone.setAlpha(_FAINT)
        self._band.setBrush(zone)
        for edge in self._band.lines:
            edge.setPen(pg.mkPen(theme.unsure, width=1))
        self.threshold.setPen(pg.mkPen(theme.text, width=1.4, style=Qt.PenStyle.DashLine))
