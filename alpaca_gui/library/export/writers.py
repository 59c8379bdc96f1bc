"""Rows as text, one at a time: JSON, JSON lines, CSV."""

import csv
import json
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Final, Self, TextIO

from alpaca_gui.library.export.cells import guarded, storable
from alpaca_gui.library.export.rows import PrintedRecord, names, reader

_ENCODER: Final = json.JSONEncoder(allow_nan=False)


class Writer(ABC):
    """Writes rows one at a time, so that any number of them needs no more memory than one.

    Parameters
    ----------
    stream
        UTF-8 with ``surrogateescape`` and without newline translation, as `text_output` gives it.
    kind
        The kind of the rows; it names the columns.
    prompt
        Hand every row on at once, for somebody who watches.
    """

    def __init__(self, stream: TextIO, kind: type[PrintedRecord] = PrintedRecord, *, prompt: bool = False) -> None:
        self._stream = stream
        self._names = names(kind)
        self._values = reader(kind)
        self._prompt = prompt

    def __enter__(self) -> Self:
        """Write what comes first."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what comes last."""
        self._stream.flush()

    def write(self, record: PrintedRecord) -> None:
        """Write one row."""
        self._write(record)
        if self._prompt:
            self._stream.flush()

    @abstractmethod
    def _write(self, record: PrintedRecord) -> None: ...

    def _json(self, record: PrintedRecord) -> str:
        return _ENCODER.encode(dict(zip(self._names, self._values(record), strict=True)))


class JsonLinesWriter(Writer):
    """One JSON object a line."""

    def _write(self, record: PrintedRecord) -> None:
        self._stream.write(self._json(record) + "\n")


class JsonWriter(Writer):
    """One JSON array of objects."""

    _before = "[\n"

    def _write(self, record: PrintedRecord) -> None:
        self._stream.write(self._before + self._json(record))
        self._before = ",\n"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the array; not after an error, so that a part never looks like the whole."""
        if error is None:
            self._stream.write("\n]\n" if self._before == ",\n" else "[]\n")
            self._stream.flush()


class CsvWriter(Writer):
    """Comma-separated values as RFC 4180 has them, with a head; see `cells` for texts that would be formulas."""

    def __enter__(self) -> Self:
        """Write the head."""
        self._csv = csv.writer(self._stream, lineterminator="\r\n")
        self._csv.writerow(self._names)
        return self

    def _write(self, record: PrintedRecord) -> None:
        """Write a row; what is not there is empty."""
        self._csv.writerow([_cell(value) for value in self._values(record)])


def _cell(value: object) -> object:
    return guarded(storable(value)) if isinstance(value, str) else value


def to_json(record: PrintedRecord) -> str:
    r"""Give one row as JSON, pure ASCII; the bytes of a name that is not UTF-8 appear as ``\udcXX``."""
    kind = type(record)
    return _ENCODER.encode(dict(zip(names(kind), reader(kind)(record), strict=True)))
