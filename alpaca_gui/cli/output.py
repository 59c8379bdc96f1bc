"""Records in the terminal: a table, JSON, JSON lines or CSV, to the screen or whole to a file."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self, TextIO

from alpaca_gui.errors import OutputError, reason
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.export.output_file import text_output
from alpaca_gui.library.export.rows import PrintedRecord
from alpaca_gui.library.export.writers import CsvWriter, JsonLinesWriter, JsonWriter, Writer
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.logit.words import probability_text

Opener = Callable[[TextIO, Rule], Writer]
"""Makes the writer of a format, for a stream and the rule that the records were read with."""


class TableWriter(Writer):
    """Columns for a person; control characters in names are shown, never obeyed."""

    _HEAD = f"{'logit':>10}  {'probability':<15}  {'decision':<8}  {'size':>11}  path"

    def __init__(self, stream: TextIO, rule: Rule) -> None:
        super().__init__(stream, PrintedRecord, prompt=True)
        self._rule = rule

    def __enter__(self) -> Self:
        """Write the head."""
        self._stream.write(self._HEAD + "\n")
        self._stream.flush()
        return self

    def _write(self, record: PrintedRecord) -> None:
        self._stream.write(self._line(record) + "\n")

    def _line(self, record: PrintedRecord) -> str:
        path = printable(record.path)
        if record.logit is None:
            return f"{'-':>10}  {'-':<15}  {'failed':<8}  {'-':>11}  {path}: {printable(record.error or '')}"
        probability = probability_text(record.logit / self._rule.temperature)
        size = f"{record.width} x {record.height}"
        return f"{record.logit:>+10.4f}  {probability:<15}  {record.decision:<8}  {size:>11}  {path}"


def _flat(kind: type[Writer]) -> Opener:
    """Writers that say nothing about the rule."""
    return lambda stream, _: kind(stream, PrintedRecord, prompt=True)


FORMATS: Final[dict[str, Opener]] = {
    "table": TableWriter,
    "json": _flat(JsonWriter),
    "jsonl": _flat(JsonLinesWriter),
    "csv": _flat(CsvWriter),
}


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
    with text_output(path) as stream:
        yield stream


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
