"""The way on which a patch was dragged over a picture, with the logit at each place, and the place that did most."""

from dataclasses import dataclass, replace
from math import hypot
from typing import Final

from alpaca_gui.explain.adjusting import Adjustment
from alpaca_gui.explain.crossings import Crossing, crossings
from alpaca_gui.logit.verdict import Decision, Rule

_LONGEST: Final = 4_000
"""Places that are kept; the oldest go."""


@dataclass(frozen=True, slots=True)
class Place:
    """A patch on its way.

    Attributes
    ----------
    distance
        From where the way began, in shares of the picture's shorter side, along the way.
    adjustment
        The patch, and all other changes.
    logit
        With it.
    """

    distance: float
    adjustment: Adjustment
    logit: float


@dataclass(frozen=True, slots=True)
class PatchPath:
    """Where a patch of one size has been, the other changes as they are.

    Attributes
    ----------
    places
        In the order in which it came there.
    lowest, highest
        The places with the lowest and the highest logit: also of ways before.
    """

    places: tuple[Place, ...] = ()
    lowest: Place | None = None
    highest: Place | None = None

    def best(self, starts: Decision, rule: Rule) -> Place | None:
        """Give the place with the logit that is nearest to another decision, or furthest beyond.

        Parameters
        ----------
        starts
            The decision without the patch: of a yes it is the lowest logit, of a no the highest, and where it is unsure
            the one that is furthest from the threshold.
        """
        if self.lowest is None or self.highest is None or starts is Decision.YES:
            return self.lowest
        above, below = self.highest.logit - rule.threshold, rule.threshold - self.lowest.logit
        return self.highest if starts is Decision.NO or above > below else self.lowest

    def begun(self) -> "PatchPath":
        """A new way: the lowest and the highest place are kept."""
        return replace(self, places=())

    def to(self, adjustment: Adjustment, logit: float, aspect: float) -> "PatchPath":
        """Go on to another place.

        With another size of the patch, or other changes, it is another path altogether.

        Parameters
        ----------
        aspect
            The picture's width over its height.
        """
        path = self if self.about(adjustment) else PatchPath()
        if path.places and path.places[-1].adjustment == adjustment:
            return path
        distance = (
            path.places[-1].distance + _step(path.places[-1].adjustment, adjustment, aspect) if path.places else 0
        )
        place = Place(distance, adjustment, logit)
        lowest = place if path.lowest is None or logit < path.lowest.logit else path.lowest
        highest = place if path.highest is None or logit > path.highest.logit else path.highest
        return PatchPath((*path.places, place)[-_LONGEST:], lowest, highest)

    def crossed(self, rule: Rule) -> tuple[Crossing, ...]:
        """Give where the logit crossed the threshold or an edge of the band, over the distance."""
        distances, logits = [one.distance for one in self.places], [one.logit for one in self.places]
        return crossings(distances, logits, rule)

    def about(self, adjustment: Adjustment) -> bool:
        """Whether it is the way of a patch of this size, with the other changes as they are here."""
        return self.lowest is not None and same_but_place(self.lowest.adjustment, adjustment)


def same_but_place(one: Adjustment, other: Adjustment) -> bool:
    """Whether two changes differ by nothing but where the patch lies."""
    return _unplaced(one) == _unplaced(other)


def _unplaced(adjustment: Adjustment) -> Adjustment:
    return replace(adjustment, patch=replace(adjustment.laid, x=0.0, y=0.0))


def _step(before: Adjustment, after: Adjustment, aspect: float) -> float:
    x, y = after.laid.x - before.laid.x, after.laid.y - before.laid.y
    return hypot(x * max(aspect, 1.0), y * max(1 / aspect, 1.0))
