"""Small copies of pictures, encoded, for pages that carry their pictures inside."""

import io
from typing import Final

from PIL import Image

from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import Source

_QUALITY: Final = 82


def jpeg_thumbnail(source: Source, side: int) -> bytes:
    """Give a picture as JPEG, no longer than ``side`` pixels on either side, without metadata.

    Raises
    ------
    PictureError
        With the sentence to show, whatever is wrong with the picture.
    """
    pixels = decode(source, for_display=(side, side)).shrunk(side, side)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()
