"""Rows go to Parquet with types and nulls, in row groups, and names of any bytes come back."""

import io
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.library.export.parquet import write_parquet
from alpaca_gui.library.export.rows import ExportedRecord, names
from tests.library.export.rows import NAMES, ODD, failed, full


def _written(records: list[ExportedRecord], rows: int = 100) -> Any:
    stream = io.BytesIO()
    assert [*write_parquet(iter(records), stream, rows)][-1:] == ([len(records)] if records else [])
    return pq.ParquetFile(io.BytesIO(stream.getvalue()))


def test_everything_comes_back_with_its_type() -> None:
    whole, broken = _written([full(), failed()]).read().to_pylist()
    assert whole == asdict(full()) | {
        "time": datetime(2024, 5, 1, 12, 0, 0, 250_000, UTC),
        "path_bytes": None,
    }
    assert {key: value for key, value in broken.items() if value is not None} == {
        "path": "/p/b.jpg",
        "error": "- It is broken.",
    }


def test_the_columns_are_those_of_the_other_formats_and_the_bytes_of_names() -> None:
    schema = _written([]).schema_arrow
    path, *others = names(ExportedRecord)
    assert schema.names == [path, "path_bytes", *others]
    assert schema.field("logit").type == pa.float64()
    assert schema.field("width").type == pa.int32()
    assert schema.field("time").type == pa.timestamp("us", tz="UTC")


@given(st.lists(NAMES, max_size=5))
def test_any_name_comes_back_unchanged(paths: list[str]) -> None:
    rows = _written([full(path) for path in paths]).read().to_pylist()
    back = [row["path"].encode() if row["path_bytes"] is None else row["path_bytes"] for row in rows]
    assert back == [path.encode("utf-8", "surrogateescape") for path in paths]


def test_bytes_are_kept_only_where_the_name_is_no_text() -> None:
    rows = _written([full(path) for path in ODD]).read().to_pylist()
    assert [row["path"] for row in rows if row["path_bytes"] is not None] == ["caf\ufffd\ufffd.jpg"]


def test_no_text_can_stop_the_export() -> None:
    odd = ExportedRecord("a\ud800b", error="\ud800", model="\udcff", note="\udc00")
    (row,) = _written([odd]).read().to_pylist()
    assert (row["path"], row["path_bytes"], row["error"], row["model"]) == (
        "a\ufffdb",
        "a\ufffdb".encode(),
        "\ufffd",
        "\ufffd",
    )


def test_a_row_group_holds_so_many_rows() -> None:
    file = _written([full(str(number)) for number in range(250)])
    assert [file.metadata.row_group(place).num_rows for place in range(file.num_row_groups)] == [100, 100, 50]
