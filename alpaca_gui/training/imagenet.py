"""MobileNetV2 with the weights that keras.applications downloads, for people who are online."""

import contextlib
import hashlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import h5py
import numpy as np

from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.source import printable
from alpaca_gui.training.plain_keras import keras

PATIENCE_S: Final = 20.0
"""How long the server may stay silent before the download counts as failed; Keras itself would wait for ever."""

_CACHED: Final = "mobilenet_v2_weights_*_no_top.h5"


def imagenet_backbone(width: int, height: int) -> keras.Model:
    """MobileNetV2 for float32 pictures (n, height, width, 3) in [-1, 1], giving (n, h, w, 1280); frozen.

    The file is taken from Keras' own cache (``~/.keras/models``, or below ``KERAS_HOME``) when it is there.

    Raises
    ------
    AlpacaError
        When it cannot be fetched, or what was fetched is not it. No part of a file stays behind.
    """
    _drop_damaged()
    try:
        with _patience():
            backbone = keras.applications.MobileNetV2(
                input_shape=(height, width, 3), include_top=False, weights="imagenet", name="backbone"
            )
    except Exception as error:  # Keras raises this very class where a download fails
        raise AlpacaError(
            f"The ImageNet weights of keras.applications cannot be had: {_in_a_line(error)}. Try again when the "
            "network is there, or use --weights bundled: it needs no network where those weights are already here."
        ) from error
    finally:
        _drop_damaged()
    backbone.trainable = False
    return backbone


def imagenet_facts(backbone: keras.Model) -> dict[str, Any]:
    """What a model card says about this backbone, before it is trained further."""
    return {
        "name": "MobileNetV2",
        "alpha": 1.0,
        "features": backbone.output_shape[-1],
        "weights": {
            "package": "keras.applications",
            "version": keras.__version__,
            "file": "weights='imagenet', include_top=False",
            "sha256": _fingerprint(backbone),
            "sha256_of": "the arrays as float32, little-endian, in the order of the layers",
            "licence": "Apache-2.0, as keras.applications states",
        },
        "frozen": True,
    }


def _fingerprint(backbone: keras.Model) -> str:
    digest = hashlib.sha256()
    for array in backbone.get_weights():
        digest.update(np.ascontiguousarray(array, dtype="<f4").tobytes())
    return digest.hexdigest()


@contextlib.contextmanager
def _patience() -> Iterator[None]:
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(PATIENCE_S)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


def _drop_damaged() -> None:
    """Remove what is no HDF5 file from Keras' cache, e.g. half a download: Keras would never fetch it anew."""
    home = os.environ.get("KERAS_HOME") or Path.home() / ".keras"
    for path in (Path(home) / "models").glob(_CACHED):
        try:
            h5py.File(path, "r").close()
        except OSError as error:
            if error.errno is None:  # else the disk's own trouble, not the content's
                path.unlink(missing_ok=True)


def _in_a_line(error: Exception) -> str:
    return printable(" ".join(str(error).split()) or type(error).__name__).rstrip(".")
