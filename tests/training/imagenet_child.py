"""Run in a process of its own by the tests of the ImageNet weights: Keras' cache is in KERAS_HOME."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import h5py
import keras
import numpy as np
from keras.src.legacy.saving import legacy_h5_format

from alpaca_gui.errors import AlpacaError
from alpaca_gui.training import imagenet

_SIDE = 160
_FILE = "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_160_no_top.h5"


def _try(prepare: Callable[[Path], object]) -> dict[str, Any]:
    """Load with this in the cache; gives the sentence, or the arrays' sum, and what the cache holds afterwards."""
    path = Path(os.environ["KERAS_HOME"]) / "models" / _FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    prepare(path)
    found: dict[str, Any] = {}
    try:
        backbone = imagenet.imagenet_backbone(_SIDE, _SIDE)
        found = {"arrays": _sum(backbone), "facts": imagenet.imagenet_facts(backbone)}
        found["trainable"] = len(backbone.trainable_variables)
    except AlpacaError as error:
        found = {"sentence": str(error)}
    return {**found, "cache": sorted(each.name for each in path.parent.iterdir())}


def _sum(backbone: keras.Model) -> float:
    return float(sum(np.abs(array).sum(dtype=np.float64) for array in backbone.get_weights()))


def main(answer: TextIO, silent: str) -> None:
    """Print what happened in each case."""
    model = keras.applications.MobileNetV2(input_shape=(_SIDE, _SIDE, 3), include_top=False, weights=None)

    def good(path: Path) -> None:
        with h5py.File(path, "w") as file:
            legacy_h5_format.save_weights_to_hdf5_group(file, model)

    def cut_off(path: Path) -> None:
        good(path)
        path.write_bytes(path.read_bytes()[:100_000])

    def another(path: Path) -> None:
        with h5py.File(path, "w") as file:
            legacy_h5_format.save_weights_to_hdf5_group(
                file, keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
            )

    cases = {
        "nobody listens": _try(lambda path: None),
        "cut off": _try(cut_off),
        "a page": _try(lambda path: path.write_text("<html>Please log in</html>")),
        "another": _try(another),
        "good": _try(good),
    }
    os.environ["https_proxy"] = silent
    imagenet.PATIENCE_S = 0.3  # type: ignore[misc]
    cases["silent"] = _try(lambda path: None)
    json.dump({**cases, "expected": _sum(model)}, answer)


if __name__ == "__main__":
    stream = os.fdopen(os.dup(1), "w")
    sys.stdout = sys.stderr
    main(stream, sys.argv[1])
    stream.close()
