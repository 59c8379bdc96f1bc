"""What a diagram of the bench is given to draw."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.gui.why.stability.bench_axis import BenchAxis
from alpaca_gui.logit.stability import Method


@dataclass(frozen=True, slots=True)
class Mark:
    """A place where a method breaks.

    Attributes
    ----------
    logit, value
        Where it is drawn.
    text
        The names of what goes wrong from there on.
    number
        By which it is found in the list of all breaks.
    """

    method: Method
    logit: float
    value: float
    text: str
    number: int


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """What a diagram shows: the exact values and those of each method over ``logits`` (n,), and the breaks."""

    axis: BenchAxis
    logits: NDArray[np.float64]
    exact: NDArray[np.float64]
    values: Mapping[Method, NDArray[np.float64]]
    marks: tuple[Mark, ...]
