"""Run in a process of its own by the tests: heads that are linear in use, and what each cell adds by Keras' own word.

What a cell adds is found without looking at any weight: the original's own layers behind the feature map are asked
about a map that is nothing but this cell, and about a map of nothing. For NumPy, the jacobian by autodiff is written
too.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import keras
import numpy as np
import tensorflow as tf

from alpaca_gui.engine.bundle import KERAS, load_bundle
from alpaca_gui.errors import AlpacaError
from alpaca_gui.messages import Message
from alpaca_gui.training.foreign.bring_in import bring_in, inspect_model
from alpaca_gui.training.foreign.model import Ending, Scale
from alpaca_gui.training.foreign.request import ImportRequest
from alpaca_gui.training.head import Head
from alpaca_gui.training.keras_head import with_keras_head
from tests.training.foreign.noise import pictures
from tests.training.foreign.sides import SIDE

LAYERS: Final = keras.layers
ROWS: Final = 8
COLUMNS: Final = 10
CHANNELS: Final = 6

Tensor: TypeAlias = keras.KerasTensor


@dataclass(frozen=True)
class Made:
    """A head: its raw numbers and its end, the layer whose activation has to be left out to see them, its own map."""

    raw: Tensor
    end: Tensor | None = None
    active: Any = None
    features: Tensor | None = None


def flat(x: Tensor) -> Made:
    """The plainest of its kind."""
    return Made(LAYERS.Dense(1)(LAYERS.Dropout(0.3)(LAYERS.Flatten()(x))))


def flat_sigmoid(x: Tensor) -> Made:
    """Reshaped, with a sigmoid in the neuron."""
    neuron = LAYERS.Dense(1, activation="sigmoid")
    return Made(neuron(LAYERS.Reshape((-1,))(x)), active=neuron)


def flat_two(x: Tensor) -> Made:
    """Two neurons with a softmax on a flattened map."""
    neurons = LAYERS.Dense(2, activation="softmax")
    return Made(neurons(LAYERS.Flatten()(x)), active=neurons)


def normalised_pool(x: Tensor) -> Made:
    """Normalised between pooling and neuron."""
    return Made(LAYERS.Dense(1)(LAYERS.Dropout(0.2)(LAYERS.BatchNormalization()(LAYERS.GlobalAveragePooling2D()(x)))))


def deep_linear(x: Tensor) -> Made:
    """Several layers, none of them with an activation."""
    x = LAYERS.Rescaling(0.5, offset=0.1)(LAYERS.GlobalAveragePooling2D()(x))
    x = LAYERS.BatchNormalization(scale=False)(LAYERS.Dense(7)(x))
    raw = LAYERS.Dense(2, use_bias=False)(LAYERS.Activation("linear")(x))
    return Made(raw, LAYERS.Softmax()(raw))


def conv_mean(x: Tensor) -> Made:
    """A map of answers, and its mean; the sigmoid behind it."""
    raw = LAYERS.GlobalAveragePooling2D()(LAYERS.Conv2D(1, 1)(x))
    return Made(raw, LAYERS.Activation("sigmoid")(raw))


def conv_two(x: Tensor) -> Made:
    """Two maps of answers, their means, and a softmax."""
    raw = LAYERS.GlobalAveragePooling2D()(LAYERS.Conv2D(2, 1)(x))
    return Made(raw, LAYERS.Softmax()(raw))


def bottleneck(x: Tensor) -> Made:
    """Fewer channels before the pooling."""
    x = LAYERS.Conv2D(4, 1)(x)
    return Made(LAYERS.Dense(1)(LAYERS.GlobalAveragePooling2D()(x)), features=x)


def average(x: Tensor) -> Made:
    """Average pooling whose window is the whole map."""
    return Made(LAYERS.Dense(1)(LAYERS.Flatten()(LAYERS.AveragePooling2D((ROWS, COLUMNS))(x))))


def mean_by_operation(x: Tensor) -> Made:
    """The mean as an operation, and arithmetic with numbers on either side."""
    raw = 1.5 - LAYERS.Dense(1)(2.0 * keras.ops.mean(x, (1, 2)) - 0.25) / 4.0
    return Made(raw, keras.ops.sigmoid(raw))


def kept_dimensions(x: Tensor) -> Made:
    """Pooling that keeps its dimensions, then a convolution of one cell with a sigmoid, then flat."""
    neuron = LAYERS.Conv2D(1, 1, activation="sigmoid")
    return Made(LAYERS.Flatten()(neuron(LAYERS.GlobalAveragePooling2D(keepdims=True)(x))), active=neuron)


def whole_window(x: Tensor) -> Made:
    """A convolution over the whole map."""
    return Made(LAYERS.Flatten()(LAYERS.Conv2D(1, (ROWS, COLUMNS))(x)))


def flat_normalised(x: Tensor) -> Made:
    """Normalised as a map, and once more when it is flat."""
    features = LAYERS.BatchNormalization()(x)
    x = LAYERS.BatchNormalization()(LAYERS.Flatten()(features))
    return Made(LAYERS.Dense(1)(LAYERS.Dense(3)(x)), features=features)


def weighed_answers(x: Tensor) -> Made:
    """A map of answers whose cells have weights of their own."""
    return Made(LAYERS.Dense(1)(LAYERS.Flatten()(LAYERS.Conv2D(1, 1)(x))))


def hidden_relu(x: Tensor) -> Made:
    """A hidden layer with a rectifier."""
    return Made(LAYERS.Dense(1)(LAYERS.Dense(4, activation="relu")(LAYERS.Flatten()(x))))


def layer_normalised(x: Tensor) -> Made:
    """Divides by what the picture itself gives."""
    return Made(LAYERS.Dense(1)(LAYERS.LayerNormalization()(LAYERS.GlobalAveragePooling2D()(x))))


def largest(x: Tensor) -> Made:
    """The largest of each channel."""
    return Made(LAYERS.Dense(1)(LAYERS.GlobalMaxPooling2D()(x)))


def bent(x: Tensor) -> Made:
    """Something that is not linear between pooling and neuron."""
    return Made(LAYERS.Dense(1)(LAYERS.Activation("tanh")(LAYERS.GlobalAveragePooling2D()(x))))


def squared(x: Tensor) -> Made:
    """A product with itself."""
    x = LAYERS.GlobalAveragePooling2D()(x)
    return Made(LAYERS.Dense(1)(x * x))


def hidden_cells(x: Tensor) -> Made:
    """Convolutions of one cell behind the pooling, the first with a rectifier: its map is one cell, which is none."""
    x = LAYERS.Conv2D(5, 1, activation="relu")(LAYERS.GlobalAveragePooling2D(keepdims=True)(x))
    return Made(LAYERS.Flatten()(LAYERS.Conv2D(1, 1)(x)))


def turned(x: Tensor) -> Made:
    """Linear, but its map's rows are the picture's columns: its cells would be shown where they are not."""
    return Made(LAYERS.Dense(1)(LAYERS.Flatten()(LAYERS.Permute((2, 1, 3))(x))))


def channels_in_front(x: Tensor) -> Made:
    """As converters from channels first write it: turned before it is flat, with an activation between."""
    return Made(LAYERS.Dense(1)(LAYERS.Flatten()(LAYERS.ReLU()(LAYERS.Permute((3, 1, 2))(x)))))


LINEAR: Final[tuple[Callable[[Tensor], Made], ...]] = (
    *(flat, flat_sigmoid, flat_two, normalised_pool, deep_linear, conv_mean, conv_two, bottleneck, average),
    *(mean_by_operation, kept_dimensions, whole_window, flat_normalised, weighed_answers),
)
OTHER: Final = (hidden_relu, layer_normalised, largest, bent, squared, hidden_cells, turned, channels_in_front)
OLDER: Final = ("flat_sigmoid", "deep_linear", "conv_two", "kept_dimensions")
"""Those written as .h5 too."""
HALVED: Final = ("flat_two", "normalised_pool", "kept_dimensions")
"""Those whose weights are written in 16 bits, too."""


def _model(make: Callable[[Tensor], Made]) -> tuple[keras.Model, Tensor, Made]:
    entry = keras.Input((SIDE, SIDE, 3))
    features = LAYERS.Conv2D(CHANNELS, (3, 5), strides=(3, 2), activation="relu")(entry)
    assert features.shape[1:] == (ROWS, COLUMNS, CHANNELS)
    made = make(features)
    model = keras.Model(entry, made.raw if made.end is None else made.end)
    _stir(model)
    return model, features if made.features is None else made.features, made


def _stir(model: keras.Model) -> None:
    """Give every weight a value that matters, of a size at which logits are near 0."""
    rng = np.random.default_rng(11)
    for variable in model.weights:
        spread = 0.3 if len(variable.shape) < 2 else 1.5 / np.sqrt(np.prod(variable.shape[:-1]))
        noise = rng.normal(0, spread, variable.shape)
        variable.assign(np.abs(noise) + 0.5 if "variance" in variable.path else noise)


def _facts(model: keras.Model, features: Tensor, made: Made) -> dict[str, Any]:
    """What the original says of its pictures, and what its own layers behind the map make of each cell alone."""
    said = np.asarray(model(pictures(), training=False))
    if made.active is not None:
        made.active.activation = keras.activations.linear
    seen = np.asarray(keras.Model(model.inputs, features)(pictures(), training=False))
    tail = keras.Model(features, made.raw)
    nothing = np.asarray(tail(np.zeros((1, *seen.shape[1:]), np.float32), training=False))
    with tf.GradientTape() as tape:
        watched = tf.Variable(seen[:1])
        told = tf.reshape(tail(watched, training=False), (-1,))
    jacobian = np.moveaxis(np.asarray(tape.jacobian(told, watched))[:, 0], 0, -1)
    alone = np.stack([np.asarray(tail(_each_cell(one), training=False)) - nothing for one in seen])
    return {
        "said": said,
        "raw": np.asarray(tail(seen, training=False)).reshape(len(seen), -1),
        "features": seen,
        "bias": nothing.reshape(-1),
        "cells": alone.reshape(len(seen), ROWS, COLUMNS, -1),
        "jacobian": jacobian,
    }


def _each_cell(features: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Maps (cells, h, w, c), each of which is 0 but for one cell."""
    maps = np.zeros((ROWS * COLUMNS, *features.shape), np.float32)
    for place, (row, column) in enumerate(np.ndindex(ROWS, COLUMNS)):
        maps[place, row, column] = features[row, column]
    return maps


