"""Reads the columns of a Parquet file."""

from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from alpaca_gui.errors import TableError
from alpaca_gui.library.export.parquet import PATH_BYTES
from alpaca_gui.library.foreign.table import ForeignTable, chosen, name_of, numbered, short

_MOST_ROWS: Final = 50_000_000
"""A Parquet file of a few bytes can claim to hold more rows than there is memory for."""


def read_parquet(path: Path) -> ForeignTable:
    """Read a Parquet file; of one that this program wrote, names that are not UTF-8 come back as they were.

    Raises
    ------
    TableError
        When the columns are not there or hold nothing that could be meant.
    OSError, pyarrow.ArrowException
        When it cannot be read.
    """
    with path.open("rb") as stream, pq.ParquetFile(stream) as file:
        head = file.schema_arrow.names
        places = chosen(head, path)
        if file.metadata.num_rows > _MOST_ROWS:
            raise TableError(f"{name_of(path)} has {file.metadata.num_rows:,} rows; {_MOST_ROWS:,} can be read.")
        stray = PATH_BYTES in head and head[places[0]] == "path"
        wanted = [head[each] for each in places if each is not None] + [PATH_BYTES] * stray
        table = file.read(columns=wanted)
    locations, logit = (_plain(table.column(head[each])) for each in places[:2])
    label = None if places[2] is None else _plain(table.column(head[places[2]]))
    if not pa.types.is_large_binary(locations.type):
        raise TableError(f'The column "{short(head[places[0]])}" of {name_of(path)} holds no paths.')
    if stray:
        locations = pc.coalesce(_plain(table.column(PATH_BYTES)), locations)
    return ForeignTable(pc.fill_null(locations, b""), logit, label, numbered(len(locations)))


def _plain(column: Any) -> Any:
    """One array, its categories spelt out, its text as bytes."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if _is_text(column.type):
        column = column.cast(pa.large_binary())
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def _is_text(kind: Any) -> bool:
    types = pa.types
    return any(test(kind) for test in (types.is_string, types.is_large_string, types.is_binary, types.is_large_binary))
