"""Whether two pictures are the same, pixel for pixel, or but for a quarter turn or a mirroring."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from alpaca_gui.imaging.picture import Picture

_SKETCH: Final = 32
_MIDDLE: Final = 256
_ROUNDING: Final = 2
"""Across and down are rounded one after the other, so that it matters a little which comes first."""


_STRIP: Final = 256
"""Rows that are compared at once, so that the differences of a large picture take no memory."""


def same_pixels(one: Picture, other: Picture) -> bool:
    """Tell whether two pictures, sRGB of 8 bits both, are equal in every pixel."""
    width, height = one.image.size
    if other.image.size != (width, height):
        return False
    strips = ((0, top, width, min(top + _STRIP, height)) for top in range(0, height, _STRIP))
    return all(ImageChops.difference(one.image.crop(x), other.image.crop(x)).getbbox() is None for x in strips)


def same_but_for_a_turn(one: Picture, other: Picture) -> bool:
    """Tell whether one of the eight ways to lay ``one`` down gives ``other``.

    The middle, 256 pixels a side, is compared exactly; what is around it by the means of 32 x 32 fields, so that it
    takes a few milliseconds for a picture of any size.
    """
    if sorted(one.image.size) != sorted(other.image.size):
        return False
    pairs = zip(_ways(_middle(one.image)), _ways(_sketch(one.image)), strict=True)
    middle, sketch = _middle(other.image), _sketch(other.image)
    return any(np.array_equal(a, middle) and np.abs(b - sketch).max() <= _ROUNDING for a, b in pairs)


def _ways(pixels: NDArray[np.int16]) -> Iterator[NDArray[np.int16]]:
    for laid in (pixels, pixels.transpose(1, 0, 2)):
        yield from (laid, laid[::-1], laid[:, ::-1], laid[::-1, ::-1])


def _middle(image: Image.Image) -> NDArray[np.int16]:
    """The middle, as many pixels from each edge as from the one across; whole where it is small."""
    x, y = (max(0, (side - _MIDDLE) // 2) for side in image.size)
    return np.asarray(image.crop((x, y, image.width - x, image.height - y)), np.int16)


def _sketch(image: Image.Image) -> NDArray[np.int16]:
    """Small; by a filter that is the same from either side, which Pillow's for boxes is not."""
    if max(image.size) <= _MIDDLE:  # of which all is compared already
        return np.zeros((1, 1, 3), np.int16)
    return np.asarray(image.resize((_SKETCH, _SKETCH), Image.Resampling.BILINEAR), np.int16)
