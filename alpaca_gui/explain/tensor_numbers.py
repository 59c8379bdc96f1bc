"""The numbers in a tensor that was made of pixels: their range, their mean, and how often each occurs."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.imaging.preprocess import Tensor

LEVELS: Final = 256
"""Values that a pixel can have in one channel."""


@dataclass(frozen=True, slots=True, eq=False)
class ChannelNumbers:
    """One channel of a tensor.

    Attributes
    ----------
    low, high, mean
        Least and greatest number, and their mean.
    values, counts
        float32 (256,) and int64 (256,): the number that each value of a pixel becomes, and how many pixels have it.
    """

    low: float
    high: float
    mean: float
    values: NDArray[np.float32]
    counts: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class TensorNumbers:
    """What can be said of a tensor in a line, and its histogram.

    Attributes
    ----------
    shape
        Height, width and channels.
    dtype
        Type of the numbers, e.g. ``float32``.
    red, green, blue
        The channels in the tensor's own order: ``red`` is the first, which the model takes for red.
    """

    shape: tuple[int, int, int]
    dtype: str
    red: ChannelNumbers
    green: ChannelNumbers
    blue: ChannelNumbers

    @property
    def channels(self) -> tuple[ChannelNumbers, ChannelNumbers, ChannelNumbers]:
        """First, second and third."""
        return self.red, self.green, self.blue

    @property
    def low(self) -> float:
        """The least number of all."""
        return min(channel.low for channel in self.channels)

    @property
    def high(self) -> float:
        """The greatest number of all."""
        return max(channel.high for channel in self.channels)

    @property
    def mean(self) -> float:
        """The mean of all numbers."""
        return sum(channel.mean for channel in self.channels) / 3


def counted(pixels: NDArray[np.uint8]) -> NDArray[np.int64]:
    """How often each value occurs in each channel of pixels (height, width, 3): int64 (3, 256)."""
    return np.stack([np.bincount(pixels[..., index].ravel(), minlength=LEVELS) for index in range(3)])


def tensor_numbers(
    tensor: Tensor, pixels: NDArray[np.uint8], table: NDArray[np.float32], counts: NDArray[np.int64] | None = None
) -> TensorNumbers:
    """Count a tensor through the pixels that it was made of, which is far quicker and exact.

    Parameters
    ----------
    tensor
        float32 (1, height, width, 3); its shape and type are told.
    pixels
        uint8 (height, width, 3).
    table
        float32 (256, 3): ``tensor[0, y, x, c] == table[pixels[y, x, c], c]``.
    counts
        What `counted` gives for the pixels, where that is known.
    """
    counts = counted(pixels) if counts is None else counts
    red, green, blue = (_channel(counts[index], table[:, index]) for index in range(3))
    height, width, depth = tensor.shape[1:]
    return TensorNumbers((height, width, depth), tensor.dtype.name, red, green, blue)


def _channel(counts: NDArray[np.int64], values: NDArray[np.float32]) -> ChannelNumbers:
    there = values[counts > 0].astype(np.float64)
    with np.errstate(invalid="ignore"):  # of infinities there is no mean
        mean = float(there @ counts[counts > 0]) / int(counts.sum())
    return ChannelNumbers(float(there.min()), float(there.max()), mean, values, counts)
