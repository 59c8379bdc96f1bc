"""Whether two programs computed the same numbers, to the last bit; and how far apart they are where not."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.logit.float_bits import Numbers, order_of


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two lists of numbers of one kind, compared.

    Attributes
    ----------
    total
        How many pairs there are.
    same
        Pairs with the same bits; two NaN count as the same, whatever their bits.
    flushed
        Pairs of which the other program has 0 where we have a subnormal number, smaller than any normal one.
    not_a_number
        Pairs of which one is NaN and the other is not.
    most
        Numbers of the kind from one to the other, at most, over all other pairs: 1 for neighbours, 0 for the two zeros.
    """

    total: int
    same: int
    flushed: int
    not_a_number: int
    most: int


def agreement(ours: Numbers, theirs: Numbers) -> Agreement:
    """Compare numbers (n,) of one kind, pair by pair."""
    if ours.dtype != theirs.dtype or ours.shape != theirs.shape:
        raise ValueError(f"{ours.dtype} {ours.shape} and {theirs.dtype} {theirs.shape} cannot be compared")
    nan = np.isnan(ours) & np.isnan(theirs)
    same = nan | ((ours == theirs) & (np.signbit(ours) == np.signbit(theirs)))
    one_nan = np.isnan(ours) != np.isnan(theirs)
    flushed = (theirs == 0) & (ours != 0) & (np.abs(ours) < np.finfo(ours.dtype).tiny)
    rest = ~(same | one_nan | flushed)
    apart = _apart(ours[rest], theirs[rest])
    return Agreement(int(ours.size), int(same.sum()), int(flushed.sum()), int(one_nan.sum()), int(apart.max(initial=0)))


def _apart(ours: Numbers, theirs: Numbers) -> NDArray[np.uint64]:
    """Differences of orders, which may be as large as 2 ** 64."""
    one, other = order_of(ours), order_of(theirs)
    return (np.maximum(one, other).astype(np.uint64) - np.minimum(one, other).astype(np.uint64)).astype(np.uint64)
