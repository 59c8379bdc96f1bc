"""How wide a line of text is in the shipped fonts, to set it where nothing else wraps or cuts it."""

import unicodedata
from functools import lru_cache
from typing import Final

from PIL import ImageFont

from alpaca_gui.resources import shipped_fonts

_MEASURED_AT: Final = 100
_SANS, _BOLD, _MONO = range(3)


def text_width(text: str, size: float, *, bold: bool = False, mono: bool = False) -> float:
    """Width of one line, in the units of ``size``.

    Characters that the font lacks are drawn in another one of the machine; those of East Asia are as wide as high.
    """
    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in text)
    narrow = "".join(each for each in text if unicodedata.east_asian_width(each) not in "WF") if wide else text
    font = _font(_MONO if mono else _BOLD if bold else _SANS)
    return (font.getlength(narrow) / _MEASURED_AT + wide) * size


@lru_cache(maxsize=3)
def _font(which: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(shipped_fonts()[which], _MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)
