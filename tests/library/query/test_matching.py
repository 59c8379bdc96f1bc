"""Filters match the rows that plain Python would choose, row by row."""

import datetime as dt
import math
import threading
from zoneinfo import ZoneInfo

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpaca_gui.library.columns import Columns
from alpaca_gui.library.query import Choice, Filter, Range, Term, Text, Times, parse
from alpaca_gui.library.query.columns_like import Context
from alpaca_gui.library.query.keys import KEYS
from alpaca_gui.library.state import State
from alpaca_gui.library.text_column import TextColumn
from alpaca_gui.logit.verdict import Rule, judge
from tests.library.query.stand_in import ERRORS, MODELS, NOON, ROWS, TERMS, Row, alike, columns_of, terms_of

RULES = st.builds(
    Rule, st.sampled_from([0.0, 1.0, -0.5]), st.sampled_from([0.0, 0.5, 2.0]), st.sampled_from([0.5, 1.0, 3.0])
)
CONTEXT = Context(dt.date(2026, 11, 25), dt.UTC)


def in_range(value: float, wanted: Range) -> bool:
    above = value > wanted.low if wanted.without_low else value >= wanted.low
    return above and (value < wanted.high if wanted.without_high else value <= wanted.high)


def first_and_next(text: str) -> tuple[dt.datetime, dt.datetime]:
    """Beginning of a moment and of the one after it, by the standard library's own readers."""
    if text in ("today", "yesterday"):
        text = "2026-11-25" if text == "today" else "2026-11-24"
    length = {4: 366, 7: 31, 10: 1}.get(len(text))
    first = dt.datetime.fromisoformat({4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text)).replace(tzinfo=dt.UTC)
    try:
        if length is None:
            return first, first + dt.timedelta(seconds=60 if len(text) == 16 else 1)
        after = first + dt.timedelta(days=length)
        return first, after if length == 1 else after.replace(day=1)
    except OverflowError:
        return first, dt.datetime.max.replace(tzinfo=dt.UTC)


def in_times(seconds: float, wanted: Times) -> bool:
    if math.isnan(seconds):
        return False
    low = high = True
    if wanted.low is not None:
        first, after = first_and_next(wanted.low.text)
        low = seconds >= (after if wanted.without_low else first).timestamp()
    if wanted.high is not None:
        first, after = first_and_next(wanted.high.text)
        high = seconds < (first if wanted.without_high else after).timestamp()
    return low and high


def number(row: Row, key: str, rule: Rule) -> float | None:
    if key in ("width", "height"):
        return getattr(row, key) or None
    if key == "unlike":
        return float(np.float32(row.unlike))
    verdict = None if math.isnan(row.logit) else judge(row.logit, rule)
    if verdict is None:
        return None
    return {
        "logit": row.logit,
        "margin": verdict.margin,
        "closeness": abs(verdict.margin),
        "probability": verdict.probability,
    }[key]


def words_of(row: Row, key: str, rule: Rule) -> set[str]:
    """The words that are true of a row."""
    decision = "" if math.isnan(row.logit) else judge(row.logit, rule).decision.word
    label = {-1: "", 0: "no", 1: "yes"}[row.label]
    limit = {0: 0.5, 1: 0.25}.get(row.model, math.nan)
    same = {"yes" if label == decision else "no"} if label and decision in ("yes", "no") else set()
    far = {"yes" if row.unlike > limit else "no"} if row.unlike >= 0 and limit > 0 else set()
    return {
        "decision": {decision},
        "label": {label, "any"} if label else {"none"},
        "agrees": same,
        "state": {["waiting", "done", "failed", "cancelled"][row.state]},
        "duplicates": {"any" if row.group else "none"},
        "note": {"any" if row.noted else "none"},
        "removed": {"any", "yes" if row.removed else "no"},
        "unlike": far,
    }[key]


def has_text(row: Row, key: str, text: str) -> bool:
    folder = row.path[: row.path[:-1].rfind("/") + 1]
    match key:
        case "name":
            return alike(text) in alike(row.path)
        case "model":
            return row.model >= 0 and alike(text) in alike(MODELS[row.model])
        case "error":
            return row.error > 0 and alike(text) in alike(ERRORS[row.error])
    drive = len(text) > 2 and text[0].isalpha() and text[1] == ":" and text[2] in "/\\"
    if text.startswith("/") or "://" in text or drive:
        return alike(folder).startswith(alike(text).rstrip("/") + "/")
    return alike(text) in alike(folder)


