"""Stretches of time as they are typed: a year, a month, a day, a minute, ``today``."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from alpaca_gui.library.query.columns_like import Context

WORDS: Final = ("today", "yesterday")
_WRITTEN: Final = re.compile(
    r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{1,2})(-(?P<day>[0-9]{1,2})"
    r"([Tt](?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(:(?P<second>[0-9]{2}))?)?)?)?"
)
_PARTS: Final = ("year", "month", "day", "hour", "minute", "second")


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of time, as exact as it is written.

    Attributes
    ----------
    text
        ``2026``, ``2026-11``, ``2026-11-25``, ``2026-11-25T14:30``, ``2026-11-25T14:30:05``, ``today``, ``yesterday``.

    Raises
    ------
    ValueError
        When the text is none of them.
    """

    text: str

    def __post_init__(self) -> None:
        """Refuse what is no moment, and write it in one way alone."""
        if self.text.lower() in WORDS:
            object.__setattr__(self, "text", self.text.lower())
            return
        parts = _parts_of(self.text)
        if parts is None:
            raise ValueError(f"there is no day {self.text!r}")
        date, clock = parts[:3], parts[3:]
        written = f"{date[0]:04}" + "".join(f"-{part:02}" for part in date[1:])
        if clock:
            written += "T" + ":".join(f"{part:02}" for part in clock)
        object.__setattr__(self, "text", written)

    def stretch(self, context: Context) -> tuple[float, float]:
        """Give its beginning and the end that is no part of it, in seconds since the epoch."""
        if self.text in WORDS:
            day = context.today - dt.timedelta(days=WORDS.index(self.text))
            parts: tuple[int, ...] = (day.year, day.month, day.day)
        else:
            parts = _parts_of(self.text) or ()
        first = _at(parts)
        return _seconds(first, context), _seconds(_after(first, len(parts)), context)


def _parts_of(text: str) -> tuple[int, ...] | None:
    written = _WRITTEN.fullmatch(text)
    if written is None:
        return None
    parts = tuple(int(written[name]) for name in _PARTS if written[name] is not None)
    try:
        _at(parts)
    except ValueError:
        return None
    return parts


def _at(parts: tuple[int, ...]) -> dt.datetime:
    year, month, day, hour, minute, second = (*parts, *(0, 1, 1, 0, 0, 0)[len(parts) :])
    return dt.datetime(year, month, day, hour, minute, second)


def _after(first: dt.datetime, exactness: int) -> dt.datetime | None:
    """Give what comes after the year (1), month (2), day (3), minute (5) or second (6); None after the last year."""
    try:
        match exactness:
            case 1:
                return first.replace(year=first.year + 1)
            case 2:
                return (first + dt.timedelta(days=31)).replace(day=1)
            case 3:
                return first + dt.timedelta(days=1)
            case 5:
                return first + dt.timedelta(minutes=1)
            case _:
                return first + dt.timedelta(seconds=1)
    except (OverflowError, ValueError):
        return None


def _seconds(moment: dt.datetime | None, context: Context) -> float:
    if moment is None:
        return float("inf")
    try:
        return moment.replace(tzinfo=context.zone).timestamp()
    except (OverflowError, ValueError, OSError):  # so far away that the platform has no number for it
        return float("-inf") if moment.year < 1970 else float("inf")
