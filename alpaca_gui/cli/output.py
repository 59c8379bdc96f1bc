"""Records as text: a table, JSON, JSON lines or CSV, to the terminal or whole to a file."""

import csv
import io
import json
import os
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self, TextIO

from alpaca_gui.errors import OutputError, reason
from alpaca_gui.files import whole_file
from alpaca_gui.imaging.formats import SIGNATURE_LENGTH, looks_like_picture
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.record import Record
from alpaca_gui.logit.verdict import Rule, judge
from alpaca_gui.logit.words import probability_text


@dataclass(frozen=True, slots=True)
class PrintedRecord:
    """What is printed for one picture; the fields are the keys of JSON and the columns of CSV."""

    path: str
    logit: float | None = None
    probability: float | None = None
    decision: str | None = None
    margin: float | None = None
    width: int | None = None
    height: int | None = None
    error: str | None = None

    @classmethod
    def of(cls, record: Record, rule: Rule) -> Self:
        """Read a record with a rule."""
        path = record.source.location
        if record.logit is None:
            return cls(path, error=record.error)
        verdict = judge(record.logit, rule)
        word = verdict.decision.word
        return cls(path, verdict.logit, verdict.probability, word, verdict.margin, record.width, record.height)


class Writer(ABC):
    """Writes records one at a time, so that any number of them needs no more memory than one."""

    def __init__(self, stream: TextIO, rule: Rule) -> None:
        self._stream = stream
        self._rule = rule

    def __enter__(self) -> Self:
        """Write what comes first."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what comes last."""
        self._stream.flush()

    @abstractmethod
    def write(self, record: PrintedRecord) -> None:
        """Write one record and hand it on at once."""

    def _line(self, text: str) -> None:
        self._stream.write(text + "\n")
        self._stream.flush()


class TableWriter(Writer):
    """Columns for a person; control characters in names are shown, never obeyed."""

    _HEAD = f"{'logit':>10}  {'probability':<15}  {'decision':<8}  {'size':>11}  path"

    def __enter__(self) -> Self:
        """Write the head."""
        self._line(self._HEAD)
        return self

    def write(self, record: PrintedRecord) -> None:
        """Write a line."""
        path = printable(record.path)
        if record.logit is None:
            self._line(f"{'-':>10}  {'-':<15}  {'failed':<8}  {'-':>11}  {path}: {printable(record.error or '')}")
            return
        probability = probability_text(record.logit / self._rule.temperature)
        size = f"{record.width} x {record.height}"
        self._line(f"{record.logit:>+10.4f}  {probability:<15}  {record.decision:<8}  {size:>11}  {path}")


class JsonLinesWriter(Writer):
    """One JSON object a line."""

    def write(self, record: PrintedRecord) -> None:
        """Write an object."""
        self._line(to_json(record))


class JsonWriter(Writer):
    """One JSON array of objects."""

    _before = "[\n"

    def write(self, record: PrintedRecord) -> None:
        """Write an object."""
        self._stream.write(self._before + to_json(record))
        self._stream.flush()
        self._before = ",\n"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the array; not after an error, so that a part never looks like the whole."""
        if error is None:
            self._line("\n]" if self._before == ",\n" else "[]")


class CsvWriter(Writer):
    """Comma-separated values as RFC 4180 has them, with a head."""

    def __enter__(self) -> Self:
        """Write the head."""
        self._csv = csv.writer(self._stream, lineterminator="\r\n")
        self._csv.writerow([field.name for field in fields(PrintedRecord)])
        return self

    def write(self, record: PrintedRecord) -> None:
        """Write a row; what is not there is empty."""
        self._csv.writerow(asdict(record).values())
        self._stream.flush()


FORMATS: Final[dict[str, type[Writer]]] = {
    "table": TableWriter,
    "json": JsonWriter,
    "jsonl": JsonLinesWriter,
    "csv": CsvWriter,
}


def to_json(record: PrintedRecord) -> str:
    r"""Give one record as JSON, pure ASCII; the bytes of a name that is not UTF-8 appear as ``\udcXX``."""
    return json.dumps(asdict(record), allow_nan=False)


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """Give a stream to write on: standard output, or a file that appears whole at the end or not at all.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    if path is None:
        with _standard_output() as stream:
            yield stream
        return
    try:
        _refuse_picture(path)
        special = path.exists() and not path.is_file() and not path.is_dir()  # a device or pipe is never replaced
        with path.open("wb") if special else whole_file(path) as raw, _as_text(raw) as stream:
            yield stream
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {reason(error)}.") from error


def _refuse_picture(path: Path) -> None:
    """Keep ``--out *.jpg`` from costing a person the first of the pictures."""
    if path.is_file():
        with path.open("rb") as stream:
            if looks_like_picture(stream.read(SIGNATURE_LENGTH)):
                raise OutputError(f"{path} is a picture: results are not written over it.")


@contextmanager
def _as_text(raw: BinaryIO) -> Iterator[TextIO]:
    stream = io.TextIOWrapper(raw, encoding="utf-8", errors="surrogateescape", newline="")
    try:
        yield stream
        stream.flush()
    finally:
        stream.detach()


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    if sys.stdout is None:
        raise OutputError("There is nothing to write the results to: standard output is closed.")
    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="backslashreplace")
        else:  # the bytes of a name that is not UTF-8 go out as they came in
            sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except OSError as error:
        # Nothing more can be written there, not even what Python would flush at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise  # whoever read the output has heard enough, as `head` does
        raise OutputError(f"The output cannot be written: {reason(error)}.") from error
