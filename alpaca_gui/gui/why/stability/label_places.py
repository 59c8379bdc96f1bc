"""Where the names of breaks stand in a diagram: beside their marks, not over each other, and off the curves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF

_ASIDE: Final = 9.0
_UP: Final = 4.0
_STEP: Final = 8.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that is to be placed.

    Attributes
    ----------
    mark
        The point that it belongs to, in pixels.
    sizes
        Of its text, the fullest first; the first that finds room is taken.
    to_left
        Whether it should rather stand to the left of its mark.
    """

    mark: QPointF
    sizes: tuple[QSizeF, ...]
    to_left: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """Which of the sizes was taken, and where its box is."""

    which: int
    box: QRectF


def place_labels(wanted: Sequence[Wanted], area: QRectF, curve: NDArray[np.float64]) -> list[Placed | None]:
    """Place labels inside ``area``, each as near to its mark as it can be; None where there is no room at all.

    Parameters
    ----------
    wanted
        In the order of importance.
    area
        Of the diagram, in pixels.
    curve
        Points (n, 2) in pixels that are better not hidden.
    """
    taken = [QRectF(one.mark.x() - 6, one.mark.y() - 6, 12, 12) for one in wanted]
    found: list[Placed | None] = []
    for one in wanted:
        place = _best(one, area, taken, curve)
        found.append(place)
        if place is not None:
            taken.append(place.box)
    return found


def _best(one: Wanted, area: QRectF, taken: list[QRectF], curve: NDArray[np.float64]) -> Placed | None:
    for which, size in enumerate(one.sizes):
        free = [
            (_hidden(box, curve) + _distance(one.mark, box), order, box)
            for order, box in enumerate(_boxes(one, size, area))
            if area.contains(box) and not any(box.intersects(other) for other in taken)
        ]
        if free:
            return Placed(which, min(free, key=lambda each: each[:2])[2])
    return None


def _boxes(one: Wanted, size: QSizeF, area: QRectF) -> Iterator[QRectF]:
    """On the side that is wanted and on the other, upwards and downwards from the mark."""
    x, y = one.mark.x(), one.mark.y()
    sides = (x - _ASIDE - size.width(), x + _ASIDE)
    for left in sides if one.to_left else sides[::-1]:
        for shift in np.arange(0.0, area.height() / 2, _STEP):
            yield QRectF(QPointF(left, y - size.height() - _UP - shift), size)
            yield QRectF(QPointF(left, y + _UP + shift), size)


def _hidden(box: QRectF, curve: NDArray[np.float64]) -> int:
    inside = (curve[:, 0] > box.left()) & (curve[:, 0] < box.right())
    return int((inside & (curve[:, 1] > box.top()) & (curve[:, 1] < box.bottom())).sum())


def _distance(mark: QPointF, box: QRectF) -> float:
    y = min(max(mark.y(), box.top()), box.bottom())
    return abs(mark.y() - y)
