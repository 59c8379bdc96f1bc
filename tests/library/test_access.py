"""One window writes to a library at a time, anybody may read it; what cannot be opened is said and left as it is."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from alpaca_gui.errors import LibraryError, LibraryInUseError
from alpaca_gui.library.checking import problems
from alpaca_gui.library.library import Library
from tests.library.making import MODEL, bytes_of, every_row, filled, outcome, paths
from tests.nobody import as_nobody

CHECKOUT = Path(__file__).resolve().parents[2]

HOLDER = """
import sys
from pathlib import Path
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.library.library import Library
with Library(Path(sys.argv[1])) as library:
    library.add([FileSource(Path("/held.jpg"))])
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    filled(folder / "some.library")
    return folder / "some.library"


def holder(path: Path) -> subprocess.Popen[str]:
    """A process that has a library open until its input ends."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    return child


def test_a_library_that_another_process_writes_to_can_be_read_and_not_written(path: Path) -> None:
    with holder(path) as child:
        with pytest.raises(LibraryInUseError, match=r"some.library is in use by another window or command of Alpaca"):
            Library(path)
        with Library(path, write=False) as library:
            assert len(library) == 11
            library.done_reading()
        child.communicate("")
    with Library(path) as library:
        assert len(library) == 11
        library.done_reading()


def test_killing_who_has_a_library_lets_go_of_it(path: Path) -> None:
    with holder(path) as child:
        child.send_signal(signal.SIGKILL)
        child.communicate()
    with Library(path) as library:
        assert len(library) == 11
        assert problems(library) == []
        library.done_reading()


def test_a_library_is_in_use_in_the_same_process_too_also_under_another_name(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.library"
    link.symlink_to(path)
    before = every_row(path)
    with Library(path) as library:
        for name in (path, link, path.parent / ".." / "folder" / path.name):
            with pytest.raises(LibraryInUseError):
                Library(name)
        library.done_reading()
    with Library(link) as library:
        assert len(library) == 10
        library.done_reading()
    assert every_row(path) == before


def test_a_refused_library_lets_go_of_its_lock(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryError):
        Library(path)
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    Library(path).close()


def test_a_read_library_cannot_be_written_and_says_so(path: Path) -> None:
    with Library(path, write=False) as library:
        with pytest.raises(LibraryError, match=r"is opened for reading: nothing new can be kept in it"):
            library.add(paths(1))
        assert len(library) == 10
        library.done_reading()


def test_a_file_that_may_only_be_read_is_opened_for_reading(path: Path) -> None:
    os.chown(path.parent, 65534, 65534)
    path.chmod(0o444)
    before = bytes_of(path.parent)
    with as_nobody(path):
        with pytest.raises(LibraryError, match=r"may only be read"):
            Library(path)
        with Library(path, write=False) as library:
            assert library.load("alpaca").logit.tolist() == [key / 2 for key in range(10)]
            library.done_reading()
    assert bytes_of(path.parent) == before


def test_a_folder_that_may_only_be_read_is_opened_for_reading(path: Path) -> None:
    (path.parent / f".{path.name}.lock").unlink()
    path.parent.chmod(0o555)
    before = bytes_of(path.parent)
    with as_nobody(path):
        with pytest.raises(LibraryError, match=r"may only be read: .*folder is not yours"):
            Library(path)
        with Library(path, write=False) as library:
            assert library.load("alpaca").logit.tolist() == [key / 2 for key in range(10)]
            threads = [threading.Thread(target=_reads, args=(library,)) for _ in range(3)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            library.done_reading()
    assert bytes_of(path.parent) == before


def _reads(library: Library) -> None:
    assert library.record(3).logit == 1.5
    library.done_reading()


@pytest.mark.parametrize("left", [("-wal",), ("-wal", "-shm")])
def test_what_a_killed_program_wrote_last_is_read_where_nothing_may_be_written(
    path: Path, left: tuple[str, ...]
) -> None:
    with holder(path) as child:
        child.send_signal(signal.SIGKILL)
        child.communicate()
    for end in {"-wal", "-shm"} - set(left):
        path.with_name(path.name + end).unlink()
    path.parent.chmod(0o555)
    before = bytes_of(path.parent)
    assert before["some.library-wal"]
    with as_nobody(path), Library(path, write=False) as library:
        assert len(library) == 11
        assert library.load("alpaca").path.get(10) == "/held.jpg"
        copied = library._copied
        library.done_reading()
    assert copied is None or not copied.exists()
    assert bytes_of(path.parent) == before


def test_a_folder_and_a_pipe_are_no_libraries_and_nobody_waits_for_them(tmp_path: Path) -> None:
    (tmp_path / "folder.library").mkdir()
    os.mkfifo(tmp_path / "pipe.library")
    for name in ("folder.library", "pipe.library"):
        with pytest.raises(LibraryError, match=rf"{name} is not a library of Alpaca"):
            Library(tmp_path / name)
        with pytest.raises(LibraryError, match=r"There is no library at"):
            Library(tmp_path / name, write=False)
    assert list((tmp_path / "folder.library").iterdir()) == []


@pytest.mark.parametrize("name", [b"caf\xe9", b"new\nline", b"a%20b?mode=ro#c&d", "pferd 🦙".encode(), b"'\"; DROP"])
def test_a_library_may_have_any_name(tmp_path: Path, name: bytes) -> None:
    path = tmp_path / os.fsdecode(name)
    filled(path)
    with Library(path) as library:
        assert len(library) == 10
        library.done_reading()
    assert os.fsencode(path) in [os.fsencode(file) for file in tmp_path.iterdir()]


def test_a_name_that_is_too_long_is_said(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"cannot be used: File name too long"):
        Library(tmp_path / ("x" * 255))


def test_a_library_cannot_be_where_a_file_stands_for_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LibraryError):
        Library(tmp_path / "file" / "some.library")


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for place in range(16_384, len(data), 997):
        data[place] ^= 0xFF
    path.write_bytes(data)


def _headless(path: Path) -> None:
    path.write_bytes(bytes(100) + path.read_bytes()[100:])


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:40_000])


def _emptied_pages(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:16_384] + bytes(len(data) - 16_384))


DAMAGES = [_flipped, _headless, _cut, _emptied_pages]


@pytest.mark.parametrize("write", [True, False])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_library_is_said_to_be_damaged_and_stays_as_it_is(
    path: Path, damage: Callable[[Path], None], write: bool
) -> None:
    damage(path)
    before = bytes_of(path.parent)
    with pytest.raises(LibraryError, match=r"some.library is (damaged and was left as it is|not a library of Alpaca)"):
        _used(path, write)
    assert bytes_of(path.parent) == before


def _used(path: Path, write: bool) -> None:
    """Open a library and look at everything."""
    with Library(path, write=write) as library:
        try:
            columns = library.load("alpaca")
            for key in range(len(columns)):
                library.record(key)
                library.source(key)
                columns.record(key)
            for model in library.models():
                library.known_rows(1)
                assert model.name
            library.labels("alpaca", len(library))
            library.rule(), library.requests(), library.undo_state(), library.fact("model")
            found = problems(library)
            if found:
                raise LibraryError(f"some.library is damaged and was left as it is ({found}).")
        finally:
            library.done_reading()


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_damaged_comes_as_a_sentence(path: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    data = bytearray(path.read_bytes())
    for place in rng.integers(100, len(data), 1 + seed % 40).tolist():
        start = place // 16_384 * 16_384 if seed % 3 == 0 else place  # the heads of pages hurt more
        data[start + int(rng.integers(0, 12)) if start + 12 < len(data) else start] = int(rng.integers(0, 256))
    path.write_bytes(data)
    said = "some.library: ."
    try:
        _used(path, write=bool(seed % 2))
    except LibraryError as error:
        said = str(error)
    assert said.endswith(".")
    assert "some.library" in said


def test_values_that_no_library_holds_are_damage(path: Path) -> None:
    for statement in (
        "UPDATE record SET state = 77 WHERE number = 3",
        "UPDATE record SET kind = 9 WHERE number = 3",
        "UPDATE record SET model = 5 WHERE number = 3",
        "UPDATE record SET logit = 'very' WHERE number = 3",
        "UPDATE record SET logit = NULL WHERE number = 3",
        "UPDATE record SET location = 7 WHERE number = 3",
        "UPDATE record SET notes = '[' WHERE number = 3",
        "UPDATE record SET width = 1e300 WHERE number = 3",
        "UPDATE record SET number = -4 WHERE number = 3",
        "DELETE FROM record WHERE number = 3",
        "UPDATE fact SET value = '{' WHERE name = 'model'",
        "DROP TABLE label",
    ):
        copy = path.with_name("copy.library")
        copy.write_bytes(path.read_bytes())
        connection = sqlite3.connect(copy)
        connection.execute(statement)
        connection.commit()
        connection.close()
        with pytest.raises(LibraryError, match=r"is damaged"):
            _used(copy, write=False)
        copy.unlink()


def test_garbage_in_the_place_of_what_was_written_last_does_not_reach_the_library(path: Path) -> None:
    with holder(path) as child:
        child.send_signal(signal.SIGKILL)
        child.communicate()
    last = path.with_name(f"{path.name}-wal")
    data = bytearray(last.read_bytes())
    data[100] ^= 1  # what SQLite's own sums do not vouch for, it does not take
    last.write_bytes(data)
    with Library(path) as library:
        assert len(library) == 10
        assert problems(library) == []
        library.add(paths(1, "/other"))
        library.keep([outcome(10, 1.0)], library.use_model(MODEL), "b")
        library.done_reading()
    last.write_bytes(b"no log of SQLite" * 1000)
    with Library(path) as library:
        assert len(library) == 11
        assert problems(library) == []
        library.done_reading()
