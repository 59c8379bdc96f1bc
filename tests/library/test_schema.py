"""A library of any version becomes one of the newest, with all that is in it, or stays the one that it was."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from alpaca_gui.errors import LibraryError
from alpaca_gui.library import schema
from alpaca_gui.library.checking import problems
from alpaca_gui.library.edits import label_edit
from alpaca_gui.library.library import Library
from alpaca_gui.library.state import State
from tests.library.making import MODEL, bytes_of, every_row, outcome, paths

FIRST_VERSION = """
CREATE TABLE fact (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE model (number INTEGER PRIMARY KEY, model_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, path BLOB NOT NULL,
    concept TEXT NOT NULL, backbone TEXT NOT NULL);
CREATE TABLE picture (number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, width INTEGER NOT NULL,
    height INTEGER NOT NULL, notes TEXT NOT NULL);
CREATE TABLE evidence (picture INTEGER NOT NULL, model INTEGER NOT NULL, logit REAL NOT NULL, time REAL NOT NULL,
    PRIMARY KEY (picture, model)) WITHOUT ROWID;
CREATE TABLE embedding (number INTEGER PRIMARY KEY, backbone TEXT NOT NULL, picture INTEGER NOT NULL,
    vector BLOB NOT NULL, UNIQUE (picture, backbone));
CREATE TABLE record (number INTEGER PRIMARY KEY, kind INTEGER NOT NULL, location BLOB NOT NULL, name BLOB,
    state INTEGER NOT NULL, removed INTEGER NOT NULL DEFAULT 0, logit REAL, model INTEGER, time REAL, picture INTEGER,
    width INTEGER, height INTEGER, size INTEGER, modified INTEGER, error TEXT, notes TEXT, note TEXT);
CREATE INDEX record_location ON record (location);
CREATE TABLE label (record INTEGER NOT NULL, concept TEXT NOT NULL, value INTEGER NOT NULL, time REAL NOT NULL,
    PRIMARY KEY (record, concept)) WITHOUT ROWID;
CREATE TABLE held (record INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE request (number INTEGER PRIMARY KEY, location BLOB NOT NULL);
CREATE TABLE edit (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, words TEXT NOT NULL, records BLOB NOT NULL,
    before BLOB NOT NULL, after BLOB NOT NULL, concept TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0);
PRAGMA user_version = 1;
PRAGMA application_id = 1097625697;
INSERT INTO fact VALUES ('id', '0123456789abcdef0123456789abcdef'), ('change', 7), ('model', 1),
    ('rule', '{"threshold": 0.5, "band": 1.0, "temperature": 1.0}');
INSERT INTO model VALUES (1, 'feed', 'alpaca', x'2f6d2f612e6d6f64656c', 'alpaca', 'beef');
INSERT INTO picture VALUES (1, x'00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff', 640, 480,
    '["The first frame of 3."]');
INSERT INTO evidence VALUES (1, 1, 2.75, 1700000000.5);
INSERT INTO embedding VALUES (1, 'beef', 1, x'003c0040');
INSERT INTO record VALUES
    (1, 0, x'2f70696374757265732f636166e92e6a7067', NULL, 1, 0, 2.75, 1, 1700000000.5, 1, 640, 480, 1234, 99, NULL,
        '["The first frame of 3."]', 'seen in Peru'),
    (2, 0, x'2f70696374757265732f622e6a7067', NULL, 2, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        'The file is empty.', NULL, NULL),
    (3, 2, x'706173746564', x'706173746564', 0, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO label VALUES (1, 'alpaca', 1, 1700000001.0);
INSERT INTO held VALUES (3, x'89504e47');
INSERT INTO request VALUES (1, x'2f7069637475726573');
INSERT INTO edit VALUES (1, 'label', 'labelling a picture', x'0000000000000000', x'ff', x'01', 'alpaca', 0);
"""
"""What the first version wrote, as it wrote it: never to be changed."""


@pytest.fixture
def first_version(tmp_path: Path) -> Path:
    path = tmp_path / "old.library"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(FIRST_VERSION)
    connection.close()
    return path


def test_a_library_of_the_first_version_becomes_one_of_the_newest_and_no_row_changes(first_version: Path) -> None:
    before = every_row(first_version)
    with Library(first_version) as library:
        assert problems(library) == []
        library.done_reading()
    after = every_row(first_version)
    assert set(after) - set(before) == {"filter"}
    for table, rows in before.items():
        assert [row[: len(rows[0])] for row in after[table]] == rows, table
    connection = sqlite3.connect(first_version)
    assert schema.version_of(connection) == schema.VERSION
    connection.close()


def test_what_the_first_version_wrote_is_read_and_can_be_changed(first_version: Path) -> None:
    with Library(first_version) as library:
        columns = library.load("alpaca")
        assert columns.state.tolist() == [State.DONE, State.FAILED, State.WAITING]
        assert columns.path.get(0) == "/pictures/caf\udce9.jpg"
        assert (columns.logit[0], columns.label[0], columns.person_notes[0]) == (2.75, 1, "seen in Peru")
        assert columns.removed.tolist() == [False, False, True]
        assert library.held(2) == b"\x89PNG"
        assert list(library.requests().values()) == ["/pictures"]
        assert library.recall(bytes.fromhex("00112233445566778899aabbccddeeff" * 2), 1) is not None
        undone = library.undo()
        assert undone is not None
        assert undone.edit.values.tolist() == [-1]
        library.done_reading()


def test_the_newest_version_has_the_same_tables_whether_it_was_made_or_grew(
    first_version: Path, tmp_path: Path
) -> None:
    Library(first_version).close()
    Library(tmp_path / "new.library").close()
    columns = []
    for path in (first_version, tmp_path / "new.library"):
        connection = sqlite3.connect(path)
        names = connection.execute("SELECT type, name, tbl_name FROM sqlite_master ORDER BY name").fetchall()
        tables = [name for kind, name, _ in names if kind == "table"]
        columns.append((names, [connection.execute(f"PRAGMA table_info({name})").fetchall() for name in tables]))
        connection.close()
    assert columns[0] == columns[1]


@pytest.mark.parametrize("broken", range(8))
def test_a_migration_that_fails_in_the_middle_leaves_the_version_before_whole(
    first_version: Path, monkeypatch: pytest.MonkeyPatch, broken: int
) -> None:
    statements = schema.STEPS[1].split(";")
    statements.insert(broken, "INSERT INTO nowhere VALUES (1)")
    monkeypatch.setattr(schema, "STEPS", (schema.STEPS[0], ";".join(statements)))
    before = every_row(first_version)
    with pytest.raises(LibraryError):
        Library(first_version)
    monkeypatch.undo()
    assert every_row(first_version) == before
    connection = sqlite3.connect(first_version)
    assert schema.version_of(connection) == 1
    connection.close()
    with Library(first_version) as library:
        assert len(library) == 3
        library.done_reading()


def test_an_older_library_that_may_only_be_read_says_how_it_is_brought_up_to_date(first_version: Path) -> None:
    before = bytes_of(first_version.parent)
    with pytest.raises(LibraryError, match=r"is of an older form \(1\)\. Open it once where it may be written"):
        Library(first_version, write=False)
    assert bytes_of(first_version.parent) == before


@pytest.mark.parametrize("write", [True, False])
def test_a_library_of_a_newer_version_is_refused_and_stays_as_it_is(tmp_path: Path, write: bool) -> None:
    path = tmp_path / "new.library"
    Library(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    before = bytes_of(tmp_path)
    with pytest.raises(LibraryError, match=rf"newer version of Alpaca \(form {schema.VERSION + 1}; .* up to "):
        Library(path, write=write)
    assert bytes_of(tmp_path) == before


def test_a_newer_library_whose_program_was_killed_stays_as_it_is_too(tmp_path: Path) -> None:
    # What it wrote last stands beside the file; a connection that may write would move it into the file.
    path = tmp_path / "new.library"
    Library(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    kept = tmp_path / "killed"
    kept.mkdir()
    for file in tmp_path.glob("new.library*"):
        (kept / file.name).write_bytes(file.read_bytes())
    connection.close()
    before = bytes_of(kept)
    assert before["new.library-wal"]
    with pytest.raises(LibraryError, match=r"newer version"):
        Library(kept / "new.library")
    assert bytes_of(kept) == before


def _another_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmark (address)")
    connection.execute("INSERT INTO bookmark VALUES ('https://example.org')")
    connection.commit()
    connection.close()


def _another_program(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA application_id = 1234")
    connection.close()


def _text(path: Path) -> None:
    path.write_text("path,logit\n" * 1000)


def _noise(path: Path) -> None:
    path.write_bytes(np.random.default_rng(0).bytes(100_000))


@pytest.mark.parametrize("write", [True, False])
@pytest.mark.parametrize("make", [_another_database, _another_program, _text, _noise])
def test_what_is_no_library_is_refused_and_stays_as_it_is(
    tmp_path: Path, make: Callable[[Path], None], write: bool
) -> None:
    path = tmp_path / "strange"
    make(path)
    before = bytes_of(tmp_path)
    with pytest.raises(LibraryError, match=r"is not a library of Alpaca|is damaged and was left as it is"):
        Library(path, write=write)
    assert bytes_of(tmp_path) == before


def test_an_empty_file_is_a_library_that_was_being_made_when_the_program_ended(tmp_path: Path) -> None:
    path = tmp_path / "empty.library"
    path.touch()
    with pytest.raises(LibraryError, match=r"is not a library of Alpaca"):
        Library(path, write=False)
    assert path.read_bytes() == b""
    with Library(path) as library:
        library.add(paths(1))
        library.keep([outcome(0, 1.0)], library.use_model(MODEL), "b")
        library.apply(label_edit(np.array([0]), 1, "alpaca"))
        assert problems(library) == []
        library.done_reading()
