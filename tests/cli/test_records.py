"""The terminal prints one record a picture, in the order given, the same in every format."""

import csv
import io
import json
import math
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.cli.main import main
from alpaca_gui.cli.output import FORMATS
from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import FileSource, MemorySource
from alpaca_gui.library.export.rows import PrintedRecord
from alpaca_gui.library.export.writers import to_json
from alpaca_gui.library.record import Record
from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.resources import shipped_model
from tests.cli.program import ALPACA, KEYS, LION, SAMPLES, SHEEP, TIGER, Main, strict_json
from tests.imaging.pictures import animation, encoded, quarters

Records = list[dict[str, Any]]


@pytest.fixture
def records(classify: Main) -> Any:
    """Classify, and give the records of the JSON that is printed."""

    def call(*arguments: str | Path) -> Records:
        parsed: Records = strict_json(classify(*arguments, "--format", "json")[1])
        return parsed

    return call


def test_a_record_holds_what_was_promised_in_this_order(records: Any) -> None:
    (record,) = records(ALPACA)
    assert list(record) == KEYS
    logit = Classifier(load_bundle(shipped_model())).classify(decode(FileSource(Path(ALPACA)))).logit
    rule = load_bundle(shipped_model()).card.rule
    assert record == {
        "path": ALPACA,
        "logit": logit,
        "probability": float(sigmoid(logit / rule.temperature)),
        "decision": "yes",
        "margin": logit - rule.threshold,
        "width": 640,
        "height": 640,
        "error": None,
    }


def test_all_formats_say_the_same(classify: Main) -> None:
    paths = [ALPACA, "gone.jpg", SHEEP]
    said = {form: classify(*paths, "--format", form)[1] for form in FORMATS}
    records = strict_json(said["json"])
    assert [strict_json(line) for line in said["jsonl"].splitlines()] == records
    rows = list(csv.DictReader(io.StringIO(said["csv"], newline="")))
    for row, record in zip(rows, records, strict=True):
        assert row == {key: "" if value is None else str(value) for key, value in record.items()}
    head, *lines = said["table"].splitlines()
    assert head.split() == ["logit", "probability", "decision", "size", "path"]
    for line, record in zip(lines, records, strict=True):
        assert record["path"] in line
        assert (record["error"] or f"{record['logit']:+.4f}") in line
        assert (record["decision"] or "failed") in line


def test_the_table_is_the_usual_form(classify: Main) -> None:
    assert classify(SHEEP)[1] == classify(SHEEP, "--format", "table")[1]


def test_csv_is_that_of_its_standard(classify: Main) -> None:
    out = classify(SHEEP, "--format", "csv")[1]
    assert out.startswith(",".join(KEYS) + "\r\n")
    assert out.count("\r\n") == out.count("\n") == 2


