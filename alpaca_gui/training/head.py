"""The head: one linear neuron on pooled features, trained with the loss from logits."""

from dataclasses import dataclass
from typing import Final

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from alpaca_gui.errors import AlpacaError
from alpaca_gui.logit.sigmoid import Floats

Labels = NDArray[np.int64]

C: Final = 0.1
"""Weight of the data against the L2 penalty, as scikit-learn's ``LogisticRegression`` counts it."""

_STEPS_A_CALL: Final = 100
_CALLS: Final = 400
_FLAT: Final = 1e-7
"""Length of the gradient at which the optimum counts as reached; logits are then within about 1e-4 of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """The neuron's ``weights``, (features,), and ``bias``, for pooled features as the backbone gives them."""

    weights: Floats
    bias: float

    def logits(self, embeddings: NDArray[np.floating]) -> Floats:
        """Logits (n,) of embeddings (n, features)."""
        return np.asarray(embeddings, dtype=np.float64) @ self.weights + self.bias


def train_head(embeddings: NDArray[np.floating], labels: Labels, c: float = C) -> Head:
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
        Minimised is ``mean(cross-entropy) + |w|^2 / (2 c n)``: ``LogisticRegression(C=c)``, the bias being free.

    Raises
    ------
    AlpacaError
        When the labels are all the same: there is nothing to tell apart.
    """
    if not 0 < labels.sum() < labels.size:
        raise AlpacaError("Photographs of both answers are needed to train.")
    x = np.asarray(embeddings, dtype=np.float64)
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread[spread == 0] = 1.0
    weights, bias = _minimise((x - mean) / spread, labels, c)
    weights = weights / spread
    return Head(weights, bias - float(weights @ mean))


def _minimise(x: Floats, labels: Labels, c: float) -> tuple[Floats, float]:
    """Nesterov's accelerated gradient on the whole set at once, from zero, in float64.

    Step and momentum are those for a convex problem with curvature between ``1 / (c n)`` (the penalty's) and a quarter
    of the largest eigenvalue of ``x' x / n`` above it (Nesterov, "Lectures on Convex Optimization", 2018, 2.2.20).
    """
    least = 1.0 / (c * len(x))
    most = max(1.0, float(np.linalg.norm(x, 2)) ** 2 / len(x)) / 4 + least
    slow = np.sqrt(least / most)
    neuron = keras.layers.Dense(1, kernel_initializer="zeros", dtype="float64")
    neuron.build((None, x.shape[1]))
    descent = keras.optimizers.SGD(1.0 / most, momentum=(1 - slow) / (1 + slow), nesterov=True)
    descent.build(neuron.trainable_variables)
    _descend(neuron, descent, tf.constant(x), tf.constant(labels[:, np.newaxis], tf.float64), least / 2)
    weights, bias = neuron.get_weights()
    return np.asarray(weights[:, 0], dtype=np.float64), float(bias[0])


def _descend(
    neuron: keras.layers.Dense, descent: keras.optimizers.SGD, x: tf.Tensor, y: tf.Tensor, penalty: float
) -> None:
    loss = keras.losses.BinaryCrossentropy(from_logits=True, dtype="float64")
    variables = neuron.trainable_variables

    @tf.function  # type: ignore[untyped-decorator]
    def steps() -> tf.Tensor:
        size = tf.constant(0.0, tf.float64)
        for _ in tf.range(_STEPS_A_CALL):
            with tf.GradientTape() as tape:
                total = loss(y, neuron(x)) + penalty * tf.reduce_sum(neuron.kernel**2)
            gradient = tape.gradient(total, variables)
            descent.apply(gradient, variables)
            size = tf.linalg.global_norm(gradient)
        return size

    for _ in range(_CALLS):
        if steps() < _FLAT:
            return
    raise AlpacaError(f"The head did not reach its optimum in {_CALLS * _STEPS_A_CALL:,} steps.")
