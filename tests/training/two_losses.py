"""Run in a process of its own: one head, twice from the same far start, by sigmoid-then-log and from logits."""

import json
import sys
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

_STEPS = 60
_RATE = 2.0
_FAR = -12.0
"""Weight to begin with: the logits are large, and each is on the wrong side."""

Loss = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]


def naive(label: tf.Tensor, logit: tf.Tensor) -> tf.Tensor:
    """Sigmoid first, log afterwards, in float32. Written out: Keras quietly finds the logits behind a sigmoid."""
    probability = 1.0 / (1.0 + tf.exp(-logit))
    return tf.reduce_mean(-(label * tf.math.log(probability) + (1.0 - label) * tf.math.log(1.0 - probability)))


def train(loss: Loss, features: tf.Tensor, labels: tf.Tensor) -> dict[str, Any]:
    """Gradient descent on a neuron (2,) without bias; gives what happened."""
    weights = tf.Variable([_FAR, 0.0])
    losses, first_logits, first_gradient = [], None, None
    for _ in range(_STEPS):
        with tf.GradientTape() as tape:
            logits = tf.linalg.matvec(features, weights)
            value = loss(labels, logits)
        gradient = tape.gradient(value, weights)
        first_logits = logits if first_logits is None else first_logits
        first_gradient = gradient if first_gradient is None else first_gradient
        weights.assign_sub(_RATE * gradient)
        losses.append(float(value))
    assert first_logits is not None
    assert first_gradient is not None
    return {
        "losses": losses,
        "first_logits": first_logits.numpy().tolist(),
        "first_gradient": first_gradient.numpy().tolist(),
        "last_logits": tf.linalg.matvec(features, weights).numpy().tolist(),
    }


def main() -> None:
    """Print what happened to both."""
    rng = np.random.default_rng(0)
    labels = np.array([1.0, 0.0] * 20, dtype=np.float32)
    sides = (2 * labels - 1) * rng.uniform(1.5, 3.0, labels.size)
    features = np.stack([sides, rng.normal(size=labels.size)], axis=1).astype(np.float32)
    stable = keras.losses.BinaryCrossentropy(from_logits=True)
    small = tf.constant([-2.0, 0.5, 1.0, 3.0])
    answers = tf.constant([0.0, 1.0, 0.0, 1.0])
    json.dump(
        {
            "features": features.tolist(),
            "labels": labels.tolist(),
            "naive": train(naive, tf.constant(features), tf.constant(labels)),
            "from_logits": train(stable, tf.constant(features), tf.constant(labels)),
            "small": [float(naive(answers, small)), float(stable(answers, small))],
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
