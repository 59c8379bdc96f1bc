"""The linear way in a SavedModel's frozen graph: which operations are linear, and what each does to the weights."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import tensorflow as tf

from alpaca_gui.engine.linear_way import LinearWay, Shape, followed
from alpaca_gui.logit.sigmoid import Floats

Step = tuple[tf.Tensor, LinearWay]
Value = Callable[[tf.Tensor], Floats | None]

SHAPES: Final = ("Identity", "Reshape", "Squeeze", "ExpandDims")
_ADDING: Final = ("BiasAdd", "Add", "AddV2")
_NORMALISING: Final = ("FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3")


def way_from_map(frozen: Any, raw: tf.Tensor, outputs: int) -> Step | None:
    """Follow the way from the raw numbers of a frozen function to a feature map; None where it is not linear."""
    shape = shape_of(raw)
    if None in shape or int(np.prod(np.asarray(shape, dtype=int))) != outputs:
        return None
    value = values_of(frozen)

    def step(tensor: tf.Tensor, way: LinearWay) -> Step | None:
        return _stepped(tensor, way, value)

    found = followed(raw, LinearWay.end([side or 0 for side in shape]), shape_of, step)
    return None if found is None or (not found[1].pooled and _is_turned(found[0])) else found


def values_of(frozen: Any) -> Value:
    """Give a function that computes what does not depend on the picture, and gives None for what does."""

    def value(tensor: tf.Tensor) -> Floats | None:
        if not _is_constant(tensor):
            return None
        found = tf.get_static_value(tensor)
        if found is None:
            found = frozen.prune([], [tensor])()[0]
        return np.asarray(found, dtype=np.float64)

    return value


def shape_of(tensor: tf.Tensor) -> Shape:
    """The shape without the pictures; empty where it is not known at all."""
    return () if tensor.shape.rank is None else tuple(tensor.shape.as_list()[1:])


def _is_constant(tensor: tf.Tensor) -> bool:
    return not _reaches(tensor, ("Placeholder", "PlaceholderWithDefault"))


def _is_turned(tensor: tf.Tensor) -> bool:
    """Whether axes may stand in another order than the picture's: a cell's place then says nothing of the picture."""
    return _reaches(tensor, ("Transpose", "ReverseV2"))


def _reaches(tensor: tf.Tensor, kinds: tuple[str, ...]) -> bool:
    """Whether an operation of one of these kinds goes into a tensor."""
    waiting, seen = [tensor.op], set[str]()
    while waiting:
        operation = waiting.pop()
        if operation.type in kinds:
            return True
        if operation.name not in seen:
            seen.add(operation.name)
            waiting += [one.op for one in operation.inputs]
    return False


def _stepped(tensor: tf.Tensor, way: LinearWay, value: Value) -> Step | None:
    """Go behind one operation; None, or a ValueError, where it is not linear."""
    operation = tensor.op
    if not operation.inputs or tensor is not operation.outputs[0]:
        return None
    before = operation.inputs[0]
    passed = _way_behind(operation, way, value)
    return _behind_arithmetic(operation, way, value) if passed is None else (before, passed)


def _way_behind(operation: tf.Operation, way: LinearWay, value: Value) -> LinearWay | None:
    """Go behind an operation on its first input."""
    kind, before = operation.type, operation.inputs[0]
    if kind in SHAPES:
        return way if kind == "Identity" else way.through_shape(shape_of(before))
    if kind == "MatMul":
        return _behind_neurons(operation, way, value)
    if kind == "Conv2D":
        return _behind_convolution(operation, way, value)
    if kind in _NORMALISING:
        return _behind_normalising(operation, way, value)
    return way.through_mean() if _is_mean(operation, value) else None


def _behind_neurons(operation: tf.Operation, way: LinearWay, value: Value) -> LinearWay | None:
    kernel = None if operation.get_attr("transpose_a") else value(operation.inputs[1])
    if kernel is None:
        return None
    kernel = kernel.T if operation.get_attr("transpose_b") else kernel
    return way.through_neurons(kernel, np.zeros(kernel.shape[1]))


def _behind_arithmetic(operation: tf.Operation, way: LinearWay, value: Value) -> Step | None:
    """Go behind arithmetic with a constant, on either side where that is linear."""
    kind = operation.type
    if len(operation.inputs) != 2:
        return None
    before, constant = operation.inputs[0], value(operation.inputs[1])
    turned = False
    if constant is None:
        before, constant, turned = operation.inputs[1], value(operation.inputs[0]), True
    if constant is None or shape_of(before) != shape_of(operation.outputs[0]) or not _keeps_order(operation):
        return None
    known: dict[str, tuple[Any, Any]] = {"Mul": (constant, 0.0), **dict.fromkeys(_ADDING, (1.0, constant))}
    known["Sub"] = (-1.0, constant) if turned else (1.0, -constant)
    if not turned and constant.all():
        known["RealDiv"] = (1 / constant, 0.0)
    return (before, way.through_arithmetic(*known[kind])) if kind in known else None


def _behind_convolution(operation: tf.Operation, way: LinearWay, value: Value) -> LinearWay | None:
    """Go behind a convolution that weighs each cell alone, or the whole map at once."""
    shape, kernel = shape_of(operation.inputs[0]), value(operation.inputs[1])
    if kernel is None or not _keeps_order(operation) or kernel.shape[2] != shape[-1]:
        return None
    units = kernel.shape[3]
    if kernel.shape[:2] == (1, 1) and set(operation.get_attr("strides")) == {1}:
        return way.through_neurons(kernel[0, 0], np.zeros(units))
    if operation.get_attr("padding") == b"VALID" and kernel.shape[:2] == shape[:2]:
        flat = way.through_shape((units,)).through_neurons(kernel.reshape(-1, units), np.zeros(units))
        return flat.through_shape(shape)
    return None


def _behind_normalising(operation: tf.Operation, way: LinearWay, value: Value) -> LinearWay | None:
    """``gamma * (x - mean) / sqrt(variance + epsilon) + beta``, in use."""
    constants = [value(one) for one in operation.inputs[1:5]]
    if operation.get_attr("is_training") or not _keeps_order(operation) or any(one is None for one in constants):
        return None
    gamma, beta, mean, variance = (np.asarray(one) for one in constants)
    scale = gamma / np.sqrt(variance + operation.get_attr("epsilon"))
    return way.through_arithmetic(scale, beta - mean * scale)


def _is_mean(operation: tf.Operation, value: Value) -> bool:
    """Whether an operation is the mean over height and width."""
    shape = shape_of(operation.inputs[0])
    if len(shape) != 3:
        return False
    if operation.type == "Mean":
        axes = value(operation.inputs[1])
        return axes is not None and sorted(int(axis) % 4 for axis in axes.reshape(-1)) == [1, 2]
    return bool(
        operation.type == "AvgPool"
        and _keeps_order(operation)
        and operation.get_attr("padding") == b"VALID"
        and tuple(operation.get_attr("ksize")) == (1, *shape[:2], 1)
    )


def _keeps_order(operation: tf.Operation) -> bool:
    """Whether the channels stand last."""
    return "data_format" not in operation.node_def.attr or operation.get_attr("data_format") in (b"NHWC", b"")
