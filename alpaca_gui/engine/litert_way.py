"""The linear way in a LiteRT file: which operations are linear, and what each does to the weights behind it."""

import math
from typing import Any, Final

import numpy as np
from ai_edge_litert import schema_py_generated as schema
from numpy.typing import NDArray

from alpaca_gui.engine.linear_way import LinearWay, Shape, followed
from alpaca_gui.engine.litert_file import FLOAT, OPERATORS, code_of, constant, giving
from alpaca_gui.errors import BundleError
from alpaca_gui.logit.sigmoid import Floats

SHAPES: Final = (OPERATORS.RESHAPE, OPERATORS.SQUEEZE, OPERATORS.EXPAND_DIMS)
"""Operations that put the same numbers, in the same order, into another shape."""

_TURNING: Final = (OPERATORS.TRANSPOSE, OPERATORS.REVERSE_V2)
_ARITHMETIC: Final = (OPERATORS.ADD, OPERATORS.SUB, OPERATORS.MUL, OPERATORS.DIV)


def way_from_map(model: Any, graph: Any, raw: int) -> tuple[int, LinearWay] | None:
    """Index of the feature map (1, h, w, channels), and the way from it to the raw numbers; None where there is none.

    Parameters
    ----------
    model, graph
        The file's model and its one graph.
    raw
        Index of the tensor of the raw numbers.
    """

    def shape_of(tensor: int) -> Shape:
        return _shape(graph, tensor)

    def step(tensor: int, way: LinearWay) -> tuple[int, LinearWay] | None:
        return _stepped(model, graph, tensor, way)

    found = followed(raw, LinearWay.end(_shape(graph, raw)), shape_of, step)
    return None if found is None or (not found[1].pooled and _turns(model, graph)) else found


def _turns(model: Any, graph: Any) -> bool:
    """Whether axes may stand in another order than the picture's: a cell's place then says nothing of the picture."""
    return any(code_of(model, operator) in _TURNING for operator in graph.operators)


def _stepped(model: Any, graph: Any, tensor: int, way: LinearWay) -> tuple[int, LinearWay] | None:
    """Go behind one operation; None, or a ValueError, where it is not linear."""
    try:
        operator = giving(graph, tensor)
    except BundleError:  # the model's input, or a constant
        return None
    fused = getattr(operator.builtinOptions, "fusedActivationFunction", 0)
    if fused or operator.inputs is None or not len(operator.inputs):
        return None
    if code_of(model, operator) in _ARITHMETIC:
        return _behind_arithmetic(model, graph, operator, way)
    before = int(operator.inputs[0])
    passed = _way_behind(model, graph, operator, way) if _is_one_picture(graph, before, tensor) else None
    return None if passed is None else (before, passed)


def _way_behind(model: Any, graph: Any, operator: Any, way: LinearWay) -> LinearWay | None:
    code, shape = code_of(model, operator), _shape(graph, int(operator.inputs[0]))
    if code in SHAPES:
        return way.through_shape(shape)
    if _is_mean(model, graph, operator):
        return way.through_mean()
    if code == OPERATORS.FULLY_CONNECTED:
        return _behind_neurons(_neurons(model, graph, operator), shape, way)
    return _behind_convolution(model, graph, operator, way) if code == OPERATORS.CONV_2D else None


def _is_one_picture(graph: Any, *tensors: int) -> bool:
    """Whether tensors are floats of one picture: (1, ...)."""
    found = [graph.tensors[index] for index in tensors]
    return all(
        one.type == FLOAT and one.shape is not None and len(one.shape) > 1 and one.shape[0] == 1 for one in found
    )


def _shape(graph: Any, tensor: int) -> tuple[int, ...]:
    shape = graph.tensors[tensor].shape
    return () if shape is None else tuple(int(side) for side in shape[1:])


def _behind_arithmetic(model: Any, graph: Any, operator: Any, way: LinearWay) -> tuple[int, LinearWay] | None:
    first, second = (int(index) for index in operator.inputs)
    code, value, before = code_of(model, operator), _shaped(model, graph, second), first
    turned = 1.0
    if value is None and code != OPERATORS.DIV:
        value, before = _shaped(model, graph, first), second
        turned = -1.0 if code == OPERATORS.SUB else 1.0
    after = int(operator.outputs[0])
    if value is None or not _is_one_picture(graph, before, after) or _shape(graph, before) != _shape(graph, after):
        return None
    if code == OPERATORS.DIV:
        return (before, way.through_arithmetic(1 / value, 0.0)) if value.all() else None
    if code == OPERATORS.MUL:
        return before, way.through_arithmetic(value, 0.0)
    return before, way.through_arithmetic(turned, value if code == OPERATORS.ADD or turned < 0 else -value)


