"""Turns the description of a Keras 2 model into one that Keras 3 reads."""

import math
from collections.abc import Callable
from typing import Any, Final

from alpaca_gui.errors import AlpacaError
from alpaca_gui.training.foreign.scan import Config

_ARITHMETIC: Final[dict[str, Callable[[float], tuple[float, float]]]] = {
    "math.truediv": lambda y: (1 / y, 0.0),
    "math.divide": lambda y: (1 / y, 0.0),
    "math.multiply": lambda y: (y, 0.0),
    "math.subtract": lambda y: (1.0, -y),
    "math.add": lambda y: (1.0, y),
    "__operators__.add": lambda y: (1.0, y),
}
"""What ``preprocess_input`` of Keras 2 left in a model: operations with one number, each of which is a Rescaling."""


def modernised(config: Config) -> Config:
    """Give the description with what Keras 3 does not know left out or written its way; changes ``config`` itself.

    ``DepthwiseConv2D`` has no ``groups``; a lone input or output is not in a list; a nested model counts the places
    where it is used from 0, not from 1; names of modules are those of Keras 2; arithmetic is a ``Rescaling`` layer.
    """
    for name in ("module", "registered_name", "build_config"):
        config.pop(name, None)
    inner = config.get("config")
    if not isinstance(inner, dict):
        return config
    if config.get("class_name") == "TFOpLambda":
        return _rescaling(config, inner)
    if config.get("class_name") == "DepthwiseConv2D":
        inner.pop("groups", None)
    if str(config.get("class_name")).startswith("Random"):
        inner.pop("rng_type", None)
    for value in inner.values():
        if isinstance(value, dict) and "class_name" in value:
            modernised(value)
    if isinstance(inner.get("layers"), list):
        _modernise_graph(inner)
    return config


def _modernise_graph(inner: dict[str, Any]) -> None:
    layers = [layer for layer in inner["layers"] if isinstance(layer, dict)]
    models = {str(_config(layer).get("name")) for layer in layers if isinstance(_config(layer).get("layers"), list)}
    for layer in layers:
        modernised(layer)
        nodes = layer.get("inbound_nodes")
        for node in nodes if isinstance(nodes, list) else []:
            _count_from_zero(node, models)
    for ends in ("input_layers", "output_layers"):
        references = inner.get(ends)
        if isinstance(references, list):
            _count_from_zero(references, models)
            if len(references) == 1 and isinstance(references[0], list):
                inner[ends] = references[0]


def _count_from_zero(references: Any, models: set[str]) -> None:
    for one in references if isinstance(references, list) else []:
        if isinstance(one, list) and len(one) >= 3 and one[0] in models and isinstance(one[1], int) and one[1] > 0:
            one[1] -= 1


def _config(layer: Config) -> dict[str, Any]:
    inner = layer.get("config")
    return inner if isinstance(inner, dict) else {}


def _rescaling(layer: Config, inner: dict[str, Any]) -> Config:
    """Write one operation with a number as the layer that does the same."""
    function = inner.get("function")
    try:
        reference = layer["inbound_nodes"][0]
        reference = reference[0] if isinstance(reference[0], list) else reference
        number = float(reference[3]["y"])
        scale, offset = _ARITHMETIC[str(function)](number)
    except (KeyError, IndexError, TypeError, ValueError, ZeroDivisionError) as error:
        raise AlpacaError(
            f"The model has an operation in it that is not known here, {function!r} (a TFOpLambda layer). It is "
            "refused and nothing of it was run."
        ) from error
    if not (math.isfinite(scale) and math.isfinite(offset)):
        raise AlpacaError(f"The model divides or multiplies its input by {number}, which gives no finite numbers.")
    layer["class_name"] = "Rescaling"
    layer["config"] = {"name": inner.get("name"), "dtype": "float32", "scale": scale, "offset": offset}
    layer["inbound_nodes"] = [[[*reference[:3], {}]]]
    return layer
