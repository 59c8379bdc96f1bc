"""Makes pictures of every kind in memory, and the plain truth to compare them with."""

import io
import struct
import zlib
from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image

# Importing the decoder teaches Pillow HEIC.
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.source import MemorySource

Pixels = NDArray[np.uint8]

RED, GREEN, BLUE, WHITE = (230, 20, 30), (20, 200, 40), (30, 40, 220), (250, 250, 250)

LOSSLESS: Final = ("PNG", "TIFF", "BMP")
EVERY_FORMAT: Final = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "TIFF", "BMP", "GIF")

STORED_FOR: Final[dict[int, Callable[[Pixels], Pixels]]] = {
    1: lambda upright: upright,
    2: lambda upright: upright[:, ::-1],
    3: lambda upright: upright[::-1, ::-1],
    4: lambda upright: upright[::-1],
    5: lambda upright: upright.transpose(1, 0, 2),
    6: lambda upright: np.rot90(upright, 1),
    7: lambda upright: upright[::-1, ::-1].transpose(1, 0, 2),
    8: lambda upright: np.rot90(upright, -1),
}
"""How the pixels lie in a file whose orientation is the number: the 0th row and column of Exif 2.32, tag 274."""


def quarters(width: int = 64, height: int = 48) -> Pixels:
    """Red, green, blue and white: no turn and no mirroring leaves it as it is."""
    pixels = np.empty((height, width, 3), np.uint8)
    pixels[: height // 2, : width // 2] = RED
    pixels[: height // 2, width // 2 :] = GREEN
    pixels[height // 2 :, : width // 2] = BLUE
    pixels[height // 2 :, width // 2 :] = WHITE
    return pixels


def encoded(pixels: Pixels | NDArray[np.uint16] | Image.Image, form: str, **options: Any) -> bytes:
    """Encode in one of Pillow's formats."""
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(np.ascontiguousarray(pixels))
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def oriented(pixels: Pixels, form: str, orientation: int) -> bytes:
    """Encode so that ``pixels`` are what a person should see."""
    stored = STORED_FOR[orientation](pixels)
    if form == "TIFF":
        return encoded(stored, form, tiffinfo={ExifTags.Base.Orientation: orientation})
    return encoded(stored, form, exif=exif(orientation), **({"quality": 95} if form != "PNG" else {}))


def exif(orientation: int) -> bytes:
    """EXIF data that holds an orientation and a camera."""
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = orientation
    tags[ExifTags.Base.Make] = "Alpaca"
    tags[ExifTags.Base.Software] = "made up " * 20
    return tags.tobytes()


def animation(form: str, frames: int = 3) -> bytes:
    """Frames that differ; the first is `quarters`."""
    pixels = quarters()
    images = [Image.fromarray(np.roll(pixels, 9 * index, axis=1)) for index in range(frames)]
    return encoded(images[0], form, save_all=True, append_images=images[1:])


def chunk(kind: bytes, data: bytes) -> bytes:
    """One part of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def raw_png(size: tuple[int, int], bits: int, colour: int, rows: Iterable[bytes], *chunks: bytes) -> bytes:
    """A PNG written by hand, of kinds that Pillow does not write."""
    head = struct.pack(">IIBBBBB", *size, bits, colour, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    parts = (chunk(b"IHDR", head), *chunks, chunk(b"IDAT", data), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def read(data: bytes, **options: Any) -> Picture:
    """Decode bytes."""
    return decode(MemorySource(data, "made up"), **options)


def difference(found: Pixels, wanted: Pixels) -> float:
    """Mean difference of the pixels, in 255ths; the shapes must be the same."""
    assert found.shape == wanted.shape
    return float(np.abs(found.astype(np.int16) - wanted).mean())
