"""The flip finder: the logit over a slider's whole range, and where it crosses the threshold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from alpaca_gui.explain.adjusting import PATCH, Adjustment, Slider
from alpaca_gui.explain.probe import Probe
from alpaca_gui.logit.verdict import Rule, margins

POINTS: Final = 33
"""Values of a slider that are asked about, evenly over its range; its neutral value besides."""


class Cancel(Protocol):
    """What tells that nobody wants the answer any more: an event, or something like it."""

    def is_set(self) -> bool:
        """Whether to stop."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two values of a slider between which the logit crosses the threshold.

    Attributes
    ----------
    low, high
        The values, the smaller one first.
    low_margin, high_margin
        Logit minus threshold there; one of them is above 0, the other is not.
    """

    low: float
    high: float
    low_margin: float
    high_margin: float

    @property
    def between(self) -> float:
        """Where the straight line through both crosses the threshold: an estimate."""
        return self.low + (self.high - self.low) * self.low_margin / (self.low_margin - self.high_margin)

    def beyond(self, start: float) -> float:
        """Give the first value with the other decision for one who comes from ``start``."""
        return self.low if start >= self.high else self.high

    def becomes_yes(self, start: float) -> bool:
        """Whether the decision there is yes."""
        return (self.low_margin if start >= self.high else self.high_margin) > 0


@dataclass(frozen=True, slots=True)
class Curve:
    """The logit over one slider, the others where they are.

    Attributes
    ----------
    slider
        What is changed.
    adjustment
        Where the others are.
    threshold
        What crossings are about.
    values, logits
        What was asked, values rising; fewer than all while it is being made.
    crossings
        From the lowest value to the highest.
    complete
        Whether the whole range has been asked about.
    refined
        Whether each crossing lies between two neighbouring values of the slider; else its place is an estimate.
    """

    slider: Slider
    adjustment: Adjustment
    threshold: float
    values: tuple[float, ...] = ()
    logits: tuple[float, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    complete: bool = False
    refined: bool = False

    def about(self, adjustment: Adjustment, slider: Slider, threshold: float) -> bool:
        """Whether it is the curve of this slider, with the others as ``adjustment`` has them."""
        mine, other = (slider.on(one, slider.neutral).plain for one in (self.adjustment, adjustment))
        if slider is PATCH:  # what covers nothing lies somewhere all the same
            mine, other = (slider.on(one, slider.high) for one in (self.adjustment, adjustment))
        return slider is self.slider and threshold == self.threshold and mine == other


Step = Callable[[Curve], None]


def crossings(values: Sequence[float], logits: Sequence[float], threshold: float) -> tuple[Crossing, ...]:
    """Find where the decision changes between neighbours.

    Parameters
    ----------
    values, logits
        Equally many, values rising.
    threshold
        A logit above it is a yes; one that equals it is a no, as in `alpaca_gui.logit.verdict.decide`.
    """
    margin = margins(logits, Rule(threshold)).tolist()
    return tuple(
        Crossing(values[one], values[one + 1], margin[one], margin[one + 1])
        for one in range(len(margin) - 1)
        if (margin[one] > 0) != (margin[one + 1] > 0)
    )


def order(slider: Slider) -> tuple[float, ...]:
    """Give the values that a curve is made of: neutral, both ends, and then ever finer."""
    values = {slider.neutral: None}
    parts = 1
    while parts < POINTS:
        values |= {slider.value(round(part * slider.stops / parts)): None for part in range(parts + 1)}
        parts *= 2
    return tuple(values)


def curve(probe: Probe, adjustment: Adjustment, slider: Slider, threshold: float, cancel: Cancel, step: Step) -> Curve:
    """Ask for the logit over a slider's whole range, coarse to fine, and refine each crossing by bisection.

    What the probe remembers of the slider is part of the curve and is not asked again: the more a hand has tried, the
    finer it is. Each call gets further by one value at least, so whoever is interrupted each time comes to an end too.

    Parameters
    ----------
    cancel
        When it is set, what has been found until then is given.
    step
        Called with what has been found so far, after each value that had to be asked for.

    Raises
    ------
    PictureError
        When the model gives no finite logit.
    """
    empty = Curve(slider, adjustment, threshold)
    asked = _remembered(probe, empty)
    for value in order(slider):
        if value not in asked:
            asked[value] = probe.logit(slider.on(adjustment, value))
            step(_of(asked, empty))
            if cancel.is_set():
                return _of(asked, empty)
    whole = _of(asked, replace(empty, complete=True))
    for crossing in whole.crossings:
        found = refine(probe, whole, crossing, cancel)
        if slider.stop(found.high) - slider.stop(found.low) > 1:
            return whole
    return _of(_remembered(probe, empty), replace(whole, refined=True))


def refine(probe: Probe, whole: Curve, crossing: Crossing, cancel: Cancel) -> Crossing:
    """Halve a crossing with the model, until its ends are neighbouring values of the slider, or it is cancelled."""
    slider = whole.slider
    low, high = slider.stop(crossing.low), slider.stop(crossing.high)
    while high - low > 1:
        middle = (low + high) // 2
        value = slider.value(middle)
        margin = probe.logit(slider.on(whole.adjustment, value)) - whole.threshold
        if (margin > 0) == (crossing.low_margin > 0):
            low, crossing = middle, replace(crossing, low=value, low_margin=margin)
        else:
            high, crossing = middle, replace(crossing, high=value, high_margin=margin)
        if cancel.is_set():
            break
    return crossing


def _remembered(probe: Probe, empty: Curve) -> dict[float, float]:
    """All values of the slider whose logits are known, with those."""
    slider = empty.slider
    changes = {value: slider.on(empty.adjustment, value) for value in map(slider.value, range(slider.stops + 1))}
    return {value: probe.logit(changed) for value, changed in changes.items() if probe.knows(changed)}


def _of(asked: dict[float, float], empty: Curve) -> Curve:
    values = tuple(sorted(asked))
    logits = tuple(asked[value] for value in values)
    return replace(empty, values=values, logits=logits, crossings=crossings(values, logits, empty.threshold))
