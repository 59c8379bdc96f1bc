"""A logit axis with the threshold, the band and marks on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from alpaca_gui.explain.drawing.elements import Box, Type, line, rectangle, words
from alpaca_gui.explain.drawing.setting import width_of
from alpaca_gui.judging.page.axes import ticks
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.logit.words import MINUS

_SPARE: Final = 0.06
_APART: Final = 10.0
"""Between a word and the line of the threshold, which is not to run through it."""


@dataclass(frozen=True, slots=True)
class LogitAxis:
    """A horizontal axis of logits from ``low`` to ``high``, drawn on the line ``y`` from ``x`` on.

    Attributes
    ----------
    x, y, width
        In the units of the drawing.
    low, high
        The ends, in logits.
    """

    x: float
    y: float
    width: float
    low: float
    high: float

    @classmethod
    def around(cls, x: float, y: float, width: float, logits: Iterable[float], rule: Rule) -> "LogitAxis":
        """An axis on which all of these, the threshold and the whole band are seen."""
        wanted = [*logits, rule.threshold - rule.band, rule.threshold + rule.band]
        low, high = min(wanted), max(wanted)
        spare = max(_SPARE * (high - low), 0.5, 1e-6 * max(abs(low), abs(high)))
        return cls(x, y, width, low - spare, high + spare)

    def place(self, logit: float) -> float:
        """Where a logit is, from the left."""
        return self.x + self.width * (logit - self.low) / (self.high - self.low)

    def drawn(self, rule: Rule, above: float, size: float) -> str:
        """The axis with its numbers below, the threshold's line and the band's zone up to ``above`` units over it."""
        numbers = [(self.place(value), value) for value in ticks(self.low, self.high)]
        form = Type(size, "quiet")
        left, right = self.place(rule.threshold - rule.band), self.place(rule.threshold + rule.band)
        middle = self.place(rule.threshold)
        return "".join(
            [
                rectangle(Box(left, self.y - above, right - left, above), "zone") if rule.band else "",
                line(self.x, self.y, self.x + self.width, self.y, "tick"),
                *(line(x, self.y, x, self.y + 6, "tick") for x, _ in numbers),
                *(words(x, self.y + 6 + 1.15 * size, number_text(value), form, "middle") for x, value in numbers),
                line(middle, self.y - above, middle, self.y, "guide"),
                words(self._inside(middle), self.y - above - 0.5 * size, "threshold", form, "middle"),
            ]
        )

    def named(self, rule: Rule, logit: float, y: float, said: str, form: Type) -> str:
        """Words over the place of a logit, within the axis, and beside the threshold's line where that is near."""
        half, line_at = width_of(said, form) / 2, self.place(rule.threshold)
        middle = self._within(self.place(logit), half)
        if abs(middle - line_at) < half + _APART:
            side = 1 if logit > rule.threshold else -1
            wanted = line_at + side * (half + _APART)
            fits = self._within(wanted, half) == wanted
            middle = wanted if fits else line_at - side * (half + _APART)
        return words(middle - half, y, said, form)

    def _within(self, middle: float, half: float) -> float:
        """The middle of what is ``2 * half`` wide, moved so that it does not go beyond the axis."""
        return min(max(middle, self.x + half), self.x + self.width - half)

    def _inside(self, x: float) -> float:
        """Where a short word may have its middle without going beyond the axis."""
        return min(max(x, self.x + 50), self.x + self.width - 50)


def number_text(value: float) -> str:
    """A round number, with a true minus sign."""
    return f"{value:.6g}".replace("-", MINUS)
