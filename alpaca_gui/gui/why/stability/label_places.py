"""Where the names of breaks stand in a diagram: near their marks, not over each other, and off the curves."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF

Points = NDArray[np.float64]

_CELL: Final = 2.0
"""How finely it is looked where curves are, in pixels."""

_STEP: Final = 4.0
_ROUNDING: Final = 1e-9
_NEAR: Final = 64.0
"""How far from its mark a name is still seen to belong to it, in pixels; its number says so anywhere."""

_OTHER_SIDE: Final = 6.0
_HIDES: Final = 20.0
"""What standing on the side that is not wanted, and hiding a piece of a curve, count: as so many pixels of distance."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that is to be placed.

    Attributes
    ----------
    mark
        The point that it belongs to, in pixels.
    sizes
        Of its text, the fullest first, the briefest last; the fullest that finds free room is taken.
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


def place_labels(wanted: Sequence[Wanted], area: QRectF, curve: Points) -> list[Placed | None]:
    """Place labels inside ``area``, each as near to its mark as it can be; None where there is no room at all.

    First each has its briefest text, so that none is left out for the sake of another's words; then those that find
    free room have more. The briefest alone may hide a piece of a curve, as little as it can, where all is full.

    Parameters
    ----------
    wanted
        In the order of importance.
    area
        Of the diagram, in pixels.
    curve
        Points (n, 2) in pixels, so close to each other that nothing goes through between them: `along` makes them.
    """
    ground = _Ground(area, curve)
    marks = [QRectF(one.mark.x() - 6, one.mark.y() - 6, 12, 12) for one in wanted]
    found: list[Placed | None] = []
    for one in wanted:
        last = len(one.sizes) - 1
        box = ground.best(one, one.sizes[last], [*marks, *_boxes(found)], anywhere=True)
        found.append(None if box is None else Placed(last, box))
    for place, one in enumerate(wanted):
        others = [*marks, *_boxes(found[:place] + found[place + 1 :])]
        for which, size in enumerate(one.sizes[:-1]):
            box = ground.best(one, size, others, anywhere=False)
            if box is not None:
                found[place] = Placed(which, box)
                break
    return found


def along(x: NDArray[np.float64], y: NDArray[np.float64], area: QRectF) -> Points:
    """Give points (m, 2) a pixel or two apart on the line through (``x``, ``y``), broken where it is not finite."""
    high = np.clip(y, area.top() - 2 * _CELL, area.bottom() + 2 * _CELL)
    start, end = np.column_stack([x, high])[:-1], np.column_stack([x, high])[1:]
    there = np.isfinite(start).all(axis=1) & np.isfinite(end).all(axis=1)
    start, end = start[there], end[there]
    if not start.size:
        return np.empty((0, 2))
    pieces = np.maximum(1, np.ceil(np.abs(end - start).max(axis=1) / _CELL)).astype(np.int64)
    which = np.repeat(np.arange(pieces.size), pieces)
    part = (np.arange(which.size) - np.repeat(np.cumsum(pieces) - pieces, pieces)) / pieces[which]
    return np.asarray(start[which] + (end - start)[which] * part[:, None], dtype=np.float64)


class _Ground:
    """What of a diagram is drawn on, as counts that are summed from the corner: any box is looked up at once."""

    def __init__(self, area: QRectF, curve: Points) -> None:
        self._area = area
        across, down = (int(size // _CELL) + 2 for size in (area.width(), area.height()))
        drawn = np.zeros((down, across), np.int64)
        columns, rows = ((curve - (area.left(), area.top())) // _CELL).astype(np.int64).T
        inside = (columns >= 0) & (columns < across) & (rows >= 0) & (rows < down)
        drawn[rows[inside], columns[inside]] = 1
        self._sums = np.zeros((down + 1, across + 1), np.int64)
        self._sums[1:, 1:] = drawn.cumsum(axis=0).cumsum(axis=1)

    def best(self, one: Wanted, size: QSizeF, taken: Sequence[QRectF], *, anywhere: bool) -> QRectF | None:
        """The best place of a box near its mark; without ``anywhere`` only one that hides nothing."""
        for reach in (_NEAR, math.inf) if anywhere else (_NEAR,):
            box = self._best_within(reach, one, size, taken, free=not anywhere)
            if box is not None:
                return box
        return None

    def _best_within(
        self, reach: float, one: Wanted, size: QSizeF, taken: Sequence[QRectF], *, free: bool
    ) -> QRectF | None:
        wide, high, mark = size.width(), size.height(), one.mark
        x, y = self._corners(reach, mark, size)
        aside = np.maximum(np.maximum(x - mark.x(), mark.x() - (x + wide)), 0)
        above = np.maximum(np.maximum(y - mark.y(), mark.y() - (y + high)), 0)
        cost = np.hypot(aside, above)
        hidden = self._hidden(x, y, wide, high)
        able = cost <= reach
        if free:
            able &= hidden == 0
        for box in taken:
            able &= (x >= box.right()) | (x + wide <= box.left()) | (y >= box.bottom()) | (y + high <= box.top())
        if not able.any():
            return None
        middle = x + wide / 2 - mark.x()
        cost += _HIDES * hidden + _OTHER_SIDE * ((middle > 0) == one.to_left) + np.abs(middle) / wide
        best = int(np.argmin(np.where(able, cost, np.inf)))
        return QRectF(QPointF(float(x[best]), float(y[best])), size)

    def _corners(self, reach: float, mark: QPointF, size: QSizeF) -> tuple[Points, Points]:
        """Where the upper left corner of a box can be: inside the diagram, and not out of reach of its mark."""
        area = self._area
        across = np.arange(
            max(area.left(), mark.x() - reach - size.width()),
            min(area.right() - size.width(), mark.x() + reach) + _ROUNDING,
            _STEP,
        )
        down = np.arange(
            max(area.top(), mark.y() - reach - size.height()),
            min(area.bottom() - size.height(), mark.y() + reach) + _ROUNDING,
            _STEP,
        )
        x, y = np.meshgrid(across, down)
        return x.ravel(), y.ravel()

    def _hidden(self, x: Points, y: Points, wide: float, high: float) -> NDArray[np.int64]:
        """How many pieces of curves each box hides."""
        left, top = ((x - self._area.left()) // _CELL).astype(int), ((y - self._area.top()) // _CELL).astype(int)
        right = np.minimum(left + int(wide // _CELL) + 2, self._sums.shape[1] - 1)
        bottom = np.minimum(top + int(high // _CELL) + 2, self._sums.shape[0] - 1)
        sums = self._sums
        return np.asarray(sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left])


def _boxes(found: Sequence[Placed | None]) -> Iterator[QRectF]:
    return (one.box for one in found if one is not None)
