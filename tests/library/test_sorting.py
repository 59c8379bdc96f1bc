"""Sorting many rows by one number: the same order as NumPy's stable sort, whatever the numbers are."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.library.columns import Columns, Order, Show
from alpaca_gui.library.record import Record
from alpaca_gui.library.sorting import ascending, descending
from alpaca_gui.logit.verdict import Rule

odd = st.sampled_from([0.0, -0.0, np.inf, -np.inf, np.nan, -np.nan, 5e-324, -5e-324, 1.0, np.nextafter(1.0, 2.0)])


def stable(values: NDArray[np.generic]) -> list[int]:
    order: list[int] = np.argsort(values, kind="stable").tolist()
    return order


@given(st.lists(st.one_of(odd, st.floats(width=64), st.floats(width=32))))
def test_the_order_is_that_of_a_stable_sort(numbers: list[float]) -> None:
    values = np.array(numbers, np.float64)
    assert ascending(values).tolist() == stable(values)
    assert descending(values).tolist() == stable(-values)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=300), st.integers(0, 2**31))
def test_values_that_differ_in_their_last_bits_alone_are_told_apart(steps: list[int], seed: int) -> None:
    values = 1 + np.array(steps) * 2.0**-52
    values = np.concatenate((values, np.random.default_rng(seed).normal(0, 1, 300), values[::-1]))
    assert ascending(values).tolist() == stable(values)


@pytest.mark.parametrize("kind", ["int8", "int32", "uint32", "int64", "float32"])
def test_every_kind_of_number_is_sorted(kind: str) -> None:
    least, most = (-1e30, 1e30) if kind == "float32" else (np.iinfo(kind).min, np.iinfo(kind).max)
    values = np.array([3, most, 0, least, 3, 1, most, 0], kind)
    assert ascending(values).tolist() == stable(values)


def test_nothing_and_a_single_number_have_an_order_too() -> None:
    assert ascending(np.empty(0)).tolist() == []
    assert ascending(np.array([np.nan])).tolist() == [0]


def test_a_hundred_thousand_with_few_different_values_keep_their_order() -> None:
    values = np.round(np.random.default_rng(3).normal(0, 4, 100_000), 1)
    values[::7] = np.nan
    assert ascending(values).tolist() == stable(values)


# What is worked out anew when something is written in.


@pytest.fixture
def columns() -> Columns:
    columns = Columns()
    columns.add([FileSource(Path(f"{name}.png")) for name in "abcd"])
    for key, logit in enumerate([3.0, -1.0, 0.5, -7.0]):
        columns.set_record(key, Record(FileSource(Path("x.png")), Evidence(logit, None, None), 2, 2))
    return columns


def closest(columns: Columns, show: Show = Show.ALL) -> list[int]:
    found: list[int] = columns.arranged(Order.CLOSENESS, show, Rule()).tolist()
    return found


def test_a_label_changes_what_is_counted_of_labels_and_no_order_of_logits(
    columns: Columns, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert closest(columns) == [2, 1, 0, 3]
    assert columns.spread().at(Rule()).labelled == 0
    columns.label[2] = 1
    columns.touch("label")

    def refuse(*_: object) -> None:
        raise AssertionError("sorted anew")

    monkeypatch.setattr("alpaca_gui.library.columns.ascending", refuse)
    assert closest(columns) == [2, 1, 0, 3]
    assert columns.spread().at(Rule()).labelled == 1


def test_rows_that_were_removed_are_gone_from_orders_counts_and_groups(columns: Columns) -> None:
    columns.picture[:] = [1, 1, 2, 3]
    columns.touch()
    assert columns.group.tolist() == [1, 1, 0, 0]
    assert columns.counts(Rule())[Show.ALL] == 4
    columns.removed[1] = True
    columns.touch("removed")
    assert closest(columns) == [2, 0, 3]
    assert columns.group.tolist() == [0, 0, 0, 0]
    assert columns.counts(Rule())[Show.ALL] == 3
    assert columns.spread().n == 3


def test_a_logit_that_is_written_in_is_sorted_in(columns: Columns) -> None:
    closest(columns)
    columns.logit[3] = 0.1
    columns.touch("logit")
    assert closest(columns) == [3, 2, 1, 0]
    assert columns.arranged(Order.LOGIT_UP, Show.ALL, Rule()).tolist() == [1, 3, 2, 0]


def test_another_threshold_gives_another_order_by_closeness(columns: Columns) -> None:
    assert closest(columns) == [2, 1, 0, 3]
    assert columns.arranged(Order.CLOSENESS, Show.ALL, Rule(threshold=3.5)).tolist() == [0, 2, 1, 3]
    assert closest(columns) == [2, 1, 0, 3]
