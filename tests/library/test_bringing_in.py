"""Records that were brought in stand in the columns as the library has them."""

from collections.abc import Generator
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.imaging.source import FileSource
from alpaca_gui.library.bringing_in import BroughtIn, Cancelled, bring_in
from alpaca_gui.library.columns import Columns
from alpaca_gui.library.imported import Imported
from alpaca_gui.library.library import Library
from alpaca_gui.library.state import State
from alpaca_gui.library.text_column import TextColumn

ROWS = st.lists(st.tuples(st.binary(min_size=1), st.floats(-1e9, 1e9), st.sampled_from([-1, 0, 1])), max_size=9)


def imported(rows: list[tuple[bytes, float, int]]) -> Imported:
    """What a table with these rows would say."""
    offsets = np.cumsum([0, *(len(path) for path, _, _ in rows)], dtype=np.int64)
    return Imported(
        np.array([logit for _, logit, _ in rows], np.float64),
        np.array([label for _, _, label in rows], np.int8),
        b"".join(path for path, _, _ in rows),
        offsets,
    )


def whole(steps: Generator[int, None, BroughtIn]) -> BroughtIn:
    """Go through to the end."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            brought: BroughtIn = end.value
            return brought


@given(first=ROWS, second=ROWS)
def test_the_columns_hold_what_the_library_holds(
    tmp_path_factory: pytest.TempPathFactory,
    first: list[tuple[bytes, float, int]],
    second: list[tuple[bytes, float, int]],
) -> None:
    folder = tmp_path_factory.mktemp("library")
    columns = Columns()
    with Library(folder / "x.library") as library:
        for rows, concept in ((first, "alpaca"), (second, "llama")):
            source = FileSource(Path("/between.jpg"))
            library.add([source])
            columns.add([source])
            brought = whole(bring_in(library, imported(rows), Path("t.csv"), concept, Event()))
            columns.bring_in(brought)
            columns.label_brought(brought, "alpaca")
        loaded = library.load("alpaca")
        library.done_reading()
    assert columns.models == loaded.models
    for name, array in loaded.snapshot().items():
        np.testing.assert_array_equal(columns.snapshot()[name], array, name)
    assert [columns.path.get(row) for row in range(len(columns))] == [
        loaded.path.get(row) for row in range(len(loaded))
    ]


def test_what_is_cancelled_leaves_no_record_and_no_table(tmp_path: Path) -> None:
    cancel = Event()
    with Library(tmp_path / "x.library") as library:
        steps = bring_in(library, imported([(b"/a", 1.0, 1)]), Path("t.csv"), "alpaca", cancel)
        assert next(steps) == 1
        cancel.set()
        with pytest.raises(Cancelled):
            next(steps)
        assert len(library) == 0
        assert library.models() == []
        library.done_reading()
        assert library.add([FileSource(Path("/b"))]) == 0


def test_rows_cannot_be_brought_in_out_of_their_order() -> None:
    columns = Columns()
    with pytest.raises(ValueError, match="rows from 3 on cannot follow 0 rows"):
        columns.bring_in(BroughtIn(imported([(b"/a", 1.0, -1)]), 3, 1, "t.csv", "alpaca", 0.0))
    assert len(columns) == 0


def test_rows_from_a_buffer_follow_rows_that_were_changed() -> None:
    column = TextColumn()
    column.extend(["/a", "/b"])
    column.set(0, "/c")
    column.extend_from_buffer(b"/d/ef", np.array([0, 2, 5]))
    assert [column.get(row) for row in range(4)] == ["/c", "/b", "/d", "/ef"]
    assert column.contains("/d").tolist() == [False, False, True, False]
    with pytest.raises(ValueError, match="offsets"):
        column.extend_from_buffer(b"/d", np.array([0, 5]))
    assert len(column) == 4


def test_what_was_brought_in_is_done_at_once() -> None:
    columns = Columns()
    columns.bring_in(BroughtIn(imported([(b"/a", 1.0, 1)]), 0, 2, "t.csv", "alpaca", 7.0))
    assert columns.state.tolist() == [State.DONE]
    assert columns.models == ["", "t.csv"]
    assert columns.label.tolist() == [-1]
