"""Binary cross-entropy three ways, each step of it carried in float16, float32 or float64: to see where each breaks.

For training and for reports there is `alpaca_gui.logit.loss`; what stands here breaks on purpose. ``docs/stability.md``
says where.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from alpaca_gui.logit.float_bits import Numbers, Precision

EPSILON: Final = 1e-7
"""What Keras clips at unless it is told otherwise: ``keras.config.epsilon()``."""


class Method(StrEnum):
    """A way from the logit to the loss."""

    NAIVE = "sigmoid, then log"
    CLIPPED = "clipped"
    FROM_LOGITS = "from logits"


@dataclass(frozen=True, slots=True, eq=False)
class Computed:
    """Losses and gradients, all of one shape and of one kind of number.

    Attributes
    ----------
    logit
        As it was rounded to that kind.
    label
        1 for yes, 0 for no.
    loss
        In nats.
    gradient
        Derivative of the loss by the logit.
    probability
        The sigmoid that the loss was made of; None for `Method.FROM_LOGITS`, which has no need of it.
    """

    logit: Numbers
    label: Numbers
    loss: Numbers
    gradient: Numbers
    probability: Numbers | None = None


def compute(
    method: Method, logit: ArrayLike, label: ArrayLike, precision: Precision, epsilon: float = EPSILON
) -> Computed:
    """Loss and gradient by one of the methods; ``epsilon`` is for `Method.CLIPPED` alone."""
    match method:
        case Method.NAIVE:
            return naive(logit, label, precision)
        case Method.CLIPPED:
            return clipped(logit, label, precision, epsilon)
        case Method.FROM_LOGITS:
            return from_logits(logit, label, precision)


def naive(logit: ArrayLike, label: ArrayLike, precision: Precision) -> Computed:
    """Sigmoid first, log afterwards: ``-(y log p + (1 - y) log(1 - p))`` with `sigmoid_as_written`.

    Parameters
    ----------
    logit, label
        Broadcast against each other; labels are 0 or 1.
    precision
        Every intermediate result is rounded to it.

    Returns
    -------
    Computed
        In float32 for a "no": 0.693 at 0, 5.0067 at 5, infinite from 16.64 on. The gradient is that of the chain rule,
        ``dL/dp * p (1 - p)``: infinity times 0 there, which is not a number. Both terms are computed, as people write
        it: so a "yes" at 20, which is right, has 0 * log(0) in its loss, which is not a number either.
    """
    z, y = _prepared(logit, label, precision)
    with np.errstate(all="ignore"):
        p = sigmoid_as_written(z)
        return Computed(z, y, _loss(p, y), _through_sigmoid(_slope(p, y), p), p)


def clipped(logit: ArrayLike, label: ArrayLike, precision: Precision, epsilon: float = EPSILON) -> Computed:
    """The same with the probability kept between ``epsilon`` and ``1 - epsilon``, as Keras does with probabilities.

    Parameters
    ----------
    logit, label, precision
        See `naive`.
    epsilon
        Above 0, below 0.5. Where it rounds to 0, or 1 minus it to 1, there is no clip on that side: see `bounds`.

    Returns
    -------
    Computed
        In float32 with 1e-7 for a "no": 5.0067 at 5, and 15.942 at 20 as at 1000. The gradient is 0 where the
        probability was changed, as that of TensorFlow's ``clip_by_value``.

    Notes
    -----
    Source: ``binary_crossentropy`` in ``keras/src/backend/tensorflow/nn.py`` of Keras 3.15.
    """
    z, y = _prepared(logit, label, precision)
    low, high = bounds(precision, epsilon)
    with np.errstate(all="ignore"):
        p = sigmoid_as_written(z)
        kept = np.minimum(np.maximum(p, low), high)
        changed = (p < low) | (p > high)
        slope = np.where(changed, z.dtype.type(0), _slope(kept, y))
        return Computed(z, y, _loss(kept, y), _through_sigmoid(slope, p), p)


def from_logits(logit: ArrayLike, label: ArrayLike, precision: Precision) -> Computed:
    """Straight from the logit: ``max(z, 0) - z y + log(1 + exp(-|z|))``, and its gradient ``sigmoid(z) - y``.

    Parameters
    ----------
    logit, label, precision
        See `naive`.

    Returns
    -------
    Computed
        20 for a "no" at 20 and 1000 at 1000; the gradient is 1. Nothing in it can overflow: ``exp(-|z|)`` is 1 at most.

    Notes
    -----
    The loss is TensorFlow's ``sigmoid_cross_entropy_with_logits``. The gradient is computed without its difference, as
    ``sigmoid(z)`` for a "no" and ``-sigmoid(-z)`` for a "yes", each with ``exp(-|z|)``: see `alpaca_gui.logit.sigmoid`.
    """
    z, y = _prepared(logit, label, precision)
    one, zero = z.dtype.type(1), z.dtype.type(0)
    with np.errstate(all="ignore"):
        small = np.exp(-np.abs(z))
        loss = np.maximum(z, zero) - z * y + np.log1p(small)
        towards = np.where(y == one, -z, z)
        gradient = np.where(towards >= zero, one, small) / (one + small)
        return Computed(z, y, loss, np.where(y == one, -gradient, gradient))


def sigmoid_as_written(logit: Numbers) -> Numbers:
    """``1 / (1 + exp(-z))``, as it is written by hand, in the kind of number that it is given.

    There are others: with ``exp(z) / (1 + exp(z))`` where z is below 0, nothing overflows and the sigmoid stays right
    down to the smallest number. This one is shown because it is the one people write; it is 1 from where ``exp(-z)`` is
    half of the last place of 1 (16.64 in float32) and 0 from where ``exp(-z)`` overflows (-88.73 in float32).
    """
    one = logit.dtype.type(1)
    with np.errstate(all="ignore"):
        return one / (one + np.exp(-logit))


def bounds(precision: Precision, epsilon: float) -> tuple[Numbers, Numbers]:
    """Between what the probability is clipped: ``epsilon`` and ``1 - epsilon``, each rounded to this kind of number.

    In float16 the upper one of 1e-7 is 1: there is no clip.
    """
    if not 0 < epsilon < 0.5:
        raise ValueError(f"epsilon must be above 0 and below 0.5, not {epsilon}")
    return precision.array(epsilon), precision.array(1.0 - epsilon)


def _prepared(logit: ArrayLike, label: ArrayLike, precision: Precision) -> tuple[Numbers, Numbers]:
    z, y = np.broadcast_arrays(precision.array(logit), precision.array(label))
    if not ((y == 0) | (y == 1)).all():
        raise ValueError("a label is 0 or 1")
    return np.ascontiguousarray(z).reshape(z.shape), np.ascontiguousarray(y).reshape(y.shape)


def _loss(p: Numbers, y: Numbers) -> Numbers:
    one = p.dtype.type(1)
    return -(y * np.log(p) + (one - y) * np.log(one - p))


def _slope(p: Numbers, y: Numbers) -> Numbers:
    """``dL/dp`` in the order in which TensorFlow's tape has it: of either log, by its reciprocal, then their sum."""
    one = p.dtype.type(1)
    return -y * (one / p) + (one - y) * (one / (one - p))


def _through_sigmoid(slope: Numbers, p: Numbers) -> Numbers:
    """``dL/dp * dp/dz`` as TensorFlow's ``SigmoidGrad`` has it."""
    return slope * (p * (p.dtype.type(1) - p))
