"""Gives a LiteRT model another head: the numbers of its one neuron are replaced where they stand, nothing else is.

So a head is trained without TensorFlow: the backbone's part of the file stays as it was, byte for byte. The neuron is
the 1 x 1 convolution whose output the signature calls ``logit_map``.
"""

import struct
from typing import Any

import numpy as np
from ai_edge_litert import schema_py_generated as schema
from numpy.typing import NDArray

from alpaca_gui.engine.classifier import LOGIT_MAP
from alpaca_gui.errors import BundleError

_TOO_ODD = (AttributeError, IndexError, TypeError, ValueError, struct.error)
"""What reading a flatbuffer raises where it is none, or one of another shape."""


def head_weights(litert: bytes) -> tuple[NDArray[np.float32], float]:
    """Weights (features,) and bias of the neuron of a LiteRT model with an exact map.

    Raises
    ------
    BundleError
        When the model has no such neuron.
    """
    weights, bias = _views(bytearray(litert))
    return weights.copy(), float(bias[0])


def with_head(litert: bytes, weights: NDArray[np.floating], bias: float) -> bytes:
    """Give the model with the neuron's ``weights`` (features,) and ``bias`` in place of its own.

    Raises
    ------
    BundleError
        When the model has no such neuron, or one of another number of features.
    """
    data = bytearray(litert)
    old_weights, old_bias = _views(data)
    if old_weights.shape != np.shape(weights):
        raise BundleError(f"The model's neuron weighs {old_weights.size} features, the new head {np.size(weights)}.")
    old_weights[:] = weights
    old_bias[:] = bias
    return bytes(data)


def _views(data: bytearray) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Find weights and bias; what is written to them is written into ``data``."""
    try:
        model = schema.Model.GetRootAs(data, 0)
        convolution = _operator_giving(model, _tensor_named(model, LOGIT_MAP))
        weights, bias = (_constant(model, convolution.Inputs(place)) for place in (1, 2))
    except _TOO_ODD as error:
        raise BundleError("The model has no linear neuron whose weights could be replaced.") from error
    if bias.size != 1 or not weights.size:
        raise BundleError("The model has no linear neuron whose weights could be replaced.")
    return weights, bias


def _tensor_named(model: Any, output: str) -> int:
    signature = model.SignatureDefs(0)
    outputs = [signature.Outputs(place) for place in range(signature.OutputsLength())]
    return next((int(one.TensorIndex()) for one in outputs if one.Name().decode() == output), -1)


def _operator_giving(model: Any, tensor: int) -> Any:
    graph = model.Subgraphs(0)
    for place in range(graph.OperatorsLength()):
        operator = graph.Operators(place)
        if tensor in operator.OutputsAsNumpy():
            code = model.OperatorCodes(operator.OpcodeIndex()).BuiltinCode()
            if code == schema.BuiltinOperator.CONV_2D:
                return operator
    raise ValueError("no convolution gives the logit map")


def _constant(model: Any, index: int) -> NDArray[np.float32]:
    tensor = model.Subgraphs(0).Tensors(index)
    if tensor.Type() != schema.TensorType.FLOAT32:
        raise ValueError("the neuron is not float32")
    values: NDArray[np.float32] = model.Buffers(tensor.Buffer()).DataAsNumpy().view(np.float32)
    return values
