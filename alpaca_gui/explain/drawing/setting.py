"""Text set into a given width: cut in its middle, or broken into lines."""

from collections.abc import Iterator
from typing import Final

from alpaca_gui.explain.drawing.elements import Type, words
from alpaca_gui.imaging.lettering import text_width
from alpaca_gui.imaging.source import printable

_LONGEST: Final = 600
"""Characters that are looked at: no line of a drawing has room for more."""


def width_of(said: str, form: Type) -> float:
    """How wide a line is, in the units of the drawing."""
    return text_width(said, form.size, bold=form.bold, mono=form.mono)


def fitted(said: str, width: float, form: Type) -> str:
    """The text, or its beginning and its end around an ellipsis: the end of a name often tells it from the others."""
    said = printable(said)
    if len(said) > _LONGEST:
        said = f"{said[: _LONGEST // 2]}…{said[-_LONGEST // 2 :]}"
    if width_of(said, form) <= width:
        return said
    low, high = 0, len(said)  # characters that are kept: ``low`` fit, ``high`` do not
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if width_of(_kept(said, middle), form) <= width else (low, middle)
    return _kept(said, low)


def _kept(said: str, count: int) -> str:
    tail = count // 2
    return f"{said[: count - tail]}…{said[len(said) - tail :]}"


def wrapped(said: str, width: float, form: Type) -> list[str]:
    """The text in lines, broken between words; a word that is wider than the line is cut."""
    lines: list[str] = []
    for word in printable(said).split():
        together = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(together, form) <= width:
            lines[-1] = together
        else:
            lines.append(fitted(word, width, form))
    return lines


def paragraph(x: float, y: float, lines: list[str], form: Type) -> str:
    """Lines one below the other; ``y`` is the base line of the first."""
    return "".join(_lines(x, y, lines, form))


def _lines(x: float, y: float, lines: list[str], form: Type) -> Iterator[str]:
    for number, each in enumerate(lines):
        yield words(x, y + number * leading(form), each, form)


def leading(form: Type) -> float:
    """From one base line to the next."""
    return form.size * 1.45
