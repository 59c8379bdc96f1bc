"""Which characters no font can draw, neither a shipped one nor one of the machine: a drawing has boxes for them."""

from itertools import islice
from typing import Final

from alpaca_gui.explain.drawing.elements import Type, words
from alpaca_gui.explain.drawing.ink import standalone
from alpaca_gui.explain.drawing.raster import rasterised
from alpaca_gui.imaging.source import printable

_NOBODY_S: Final = "\U0003fff0"
"""A place in Unicode that stands for nothing, so that no font has it."""

_MOST: Final = 100
"""Characters that are tried: each takes a millisecond."""

_SIDE: Final = 32


def boxes_text(said: str, form: Type) -> str:
    """Say which characters of a text are drawn as boxes: ``Boxes stand for … U+7F8A``; empty where none is."""
    missing = undrawable(printable(said), form)
    codes = " ".join(f"U+{ord(each):04X}" for each in missing)
    return f"Boxes stand for characters that no font here has: {codes}" if missing else ""


def undrawable(said: str, form: Type) -> str:
    """Give the characters of a text that are drawn as what stands for nothing is, each once, in their order."""
    odd = dict.fromkeys(each for each in said if not each.isascii())
    if not odd:
        return ""
    box = _drawn(_NOBODY_S, form)
    return "".join(each for each in islice(odd, _MOST) if _drawn(each, form) == box)


def _drawn(character: str, form: Type) -> bytes:
    """Not through `words`' escaping, which would spell out what stands for nothing."""
    text = words(4, 24, "\N{REPLACEMENT CHARACTER}", Type(20, form.kind, form.bold, form.mono))
    return rasterised(standalone(_SIDE, _SIDE, text.replace("\N{REPLACEMENT CHARACTER}", character)))
