"""Text set into a given width: cut in its middle, or broken into lines."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from alpaca_gui.explain.drawing.elements import Type, words
from alpaca_gui.imaging.lettering import text_width
from alpaca_gui.imaging.source import printable

_JOINTS: Final = " _.-/"
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
    tail = said[len(said) - count // 2 :]
    while tail and unicodedata.combining(tail[0]):  # an accent would be set upon the ellipsis
        tail = tail[1:]
    return f"{said[: count - count // 2]}…{tail}"


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


def broken(said: str, width: float, form: Type) -> list[str]:
    """The text in lines, broken between words, and within one that is wider than a line, if it can be after a joint."""
    lines: list[str] = []
    for word in printable(said)[:_LONGEST].split():
        together = f"{lines[-1]} {word}" if lines else word
        if width_of(together, form) <= width:
            lines[-1:] = [together]
        elif width_of(word, form) <= width:
            lines.append(word)
        else:
            lines[-1:] = _parts(together, width, form)
    return lines


def _parts(said: str, width: float, form: Type) -> list[str]:
    """As much of a text on each line as fits, broken after a joint where there is one; accents stay with letters."""
    lines = [""]
    for letter in said:
        if lines[-1] and not unicodedata.combining(letter) and width_of(lines[-1] + letter, form) > width:
            cut = _joint(lines[-1])
            lines[-1:] = [lines[-1][:cut], lines[-1][cut:]]
        lines[-1] += letter
    return [line.strip() for line in lines]


def _joint(line: str) -> int:
    """After which character a name like ``image_dataset_from_directory`` is broken best: after any, if it has none.

    What would leave less than half of a line is no joint.
    """
    joint = max(line.rfind(each) for each in _JOINTS) + 1
    while joint < len(line) and unicodedata.combining(line[joint]):
        joint += 1
    return joint if 2 * joint > len(line) else len(line)


def set_whole(said: str, width: float, ways: Sequence[tuple[Type, int]]) -> tuple[Type, list[str]]:
    """Set a text that is to be read whole: in smaller letters, on more lines, broken within a word where it must be.

    Parameters
    ----------
    ways
        Forms, each with the most lines that there is room for; the first in which all is said is taken. In the last
        one what is too long is cut.
    """
    *larger, (smallest, most) = ways
    for form, room in larger:
        lines = broken(said, width, form)
        if len(lines) <= room:
            return form, lines
    lines = broken(said, width, smallest)
    if len(lines) > most:
        lines[most - 1 :] = [fitted(" ".join(lines[most - 1 :]), width, smallest)]
    return smallest, lines


def paragraph(x: float, y: float, lines: list[str], form: Type) -> str:
    """Lines one below the other; ``y`` is the base line of the first."""
    return "".join(_lines(x, y, lines, form))


def _lines(x: float, y: float, lines: list[str], form: Type) -> Iterator[str]:
    for number, each in enumerate(lines):
        yield words(x, y + number * leading(form), each, form)


def leading(form: Type) -> float:
    """From one base line to the next."""
    return form.size * 1.45
