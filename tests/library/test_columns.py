"""The columns sort, filter and count as plain Python would, row by row."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.imaging.source import FileSource, LinkSource, MemorySource, Source
from alpaca_gui.library.columns import NO_LABEL, Columns, Order, Show
from alpaca_gui.library.record import Record
from alpaca_gui.library.state import State
from alpaca_gui.logit.verdict import Decision, Rule, judge

NAMES = st.one_of(st.sampled_from(["a.jpg", "A.jpg", "b.jpg", "ß.png", "ss.png"]), st.text(max_size=6))
LOGITS = st.one_of(st.none(), st.sampled_from([0.0, 1.0, -1.0, 2.5]), st.floats(-50, 50))
RULES = st.builds(Rule, st.sampled_from([0.0, 1.0, -0.5]), st.sampled_from([0.0, 0.5, 2.0]))


@dataclass
class Row:
    """One row, as plain Python knows it."""

    source: Source
    state: State
    logit: float | None
    removed: bool
    label: int = NO_LABEL

    def shown(self, show: Show, rule: Rule) -> bool:
        if self.removed or show is Show.ALL:
            return not self.removed
        if show is Show.FAILED:
            return self.state in (State.FAILED, State.CANCELLED)
        return self.logit is not None and judge(self.logit, rule).decision.word == show.value

    def key(self, order: Order, rule: Rule) -> tuple[object, ...]:
        if order is Order.ADDED:
            return ()
        if order is Order.NAME:
            location = self.source.location
            return (location.rpartition("/")[2].casefold(), location)
        if order in (Order.TIME, Order.GROUPS):
            return ()  # nothing here has a time or a duplicate
        if order is Order.DISAGREEMENT:
            return self.disagreement(rule)
        if self.logit is None:
            return (True, 0.0)
        value = {Order.LOGIT_DOWN: -self.logit, Order.LOGIT_UP: self.logit}.get(order, abs(self.logit - rule.threshold))
        return (False, value)

    def disagreement(self, rule: Rule) -> tuple[object, ...]:
        margin = math.nan if self.logit is None else self.logit - rule.threshold
        if math.isnan(margin) or self.label == NO_LABEL:
            return (2, math.isnan(margin), 0.0 if math.isnan(margin) else abs(margin))
        wrong = (margin > 0) != (self.label == 1)
        return (0, False, -abs(margin)) if wrong else (1, False, abs(margin))


def _record(source: Source, logit: float | None) -> Record:
    if logit is None:
        return Record(source, error="It is broken.")
    return Record(source, Evidence(logit, np.zeros((5, 5), np.float32), np.zeros(1280, np.float32)), 4, 3)


ROWS = st.lists(
    st.builds(
        lambda name, state, logit, removed, label: Row(
            FileSource(Path("herd", name)), state if logit is None else State.DONE, logit, removed, label
        ),
        NAMES,
        st.sampled_from([State.WAITING, State.FAILED, State.CANCELLED]),
        LOGITS,
        st.booleans(),
        st.sampled_from([NO_LABEL, 0, 1]),
    ),
    max_size=25,
)


def _filled(rows: list[Row]) -> Columns:
    columns = Columns()
    columns.add(row.source for row in rows)
    for key, row in enumerate(rows):
        if row.state in (State.DONE, State.FAILED):
            columns.set_record(key, _record(row.source, row.logit))
        columns.state[key] = row.state
        columns.removed[key] = row.removed
        columns.label[key] = row.label
    columns.touch()
    return columns


@given(ROWS, RULES)
@settings(max_examples=60)
def test_every_order_and_choice_is_that_of_plain_python(rows: list[Row], rule: Rule) -> None:
    columns = _filled(rows)
    for order in Order:
        for show in Show:
            wanted = [key for key, row in enumerate(rows) if row.shown(show, rule)]
            wanted.sort(key=lambda key: rows[key].key(order, rule))
            assert columns.arranged(order, show, rule).tolist() == wanted, (order, show)


@given(ROWS, RULES)
@settings(max_examples=60)
def test_the_counts_are_those_of_what_would_be_shown(rows: list[Row], rule: Rule) -> None:
    columns = _filled(rows)
    assert columns.counts(rule) == {show: sum(row.shown(show, rule) for row in rows) for show in Show}
    assert columns.present().tolist() == [key for key, row in enumerate(rows) if not row.removed]


def test_rows_without_a_logit_come_last_in_every_order_of_logits() -> None:
    rows = [
        Row(FileSource(Path(str(n))), State.DONE if z is not None else State.FAILED, z, False)
        for n, z in enumerate([None, -2.0, None, 3.0, 0.5])
    ]
    columns = _filled(rows)
    assert columns.arranged(Order.LOGIT_DOWN, Show.ALL, Rule()).tolist() == [3, 4, 1, 0, 2]
    assert columns.arranged(Order.LOGIT_UP, Show.ALL, Rule()).tolist() == [1, 4, 3, 0, 2]
    assert columns.arranged(Order.CLOSENESS, Show.ALL, Rule()).tolist() == [4, 1, 3, 0, 2]
    assert columns.arranged(Order.CLOSENESS, Show.ALL, Rule(threshold=2.8)).tolist() == [3, 4, 1, 0, 2]


def test_a_new_row_waits_without_a_logit() -> None:
    columns = Columns()
    columns.add([FileSource(Path("a.jpg"))])
    assert len(columns) == 1
    assert columns.state.tolist() == [State.WAITING]
    assert math.isnan(columns.logit[0])
    assert columns.record(0) is None
    assert columns.source(0).name == "a.jpg"


def test_a_record_is_kept_without_its_large_parts() -> None:
    columns = Columns()
    columns.add([LinkSource("https://x.org/a.jpg")])
    fetched = MemorySource(b"...", "a.jpg", "https://x.org/a.jpg")
    columns.set_record(0, _record(fetched, 1.25))
    record = columns.record(0)
    assert record is not None
    assert record.evidence == record.evidence
    assert (record.logit, record.width, record.height) == (1.25, 4, 3)
    assert record.evidence is not None
    assert record.evidence.logit_map is None
    assert record.evidence.embedding is None
    assert columns.source(0) is fetched


def test_a_row_that_is_done_again_takes_the_newer_record() -> None:
    columns = _filled([Row(FileSource(Path("a")), State.FAILED, None, False)])
    columns.set_record(0, _record(FileSource(Path("a")), 2.0))
    assert (columns.state[0], columns.logit[0]) == (State.DONE, 2.0)
    columns.set_record(0, _record(FileSource(Path("a")), None))
    assert columns.state[0] == State.FAILED
    assert math.isnan(columns.logit[0])


def test_cancelling_marks_only_what_waits() -> None:
    columns = _filled(
        [Row(FileSource(Path(name)), state, None, False) for name, state in zip("abc", State, strict=False)]
    )
    columns.state[1] = State.DONE
    columns.cancel_waiting()
    assert columns.state.tolist() == [State.CANCELLED, State.DONE, State.FAILED]


@given(st.lists(st.integers(0, 1500), max_size=5))
@settings(max_examples=20)
def test_they_grow_and_keep_what_they_hold(sizes: list[int]) -> None:
    columns = Columns()
    for size in sizes:
        start = len(columns)
        columns.add([FileSource(Path(str(start + n))) for n in range(size)])
        if size:
            columns.set_record(start, _record(columns.source(start), float(start)))
            columns.removed[start] = True
    starts = np.cumsum([0, *sizes])[:-1][np.array(sizes, int) > 0] if sizes else np.array([], int)
    assert len(columns) == sum(sizes)
    assert np.flatnonzero(columns.removed).tolist() == starts.tolist()
    assert columns.logit[columns.state == State.DONE].tolist() == starts.tolist()
    assert all(columns.source(key).name == str(key) for key in range(0, len(columns), 97))


def test_a_row_that_is_added_later_is_sorted_in_by_name() -> None:
    columns = Columns()
    columns.add([FileSource(Path(name)) for name in ("b", "D")])
    assert columns.arranged(Order.NAME, Show.ALL, Rule()).tolist() == [0, 1]
    columns.add([FileSource(Path(name)) for name in ("a", "C")])
    assert columns.arranged(Order.NAME, Show.ALL, Rule()).tolist() == [2, 0, 3, 1]


def test_names_that_are_not_utf_8_can_be_sorted() -> None:
    columns = Columns()
    columns.add([FileSource(Path(name)) for name in ("\udcff", "a", "\ud800")])
    assert sorted(columns.arranged(Order.NAME, Show.ALL, Rule()).tolist()) == [0, 1, 2]


def test_equal_rows_stay_in_the_order_in_which_they_came() -> None:
    columns = _filled([Row(FileSource(Path("same")), State.DONE, 1.0, False)] * 50)
    for order in Order:
        assert columns.arranged(order, Show.ALL, Rule()).tolist() == list(range(50))


@pytest.mark.parametrize("show", [Show.YES, Show.NO, Show.UNSURE])
def test_what_has_no_logit_is_neither_yes_nor_no_nor_unsure(show: Show) -> None:
    columns = _filled([Row(FileSource(Path("a")), state, None, False) for state in (State.WAITING, State.FAILED)])
    assert columns.arranged(Order.ADDED, show, Rule(band=5.0)).size == 0


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_arranged_in_a_moment() -> None:
    import time

    columns = Columns()
    columns.add(FileSource(Path(f"{n}.jpg")) for n in range(100_000))
    columns.logit[:] = np.random.default_rng(5).normal(size=100_000)
    columns.state[:] = State.DONE
    columns.touch()
    start = time.monotonic()
    for order in (Order.LOGIT_DOWN, Order.CLOSENESS):
        keys = columns.arranged(order, Show.ALL, Rule())
        assert np.array_equal(np.sort(keys), np.arange(100_000))
    columns.counts(Rule())
    assert time.monotonic() - start < 5  # a thousand times that would be Python a row
    assert int(columns.counts(Rule())[Show.YES]) == int((columns.logit > 0).sum())
    assert Decision.YES in Decision


def test_rows_that_wait_again_have_no_logit_and_no_record_and_stay_where_they_are() -> None:
    columns = Columns()
    source = FileSource(Path("a.png"))
    columns.add([source, source])
    columns.set_record(0, Record(source, Evidence(1.5, None, None), 4, 3))
    columns.set_record(1, Record(source, error="It is broken."))
    columns.removed[1] = True
    columns.wait_again()
    assert columns.state.tolist() == [State.WAITING, State.WAITING]
    assert np.isnan(columns.logit).all()
    assert columns.record(0) is columns.record(1) is None
    assert columns.removed.tolist() == [False, True]
