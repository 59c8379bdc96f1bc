"""Changes of a picture: turned, cut, lit, blurred, compressed anew. Each gives another `Picture`; none writes to it."""

import io
import math
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageEnhance, ImageFilter

from alpaca_gui.imaging.picture import Picture

WHOLE: Final = (0.0, 0.0, 1.0, 1.0)
"""The whole of a picture as left, top, right and bottom, in shares of its width and height."""

Region = tuple[float, float, float, float]


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
    """
    image = picture.image
    if degrees % 360 == 0:
        return picture
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
    """Multiply each pixel by ``factor``, at least 0; what would be over 255 becomes 255."""
    return _of(ImageEnhance.Brightness(picture.image).enhance(factor))


def contrasted(picture: Picture, factor: float) -> Picture:
    """Move each pixel away from the picture's mean grey by ``factor``; 0 leaves that grey alone."""
    return _of(ImageEnhance.Contrast(picture.image).enhance(factor))


def blurred(picture: Picture, radius: float) -> Picture:
    """Blur with a Gaussian whose standard deviation is ``radius``, in shares of the picture's shorter side."""
    image = picture.image
    return _of(image.filter(ImageFilter.GaussianBlur(radius * min(image.size))))


def compressed(picture: Picture, quality: int) -> Picture:
    """Write as a JPEG of ``quality`` (1 to 95, colours at half the resolution) and read again."""
    stream = io.BytesIO()
    picture.image.save(stream, "JPEG", quality=quality, subsampling="4:2:0")
    with Image.open(stream, formats=("JPEG",)) as image:
        image.load()
        return _of(image.convert("RGB"))


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
