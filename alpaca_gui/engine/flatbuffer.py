"""Surgery on a LiteRT file: what it is made of, and the same file ending in one logit."""

import copy
import keyword
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import flatbuffers  # type: ignore[import-untyped]
import numpy as np
from ai_edge_litert import schema_py_generated as schema
from numpy.typing import NDArray

from alpaca_gui.engine.classifier import EMBEDDING, LOGIT, LOGIT_MAP
from alpaca_gui.errors import BundleError

Values = NDArray[np.float32]

_IDENTIFIER: Final = b"TFL3"
_ALIGNMENT: Final = 16
_MOST_TENSORS: Final = 100_000
_TOO_ODD: Final = (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error, OverflowError)
"""What reading a flatbuffer raises where it is none, or one of another shape."""

_OPERATORS: Final = schema.BuiltinOperator
_NAMES: Final = {number: name for name, number in vars(_OPERATORS).items() if not name.startswith("_")}
_FLOAT: Final = schema.TensorType.FLOAT32
_TAKEN_OFF: Final = {_OPERATORS.LOGISTIC: "sigmoid", _OPERATORS.SOFTMAX: "softmax"}
_LINEAR: Final = frozenset(
    (
        *(
            _OPERATORS.FULLY_CONNECTED,
            _OPERATORS.MEAN,
            _OPERATORS.RESHAPE,
            _OPERATORS.SQUEEZE,
            _OPERATORS.ADD,
            _OPERATORS.SUB,
        ),
        *(_OPERATORS.CONV_2D, _OPERATORS.AVERAGE_POOL_2D, _OPERATORS.BATCH_MATMUL),
    )
)
_ARITHMETIC: Final = {
    _OPERATORS.MUL: "multiply",
    _OPERATORS.DIV: "divide",
    _OPERATORS.SUB: "subtract",
    _OPERATORS.ADD: "add",
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
    model = _opened(litert)
    with _damage_told():
        graph = model.subgraphs[0]
        entry, exit_ = _float_tensor(graph, graph.inputs, "input"), _float_tensor(graph, graph.outputs, "output")
        last = _giving(graph, graph.outputs[0])
        ending = _TAKEN_OFF.get(_code(model, last), "linear")
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
    model = _opened(litert)
    with _damage_told():
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
        return _packed(model)


def input_name(litert: bytes) -> str:
    """Name of the model's input in its signature; ``picture``, as this program names it, where it has none."""
    try:
        name = schema.Model.GetRootAs(litert, 0).SignatureDefs(0).Inputs(0).Name().decode()
    except _TOO_ODD:
        return "picture"
    return name if name.isidentifier() and not keyword.iskeyword(name) else "picture"


# Opening and checking.


class _damage_told:  # noqa: N801 - used as a statement
    """Turn what reading a damaged flatbuffer raises into a sentence."""

    def __enter__(self) -> None:
        """Nothing to do."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, _TOO_ODD):
            raise BundleError("The file is damaged, or not a LiteRT model.") from error


def _opened(litert: bytes) -> Any:
    if litert[4:8] != _IDENTIFIER:
        raise BundleError("The file is not a LiteRT model.")
    with _damage_told():
        table = schema.Model.GetRootAs(litert, 0)
        graphs = table.SubgraphsLength()
        if graphs != 1:
            raise BundleError(f"The model has {graphs} graphs (branches or loops); exactly one can be read here.")
        if table.Subgraphs(0).TensorsLength() > _MOST_TENSORS:
            raise BundleError("The model has more tensors than any of its kind.")
        model = schema.ModelT.InitFromObj(table)
        for code in model.operatorCodes:
            _check_code(code)
        if any(buffer.offset > 1 for buffer in model.buffers):
            raise BundleError("The model keeps its weights outside of its own structure, which is not read here.")
        return model


def _check_code(code: Any) -> None:
    if code.customCode is not None or _number(code) == _OPERATORS.CUSTOM:
        name = bytes(code.customCode or b"?").decode("utf-8", "replace")
        raise BundleError(
            f"The model uses an operation that LiteRT itself does not have, {name!r}: a program of its author, or a "
            "part of TensorFlow (Flex). It is refused."
        )


def _float_tensor(graph: Any, indices: Any, what: str) -> Any:
    if len(indices) != 1:
        shapes = ", ".join(str(tuple(int(side) for side in graph.tensors[index].shape)) for index in indices)
        raise BundleError(f"The model has {len(indices)} {what}s: {shapes}. Exactly one of each can be brought in.")
    tensor = graph.tensors[indices[0]]
    if tensor.type != _FLOAT:
        raise BundleError(_QUANTISED)
    return tensor


_QUANTISED: Final = (
    "The model is quantised: it counts in whole numbers of 8 bits, so that its logit would be known in coarse steps "
    "only. Export it with floating point numbers instead (Teachable Machine calls that 'Floating point')."
)


def _check_raw(model: Any, graph: Any, raw: int) -> None:
    if graph.tensors[raw].type != _FLOAT:
        raise BundleError(_QUANTISED)
    last = _giving(graph, raw)
    code = _code(model, last)
    if code == _OPERATORS.DEQUANTIZE:
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
        if len(readers) != 1 or _code(model, readers[0]) not in _ARITHMETIC or readers[0].inputs[0] != tensor:
            return
        constant = _constant(model, graph, readers[0].inputs[1])
        if constant is None:
            return
        yield _ARITHMETIC[_code(model, readers[0])], constant
        tensor = readers[0].outputs[0]


# Reading the graph.


def _number(code: Any) -> int:
    return max(int(code.builtinCode), int(code.deprecatedBuiltinCode))


def _code(model: Any, operator: Any) -> int:
    return _number(model.operatorCodes[operator.opcodeIndex])


def _giving(graph: Any, tensor: int) -> Any:
    for operator in graph.operators:
        if tensor in list(operator.outputs):
            return operator
    raise BundleError("The model gives out what it was given: there is no operation before its output.")


def _shape(tensor: Any) -> tuple[int | None, ...]:
    signature = tensor.shapeSignature
    sides = tensor.shape if signature is None or not len(signature) else signature
    return tuple(None if side < 0 else int(side) for side in sides)


def _constant(model: Any, graph: Any, index: int) -> Values | None:
    tensor = graph.tensors[index]
    data = model.buffers[tensor.buffer].data
    if tensor.type != _FLOAT or data is None or not len(data):
        return None
    return np.frombuffer(bytes(bytearray(data)), dtype="<f4")


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
    last, mean = _giving(graph, raw), _giving(graph, pooled)
    weights = _constant(model, graph, last.inputs[1])
    axes = _axes(model, graph, mean)
    features = int(mean.inputs[0])
    shape = [int(side) for side in graph.tensors[features].shape]
    if weights is None or axes != [1, 2] or len(shape) != 4 or graph.tensors[features].type != _FLOAT:
        return None
    weights = weights.reshape(-1, shape[3])
    bias = _constant(model, graph, last.inputs[2]) if len(last.inputs) > 2 and last.inputs[2] >= 0 else None
    return _Neurons(weights, np.zeros(len(weights), np.float32) if bias is None else bias, features)


def _axes(model: Any, graph: Any, mean: Any) -> list[int]:
    """Give the dimensions that a mean goes over; none where it is no mean."""
    if _code(model, mean) != _OPERATORS.MEAN:
        return []
    data = model.buffers[graph.tensors[mean.inputs[1]].buffer].data
    axes = [] if data is None else np.frombuffer(bytes(bytearray(data)), dtype="<i4").tolist()
    return sorted(axis % 4 for axis in axes)


def _weighed_by_last(model: Any, graph: Any, raw: int) -> int | None:
    last = _giving(graph, raw)
    if _code(model, last) != _OPERATORS.FULLY_CONNECTED:
        return None
    entering = int(last.inputs[0])
    tensor = graph.tensors[entering]
    return entering if tensor.type == _FLOAT and len(tensor.shape) == 2 and tensor.shape[0] == 1 else None


# Changing the graph.


def _append_mixture(model: Any, graph: Any, raw: int, mixture: NDArray[np.floating]) -> int:
    """Put a neuron behind the raw numbers that adds them up by ``mixture``; gives the index of its output."""
    size = len(mixture)
    weights = _append_tensor(model, graph, b"mixture", (1, size), np.asarray(mixture, dtype="<f4").tobytes())
    logit = _append_tensor(model, graph, LOGIT.encode(), (1, 1), None)
    options = schema.FullyConnectedOptionsT()
    graph.operators.append(
        schema.OperatorT(
            opcodeIndex=_code_index(model, _OPERATORS.FULLY_CONNECTED),
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
            opcodeIndex=_code_index(model, _OPERATORS.CONV_2D),
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
    graph.tensors.append(schema.TensorT(shape=list(shape), type=_FLOAT, buffer=buffer, name=name))
    return len(graph.tensors) - 1


def _code_index(model: Any, number: int) -> int:
    """Index of the plain form of an operation; one of a higher version would want other options."""
    for place, code in enumerate(model.operatorCodes):
        if _number(code) == number and code.version == 1:
            return place
    model.operatorCodes.append(schema.OperatorCodeT(number, None, 1, number))
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


class _AlignedBuffer(schema.BufferT):  # type: ignore[misc]
    """Packs its bytes where the schema wants them: at a multiple of 16, which the generated code forgets."""

    def Pack(self, builder: flatbuffers.Builder) -> Any:  # noqa: N802 - the generated code's name
        """Write the buffer and give its place."""
        if self.data is None or not len(self.data):
            schema.BufferStart(builder)
            return schema.BufferEnd(builder)
        data = bytes(bytearray(self.data))
        builder.StartVector(1, len(data), _ALIGNMENT)
        builder.head -= len(data)
        builder.Bytes[builder.head : builder.head + len(data)] = data
        vector = builder.EndVector()
        schema.BufferStart(builder)
        schema.BufferAddData(builder, vector)
        return schema.BufferEnd(builder)


def _packed(model: Any) -> bytes:
    packed = copy.copy(model)
    packed.buffers = [_AlignedBuffer(data=buffer.data) for buffer in model.buffers]
    builder = flatbuffers.Builder(1 << 20)
    builder.Finish(packed.Pack(builder), _IDENTIFIER)
    return bytes(builder.Output())
