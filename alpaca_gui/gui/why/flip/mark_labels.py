"""Where the words of a plot's marks have room: beside their lines, and on nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

_GAP: Final = 3.0
"""Pixels between a line and its words."""

_APART: Final = 2.0
"""Pixels between words and any other line, or other words."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An upright line at ``x`` pixels, and the size of the words that name it."""

    x: float
    size: QSizeF


def placed(marks: Sequence[Mark], view: QRectF, taken: Iterable[QRectF], *, from_below: bool) -> list[QRectF | None]:
    """Give each mark's words a place in ``view`` that no line runs through; None where there is no room left.

    Parameters
    ----------
    marks
        The most important first: it has the choice.
    taken
        Where other words are.
    from_below
        Whether places near the lower edge are tried first.
    """
    boxes, found = list(taken), list[QRectF | None]()
    for mark in marks:
        lines = [other.x for other in marks if other is not mark]
        free = (box for box in _places(mark, view, from_below=from_below) if _free(box, view, boxes, lines))
        box = next(free, None)
        found.append(box)
        if box is not None:
            boxes.append(box)
    return found


def in_gap(
    size: QSizeF, y: float, view: QRectF, lines: Iterable[float], curve: Sequence[QPointF] = ()
) -> QRectF | None:
    """Give a place for words at a level line at ``y``, above it or below it, where no upright line is.

    As far to the right as possible, and where ``curve`` is not, if there is such a place; None where the words are
    wider than every gap between lines, or have no room above and none below.
    """
    room = size.width() + 2 * _APART
    stops = [view.left(), *sorted(x for x in lines if view.left() <= x <= view.right()), view.right()]
    gaps = [(left, right) for left, right in pairwise(stops) if right - left >= room]
    lefts = [place for left, right in reversed(gaps) for place in (right - _APART - size.width(), left + _APART)]
    found = [QRectF(left, top, size.width(), size.height()) for left in lefts for top in (y - size.height(), y)]
    inside = [box for box in found if view.contains(box)]
    return next((box for box in inside if not _runs_through(curve, box)), inside[0] if inside else None)


def _runs_through(curve: Sequence[QPointF], box: QRectF) -> bool:
    """Whether a curve through these points, from left to right, is in a box: looked at every few pixels."""
    if not curve:
        return False
    steps = np.linspace(box.left(), box.right(), max(2, int(box.width() // 4)))
    x, y = np.array([one.x() for one in curve]), np.array([one.y() for one in curve])
    there = np.interp(steps, x, y)
    met = (there > box.top()) & (there < box.bottom()) & (steps >= x[0]) & (steps <= x[-1])
    return bool(met.any())


def _places(mark: Mark, view: QRectF, *, from_below: bool) -> Iterable[QRectF]:
    """All that are beside a line, on its right first, row by row."""
    width, height = mark.size.width(), mark.size.height()
    rows = int((view.height() - 2 * _APART) // (height + _APART))
    for row in range(rows):
        down = _APART + row * (height + _APART)
        top = view.bottom() - down - height if from_below else view.top() + down
        yield QRectF(mark.x + _GAP, top, width, height)
        yield QRectF(mark.x - _GAP - width, top, width, height)


def _free(box: QRectF, view: QRectF, taken: Iterable[QRectF], lines: Iterable[float]) -> bool:
    if not view.contains(box):
        return False
    around = box.adjusted(-_APART, -_APART, _APART, _APART)
    return not any(around.intersects(one) for one in taken) and not any(
        around.left() <= x <= around.right() for x in lines
    )
