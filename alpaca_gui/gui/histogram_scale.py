"""Where the bars of the histogram along the top stand, and what a place between, beside or beyond them means."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.gui.calm_plot import round_step
from alpaca_gui.logit.spread import Spread
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.logit.words import MINUS

Brush = tuple[float, float]
"""A range of logits, both ends taken in."""

_LEAST_STEP: Final = 0.01
_LEAST_REACH: Final = 4.0
_BESIDE_RULE: Final = 1.0
_GAP_BARS: Final = 1.5
_FAR_BARS: Final = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """The axis of logits, with a place of its own at either end for what lies too far off to be drawn to scale.

    Attributes
    ----------
    edges
        Of the bars, (m + 1,), rising: whole multiples of one step.
    least, greatest
        The least and the greatest logit there is.
    """

    edges: NDArray[np.float64]
    least: float
    greatest: float

    @property
    def step(self) -> float:
        """How wide a bar is."""
        return float(self.edges[1] - self.edges[0])

    @property
    def far_below(self) -> bool:
        """Whether some logits lie too far below to be drawn to scale."""
        return self.least < float(self.edges[0])

    @property
    def far_above(self) -> bool:
        """Whether some logits lie too far above to be drawn to scale."""
        return self.greatest >= float(self.edges[-1])

    @property
    def far_width(self) -> float:
        """How wide the bar of those is."""
        return _FAR_BARS * self.step

    @property
    def ends(self) -> tuple[float, float]:
        """Where the axis begins and ends, with the places for what is far off."""
        beyond = (_GAP_BARS + _FAR_BARS) * self.step
        low, high = float(self.edges[0]), float(self.edges[-1])
        return low - beyond * self.far_below, high + beyond * self.far_above

    @property
    def stops(self) -> NDArray[np.float64]:
        """Places that the keyboard goes to: the bars' edges, and the axis' ends where they are others."""
        return np.unique(np.concatenate((self.edges, self.ends)))

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """Give round logits and how they are written, about ``most``: none where the far ones are."""
        low, high = float(self.edges[0]), float(self.edges[-1])
        step = round_step((high - low) / most)
        numbers = range(math.ceil(low / step), math.floor(high / step) + 1)
        return [(number * step, f"{number * step:.6g}".replace("-", MINUS)) for number in numbers]

    def logit_at(self, x: float) -> float:
        """Give the logit that a place on the axis stands for: where the far ones are, the furthest."""
        low, high = float(self.edges[0]), float(self.edges[-1])
        gap = _GAP_BARS * self.step / 2
        if self.far_below and x < low - gap:
            return self.least
        if self.far_above and x > high + gap:
            return self.greatest
        # As fine as the bars are and ten times more: nobody points at a fraction of a pixel.
        return round(min(high, max(low, x)), 1 - math.floor(math.log10(self.step) + 1e-9))

    def place_of(self, logit: float) -> float:
        """Give the place on the axis where a logit is drawn."""
        start, end = self.ends
        if logit < self.edges[0]:
            return start
        return end if logit > self.edges[-1] else logit

    def brush_at(self, places: tuple[float, float]) -> Brush:
        """Give the range of logits between two places."""
        low, high = (self.logit_at(place) for place in sorted(places))
        return low, high


def scale_for(spread: Spread, rule: Rule, bars: int) -> Scale:
    """Make the axis that takes in all logits that are not far off, the middle, and the rule's band with room beside.

    ``bars`` is about how many bars there is room for; there are between two fifths of them and all, and two more.
    """
    reach = spread.reach() or (0.0, 0.0)
    beside = rule.band + _BESIDE_RULE
    low = min(reach[0], -_LEAST_REACH, rule.threshold - beside)
    high = max(reach[1], _LEAST_REACH, rule.threshold + beside)
    step = round_step(max((high - low) / bars, _LEAST_STEP))
    edges = np.arange(math.floor(low / step), math.floor(high / step) + 2, dtype=np.float64) * step
    ends = (float(spread.logits[0]), float(spread.logits[-1])) if spread.n else (0.0, 0.0)
    return Scale(edges, *ends)


def brief(logit: float) -> str:
    """A logit of any size in few characters: ``−1.20``, ``−3,000``, ``+1e+30``."""
    size = abs(logit)
    text = f"{logit:+.2f}" if size < 1000 else f"{logit:+,.0f}" if size < 1e6 else f"{logit:+.2g}"
    return text.replace("-", MINUS)
