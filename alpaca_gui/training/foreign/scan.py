"""Reads a Keras model's description before Keras does, and refuses what could run a stranger's program."""

import json
from collections.abc import Iterator
from typing import Any, Final

from alpaca_gui.errors import AlpacaError

Config = dict[str, Any]

CONFIG_LIMIT: Final = 1 << 25
"""Bytes of a model's description at most."""

_DEPTH_LIMIT: Final = 100
_OBJECTS_LIMIT: Final = 1_000_000

_CODE: Final = frozenset(("Lambda", "function", "__lambda__", "TFOpLambda", "SlicingOpLambda", "ClassMethod"))
_OTHER_FILES: Final = frozenset(
    (
        *("TFSMLayer", "TextVectorization", "StringLookup", "IntegerLookup", "Hashing", "HashedCrossing"),
        *("FeatureSpace", "TorchModuleWrapper", "JaxLayer", "FlaxLayer"),
    )
)
_PLAIN: Final = frozenset(("__keras_tensor__", "__tuple__", "__numpy__", "__tensor__", "__ellipsis__", "__slice__"))
_OPS: Final = frozenset(f"keras.src.ops.{name}" for name in ("numpy", "nn", "math", "image"))
_MODULES: Final = frozenset(
    (
        *("keras", "keras.layers", "keras.models", "keras.initializers", "keras.regularizers", "keras.constraints"),
        *("keras.activations", "keras.dtype_policies", "keras.src.dtype_policies.dtype_policy"),
        *("keras.src.models.functional", "keras.src.models.sequential", "keras.src.models.model"),
    )
)


def parse(data: bytes | str) -> Config:
    """Read a description, within bounds.

    Raises
    ------
    AlpacaError
        When it is too long, too deep, or no such description.
    """
    if len(data) > CONFIG_LIMIT:
        raise AlpacaError(f"The model's description is too long: {len(data):,} bytes, the limit is {CONFIG_LIMIT:,}.")
    try:
        config = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise AlpacaError("The model's description cannot be read: it is no JSON, or too deep.") from error
    if not isinstance(config, dict) or not isinstance(config.get("config"), dict):
        raise AlpacaError("The model's description cannot be read: it is not that of a Keras model.")
    return config


def refuse_strangers(config: Config) -> None:
    """Let only Keras' own layers pass.

    Raises
    ------
    AlpacaError
        When the description names a Lambda, a custom object, another file, or anything that is not Keras' own.
    """
    for each in _objects(config):
        name, module, registered = each["class_name"], each.get("module"), each.get("registered_name")
        if not all(isinstance(value, str | None) for value in (name, module, registered)):
            raise AlpacaError("The model's description cannot be read: a layer's name is no text.")
        _check(str(name), module, registered or "")
        _check_precision(str(name), each.get("config"))


def without_compilation(value: Any) -> Any:
    """Give a description without what was set for training: it is not needed, and may name custom losses."""
    if isinstance(value, dict):
        return {key: without_compilation(one) for key, one in value.items() if key != "compile_config"}
    return [without_compilation(one) for one in value] if isinstance(value, list) else value


def _check(name: str, module: str | None, registered: str) -> None:
    if name in _PLAIN:
        return
    if name in _CODE:
        raise AlpacaError(
            f"The model has a layer of kind {name!r} in it, which holds a program of its author. Such a program could "
            "do anything on this computer, so the model is refused and nothing of it was run. Build the model without "
            "that layer (Rescaling often does the same) and save it again."
        )
    if name in _OTHER_FILES:
        raise AlpacaError(f"The model has a layer of kind {name!r} in it, which no picture needs and which is refused.")
    if ">" in registered or (module is not None and module not in _MODULES | _OPS and not _keras_layer(module)):
        whose = registered or f"{module}.{name}"
        raise AlpacaError(
            f"The model uses a custom object, {whose!r}: a program of its author that is not part of Keras. It is "
            "refused and nothing of it was run."
        )


def _check_precision(name: str, config: object) -> None:
    precision = config.get("name") if name in ("DTypePolicy", "Policy") and isinstance(config, dict) else "float32"
    if precision != "float32":
        raise AlpacaError(
            f"The model computes in {precision}, whose few digits would make its logit differ from one computer to the "
            "next. Load it where it was made, under the policy float32, and save it again."
        )


def _keras_layer(module: str) -> bool:
    return module.startswith(("keras.src.layers.", "keras.src.initializers.", "keras.src.regularizers."))


def _objects(config: Config) -> Iterator[Config]:
    """Every part that names a class, without recursion, within bounds."""
    waiting: list[tuple[Any, int]] = [(config, 0)]
    seen = 0
    while waiting:
        value, depth = waiting.pop()
        seen += 1
        if depth > _DEPTH_LIMIT or seen > _OBJECTS_LIMIT:
            raise AlpacaError("The model's description is deeper or longer than that of any model.")
        if isinstance(value, dict):
            if "class_name" in value:
                yield value
            waiting += [(one, depth + 1) for one in value.values()]
        elif isinstance(value, list):
            waiting += [(one, depth + 1) for one in value]
