"""Writes models that would do something when they are opened carelessly; every one would leave a file ``marker``."""

import json
import zipfile
from pathlib import Path
from typing import Any

import h5py
import keras

from tests.training.foreign.sides import SIDE

LAYERS = keras.layers
SHAPE = (SIDE, SIDE, 3)


@keras.saving.register_keras_serializable("strangers")
class Mine(keras.layers.Layer):  # type: ignore[misc]
    """A layer of its author."""

    def call(self, x: Any) -> Any:
        return x


def write(out: Path) -> None:
    """Write them all into a folder."""
    _lambda(out)
    _custom(out)
    _other_modules(out)
    _links(out)


def _model(*layers: Any) -> keras.Model:
    entry = keras.Input((SIDE, SIDE, 3))
    x = entry
    for layer in layers:
        x = layer(x)
    return keras.Model(entry, LAYERS.Dense(1)(LAYERS.GlobalAveragePooling2D()(x)))


def _lambda(out: Path) -> None:
    marker = str(out / "marker")
    model = _model(LAYERS.Lambda(_touch_and_pass(marker), output_shape=SHAPE))
    (out / "marker").unlink(missing_ok=True)
    model.save(out / "lambda.keras")
    model.save(out / "lambda.h5")
    nested = keras.Sequential([keras.Input((SIDE, SIDE, 3)), model])
    nested.save(out / "lambda_inside.keras")
    (out / "marker").unlink(missing_ok=True)


def _touch_and_pass(marker: str) -> Any:
    def program(x: Any, path: str = marker) -> Any:
        import pathlib

        pathlib.Path(path).touch()
        return x

    return program


def _custom(out: Path) -> None:
    _model(Mine()).save(out / "custom.keras")


def _other_modules(out: Path) -> None:
    """Name a function of another module as a layer, as known attacks on Keras did, and as an activation."""
    _model(LAYERS.Activation("relu")).save(out / "plain.keras")
    for name, module, kind in (("module", "os", "system"), ("builtin", "builtins", "function")):
        with zipfile.ZipFile(out / "plain.keras") as archive:
            members = {one: archive.read(one) for one in archive.namelist()}
        config = json.loads(members["config.json"])
        layer = next(one for one in config["config"]["layers"] if one["class_name"] == "Activation")
        command = f"touch {out / 'marker'}"
        if name == "module":
            layer |= {"module": module, "class_name": kind, "config": {"command": command}}
        else:
            layer["config"]["activation"] = {"module": module, "class_name": kind, "config": "exec"}
        members["config.json"] = json.dumps(config).encode()
        with zipfile.ZipFile(out / f"{name}.keras", "w") as archive:
            for one, data in members.items():
                archive.writestr(one, data)


def _links(out: Path) -> None:
    """Let weights come from other files."""
    for name in ("external_link", "external_data", "bomb", "circle"):
        path = out / f"{name}.h5"
        _model().save(path)
        with h5py.File(path, "r+") as file:
            group = file["model_weights"]
            if name == "bomb":
                group.create_dataset("stranger", (10**13,), "f4", chunks=(1024,), compression="gzip")
            elif name == "circle":
                group["stranger"] = group
            elif name == "external_link":
                group["stranger"] = h5py.ExternalLink("/etc/hostname", "/")
            else:
                group.create_dataset("stranger", (4,), "u1", external=[("/etc/hostname", 0, 4)])
