"""Marks on one axis that would lie on each other, in lanes above each other."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

LANES: Final = 5
"""Marks that would lie on each other are put above each other, so many at most."""


def lanes(places: NDArray[np.float64], least: float) -> list[int]:
    """Give each place a lane, from 0 on, in which the others are ``least`` away; the least crowded where none is.

    Parameters
    ----------
    places
        (n,), in any order.
    """
    last = [-np.inf] * LANES
    found = [0] * places.size
    for index in np.argsort(places, kind="stable"):
        free = (lane for lane in range(LANES) if places[index] - last[lane] >= least)
        lane = next(free, int(np.argmin(last)))
        last[lane], found[index] = float(places[index]), lane
    return found
