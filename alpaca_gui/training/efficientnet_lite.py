"""EfficientNet-Lite2 as a Keras backbone, with the ImageNet weights that are published for PyTorch."""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import AlpacaError
from alpaca_gui.training.plain_keras import keras
from alpaca_gui.training.torch_file import Arrays
from alpaca_gui.training.weights import EFFICIENTNET_LITE2

SCALE: Final = 1 / 128
OFFSET: Final = -127 / 128
"""``(pixel - 127) / 128``: how EfficientNet-Lite wants its pixels (its models were made for 8 bits a channel)."""

SIZE: Final = 260
"""Pixels a side of the pictures that it was trained on."""

FEATURES: Final = 1280

FACTS: Final[dict[str, Any]] = {
    "name": "EfficientNet-Lite2",
    "features": FEATURES,
    "weights": {**EFFICIENTNET_LITE2.as_dict(), "note": "Trained on ImageNet; none of them was changed here."},
    "frozen": True,
}
"""What a model card says about it."""

_WIDTH: Final = 1.1
_DEPTH: Final = 1.2
_EPSILON: Final = 1e-3
_STEM_FILTERS: Final = 32
_DIVISOR: Final = 8
_EXPANSION: Final = 6


@dataclass(frozen=True, slots=True)
class Stage:
    """A run of blocks of one kind: ``repeats`` of them, the first with ``stride``, giving ``filters``."""

    repeats: int
    kernel: int
    stride: int
    expansion: int
    filters: int


_STAGES: Final = (
    Stage(1, 3, 1, 1, 16),
    Stage(2, 3, 2, _EXPANSION, 24),
    Stage(2, 5, 2, _EXPANSION, 40),
    Stage(3, 3, 2, _EXPANSION, 80),
    Stage(3, 5, 1, _EXPANSION, 112),
    Stage(4, 5, 2, _EXPANSION, 192),
    Stage(1, 3, 1, _EXPANSION, 320),
)
"""EfficientNet of size 0 (Tan and Le 2019, table 1), in its Lite form: ReLU6, and no squeeze and excitation."""


def build_lite2(width: int, height: int, arrays: Arrays) -> keras.Model:
    """EfficientNet-Lite2 without its top for float32 pictures (n, height, width, 3), giving (n, h, w, 1280).

    Parameters
    ----------
    width, height
        Size of the input in pixels; the weights fit any.
    arrays
        What `alpaca_gui.training.torch_file.read_arrays` gives for the published file.

    Raises
    ------
    AlpacaError
        When the arrays are not exactly those of the backbone and its top.
    """
    picture = keras.Input((height, width, 3), name="picture")
    x = _convolution(picture, _STEM_FILTERS, 3, 2, "conv_stem", "bn0")
    for number, (stage, stride) in enumerate(_blocks()):
        x = _block(x, stage, stride, f"blocks_{number}")
    x = _convolution(x, FEATURES, 1, 1, "conv_head", "bn1")
    backbone = keras.Model(picture, x, name="backbone")
    _fill(backbone, arrays)
    backbone.trainable = False
    return backbone


def _blocks() -> list[tuple[Stage, int]]:
    """Every block's stage, with the filters of size 2, and its own stride."""
    blocks = []
    for place, stage in enumerate(_STAGES):
        ends = place in (0, len(_STAGES) - 1)
        repeats = stage.repeats if ends else math.ceil(stage.repeats * _DEPTH)
        scaled = Stage(repeats, stage.kernel, stage.stride, stage.expansion, _rounded(stage.filters * _WIDTH))
        blocks += [(scaled, stage.stride if repeat == 0 else 1) for repeat in range(repeats)]
    return blocks


def _rounded(filters: float) -> int:
    """Nearest multiple of 8 that is not more than a tenth below."""
    nearest = max(_DIVISOR, int(filters + _DIVISOR / 2) // _DIVISOR * _DIVISOR)
    return nearest + _DIVISOR if nearest < 0.9 * filters else nearest


def _block(x: keras.KerasTensor, stage: Stage, stride: int, name: str) -> keras.KerasTensor:
    """An inverted bottleneck: expand, look around in each channel, project; the way past it where shapes allow."""
    before = x
    if stage.expansion != 1:
        x = _convolution(x, x.shape[-1] * stage.expansion, 1, 1, f"{name}_expand_conv", f"{name}_bn0")
    depthwise = f"{name}_depthwise_conv"
    x = keras.layers.DepthwiseConv2D(stage.kernel, stride, padding="same", use_bias=False, name=depthwise)(x)
    x = keras.layers.ReLU(6.0)(_normalised(x, f"{name}_bn1"))
    x = keras.layers.Conv2D(stage.filters, 1, use_bias=False, name=f"{name}_project_conv")(x)
    x = _normalised(x, f"{name}_bn2")
    return keras.layers.Add()([x, before]) if stride == 1 and before.shape[-1] == stage.filters else x


def _convolution(
    x: keras.KerasTensor, filters: int, kernel: int, stride: int, name: str, normalisation: str
) -> keras.KerasTensor:
    x = keras.layers.Conv2D(filters, kernel, stride, padding="same", use_bias=False, name=name)(x)
    return keras.layers.ReLU(6.0)(_normalised(x, normalisation))


def _normalised(x: keras.KerasTensor, name: str) -> keras.KerasTensor:
    return keras.layers.BatchNormalization(epsilon=_EPSILON, name=name)(x)


def _fill(backbone: keras.Model, arrays: Arrays) -> None:
    wanted = [layer for layer in backbone.layers if layer.weights]
    grouped = _by_layer(arrays)
    if odd := sorted({layer.name for layer in wanted} ^ grouped.keys()):
        raise AlpacaError(f"These are not the arrays of EfficientNet-Lite2: {odd[0]} has no partner.")
    for layer in wanted:
        given = _in_keras_order(layer, grouped[layer.name])
        if [array.shape for array in given] != [tuple(weight.shape) for weight in layer.weights]:
            raise AlpacaError(f"These are not the arrays of EfficientNet-Lite2: {layer.name} has another shape.")
        layer.set_weights(given)


def _by_layer(arrays: Arrays) -> dict[str, Arrays]:
    """The backbone's arrays by layer: ``_blocks.0._bn1.bias`` is the ``bias`` of ``blocks_0_bn1``."""
    grouped: dict[str, Arrays] = {}
    for name, array in arrays.items():
        layer, part = name.rsplit(".", 1)
        if layer != "_fc" and part != "num_batches_tracked":
            grouped.setdefault(layer.replace("._", "_").replace(".", "_").lstrip("_"), {})[part] = array
    return grouped


def _in_keras_order(layer: keras.layers.Layer, parts: Arrays) -> list[NDArray[Any]]:
    """PyTorch's parts of a layer as the list that ``set_weights`` takes."""
    if isinstance(layer, keras.layers.BatchNormalization):
        return [parts[part] for part in ("weight", "bias", "running_mean", "running_var")]
    # (out, in, h, w) to (h, w, in, out); a depthwise convolution's are (channels, 1, h, w) to (h, w, channels, 1).
    order = (2, 3, 0, 1) if isinstance(layer, keras.layers.DepthwiseConv2D) else (2, 3, 1, 0)
    return [np.ascontiguousarray(parts["weight"].transpose(order))]
