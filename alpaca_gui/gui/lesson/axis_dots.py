"""Pictures as dots on a curve: all of a list faintly, and one clearly."""

from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor

from alpaca_gui.gui.lesson.curve import Curve
from alpaca_gui.gui.signs import Sign, colour
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.verdict import Decision, Rule, decide, decide_one

_FAINT: Final = 110
_PLACES: Final = 1500
"""Along an axis; of dots that are at one place one is drawn, for they look like one."""
_SYMBOLS: Final = {Decision.NO: "s", Decision.YES: "o", Decision.UNSURE: "d"}


class AxisDots:
    """Draws logits on a curve, in the colours of their decisions.

    Attributes
    ----------
    clouds
        What is drawn faintly, by decision.
    """

    def __init__(self, plot: pg.PlotWidget) -> None:
        self._given = np.empty(0)
        self._picture: float | None = None
        self._rule = Rule()
        # A cloud for each decision: pyqtgraph takes a hundred times as long where dots have brushes of their own.
        self.clouds = {decision: pg.ScatterPlotItem(pxMode=True, size=8, pen=None) for decision in Decision}
        self._one = pg.ScatterPlotItem(pxMode=True)
        self._one.setZValue(10)
        for item in (*self.clouds.values(), self._one):
            plot.addItem(item)

    def show(self, dots: Floats, picture: float | None, rule: Rule) -> None:
        """Take the logits of a list (n,), and that of one picture, for the next `draw`."""
        self._given, self._picture, self._rule = dots, picture, rule

    def draw(self, curve: Curve, low: float, high: float) -> None:
        """Draw them on a curve, from ``low`` to ``high``; the picture at the end where it is further out."""
        theme = current_theme()
        x = self._seen(low, high)
        y, decided = curve(x), decide(x, self._rule)
        for decision, cloud in self.clouds.items():
            ink = colour(Sign(int(decision)), theme)
            ink.setAlpha(_FAINT)
            cloud.setBrush(pg.mkBrush(ink))
            cloud.setData(x=x[decided == decision], y=y[decided == decision])
        if self._picture is None:
            self._one.setData([])
            return
        decision = decide_one(self._picture, self._rule)
        place = np.array([min(max(self._picture, low), high)])
        self._one.setData(
            x=place,
            y=curve(place),
            size=16,
            symbol=_SYMBOLS[decision],
            brush=pg.mkBrush(colour(Sign(int(decision)), theme)),
            pen=pg.mkPen(QColor(theme.surface), width=2),
        )

    def _seen(self, low: float, high: float) -> Floats:
        """Give the logits from ``low`` to ``high``, one for each place of the axis at most."""
        inside = self._given[(self._given >= low) & (self._given <= high)]
        places = np.round((inside - low) * (_PLACES / (high - low)))
        return np.asarray(inside[np.unique(places, return_index=True)[1]])
