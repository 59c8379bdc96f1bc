"""The stability bench: one logit by every method, beside the exact value; and the curves around it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.explain.exact import Real, exact, exact_curves, rounded, ulp_error
from alpaca_gui.logit.breaks import OF_GRADIENT, OF_LOSS, Break, Trouble, breaks, troubles
from alpaca_gui.logit.float_bits import Bits, Precision, bits_of_all, from_order, order_of
from alpaca_gui.logit.stability import EPSILON, Method, compute

FURTHEST: Final = 1000.0
"""The bench goes from minus this logit to plus this."""

Curve = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the bench is set to.

    Attributes
    ----------
    label
        1 for yes, 0 for no.
    precision
        The kind of number that every step is rounded to.
    epsilon
        Of the clip.
    """

    label: int
    precision: Precision
    epsilon: float = EPSILON


@dataclass(frozen=True, slots=True)
class Reading:
    """One number that a method gives.

    Attributes
    ----------
    value
        It may be infinite, or not a number.
    bits
        How it stands in memory.
    error
        Distance to the exact value, in ulp: see `alpaca_gui.explain.exact.ulp_error`.
    troubles
        What is wrong with it, causes before what follows from them; empty where nothing is.
    """

    value: float
    bits: Bits
    error: float
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """Loss and gradient by one method, and the probability that they were made of where there is one."""

    loss: Reading
    gradient: Reading
    probability: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """One logit on the bench.

    Attributes
    ----------
    setting
        What the bench is set to.
    logit
        In the kind of number; the one that was asked for may lie between two.
    bits
        Of the logit.
    exact_loss, exact_gradient
        Of this very logit, to 60 digits.
    exact
        These two, each rounded once to the kind of number: nothing can be nearer.
    rows
        By method.
    """

    setting: Setting
    logit: float
    bits: Bits
    exact_loss: Real
    exact_gradient: Real
    exact: Row
    rows: Mapping[Method, Row]


def read_bench(logit: float, setting: Setting) -> Bench:
    """Compute everything about one finite logit, anew each time."""
    precision = setting.precision
    given = precision.nearest(logit)
    truth = exact(given, setting.label)
    nearest = (rounded(truth.loss, precision), rounded(truth.gradient, precision))
    bits = bits_of_all([given, *nearest], precision)
    return Bench(
        setting,
        given,
        bits[0],
        truth.loss,
        truth.gradient,
        Row(
            Reading(nearest[0], bits[1], ulp_error(nearest[0], truth.loss, precision)),
            Reading(nearest[1], bits[2], ulp_error(nearest[1], truth.gradient, precision)),
        ),
        {method: _row(method, given, setting, truth.loss, truth.gradient) for method in Method},
    )


def _row(method: Method, logit: float, setting: Setting, loss: Real, gradient: Real) -> Row:
    precision = setting.precision
    computed = compute(method, [logit], setting.label, precision, setting.epsilon)
    there = [name for name, mask in troubles(method, computed, precision, setting.epsilon).items() if mask[0]]
    p = None if computed.probability is None else float(computed.probability[0])
    values = (float(computed.loss[0]), float(computed.gradient[0]))
    bits = (*bits_of_all(computed.loss, precision), *bits_of_all(computed.gradient, precision))
    errors = (ulp_error(values[0], loss, precision), ulp_error(values[1], gradient, precision))
    return Row(
        Reading(values[0], bits[0], errors[0], _said(there, OF_LOSS, errors[0], precision)),
        Reading(values[1], bits[1], errors[1], _said(there, OF_GRADIENT, errors[1], precision)),
        p,
    )


def _said(there: list[Trouble], about: frozenset[Trouble], error: float, precision: Precision) -> tuple[Trouble, ...]:
    """Pick what concerns a number that is wrong; what has no effect on it is not said."""
    if error <= 1:
        return ()
    found = tuple(trouble for trouble in Trouble if trouble in there and trouble in about)
    return found or ((Trouble.DIGITS_LOST,) if lost(error, precision) else ())


def lost(error: float, precision: Precision) -> bool:
    """Whether more than half of the binary digits of a number that is ``error`` ulp off are wrong."""
    return math.isfinite(error) and error > 2.0 ** (precision.digits / 2)


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """Losses and gradients over logits, all (n,) and by rising logit.

    Attributes
    ----------
    logits
        Numbers of the kind, each once.
    exact_loss, exact_gradient
        By mpmath.
    loss, gradient
        By method; infinite and NaN where the method gives that.
    breaks
        By method, where each trouble begins.
    """

    logits: Curve
    exact_loss: Curve
    exact_gradient: Curve
    loss: Mapping[Method, Curve]
    gradient: Mapping[Method, Curve]
    breaks: Mapping[Method, tuple[Break, ...]]


def find_breaks(setting: Setting) -> Mapping[Method, tuple[Break, ...]]:
    """Find where each method breaks, anew each time."""
    return {method: breaks(method, setting.precision, setting.label, setting.epsilon) for method in Method}


def draw_curves(logits: Curve, setting: Setting, found: Mapping[Method, tuple[Break, ...]]) -> Curves:
    """Compute the curves at finite ``logits`` (n,), and on either side of each place ``found`` by `find_breaks`."""
    label, precision, epsilon = setting.label, setting.precision, setting.epsilon
    ends = precision.array([one.logit for each in found.values() for one in each])
    before = from_order(order_of(ends) - np.sign(order_of(ends)), precision)
    inside = (ends >= np.min(logits)) & (ends <= np.max(logits))
    at = np.unique(np.concatenate([precision.array(logits), ends[inside], before[inside]]))
    computed = {method: compute(method, at, label, precision, epsilon) for method in Method}
    places = at.astype(np.float64)
    return Curves(
        places,
        *exact_curves(places, label),
        {method: one.loss.astype(np.float64) for method, one in computed.items()},
        {method: one.gradient.astype(np.float64) for method, one in computed.items()},
        found,
    )
