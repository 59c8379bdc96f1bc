"""One graph of backbone and head with three named outputs, as Keras model and as LiteRT model."""

import io
import json
import math
import re
import tempfile
import zipfile
from pathlib import Path
from typing import Final

import numpy as np
import tensorflow as tf

from alpaca_gui.engine.bundle import LITERT, ModelBundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.engine.classifier import EMBEDDING, LOGIT, LOGIT_MAP, Classifier
from alpaca_gui.errors import AlpacaError
from alpaca_gui.files import write_timeless_zip
from alpaca_gui.imaging.preprocess import Tensor
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.training.head import Head
from alpaca_gui.training.plain_keras import keras

PARITY: Final = 1e-3
"""Largest difference, in logits, that is accepted between Keras and LiteRT."""

PLACES: Final = ("places_in_one_cell", "places", "in_places")
"""Names of the layers that weigh the features of each cell; none of a backbone's may be called so."""


def assemble(backbone: keras.Model, head: Head, places: Floats | None = None) -> keras.Model:
    """Join backbone and head so that the exact map of the logit falls out of one forward pass.

    Global average pooling and a linear neuron commute: the neuron may weigh each cell of the last activation first,
    as a convolution of 1 x 1, and the mean of that map is the logit.

    Parameters
    ----------
    backbone
        Gives the last activation, (n, h, w, features).
    head
        The neuron.
    places
        (h, w, features): what each feature counts in each cell, before the neuron weighs it; None where all cells
        count alike. So a neuron on a flattened map is one, too.

    Returns
    -------
    keras.Model
        Takes (n, height, width, 3) and gives a dict: ``logit`` (n, 1), ``logit_map`` (n, h, w, 1) and ``embedding``
        (n, features).
    """
    features = backbone.output if places is None else _in_places(backbone.output, places)
    neuron = keras.layers.Conv2D(1, 1, name=LOGIT_MAP)
    logit_map = neuron(features)
    outputs = {
        LOGIT: keras.layers.GlobalAveragePooling2D(name=LOGIT)(logit_map),
        LOGIT_MAP: logit_map,
        EMBEDDING: keras.layers.GlobalAveragePooling2D(name=EMBEDDING)(features),
    }
    neuron.set_weights([head.weights.reshape(1, 1, -1, 1), np.array([head.bias])])
    return keras.Model(backbone.input, outputs, name="classifier")


def _in_places(features: keras.KerasTensor, places: Floats) -> keras.KerasTensor:
    """Multiply each number of a map with one of its own.

    As a depthwise convolution over a single cell: of the layers of Keras that do it, LiteRT is quickest with this one
    (0.06 ms for 7 x 7 x 1280; ``EinsumDense`` takes 1.3 ms).
    """
    before, at_work, behind = PLACES
    multiply = keras.layers.DepthwiseConv2D(1, use_bias=False, name=at_work)
    in_one_cell = keras.layers.Reshape((1, 1, places.size), name=before)(features)
    weighed = keras.layers.Reshape(places.shape, name=behind)(multiply(in_one_cell))
    multiply.set_weights([places.reshape(1, 1, -1, 1)])
    return weighed


def to_litert(model: keras.Model) -> bytes:
    """Convert to a float32 LiteRT model for one picture at a time, whose signature has the outputs' names.

    Raises
    ------
    AlpacaError
        When the file is too small to hold the weights: conversion can lose them without an error.
    """
    shape = (1, *model.input_shape[1:])
    with tempfile.TemporaryDirectory() as folder:
        archive = keras.export.ExportArchive()
        archive.track(model)
        archive.add_endpoint("serving_default", model.call, [tf.TensorSpec(shape, tf.float32, name="picture")])
        archive.write_out(folder, verbose=False)
        data = bytes(tf.lite.TFLiteConverter.from_saved_model(folder).convert())
    # Batch normalisation is folded into the convolutions, so a part of the parameters is gone, but never a tenth.
    least = 4 * 0.9 * sum(math.prod(weight.shape) for weight in model.weights)
    if len(data) < least:
        raise AlpacaError(f"The converted model lost its weights: {len(data):,} bytes, at least {least:,.0f} expected.")
    return data


def to_keras_file(model: keras.Model) -> bytes:
    """Save in the ``.keras`` format, without its dates and addresses: the same model gives the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        model.save(path)
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in sorted(archive.namelist())}
    metadata = json.loads(members["metadata.json"])
    metadata.pop("date_saved", None)
    members["metadata.json"] = json.dumps(metadata).encode()
    members["config.json"] = _renumber(members["config.json"])
    timeless = io.BytesIO()
    write_timeless_zip(timeless, members)
    return timeless.getvalue()


def _renumber(config: bytes) -> bytes:
    """Number the shared objects 0, 1, 2 ...: Keras names them by their place in memory, another in every run."""
    numbers: dict[bytes, int] = {}

    def number(match: re.Match[bytes]) -> bytes:
        return b"%s%d" % (match[1], numbers.setdefault(match[2], len(numbers)))

    return re.sub(rb'("shared_object_id": )(\d+)', number, config)


def check_parity(model: keras.Model, litert: bytes, card: ModelCard, tensors: list[Tensor]) -> float:
    """Largest difference between the logits that Keras and LiteRT give for the same tensors.

    Raises
    ------
    AlpacaError
        When it is above `PARITY`, or not a number.
    """
    classifier = Classifier(ModelBundle(Path(LITERT), card, "", {LITERT: litert}))
    keras_logits = [float(model(tensor, training=False)[LOGIT].numpy().item()) for tensor in tensors]
    litert_logits = [classifier.run(tensor).logit for tensor in tensors]
    worst = float(np.max(np.abs(np.subtract(keras_logits, litert_logits))))
    if not worst <= PARITY:
        raise AlpacaError(f"LiteRT's logits differ from Keras' by up to {worst}, more than {PARITY}.")
    return worst
