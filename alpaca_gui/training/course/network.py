"""The exercise's network: varied pictures, a backbone, and one linear neuron."""

from typing import Final

import numpy as np

from alpaca_gui.training.course.settings import DROPOUT, TURN, UNFROZEN_FROM
from alpaca_gui.training.head import Head
from alpaca_gui.training.plain_keras import keras

_NEURON: Final = "neuron"


def build_network(backbone: keras.Model, seed: int) -> keras.Model:
    """Put augmentation before the backbone and the head behind it.

    The backbone is called with ``training=False``, so that its batch normalisation keeps ImageNet's means and
    variances, in fine-tuning too. The last layer has no activation: what comes out is the logit. It starts at zero, a
    probability of one half for every picture: one neuron has no symmetry that lots would have to break, and five
    epochs are too few to forget them.

    Parameters
    ----------
    backbone
        Takes pictures in [-1, 1], gives (n, h, w, features).
    seed
        What the augmentation and the dropout are drawn by.

    Returns
    -------
    keras.Model
        Takes pictures (n, height, width, 3) in [-1, 1] and gives logits (n, 1).
    """
    picture = keras.Input(backbone.input_shape[1:], name="picture")
    varied = keras.layers.RandomFlip("horizontal", seed=seed)(picture)
    varied = keras.layers.RandomRotation(TURN, seed=seed)(varied)
    features = keras.layers.GlobalAveragePooling2D()(_Still(backbone)(varied))
    features = keras.layers.Dropout(DROPOUT, seed=seed)(features)
    logit = keras.layers.Dense(1, kernel_initializer="zeros", name=_NEURON)(features)
    return keras.Model(picture, logit, name="course")


class _Still(keras.layers.Layer):  # type: ignore[misc]
    """Calls a backbone with ``training=False``, whatever the network around it is doing.

    Keras 3 forgets a ``training=False`` that was given while a functional model was built: the model's own call with
    ``training=True`` overrules it, and the means and variances of unfrozen layers would move.
    """

    def __init__(self, backbone: keras.Model) -> None:
        super().__init__()
        self._backbone = backbone

    def call(self, pictures: keras.KerasTensor) -> keras.KerasTensor:
        """Give the backbone's features."""
        return self._backbone(pictures, training=False)


def unfreeze(backbone: keras.Model, fine_tuning: bool) -> None:
    """Make the backbone's last layers trainable, from `UNFROZEN_FROM` on, or none of them."""
    backbone.trainable = fine_tuning
    for layer in backbone.layers[:UNFROZEN_FROM]:
        layer.trainable = False


def head_of(network: keras.Model) -> Head:
    """Take the neuron out of the network."""
    weights, bias = network.get_layer(_NEURON).get_weights()
    return Head(np.asarray(weights[:, 0], dtype=np.float64), float(bias[0]))
