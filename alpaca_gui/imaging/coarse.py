"""Resizing without antialiasing, as other programs do it: to show what that changes; the model never gets it."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from alpaca_gui.imaging.preprocess import Box


def nearest(image: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
    """Take one pixel for each of the result, that in whose middle it lies, and leave out all others."""
    return image.resize(size, Image.Resampling.NEAREST, box=box)


def bilinear_samples(image: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
    """Weigh four pixels for each of the result, however many lie between; rounded to 8 bits.

    That is ``cv2.resize`` with ``INTER_LINEAR`` but for its fixed-point rounding, and ``tf.image.resize`` with
    ``antialias=False`` but for its not rounding: pixels are sampled at ``(i + 0.5) * scale - 0.5``, and those at the
    edge repeat beyond it.
    """
    pixels = np.asarray(image)
    left, right, across = _samples(box[0], box[2], size[0], image.width)
    upper, lower, down = _samples(box[1], box[3], size[1], image.height)
    across, down = across[np.newaxis, :, np.newaxis], down[:, np.newaxis, np.newaxis]
    above = _mixed(_taken(pixels, upper, left), _taken(pixels, upper, right), across)
    below = _mixed(_taken(pixels, lower, left), _taken(pixels, lower, right), across)
    return Image.fromarray(np.rint(_mixed(above, below, down)).astype(np.uint8))


def _taken(pixels: NDArray[np.uint8], rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.float32]:
    """The pixels where these rows and columns cross, float32 (rows, columns, 3)."""
    return np.take(pixels.take(rows, axis=0), columns, axis=1).astype(np.float32)


def _mixed(one: NDArray[np.float32], other: NDArray[np.float32], share: NDArray[np.float32]) -> NDArray[np.float32]:
    """So much of the other, the rest of the one; both are written over, since they are large."""
    other -= one
    other *= share
    one += other
    return one


def _samples(
    start: float, end: float, count: int, side: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32]]:
    """Both neighbours of each sample along one side, and the share of the second, (count,) each."""
    places = start + (np.arange(count) + 0.5) * ((end - start) / count) - 0.5
    before = np.floor(places)
    first, second = (np.clip(one, 0, side - 1).astype(np.intp) for one in (before, before + 1))
    return first, second, (places - before).astype(np.float32)
