"""Surgery on a LiteRT file: what it is made of, and the same file ending in one logit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from ai_edge_litert import schema_py_generated as schema
from numpy.typing import NDArray

from alpaca_gui.engine.classifier import EMBEDDING, LOGIT, LOGIT_MAP
from alpaca_gui.engine.litert_file import (
    FLOAT,
    OPERATORS,
    Values,
    code_of,
    constant,
    damage_told,
    giving,
    number,
    opened,
    packed,
)
from alpaca_gui.errors import BundleError

_NAMES: Final = {number: name for name, number in vars(OPERATORS).items() if not name.startswith("_")}
_TAKEN_OFF: Final = {OPERATORS.LOGISTIC: "sigmoid", OPERATORS.SOFTMAX: "softmax"}
_LINEAR: Final = frozenset(
    (
        *(
            OPERATORS.FULLY_CONNECTED,
            OPERATORS.MEAN,
            OPERATORS.RESHAPE,
            OPERATORS.SQUEEZE,
            OPERATORS.ADD,
            OPERATORS.SUB,
        ),
        *(OPERATORS.CONV_2D, OPERATORS.AVERAGE_POOL_2D, OPERATORS.BATCH_MATMUL),
    )
)
_ARITHMETIC: Final = {
    OPERATORS.MUL: "multiply",
    OPERATORS.DIV: "divide",
    OPERATORS.SUB: "subtract",
    OPERATORS.ADD: "add",
}


@dataclass(frozen=True, slots=True)
class LitertEnd:
    """How a LiteRT model begins and ends.

    Attributes
    ----------
    input_shape, output_shape
        Shapes; None for a side that is not fixed.
    ending
        ``linear``, ``sigmoid`` or ``softmax``: what is done to the raw numbers at the end.
    raw
        Index of the tensor of the raw numbers, before that.
    has_map
        Whether the raw numbers are one layer of neurons on the mean of a feature map.
    first_steps
        The arithmetic with constants that comes first: its name (``multiply``, ...) and its constant.
    """

    input_shape: tuple[int | None, ...]
    output_shape: tuple[int | None, ...]
    ending: str
    raw: int
    has_map: bool
    first_steps: tuple[tuple[str, Values], ...]


def end_of(litert: bytes) -> LitertEnd:
    """Look at a LiteRT model of one float input and one float output.

    Raises
    ------
    BundleError
        When it is damaged, or uses what is not known here.
    """
    model = opened(litert)
    with damage_told():
        graph = model.subgraphs[0]
        entry, exit_ = _float_tensor(graph, graph.inputs, "input"), _float_tensor(graph, graph.outputs, "output")
        last = giving(graph, graph.outputs[0])
        ending = _TAKEN_OFF.get(code_of(model, last), "linear")
        raw = int(graph.outputs[0] if ending == "linear" else last.inputs[0])
        _check_raw(model, graph, raw)
        return LitertEnd(
            _shape(entry),
            _shape(exit_),
            ending,
            raw,
            _neurons(model, graph, raw) is not None,
            tuple(_first_steps(model, graph)),
        )


def with_one_logit(litert: bytes, mixture: NDArray[np.floating]) -> bytes:
    """Give the model with the output ``logit``: its raw numbers, before sigmoid or softmax, times ``mixture``.

    Where the file has them, ``embedding`` and ``logit_map`` are its outputs too.

    Parameters
    ----------
    litert
        A model that `end_of` could read.
    mixture
        (outputs,): 1 or -1 for one number, 1 and -1 for the difference of two.

    Raises
    ------
    BundleError
        When it is damaged, or uses what is not known here.
    """
    raw = end_of(litert).raw
    model = opened(litert)
    with damage_told():
        graph = model.subgraphs[0]
        logit = raw if list(mixture) == [1.0] else _append_mixture(model, graph, raw, mixture)
        outputs = {LOGIT: logit}
        embedding = _weighed_by_last(model, graph, raw)
        if embedding is not None:
            outputs[EMBEDDING] = embedding
        neurons = _neurons(model, graph, raw)
        if neurons is not None:
            outputs[LOGIT_MAP] = _append_map(model, graph, neurons, mixture)
        _cut_behind(graph, list(outputs.values()))
        _sign(model, graph, outputs)
        return packed(model)


def _float_tensor(graph: Any, indices: Any, what: str) -> Any:
    if len(indices) != 1:
        shapes = ", ".join(str(tuple(int(side) for side in graph.tensors[index].shape)) for index in indices)
        raise BundleError(f"The model has {len(indices)} {what}s: {shapes}. Exactly one of each can be brought in.")
    tensor = graph.tensors[indices[0]]
    if tensor.type != FLOAT:
        raise BundleError(_QUANTISED)
    return tensor


_QUANTISED: Final = (
    "The model is quantised: it counts in whole numbers of 8 bits, so that its logit would be known in coarse steps "
    "only. Export it with floating point numbers instead (Teachable Machine calls that 'Floating point')."
)


def _check_raw(model: Any, graph: Any, raw: int) -> None:
    if graph.tensors[raw].type != FLOAT:
        raise BundleError(_QUANTISED)
    last = giving(graph, raw)
    code = code_of(model, last)
    if code == OPERATORS.DEQUANTIZE:
        raise BundleError(_QUANTISED)
    fused = getattr(last.builtinOptions, "fusedActivationFunction", 0)
    if code not in _LINEAR or fused:
        what = _NAMES.get(code, str(code)) + (" with an activation" if fused else "")
        shape = tuple(int(side) for side in graph.tensors[raw].shape)
        raise BundleError(
            f"The model with its output of shape {shape} ends in the operation {what}, of which it is not known to "
            "give a logit."
        )


def _first_steps(model: Any, graph: Any) -> Iterator[tuple[str, Values]]:
    tensor = graph.inputs[0]
    while True:
        readers = [operator for operator in graph.operators if tensor in list(operator.inputs)]
        if len(readers) != 1 or code_of(model, readers[0]) not in _ARITHMETIC or readers[0].inputs[0] != tensor:
            return
        value = constant(model, graph, readers[0].inputs[1])
        if value is None:
            return
        yield _ARITHMETIC[code_of(model, readers[0])], value
        tensor = readers[0].outputs[0]


def _shape(tensor: Any) -> tuple[int | None, ...]:
    signature = tensor.shapeSignature
    sides = tensor.shape if signature is None or not len(signature) else signature
    return tuple(None if side < 0 else int(side) for side in sides)


@dataclass(frozen=True, slots=True, eq=False)
class _Neurons:
    """The last layer: float weights (outputs, features), bias (outputs,), and the feature map that it pools."""

    weights: Values
    bias: Values
    features: int


def _neurons(model: Any, graph: Any, raw: int) -> _Neurons | None:
    """Find one layer of neurons on the mean of a map over height and width; None where the end is another."""
    pooled = _weighed_by_last(model, graph, raw)
    if pooled is None:
        return None
    last, mean = giving(graph, raw), giving(graph, pooled)
    weights = constant(model, graph, last.inputs[1])
    axes = _axes(model, graph, mean)
    features = int(mean.inputs[0])
    shape = [int(side) for side in graph.tensors[features].shape]
    if weights is None or axes != [1, 2] or len(shape) != 4 or graph.tensors[features].type != FLOAT:
        return None
    weights = weights.reshape(-1, shape[3])
    bias = constant(model, graph, last.inputs[2]) if len(last.inputs) > 2 and last.inputs[2] >= 0 else None
    return _Neurons(weights, np.zeros(len(weights), np.float32) if bias is None else bias, features)


def _axes(model: Any, graph: Any, mean: Any) -> list[int]:
    """Give the dimensions that a mean goes over; none where it is no mean."""
    if code_of(model, mean) != OPERATORS.MEAN:
        return []
    data = model.buffers[graph.tensors[mean.inputs[1]].buffer].data
    axes = [] if data is None else np.frombuffer(bytes(bytearray(data)), dtype="<i4").tolist()
    return sorted(axis % 4 for axis in axes)


def _weighed_by_last(model: Any, graph: Any, raw: int) -> int | None:
    last = giving(graph, raw)
    if code_of(model, last) != OPERATORS.FULLY_CONNECTED:
        return None
    entering = int(last.inputs[0])
    tensor = graph.tensors[entering]
    return entering if tensor.type == FLOAT and len(tensor.shape) == 2 and tensor.shape[0] == 1 else None


def _append_mixture(model: Any, graph: Any, raw: int, mixture: NDArray[np.floating]) -> int:
    """Put a neuron behind the raw numbers that adds them up by ``mixture``; gives the index of its output."""
    size = len(mixture)
    weights = _append_tensor(model, graph, b"mixture", (1, size), np.asarray(mixture, dtype="<f4").tobytes())
    logit = _append_tensor(model, graph, LOGIT.encode(), (1, 1), None)
    options = schema.FullyConnectedOptionsT()
    graph.operators.append(
        schema.OperatorT(
            opcodeIndex=_code_index(model, OPERATORS.FULLY_CONNECTED),
            inputs=[raw, weights, -1],
            outputs=[logit],
            builtinOptionsType=schema.BuiltinOptions.FullyConnectedOptions,
            builtinOptions=options,
        )
    )
    return logit


def _append_map(model: Any, graph: Any, neurons: _Neurons, mixture: NDArray[np.floating]) -> int:
    """Put a convolution of 1 x 1 on the feature map, whose mean is the logit; gives the index of its output."""
    mixed = np.asarray(mixture, dtype=np.float64) @ neurons.weights
    bias = np.asarray([float(np.asarray(mixture, dtype=np.float64) @ neurons.bias)])
    height, width = (int(side) for side in graph.tensors[neurons.features].shape[1:3])
    kernel = _append_tensor(model, graph, b"map_weights", (1, 1, 1, mixed.size), mixed.astype("<f4").tobytes())
    offset = _append_tensor(model, graph, b"map_bias", (1,), bias.astype("<f4").tobytes())
    logit_map = _append_tensor(model, graph, LOGIT_MAP.encode(), (1, height, width, 1), None)
    graph.operators.append(
        schema.OperatorT(
            opcodeIndex=_code_index(model, OPERATORS.CONV_2D),
            inputs=[neurons.features, kernel, offset],
            outputs=[logit_map],
            builtinOptionsType=schema.BuiltinOptions.Conv2DOptions,
            builtinOptions=schema.Conv2DOptionsT(strideW=1, strideH=1),
        )
    )
    return logit_map


def _append_tensor(model: Any, graph: Any, name: bytes, shape: tuple[int, ...], data: bytes | None) -> int:
    buffer = 0  # by the format's rule the empty one
    if data is not None:
        model.buffers.append(schema.BufferT(data=np.frombuffer(data, dtype=np.uint8)))
        buffer = len(model.buffers) - 1
    graph.tensors.append(schema.TensorT(shape=list(shape), type=FLOAT, buffer=buffer, name=name))
    return len(graph.tensors) - 1


def _code_index(model: Any, wanted: int) -> int:
    """Index of the plain form of an operation; one of a higher version would want other options."""
    for place, code in enumerate(model.operatorCodes):
        if number(code) == wanted and code.version == 1:
            return place
    model.operatorCodes.append(schema.OperatorCodeT(wanted, None, 1, wanted))
    return len(model.operatorCodes) - 1


def _cut_behind(graph: Any, outputs: list[int]) -> None:
    """Leave out the operations that none of the outputs needs any more."""
    needed, kept = set(outputs), []
    for operator in reversed(graph.operators):
        if needed & {int(index) for index in operator.outputs}:
            needed |= {int(index) for index in operator.inputs}
            kept.append(operator)
    graph.operators = kept[::-1]
    graph.outputs = outputs


def _sign(model: Any, graph: Any, outputs: dict[str, int]) -> None:
    """Write the signature that names input and outputs."""
    maps = [schema.TensorMapT(name, index) for name, index in outputs.items()]
    entry = [schema.TensorMapT("picture", int(graph.inputs[0]))]
    model.signatureDefs = [schema.SignatureDefT(entry, maps, "serving_default", 0)]
