"""From a typed text to its words: where each stands, its key, its value without quotation marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from alpaca_gui.errors import FilterError
from alpaca_gui.library.query import ends
from alpaca_gui.library.query.keys import KEYS, Kind

NOT: Final = "-\N{MINUS SIGN}\N{EN DASH}"
"""What turns a word round when it stands right before it."""
_KEY: Final = re.compile(r"([^\W\d_]+):")
_ADDRESS: Final = re.compile(r"[^\W\d_]+://|[^\W\d_]:[/\\]")
"""What begins an address or a path with a drive's letter, no key."""
_BLANKS: Final = re.compile(r"\s*")
_BARE: Final = re.compile(r'[^\s"]+')
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.|\\$)*)("?)', re.DOTALL)
_ESCAPED: Final = re.compile(r'\\(["\\])')


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a typed filter.

    Attributes
    ----------
    start, end
        Its place in the text, with the minus before it.
    negated
        Whether there is one.
    key
        What stands before its colon, in lower case; None without one.
    value
        The rest, quotation marks taken off.
    value_start
        Where that begins.
    quoted
        Whether some of it stood in quotation marks.
    """

    start: int
    end: int
    negated: bool
    key: str | None
    value: str
    value_start: int
    quoted: bool


def scan(text: str) -> Iterator[Word]:
    """Give the words of ``text`` in turn.

    Raises
    ------
    FilterError
        When a quotation mark is not closed.
    """
    place = _after_blanks(text, 0)
    while place < len(text):
        word = _word(text, place)
        yield word
        place = _after_blanks(text, word.end)


def _word(text: str, start: int) -> Word:
    place = start
    negated = text[place] in NOT and place + 1 < len(text) and not text[place + 1].isspace()
    place += negated
    key = None if _ADDRESS.match(text, place) else _KEY.match(text, place)
    if key is None:
        value, end, quoted = _value(text, place)
        return Word(start, end, negated, None, value, place, quoted)
    name = key[1].lower()
    value_start = key.end()
    range_end = _range_end(name, text, value_start)
    if range_end is not None:
        return Word(start, range_end, negated, name, text[value_start:range_end], value_start, quoted=False)
    if name in KEYS:
        value_start = _value_after_blanks(text, value_start)
    value, end, quoted = _value(text, value_start)
    return Word(start, end, negated, name, value, value_start, quoted)


def _range_end(name: str, text: str, place: int) -> int | None:
    """Find the end of a range, which may hold blanks; None where there is none."""
    kind = KEYS[name].kind if name in KEYS else None
    if kind not in (Kind.NUMBERS, Kind.TIMES):
        return None
    found = (ends.NUMBERS if kind is Kind.NUMBERS else ends.TIMES).match(text, place)
    return found.end() if found and found.group().strip() else None


def _value_after_blanks(text: str, place: int) -> int:
    """Step over the blanks in ``label: none``, unless another key follows."""
    after = _after_blanks(text, place)
    follows = _KEY.match(text, after + (text[after : after + 1] in tuple(NOT)))
    return place if after == len(text) or (follows and follows[1].lower() in KEYS) else after


def _value(text: str, start: int) -> tuple[str, int, bool]:
    """Read up to the next blank outside quotation marks: the value, its end, whether any of it was quoted."""
    pieces, place, quoted = [], start, False
    while place < len(text) and not text[place].isspace():
        bare = _BARE.match(text, place)
        if bare is not None:
            pieces.append(bare.group())
            place = bare.end()
            continue
        inside = _QUOTED.match(text, place)
        if inside is None or not inside[2]:
            raise FilterError("This quotation mark is never closed: put another one at the end.", place, len(text))
        pieces.append(_ESCAPED.sub(r"\1", inside[1]))
        place, quoted = inside.end(), True
    return "".join(pieces), place, quoted


def _after_blanks(text: str, place: int) -> int:
    found = _BLANKS.match(text, place)
    return found.end() if found else place
