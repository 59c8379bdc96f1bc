"""Records of a library in the terminal: a table for a person, or the formats of a file."""

from collections.abc import Iterable
from typing import Final, Self, TextIO

from alpaca_gui.imaging.source import printable
from alpaca_gui.library.export.rows import ExportedRecord, PrintedRecord
from alpaca_gui.library.export.writers import CsvWriter, JsonLinesWriter, JsonWriter, Writer

FORMATS: Final = ("table", "json", "jsonl", "csv")
_KINDS: Final[dict[str, type[Writer]]] = {"json": JsonWriter, "jsonl": JsonLinesWriter, "csv": CsvWriter}


class LibraryTable(Writer):
    """Columns for a person, the label among them; control characters in names are shown, never obeyed."""

    _HEAD = f"{'logit':>10}  {'decision':<8}  {'label':<5}  path"

    def __enter__(self) -> Self:
        """Write the head."""
        self._stream.write(self._HEAD + "\n")
        return self

    def _write(self, record: PrintedRecord) -> None:
        label = (record.label if isinstance(record, ExportedRecord) else None) or "-"
        path = printable(record.path)
        if record.logit is None:
            why = record.error or ""
            decision = "waiting" if why == "not classified" else "failed"
            self._stream.write(f"{'-':>10}  {decision:<8}  {label:<5}  {path}: {printable(why)}\n")
        else:
            self._stream.write(f"{record.logit:>+10.4f}  {record.decision:<8}  {label:<5}  {path}\n")


def writer_of(form: str, stream: TextIO, kind: type[ExportedRecord] = ExportedRecord) -> Writer:
    """Give the writer of one of `FORMATS` for records of a kind."""
    return LibraryTable(stream, kind) if form == "table" else _KINDS[form](stream, kind)


def print_records(records: Iterable[ExportedRecord], writer: Writer) -> None:
    """Write records one by one, however many there are."""
    for record in records:
        writer.write(record)
