"""Gives a ``.keras`` file another head, without Keras: the neuron's numbers are replaced where they stand."""

import io
import struct
import zipfile
from typing import Any, Final

import h5py
import numpy as np

from alpaca_gui.errors import BundleError
from alpaca_gui.files import write_timeless_zip
from alpaca_gui.training.head import Head

_WEIGHTS: Final = "model.weights.h5"


def with_keras_head(keras_file: bytes, head: Head) -> bytes:
    """Give the model with ``head`` in place of its own; the rest of the file stays as it was.

    Raises
    ------
    BundleError
        When it is not a ``.keras`` file with one 1 x 1 convolution to one number.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(keras_file)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        members[_WEIGHTS] = _replaced(members[_WEIGHTS], head)
    except (OSError, KeyError, RuntimeError, struct.error, zipfile.BadZipFile) as error:
        raise BundleError(f"The Keras model in the bundle cannot be given another head: {error}.") from error
    held = io.BytesIO()
    write_timeless_zip(held, members)
    return held.getvalue()


def _replaced(weights_file: bytes, head: Head) -> bytes:
    """Write over the numbers in the file itself: HDF5's own writing would date it anew."""
    data = bytearray(weights_file)
    with h5py.File(io.BytesIO(weights_file), "r") as file:
        kernel, bias = _neuron(file, head.weights.size)
    for place, values in ((kernel, head.weights), (bias, [head.bias])):
        numbers = np.asarray(values, dtype="<f4").tobytes()
        data[place : place + len(numbers)] = numbers
    return bytes(data)


def _neuron(file: Any, features: int) -> tuple[int, int]:
    """Where the numbers of the neuron begin in the file: of its weights and of its bias."""
    found: list[tuple[int, int]] = []

    def look(_name: str, node: Any) -> None:
        if isinstance(node, h5py.Dataset) and node.shape == (1, 1, features, 1) and node.dtype == "<f4":
            bias = node.parent["1"]
            found.append((node.id.get_offset(), bias.id.get_offset()))

    file.visititems(look)
    if len(found) != 1 or None in found[0]:
        raise KeyError(f"it has {len(found)} neurons of {features} features")
    return found[0]
