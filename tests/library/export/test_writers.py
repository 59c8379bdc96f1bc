"""Rows are written in every format of text so that they can be read again, and none is a formula."""

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given

from alpaca_gui.errors import OutputError
from alpaca_gui.library.export.cells import unguarded
from alpaca_gui.library.export.output_file import as_text
from alpaca_gui.library.export.rows import ExportedRecord, PrintedRecord, names
from alpaca_gui.library.export.to_file import FORMATS, export_rows, format_of, write_pieces
from alpaca_gui.library.export.writers import CsvWriter
from tests.library.export.rows import NAMES, ODD, failed, full
from tests.nobody import as_nobody


def _csv_bytes(records: list[ExportedRecord]) -> bytes:
    raw = io.BytesIO()
    with as_text(raw) as stream, CsvWriter(stream, ExportedRecord) as writer:
        for record in records:
            writer.write(record)
    return raw.getvalue()


def _csv_rows(data: bytes) -> list[dict[str, str]]:
    text = io.StringIO(data.decode("utf-8", "surrogateescape"), newline="")
    return [{key: unguarded(cell) for key, cell in row.items()} for row in csv.DictReader(text, strict=True)]


@given(NAMES)
def test_any_name_comes_back_from_csv_unchanged(name: str) -> None:
    (row,) = _csv_rows(_csv_bytes([full(name)]))
    assert row["path"].encode("utf-8", "surrogateescape") == name.encode("utf-8", "surrogateescape")


def test_every_text_in_csv_is_guarded_and_no_number_is() -> None:
    head, first, second = csv.reader(io.StringIO(_csv_bytes([full("=1"), failed("+2")]).decode(), newline=""))
    cells = dict(zip(head, first, strict=True))
    assert (cells["path"], cells["note"], cells["logit"], cells["margin"]) == ("'=1", "'=a note", "-0.25", "-1.25")
    assert dict(zip(head, second, strict=True))["error"] == "'- It is broken."


def test_a_broken_name_that_stands_for_no_bytes_does_not_end_the_export() -> None:
    assert _csv_rows(_csv_bytes([full("a\ud800b")]))[0]["path"] == "a\N{REPLACEMENT CHARACTER}b"


def test_a_library_s_row_is_the_printed_one_and_more() -> None:
    printed = names(PrintedRecord)
    assert names(ExportedRecord)[: len(printed)] == printed
    assert len(printed) == 8
    assert len(names(ExportedRecord)) == 16


def test_the_formats_of_text_say_the_same(tmp_path: Path) -> None:
    records = [full(name) for name in ODD] + [failed()]
    for form in ("csv", "json", "jsonl"):
        assert list(export_rows(iter(records), tmp_path / form, form)) == [len(records)]
    wanted = [asdict(record) for record in records]
    assert json.loads((tmp_path / "json").read_bytes()) == wanted
    assert [json.loads(line) for line in (tmp_path / "jsonl").read_bytes().splitlines()] == wanted
    plain = [{key: "" if value is None else str(value) for key, value in record.items()} for record in wanted]
    assert _csv_rows((tmp_path / "csv").read_bytes()) == plain


@pytest.mark.parametrize("form", FORMATS)
def test_who_stops_in_the_middle_leaves_what_was_there(tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    out.write_text("before")
    export = export_rows((full(str(number)) for number in range(120_000)), out, form)
    assert 0 < next(export) < 120_000
    export.close()
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]


@pytest.mark.parametrize("form", FORMATS)
def test_records_are_taken_one_after_the_other_and_not_all_at_once(tmp_path: Path, form: str) -> None:
    numbers = iter(range(120_000))
    export = export_rows((full(str(number)) for number in numbers), tmp_path / "out", form)
    written = next(export)
    assert written <= next(numbers) <= 50_001
    export.close()


@pytest.mark.parametrize("form", FORMATS)
def test_no_records_make_a_table_without_rows(tmp_path: Path, form: str) -> None:
    assert list(export_rows([], tmp_path / "out", form)) == [0]
    assert (tmp_path / "out").stat().st_size > 0 or form == "jsonl"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no /dev/full here")
def test_a_full_disk_is_said(tmp_path: Path, form: str) -> None:
    with (
        as_nobody(tmp_path),
        pytest.raises(OutputError, match=r"^/dev/full cannot be written: No space left on device\.$"),
    ):
        list(export_rows((full() for _ in range(20_000)), Path("/dev/full"), form))


def test_pieces_of_a_page_come_one_after_the_other(tmp_path: Path) -> None:
    assert list(write_pieces(iter(["<p>", "a", "</p>"]), tmp_path / "a.html")) == [1, 2, 3]
    assert (tmp_path / "a.html").read_text() == "<p>a</p>"


def test_the_suffix_names_the_format() -> None:
    assert [format_of(Path(name)) for name in ("a.CSV", "b.parquet", "c.jsonl", "d.txt", "e")] == [
        *("csv", "parquet", "jsonl", None, None)
    ]
