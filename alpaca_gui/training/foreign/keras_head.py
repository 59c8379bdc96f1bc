"""The head of a flat Keras model: its last neurons, what they weigh, and what is to be taken off behind them."""

import math
from dataclasses import dataclass
from typing import Any, Final

import keras
import numpy as np

from alpaca_gui.engine.linear_way import LinearWay
from alpaca_gui.errors import AlpacaError
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.training.foreign.affine import Affine, chained
from alpaca_gui.training.foreign.keras_way import (
    behind_shapes,
    is_linear,
    neurons_of,
    shape_of,
    step_back,
    way_from_map,
)
from alpaca_gui.training.foreign.model import Ending

_HARMLESS: Final = ("Flatten", "Reshape", "GlobalAveragePooling2D", "GlobalMaxPooling2D")
_WITH_WEIGHTS: Final = ("Dense", "Conv2D")
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
        (features, outputs) and (outputs,); the identity where the model does not end in a layer of neurons.
    entering
        What the last neurons weigh: (n, features), or (n, 1, 1, features).
    from_map
        The feature map (n, h, w, channels), and the linear way from it to z; None where there is no such way.
    neurons
        Whether it ends in a layer of neurons.
    """

    ending: Ending
    kernel: Floats
    bias: Floats
    entering: keras.KerasTensor
    from_map: tuple[keras.KerasTensor, LinearWay] | None
    neurons: bool


def head_of(model: keras.Model) -> KerasHead:
    """Look at the end of a flat model.

    Raises
    ------
    AlpacaError
        With the shape or the layer that is not known.
    """
    tensor, ending = model.outputs[0], Ending.LINEAR
    layer, before = step_back(behind_shapes(tensor))
    taken = _ending_of(layer)
    if taken is not None and type(layer).__name__ not in _WITH_WEIGHTS:
        tensor, ending = before, taken
        layer, before = step_back(behind_shapes(tensor))
    neurons = neurons_of(layer)
    if neurons is not None and math.prod(side or 0 for side in before.shape[1:-1]) == 1:
        inner = _ending_of(layer)
        if inner is None or Ending.LINEAR not in (inner, ending):
            raise AlpacaError(f"It ends in a layer with the activation {_activation(layer)!r}, which gives no logit.")
        return _head(inner if ending is Ending.LINEAR else ending, *neurons, before, neurons=True)
    outputs = math.prod(side or 0 for side in shape_of(tensor))
    if is_linear(tensor) or (len(tensor.shape) == 2 and type(step_back(tensor)[0]).__name__ in _HARMLESS):
        return _head(ending, np.eye(outputs), np.zeros(outputs), tensor, neurons=False)
    raise AlpacaError(f"It ends in a layer of kind {type(layer).__name__}, of which it is not known to give a logit.")


def _head(ending: Ending, kernel: Floats, bias: Floats, entering: keras.KerasTensor, neurons: bool) -> KerasHead:
    shape = [side or 0 for side in shape_of(entering)]
    way = LinearWay(kernel.reshape(*shape, kernel.shape[1]), bias)
    return KerasHead(ending, kernel, bias, entering, way_from_map(entering, way), neurons)


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


def _activation(layer: Any) -> str:
    return str(getattr(getattr(layer, "activation", None), "__name__", type(layer).__name__))


def _ending_of(layer: Any) -> Ending | None:
    kind = type(layer).__name__
    name = _activation(layer) if kind in (*_WITH_WEIGHTS, "Activation") else kind.lower()
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
