"""Reads the columns of a CSV file, every byte of a name as it stands there."""

import csv
import io
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.csv import ConvertOptions, ParseOptions, ReadOptions
from pyarrow.csv import read_csv as read_arrow

from alpaca_gui.errors import TableError
from alpaca_gui.library.export.cells import GUARD_IN_BYTES
from alpaca_gui.library.foreign.table import PATH, SAID, ForeignTable, chosen, name_of, numbered, place_of

_DELIMITERS: Final = ",;\t"
_HEAD: Final = 1 << 20
_BLOCK: Final = 1 << 24
"""Bytes that are parsed at once; no row may be longer."""

_NOT_CLOSED: Final = "perhaps a quotation mark is not closed"


def read_csv(path: Path) -> ForeignTable:
    """Read a table of text: comma, semicolon or tab between cells, quotes as RFC 4180 has them.

    Raises
    ------
    TableError
        When it is no such table or the columns are not there.
    OSError, pyarrow.ArrowException
        When it cannot be read.
    """
    delimiter, head = _head(path)
    places = chosen(head, path)
    ragged: list[int] = []
    sentences: dict[int, str] = {}

    def leave_out(row: Any) -> str:
        ragged.append(row.number)
        if len(ragged) <= SAID:
            sentences[row.number] = _ragged(row.actual_columns, row.expected_columns, "\n" in row.text)
        return "skip"

    parsing = ParseOptions(
        delimiter=delimiter,
        newlines_in_values=True,
        ignore_empty_lines=False,  # or the numbers of the rows after one were wrong
        invalid_row_handler=leave_out,
    )
    try:
        table = _read(path, len(head), [str(each) for each in places if each is not None], parsing)
    except pa.ArrowInvalid as error:
        if "straddling" not in str(error):
            raise
        raise TableError(f"{name_of(path)} has a row of more than {_BLOCK >> 20} MB: {_NOT_CLOSED}.") from error
    locations, logit = (_bytes_of(table.column(str(each))) for each in places[:2])
    label = None if places[2] is None else _bytes_of(table.column(str(places[2])))
    locations = pc.replace_substring_regex(locations, pattern=GUARD_IN_BYTES, replacement=r"\1")
    rows = numbered(len(locations), np.array(ragged, np.int64))
    return ForeignTable(locations, logit, label, rows, True, delimiter != ",", len(ragged), sentences)


def _read(path: Path, width: int, wanted: list[str], parsing: Any) -> Any:
    """Read the columns whose places are ``wanted``, each byte as one character of Latin-1: none is lost or refused."""
    with path.open("rb") as stream:
        return read_arrow(
            stream,
            ReadOptions(
                use_threads=False,  # or the rows had no numbers
                block_size=_BLOCK,
                column_names=[str(each) for each in range(width)],
                skip_rows_after_names=1,
                encoding="latin-1",
            ),
            parsing,
            ConvertOptions(
                include_columns=wanted,
                column_types=dict.fromkeys(wanted, pa.large_string()),
                strings_can_be_null=False,
            ),
        )


def _head(path: Path) -> tuple[str, list[str]]:
    """The delimiter, and the names in the first row."""
    with path.open("rb") as stream:
        begin = stream.read(_HEAD)
    text = begin.decode("utf-8-sig", "surrogateescape")
    try:
        heads = {each: next(csv.reader(io.StringIO(text, newline=""), delimiter=each), []) for each in _DELIMITERS}
    except csv.Error as error:
        raise TableError(f"{name_of(path)} is no table: its first row cannot be read ({error}).") from error
    delimiter, head = max(heads.items(), key=lambda item: (place_of(item[1], PATH) is not None, len(item[1])))
    if b"\0" in begin and place_of(head, PATH) is None:
        raise TableError(f"{name_of(path)} is no table: it is neither CSV in UTF-8 nor Parquet.")
    return delimiter, head


def _ragged(actual: int, expected: int, long: bool) -> str:
    cells = f"{actual:,} cell{'s' if actual != 1 else ''} instead of {expected:,}"
    return f"has {cells}" + (f"; {_NOT_CLOSED}." if long else ".")


def _bytes_of(column: Any) -> Any:
    """The bytes that were read as Latin-1: binary of the same length. One character was one byte."""
    text = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], pa.large_string())
    offsets = np.zeros(len(text) + 1, np.int64)
    np.cumsum(pc.utf8_length(text).to_numpy(zero_copy_only=False), out=offsets[1:])
    data = b"" if text.buffers()[2] is None else text.buffers()[2].to_pybytes()
    inner = np.frombuffer(text.buffers()[1], np.int64, len(text) + 1, text.offset * 8)
    again = data[inner[0] : inner[-1]].decode("utf-8").encode("latin-1")
    return pa.LargeBinaryArray.from_buffers(
        pa.large_binary(), len(text), [None, pa.py_buffer(offsets), pa.py_buffer(again)]
    )
