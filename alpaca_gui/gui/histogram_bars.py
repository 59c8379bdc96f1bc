"""The bars of the histogram along the top: how many logits are where, and what is decided about them."""

import math
from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray

from alpaca_gui.gui.histogram_scale import Scale, brief
from alpaca_gui.gui.signs import Sign, colour
from alpaca_gui.gui.theme import Theme
from alpaca_gui.logit.spread import Spread
from alpaca_gui.logit.verdict import Decision, Rule

_UPWARDS: Final = (Decision.NO, Decision.UNSURE, Decision.YES)
_FULL: Final = 0.92
_HEADROOM: Final = 1.45
_MOST_TICKS: Final = 4
_SI: Final = (("M", 1_000_000), ("k", 1_000))


class HistogramBars:
    """Draws counts on a logarithmic scale, so that one picture is seen beside a hundred thousand.

    A bar is ``log10(1 + count)`` high. Where a bar holds several decisions it is divided among them, from below: no,
    unsure, yes; its whole height stays that of its count.
    """

    def __init__(self, plot: pg.PlotWidget) -> None:
        self._plot = plot
        self._bars = {decision: pg.BarGraphItem(x0=[], y0=[], width=[], height=[], pen=None) for decision in _UPWARDS}
        self._far = {side: pg.TextItem(anchor=(anchor, 0)) for side, anchor in ((-1, 0), (1, 1))}
        for item in (*self._bars.values(), *self._far.values()):
            plot.addItem(item)
        self._top = 0.0
        self._short = False

    def set_short(self, short: bool) -> None:
        """Say less of what is far off from the next drawing on, where there is little room."""
        self._short = short

    def show(self, spread: Spread, rule: Rule, scale: Scale) -> None:
        """Count and draw. Takes a few dozen bisections, however many logits there are."""
        counts = spread.bins(scale.edges, rule)
        left, width = _places(scale)
        floor = np.zeros(counts.shape[1], dtype=np.int64)
        for decision in _UPWARDS:
            mine = counts[decision]
            shown = mine > 0
            low, high = _heights(floor[shown]), _heights((floor + mine)[shown])
            self._bars[decision].setOpts(x0=left[shown], width=width[shown], y0=low, height=high - low)
            floor += mine
        self._scale_up(int(floor.max(initial=0)))
        self._say_far(int(floor[0]), int(floor[-1]), scale)

    def _scale_up(self, most: int) -> None:
        top = _HEADROOM * float(_heights(np.array([max(most, 1)]))[0])
        if top != self._top:
            self._top = top
            self._plot.setYRange(0, top, padding=0)
            self._plot.getAxis("left").setTicks([ticks(most)])

    def _say_far(self, below: int, above: int, scale: Scale) -> None:
        for side, count, logit, there in (
            (-1, below, scale.least, scale.far_below),
            (1, above, scale.greatest, scale.far_above),
        ):
            text = self._far[side]
            text.setVisible(there and count > 0)
            text.setText(f"{count:,} far" if self._short else f"{count:,} out to {brief(logit)}")
            text.setPos(scale.ends[side > 0], self._top)

    def restyle(self, theme: Theme) -> None:
        """Take over the colours of a theme."""
        for decision, bars in self._bars.items():
            bars.setOpts(brush=pg.mkBrush(colour(Sign(int(decision)), theme)))
        for text in self._far.values():
            text.setColor(theme.quiet)


def _places(scale: Scale) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Left edge and width of each bar, (m + 2,): the first and the last one are those of the far ones."""
    start, end = scale.ends
    far = scale.far_width
    left = np.concatenate(([start], scale.edges[:-1], [end - far]))
    width = np.full(left.size, _FULL * scale.step)
    # A place that the scale does not have (it stays as it is while somebody drags) has no bar.
    width[0], width[-1] = far * scale.far_below, far * scale.far_above
    return left, width


def _heights(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    heights: NDArray[np.float64] = np.log10(1.0 + counts)
    return heights


def ticks(most: int) -> list[tuple[float, str]]:
    """Give heights and their counts: powers of ten up to ``most``, four at most; of a few, 1 and ``most``."""
    powers = [10**power for power in range(19) if 10**power <= max(most, 1)]
    every = -(-len(powers) // _MOST_TICKS)
    counts = powers[::every] if most >= 10 else sorted({1, max(most, 1)})
    return [(math.log10(1 + count), _short(count)) for count in counts]


def _short(count: int) -> str:
    name, unit = next(((name, unit) for name, unit in _SI if count >= unit), ("", 1))
    return f"{count // unit}{name}"
