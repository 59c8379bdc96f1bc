"""The orders of many rows, each row's place decided by one number; equal ones stay in the order of arrival."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]

_FEW_TIES: Final = 20
_WORD: Final = 64
_SMALL: Final = 32
"""Bits of a whole number beside which its place has room in one word."""


def ascending(values: NDArray[np.floating] | NDArray[np.integer]) -> Keys:
    """Give the places of ``values`` (n,) from the least to the greatest; NaN comes last, and equal ones as they stand.

    Notes
    -----
    Value and place are put into one word of 64 bits, the place below, and words are what NumPy sorts quickest: half the
    time of its argsort, a quarter of its stable one. Of a value its upper bits fit in, for a million rows as many as a
    float32 has and nine more; the few that are alike in these are put right afterwards.
    """
    bits = max(1, int(values.size - 1).bit_length())
    whole = values.dtype.kind != "f"
    if bits > _SMALL or (whole and values.dtype.itemsize * 8 > _SMALL):
        return np.argsort(values, kind="stable")
    words = _small(values) if whole else _rising(np.asarray(values, np.float64))
    shift, below = np.uint64(bits), np.uint64((1 << bits) - 1)
    words <<= shift if whole else np.uint64(0)
    words &= ~below
    words |= np.arange(values.size, dtype=np.uint64)
    words.sort()
    order = (words & below).astype(np.int64)
    if not whole:
        words >>= shift
        _settle_alike(order, values[order], words)
    return order


def _small(values: NDArray[np.floating] | NDArray[np.integer]) -> NDArray[np.uint64]:
    """Whole numbers of up to 32 bits as others of 33 bits that rise with them and are not negative."""
    return (values.astype(np.int64) + (1 << (_SMALL - 1))).astype(np.uint64)


def _rising(values: NDArray[np.float64]) -> NDArray[np.uint64]:
    """Words that rise with the values: as IEEE 754 has them, but what is negative runs backwards there. NaN is last."""
    sign = np.int64(-(1 << (_WORD - 1)))
    words = (values + 0.0).view(np.int64)  # -0 becomes 0
    backwards = words >> np.int64(_WORD - 1)
    backwards |= sign
    words ^= backwards
    found = words.view(np.uint64)
    found[np.isnan(values)] = np.uint64((1 << _WORD) - 1)
    return found


def _settle_alike(order: Keys, placed: NDArray[np.floating] | NDArray[np.integer], upper: NDArray[np.uint64]) -> None:
    """Sort those once more, within ``order``, that are alike in their upper bits and yet not equal."""
    alike = upper[1:] == upper[:-1]
    unlike = alike & (placed[1:] != placed[:-1]) & ~np.isnan(placed[1:])
    if not unlike.any():
        return
    run = np.concatenate(([0], np.cumsum(~alike)))
    wrong = np.zeros(int(run[-1]) + 1, np.bool_)
    wrong[run[1:][unlike]] = True
    where = np.flatnonzero(wrong[run])
    order[where] = order[where][np.lexsort((order[where], placed[where], run[where]))]


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
    run = np.cumsum(~np.concatenate(([False], same))[where])  # the first of a run differs from the one before
    order[where] = order[where][np.lexsort((order[where], run))]
