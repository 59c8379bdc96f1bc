"""The small changes of a picture, which a person would say change nothing: mirror, crops, JPEG, brightness, turns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

import numpy as np

from alpaca_gui.imaging.alter import compressed, cut, lit, mirrored, turned
from alpaca_gui.imaging.picture import Picture

SEED: Final = 20
"""Of the places of the crops: every picture is cut at the same ones, every time. Those of 20 lie well apart."""

_CROPS: Final = 5
_KEPT: Final = 0.9
_QUALITIES: Final = (60, 75, 85, 95)
_FACTORS: Final = (0.8, 0.9, 1.1, 1.25)
_DEGREES: Final = 5


@dataclass(frozen=True, slots=True)
class SmallChange:
    """One way to change a picture a little.

    Attributes
    ----------
    name
        A key that stays the same from version to version: ``mirror``, ``jpeg 60``.
    words
        What is done, as it follows "when it is": ``saved as JPEG 60``.
    apply
        Does it; the picture that is given is not written to.
    """

    name: str
    words: str
    apply: Callable[[Picture], Picture]


@cache
def small_changes() -> tuple[SmallChange, ...]:
    """Give the changes, always the same: mirror, crops, JPEG, brightness, turns."""
    return (SmallChange("mirror", "mirrored", mirrored), *_crops(), *_jpegs(), *_lights(), *_turns())


def _crops() -> Iterator[SmallChange]:
    """Cut to 90 % of each side. NumPy keeps the numbers of a `RandomState` as they are for ever."""
    places = np.random.RandomState(SEED).random_sample((_CROPS, 2)) * (1 - _KEPT)
    for number, (left, top) in enumerate(places.tolist(), start=1):
        words = f"cropped (left {100 * left:.0f} %, top {100 * top:.0f} %)"
        region = (left, top, left + _KEPT, top + _KEPT)
        yield SmallChange(f"crop {number}", words, partial(cut, region=region))


def _jpegs() -> Iterator[SmallChange]:
    for quality in _QUALITIES:
        yield SmallChange(f"jpeg {quality}", f"saved as JPEG {quality}", partial(compressed, quality=quality))


def _lights() -> Iterator[SmallChange]:
    for factor in _FACTORS:
        name, words = ("darker", "darkened") if factor < 1 else ("brighter", "brightened")
        yield SmallChange(f"{name} {factor}", f"{words} to {100 * factor:.0f} %", partial(lit, factor=factor))


def _turns() -> Iterator[SmallChange]:
    """Turns are counter-clockwise, so that the first tips to the left."""
    for degrees, side in ((_DEGREES, "left"), (-_DEGREES, "right")):
        yield SmallChange(f"turn {degrees:+}", f"turned {side} by {_DEGREES}°", partial(turned, degrees=degrees))
