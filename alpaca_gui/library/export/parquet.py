"""Rows as Parquet, streamed in row groups. Import this module where it is needed: pyarrow takes a while to load.

Parquet's text is UTF-8 and nothing else, and a name of a file may be any bytes. So there are two columns: ``path`` can
be read by everybody and has U+FFFD for what is not text; ``path_bytes`` has the bytes of those names, and is null for
all the others, where ``path`` is exact.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO, Final

import pyarrow as pa
import pyarrow.parquet as pq

from alpaca_gui.imaging.source import is_utf8
from alpaca_gui.library.export.cells import readable, storable
from alpaca_gui.library.export.rows import ExportedRecord, names, reader

PATH_BYTES: Final = "path_bytes"
ROW_GROUP: Final = 50_000

_TYPES: Final = {
    "path": pa.string(),
    "logit": pa.float64(),
    "probability": pa.float64(),
    "decision": pa.string(),
    "margin": pa.float64(),
    "width": pa.int32(),
    "height": pa.int32(),
    "error": pa.string(),
    "label": pa.string(),
    "model": pa.string(),
    "model_id": pa.string(),
    "time": pa.timestamp("us", tz="UTC"),
    "content_hash": pa.string(),
    "note": pa.string(),
    "unlike": pa.float64(),
    "group": pa.int64(),
}


def write_parquet(records: Iterable[ExportedRecord], stream: BinaryIO, rows: int = ROW_GROUP) -> Iterator[int]:
    """Write all records; gives after every row group how many are written.

    Parameters
    ----------
    records
        Any number: no more than one row group is in memory.
    stream
        Where to; it stays open.
    rows
        Rows of a group.
    """
    fields = [(name, _TYPES[name]) for name in names(ExportedRecord)]
    schema = pa.schema([fields[0], (PATH_BYTES, pa.binary()), *fields[1:]])
    written, remaining = 0, iter(records)
    with pq.ParquetWriter(stream, schema) as writer:
        while group := list(islice(remaining, rows)):
            writer.write_table(_table(group, schema), row_group_size=rows)
            written += len(group)
            yield written


def _table(group: list[ExportedRecord], schema: Any) -> Any:
    read = reader(ExportedRecord)
    columns: dict[str, Any] = dict(zip(names(ExportedRecord), zip(*map(read, group), strict=True), strict=True))
    columns[PATH_BYTES] = [_stray_bytes(path) for path in columns["path"]]
    for field in schema:
        if pa.types.is_string(field.type):
            columns[field.name] = [value and readable(value) for value in columns[field.name]]
    columns["time"] = [time and datetime.fromisoformat(time) for time in columns["time"]]
    return pa.table([pa.array(columns[field.name], field.type) for field in schema], schema=schema)


def _stray_bytes(path: str) -> bytes | None:
    return None if path.isascii() or is_utf8(path) else storable(path).encode("utf-8", "surrogateescape")
