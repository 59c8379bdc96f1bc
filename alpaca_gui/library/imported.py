"""Logits made elsewhere, by another program or model: path, logit and perhaps label, a million rows in seconds."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import TableError, reason
from alpaca_gui.library.foreign.table import SAID, ForeignTable, name_of, short

_PARQUET: Final = b"PAR1"


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """What a table said, in its order, without the rows that were refused. No picture has been looked for.

    Attributes
    ----------
    logit
        float64 (n,), finite.
    label
        int8 (n,): 1 yes, 0 no, -1 none.
    data, offsets
        The paths: path i is ``data[offsets[i]:offsets[i + 1]]``, UTF-8 with ``surrogateescape``; offsets are
        int64 (n + 1,), from 0.
    refused
        How many rows were refused.
    sentences
        About the first of them, one each.
    """

    logit: NDArray[np.float64]
    label: NDArray[np.int8]
    data: bytes
    offsets: NDArray[np.int64]
    refused: int = 0
    sentences: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Count the rows."""
        return self.logit.size

    def path(self, row: int) -> str:
        """The path of a row as text; may hold surrogates (see `os.fsdecode`)."""
        return self.data[self.offsets[row] : self.offsets[row + 1]].decode("utf-8", "surrogateescape")


def read_logits(path: Path, words: Mapping[str, int] | None = None) -> Imported:
    """Read a table of logits: CSV (comma, semicolon or tab) or Parquet, by its content.

    The head names the columns, in any case: path, file, filename or image; logit, score or z; label or truth.
    Relative paths are taken from the table's folder. A row without a path, without a finite logit or with a label that
    means nothing is refused, and the others are taken.

    Parameters
    ----------
    path
        The table.
    words
        What labels may be called beside yes, no, true, false, 1 and 0: 1 or 0 by the word.

    Raises
    ------
    TableError
        When it cannot be read or is no such table.
    """
    with _in_sentences(path):
        table = _table(path)
        if not table.row.size and not table.ragged:
            raise TableError(f"{name_of(path)} has a head and no rows.")
        return _checked(table, path, words or {})


@contextmanager
def _in_sentences(path: Path) -> Iterator[None]:
    import pyarrow as pa  # noqa: PLC0415 - it takes a while to load

    try:
        yield
    except MemoryError as error:
        raise TableError(f"There is not enough memory to read {name_of(path)}.") from error
    except (OSError, ValueError, pa.ArrowException) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise TableError(f"{name_of(path)} cannot be read: {reason(error)}.") from error
        words = short(" ".join(str(error).split()))
        raise TableError(f"{name_of(path)} is broken and cannot be read as a table ({words}).") from error


def _table(path: Path) -> ForeignTable:
    from alpaca_gui.library.foreign import csv_file, parquet_file  # noqa: PLC0415 - they load pyarrow

    if not path.is_file():
        there = path.exists()
        raise TableError(f"{short(str(path))} is {'not a file' if there else 'not there'}: no table can be read.")
    with path.open("rb") as stream:
        begin = stream.read(len(_PARQUET))
    if not begin:
        raise TableError(f"{name_of(path)} is empty: 0 bytes.")
    return parquet_file.read_parquet(path) if begin == _PARQUET else csv_file.read_csv(path)


def _checked(table: ForeignTable, path: Path, words: Mapping[str, int]) -> Imported:
    """Leave out the rows that cannot be used, and say of the first ones why."""
    from alpaca_gui.library.foreign.values import UNKNOWN, labels, numbers, whole_paths  # noqa: PLC0415 - as above

    logit = numbers(table.logit, table.decimal_comma)
    if logit is None:
        raise TableError(f"The column of logits in {name_of(path)} holds no numbers.")
    label = labels(table.label, logit.size, words)
    if label is None:
        raise TableError(f"The column of labels in {name_of(path)} holds no labels.")
    nameless = _lengths(table.path) == 0
    bad = nameless | ~np.isfinite(logit) | (label == UNKNOWN)
    refused = bad & ~_blank(table, nameless)
    whole = whole_paths(table.path, str(path.absolute().parent))
    data, offsets = _buffers(whole.filter(~bad) if bad.any() else whole)
    sentences = {
        int(table.row[each]): _why(table, int(each), logit, nameless) for each in np.flatnonzero(refused)[:SAID]
    }
    sentences |= table.sentences
    return Imported(
        logit[~bad],
        label[~bad],
        data,
        offsets,
        int(refused.sum()) + table.ragged,
        tuple(f"Row {row:,} {sentences[row]}" for row in sorted(sentences)[:SAID]),
    )


def _lengths(column: Any) -> NDArray[np.int64]:
    return np.diff(_buffers(column)[1])


def _blank(table: ForeignTable, nameless: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Lines of text with nothing on them: they are no rows."""
    if not table.text:
        return np.zeros_like(nameless)
    blank: NDArray[np.bool_] = nameless & (_lengths(table.logit) == 0)
    if table.label is not None:
        blank &= _lengths(table.label) == 0
    return blank


def _why(table: ForeignTable, place: int, logit: NDArray[np.float64], nameless: NDArray[np.bool_]) -> str:
    if nameless[place]:
        return "names no picture."
    if np.isfinite(logit[place]):
        return f'has the label "{_cell(table.label, place)}", which is neither yes nor no.'
    cell = _cell(table.logit, place)
    return f'has "{cell}" for a logit, which is not a finite number.' if cell else "has no logit."


def _cell(column: Any, place: int) -> str:
    value = column[place].as_py()
    if value is None:
        return ""
    return short(value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else str(value))


def _buffers(column: Any) -> tuple[bytes, NDArray[np.int64]]:
    """Bytes and offsets of a binary array, the offsets from 0."""
    _, where, what = column.buffers()
    offsets = (
        np.frombuffer(where, np.int64, len(column) + 1, column.offset * 8) if len(column) else np.zeros(1, np.int64)
    )
    data = b"" if what is None else what.to_pybytes()
    first, last = int(offsets[0]), int(offsets[-1])
    return data[first:last], offsets - first
