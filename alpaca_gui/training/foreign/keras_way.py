"""The linear way in a Keras model: which layers are linear in use, and what each does to the weights behind it."""

from typing import Any, Final

import keras
import numpy as np

from alpaca_gui.engine.linear_way import LinearWay, Shape, followed
from alpaca_gui.logit.sigmoid import Floats

Step = tuple[keras.KerasTensor, LinearWay]

_SHAPES: Final = ("Flatten", "Reshape", "Squeeze", "ExpandDims")
_TURNING: Final = ("Permute", "Transpose", "Moveaxis", "Swapaxes", "Flip", "Rot90")
_ARITHMETIC: Final = ("Rescaling", "BatchNormalization", "Multiply", "TrueDivide", "Divide", "Add", "Subtract")


def way_from_map(tensor: keras.KerasTensor, way: LinearWay) -> Step | None:
    """Follow a way back from a tensor of a flat model to its feature map (n, h, w, c); None where it is not linear."""
    found = followed(tensor, way, shape_of, _stepped)
    return None if found is None or (not found[1].pooled and _is_turned(found[0])) else found


def step_back(tensor: keras.KerasTensor) -> tuple[Any, Any]:
    """The layer that gives a tensor, and the tensor that goes into it (None where there is not exactly one)."""
    history = tensor._keras_history  # Keras' own record, without a public name
    inputs = history.operation._inbound_nodes[history.node_index].input_tensors
    return history.operation, inputs[0] if len(inputs) == 1 else None


def behind_shapes(tensor: keras.KerasTensor) -> keras.KerasTensor:
    """Give the tensor whose numbers this one holds, in the same order, in another shape."""
    while True:
        layer, before = step_back(tensor)
        if before is None or type(layer).__name__ not in _SHAPES or not _keeps_order(layer):
            return tensor
        tensor = before


def is_linear(tensor: keras.KerasTensor) -> bool:
    """Whether the layer that gives a tensor of raw numbers is known to be linear."""
    try:
        return _stepped(tensor, LinearWay.end([side or 0 for side in shape_of(tensor)])) is not None
    except ValueError:
        return False


def shape_of(tensor: keras.KerasTensor) -> Shape:
    """The shape without the pictures."""
    return tuple(tensor.shape[1:])


def neurons_of(layer: Any) -> tuple[Floats, Floats] | None:
    """Kernel (features, units) and bias (units,) of neurons on the last axis; None for another layer.

    Its activation, if any, is not looked at.
    """
    if type(layer) is keras.layers.Dense:
        kernel = np.asarray(layer.kernel, dtype=np.float64)
    elif type(layer) is keras.layers.Conv2D and _is_one_cell(layer):
        kernel = np.asarray(layer.kernel, dtype=np.float64)[0, 0]
    else:
        return None
    bias = np.asarray(layer.bias, dtype=np.float64) if layer.use_bias else np.zeros(kernel.shape[1])
    return kernel, bias


def _stepped(tensor: keras.KerasTensor, way: LinearWay) -> Step | None:
    """Go behind one layer; None, or a ValueError, where it is not linear."""
    layer, before = step_back(tensor)
    if before is None:
        return None
    kind = type(layer).__name__
    if kind in _SHAPES and _keeps_order(layer):
        return before, way.through_shape(shape_of(before))
    if kind == "Identity" or (kind == "Activation" and _is_plain(layer)):
        return before, way
    if kind in _ARITHMETIC and shape_of(before) == shape_of(tensor):
        constants = _scale_and_offset(layer, tensor)
        return None if constants is None else (before, way.through_arithmetic(*constants))
    if _is_mean(layer, before):
        return before, way.through_mean()
    return _behind_neurons(layer, before, way)


def _behind_neurons(layer: Any, before: keras.KerasTensor, way: LinearWay) -> Step | None:
    if not _is_plain(layer):
        return None
    neurons = neurons_of(layer)
    if neurons is not None:
        return before, way.through_neurons(*neurons)
    if type(layer) is keras.layers.Conv2D and _covers_all(layer, layer.kernel_size, before) and layer.groups == 1:
        kernel = np.asarray(layer.kernel, dtype=np.float64).reshape(-1, layer.filters)
        bias = np.asarray(layer.bias, dtype=np.float64) if layer.use_bias else np.zeros(layer.filters)
        flat = way.through_shape((layer.filters,)).through_neurons(kernel, bias)
        return before, flat.through_shape(shape_of(before))
    return None


