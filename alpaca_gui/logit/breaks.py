"""What goes wrong in a loss, by name, and from which logit on: found among a kind's own numbers, by bisection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.logit.float_bits import Numbers, Precision, from_order, order_of
from alpaca_gui.logit.stability import EPSILON, Computed, Method, bounds, compute

Mask = NDArray[np.bool_]


class Trouble(StrEnum):
    """What is wrong with a number that a method gives, as words for a table."""

    EXP_OVERFLOWS = "exp(−z) overflows"
    SIGMOID_ONE = "sigmoid rounds to 1"
    SIGMOID_ZERO = "sigmoid falls to 0"
    OPEN_CLIP = "1 − ε rounds to 1: no clip"
    PLATEAU = "plateau of the clip"
    LOG_OF_ZERO = "log of 0: infinite"
    ZERO_LOG_ZERO = "0 · log 0: not a number"
    GRADIENT_ZERO = "gradient 0, not ±1"
    GRADIENT_NAN = "∞ · 0: not a number"
    DIGITS_LOST = "most digits are wrong"


OF_LOSS: Final = frozenset(
    {
        *(Trouble.EXP_OVERFLOWS, Trouble.SIGMOID_ONE, Trouble.SIGMOID_ZERO, Trouble.OPEN_CLIP),
        *(Trouble.PLATEAU, Trouble.LOG_OF_ZERO, Trouble.ZERO_LOG_ZERO, Trouble.DIGITS_LOST),
    }
)
"""What can be said of a loss; `OF_GRADIENT` of a gradient."""

OF_GRADIENT: Final = frozenset(Trouble) - {Trouble.LOG_OF_ZERO, Trouble.ZERO_LOG_ZERO}


@dataclass(frozen=True, slots=True)
class Break:
    """From this logit on, away from 0, there is this trouble; the number before it has none of it."""

    trouble: Trouble
    logit: float


_CAUSES: Final = frozenset({Trouble.EXP_OVERFLOWS, Trouble.SIGMOID_ONE, Trouble.SIGMOID_ZERO})
"""What is no break by itself, for a clip may hold it up: it is told with what follows from it."""


@dataclass(frozen=True, slots=True)
class BreakingPoint:
    """A logit where one or more troubles begin, causes before what follows from them."""

    logit: float
    troubles: tuple[Trouble, ...]


def breaking_points(
    breaks: Sequence[Break], about: frozenset[Trouble] = frozenset(Trouble)
) -> tuple[BreakingPoint, ...]:
    """Gather breaks by their logits, from left to right; those that concern ``about``, and are more than a cause."""
    logits = sorted({one.logit for one in breaks})
    points = []
    for logit in logits:
        there = {one.trouble for one in breaks if one.logit == logit} & about
        if there - _CAUSES:
            points.append(BreakingPoint(logit, tuple(trouble for trouble in Trouble if trouble in there)))
    return tuple(points)


def troubles(method: Method, computed: Computed, precision: Precision, epsilon: float = EPSILON) -> dict[Trouble, Mask]:
    """Tell which troubles each of the computed losses and gradients has; each mask has their shape.

    All of `Trouble` but `Trouble.DIGITS_LOST`, for which the exact value must be known: see
    `alpaca_gui.explain.stability_bench`.
    """
    z, y, p = computed.logit, computed.label, computed.probability
    wrong_side = (z > 0) != (y == 1)  # where the gradient is nearer to ±1 than to 0
    found = {
        Trouble.LOG_OF_ZERO: np.isposinf(computed.loss) & np.isfinite(z),
        Trouble.ZERO_LOG_ZERO: np.isnan(computed.loss) & ~np.isnan(z),
        Trouble.GRADIENT_ZERO: (computed.gradient == 0) & wrong_side & (z != 0),
        Trouble.GRADIENT_NAN: np.isnan(computed.gradient) & ~np.isnan(z),
    }
    if p is None:
        return found
    with np.errstate(over="ignore"):
        found[Trouble.EXP_OVERFLOWS] = np.isinf(np.exp(-z)) & np.isfinite(z)
    found |= {Trouble.SIGMOID_ONE: p == 1, Trouble.SIGMOID_ZERO: p == 0}
    if method is Method.CLIPPED:
        low, high = bounds(precision, epsilon)
        found[Trouble.PLATEAU] = ((p <= low) & (low > 0)) | ((p >= high) & (high < 1))
        found[Trouble.OPEN_CLIP] = ((p == 1) & (high == 1)) | ((p == 0) & (low == 0))
    return found


def breaks(method: Method, precision: Precision, label: int, epsilon: float = EPSILON) -> tuple[Break, ...]:
    """Find from which logit on each trouble of a method is there, on the side below 0 and on the one above.

    A trouble that is there at a logit is there at all that are further from 0: each of them follows from a sigmoid, or
    an ``exp``, that has come to the end of its numbers. So the numbers between 0 and the largest are halved until two
    neighbours are left; all searches at once.

    Returns
    -------
    tuple[Break, ...]
        By rising logit. For `Method.NAIVE`, float32 and a "no" among them: ``sigmoid rounds to 1`` at 16.635532.
    """
    end = float(precision.largest)
    wanted = [
        (trouble, side)
        for side in (-1, 1)
        for trouble, mask in _troubles_at(precision.array([side * end]), method, precision, label, epsilon).items()
        if mask[0]
    ]
    if not wanted:
        return ()
    without = np.zeros(len(wanted), dtype=np.int64)
    with_it = np.array([side for _, side in wanted]) * order_of(precision.array([end]))
    while (np.abs(with_it - without) > 1).any():
        middle = without + (with_it - without) // 2
        there = _troubles_at(from_order(middle, precision), method, precision, label, epsilon)
        broken = np.array([there[trouble][lane] for lane, (trouble, _) in enumerate(wanted)])
        without, with_it = np.where(broken, without, middle), np.where(broken, middle, with_it)
    found = from_order(with_it, precision)
    each = (Break(trouble, float(logit)) for (trouble, _), logit in zip(wanted, found, strict=True))
    return tuple(sorted(each, key=lambda one: one.logit))


def _troubles_at(
    logit: Numbers, method: Method, precision: Precision, label: int, epsilon: float
) -> Mapping[Trouble, Mask]:
    return troubles(method, compute(method, logit, label, precision, epsilon), precision, epsilon)
