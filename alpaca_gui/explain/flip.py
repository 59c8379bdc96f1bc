"""The flip finder: the logit over a slider's whole range, and where the decision changes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Protocol

from alpaca_gui.explain.adjusting import PATCH, Adjustment, Slider
from alpaca_gui.explain.crossings import Crossing, crossings
from alpaca_gui.explain.probe import Probe
from alpaca_gui.logit.verdict import Rule

POINTS: Final = 33
"""Values of a slider that are asked about, evenly over its range; its neutral value besides."""


class Cancel(Protocol):
    """What tells that nobody wants the answer any more: an event, or something like it."""

    def is_set(self) -> bool:
        """Whether to stop."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The logit over one slider, the others where they are.

    Attributes
    ----------
    slider
        What is changed.
    adjustment
        Where the others are.
    rule
        What crossings are about: its threshold, and both edges of its band where it has one.
    values, logits
        What was asked, values rising; fewer than all while it is being made.
    crossings
        From the lowest value to the highest; several at one place where the logit jumps.
    complete
        Whether the whole range has been asked about.
    refined
        Whether each crossing lies between two neighbouring values of the slider; else its place is an estimate.
    """

    slider: Slider
    adjustment: Adjustment
    rule: Rule
    values: tuple[float, ...] = ()
    logits: tuple[float, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    complete: bool = False
    refined: bool = False

    def about(self, adjustment: Adjustment, slider: Slider, rule: Rule) -> bool:
        """Whether it is the curve of this slider, with the others as ``adjustment`` has them, read with this rule."""
        mine, other = (slider.on(one, slider.neutral).plain for one in (self.adjustment, adjustment))
        if slider is PATCH:  # what covers nothing lies somewhere all the same
            mine, other = (slider.on(one, slider.high) for one in (self.adjustment, adjustment))
        return slider is self.slider and (rule.threshold, rule.band) == self._edges and mine == other

    @property
    def _edges(self) -> tuple[float, float]:
        return self.rule.threshold, self.rule.band


Step = Callable[[Curve], None]


def order(slider: Slider) -> tuple[float, ...]:
    """Give the values that a curve is made of: neutral, both ends, and then ever finer."""
    values = {slider.neutral: None}
    parts = 1
    while parts < POINTS:
        values |= {slider.value(round(part * slider.stops / parts)): None for part in range(parts + 1)}
        parts *= 2
    return tuple(values)


def curve(probe: Probe, adjustment: Adjustment, slider: Slider, rule: Rule, cancel: Cancel, step: Step) -> Curve:
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
    empty = Curve(slider, adjustment, rule)
    asked = _remembered(probe, empty)
    for value in order(slider):
        if value not in asked:
            asked[value] = probe.logit(slider.on(adjustment, value))
            step(_of(asked, empty))
            if cancel.is_set():
                return _of(asked, empty)
    return _refined(probe, _of(asked, replace(empty, complete=True)), cancel)


def _refined(probe: Probe, whole: Curve, cancel: Cancel) -> Curve:
    """Halve one crossing after the other; what is met on the way to one may be another one, of another level."""
    slider = whole.slider
    while wide := [one for one in whole.crossings if slider.stop(one.high) - slider.stop(one.low) > 1]:
        _halve(probe, whole, wide[0], cancel)
        whole = _of(_remembered(probe, whole), whole)
        if cancel.is_set():
            return whole
    return replace(whole, refined=True)


def _halve(probe: Probe, whole: Curve, crossing: Crossing, cancel: Cancel) -> None:
    """Have the probe asked, and so remember, what lies at a crossing."""
    level, slider = crossing.level, whole.slider
    below = level.above(crossing.low_logit, whole.rule)

    def same(value: float) -> bool:
        return level.above(probe.logit(slider.on(whole.adjustment, value)), whole.rule) == below

    halved(slider, (crossing.low, crossing.high), same, cancel)


def halved(
    slider: Slider, ends: tuple[float, float], same: Callable[[float], bool], cancel: Cancel
) -> tuple[float, float]:
    """Halve the way between two values until they are neighbours on the slider, or it is cancelled.

    Parameters
    ----------
    ends
        Two values, in either order, of which only the first is on the side that ``same`` tells.
    """
    first, last = map(slider.stop, ends)
    while abs(last - first) > 1:
        middle = (first + last) // 2
        if same(slider.value(middle)):
            first = middle
        else:
            last = middle
        if cancel.is_set():
            break
    return slider.value(first), slider.value(last)


def _remembered(probe: Probe, empty: Curve) -> dict[float, float]:
    """All values of the slider whose logits are known, with those."""
    slider = empty.slider
    changes = {value: slider.on(empty.adjustment, value) for value in map(slider.value, range(slider.stops + 1))}
    return {value: probe.logit(changed) for value, changed in changes.items() if probe.knows(changed)}


def _of(asked: dict[float, float], empty: Curve) -> Curve:
    values = tuple(sorted(asked))
    logits = tuple(asked[value] for value in values)
    return replace(empty, values=values, logits=logits, crossings=crossings(values, logits, empty.rule))
