"""The way on which a patch was dragged over a picture, with the logit at each place, and the place that did most."""

from dataclasses import dataclass, replace
from math import hypot
from typing import Final

from alpaca_gui.explain.adjusting import Adjustment
from alpaca_gui.explain.flip import crossings

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
    best
        The place with the logit that is nearest to the other decision, or furthest beyond: also of ways before.
    """

    places: tuple[Place, ...] = ()
    best: Place | None = None

    def begun(self) -> "PatchPath":
        """A new way: the best place is kept."""
        return replace(self, places=())

    def to(self, adjustment: Adjustment, logit: float, aspect: float, *, starts_yes: bool) -> "PatchPath":
        """Go on to another place.

        With another size of the patch, or other changes, it is another path altogether.

        Parameters
        ----------
        aspect
            The picture's width over its height.
        starts_yes
            Whether the picture is a yes without the patch: the lowest logit is looked for then, the highest otherwise.
        """
        path = self if self.about(adjustment) else PatchPath()
        if path.places and path.places[-1].adjustment == adjustment:
            return path
        distance = (
            path.places[-1].distance + _step(path.places[-1].adjustment, adjustment, aspect) if path.places else 0
        )
        place = Place(distance, adjustment, logit)
        better = path.best is None or ((logit < path.best.logit) if starts_yes else (logit > path.best.logit))
        return PatchPath((*path.places, place)[-_LONGEST:], place if better else path.best)

    def crossed(self, threshold: float) -> tuple[float, ...]:
        """Give the distances at which the logit crossed the threshold, estimated by straight lines between places."""
        distances, logits = [one.distance for one in self.places], [one.logit for one in self.places]
        return tuple(one.between for one in crossings(distances, logits, threshold))

    def about(self, adjustment: Adjustment) -> bool:
        """Whether it is the way of a patch of this size, with the other changes as they are here."""
        return self.best is not None and same_but_place(self.best.adjustment, adjustment)


def same_but_place(one: Adjustment, other: Adjustment) -> bool:
    """Whether two changes differ by nothing but where the patch lies."""
    return _unplaced(one) == _unplaced(other)


def _unplaced(adjustment: Adjustment) -> Adjustment:
    return replace(adjustment, patch=replace(adjustment.laid, x=0.0, y=0.0))


def _step(before: Adjustment, after: Adjustment, aspect: float) -> float:
    x, y = after.laid.x - before.laid.x, after.laid.y - before.laid.y
    return hypot(x * max(aspect, 1.0), y * max(1 / aspect, 1.0))
