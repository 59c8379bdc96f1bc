"""The two ways in which the bench's diagrams are scaled: linear around the logit, or all of it by its arsinh."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alpaca_gui.explain.stability_bench import FURTHEST
from alpaca_gui.gui.calm_plot import round_step
from alpaca_gui.logit.words import MINUS

Ticks = list[tuple[float, str]]

_LEAST: Final = 25.0
_REACHES: Final = (25.0, 50.0, 100.0, 250.0, 500.0, FURTHEST)
_POINTS: Final = 161
_POWERS: Final = (0, 1, 10, 100, 1000)


@dataclass(frozen=True, slots=True)
class BenchAxis:
    """How logits, and losses, are laid out.

    Attributes
    ----------
    reach
        The largest logit that is seen, to either side.
    whole
        Whether distances are those of arsinh: like the logarithm far out, and like the number itself near 0. It shows
        1 and 1000 on one axis, on both sides of 0.
    """

    reach: float = _LEAST
    whole: bool = False

    def place(self, value: ArrayLike) -> NDArray[np.float64]:
        """Where a value is drawn."""
        values = np.asarray(value, dtype=np.float64)
        return np.arcsinh(values) if self.whole else values

    def value(self, place: float) -> float:
        """What is drawn at a place, within the reach."""
        value = math.sinh(min(max(place, -10.0), 10.0)) if self.whole else place
        return min(max(value, -self.reach), self.reach)

    @property
    def logits(self) -> NDArray[np.float64]:
        """Logits that are evenly laid out from end to end, 0 among them."""
        end = float(self.place(self.reach))
        places = np.linspace(-end, end, _POINTS)
        return np.clip(np.sinh(places) if self.whole else places, -self.reach, self.reach)

    def logit_ticks(self, room: int) -> Ticks:
        """Ticks of the axis of logits for ``room`` pixels."""
        if self.whole:
            powers = _POWERS if room >= 420 else (0, 10, 1000)
            both = sorted({sign * power for power in powers for sign in (-1, 1)})
            return [(float(self.place(tick)), _text(tick)) for tick in both]
        step = round_step(2 * self.reach / max(2, room // 64))
        count = int(self.reach // step)
        return [(step * each, _text(step * each)) for each in range(-count, count + 1)]

    def loss_ticks(self, top: float, room: int) -> Ticks:
        """Ticks of the axis of losses, from 0 to the loss ``top``, for ``room`` pixels."""
        if self.whole:
            powers = [power for power in _POWERS if power <= top]
            kept = powers if room >= 100 else [power for power in powers if power != 1]
            return [(float(self.place(tick)), _text(tick)) for tick in kept]
        step = round_step(top / max(1, room // 36))
        return [(step * each, _text(step * each)) for each in range(int(top // step) + 1)]


def near(logit: float, breaks: Iterable[float]) -> BenchAxis:
    """A linear axis with a logit on it, and with those places where something breaks that are not far away."""
    wanted = max([abs(logit) * 1.1, *(abs(one) * 1.25 for one in breaks if abs(one) < 2 * _LEAST)], default=_LEAST)
    return BenchAxis(next((reach for reach in _REACHES if reach >= wanted), FURTHEST))


WHOLE: Final = BenchAxis(FURTHEST, whole=True)


def _text(value: float) -> str:
    return f"{value:g}".replace("-", MINUS)
