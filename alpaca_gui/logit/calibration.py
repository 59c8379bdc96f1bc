"""Temperature scaling: the one number that logits are divided by, so that probabilities come true as often as they say.

Source: Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks", ICML 2017. It never changes a
decision at a threshold of 0, nor any order; fit it on logits of pictures that were held out, never on those that were
trained on.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from alpaca_gui.logit.loss import cross_entropy
from alpaca_gui.logit.sigmoid import Floats, sigmoid

GAIN_NEEDED: Final = 3.841458820694124
"""The 95 % point of chi-squared with one degree of freedom: what twice the gain in total loss has to exceed."""

FURTHEST: Final = 10.0
"""A temperature above this, or below one over this, is not taken."""

_HALVINGS: Final = 200

_STEEPEST: Final = 1e12
"""A logit on the wrong side by less than the largest over this is none: no temperature could be fitted to it."""


def fit_temperature(logits: ArrayLike, labels: ArrayLike) -> float:
    """Give the temperature to store with a model: 1 unless another one really helps.

    Another one helps when the likelihood-ratio test against 1 says so at the 5 % level (Wilks 1938: twice the gain in
    total cross-entropy is chi-squared with one degree of freedom where 1 is right). The alternative, a gain by cross-
    validation, asks the same question of one parameter with more noise: Stone (J. R. Stat. Soc. B 39, 1977) showed
    that leaving one out equals a gain of 2 in the limit, which this test makes stricter.

    Parameters
    ----------
    logits
        Out of fold, (n,).
    labels
        1 for yes and 0 for no, (n,).

    Returns
    -------
    float
        Above 0; between one tenth and ten, since logits that are further off are no log odds at all. 1 where there is
        no best temperature, see `best_temperature`.
    """
    best = best_temperature(logits, labels)
    if best is None:
        return 1.0
    taken = min(max(best, 1 / FURTHEST), FURTHEST)
    gain = _total_loss(logits, labels, 1.0) - _total_loss(logits, labels, taken)
    return taken if 2 * gain > GAIN_NEEDED else 1.0


def best_temperature(logits: ArrayLike, labels: ArrayLike) -> float | None:
    """Give the temperature T that minimises the cross-entropy of ``logits / T``, whether or not the gain is real.

    As a function of 1 / T the loss is convex, so its slope ``sum((sigmoid(z / T) - label) * z)`` has one zero at most,
    which bisection in log T finds to the last digits.

    Returns
    -------
    float | None
        None where there is no best one: every logit is on its own side (the colder the better, without end), or the
        logits know no more than chance or less (the hotter the better), or there is none but 0.
    """
    z = np.asarray(logits, dtype=np.float64)
    y = np.asarray(labels, dtype=np.float64)
    largest = float(np.max(np.abs(z), initial=0.0))
    if largest == 0.0:
        return None
    z = z / largest  # so that scaling all logits scales the answer, digit for digit almost
    low, high = 1 / _STEEPEST, _STEEPEST
    apart = float(np.max(np.where(y > 0.5, -z, z))) <= low
    if apart or _slope(z, y, low) >= 0 or _slope(z, y, high) < 0:
        return None
    for _ in range(_HALVINGS):
        middle = np.sqrt(low * high)
        if not low < middle < high:
            break
        if _slope(z, y, middle) < 0:
            low = middle
        else:
            high = middle
    return float(largest / np.sqrt(low * high))


def _slope(z: Floats, y: Floats, inverse: float) -> float:
    """Derivative of the total cross-entropy by 1 / T, without the cancellation of ``sigmoid(z) - 1``."""
    sign = np.where(y > 0.5, 1.0, -1.0)
    return float(np.sum(-sign * z * sigmoid(-sign * z * inverse)))


def _total_loss(logits: ArrayLike, labels: ArrayLike, temperature: float) -> float:
    return float(np.sum(cross_entropy(np.asarray(logits, dtype=np.float64) / temperature, labels)))
