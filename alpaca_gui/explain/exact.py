"""Binary cross-entropy and its gradient to 60 digits, and how far a number of few digits is from them, in ulp."""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from mpmath.ctx_mp import MPContext
from numpy.typing import NDArray

from alpaca_gui.logit.float_bits import Precision

Real = Any
"""A real number of mpmath, which ships no types."""

DIGITS: Final = 60
"""Decimal digits of what is called exact here; all of them hold, see `exact_loss`."""

_MP: Final = MPContext()  # of its own: the precision of ``mpmath.mp`` belongs to whoever runs the program
_MP.dps = DIGITS


@dataclass(frozen=True, slots=True, eq=False)
class Exact:
    """The loss of one logit in nats, and its derivative by the logit."""

    loss: Real
    gradient: Real


def exact(logit: float, label: int) -> Exact:
    """Loss and gradient of one logit, to `DIGITS` digits.

    Parameters
    ----------
    logit
        Finite. It is taken as the binary number that it is: 0.1 means 0.1000000000000000055...
    label
        1 for yes, 0 for no.

    Returns
    -------
    Exact
        ``log(1 + exp(t))`` and plus or minus ``1 / (1 + exp(-t))``, where t is the logit for a "no", and minus the
        logit for a "yes". Below 0 they are ``log1p(exp(t))`` and ``exp(t) / (1 + exp(t))``, above 0 ``t +
        log1p(exp(-t))`` and ``1 / (1 + exp(-t))``: sums of numbers above 0 only, so no digit is lost to a difference,
        at 1000 as at -1000. mpmath's log1p takes as many digits more as its argument is small.

    Raises
    ------
    ValueError
        For a logit that is not finite, and for any other label.
    """
    if not math.isfinite(logit) or label not in (0, 1):
        raise ValueError(f"no loss of logit {logit} with label {label}")
    towards = _MP.mpf(-logit if label else logit)
    small = _MP.exp(-abs(towards))
    if towards >= 0:
        loss, gradient = towards + _MP.log1p(small), 1 / (1 + small)
    else:
        loss, gradient = _MP.log1p(small), small / (1 + small)
    return Exact(loss, -gradient if label else gradient)


def digits_text(value: Real, digits: int = 20) -> str:
    """Write an exact value with so many significant digits: ``2.0611536203143807...e-9``."""
    return str(_MP.nstr(value, digits, strip_zeros=False))


def rounded(value: Real, precision: Precision) -> float:
    """The number of this kind that is nearest to an exact value, ties to even: what a perfect computation would give.

    Too large a value gives infinity, too small a one 0, as IEEE 754-2019, section 4.3.1, has it.
    """
    if value == 0:
        return 0.0
    quantum = _exponent_of_ulp(value, precision)
    if quantum > precision.width * 64:  # beyond every kind of number; 2 to that power need not be written out
        return math.copysign(math.inf, value)
    steps = int(_MP.nint(_MP.ldexp(value, -quantum)))
    try:
        nearest = math.ldexp(steps, quantum)  # exact: no kind has more digits than float64
    except OverflowError:
        nearest = math.copysign(math.inf, steps)
    return precision.nearest(nearest) if steps else math.copysign(0.0, value)


def ulp_of(value: Real, precision: Precision) -> Real:
    """One unit in the last place of this kind of number at a real ``value``.

    ``2 ** (max(e, least exponent) - digits + 1)`` where ``2 ** e <= |value| < 2 ** (e + 1)``: Goldberg's unit ("What
    every computer scientist should know about floating-point arithmetic", ACM Computing Surveys 23, 1991), extended to
    real numbers and to subnormal ones as in J.-M. Muller, "On the definition of ulp(x)", INRIA RR-5504, 2005.
    """
    return _MP.ldexp(_MP.mpf(1), _exponent_of_ulp(value, precision))


def ulp_error(value: float, truth: Real, precision: Precision) -> float:
    """How far a computed ``value`` is from the truth, in `ulp_of` the truth.

    0.5 at most for the nearest number of the kind. An infinite value is right (0.0) where the truth is too large for
    the kind, and infinitely wrong elsewhere; NaN is NaN off.
    """
    if math.isnan(value):
        return math.nan
    if math.isinf(value):
        return 0.0 if rounded(truth, precision) == value else math.inf
    return float(abs(_MP.mpf(value) - truth) / ulp_of(truth, precision))


def exact_curves(logits: NDArray[np.float64], label: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Exact losses and gradients of finite ``logits`` (n,), each rounded to float64 once, by mpmath, for a plot."""
    found = [exact(float(logit), label) for logit in logits]
    return np.array([float(one.loss) for one in found]), np.array([float(one.gradient) for one in found])


def _exponent_of_ulp(value: Real, precision: Precision) -> int:
    if value == 0:
        return precision.least_exponent - precision.digits + 1
    exponent = int(_MP.frexp(value)[1]) - 1  # frexp's fraction is at least a half and below 1
    return max(exponent, precision.least_exponent) - precision.digits + 1
