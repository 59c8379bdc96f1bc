"""Changes of a picture: turned, cut, lit, blurred, compressed anew. Each gives another `Picture`; none writes to it."""

import io
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageFilter, ImageStat

from alpaca_gui.imaging.picture import Picture

WHOLE: Final = (0.0, 0.0, 1.0, 1.0)
"""The whole of a picture as left, top, right and bottom, in shares of its width and height."""

Region = tuple[float, float, float, float]

_QUARTERS: Final = {
    90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270
}  # fmt: skip
_LONGEST_JPEG: Final = 65_488
"""Pixels a side: libjpeg writes no more than 65,500, and parts are cut where its blocks of 16 pixels meet."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A square laid over a picture.

    Attributes
    ----------
    x, y
        Its middle, in shares of width and height: 0.5 and 0.5 for the picture's.
    side
        In shares of the picture's shorter side.
    """

    x: float
    y: float
    side: float


def mirrored(picture: Picture) -> Picture:
    """Left and right exchanged."""
    return _of(picture.image.transpose(Image.Transpose.FLIP_LEFT_RIGHT))


def turned(picture: Picture, degrees: float) -> Picture:
    """Turn counter-clockwise around the middle; what is left is the largest part of the same shape without corners.

    So nothing is made up where a turned picture has no pixels, but the further it is turned the closer it is cut.
    Half turns, and quarter turns of squares, move whole pixels; else they are interpolated, bicubic.

    Raises
    ------
    ValueError
        When ``degrees`` is no finite number.
    """
    if not math.isfinite(degrees):
        raise ValueError(f"a turn is a finite number of degrees, got {degrees}")
    image = picture.image
    if degrees % 360 == 0:
        return picture
    if degrees % (90 if image.width == image.height else 180) == 0:
        return _of(image.transpose(_QUARTERS[int(degrees % 360)]))
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    scale = _scale_inside(image.width, image.height, abs(cos), abs(sin))
    width, height = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    # Pillow asks where each pixel of the result comes from: turned back, from the middle of one to that of the other.
    left = image.width / 2 - cos * width / 2 + sin * height / 2
    top = image.height / 2 - sin * width / 2 - cos * height / 2
    data = (cos, -sin, left, sin, cos, top)
    return _of(image.transform((width, height), Image.Transform.AFFINE, data, Image.Resampling.BICUBIC))


def _scale_inside(width: int, height: int, cos: float, sin: float) -> float:
    return min(1.0, width / (width * cos + height * sin), height / (width * sin + height * cos))


def cut(picture: Picture, region: Region) -> Picture:
    """Cut a part out, whole pixels, one at least.

    Raises
    ------
    ValueError
        When the region is turned over, or goes beyond the picture.
    """
    left, top, right, bottom = region
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise ValueError(f"a region lies between 0 and 1, left of right and top above bottom, got {region}")
    image = picture.image
    x, y = min(round(left * image.width), image.width - 1), min(round(top * image.height), image.height - 1)
    box = (x, y, max(x + 1, round(right * image.width)), max(y + 1, round(bottom * image.height)))
    return picture if box == (0, 0, *image.size) else _of(image.crop(box))


def lit(picture: Picture, factor: float) -> Picture:
    """Multiply each pixel by ``factor``, at least 0, and round; what would be over 255 becomes 255.

    Raises
    ------
    ValueError
        When the factor is below 0, or no finite number.
    """
    _check(factor)
    return _of(_mapped(picture.image, lambda value: value * factor))


def contrasted(picture: Picture, factor: float) -> Picture:
    """Move each pixel away from the picture's mean grey by ``factor``, at least 0; 0 leaves that grey alone.

    Grey is ITU-R BT.601's luma, and its mean is rounded.

    Raises
    ------
    ValueError
        When the factor is below 0, or no finite number.
    """
    _check(factor)
    mean = round(ImageStat.Stat(picture.image.convert("L")).mean[0])
    return _of(_mapped(picture.image, lambda value: mean + (value - mean) * factor))


def _check(factor: float) -> None:
    if not (math.isfinite(factor) and factor >= 0):
        raise ValueError(f"a factor is a finite number of at least 0, got {factor}")


def _mapped(image: Image.Image, of: Callable[[int], float]) -> Image.Image:
    """Each value by a table. Pillow's own enhancers cut the digits after the point off, which darkens."""
    table = [math.floor(min(max(of(value), 0.0), 255.0) + 0.5) for value in range(256)]
    return image.point(table * 3)


def blurred(picture: Picture, radius: float) -> Picture:
    """Blur with a Gaussian whose standard deviation is ``radius``, in shares of the picture's shorter side."""
    image = picture.image
    return _of(image.filter(ImageFilter.GaussianBlur(radius * min(image.size))))


def compressed(picture: Picture, quality: int) -> Picture:
    """Write as a JPEG of ``quality`` (1 to 95, colours at half the resolution) and read again.

    A picture that is longer than a JPEG can be is written in parts.
    """
    image = picture.image
    if max(image.size) <= _LONGEST_JPEG:
        return _of(_through_jpeg(image, quality))
    whole = Image.new("RGB", image.size)
    for box in _parts(*image.size):
        whole.paste(_through_jpeg(image.crop(box), quality), box[:2])
    return _of(whole)


def _parts(width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    for left in range(0, width, _LONGEST_JPEG):
        for top in range(0, height, _LONGEST_JPEG):
            yield (left, top, min(left + _LONGEST_JPEG, width), min(top + _LONGEST_JPEG, height))


def _through_jpeg(image: Image.Image, quality: int) -> Image.Image:
    stream = io.BytesIO()
    # Of a copy, since Pillow notes on an image how it is written, and another thread may write the same one otherwise.
    # Without the comment of the file where the picture came from, however long that is.
    image.copy().save(stream, "JPEG", quality=quality, subsampling="4:2:0", comment=b"")
    with Image.open(stream, formats=("JPEG",)) as read:
        return read.convert("RGB")


def patched(picture: Picture, patch: Patch) -> Picture:
    """Lay a square of mid-grey over a part; what of it is beyond the picture's edge is lost."""
    image = picture.image
    half = patch.side * min(image.size) / 2
    x, y = patch.x * image.width, patch.y * image.height
    covered = image.copy()
    covered.paste((128, 128, 128), (round(x - half), round(y - half), round(x + half), round(y + half)))
    return _of(covered)


def reduced(picture: Picture, shorter: int) -> Picture:
    """Shrink so that the shorter side has ``shorter`` pixels; a picture that is no larger stays as it is.

    A very long one keeps its shape as far as whole pixels can.
    """
    image = picture.image
    scale = shorter / min(image.size)
    if scale >= 1:
        return picture
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return _of(image.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0))


def _of(image: Image.Image) -> Picture:
    return Picture(image, image.width, image.height)
