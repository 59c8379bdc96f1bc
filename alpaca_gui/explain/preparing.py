"""Prepares a picture for a model in other ways than the model's own: another fit, decoding, resampling or scaling."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import PictureError
from alpaca_gui.explain.lens import Seen
from alpaca_gui.explain.tensor_numbers import TensorNumbers, counted, tensor_numbers
from alpaca_gui.imaging.alike import same_but_for_a_turn, same_pixels
from alpaca_gui.imaging.decode import decode, is_jpeg
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.preprocess import Preprocessing, Resize, Tensor

Number = TypeVar("Number", np.uint8, np.float32)

CHANGED: Final = (
    "The file is another one by now than the one that the model saw, so it cannot be decoded in another way."
)
NO_JPEG: Final = "Only a JPEG can be decoded at a fraction of its size, and this is none."

_MEAN: Final = (0.485, 0.456, 0.406)
_DEVIATION: Final = (0.229, 0.224, 0.225)
"""Of the pixels of ImageNet, 0 to 1, red green blue, as torchvision's models have them."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A model's input as it was made: each pixel's value, and which number it becomes.

    Attributes
    ----------
    pixels
        uint8 (height, width, 3).
    table
        float32 (256, 3): the number for each value in each channel.
    """

    pixels: NDArray[np.uint8]
    table: NDArray[np.float32]

    @property
    def tensor(self) -> Tensor:
        """float32 (1, height, width, 3)."""
        return looked_up(self.table, self.pixels)[np.newaxis]


def looked_up(table: NDArray[Number], pixels: NDArray[np.uint8]) -> NDArray[Number]:
    """Give the entry for each pixel, (height, width, 3), of a table (256, 3), each channel in its own column."""
    found = np.empty(pixels.shape, table.dtype)
    for channel in range(3):
        found[..., channel] = np.take(table[:, channel], pixels[..., channel])
    return found


class Workshop:
    """One picture, and what ways to prepare it have in common. Pictures are decoded anew once at most.

    Attributes
    ----------
    seen
        The picture, as the model saw it.
    step
        The model's own preprocessing.
    """

    def __init__(self, seen: Seen, step: Preprocessing) -> None:
        self.step = step
        self.seen = seen

    @cached_property
    def pixels(self) -> NDArray[np.uint8]:
        """What the model saw, before scaling: turned back from the very tensor, or made anew where that is lossy."""
        pixels = self.step.unscaled(self.seen.tensor)
        if not np.array_equal(self.step.scaled(pixels), self.seen.tensor):
            return self.step.view(self.seen.picture)
        view: NDArray[np.uint8] = pixels[0]
        return view

    @cached_property
    def table(self) -> NDArray[np.float32]:
        """The model's own numbers, float32 (256, 3)."""
        return self.step.scaled(_levels())

    @cached_property
    def as_stored(self) -> Picture:
        """The picture as it lies in its file, not set upright: the very one that was seen where it lies upright.

        Raises
        ------
        PictureError
            When it cannot be read any more, or is another one by now.
        """
        picture = decode(self.seen.source, upright=False)
        if same_pixels(picture, self.seen.picture):
            return self.seen.picture
        if not same_but_for_a_turn(picture, self.seen.picture):
            raise PictureError(CHANGED)
        return picture

    @cached_property
    def _counts(self) -> NDArray[np.int64]:
        return counted(self.pixels)

    @cached_property
    def _reversible(self) -> bool:
        """Whether the model's own numbers lead back to the pixels."""
        return np.array_equal(self.step.unscaled(self.table), _levels())

    def view(self, prepared: Prepared) -> NDArray[np.uint8]:
        """The numbers turned back into a picture by the model's own scaling, uint8 (height, width, 3)."""
        if prepared.table is self.table and self._reversible:
            return prepared.pixels
        return looked_up(self.step.unscaled(prepared.table), prepared.pixels)

    def numbers(self, prepared: Prepared, tensor: Tensor) -> TensorNumbers:
        """Range, means and histogram of the tensor that is made of this; its pixels are often the model's own."""
        counts = self._counts if prepared.pixels is self.pixels else None
        return tensor_numbers(tensor, prepared.pixels, prepared.table, counts)

    @cached_property
    def own(self) -> Prepared:
        """What the model does."""
        return Prepared(self.pixels, self.table)

    def with_step(self, **changes: str) -> Prepared:
        """Another fit, or another resampling."""
        step = replace(self.step, **changes)  # type: ignore[arg-type]  # fit and resampling are words
        return self.own if step == self.step else Prepared(step.view(self.seen.picture), self.table)

    def resized(self, resize: Resize) -> Prepared:
        """The same fit, resized as Pillow does not do it."""
        return Prepared(self.step.view_by(self.seen.picture, resize), self.table)

    def lying(self) -> Prepared:
        """Not set upright."""
        stored = self.as_stored
        return self.own if stored is self.seen.picture else Prepared(self.step.view(stored), self.table)

    def drafted(self) -> Prepared:
        """Decoded at a fraction of its size."""
        source = self.seen.source
        if not is_jpeg(source):
            raise PictureError(NO_JPEG)
        _ = self.as_stored  # which finds out whether it is the same picture still
        picture = decode(source, for_display=(self.step.width, self.step.height))
        return Prepared(self.step.view(picture), self.table)

    def scaled(self, scale: float, offset: float) -> Prepared:
        """The model's pixels, brought to another range by the model's own arithmetic."""
        return Prepared(self.pixels, replace(self.step, scale=scale, offset=offset).scaled(_levels()))

    def standardised(self) -> Prepared:
        """The pixels as torchvision's models take them."""
        unit = _levels().astype(np.float32) / np.float32(255)
        table = ((unit - np.array(_MEAN, np.float32)) / np.array(_DEVIATION, np.float32)).astype(np.float32)
        return Prepared(self.pixels, table)

    def exchanged(self) -> Prepared:
        """Blue, green, red."""
        return Prepared(np.ascontiguousarray(self.pixels[..., ::-1]), self.table)

    def twice(self) -> Prepared:
        """The numbers that the model wants, scaled once more."""
        with np.errstate(over="ignore", invalid="ignore"):  # the model says what it makes of infinity
            return Prepared(self.pixels, self.table * np.float32(self.step.scale) + np.float32(self.step.offset))


def _levels() -> NDArray[np.uint8]:
    return np.repeat(np.arange(256, dtype=np.uint8)[:, np.newaxis], 3, axis=1)
