"""Ranges as they are typed: ``-1..1``, ``>2``, ``<= 0``, ``1..``, ``>-1..<1``, ``3``; and as they are written again."""

import re
from dataclasses import dataclass
from typing import Final

from alpaca_gui.library.query.moments import Moment
from alpaca_gui.library.query.terms import Range, Times

_MINUS: Final = "-\N{MINUS SIGN}\N{EN DASH}"
_DIGITS: Final = r"[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+"  # the dots of 1..2 are no decimal point
_NUMBER: Final = rf"[{_MINUS}+]?(?:inf|(?:{_DIGITS})(?:e[{_MINUS}+]?[0-9]+)?)"  # a minus that stands first is no range
_MOMENT: Final = r"[0-9][0-9:T-]*|today|yesterday"
_PLAIN_MINUS: Final = str.maketrans(dict.fromkeys(_MINUS, "-"))
_SIGNS: Final = {"≥": ">=", "≤": "<=", None: "="}


def _pattern(end: str) -> re.Pattern[str]:
    # At most three blanks: with more, a long run of them could be shared out in too many ways.
    low = rf"(?:(?P<low_sign>>=|<=|[<>=≥≤])\s{{0,3}})?(?P<low>{end})"
    high = rf"(?:(?P<high_sign><=|[<≤])\s{{0,3}})?(?P<high>{end})"
    return re.compile(rf"\s{{0,3}}(?:{low})?(?P<dots>\s{{0,3}}(?:\.\.|…)(?:\s{{0,3}}{high})?)?(?=\s|$)", re.IGNORECASE)


NUMBERS: Final = _pattern(_NUMBER)
"""Matches a range of numbers, blanks before and within it too; matches nothing at all as well."""
TIMES: Final = _pattern(_MOMENT)
"""The same with moments."""


@dataclass(frozen=True, slots=True)
class _Ends:
    low: str | None
    high: str | None
    without_low: bool = False
    without_high: bool = False


def number_range(text: str) -> Range | None:
    """Read a range of numbers; None where it is none.

    Raises
    ------
    ValueError
        When no number lies in it.
    """
    ends = _ends(NUMBERS, text)
    if ends is None:
        return None
    low = float("-inf") if ends.low is None else _number(ends.low)
    high = float("inf") if ends.high is None else _number(ends.high)
    return Range(low, high, ends.without_low, ends.without_high)


def time_range(text: str) -> Times | None:
    """Read a range of moments; None where it is none.

    Raises
    ------
    ValueError
        When one of them is not in the calendar.
    """
    ends = _ends(TIMES, text)
    if ends is None:
        return None
    low = None if ends.low is None else Moment(ends.low)
    high = None if ends.high is None else Moment(ends.high)
    return Times(low, high, ends.without_low, ends.without_high)


def written_numbers(value: Range) -> str:
    """Write a range of numbers so that `number_range` reads the same; empty for all numbers."""
    low = None if value.low == float("-inf") and not value.without_low else _written_number(value.low)
    high = None if value.high == float("inf") and not value.without_high else _written_number(value.high)
    return _written(_Ends(low, high, value.without_low, value.without_high))


def written_times(value: Times) -> str:
    """Write a range of moments so that `time_range` reads the same; empty for all moments."""
    low, high = (None if end is None else end.text for end in (value.low, value.high))
    return _written(_Ends(low, high, value.without_low, value.without_high))


def _ends(pattern: re.Pattern[str], text: str) -> _Ends | None:
    found = pattern.fullmatch(text.rstrip())
    if found is None or not found.group().strip():
        return None
    sign = _SIGNS.get(found["low_sign"], found["low_sign"])
    if found["dots"] is not None:
        if sign.startswith("<"):
            return None
        high_sign = found["high_sign"]
        return _Ends(found["low"], found["high"], sign == ">", high_sign is not None and high_sign == "<")
    match sign[0]:
        case ">":
            return _Ends(found["low"], None, without_low=sign == ">")
        case "<":
            return _Ends(None, found["low"], without_high=sign == "<")
        case _:
            return _Ends(found["low"], found["low"])


def _written(ends: _Ends) -> str:
    if ends.low is None and ends.high is None:
        return ""
    if ends.low is None:
        return f"<{'' if ends.without_high else '='}{ends.high}"
    if ends.high is None:
        return f">{'' if ends.without_low else '='}{ends.low}"
    if ends.low == ends.high and not ends.without_low and not ends.without_high:
        return ends.low
    return f"{'>' if ends.without_low else ''}{ends.low}..{'<' if ends.without_high else ''}{ends.high}"


def _number(text: str) -> float:
    return float(text.translate(_PLAIN_MINUS))


def _written_number(number: float) -> str:
    return repr(float(number)).removesuffix(".0")
