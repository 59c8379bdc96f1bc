"""Years, months, days and minutes as stretches of time: each ends where the next begins."""

import calendar
import datetime as dt

import pytest

from alpaca_gui.library.query.columns_like import Context
from alpaca_gui.library.query.moments import Moment

CONTEXT = Context(dt.date(2026, 3, 1), dt.UTC)


@pytest.mark.parametrize("year", [1900, 1969, 1970, 2000, 2024, 2026])
def test_a_year_is_its_months_and_a_month_its_days_without_a_gap(year: int) -> None:
    start, end = Moment(str(year)).stretch(CONTEXT)
    assert (end - start) / 86_400 == (366 if calendar.isleap(year) else 365)
    place = start
    for month in range(1, 13):
        first, after = Moment(f"{year}-{month}").stretch(CONTEXT)
        days = calendar.monthrange(year, month)[1]
        assert (first, after) == (place, place + days * 86_400)
        assert Moment(f"{year}-{month}-{days}").stretch(CONTEXT) == (after - 86_400, after)
        place = after
    assert place == end


def test_minutes_and_seconds_are_as_long_as_they_say() -> None:
    noon = dt.datetime(2026, 11, 25, 12, 30, tzinfo=dt.UTC).timestamp()
    assert Moment("2026-11-25T12:30").stretch(CONTEXT) == (noon, noon + 60)
    assert Moment("2026-11-25t12:30:09").stretch(CONTEXT) == (noon + 9, noon + 10)


def test_yesterday_may_lie_in_another_month() -> None:
    assert Moment("Yesterday").stretch(CONTEXT) == Moment("2026-02-28").stretch(CONTEXT)
    assert Moment("today").stretch(CONTEXT) == Moment("2026-03-01").stretch(CONTEXT)


@pytest.mark.parametrize(
    "text", ["", "26", "2026-13", "2026-02-29", "2026-1-1T25:00", "2026-11-25T", "0000", "tomorrow", "²⁰²⁶"]
)
def test_what_is_in_no_calendar_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no day"):
        Moment(text)
