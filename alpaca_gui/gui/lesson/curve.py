"""The curves of the lesson."""

from collections.abc import Callable

import numpy as np

from alpaca_gui.logit.sigmoid import Floats

Curve = Callable[[Floats], Floats]
"""Gives a height for each place on the axis, (n,) for (n,); NaN where there is none."""


def flat(x: Floats) -> Floats:
    """A line along the axis at one half, for dots to lie on."""
    return np.full_like(x, 0.5)