def meets(row: Row, term: Term, rule: Rule) -> bool:
    match term.value:
        case Range():
            value = number(row, term.key, rule)
            wanted = term.value
            if term.key == "unlike":
                with np.errstate(over="ignore"):
                    low, high = float(np.float32(wanted.low)), float(np.float32(wanted.high))
                wanted = Range(low, high, wanted.without_low, wanted.without_high)
            found = value is not None and in_range(value, wanted)
        case Times():
            found = in_times(row.time, term.value)
        case Choice():
            found = bool(words_of(row, term.key, rule) & term.value.words)
        case Text():
            found = has_text(row, term.key, term.value.text)
        case _:
            raise AssertionError(term)
    return found != term.negated


def chosen(rows: list[Row], terms: list[Term], rule: Rule) -> list[bool]:
    removed_too = any(term.key == "removed" for term in terms)
    return [(removed_too or not row.removed) and all(meets(row, term, rule) for term in terms) for row in rows]


@pytest.mark.parametrize("key", sorted(KEYS))
@given(data=st.data(), rows=ROWS, rule=RULES)
@settings(max_examples=60)
def test_one_term_matches_what_plain_python_chooses(key: str, data: st.DataObject, rows: list[Row], rule: Rule) -> None:
    term = data.draw(terms_of(key))
    assert Filter((term,)).matches(columns_of(rows), rule, CONTEXT).tolist() == chosen(rows, [term], rule)


@given(rows=ROWS, terms=st.lists(TERMS, max_size=5), rule=RULES)
@settings(max_examples=200)
def test_several_terms_match_what_meets_each(rows: list[Row], terms: list[Term], rule: Rule) -> None:
    found = Filter(tuple(terms)).matches(columns_of(rows), rule, CONTEXT)
    assert found.dtype == np.bool_
    assert found.tolist() == chosen(rows, terms, rule)


@pytest.mark.parametrize("order", ["logit:0..0.1 zoo folder:ZOO", "zoo folder:zoo logit:0..0.1", "-farm logit:0..0.1"])
def test_slow_terms_asked_of_the_few_rows_left_find_the_same(order: str) -> None:
    rows = [
        Row(n / 1000, 1, n % 7 == 0, -1, 0, NOON, 1, 1, 0.0, 0, 0, False, f"/{'zoo' if n % 2 else 'farm'}/{n}.jpg")
        for n in range(2000)
    ]
    wanted = parse(order)
    found = wanted.matches(columns_of(rows), Rule(), CONTEXT)
    assert found.tolist() == chosen(rows, list(wanted.terms), Rule())
    assert found.sum() == 43


@given(st.floats(-40, 40), st.floats(0.001, 0.999), st.sampled_from([0.5, 1.0, 2.5]))
def test_a_probability_is_that_of_the_exact_sigmoid(logit: float, bound: float, temperature: float) -> None:
    row = Row(logit, 1, False, -1, 0, NOON, 1, 1, 0.0, 0, 0, False, "a")
    exact = 1 / (1 + mpmath.exp(-mpmath.mpf(logit) / temperature))
    if abs(exact - bound) < 1e-12:
        return
    found = parse(f"probability:>{bound!r}").matches(columns_of([row]), Rule(temperature=temperature), CONTEXT)
    assert found.tolist() == [bool(exact > bound)]


def test_an_empty_filter_matches_what_is_not_removed() -> None:
    rows = [Row(1.0, 1, removed, -1, 0, NOON, 1, 1, 0.0, 0, 0, False, "a") for removed in (False, True)]
    assert parse("").matches(columns_of(rows), Rule()).tolist() == [True, False]
    assert parse("logit:1").matches(columns_of(rows), Rule()).tolist() == [True, False]
    assert parse("removed:yes").matches(columns_of(rows), Rule()).tolist() == [False, True]
    assert parse("removed:any").matches(columns_of(rows), Rule()).tolist() == [True, True]


def test_days_begin_where_the_zone_says_also_when_the_clocks_change() -> None:
    vienna = ZoneInfo("Europe/Vienna")
    ends = [dt.datetime(2026, 10, 25, 0, 0, tzinfo=vienna), dt.datetime(2026, 10, 26, 0, 0, tzinfo=vienna)]
    times = [seconds for end in ends for seconds in (end.timestamp() - 1, end.timestamp())]
    assert times[2] - times[1] == 25 * 3600 - 1  # the clocks went back that night
    rows = [Row(1.0, 1, False, -1, 0, time, 1, 1, 0.0, 0, 0, False, "a") for time in times]
    context = Context(dt.date(2026, 10, 26), vienna)
    columns = columns_of(rows)
    assert parse("time:yesterday").matches(columns, Rule(), context).tolist() == [False, True, True, False]
    assert parse("time:2026-10-25").matches(columns, Rule(), context).tolist() == [False, True, True, False]
    assert parse("time:>2026-10-25").matches(columns, Rule(), context).tolist() == [False, False, False, True]
    assert parse("time:<2026-10-25").matches(columns, Rule(), context).tolist() == [True, False, False, False]


