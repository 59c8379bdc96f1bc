"""What the flip finder found, in sentences; what is an estimate says so."""

from collections.abc import Iterator
from typing import Final

from alpaca_gui.explain.crossings import Crossing, together
from alpaca_gui.explain.flip import Curve
from alpaca_gui.explain.patch_path import PatchPath
from alpaca_gui.explain.probe import Copy
from alpaca_gui.explain.smallest_flip import Flip, Search
from alpaca_gui.logit.verdict import Decision, Rule, decide_one
from alpaca_gui.logit.words import logit_text

_NAMED: Final = 3
"""Crossings on one side that are written out."""

_MOST: Final = {Decision.YES: "lowest logit", Decision.NO: "highest logit", Decision.UNSURE: "logit furthest out"}


def copy_words(copy: Copy, rule: Rule) -> str:
    """What the logits are about: the picture itself, or a copy of it, and whether that is decided otherwise."""
    if copy.exact:
        return "Exact: what the model says of the picture as it is changed."
    width, height = copy.picture.image.size
    said = (
        f"Estimated on a copy of {width:,} × {height:,} pixels, so that it keeps up with the hand: unchanged, its "
        f"logit is {logit_text(copy.logit)}, that of the picture itself {logit_text(copy.own)}."
    )
    copied, own = decide_one(copy.logit, rule), decide_one(copy.own, rule)
    return said if copied is own else f"{said} So the copy is {copied.word} where the picture is {own.word}."


def marked(curve: Curve) -> list[Crossing]:
    """Give the crossings that are worth a mark: one at each place, the nearest to neutral first."""
    return sorted(
        (one for side in _sides(curve) for one in side), key=lambda one: curve.slider.share(place_of(curve, one))
    )


def place_of(curve: Curve, crossing: Crossing) -> float:
    """Give the first value beyond a crossing; where the straight line crosses while the curve is not refined."""
    return crossing.beyond(curve.slider.neutral) if curve.refined else crossing.between


def place_text(curve: Curve, crossing: Crossing) -> str:
    """Where a crossing is: ``0.43``, and ``about 0.43`` while that is an estimate."""
    return f"{'' if curve.refined else 'about '}{curve.slider.text(place_of(curve, crossing))}"


def crossing_words(curve: Curve) -> str:
    """Say where a slider gives another decision, e.g. at brightness 0.43 it becomes no."""
    slider = curve.slider
    if not curve.values:
        return ""
    if not curve.crossings and not curve.complete:
        return f"Trying every {slider.noun}…"
    sides = sorted(filter(None, _sides(curve)), key=lambda side: _nearest(curve, side))
    said = [_side_words(curve, side) for side in sides]
    if curve.complete and not any(one.flips for one in curve.crossings):
        said.insert(0, f"No {slider.noun} between {slider.ends} flips it ({len(curve.values)} were tried).")
    return " ".join(said)


def _sides(curve: Curve) -> list[list[Crossing]]:
    """Crossings below neutral and above it, both in the order in which they are come to from there.

    Where a place is exact it has one, whatever is jumped over there.
    """
    neutral = curve.slider.neutral
    below = [one for one in curve.crossings if one.high <= neutral]
    sides = [below[::-1], [one for one in curve.crossings if one.low >= neutral]]
    return [together(side, neutral) for side in sides] if curve.refined else sides


def _nearest(curve: Curve, side: list[Crossing]) -> tuple[bool, float]:
    """What comes first: the nearest flip; where nothing flips, the nearest crossing."""
    flips = [one for one in side if one.flips]
    return not flips, curve.slider.share(place_of(curve, (flips or side)[0]))


def _side_words(curve: Curve, side: list[Crossing]) -> str:
    # A logit that goes to and fro over the threshold, unsure all the time, is told of once.
    side = [one for number, one in enumerate(side) if one.flips or not number or side[number - 1].flips]
    words = ", ".join(_steps(curve, side[:_NAMED]))
    return f"A{words[1:]}" + (", and so on." if len(side) > _NAMED else ".")


def _steps(curve: Curve, side: list[Crossing]) -> Iterator[str]:
    """Tell one crossing after the other; ``it becomes`` is said again where something else was said before."""
    same = False
    for number, one in enumerate(side):
        noun = "" if number else f"{curve.slider.noun} "
        becomes = one.becomes(curve.slider.neutral).word
        does = (
            "it crosses the threshold and is still unsure"
            if not one.flips
            else becomes
            if same
            else f"it becomes {becomes}"
        )
        same = one.flips
        yield f"at {noun}{place_text(curve, one)} {does}"


def path_words(path: PatchPath, rule: Rule, starts: Decision) -> str:
    """What the patch has done on its way, at the place that did most."""
    best = path.best(starts, rule)
    if best is None:
        return ""
    place = best.adjustment.laid
    where = f"{place.x * 100:.0f} % from the left and {place.y * 100:.0f} % from the top"
    decision = decide_one(best.logit, rule)
    if decision is not starts:
        return f"With the patch {where} it becomes {decision.word}: logit {logit_text(best.logit)}."
    return f"No place so far flips it. The {_MOST[starts]} was {logit_text(best.logit)}, {where}."


def search_words(search: Search) -> str:
    """What the search for the smallest flip found, or how far it has come."""
    flip = search.flip
    if flip is None and search.complete:
        return "No slider alone flips it, as far as it goes."
    if flip is None:
        return f"Trying every slider alone: none flips it within {search.share * 100:.0f} % of its way…"
    words = (
        f"Smallest flip: {flip.slider.noun} {flip.slider.text(flip.value)} makes it {flip.becomes.word}, "
        f"{flip.share * 100:.0f} % of the way to that slider's end."
    )
    return words if flip.whole is None else f"{words} {_whole_words(search, flip, flip.whole)}"


def _whole_words(search: Search, flip: Flip, logit: float) -> str:
    """Whether the whole picture says of this change what its copy says."""
    decision = decide_one(logit, search.rule)
    if decision is flip.becomes:
        does = "agrees"
    elif decision is search.starts:
        does = "does not yet flip there"
    else:
        does = f"becomes {decision.word} there"
    return f"The picture itself, whole, {does}: {logit_text(logit)}."
