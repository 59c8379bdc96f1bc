"""The sigmoid and its inverse, stable over the whole float64 line."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def sigmoid(logit: ArrayLike) -> Floats:
    """Probability of yes, ``1 / (1 + exp(-logit))``, without overflow on either side.

    Parameters
    ----------
    logit
        Any shape, any real number, infinities included.

    Returns
    -------
    Floats
        Same shape, in [0, 1]. ``sigmoid(0) == 0.5``; ``sigmoid(2) == 0.880797...``. Above about 36.7 float64 has no
        number left between the answer and 1: use ``sigmoid(-logit)`` for what is missing to 1.

    Notes
    -----
    Both branches use ``exp(-|logit|)``, which is at most 1 (Blanchard, Higham and Higham, "Accurately computing the
    log-sum-exp and softmax functions", IMA J. Numer. Anal. 41, 2021).
    """
    z = np.asarray(logit, dtype=np.float64)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


def log_sigmoid(logit: ArrayLike) -> Floats:
    """Logarithm of the probability of yes, finite for every finite logit: ``-log(1 + exp(-logit))``."""
    return -np.logaddexp(0.0, -np.asarray(logit, dtype=np.float64))


def logit_of(probability: ArrayLike) -> Floats:
    """Log-odds ``log(p / (1 - p))``, the inverse of `sigmoid`; 0 and 1 give minus and plus infinity."""
    p = np.asarray(probability, dtype=np.float64)
    with np.errstate(divide="ignore"):
        return np.log(p) - np.log1p(-p)
