"""Where logits that follow each other cross the threshold, or an edge of the band around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from alpaca_gui.logit.verdict import Decision, Rule, decide_one


class Level(Enum):
    """What a logit crosses: the threshold, or, where there is a band, an edge of it. Beyond an edge nothing is unsure.

    Without a band the decision changes at the threshold; with one it changes at the edges, and at the threshold, in the
    middle of the band, it stays unsure.
    """

    LOWER = -1
    THRESHOLD = 0
    UPPER = 1

    def at(self, rule: Rule) -> float:
        """Give the logit of it."""
        return rule.threshold + self.value * rule.band

    def above(self, logit: float, rule: Rule) -> bool:
        """Whether a logit is on its upper side, to the last bit as decisions are made."""
        match self:
            case Level.LOWER:
                return decide_one(logit, rule) is not Decision.NO
            case Level.UPPER:
                return decide_one(logit, rule) is Decision.YES
            case Level.THRESHOLD:
                return logit - rule.threshold > 0


_RISING: Final = (Level.LOWER, Level.THRESHOLD, Level.UPPER)


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two values of a slider between which the logit crosses a level.

    Attributes
    ----------
    low, high
        The values, the smaller one first.
    low_logit, high_logit
        The logits there; one of them is above the level, the other is not.
    level, rule
        What is crossed, and how logits are read.
    """

    low: float
    high: float
    low_logit: float
    high_logit: float
    level: Level
    rule: Rule

    @property
    def flips(self) -> bool:
        """Whether the decision changes here; it does not at a threshold that has a band around it."""
        return self.level is not Level.THRESHOLD or not self.rule.band

    @property
    def between(self) -> float:
        """Where the straight line through both crosses the level: an estimate."""
        level = self.level.at(self.rule)
        share = (level - self.low_logit) / (self.high_logit - self.low_logit)
        return self.low + (self.high - self.low) * min(max(share, 0.0), 1.0)

    def beyond(self, start: float) -> float:
        """Give the first value on the other side for one who comes from ``start``."""
        return self.low if start >= self.high else self.high

    def becomes(self, start: float) -> Decision:
        """Give the decision right beyond the level for one who comes from ``start``."""
        rises = (self.high_logit > self.low_logit) == (start < self.high)
        if not self.rule.band:
            return Decision.YES if rises else Decision.NO
        if self.level is Level.UPPER and rises:
            return Decision.YES
        return Decision.NO if self.level is Level.LOWER and not rises else Decision.UNSURE


def crossings(values: Sequence[float], logits: Sequence[float], rule: Rule) -> tuple[Crossing, ...]:
    """Find where neighbours are on different sides of a level, in the order in which they are come to.

    Parameters
    ----------
    values, logits
        Equally many, values rising.
    rule
        With a band, both its edges and the threshold are looked at; without one, the threshold.
    """
    levels = _RISING if rule.band else (Level.THRESHOLD,)
    above = [[level.above(logit, rule) for level in levels] for logit in logits]
    found: list[Crossing] = []
    for place in range(len(logits) - 1):
        first, second = logits[place], logits[place + 1]
        pair = [
            Crossing(values[place], values[place + 1], first, second, level, rule)
            for level, here, there in zip(levels, above[place], above[place + 1], strict=True)
            if here != there
        ]
        found += pair if second > first else reversed(pair)
    return tuple(found)


def together(crossed: Sequence[Crossing], start: float) -> list[Crossing]:
    """Leave one of all crossings between the same two values: the last that changes the decision, else the threshold's.

    Parameters
    ----------
    crossed
        In the order in which they are come to from ``start``, all on one side of it.
    """
    kept: dict[float, Crossing] = {}
    for one in crossed:
        place = one.beyond(start)
        if one.flips or place not in kept:
            kept[place] = one
    return list(kept.values())
