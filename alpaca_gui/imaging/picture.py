"""A decoded picture: oriented, sRGB, 8 bits a channel."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """What every later step works on.

    Attributes
    ----------
    image
        Pillow image in mode RGB, upright, in sRGB; never written to.
    width, height
        Size in pixels as a person sees it, after orientation; that of the whole picture, also where ``image`` was
        decoded smaller for display.
    notes
        Sentences about what was done that a person should know, e.g. that only the first frame was read.
    """

    image: Image.Image
    width: int
    height: int
    notes: tuple[str, ...] = ()

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """The pixels as uint8 (H, W, 3), red green blue; a copy."""
        return np.array(self.image)

    def shrunk(self, width: int, height: int) -> NDArray[np.uint8]:
        """Pixels for display, uint8 (h, w, 3): as large as fits in ``width`` x ``height``, never enlarged."""
        image = self.image
        scale = min(width / image.width, height / image.height)
        if scale < 1:
            size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
            image = image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
        return np.array(image)