def _is_turned(tensor: keras.KerasTensor) -> bool:
    """Whether axes may stand in another order than the picture's: a cell's place then says nothing of the picture."""
    waiting, seen = [tensor], set[int]()
    while waiting:
        history = waiting.pop()._keras_history
        if type(history.operation).__name__ in _TURNING:
            return True
        node = history.operation._inbound_nodes[history.node_index]
        if id(node) not in seen:
            seen.add(id(node))
            waiting += node.input_tensors
    return False


def _is_plain(layer: Any) -> bool:
    return getattr(layer, "activation", None) in (None, keras.activations.linear)


def _keeps_order(layer: Any) -> bool:
    return getattr(layer, "data_format", None) in (None, "channels_last")


def _is_one_cell(convolution: Any) -> bool:
    """Whether it weighs each cell alone."""
    sides = (*convolution.kernel_size, *convolution.strides, convolution.groups)
    return set(sides) == {1} and _keeps_order(convolution)


def _covers_all(layer: Any, window: Any, before: keras.KerasTensor) -> bool:
    return _keeps_order(layer) and layer.padding == "valid" and tuple(window) == tuple(before.shape[1:3])


def _is_mean(layer: Any, before: keras.KerasTensor) -> bool:
    """Whether it is the mean over height and width."""
    if len(before.shape) != 4:
        return False
    match type(layer).__name__:
        case "GlobalAveragePooling2D":
            return _keeps_order(layer)
        case "AveragePooling2D":
            return _covers_all(layer, layer.pool_size, before)
        case "Mean":
            axes = layer.axis if isinstance(layer.axis, list | tuple) else (layer.axis,)
            return None not in axes and sorted(axis % 4 for axis in axes) == [1, 2]
    return False


def _scale_and_offset(layer: Any, tensor: keras.KerasTensor) -> tuple[Any, Any] | None:
    """What a layer multiplies with and adds, in use; None where it does something else."""
    if type(layer) is keras.layers.Rescaling:
        return layer.scale, layer.offset
    if type(layer) is keras.layers.BatchNormalization:
        return _normalising(layer) if layer.axis in (-1, len(tensor.shape) - 1) else None
    return _with_constant(layer, tensor)


def _normalising(layer: keras.layers.BatchNormalization) -> tuple[Floats, Floats]:
    """``gamma * (x - mean) / sqrt(variance + epsilon) + beta``."""
    mean, variance = (np.asarray(one, dtype=np.float64) for one in (layer.moving_mean, layer.moving_variance))
    scale = 1 / np.sqrt(variance + layer.epsilon)
    if layer.scale:
        scale = scale * np.asarray(layer.gamma, dtype=np.float64)
    beta = np.asarray(layer.beta, dtype=np.float64) if layer.center else 0.0
    return scale, beta - mean * scale


def _with_constant(operation: Any, tensor: keras.KerasTensor) -> tuple[Any, Any] | None:
    """Arithmetic of a tensor with a constant, on either side where that is linear."""
    given = operation._inbound_nodes[tensor._keras_history.node_index].arguments.args
    places = [place for place, one in enumerate(given) if isinstance(one, keras.KerasTensor)]
    if len(given) != 2 or len(places) != 1:
        return None
    constant = np.asarray(given[1 - places[0]], dtype=np.float64)
    known = {
        ("Multiply", 0): (constant, 0.0),
        ("Multiply", 1): (constant, 0.0),
        ("Add", 0): (1.0, constant),
        ("Add", 1): (1.0, constant),
        ("Subtract", 0): (1.0, -constant),
        ("Subtract", 1): (-1.0, constant),
    }
    if constant.all():
        known |= {("TrueDivide", 0): (1 / constant, 0.0), ("Divide", 0): (1 / constant, 0.0)}
    return known.get((type(operation).__name__, places[0]))
