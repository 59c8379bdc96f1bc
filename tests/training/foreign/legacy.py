"""Writes models the way Keras 2 and Teachable Machine write theirs: the same layers, described in the older way."""

import copy
import json
from pathlib import Path
from typing import Any, Final

import h5py
import keras
import numpy as np

LAYERS = keras.layers
SIDE: Final = 32

_OPERATIONS: Final = {"TrueDivide": "math.truediv", "Subtract": "math.subtract"}


def teachable(side: int = SIDE) -> keras.Model:
    """The shape of Teachable Machine's image models: MobileNetV2, pooling, Dense(100), two neurons without bias."""
    body = keras.applications.MobileNetV2((side, side, 3), alpha=0.35, include_top=False, weights=None)
    trunk = keras.Model(body.input, LAYERS.GlobalAveragePooling2D()(body.output), name="model1")
    features = keras.Sequential([trunk], name="sequential_1")
    head = [LAYERS.Dense(100, activation="relu"), LAYERS.Dense(2, activation="softmax", use_bias=False)]
    model = keras.Sequential([features, keras.Sequential(head, name="sequential_3")], name="sequential_4")
    model.build((None, side, side, 3))
    return model


def with_arithmetic() -> keras.Model:
    """The course's model as Keras 2 saved it, its preprocess_input as operations with numbers."""
    entry = keras.Input((SIDE, SIDE, 3))
    x = keras.applications.mobilenet_v2.preprocess_input(entry)
    inner = keras.Input((SIDE, SIDE, 3))
    base = keras.Model(inner, LAYERS.DepthwiseConv2D(3)(LAYERS.Conv2D(4, 3, activation="relu")(inner)), name="base")
    return keras.Model(entry, LAYERS.Dense(1)(LAYERS.GlobalAveragePooling2D()(base(x))))


def write(out: Path, facts: dict[str, Any]) -> None:
    """Write both, and what they answer to a fixed picture of noise."""
    folder = out / "converted_keras"
    folder.mkdir()
    (folder / "labels.txt").write_text("0 Alpaca\n1 Not alpaca\n")
    for name, model, path in (
        ("teachable", teachable(), folder / "keras_model.h5"),
        ("with_arithmetic", with_arithmetic(), out / "with_arithmetic.h5"),
    ):
        _stir(model)
        save_as_keras_2(model, path)
        noise = np.random.default_rng(1).uniform(-1, 1, (1, SIDE, SIDE, 3)).astype(np.float32)
        facts[name] = np.asarray(model(noise, training=False)).reshape(-1).tolist()


def save_as_keras_2(model: keras.Model, path: Path) -> None:
    """Save with the weights where both versions keep them and the description in Keras 2's way."""
    model.save(path)
    with h5py.File(path, "r+") as file:
        config = described(json.loads(file.attrs["model_config"]))
        file.attrs["model_config"] = json.dumps(config)
        file.attrs["keras_version"] = "2.4.0"


def _stir(model: keras.Model) -> None:
    """Give every normalisation and neuron values that matter, of a size that neither dies out nor explodes."""
    rng = np.random.default_rng(5)
    for variable in model.weights:
        if variable.path.endswith(("gamma", "beta", "bias")):
            variable.assign(variable.numpy() + rng.normal(0, 0.2, variable.shape))


def described(layer: dict[str, Any]) -> dict[str, Any]:
    """Describe a model or layer of Keras 3 in the way of Keras 2."""
    config = copy.deepcopy(layer["config"])
    kind = layer["class_name"]
    result: dict[str, Any] = {"class_name": kind, "config": config}
    if kind in _OPERATIONS:
        result |= {"class_name": "TFOpLambda", "config": {"name": config["name"], "function": _OPERATIONS[kind]}}
    if "batch_shape" in config:
        config["batch_input_shape"] = config.pop("batch_shape")
    if isinstance(config.get("dtype"), dict):
        config["dtype"] = "float32"
    if kind == "DepthwiseConv2D":
        config["groups"] = 1
    if "layers" in config:
        _describe_graph(config)
    if "name" in layer:
        result["name"] = layer["name"]
    return result


def _describe_graph(config: dict[str, Any]) -> None:
    models = {layer["config"]["name"] for layer in config["layers"] if "layers" in layer["config"]}
    described_layers = []
    for layer in config["layers"]:
        one = described(layer)
        if "inbound_nodes" in layer:
            one["inbound_nodes"] = [_node(node, models) for node in layer["inbound_nodes"]]
        described_layers.append(one)
    config["layers"] = described_layers
    for ends in ("input_layers", "output_layers"):
        if ends in config:
            config[ends] = [_reference(config[ends], models)]


def _node(node: dict[str, Any], models: set[str]) -> list[Any]:
    first, *rest = node["args"]
    tensors = first if isinstance(first, list) else [first]
    references = [[*_reference(one["config"]["keras_history"], models), {}] for one in tensors]
    if rest:
        references[0][3] = {"y": rest[0], "name": None}
    return references


def _reference(history: list[Any], models: set[str]) -> list[Any]:
    name, node, place = history
    return [name, node + (name in models), place]
