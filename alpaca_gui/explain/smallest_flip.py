"""The smallest change that flips a picture: every slider alone, all of them further and further at the same pace."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from alpaca_gui.explain.adjusting import PATCH, SLIDERS, Adjustment, Slider
from alpaca_gui.explain.flip import POINTS, Cancel, Crossing, Curve, order, refine
from alpaca_gui.explain.placement import input_region
from alpaca_gui.explain.probe import Probe
from alpaca_gui.imaging.alter import Patch

ROUNDS: Final = POINTS - 1
"""Parts of a slider's way that are tried one after the other."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One slider alone that flips the decision.

    Attributes
    ----------
    slider, value
        The first value, of all that the slider has, with the other decision.
    adjustment
        That change.
    share
        How far it is from neutral, in shares of the way to the slider's end.
    logit
        The copy's, there.
    whole
        That of the whole picture, there; None where it was not asked for.
    """

    slider: Slider
    value: float
    adjustment: Adjustment
    share: float
    logit: float
    whole: float | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """How far a search has come, and what it found.

    Attributes
    ----------
    threshold
        Beyond which the decision is another.
    starts_yes
        Whether the unchanged copy is above it.
    share
        Up to which share of their ways all sliders have been tried.
    flip
        The smallest; None where there is none up to there.
    complete
        Whether it is over: something was found, or everything tried.
    """

    threshold: float
    starts_yes: bool
    share: float
    flip: Flip | None = None
    complete: bool = False


def find_smallest(probe: Probe, threshold: float, cancel: Cancel, step: Callable[[Search], None]) -> Search:
    """Try every slider alone, and give the one that needs the smallest share of its way to flip the decision.

    All are moved away from neutral at the same pace, through the values of their curves: a flip that is undone before
    the next of them is not seen. Each flip is refined to its slider's resolution, and the search goes on until no
    slider can have a smaller one. The patch lies on the cell that adds most to the decision, or in the middle where the
    model has no exact map.

    Parameters
    ----------
    cancel
        When it is set, what has been found until then is given.
    step
        Called after each part of the ways.

    Raises
    ------
    PictureError
        When the model gives no finite logit.
    """
    starts_yes = probe.copy.logit > threshold
    found = Search(threshold, starts_yes, 0.0)
    ways = _ways(probe, starts_yes=starts_yes)
    flips: list[Flip] = []
    for number in range(1, ROUNDS + 1):
        share = number / ROUNDS
        for way in ways:
            while not cancel.is_set() and way.more and way.next_share <= share:
                flips += way.go_on(probe, threshold, cancel)
            if cancel.is_set():
                return found
        found = Search(threshold, starts_yes, share, complete=number == ROUNDS)
        if flips:
            flip = min(flips, key=lambda flip: flip.share)
            if all(way.tried >= flip.share for way in ways):
                return replace(found, flip=_checked(probe, flip), complete=True)
        step(found)
    return found


class _Way:
    """From a slider's neutral value to one of its ends, through the values of its curve; stops at the first flip."""

    def __init__(self, slider: Slider, base: Adjustment, end: float) -> None:
        self.slider, self._base = slider, base
        low, high = sorted((slider.neutral, end))
        self._values = sorted((value for value in order(slider) if low <= value <= high), key=slider.share)
        self._at = 0
        self._flipped = False

    @property
    def more(self) -> bool:
        return not self._flipped and self._at + 1 < len(self._values)

    @property
    def next_share(self) -> float:
        return self.slider.share(self._values[self._at + 1])

    @property
    def tried(self) -> float:
        """Up to which share of the way no smaller flip can be found any more."""
        return self.slider.share(self._values[self._at]) if self.more else 1.0

    def go_on(self, probe: Probe, threshold: float, cancel: Cancel) -> list[Flip]:
        """Go to the next value: the flip on the way there; none, or one."""
        before, here = self._values[self._at : self._at + 2]
        self._at += 1
        margin_before, margin = (probe.logit(self.slider.on(self._base, one)) - threshold for one in (before, here))
        if (margin > 0) == (margin_before > 0):
            return []
        self._flipped = True
        ends = sorted([(before, margin_before), (here, margin)])
        crossing = Crossing(ends[0][0], ends[1][0], ends[0][1], ends[1][1])
        value = refine(probe, Curve(self.slider, self._base, threshold), crossing, cancel).beyond(before)
        changed = self.slider.on(self._base, value)
        return [Flip(self.slider, value, changed, self.slider.share(value), probe.logit(changed))]


def _ways(probe: Probe, *, starts_yes: bool) -> list[_Way]:
    ways: list[_Way] = []
    for slider in SLIDERS:
        base = Adjustment(patch=_loudest(probe, starts_yes=starts_yes)) if slider is PATCH else Adjustment()
        ways += [_Way(slider, base, end) for end in (slider.low, slider.high) if end != slider.neutral]
    return ways


def _loudest(probe: Probe, *, starts_yes: bool) -> Patch | None:
    """Where a patch covers what speaks loudest for the decision."""
    contributions = probe.seen.contributions
    if contributions is None:
        return None
    cells = contributions.cells
    row, column = divmod(int((cells if starts_yes else -cells).argmax()), cells.shape[1])
    image = probe.seen.picture.image
    left, top, right, bottom = input_region(probe.lens.preprocessing, image.width, image.height)
    x = left + (right - left) * (column + 0.5) / cells.shape[1]
    y = top + (bottom - top) * (row + 0.5) / cells.shape[0]
    return Patch(round(min(max(x, 0.0), 1.0), 3), round(min(max(y, 0.0), 1.0), 3), 0.0)


def _checked(probe: Probe, flip: Flip) -> Flip:
    return flip if probe.copy.exact else replace(flip, whole=probe.whole(flip.adjustment))
