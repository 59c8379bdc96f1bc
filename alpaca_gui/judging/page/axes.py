"""The frame of a chart in SVG: a plot with ticks, and where a value lies in it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from alpaca_gui.judging.page.markup import text
from alpaca_gui.logit.words import MINUS

WIDTH: Final = 420
HEIGHT: Final = 320
LEFT: Final = 52
RIGHT: Final = 14
TOP: Final = 14
BOTTOM: Final = 46


@dataclass(frozen=True, slots=True)
class Axes:
    """A plot of x from ``low_x`` to ``high_x`` and y from 0 to ``high_y``, in the units of the data.

    Attributes
    ----------
    x_name, y_name
        What the axes show.
    low_x, high_x, high_y
        The ends.
    """

    x_name: str
    y_name: str
    low_x: float = 0.0
    high_x: float = 1.0
    high_y: float = 1.0

    def x(self, value: float) -> float:
        """Where ``value`` is, in the drawing's units from the left."""
        return LEFT + (WIDTH - LEFT - RIGHT) * (value - self.low_x) / (self.high_x - self.low_x)

    def y(self, value: float) -> float:
        """Where ``value`` is, in the drawing's units from the top."""
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self.high_y

    def points(self, xs: Iterable[float], ys: Iterable[float]) -> str:
        """Points of a line, for the attribute ``points``."""
        return " ".join(f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in zip(xs, ys, strict=True))

    def drawing(self, title: str, inside: str) -> str:
        """The whole chart around what is drawn ``inside``; ``title`` is what a screen reader says."""
        return (
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{text(title)}"><title>{text(title)}</title>'
            f"{self._frame()}{inside}</svg>"
        )

    def _frame(self) -> str:
        right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
        parts = [
            f'<path class="axis" d="M{LEFT},{TOP} V{bottom} H{right}"/>',
            *(_label(self.x(value), bottom + 17, "middle", value) for value in ticks(self.low_x, self.high_x)),
        ]
        for value in ticks(0.0, self.high_y):
            parts.append(f'<path class="axis" d="M{LEFT},{self.y(value):.1f} H{right}"/>')
            parts.append(_label(LEFT - 8, self.y(value) + 4, "end", value))
        parts.append(f'<text x="{(LEFT + right) / 2}" y="{HEIGHT - 8}" text-anchor="middle">{text(self.x_name)}</text>')
        middle = (TOP + bottom) / 2
        turned = f'transform="rotate(-90 13 {middle})"'
        parts.append(f'<text x="13" y="{middle}" text-anchor="middle" {turned}>{text(self.y_name)}</text>')
        return "".join(parts)


def ticks(low: float, high: float) -> list[float]:
    """Round numbers from ``low`` to ``high``, some five of them: steps of 1, 2 or 5 times a power of ten."""
    raw = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= raw * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def _label(x: float, y: float, anchor: str, value: float) -> str:
    number = f"{value:.6g}".replace("-", MINUS)
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{number}</text>'
