"""One picture under changes, asked about again and again: a smaller copy of it, and a memory of what was answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Final, Self

from alpaca_gui.explain.adjusting import PATCH, SLIDERS, Adjustment, adjusted
from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.imaging.alter import Patch, reduced
from alpaca_gui.imaging.picture import Picture

_OVER: Final = 2
"""A copy has as many pixels as a square of this many times the model's input: a step stays fast."""

_LEAST: Final = 1
"""Its shorter side has this many times the input's pixels at least, ..."""

_MOST: Final = 4
"""... unless it then has more pixels than a square of this many times the input."""

_REMEMBERED: Final = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Copy:
    """A picture made small, to be changed many times a second.

    Attributes
    ----------
    picture
        The picture itself, where it is no larger than a copy would be.
    logit
        What the model says of it, unchanged.
    own
        The logit of the whole picture, as it stands in the list.
    exact
        Whether it is the picture itself: all logits are then what the model says of the changed picture.
    """

    picture: Picture
    logit: float
    own: float
    exact: bool

    @classmethod
    def of(cls, lens: Lens, seen: Seen) -> Self:
        """Reduce a picture to about twice the model's input.

        Raises
        ------
        PictureError
            When the model gives no finite logit for the copy.
        """
        image, side = seen.picture.image, max(lens.preprocessing.width, lens.preprocessing.height)
        long = sqrt(max(image.size) / min(image.size))
        times = max(_OVER / long, min(_LEAST, _MOST / long))
        small = reduced(seen.picture, max(1, round(times * side)))
        exact = small is seen.picture
        return cls(small, seen.logit if exact else lens.logit(small), seen.logit, exact)


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The copy as it was changed, and its logit."""

    adjustment: Adjustment
    picture: Picture
    logit: float


class Probe:
    """Asks a lens about one picture's copy, and remembers: what was asked before costs nothing. For one thread.

    Attributes
    ----------
    lens, seen
        The model, and the picture.
    copy
        What is changed.
    """

    def __init__(self, lens: Lens, seen: Seen) -> None:
        self.lens, self.seen = lens, seen
        self.copy = Copy.of(lens, seen)
        self._logits: dict[Adjustment, float] = {Adjustment(): self.copy.logit}
        self._through = (Adjustment(), self.copy.picture)

    def knows(self, adjustment: Adjustment) -> bool:
        """Whether the logit is remembered."""
        return adjustment.plain in self._logits

    def logit(self, adjustment: Adjustment) -> float:
        """Give the copy's logit under a change.

        Raises
        ------
        PictureError
            When the model gives no finite logit.
        """
        key = adjustment.plain
        if key not in self._logits:
            self._remember(key, self.lens.logit(self._changed(key)))
        return self._logits[key]

    def answer(self, adjustment: Adjustment) -> Answer:
        """Give the copy's logit under a change together with what was looked at."""
        key = adjustment.plain
        picture = self._changed(key)
        if key not in self._logits:
            self._remember(key, self.lens.logit(picture))
        return Answer(adjustment, picture, self._logits[key])

    def whole(self, adjustment: Adjustment) -> float:
        """Give the logit of the whole picture under a change; it takes as long as the picture is large."""
        if self.copy.exact:
            return self.logit(adjustment)
        return self.lens.logit(adjusted(self.seen.picture, adjustment))

    def _changed(self, adjustment: Adjustment) -> Picture:
        """Change the copy. Turning and blurring take longest, and most sliders leave them as they were."""
        if self._through[0] != adjustment.optics:
            self._through = (adjustment.optics, adjusted(self.copy.picture, adjustment.optics))
        return adjusted(self._through[1], adjustment.light)

    def _remember(self, adjustment: Adjustment, logit: float) -> None:
        while len(self._logits) >= _REMEMBERED:
            del self._logits[next(iter(self._logits))]
        self._logits[adjustment] = logit


def drag(probe: Probe, count: int) -> Iterator[Answer]:
    """Give what a hand that drags one slider after the other asks for, ``count`` times; for measuring.

    No two are the same, so that nothing is remembered; the last sixth moves a patch over the picture.
    """
    each = -(-count // len(SLIDERS))
    for number in range(count):
        slider, part = SLIDERS[number // each], (number % each + 0.3) / each  # never neutral
        if slider is PATCH:
            yield probe.answer(Adjustment(patch=Patch(part, 0.5, 0.25)))
        else:
            yield probe.answer(slider.on(Adjustment(), slider.low + part * (slider.high - slider.low)))