def _write(make: Callable[[Tensor], Made], out: Path) -> list[Path]:
    name = make.__name__
    model, features, made = _model(make)
    paths = [out / f"{name}.keras", out / f"{name}_saved", out / f"{name}.tflite"]
    model.save(paths[0])
    model.export(paths[1], verbose=False)
    paths[2].write_bytes(tf.lite.TFLiteConverter.from_saved_model(str(paths[1])).convert())
    if name in OLDER:
        paths.append(out / f"{name}.h5")
        model.save(paths[3])
    if name in HALVED:
        paths.append(out / f"{name}.16.tflite")
        converter = tf.lite.TFLiteConverter.from_saved_model(str(paths[1]))
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.target_spec.supported_types = [tf.float16]
        paths[-1].write_bytes(converter.convert())
    if make in LINEAR:
        np.savez(out / f"{name}.npz", **_facts(model, features, made))
    return paths


def _brought_in(path: Path) -> dict[str, Any]:
    try:
        model = inspect_model(path, _nothing)
        asked = ImportRequest(
            path=path,
            out=path.with_name(f"{path.name}.model"),
            yes="alpaca",
            no="none",
            positive="no" if model.ending is Ending.SIGMOID else "yes",
            yes_output=0 if model.ending is Ending.SOFTMAX else 1,
            scale=model.scale or Scale.SIGNED,
            fit="squash",
            resampling="bilinear",
        )
        made = bring_in(asked, _nothing)
    except AlpacaError as error:
        return {"refused": str(error)}
    return {"model": model.as_dict(), "made": made.as_dict()}


def _another_head(bundle: Path) -> list[float]:
    """Logits that a bundle's Keras model gives with another head in it: weights 1, 2, 3 ... tenths and a bias of 5."""
    whole = load_bundle(bundle)
    name, size = whole.card.head["layer"], CHANNELS
    if name == "several layers, the last one linear" or "bottleneck" in bundle.name:
        return []
    path = bundle.with_suffix(".other.keras")
    path.write_bytes(with_keras_head(whole.parts[KERAS], Head(np.arange(1, size + 1) / 10, 5.0)))
    model = keras.models.load_model(path)
    return [model(one[None], training=False)["logit"].numpy().item() for one in pictures()]


def _nothing(_message: Message) -> None:
    pass


def _main() -> None:
    out = Path(sys.argv[1])
    keras.utils.set_random_seed(7)
    paths = [path for make in (*LINEAR, *OTHER) for path in _write(make, out)]
    told = {path.name: _brought_in(path) for path in paths}
    for name, became in told.items():
        if name.endswith((".keras", ".h5")) and "refused" not in became:
            became["another_head"] = _another_head(out / f"{name}.model")
    (out / "told.json").write_text(json.dumps(told))


if __name__ == "__main__":
    _main()
