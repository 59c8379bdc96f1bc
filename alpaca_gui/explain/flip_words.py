"""What the flip finder found, in sentences; what is an estimate says so."""

from typing import Final

from alpaca_gui.explain.adjusting import Slider
from alpaca_gui.explain.flip import Crossing, Curve
from alpaca_gui.explain.patch_path import PatchPath
from alpaca_gui.explain.probe import Copy
from alpaca_gui.explain.smallest_flip import Search
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.logit.words import logit_text

_NAMED: Final = 3
"""Crossings on one side that are written out."""


def copy_words(copy: Copy) -> str:
    """What the logits are about: the picture itself, or a copy of it."""
    if copy.exact:
        return "Exact: what the model says of the picture as it is changed."
    width, height = copy.picture.image.size
    return (
        f"Estimated on a copy of {width:,} × {height:,} pixels, so that it keeps up with the hand: unchanged, its logit is "
        f"{logit_text(copy.logit)}, that of the picture itself {logit_text(copy.own)}."
    )


def crossing_words(curve: Curve, rule: Rule) -> str:
    """Say where a slider flips the decision, e.g. at brightness 0.43 it becomes no."""
    slider = curve.slider
    if not curve.values:
        return ""
    if not curve.crossings:
        if not curve.complete:
            return f"Trying every {slider.noun}…"
        return f"No {slider.noun} between {slider.ends} flips it ({len(curve.values)} were tried)."
    sides = [
        sorted((one for one in curve.crossings if one.high <= slider.neutral), key=lambda one: -one.high),
        [one for one in curve.crossings if one.low >= slider.neutral],
    ]
    sides.sort(key=lambda side: slider.share(_place(curve, side[0])) if side else 2.0)
    sentences = [_side_words(curve, side) for side in sides if side]
    return " ".join(sentences) + _band_words(rule)


def _band_words(rule: Rule) -> str:
    """What is between yes and no, where there is anything."""
    return f" Nearer to the threshold than {rule.band:.2f} it is unsure." if rule.band else ""


def place_text(curve: Curve, crossing: Crossing) -> str:
    """Where a crossing is: ``0.43``, and ``about 0.43`` while that is an estimate."""
    return f"{'' if curve.refined else 'about '}{curve.slider.text(_place(curve, crossing))}"


def _side_words(curve: Curve, side: list[Crossing]) -> str:
    slider = curve.slider
    first, *more = side
    words = f"At {slider.noun} {place_text(curve, first)} it becomes {_becomes(slider, first)}"
    for one in more[: _NAMED - 1]:
        words += f", at {place_text(curve, one)} {_becomes(slider, one)}"
    return words + (", and so on." if len(side) > _NAMED else ".")


def _place(curve: Curve, crossing: Crossing) -> float:
    return crossing.beyond(curve.slider.neutral) if curve.refined else crossing.between


def _becomes(slider: Slider, crossing: Crossing) -> str:
    return "yes" if crossing.becomes_yes(slider.neutral) else "no"


def path_words(path: PatchPath, rule: Rule, *, starts_yes: bool) -> str:
    """What the patch has done on its way, at the place that did most."""
    if path.best is None:
        return ""
    best, place = path.best, path.best.adjustment.laid
    where = f"{place.x * 100:.0f} % from the left and {place.y * 100:.0f} % from the top"
    if (best.logit > rule.threshold) != starts_yes:
        becomes = "no" if starts_yes else "yes"
        return f"With the patch {where} it becomes {becomes}: logit {logit_text(best.logit)}.{_band_words(rule)}"
    most = "lowest" if starts_yes else "highest"
    return f"No place so far flips it. The {most} logit was {logit_text(best.logit)}, {where}."


def search_words(search: Search, rule: Rule) -> str:
    """What the search for the smallest flip found, or how far it has come."""
    becomes = "no" if search.starts_yes else "yes"
    flip = search.flip
    if flip is None and search.complete:
        return f"No slider alone makes it {becomes}, as far as it goes."
    if flip is None:
        return f"Trying every slider alone: none flips it within {search.share * 100:.0f} % of its way…"
    words = (
        f"Smallest flip: {flip.slider.noun} {flip.slider.text(flip.value)} makes it {becomes}, "
        f"{flip.share * 100:.0f} % of the way to that slider's end.{_band_words(rule)}"
    )
    if flip.whole is None:
        return words
    same = (flip.whole > search.threshold) != search.starts_yes
    whole = f" The picture itself, whole, {'agrees' if same else 'does not yet flip there'}: {logit_text(flip.whole)}."
    return words + whole