def test_today_is_the_day_of_the_call_where_nothing_else_is_said() -> None:
    now = dt.datetime.now().astimezone()
    times = [now.timestamp(), (now - dt.timedelta(days=3)).timestamp()]
    rows = [Row(1.0, 1, False, -1, 0, time, 1, 1, 0.0, 0, 0, False, "a") for time in times]
    assert parse("time:>=yesterday").matches(columns_of(rows), Rule()).tolist() == [True, False]


@pytest.mark.parametrize("typed", ["time:0001", "time:9999", "time:9999-12-31T23:59:59", "time:>=0001-01-01..9999-12"])
@pytest.mark.parametrize("zone", [None, dt.timezone(dt.timedelta(hours=14)), dt.timezone(dt.timedelta(hours=-12))])
def test_the_ends_of_the_calendar_break_nothing(typed: str, zone: dt.tzinfo | None) -> None:
    rows = [Row(1.0, 1, False, -1, 0, NOON, 1, 1, 0.0, 0, 0, False, "a")]
    found = parse(typed).matches(columns_of(rows), Rule(), Context(zone=zone))
    assert found.tolist() == [".." in typed]


def test_the_words_for_states_are_those_of_the_columns() -> None:
    rows = [Row(1.0, state, False, -1, 0, NOON, 1, 1, 0.0, 0, 0, False, "a") for state in State]
    for state in State:
        found = parse(f"state:{state.name.lower()}").matches(columns_of(rows), Rule())
        assert found.tolist() == [other is state for other in State]


def test_the_columns_of_the_library_can_be_filtered() -> None:
    from pathlib import Path

    from alpaca_gui.engine.evidence import Evidence
    from alpaca_gui.imaging.source import FileSource
    from alpaca_gui.library.record import Record

    columns = Columns()
    sources = [FileSource(Path("/home/zoo/a.jpg")), FileSource(Path("/home/farm/b.jpg"))]
    columns.add(sources)
    columns.models.append("alpaca")
    columns.set_record(0, Record(sources[0], Evidence(0.5, None, None), 40, 30), model=0)
    columns.set_record(1, Record(sources[1], error="It is broken."))
    for typed, wanted in (
        ("folder:zoo", [True, False]),
        ("error:broken", [False, True]),
        ("logit:-1..1 label:none folder:zoo model:ALPACA unlike:none duplicates:none note:none", [True, False]),
        ("state:failed", [False, True]),
        ("unlike:yes", [False, False]),
    ):
        assert parse(typed).matches(columns, Rule()).tolist() == wanted, typed


def test_rows_that_are_appended_meanwhile_do_not_disturb() -> None:
    columns = columns_of([])
    whole = np.arange(40_000) / 10_000
    wrong: list[object] = []
    over = threading.Event()
    wanted = [parse(typed) for typed in ("logit:>=0 zoo", "folder:zoo logit:<0.01", "-farm", "model:alpaca")]

    def read() -> None:
        while not over.is_set():
            try:
                wrong.extend(str(one) for one in wanted if not one.matches(columns, Rule()).size <= len(columns))
            except Exception as error:  # noqa: BLE001 - whatever it is, the test says it
                wrong.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for n in range(0, whole.size, 400):
        for name in (
            "state",
            "removed",
            "label",
            "model",
            "time",
            "width",
            "height",
            "unlike",
            "group",
            "error",
            "noted",
        ):
            setattr(columns, name, np.zeros(n + 400, getattr(columns, name).dtype))
        columns.logit = whole[: n + 400]  # the row is there, its path comes last
        columns.path.extend(["/zoo/a.jpg"] * 400)
    over.set()
    reader.join()
    assert not wrong
    assert all(one.matches(columns, Rule()).any() for one in wanted)


def test_a_row_whose_path_is_still_to_come_does_not_match_yet() -> None:
    row = Row(1.0, 1, False, -1, 0, NOON, 1, 1, 0.0, 0, 0, False, "/zoo/a")
    columns = columns_of([row, row, row])
    columns.path = TextColumn("/")
    columns.path.extend(["/zoo/a"])
    for typed in ("", "logit:1", "zoo", "folder:zoo", "-farm"):
        assert parse(typed).matches(columns, Rule()).tolist() == [True, False, False], typed


def test_a_huge_limit_of_a_model_is_never_passed() -> None:
    columns = columns_of([Row(1.0, 1, False, -1, 0, NOON, 1, 1, 0.75, 0, 0, False, "a")])
    columns.unlike_limits = {0: 1e300}
    assert parse("unlike:yes").matches(columns, Rule()).tolist() == [False]
    assert parse("unlike:no").matches(columns, Rule()).tolist() == [True]
    assert isinstance(columns.path, TextColumn)
