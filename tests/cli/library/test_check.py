"""``library check`` says what is wrong with a library, and saves what can be read of it."""

import sqlite3
from pathlib import Path

import pytest

from alpaca_gui.library.connection import PAGE
from alpaca_gui.library.library import Library
from alpaca_gui.library.place import default_library
from alpaca_gui.library.rescue import LOST
from tests.cli.library.conftest import Command

pytestmark = pytest.mark.timeout(120)

RECORDS = 3000


@pytest.fixture
def damaged(tmp_path: Path, command: Command) -> Path:
    """A library of 3,000 records, a page in the middle of whose records is torn."""
    path = tmp_path / "damaged # 100%.library"
    table = tmp_path / "t.csv"
    rows = [f"{'folder/' * 12}{number}.png,{number},{('yes', 'no')[number % 2]}\n" for number in range(RECORDS)]
    table.write_text("path,logit,label\n" + "".join(rows))
    assert command("import", table, "--library", path)[0] == 0
    _tear(path, _page_with(path, b"/1500.png"))
    return path


def _page_with(path: Path, piece: bytes) -> int:
    """The last page that holds a text: rows come before the index that was made of them in a later place."""
    data = path.read_bytes()
    connection = sqlite3.connect(path)
    try:
        pages = connection.execute("SELECT pageno FROM dbstat WHERE name = 'record' AND pagetype = 'leaf'").fetchall()
    except sqlite3.OperationalError:
        pytest.skip("this SQLite cannot tell what is on which page")
    finally:
        connection.close()
    return next(int(page) - 1 for (page,) in pages if piece in data[(page - 1) * PAGE : page * PAGE])


def _tear(path: Path, page: int) -> None:
    with path.open("r+b") as stream:
        stream.seek(page * PAGE)
        stream.write(b"\xa5" * PAGE)


def test_a_whole_library_is_whole(command: Command, full: list[Path]) -> None:
    assert command("check") == (0, "The library default.library is whole.\n", "")


def test_a_torn_page_is_said_and_all_other_rows_are_saved(command: Command, damaged: Path, tmp_path: Path) -> None:
    before = damaged.read_bytes()
    code, out, error = command("check", "--library", damaged)
    assert code == 1
    assert "The file is damaged" in out
    assert "--save-into" in error
    saved = tmp_path / "saved.library"
    code, out, _ = command("check", "--library", damaged, "--save-into", saved)
    assert code == 1
    assert "and some of it cannot be read" in next(line for line in out.splitlines() if line.startswith("record: "))
    assert f"label: {RECORDS:,} rows saved\n" in out
    assert damaged.read_bytes() == before
    assert command("check", "--library", saved)[0] == 0
    with Library(saved) as library:
        columns = library.load("alpaca")
        assert len(columns) == RECORDS
        lost = [key for key in range(RECORDS) if columns.removed[key]]
        assert lost == list(range(lost[0], lost[-1] + 1))
        assert 1500 in lost
        assert len(lost) < 300  # as many as lie on one page of 16 KB
        assert {columns.errors[int(columns.error[key])] for key in lost} == {LOST}
        for key in set(range(RECORDS)) - set(lost):
            assert columns.path.get(key).endswith(f"/{key}.png")
            assert (columns.logit[key], columns.label[key]) == (key, 1 - key % 2)


def test_several_torn_pages_cost_what_is_on_them(command: Command, damaged: Path, tmp_path: Path) -> None:
    with Library(damaged, write=False) as library:
        identity = library.library_id
    path = tmp_path / "other.library"
    path.write_bytes(damaged.read_bytes())
    _tear(path, _first_leaf(path, b"/700.png"))
    saved = tmp_path / "saved.library"
    command("check", "--library", path, "--save-into", saved)
    with Library(saved, write=False) as library:
        columns = library.load("alpaca")
        assert library.library_id != identity
    assert {700, 1500} <= {key for key in range(RECORDS) if columns.removed[key]}
    assert not columns.removed[[0, 1, 1000, 2000, RECORDS - 1]].any()


def _first_leaf(path: Path, piece: bytes) -> int:
    data = path.read_bytes()
    return next(
        page
        for page in range(1, len(data) // PAGE)
        if data[page * PAGE] == 13 and piece in data[page * PAGE : (page + 1) * PAGE]  # 13: a leaf of a table
    )


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xa5" * 40_000])
def test_what_cannot_be_opened_at_all_is_said_and_saving_is_tried(
    command: Command, tmp_path: Path, content: bytes
) -> None:
    path, saved = tmp_path / "broken.library", tmp_path / "saved.library"
    path.write_bytes(content)
    code, out, error = command("check", "--library", path)
    assert (code, "Traceback" in error) == (1, False)
    assert "broken.library" in out
    code, out, error = command("check", "--library", path, "--save-into", saved)
    assert code == 2
    assert "Nothing of broken.library can be read as a library." in error
    assert list(tmp_path.glob("saved*")) == []
    assert path.read_bytes() == content


def test_nothing_is_written_over(command: Command, full: list[Path], tmp_path: Path) -> None:
    there = tmp_path / "there.library"
    there.write_text("mine")
    code, _, error = command("check", "--save-into", there)
    assert (code, "is there already" in error, there.read_text()) == (2, True, "mine")
    code, _, error = command("check", "--save-into", default_library())
    assert code == 2
    assert command("query", "--count")[1] == "20\n"


def test_a_whole_library_can_be_saved_too_and_says_the_same(command: Command, full: list[Path], tmp_path: Path) -> None:
    command("label", "logit:>5", "--yes")
    saved = tmp_path / "saved.library"
    assert command("check", "--save-into", saved)[0] == 0
    for words in (["query", "--format", "json"], ["models", "--json"], ["query", "--near", str(full[3])]):
        assert command(*words) == command(*words, "--library", saved)
    command("label", "--undo", "--library", saved)
    assert command("query", "label:any", "--count", "--library", saved)[1] == "0\n"


def test_parts_that_do_not_fit_are_said_and_mended_when_saved(
    command: Command, full: list[Path], tmp_path: Path
) -> None:
    command("label", "--all", "--yes")
    connection = sqlite3.connect(default_library(), isolation_level=None)
    for statement in ("record WHERE number = 4", "picture WHERE number = 7", "model"):
        connection.execute(f"DELETE FROM {statement}")
    connection.close()
    code, out, _ = command("check")
    assert code == 1
    assert "1 records are missing between others." in out
    saved = tmp_path / "saved.library"
    command("check", "--save-into", saved)
    assert command("check", "--library", saved)[0] == 0
    assert command("query", "--count", "--library", saved)[1] == "19\n"
    assert command("query", "logit:9", "--count", "--library", saved)[1] == "1\n"


def test_there_is_nothing_to_check(command: Command) -> None:
    assert command("check") == (2, "", f"alpaca-gui: There is no library at {default_library()}.\n")