def _behind_neurons(neurons: tuple[Floats, Floats] | None, shape: tuple[int, ...], way: LinearWay) -> LinearWay:
    """Go behind a fully connected layer: it weighs all that it is given, or each row of the last axis."""
    if neurons is None:
        raise ValueError("the neurons' weights are not in the file as they are used")
    kernel, bias = neurons
    if math.prod(shape) != len(kernel):
        return way.through_neurons(kernel, bias)
    return way.through_shape((kernel.shape[1],)).through_neurons(kernel, bias).through_shape(shape)


def _behind_convolution(model: Any, graph: Any, operator: Any, way: LinearWay) -> LinearWay:
    """Go behind a convolution that weighs each cell alone, or the whole map at once."""
    sides = [int(side) for side in graph.tensors[operator.inputs[1]].shape]
    neurons, options = _neurons(model, graph, operator), operator.builtinOptions
    shape = _shape(graph, int(operator.inputs[0]))
    if neurons is None or len(sides) != 4 or len(shape) != 3 or sides[3] != shape[2]:
        raise ValueError("a convolution of another kind")
    if sides[1:3] == [1, 1] and (options.strideW, options.strideH) == (1, 1):
        return way.through_neurons(*neurons)
    if options.padding == schema.Padding.VALID and tuple(sides[1:3]) == shape[:2]:
        return way.through_shape((sides[0],)).through_neurons(*neurons).through_shape(shape)
    raise ValueError("a convolution that looks beyond the cell")


def _neurons(model: Any, graph: Any, operator: Any) -> tuple[Floats, Floats] | None:
    """Kernel (features, units) and bias (units,), which the file keeps the other way round: (units, ..., features)."""
    weights = _shaped(model, graph, int(operator.inputs[1]))
    if weights is None:
        return None
    kernel = weights.reshape(len(weights), -1).T
    told = _shaped(model, graph, int(operator.inputs[2])) if len(operator.inputs) > 2 else None
    return kernel, np.zeros(kernel.shape[1]) if told is None else told


def _shaped(model: Any, graph: Any, index: int) -> Floats | None:
    """Values of a constant, which the file may keep in 16 bits; None for what is none."""
    if index < 0:  # an operand that is left out
        return None
    values: NDArray[np.floating] | None = constant(model, graph, index)
    if values is None:
        values = _of_16_bits(model, graph, index)
    sides = graph.tensors[index].shape
    shape = [] if sides is None else [int(side) for side in sides]
    return None if values is None else values.astype(np.float64).reshape(shape)


def _of_16_bits(model: Any, graph: Any, index: int) -> NDArray[np.float16] | None:
    """Values of a constant that is made of one of 16 bits before it is used."""
    made = next((one for one in graph.operators if index in list(one.outputs)), None)
    if made is None or code_of(model, made) != OPERATORS.DEQUANTIZE:
        return None
    tensor = graph.tensors[made.inputs[0]]
    data = model.buffers[tensor.buffer].data
    if tensor.type != schema.TensorType.FLOAT16 or data is None or not len(data):
        return None
    return np.frombuffer(bytes(bytearray(data)), dtype="<f2")


def _is_mean(model: Any, graph: Any, operator: Any) -> bool:
    """Whether an operation is the mean over height and width."""
    code, shape = code_of(model, operator), _shape(graph, int(operator.inputs[0]))
    if len(shape) != 3:
        return False
    if code == OPERATORS.MEAN:
        return _axes(model, graph, operator) == [1, 2]
    options = operator.builtinOptions
    return bool(
        code == OPERATORS.AVERAGE_POOL_2D
        and options.padding == schema.Padding.VALID
        and (options.filterHeight, options.filterWidth) == shape[:2]
    )


def _axes(model: Any, graph: Any, mean: Any) -> list[int]:
    data = model.buffers[graph.tensors[mean.inputs[1]].buffer].data
    axes = [] if data is None else np.frombuffer(bytes(bytearray(data)), dtype="<i4").tolist()
    return sorted(axis % 4 for axis in axes)
