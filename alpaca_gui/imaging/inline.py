"""Pictures inside of pages and drawings: pixels as ``data:`` addresses."""

import base64
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_QUALITY = 88


def jpeg_address(pixels: NDArray[np.uint8]) -> str:
    """Pixels, uint8 (h, w, 3), as the address of a JPEG: for photographs."""
    return _address(pixels, "JPEG", quality=_QUALITY)


def png_address(pixels: NDArray[np.uint8]) -> str:
    """Pixels, uint8 (h, w, 3), as the address of a PNG: to the last bit what they are."""
    return _address(pixels, "PNG", compress_level=6)


def bytes_address(data: bytes, kind: str) -> str:
    """Data of a media type, e.g. ``image/jpeg``, as an address."""
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _address(pixels: NDArray[np.uint8], form: str, **options: int) -> str:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, form, **options)
    return bytes_address(stream.getvalue(), f"image/{form.lower()}")
