"""Which sketches are compared with which: all with all, or those that lie near the same leaders."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from alpaca_gui.judging.likeness import Places
from alpaca_gui.library.sketch import Sketches, at_most

BLOCK: Final = 2048
"""Rows at a time: some milliseconds of work, and 16 MB for the cosines."""

_A_LEADER: Final = 500
"""Sketches for each leader."""

_VISITS: Final = 4
"""Lists that a sketch is looked for in: those of its nearest leaders."""


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """Each of ``these`` is to be compared with each of ``those``; ``share`` of all the work is behind, 0 to 1."""

    share: float
    these: Places
    those: Places


def all_tiles(n: int) -> Iterator[Tile]:
    """Every pair of 0 to n − 1, once."""
    starts = range(0, n, BLOCK)
    behind, total = 0, len(starts) * (len(starts) + 1) // 2
    for start in starts:
        for other in range(start, n, BLOCK):
            yield Tile(behind / total, _range(start, n), _range(other, n))
            behind += 1


def likely_tiles(sketches: Sketches, near: float, check: Callable[[], None]) -> Iterator[Tile]:
    """Pairs that lie near the same of some leaders, which are sketches taken at random [1]_ and not near each other.

    Each sketch stands in the list of its nearest leader and is compared with the lists of its four nearest, so two that
    are near each other meet unless neither's own list is among the other's four. The work grows as n² / 125, not n².

    Parameters
    ----------
    sketches
        (n, width).
    near
        Cosine.
    check
        Called now and then before the first tile; may raise to end the search.

    References
    ----------
    .. [1] J. Sivic and A. Zisserman, "Video Google", ICCV 2003: the inverted lists; here to join, not to look up.
    """
    n = len(sketches)
    drawn = np.random.default_rng(0).choice(n, max(1, n // _A_LEADER), replace=False)
    leaders = _thinned(sketches[drawn], near)
    nearest = _nearest_leaders(sketches, leaders, check)
    orders = [np.argsort(each, kind="stable") for each in nearest]
    ends = [
        np.searchsorted(each[order], np.arange(len(leaders) + 1)) for each, order in zip(nearest, orders, strict=True)
    ]
    for leader in range(len(leaders)):
        lists = [order[end[leader] : end[leader + 1]] for order, end in zip(orders, ends, strict=True)]
        members, visitors = lists[0], np.concatenate(lists)
        for start in range(0, members.size, BLOCK):
            for other in range(0, visitors.size, BLOCK):
                yield Tile(leader / len(leaders), members[start : start + BLOCK], visitors[other : other + BLOCK])


def _thinned(leaders: Sketches, near: float) -> Sketches:
    """Those that are not near one before them.

    Hundreds of the same picture would lead themselves, and never meet what is near them but not the same.
    """
    alike = at_most(leaders, leaders) >= near
    free, kept = np.ones(len(leaders), bool), list[int]()
    for place, others in enumerate(alike):
        if free[place]:
            kept.append(place)
            free &= ~others
    return leaders[kept]


def _nearest_leaders(sketches: Sketches, leaders: Sketches, check: Callable[[], None]) -> Places:
    """Which leaders are nearest to each sketch, (visits, n), the nearest first."""
    nearest = np.empty((min(_VISITS, len(leaders)), len(sketches)), np.int64)
    for start in range(0, len(sketches), BLOCK):
        check()
        likeness = sketches[start : start + BLOCK] @ leaders.T
        each = np.arange(len(likeness))
        for visit in nearest:
            visit[start : start + BLOCK] = best = likeness.argmax(axis=1)
            likeness[each, best] = -np.inf
    return nearest


def _range(start: int, n: int) -> Places:
    return np.arange(start, min(start + BLOCK, n))
