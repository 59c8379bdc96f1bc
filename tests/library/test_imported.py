"""Logits made elsewhere are read as they stand, and what cannot be used is refused with a sentence."""

import csv
import io
import math
import os
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.errors import TableError
from alpaca_gui.library.export.rows import ExportedRecord
from alpaca_gui.library.export.to_file import export_rows
from alpaca_gui.library.foreign import csv_file
from alpaca_gui.library.imported import Imported, read_logits
from tests.library.export.rows import NAMES, ODD
from tests.nobody import as_nobody


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder that the examples of a property may share."""
    return tmp_path_factory.mktemp("tables")


def _csv(folder: Path, text: str | bytes) -> Path:
    path = folder / "t.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _parquet(folder: Path, **columns: Any) -> Path:
    pq.write_table(pa.table(columns), folder / "t.parquet")
    return folder / "t.parquet"


def _paths(imported: Imported) -> list[str]:
    return [imported.path(row) for row in range(len(imported))]


def _tried(path: Path) -> Imported | str:
    """What a file gives, or the sentence."""
    try:
        return read_logits(path)
    except TableError as error:
        return str(error)


def _rows(imported: Imported) -> list[tuple[str, float, int]]:
    return list(zip(_paths(imported), imported.logit.tolist(), imported.label.tolist(), strict=True))


@pytest.mark.parametrize("form", ["csv", "parquet"])
@given(names=st.lists(NAMES.map(lambda name: f"/{name}"), min_size=1, max_size=6), logit=st.floats(-1e300, 1e300))
def test_what_was_exported_comes_back_unchanged(folder: Path, form: str, names: list[str], logit: float) -> None:
    list(export_rows([ExportedRecord(name, logit, label="no") for name in names], folder / "out", form))
    back = read_logits(folder / "out")
    assert [os.fsencode(path) for path in _paths(back)] == [os.fsencode(name) for name in names]
    assert back.logit.tolist() == [logit] * len(names)
    assert back.label.tolist() == [0] * len(names)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_names_that_begin_like_a_formula_come_back_too(tmp_path: Path, form: str) -> None:
    list(export_rows([ExportedRecord(name, 1.0) for name in ODD], tmp_path / "out", form))
    assert _paths(read_logits(tmp_path / "out")) == [f"{tmp_path}/{name}" for name in ODD]


@given(st.lists(st.tuples(NAMES.map(lambda name: f"/{name}"), st.floats(allow_nan=False, allow_infinity=False))))
def test_it_reads_what_the_csv_of_python_writes(folder: Path, rows: list[tuple[str, float]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([("path", "logit"), *rows, ("/last", 0.5)])
    back = read_logits(_csv(folder, text.getvalue().encode("utf-8", "surrogateescape")))
    assert back.logit.tolist() == [*(logit for _, logit in rows), 0.5]
    assert [os.fsencode(path) for path in _paths(back)] == [*(os.fsencode(name) for name, _ in rows), b"/last"]


@pytest.mark.parametrize(
    "text",
    [
        "path,logit,label\n/a,1.5,yes\n/b,-2,no\n",
        "LABEL;Score;File\nTrue;1,5;/a\nFALSE;−2;/b\n",
        "\ufeffz\tfilename\ttruth\textra\r\n+1.5\t/a\t1\tx\r\n -2e0 \t/b\t0.0\t\r\n",
        '"image","logit","label"\r"/a","1.5","alpaca"\r"/b","-2.0"," Not Alpaca "',
        "\n".join(["score,path,logit,label,z", "9,/a,1.5,yes,8", ",/b,-2,no,"]),
    ],
)
def test_csv_in_the_ways_that_programs_write_it(tmp_path: Path, text: str) -> None:
    words = {"alpaca": 1, "not alpaca": 0}
    assert _rows(read_logits(_csv(tmp_path, text), words)) == [("/a", 1.5, 1), ("/b", -2.0, 0)]


@pytest.mark.parametrize(
    ("logit", "label"),
    [
        (pa.array([1.5, -2.0], pa.float32()), ["yes", "no"]),
        (["1.5", "-2"], [True, False]),
        (pa.array([1.5, -2.0], pa.float64()), pa.array([1, 0], pa.int8())),
        (pa.array(["1.5", "-2"]).dictionary_encode(), pa.array([1.0, 0.0])),
    ],
)
@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary(), pa.dictionary(pa.int8(), pa.string())])
def test_parquet_in_the_ways_that_programs_write_it(tmp_path: Path, logit: Any, label: Any, kind: Any) -> None:
    path = _parquet(tmp_path, other=[1, 2], file=pa.array(["/a", "/b"]).cast(kind), logit=logit, label=label)
    assert _rows(read_logits(path)) == [("/a", 1.5, 1), ("/b", -2.0, 0)]


def test_the_content_decides_and_not_the_suffix(tmp_path: Path) -> None:
    path = _parquet(tmp_path, path=["/a"], logit=[1.0]).rename(tmp_path / "t.csv")
    assert _rows(read_logits(path)) == [("/a", 1.0, -1)]


def test_a_label_that_is_not_there_is_none(tmp_path: Path) -> None:
    path = _csv(tmp_path, "path,logit,label\n/a,1,\n/b,1,NaN\n/c,1,yes\n")
    assert read_logits(path).label.tolist() == [-1, -1, 1]
    path = _parquet(tmp_path, path=["/a", "/b"], logit=[1.0, 2.0], label=[None, 1.0])
    assert read_logits(path).label.tolist() == [-1, 1]


def test_relative_paths_are_taken_from_the_table_s_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _csv(tmp_path, "path,logit\na.jpg,1\n./b/c.jpg,1\n../d.jpg,1\n/e.jpg,1\nhttps://x.example/f.jpg,1\n.g,1\n")
    wanted = [f"{tmp_path}/{name}" for name in ("a.jpg", "b/c.jpg", "../d.jpg")]
    wanted += ["/e.jpg", "https://x.example/f.jpg", f"{tmp_path}/.g"]
    assert _paths(read_logits(path)) == wanted
    monkeypatch.chdir(tmp_path)
    assert _paths(read_logits(Path("t.csv"))) == wanted


def test_a_table_in_a_folder_with_an_odd_name(tmp_path: Path) -> None:
    odd = tmp_path / "\udcff\n'"
    odd.mkdir()
    assert _paths(read_logits(_csv(odd, "path,logit\na.jpg,1\n"))) == [f"{odd}/a.jpg"]


def test_rows_that_cannot_be_used_are_counted_and_named(tmp_path: Path) -> None:
    rows = ["/a,1,yes", "/b,nan,", "/c,,no", ",1,", "/d,1e999,", "/e,1,perhaps", "/f,one,yes", "/g,2,no"]
    imported = read_logits(_csv(tmp_path, "path,logit,label\n" + "\n".join(rows) + "\n"))
    assert _rows(imported) == [("/a", 1.0, 1), ("/g", 2.0, 0)]
    assert imported.refused == 6
    assert imported.sentences == (
        'Row 3 has "nan" for a logit, which is not a finite number.',
        "Row 4 has no logit.",
        "Row 5 names no picture.",
        'Row 6 has "1e999" for a logit, which is not a finite number.',
        'Row 7 has the label "perhaps", which is neither yes nor no.',
    )


def test_rows_have_the_numbers_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    text = b'path,logit\n/a,1\n\n/b\xff,2,3\n"/c\nd",4\n,\n/e,x\nlonely\n/f,5\n/g,x\n\n'
    imported = read_logits(_csv(tmp_path, text))
    assert [path for path, _, _ in _rows(imported)] == ["/a", "/c\nd", "/f"]
    assert imported.refused == 4
    assert imported.sentences == (
        "Row 4 has 3 cells instead of 2.",
        'Row 7 has "x" for a logit, which is not a finite number.',
        "Row 8 has 1 cell instead of 2.",
        'Row 10 has "x" for a logit, which is not a finite number.',
    )


@given(st.lists(st.sampled_from(["/a,1", "", "/b,2,3", "/c", "/d,x"]), min_size=1))
def test_every_refused_row_is_where_it_says(folder: Path, rows: list[str]) -> None:
    imported = read_logits(_csv(folder, "\n".join(["path,logit", *rows, "/z,0", ""])))
    wrong = [number for number, row in enumerate(rows, start=2) if row not in ("/a,1", "")]
    assert imported.refused == len(wrong)
    assert [int(sentence.split()[1]) for sentence in imported.sentences] == wrong[:5]
    assert len(imported) == rows.count("/a,1") + 1


def test_a_quotation_mark_that_is_not_closed_is_guessed_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    imported = read_logits(_csv(tmp_path, 'path,logit\n/a,1\n"/b,2\n/c,3\n'))
    assert imported.sentences == ("Row 3 has 1 cell instead of 2; perhaps a quotation mark is not closed.",)
    monkeypatch.setattr(csv_file, "_BLOCK", 1 << 20)
    with pytest.raises(TableError) as caught:
        read_logits(_csv(tmp_path, 'path,logit\n"/b,2\n' + "/c,3\n" * 700_000))
    assert str(caught.value) == "t.csv has a row of more than 1 MB: perhaps a quotation mark is not closed."


def test_a_huge_cell_is_read(tmp_path: Path) -> None:
    (path,) = _paths(read_logits(_csv(tmp_path, f"path,logit\n/{'x' * 3_000_000},1\n")))
    assert len(path) == 3_000_001


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "t.csv is empty: 0 bytes."),
        (b"path,logit\n", "t.csv has a head and no rows."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "t.csv is no table: it is neither CSV in UTF-8 nor Parquet."),
        ("path,logit\na,1\n".encode("utf-16"), "t.csv is no table: it is neither CSV in UTF-8 nor Parquet."),
        (b"PAR1 and nothing more", "t.csv is broken and cannot be read as a table"),
        (b"x" * 200_000, "t.csv is no table: its first row cannot be read"),
        (b"path,logit,Path \na,1,b\n", 't.csv has more than one column "path".'),
        (b"\npath,logit\na,1\n", "There it has: nothing."),
        (b"a.jpg,1.5\nb.jpg,2\n", 'There it has: "a.jpg", "1.5".'),
        (b"path;probability\na.jpg;1\n", 'and a column "logit" (or "score" or "z"), named in its first row.'),
        (b'path,\x1b[2J"\n', r'There it has: "path", "\x1b[2J"".'),
    ],
)
def test_what_is_no_table_is_one_sentence(tmp_path: Path, text: bytes, sentence: str) -> None:
    with pytest.raises(TableError) as caught:
        read_logits(_csv(tmp_path, text))
    assert sentence in str(caught.value)
    assert str(caught.value).endswith(".")


def test_parquet_without_what_is_needed_is_one_sentence(tmp_path: Path) -> None:
    for columns, sentence in (
        ({"path": [1, 2], "logit": [1.0, 2.0]}, 'The column "path" of t.parquet holds no paths.'),
        ({"path": ["a"], "logit": [True]}, "The column of logits in t.parquet holds no numbers."),
        ({"path": ["a"], "logit": [[1.0]]}, "The column of logits in t.parquet holds no numbers."),
        ({"path": pa.array([], pa.string()), "logit": pa.array([], pa.float64())}, "t.parquet has a head and no rows."),
        ({"path": ["a"], "logit": [1.0], "label": [["yes"]]}, "The column of labels in t.parquet holds no labels."),
        ({"path": ["a"], "p": [1.0]}, 'There it has: "path", "p".'),
    ):
        with pytest.raises(TableError) as caught:
            read_logits(_parquet(tmp_path, **columns))
        assert sentence in str(caught.value)


def test_parquet_rows_without_path_or_logit_are_refused(tmp_path: Path) -> None:
    path = _parquet(tmp_path, path=["/a", None, "/c", ""], logit=[1.0, 2.0, math.nan, None], label=[3, 1, None, None])
    imported = read_logits(path)
    assert (len(imported), imported.refused) == (0, 4)
    assert imported.sentences == (
        'Row 2 has the label "3", which is neither yes nor no.',
        "Row 3 names no picture.",
        'Row 4 has "nan" for a logit, which is not a finite number.',
        "Row 5 names no picture.",
    )


@given(st.data())
def test_a_damaged_parquet_file_is_a_sentence_or_still_a_table(folder: Path, data: st.DataObject) -> None:
    whole = bytearray(_parquet(folder, path=["/a", "/b"], logit=[1.0, 2.0], label=["yes", "no"]).read_bytes())
    for place in data.draw(st.lists(st.integers(4, len(whole) - 1), min_size=1, max_size=4)):
        whole[place] ^= data.draw(st.integers(1, 255))
    path = _csv(folder, bytes(whole))
    imported = _tried(path)
    assert imported.endswith(".") if isinstance(imported, str) else imported.offsets.size == len(imported) + 1


@given(st.binary(max_size=300))
def test_any_bytes_below_a_head_are_rows_or_refused(folder: Path, data: bytes) -> None:
    imported = _tried(_csv(folder, b"path,logit,label\n" + data))
    if isinstance(imported, str):
        assert imported == "t.csv has a head and no rows."
        return
    assert np.isfinite(imported.logit).all()
    assert imported.offsets[0] == 0
    assert imported.offsets[-1] == len(imported.data)


def test_files_that_cannot_be_read_are_one_sentence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    locked = tmp_path / "locked.csv"
    locked.write_text("path,logit\na,1\n")
    locked.chmod(0)
    for name, sentence in (("gone", "is not there"), (".", "is not a file"), ("pipe", "is not a file")):
        with pytest.raises(TableError, match=sentence):
            read_logits(tmp_path / name)
    with as_nobody(tmp_path), pytest.raises(TableError, match=r"locked\.csv cannot be read: Permission denied\."):
        read_logits(locked)


def test_no_picture_is_looked_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg")  # opening it would wait for ever
    assert len(read_logits(_csv(tmp_path, "path,logit\na.jpg,1\ngone.jpg,2\n"))) == 2


def test_a_table_in_many_parts_is_one(tmp_path: Path) -> None:
    n = 300_000
    rows = "".join(f"/{number:060d}é,{number}\n" for number in range(n))  # more than one block of 16 MB
    imported = read_logits(_csv(tmp_path, "path,logit\n" + rows))
    assert imported.logit.tolist() == list(range(n))
    assert _paths(imported)[:: n // 7] == [f"/{number:060d}é" for number in range(0, n, n // 7)]
