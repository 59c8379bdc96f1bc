"""Where the bars of a histogram of logits stand: round numbers, no more of them than can be told apart."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.gui.calm_plot import round_step
from alpaca_gui.judging.judgement import Judgement

_MOST: Final = 40
_LEAST_STEP: Final = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """A histogram: ``edges`` (m + 1,), and how many pictures of each label are in [edge, next edge), (m,) each."""

    edges: NDArray[np.float64]
    yes: NDArray[np.int64]
    no: NDArray[np.int64]

    @property
    def middles(self) -> NDArray[np.float64]:
        """The bars' middles, (m,)."""
        return (self.edges[:-1] + self.edges[1:]) / 2

    @property
    def step(self) -> float:
        """How wide a bar is."""
        return float(self.edges[1] - self.edges[0])


def bars_of(judgement: Judgement) -> Bars:
    """Count the logits of both sides; the edges are whole multiples of 1, 2 or 5 times a power of ten."""
    logits = judgement.logits
    low, high = (float(logits.min()), float(logits.max())) if logits.size else (0.0, 0.0)
    step = round_step(max((high - low) / _MOST, _LEAST_STEP))
    first, last = math.floor(low / step), math.floor(high / step)
    edges = np.arange(first, last + 2, dtype=np.float64) * step
    # Compared with the edges themselves, as what stands behind a bar is: dividing would round differently.
    which = np.clip(np.searchsorted(edges, logits, side="right") - 1, 0, edges.size - 2)
    yes = judgement.labels == 1
    counts = [np.bincount(which[side], minlength=edges.size - 1) for side in (yes, ~yes)]
    return Bars(edges, counts[0], counts[1])
