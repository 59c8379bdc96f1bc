"""Pixels as Qt's images."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


def image_of(pixels: NDArray[np.uint8]) -> QImage:
    """Give an image of pixels, uint8 (h, w, 3), or (h, w, 4) with straight alpha; it owns its memory.

    The image is of the kind that pixmaps are made of, so that the window's thread has nothing left to convert.
    """
    height, width, channels = pixels.shape
    pixels = np.ascontiguousarray(pixels)
    if channels == 4:
        image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
        return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    # What this gives owns its memory, where `image` would read the array's after that is gone.
    return image.convertToFormat(QImage.Format.Format_RGB32)
