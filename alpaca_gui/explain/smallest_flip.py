"""The smallest change that gives another decision: every slider alone, all of them further at the same pace."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from alpaca_gui.explain.adjusting import PATCH, SLIDERS, Adjustment, Slider
from alpaca_gui.explain.flip import POINTS, Cancel, halved, order
from alpaca_gui.explain.placement import input_region
from alpaca_gui.explain.probe import Probe
from alpaca_gui.imaging.alter import Patch
from alpaca_gui.logit.verdict import Decision, Rule, decide_one

ROUNDS: Final = POINTS - 1
"""Parts of a slider's way that are tried one after the other."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One slider alone that gives another decision: yes, no or unsure.

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
    becomes
        What is decided there.
    whole
        That of the whole picture, there; None where it was not asked for.
    """

    slider: Slider
    value: float
    adjustment: Adjustment
    share: float
    logit: float
    becomes: Decision
    whole: float | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """How far a search has come, and what it found.

    Attributes
    ----------
    rule
        How logits are read.
    starts
        What is decided of the unchanged copy.
    share
        Up to which share of their ways all sliders have been tried.
    flip
        The smallest; None where there is none up to there.
    complete
        Whether it is over: something was found, or everything tried.
    """

    rule: Rule
    starts: Decision
    share: float
    flip: Flip | None = None
    complete: bool = False


def find_smallest(probe: Probe, rule: Rule, cancel: Cancel, step: Callable[[Search], None]) -> Search:
    """Try every slider alone, and give the one that needs the smallest share of its way to another decision.

    All are moved away from neutral at the same pace, through the values of their curves: a flip that is undone before
    the next of them is not seen. Each flip is refined to its slider's resolution, and the search goes on until no
    slider can have a smaller one. The patch lies on the cell that adds most to the side of the threshold where the
    logit is, or in the middle where the model has no exact map.

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
    found = Search(rule, decide_one(probe.copy.logit, rule), 0.0)
    ways = _ways(probe, above=probe.copy.logit > rule.threshold)
    flips: list[Flip] = []
    for number in range(1, ROUNDS + 1):
        share = number / ROUNDS
        for way in ways:
            while not cancel.is_set() and way.more and way.next_share <= share:
                flips += way.go_on(probe, rule, cancel)
            if cancel.is_set():
                return found
        found = replace(found, share=share, complete=number == ROUNDS)
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

    def go_on(self, probe: Probe, rule: Rule, cancel: Cancel) -> list[Flip]:
        """Go to the next value: the flip on the way there; none, or one."""
        before, here = self._values[self._at : self._at + 2]
        self._at += 1

        def decided(value: float) -> Decision:
            return decide_one(probe.logit(self.slider.on(self._base, value)), rule)

        starts = decided(before)
        if decided(here) is starts:
            return []
        self._flipped = True
        _last, value = halved(self.slider, (before, here), lambda value: decided(value) is starts, cancel)
        changed = self.slider.on(self._base, value)
        return [Flip(self.slider, value, changed, self.slider.share(value), probe.logit(changed), decided(value))]


def _ways(probe: Probe, *, above: bool) -> list[_Way]:
    ways: list[_Way] = []
    for slider in SLIDERS:
        base = Adjustment(patch=_loudest(probe, above=above)) if slider is PATCH else Adjustment()
        ways += [_Way(slider, base, end) for end in (slider.low, slider.high) if end != slider.neutral]
    return ways


def _loudest(probe: Probe, *, above: bool) -> Patch | None:
    """Where a patch covers what speaks loudest for the side of the threshold where the logit is."""
    contributions = probe.seen.contributions
    if contributions is None:
        return None
    cells = contributions.cells
    row, column = divmod(int((cells if above else -cells).argmax()), cells.shape[1])
    image = probe.seen.picture.image
    left, top, right, bottom = input_region(probe.lens.preprocessing, image.width, image.height)
    x = left + (right - left) * (column + 0.5) / cells.shape[1]
    y = top + (bottom - top) * (row + 0.5) / cells.shape[0]
    return Patch(round(min(max(x, 0.0), 1.0), 3), round(min(max(y, 0.0), 1.0), 3), 0.0)


def _checked(probe: Probe, flip: Flip) -> Flip:
    return flip if probe.copy.exact else replace(flip, whole=probe.whole(flip.adjustment))
