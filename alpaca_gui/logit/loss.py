"""Binary cross-entropy straight from logits: one formula, stable where sigmoid-then-log is not."""

import numpy as np
from numpy.typing import ArrayLike

from alpaca_gui.logit.sigmoid import Floats


def cross_entropy(logit: ArrayLike, label: ArrayLike) -> Floats:
    """Binary cross-entropy of each logit, in nats.

    Parameters
    ----------
    logit
        Any shape.
    label
        1 for yes, 0 for no; broadcast against ``logit``.

    Returns
    -------
    Floats
        ``max(z, 0) - z * label + log(1 + exp(-|z|))``: finite for every finite logit, e.g. 0.693 at 0 and 1000 for a
        logit of 1000 on a "no". Source of the formula: TensorFlow's ``sigmoid_cross_entropy_with_logits``.
    """
    z = np.asarray(logit, dtype=np.float64)
    return np.maximum(z, 0.0) - z * np.asarray(label, dtype=np.float64) + np.log1p(np.exp(-np.abs(z)))
