"""Operations that are put behind those of a LiteRT file: a mixture of two numbers, and a neuron on a feature map."""

from typing import Any

import numpy as np
from ai_edge_litert import schema_py_generated as schema
from numpy.typing import ArrayLike, NDArray

from alpaca_gui.engine.classifier import EMBEDDING, LOGIT, LOGIT_MAP
from alpaca_gui.engine.linear_way import MapNeuron
from alpaca_gui.engine.litert_file import FLOAT, OPERATORS, number
from alpaca_gui.logit.sigmoid import Floats


def append_mixture(model: Any, graph: Any, raw: int, mixture: NDArray[np.floating]) -> int:
    """Put a neuron behind the raw numbers that adds them up by ``mixture``; gives the index of its output."""
    weights = _constant(model, graph, b"mixture", np.asarray(mixture).reshape(1, -1))
    logit = _tensor(graph, LOGIT.encode(), (1, 1))
    operands, options = [raw, weights, -1], schema.FullyConnectedOptionsT()
    _append(model, graph, OPERATORS.FULLY_CONNECTED, operands, logit, options)
    return logit


def append_map(model: Any, graph: Any, features: int, neuron: MapNeuron) -> dict[str, int]:
    """Put a neuron on a feature map (1, h, w, c), as a convolution of 1 x 1, and the means of both maps behind it.

    Returns
    -------
    dict
        Indices of the outputs by their names.
    """
    height, width, channels = (int(side) for side in graph.tensors[features].shape[1:])
    if neuron.places is not None:
        features = _append_places(model, graph, features, neuron.places)
    kernel = _constant(model, graph, b"map_weights", neuron.weights.reshape(1, 1, 1, channels))
    bias = _constant(model, graph, b"map_bias", [neuron.bias])
    logit_map = _tensor(graph, LOGIT_MAP.encode(), (1, height, width, 1))
    operands, options = [features, kernel, bias], schema.Conv2DOptionsT(strideW=1, strideH=1)
    _append(model, graph, OPERATORS.CONV_2D, operands, logit_map, options)
    return {
        LOGIT: _append_mean(model, graph, LOGIT, logit_map, 1),
        LOGIT_MAP: logit_map,
        EMBEDDING: _append_mean(model, graph, EMBEDDING, features, channels),
    }


def _append_places(model: Any, graph: Any, features: int, places: Floats) -> int:
    """Multiply each number of a map (1, h, w, c) with one of its own."""
    values = _constant(model, graph, b"places", places[np.newaxis])
    weighed = _tensor(graph, b"in_places", (1, *places.shape))
    _append(model, graph, OPERATORS.MUL, [features, values], weighed, schema.MulOptionsT())
    return weighed


def _append_mean(model: Any, graph: Any, name: str, of_map: int, channels: int) -> int:
    axes = _constant(model, graph, b"height_and_width", [1, 2], "<i4", schema.TensorType.INT32)
    mean = _tensor(graph, name.encode(), (1, channels))
    options = schema.ReducerOptionsT(keepDims=False)
    _append(model, graph, OPERATORS.MEAN, [of_map, axes], mean, options)
    return mean


def _append(model: Any, graph: Any, operation: int, operands: list[int], output: int, options: Any) -> None:
    kind = type(options).__name__.removesuffix("T")
    graph.operators.append(
        schema.OperatorT(
            opcodeIndex=_code_index(model, operation),
            inputs=operands,
            outputs=[output],
            builtinOptionsType=getattr(schema.BuiltinOptions, kind),
            builtinOptions=options,
        )
    )


def _constant(model: Any, graph: Any, name: bytes, values: ArrayLike, dtype: str = "<f4", kind: int = FLOAT) -> int:
    array = np.asarray(values).astype(dtype)
    model.buffers.append(schema.BufferT(data=np.frombuffer(array.tobytes(), dtype=np.uint8)))
    return _tensor(graph, name, array.shape, len(model.buffers) - 1, kind)


def _tensor(graph: Any, name: bytes, shape: tuple[int, ...], buffer: int = 0, kind: int = FLOAT) -> int:
    """Append a tensor; the buffer 0 is the empty one, by the format's rule."""
    graph.tensors.append(schema.TensorT(shape=list(shape), type=kind, buffer=buffer, name=name))
    return len(graph.tensors) - 1


def _code_index(model: Any, wanted: int) -> int:
    """Index of the plain form of an operation; one of a higher version would want other options."""
    for place, code in enumerate(model.operatorCodes):
        if number(code) == wanted and code.version == 1:
            return place
    model.operatorCodes.append(schema.OperatorCodeT(wanted, None, 1, wanted))
    return len(model.operatorCodes) - 1
