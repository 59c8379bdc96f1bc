"""The head of a flat Keras model: its last neurons, what they weigh, and what is to be taken off behind them."""

from dataclasses import dataclass
from typing import Any, Final

import keras
import numpy as np

from alpaca_gui.errors import AlpacaError
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.training.foreign.affine import Affine, chained
from alpaca_gui.training.foreign.model import Ending

_HARMLESS: Final = ("Flatten", "Reshape", "GlobalAveragePooling2D", "GlobalMaxPooling2D")
_ARITHMETIC: Final = {"TrueDivide": "divide", "Divide": "divide", "Multiply": "multiply", "Add": "add"} | {
    "Subtract": "subtract"
}


@dataclass(frozen=True, slots=True, eq=False)
class KerasHead:
    """The raw numbers z = entering . kernel + bias, one or two, of which the logit is made.

    Attributes
    ----------
    ending
        What the model does to z at its end.
    kernel, bias
        (features, outputs) and (outputs,); the identity where the model does not end in a Dense layer.
    entering
        What the last neurons weigh: (n, features).
    pooled
        The feature map (n, h, w, features) whose mean ``entering`` is; None where it is something else.
    dense
        Whether it ends in a Dense layer.
    """

    ending: Ending
    kernel: Floats
    bias: Floats
    entering: keras.KerasTensor
    pooled: keras.KerasTensor | None
    dense: bool


def head_of(model: keras.Model) -> KerasHead:
    """Look at the end of a flat model.

    Raises
    ------
    AlpacaError
        With the shape or the layer that is not known.
    """
    tensor, ending = model.outputs[0], Ending.LINEAR
    outputs = int(tensor.shape[-1])
    layer, before = _step_back(tensor)
    taken = _ending_of(layer)
    if taken is not None and type(layer) is not keras.layers.Dense:
        tensor, ending = before, taken
        layer, before = _step_back(tensor)
    if type(layer) is keras.layers.Dense:
        inner = _ending_of(layer)
        if inner is None or Ending.LINEAR not in (inner, ending):
            raise AlpacaError(f"It ends in a layer with the activation {_activation(layer)!r}, which gives no logit.")
        return _dense_head(layer, before, inner if ending is Ending.LINEAR else ending)
    if type(layer).__name__ in _HARMLESS and len(tensor.shape) == 2:
        return KerasHead(ending, np.eye(outputs), np.zeros(outputs), tensor, None, dense=False)
    raise AlpacaError(f"It ends in a layer of kind {type(layer).__name__}, of which it is not known to give a logit.")


def first_steps(model: keras.Model) -> Affine:
    """Compose the arithmetic that a flat model does to its pixels first."""
    steps: list[tuple[str, Any]] = []
    tensor = model.inputs[0]
    while (layer := _only_reader(model, tensor)) is not None:
        found = _arithmetic(layer)
        if found is None:
            break
        steps += found
        tensor = layer._inbound_nodes[-1].output_tensors[0]  # of the flat graph; `output` is that of the first
    return chained(steps)


def _dense_head(layer: Any, before: keras.KerasTensor, ending: Ending) -> KerasHead:
    kernel = np.asarray(layer.kernel, dtype=np.float64)
    bias = np.asarray(layer.bias, dtype=np.float64) if layer.use_bias else np.zeros(layer.units)
    if len(before.shape) != 2:
        raise AlpacaError(f"Its last neurons weigh something of shape {before.shape}; features in a row were expected.")
    return KerasHead(ending, kernel, bias, before, _map_behind(before), dense=True)


def _map_behind(pooled: keras.KerasTensor) -> keras.KerasTensor | None:
    layer, before = _step_back(pooled)
    if type(layer).__name__ in ("Flatten", "Reshape") and before is not None:  # of a pooling that kept its dimensions
        layer, before = _step_back(before)
    if type(layer) is keras.layers.GlobalAveragePooling2D and layer.data_format == "channels_last":
        return before
    return None


def _step_back(tensor: keras.KerasTensor) -> tuple[Any, Any]:
    """The layer that gives a tensor, and the tensor that goes into it (None where there is not exactly one)."""
    history = tensor._keras_history  # Keras' own record, without a public name
    inputs = history.operation._inbound_nodes[history.node_index].input_tensors
    return history.operation, inputs[0] if len(inputs) == 1 else None


def _activation(layer: Any) -> str:
    return str(getattr(getattr(layer, "activation", None), "__name__", type(layer).__name__))


def _ending_of(layer: Any) -> Ending | None:
    kind = type(layer).__name__
    name = _activation(layer) if kind in ("Dense", "Activation") else kind.lower()
    return Ending(name) if name in tuple(Ending) else None


def _only_reader(model: keras.Model, tensor: keras.KerasTensor) -> Any:
    readers = [layer for layer in model.operations if any(tensor is one for one in _inputs(layer))]
    return readers[0] if len(readers) == 1 else None


def _inputs(layer: Any) -> list[Any]:
    return list(layer._inbound_nodes[-1].input_tensors)


def _arithmetic(layer: Any) -> list[tuple[str, Any]] | None:
    kind = type(layer).__name__
    if kind == "Rescaling":
        return [("multiply", layer.scale), ("add", layer.offset)]
    if kind == "Normalization":
        spread = np.sqrt(np.maximum(np.asarray(layer.variance), np.finfo(np.float32).eps))
        return [("subtract", np.asarray(layer.mean)), ("divide", spread)]
    if kind in _ARITHMETIC:
        constants = layer._inbound_nodes[-1].arguments.args[1:2]
        numbers = [one for one in constants if isinstance(one, int | float | list | tuple | np.ndarray)]
        return [(_ARITHMETIC[kind], np.asarray(numbers[0], dtype=np.float64))] if numbers else None
    return None
