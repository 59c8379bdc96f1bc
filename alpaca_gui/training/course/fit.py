"""Passes over the training pictures, a batch at a time, with the loss from logits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import tensorflow as tf

from alpaca_gui.imaging.preprocess import Tensor
from alpaca_gui.logit.loss import cross_entropy
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.training.course.pictures import Pictures
from alpaca_gui.training.course.settings import BATCH
from alpaca_gui.training.course.split import Indices
from alpaca_gui.training.dataset import Labels
from alpaca_gui.training.plain_keras import keras

Descend = Callable[[Tensor, Labels], Floats]


@dataclass(frozen=True, slots=True)
class Quality:
    """Mean cross-entropy in nats, and share of right answers, a logit above 0 being a yes."""

    loss: float
    accuracy: float


def quality(logits: Floats, labels: Labels) -> Quality:
    """Judge logits (n,) by labels (n,). Keras' own ``accuracy`` would compare the logits with 0.5."""
    return Quality(float(cross_entropy(logits, labels).mean()), float(np.mean((logits > 0) == (labels == 1))))


def train_once(descend: Descend, pictures: Pictures, labels: Labels, places: Indices) -> Quality:
    """Train on the pictures at these places, in this order; judged by the logits met on the way, as Keras' fit does.

    Python runs between the batches, so that a signal to end is heard there.
    """
    logits = [descend(pictures.tensor(batch), labels[batch]) for batch in batches(places)]
    return quality(np.concatenate(logits), labels[places])


def batches(places: Indices) -> Iterator[Indices]:
    """Cut into batches; the last may be smaller."""
    for start in range(0, len(places), BATCH):
        yield places[start : start + BATCH]


def logits_of(network: keras.Model, pictures: Pictures, places: Indices) -> Floats:
    """Logits (n,) of the pictures at these places, without augmentation and dropout."""
    parts = [np.asarray(network.predict_on_batch(pictures.tensor(batch)))[:, 0] for batch in batches(places)]
    return np.concatenate(parts).astype(np.float64)


def descent(network: keras.Model, rate: float) -> Descend:
    """Make the step that trains the network's trainable variables on one batch and gives the logits it had there."""
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    adam = keras.optimizers.Adam(rate)
    variables = network.trainable_variables
    adam.build(variables)

    @tf.function(reduce_retracing=True)  # type: ignore[untyped-decorator]
    def step(tensor: tf.Tensor, label: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            logit = network(tensor, training=True)
            wrong = loss(label, logit)
        adam.apply(tape.gradient(wrong, variables), variables)
        return logit

    def descend(tensor: Tensor, labels: Labels) -> Floats:
        label = tf.constant(labels[:, np.newaxis], tf.float32)
        return np.asarray(step(tf.constant(tensor), label), dtype=np.float64)[:, 0]

    return descend
