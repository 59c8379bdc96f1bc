"""The orders of many rows, each row's place decided by one number; equal ones stay in the order of arrival."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]

_FEW_TIES: Final = 20


def ascending(values: NDArray[np.floating] | NDArray[np.integer]) -> Keys:
    """Give the places of ``values`` (n,) from the least to the greatest; NaN comes last, and equal ones as they stand.

    NumPy's own stable sort takes twice as long as sorting without that care and putting equal ones right afterwards,
    of which there are few.
    """
    order = np.argsort(values)
    placed = values[order]
    if _many_ties(placed):
        return np.argsort(values, kind="stable")
    if placed.dtype.kind == "f":
        end = int(np.searchsorted(placed, np.nan))
        order[end:] = np.sort(order[end:])
        placed = placed[:end]
    _settle_ties(order[: placed.size], placed)
    return order


def descending(values: NDArray[np.floating]) -> Keys:
    """Give the places from the greatest to the least; NaN comes last, and equal ones as they stand."""
    return ascending(-values)


def outward(order: Keys, placed: NDArray[np.float64], middle: float) -> Keys:
    """Give the places by how near their value is to ``middle``, where they are sorted by value already.

    Parameters
    ----------
    order
        What `ascending` gave, (n,).
    placed
        The values in that order, NaN last, (n,).
    middle
        From where it is measured.

    Notes
    -----
    The values below the middle, read backwards, and those above it are two sorted runs, and merging runs is what
    timsort is quick at: a fifth of the time of sorting anew.
    """
    end = int(np.searchsorted(placed, np.nan))
    if _many_ties(placed[:end]):
        values = np.empty(order.size)
        values[order] = np.abs(placed - middle)
        return np.argsort(values, kind="stable")
    split = int(np.searchsorted(placed[:end], middle))
    away = np.concatenate((middle - placed[:split][::-1], placed[split:end] - middle))
    places = np.concatenate((order[:split][::-1], order[split:end]))
    merged = np.argsort(away, kind="stable")
    near = places[merged]
    _settle_ties(near, away[merged])
    return np.concatenate((near, order[end:]))


def _many_ties(placed: NDArray[np.floating] | NDArray[np.integer]) -> bool:
    """Tell whether so many values are equal that sorting with care from the start is quicker."""
    return int((placed[1:] == placed[:-1]).sum()) > placed.size // _FEW_TIES


def _settle_ties(order: Keys, placed: NDArray[np.floating] | NDArray[np.integer]) -> None:
    """Put places with equal values, which stand side by side, in the order of the places; within ``order``."""
    same = placed[1:] == placed[:-1]
    if not same.any():
        return
    tied = np.zeros(placed.size, np.bool_)
    tied[1:] |= same
    tied[:-1] |= same
    where = np.flatnonzero(tied)
    run = np.concatenate(([0], np.cumsum(~same)))[where]
    order[where] = order[where][np.lexsort((order[where], run))]
