"""The head: one linear neuron on pooled features, trained with the loss from logits. No TensorFlow here."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import AlpacaError
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.training.dataset import Labels
from alpaca_gui.training.logistic import fit_logistic

C: Final = 0.1
"""Weight of the data against the L2 penalty, as scikit-learn's ``LogisticRegression`` counts it."""

_RIDGE: Final = 1e-10
"""Keeps a matrix that is singular up to rounding, as that of centred rows is, from having no root."""


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """The neuron's ``weights``, (features,), and ``bias``, for pooled features as the backbone gives them."""

    weights: Floats
    bias: float

    def logits(self, embeddings: NDArray[np.floating]) -> Floats:
        """Logits (n,) of embeddings (n, features)."""
        return np.asarray(embeddings, dtype=np.float64) @ self.weights + self.bias


def train_head(
    embeddings: NDArray[np.floating], labels: Labels, c: float = C, importance: Floats | None = None
) -> Head:
    """Fit ``Dense(1)`` without activation to labelled embeddings; the same input gives the same head.

    The features are standardised first, so that the penalty weighs them alike, and the standardisation is folded into
    weights and bias afterwards: ``w . (x - mean) / spread + b = (w / spread) . x + (b - (w / spread) . mean)``.

    Parameters
    ----------
    embeddings
        Pooled features, (n, features).
    labels
        1 for yes and 0 for no, (n,).
    c
        Minimised is ``sum(importance * cross-entropy) + |w|^2 / (2 c)``, the bias being free: what scikit-learn's
        ``LogisticRegression(C=c)`` minimises too.
    importance
        How much each picture counts, (n,); all alike where None.

    Raises
    ------
    AlpacaError
        When the labels are all the same: there is nothing to tell apart.
    """
    if not 0 < labels.sum() < labels.size:
        raise AlpacaError("Pictures of both answers are needed to train.")
    x = np.array(embeddings, dtype=np.float64)
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread[spread == 0] = 1.0
    x -= mean
    x /= spread
    rows = _in_few_dimensions(x)
    counts = np.ones(labels.size) if importance is None else importance
    turned, bias = fit_logistic(rows, labels, counts, np.eye(rows.shape[1]) / c)
    weights = _turned_back(x, rows, turned) / spread
    return Head(weights, float(bias - weights @ mean))


def _in_few_dimensions(x: Floats) -> Floats:
    """Turn rows (n, features) into rows of n numbers with the same products among each other, where that is fewer.

    The weights that minimise the loss are a sum of the pictures' features (the representer theorem: Schölkopf, Herbrich
    and Smola 2001), so nothing is lost, and each step costs n² and not n * features.
    """
    n, features = x.shape
    if n >= features:
        return x
    products = x @ x.T
    products[np.diag_indices(n)] += _RIDGE * max(float(np.trace(products)) / n, 1.0)
    return np.asarray(np.linalg.cholesky(products), dtype=np.float64)


def _turned_back(x: Floats, rows: Floats, weights: Floats) -> Floats:
    """Give the weights of the features in ``x`` that belong to ``weights`` of `_in_few_dimensions`."""
    return weights if rows is x else x.T @ np.linalg.solve(rows.T, weights)
