"""Views of a picture: the small changes under which a person would give the same answer, for training on them."""

from dataclasses import dataclass, replace
from typing import Final

from PIL import Image

from alpaca_gui.imaging.picture import Picture


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at a picture.

    Attributes
    ----------
    name
        Names it in kept embeddings and on model cards; the same name always means the same change.
    mirrored
        Whether left and right are exchanged.
    part
        Share of width and of height that is seen.
    left, top
        Where that part begins, as a share of what is left out: 0 at the left or upper edge, 0.5 in the middle.
    """

    name: str
    mirrored: bool = False
    part: float = 1.0
    left: float = 0.5
    top: float = 0.5

    def of(self, picture: Picture) -> Picture:
        """Give the picture as it is seen in this view; the picture itself where nothing changes."""
        image = picture.image
        if self.part < 1:
            image = image.crop(self._box(*image.size))
        if self.mirrored:
            image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        return picture if image is picture.image else replace(picture, image=image)

    def _box(self, width: int, height: int) -> tuple[int, int, int, int]:
        seen = max(1, round(width * self.part)), max(1, round(height * self.part))
        left, top = round((width - seen[0]) * self.left), round((height - seen[1]) * self.top)
        return left, top, left + seen[0], top + seen[1]


WHOLE: Final = View("whole")
"""The picture as it is: what the model is asked about in use."""
