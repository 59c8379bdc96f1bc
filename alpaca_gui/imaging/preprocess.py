"""The one preprocessing step: a picture to the tensor that the model sees. The same in training and in use."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from alpaca_gui.imaging.picture import Picture

Tensor = NDArray[np.float32]
Box = tuple[float, float, float, float]
Resize = Callable[[Image.Image, tuple[int, int], Box], Image.Image]
"""Brings the part of an image inside a box (left, top, right, bottom, in its pixels) to a size."""

VERSION: Final = 1
"""Raised when the same settings would give other numbers than before."""

_RESAMPLING = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}
FITS: Final = ("squash", "crop", "pad")


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """Everything that turns a picture into numbers; stored, and hashed, with the model.

    Attributes
    ----------
    width, height
        Size of the model's input in pixels.
    fit
        ``squash`` stretches the whole picture to the input; ``crop`` takes the largest centred part of its shape;
        ``pad`` keeps the whole picture in its shape, in the middle of a black ground.
    resampling
        ``bilinear`` or ``bicubic``, both with the area-wide support that keeps a strong reduction free of aliasing.
    scale, offset
        ``tensor = pixel * scale + offset`` for pixels of 0 to 255; 1/127.5 and -1 give [-1, 1].
    version
        Of the arithmetic itself.
    """

    width: int
    height: int
    fit: str = "squash"
    resampling: str = "bilinear"
    scale: float = 1 / 127.5
    offset: float = -1.0
    version: int = VERSION

    def __post_init__(self) -> None:
        """Refuse settings that this program does not know how to follow."""
        if self.version != VERSION:
            raise ValueError(f"preprocessing version {self.version} is not known here, only {VERSION}")
        if self.fit not in FITS:
            raise ValueError(f"fit must be one of {FITS}, got {self.fit!r}")
        if self.resampling not in _RESAMPLING:
            raise ValueError(f"resampling must be one of {tuple(_RESAMPLING)}, got {self.resampling!r}")
        if not (0 < self.width <= 4096 and 0 < self.height <= 4096):
            raise ValueError(f"the input must be 1 to 4096 pixels a side, got {self.width} x {self.height}")
        if not np.isfinite([self.scale, self.offset]).all():
            raise ValueError(f"scale and offset must be finite, got {self.scale} and {self.offset}")

    @classmethod
    def from_dict(cls, values: dict[str, object]) -> Self:
        """Read the settings from a model's card; the reverse of `as_dict`.

        Raises
        ------
        ValueError, TypeError
            When a setting is missing, unknown or out of range.
        """
        return cls(**values)  # type: ignore[arg-type]

    def as_dict(self) -> dict[str, object]:
        """Return the settings by name, for a model's card."""
        return asdict(self)

    def view(self, picture: Picture) -> NDArray[np.uint8]:
        """What the model sees of the picture, before scaling: uint8 (height, width, 3)."""
        return self.view_by(picture, self._resize)

    def view_by(self, picture: Picture, resize: Resize) -> NDArray[np.uint8]:
        """As `view`, but resized in another way; to show what that changes, never for what the model is asked."""
        image = picture.image
        if self.fit != "pad":
            return np.asarray(resize(image, (self.width, self.height), self.box(*image.size)))
        size, place = self._inside(*image.size)
        ground = Image.new("RGB", (self.width, self.height))
        ground.paste(resize(image, size, (0.0, 0.0, *image.size)), place)
        return np.asarray(ground)

    def _resize(self, image: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
        return image.resize(size, _RESAMPLING[self.resampling], box=box)

    def _inside(self, width: int, height: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Size of the whole picture inside the padded input, in whole pixels, and where its left top corner is."""
        scale = min(self.width / width, self.height / height)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        return size, ((self.width - size[0]) // 2, (self.height - size[1]) // 2)

    def box(self, width: int, height: int) -> Box:
        """Where on a picture of ``width`` x ``height`` the model's input lies: left, top, right, bottom in its pixels.

        With ``crop`` a part of it; with ``pad`` more than it, so that left or top is below 0, up to the rounding to
        whole pixels of the input.
        """
        if self.fit == "squash":
            return (0.0, 0.0, float(width), float(height))
        aspect = self.width / self.height
        shorter = min if self.fit == "crop" else max
        w, h = shorter(width, height * aspect), shorter(height, width / aspect)
        left, top = (width - w) / 2, (height - h) / 2
        return left, top, left + w, top + h

    def tensor(self, picture: Picture) -> Tensor:
        """Give the model's input: float32 (1, height, width, 3)."""
        return self.scaled(self.view(picture)[np.newaxis])

    def scaled(self, views: NDArray[np.uint8]) -> Tensor:
        """Give the tensor of what `view` gave: float32 of the same shape, ``pixel * scale + offset``."""
        tensor = views.astype(np.float32)
        tensor *= np.float32(self.scale)
        tensor += np.float32(self.offset)
        return tensor

    def unscaled(self, tensor: Tensor) -> NDArray[np.uint8]:
        """Turn a tensor back into pixels, uint8 of the same shape: the reverse of `scaled`, as the model would read it.

        What is beyond 0 to 255 is cut off there; where ``scale`` is 0 nothing can be told, and all is black.
        """
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            pixels = (tensor.astype(np.float64) - np.float32(self.offset)) / np.float64(np.float32(self.scale))
        return np.clip(np.rint(np.nan_to_num(pixels, nan=0.0)), 0, 255).astype(np.uint8)