def test_records_come_in_the_order_given_folders_spread_out_in_their_place(records: Any, tmp_path: Path) -> None:
    for name in ("b.png", "a.png", "sub/c.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(encoded(quarters(), "PNG"))
    given_paths = [SHEEP, str(tmp_path / "gone.png"), str(tmp_path), ALPACA, SHEEP]
    found = [record["path"] for record in records(*given_paths)]
    inside = [str(tmp_path / name) for name in ("a.png", "b.png", "sub/c.png")]
    assert found == [SHEEP, str(tmp_path / "gone.png"), *inside, ALPACA, SHEEP]


def test_a_picture_that_failed_has_its_sentence_and_nothing_else(records: Any, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_text("not a picture")
    empty = tmp_path / "empty"
    empty.mkdir()
    failed = records(bad, empty, "ftp://example.org/a.jpg", "", "a\nb.jpg")
    for record in failed:
        assert record["error"].endswith(".")
        assert all(record[key] is None for key in KEYS if key not in ("path", "error"))
    assert [record["path"] for record in failed] == [str(bad), str(empty), "ftp://example.org/a.jpg", "", "a\nb.jpg"]


def test_the_size_is_the_upright_one(records: Any, tmp_path: Path) -> None:
    from tests.imaging.pictures import oriented

    path = tmp_path / "turned.jpg"
    path.write_bytes(oriented(quarters(), "JPEG", 6))
    (record,) = records(path)
    assert (record["width"], record["height"]) == (64, 48)


def test_a_note_is_said_beside_the_records_and_not_among_them(classify: Main, tmp_path: Path) -> None:
    path = tmp_path / "moving.gif"
    path.write_bytes(animation("GIF"))
    code, out, err = classify(path, "--format", "json")
    assert code == 0
    assert strict_json(out)[0]["error"] is None
    assert err == f"{path}: Only the first of 3 frames was read.\n"


@pytest.mark.parametrize("threshold", [["--threshold", "-1.5"], ["--threshold=-1.5"], ["--threshold", "-1.50"]])
def test_threshold_and_band_move_decisions_and_margins_and_no_logit(records: Any, threshold: list[str]) -> None:
    plain = records(TIGER, LION, ALPACA, "--threshold", "0", "--band", "0")
    moved = records(TIGER, LION, ALPACA, *threshold, "--band", "2")
    assert [record["decision"] for record in plain] == ["no", "no", "yes"]
    assert [record["decision"] for record in moved] == ["no", "unsure", "yes"]
    for before, after in zip(plain, moved, strict=True):
        assert after["margin"] == before["logit"] + 1.5
        assert after | {"decision": before["decision"], "margin": before["margin"]} == before


def test_without_them_the_model_s_own_threshold_and_band_hold(records: Any) -> None:
    rule = load_bundle(shipped_model()).card.rule
    asked = records(SAMPLES, "--threshold", str(rule.threshold), "--band", str(rule.band))
    assert records(SAMPLES) == asked


@pytest.mark.parametrize(
    ("paths", "code"), [([SHEEP], 0), ([SHEEP, "gone.jpg"], 1), (["gone.jpg"], 1), ([SHEEP, SHEEP], 0)]
)
def test_the_exit_code_tells_whether_every_picture_was_read(classify: Main, paths: list[str], code: int) -> None:
    assert classify(*paths)[0] == code


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--format", "xml", SHEEP],
        ["--threshold", "high", SHEEP],
        ["--threshold", "nan", SHEEP],
        ["--threshold=-inf", SHEEP],
        ["--threshold", "1e400", SHEEP],
        ["--band=-1", SHEEP],
        ["--band", "nan", SHEEP],
        ["--workers", "0", SHEEP],
        ["--workers", "two", SHEEP],
        ["--speed", SHEEP],
    ],
)
def test_wrong_usage_ends_with_2_and_prints_no_record(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["classify", *arguments])
    said = capsys.readouterr()
    assert (caught.value.code, said.out) == (2, "")
    assert said.err.startswith("usage: alpaca-gui classify")


@pytest.mark.parametrize("form", FORMATS)
def test_a_model_that_cannot_be_opened_is_one_sentence_and_2(classify: Main, tmp_path: Path, form: str) -> None:
    (tmp_path / "bad.model").write_text("no model")
    for name, sentence in (("gone.model", "There is no model at "), ("bad.model", "bad.model is not a model bundle")):
        code, out, err = classify(SHEEP, "--model", tmp_path / name, "--format", form)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert err.startswith(f"alpaca-gui: {sentence}")


def test_names_that_would_command_the_terminal_are_spelt_out_in_the_table(classify: Main, tmp_path: Path) -> None:
    names = ["\x1b[31mred.jpg", "two\nlines.jpg", "bell\x07.jpg", "\udcff.jpg"]
    _, out, err = classify(*(tmp_path / name for name in names))
    assert [line.rsplit("/", 1)[1].split(":")[0] for line in out.splitlines()[1:]] == [
        *(r"\x1b[31mred.jpg", r"two\nlines.jpg", r"bell\x07.jpg", r"\xff.jpg")
    ]
    assert err == ""


def test_a_sentence_cannot_command_the_terminal_either() -> None:
    stream = io.StringIO()
    with FORMATS["table"](stream, Rule()) as writer:
        writer.write(PrintedRecord("a.jpg", error="The server said \x1b[2J\nand went."))
    assert stream.getvalue().count("\n") == 2
    assert "\x1b" not in stream.getvalue()


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.binary().map(os.fsdecode), st.floats(-1e30, 1e30))
def test_any_name_and_logit_make_ascii_json_that_leads_back(name: str, logit: float) -> None:
    record = PrintedRecord.of(Record(MemorySource(b"", name or "-"), Evidence(logit, None, None), 3, 2), Rule())
    text = to_json(record)
    assert text.isascii()
    assert "\n" not in text
    values = strict_json(text)
    assert (values["path"], values["logit"]) == (name or "-", logit)
    assert 0 <= values["probability"] <= 1
    assert math.isfinite(values["margin"])


def test_no_number_that_json_does_not_know_slips_through() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json(PrintedRecord("a", logit=math.nan))


def test_no_records_make_an_empty_array_and_an_error_leaves_it_open() -> None:
    whole, broken = io.StringIO(), io.StringIO()
    with FORMATS["json"](whole, Rule()):
        pass
    assert json.loads(whole.getvalue()) == []
    with pytest.raises(KeyError):
        _fail_after_one(broken)
    with pytest.raises(json.JSONDecodeError):
        json.loads(broken.getvalue())


def _fail_after_one(stream: io.StringIO) -> None:
    with FORMATS["json"](stream, Rule()) as writer:
        writer.write(PrintedRecord("a"))
        raise KeyError
