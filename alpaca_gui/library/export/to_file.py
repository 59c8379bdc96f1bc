"""Records to a file of one format; the file appears whole at the end or not at all."""

from collections.abc import Generator, Iterable
from pathlib import Path
from typing import BinaryIO, Final

from alpaca_gui.library.export.output_file import as_text, binary_output, text_output
from alpaca_gui.library.export.rows import ExportedRecord
from alpaca_gui.library.export.writers import CsvWriter, JsonLinesWriter, JsonWriter, Writer

TEXT_FORMATS: Final[dict[str, type[Writer]]] = {"csv": CsvWriter, "json": JsonWriter, "jsonl": JsonLinesWriter}
FORMATS: Final = (*TEXT_FORMATS, "parquet")
_EVERY: Final = 1_000


def format_of(path: Path) -> str | None:
    """The format that a file's suffix names; None where it names none."""
    suffix = path.suffix.lower().removeprefix(".")
    return suffix if suffix in FORMATS else None


def export_rows(records: Iterable[ExportedRecord], path: Path, form: str) -> Generator[int, None, None]:
    """Write records as one of `FORMATS`; gives now and then how many are written, and at last how many there were.

    Close the generator to cancel: nothing is left then, and what was at ``path`` stays.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    with binary_output(path) as raw:
        written = yield from _write(records, raw, form)
    yield written


def write_pieces(pieces: Iterable[str], path: Path) -> Generator[int, None, None]:
    """Write the pieces of a page, one by one; gives after each how many are written. Cancelled as `export_rows` is.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    with text_output(path) as stream:
        for number, piece in enumerate(pieces, start=1):
            stream.write(piece)
            yield number


def _write(records: Iterable[ExportedRecord], raw: BinaryIO, form: str) -> Generator[int, None, int]:
    written = 0
    if form == "parquet":
        from alpaca_gui.library.export.parquet import write_parquet  # noqa: PLC0415 - pyarrow takes a while to load

        for written in write_parquet(records, raw):
            yield written
        return written
    with as_text(raw) as stream, TEXT_FORMATS[form](stream, ExportedRecord) as writer:
        for written, record in enumerate(records, start=1):
            writer.write(record)
            if written % _EVERY == 0:
                yield written
    return written
