"""Logits as dots on the sigmoid: as many as there are pixel columns at most, and one that stands out."""

from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray

from alpaca_gui.gui.signs import Sign, colour
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.logit.verdict import Decision, Rule, decide, decide_one

SIZES: Final = {Decision.YES: 9, Decision.NO: 8, Decision.UNSURE: 13}
SYMBOLS: Final = {Decision.YES: "o", Decision.NO: "s", Decision.UNSURE: "d"}
"""How the dots of a decision look, in pixels and in pyqtgraph's letters: the shapes of `alpaca_gui.gui.signs`."""

_LEAST_REACH: Final = 6.0
_COLUMNS: Final = 400
_FAINT: Final = 120
_LARGE: Final = 1.8


class LogitDots:
    """Draws all logits faintly and one clearly, in a plot of probability over logit.

    Attributes
    ----------
    one
        The dot that stands out.
    """

    def __init__(self, plot: pg.PlotWidget) -> None:
        self._dots = {
            each: pg.ScatterPlotItem(pxMode=True, size=SIZES[each], symbol=SYMBOLS[each], pen=None) for each in Decision
        }
        self.one = pg.ScatterPlotItem(pxMode=True)
        self.one.setZValue(10)
        self._placed = (np.empty(0), 0.0, np.empty(0))
        for item in (*self._dots.values(), self.one):
            plot.addItem(item)

    @property
    def all(self) -> tuple[pg.ScatterPlotItem, ...]:
        """The faint dots, those of each decision together."""
        return tuple(self._dots.values())

    def show(self, logits: NDArray[np.float64], reach: float, rule: Rule) -> None:
        """Draw finite ``logits`` (n,) on the sigmoid at the rule's temperature, over an axis from -reach to reach."""
        x = self._places(logits, reach)
        decisions = decide(x, rule)
        for decision, dots in self._dots.items():
            mine = x[decisions == decision]
            ink = colour(Sign(int(decision)), current_theme())
            ink.setAlpha(_FAINT)
            dots.setData(mine, sigmoid(mine / rule.temperature), brush=pg.mkBrush(ink))

    def show_one(self, logit: float | None, rule: Rule) -> None:
        """Draw one logit so that it stands out; None takes it off."""
        if logit is None:
            self.one.setData([])
            return
        theme, decision = current_theme(), decide_one(logit, rule)
        self.one.setData(
            x=[logit],
            y=[float(sigmoid(logit / rule.temperature))],
            size=_LARGE * SIZES[decision],
            symbol=SYMBOLS[decision],
            brush=pg.mkBrush(colour(Sign(int(decision)), theme)),
            pen=pg.mkPen(theme.surface, width=2),
        )

    def _places(self, logits: NDArray[np.float64], reach: float) -> NDArray[np.float64]:
        """Where dots are drawn, rising: those that fall on the same pixels look like one, so no more than one a column.

        They are remembered, since the rule changes more often than a million logits do.
        """
        before, reach_before, x = self._placed
        if logits is not before or reach != reach_before:
            step = 2 * reach / _COLUMNS
            columns = np.rint(logits / step).astype(np.int64) + _COLUMNS
            x = (np.flatnonzero(np.bincount(columns)) - _COLUMNS).astype(np.float64) * step
            self._placed = (logits, reach, x)
        return x


def reach_of(logits: NDArray[np.float64], chosen: float | None, rule: Rule) -> float:
    """How far from 0 an axis must reach to show all ``logits`` (n,), the chosen one, and the rule with its band."""
    ends = [_LEAST_REACH, abs(rule.threshold) + rule.band + 1]
    if logits.size:
        ends.append(float(np.abs(logits).max()) * 1.08)
    if chosen is not None:
        ends.append(abs(chosen) * 1.08)
    return max(ends)
