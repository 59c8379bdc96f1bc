"""The mapped embeddings come back as they were appended, whatever happened to their files or their writer."""

import errno
import os
import signal
import subprocess
import sys
import threading
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from alpaca_gui.errors import LibraryError
from alpaca_gui.library import mapped_files as module
from alpaca_gui.library.mapped import MappedEmbeddings
from alpaca_gui.library.mapped_files import Kind

FEATURES = 24
KIND = Kind("a library", "a backbone", FEATURES)


def rows_of(
    numbers: NDArray[np.int64],
) -> NDArray[np.float16]:
    """Embeddings that can be told from their numbers."""
    return ((numbers[:, None] * 31 + np.arange(FEATURES)) % 2039).astype(np.float16)


def appended(mapped: MappedEmbeddings, first: int, end: int) -> None:
    numbers = np.arange(first, end)
    mapped.append(numbers, rows_of(numbers))


def assert_holds(mapped: MappedEmbeddings, count: int) -> None:
    held = mapped.held
    assert held.numbers.tolist() == list(range(count))
    assert held.rows.shape == (count, FEATURES)
    assert (held.rows == rows_of(held.numbers)).all()


def test_a_new_one_is_empty(tmp_path: Path) -> None:
    mapped = MappedEmbeddings(tmp_path / "deep" / "cache" / "embeddings", KIND)
    assert len(mapped) == 0
    assert mapped.last == -1
    assert mapped.rows.shape == (0, FEATURES)


def test_what_was_appended_is_there_at_the_next_opening(tmp_path: Path) -> None:
    first = MappedEmbeddings(tmp_path / "e", KIND)
    appended(first, 0, 3)
    appended(first, 3, 10)
    again = MappedEmbeddings(tmp_path / "e", KIND)
    assert again.last == 9
    assert_holds(again, 10)
    appended(again, 10, 12)
    assert_holds(MappedEmbeddings(tmp_path / "e", KIND), 12)


def test_rows_are_mapped_and_cannot_be_written(tmp_path: Path) -> None:
    mapped = MappedEmbeddings(tmp_path / "e", KIND)
    appended(mapped, 0, 3)
    rows = mapped.rows
    assert isinstance(rows, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        rows[0, 0] = 1


def test_what_was_given_stays_as_it_was_while_the_file_grows_and_starts_anew(tmp_path: Path) -> None:
    mapped = MappedEmbeddings(tmp_path / "e", KIND)
    appended(mapped, 0, 3)
    before = mapped.held
    appended(mapped, 3, 5000)
    mapped.clear()
    numbers = np.array([7, 9])
    mapped.append(numbers, np.ones((2, FEATURES), np.float16))
    assert (before.rows == rows_of(np.arange(3))).all()
    assert mapped.numbers.tolist() == [7, 9]
    assert (mapped.rows == 1).all()


def test_nothing_can_be_appended(tmp_path: Path) -> None:
    mapped = MappedEmbeddings(tmp_path / "e", KIND)
    appended(mapped, 0, 0)
    appended(mapped, 0, 2)
    appended(mapped, 2, 2)
    assert_holds(MappedEmbeddings(tmp_path / "e", KIND), 2)


@pytest.mark.parametrize("numbers", [[4, 5], [6, 6], [8, 7]], ids=["held already", "twice", "falling"])
def test_numbers_that_do_not_rise_are_refused(tmp_path: Path, numbers: list[int]) -> None:
    mapped = MappedEmbeddings(tmp_path / "e", KIND)
    appended(mapped, 0, 5)
    with pytest.raises(ValueError, match="from above 4"):
        mapped.append(np.array(numbers), np.zeros((2, FEATURES), np.float16))
    assert_holds(mapped, 5)


def test_embeddings_of_another_length_are_refused(tmp_path: Path) -> None:
    mapped = MappedEmbeddings(tmp_path / "e", KIND)
    with pytest.raises(ValueError, match=r"24 features, not \(2, 23\)"):
        mapped.append(np.arange(2), np.zeros((2, FEATURES - 1), np.float16))


@pytest.mark.parametrize(
    "other",
    [
        Kind("another", "a backbone", FEATURES),
        Kind("a library", "another", FEATURES),
        Kind("a library", "a backbone", 12),
    ],
    ids=["library", "backbone", "features"],
)
def test_another_kind_starts_anew(tmp_path: Path, other: Kind) -> None:
    appended(MappedEmbeddings(tmp_path / "e", KIND), 0, 5)
    assert len(MappedEmbeddings(tmp_path / "e", other)) == 0
    assert len(MappedEmbeddings(tmp_path / "e", KIND)) == 0


def test_names_that_are_not_utf8_or_only_joined_alike_are_told_apart() -> None:
    kinds = [Kind("a\udcff", "b", 1), Kind("a", "\udcffb", 1), Kind("ab", "c", 1), Kind("a", "bc", 1)]
    assert len({kind.digest() for kind in kinds}) == 4


@pytest.mark.parametrize("end", ["rows", "numbers"])
def test_a_file_that_is_gone_starts_anew(tmp_path: Path, end: str) -> None:
    appended(MappedEmbeddings(tmp_path / "e", KIND), 0, 5)
    (tmp_path / f"e.{end}").unlink()
    again = MappedEmbeddings(tmp_path / "e", KIND)
    appended(again, 0, 2)
    assert_holds(again, 2)


@pytest.mark.parametrize("end", ["rows", "numbers"])
def test_two_files_of_different_beginnings_are_not_joined(tmp_path: Path, end: str) -> None:
    for name in ("a", "b"):
        appended(MappedEmbeddings(tmp_path / name, KIND), 0, 5)
    (tmp_path / f"b.{end}").replace(tmp_path / f"a.{end}")
    assert len(MappedEmbeddings(tmp_path / "a", KIND)) == 0


@pytest.mark.parametrize("end", ["rows", "numbers"])
@given(data=st.data())
def test_a_file_cut_anywhere_gives_what_is_whole(
    tmp_path_factory: pytest.TempPathFactory, end: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    appended(MappedEmbeddings(folder / "e", KIND), 0, 20)
    file = folder / f"e.{end}"
    length = data.draw(st.integers(0, file.stat().st_size))
    os.truncate(file, length)
    again = MappedEmbeddings(folder / "e", KIND)
    whole = max(0, length - 4096) // (8 if end == "numbers" else 2 * FEATURES)
    assert_holds(again, whole)
    appended(again, whole, 25)
    assert_holds(MappedEmbeddings(folder / "e", KIND), 25)


@pytest.mark.parametrize("end", ["rows", "numbers"])
@given(junk=st.binary(max_size=9000))
def test_a_file_of_anything_starts_anew(tmp_path_factory: pytest.TempPathFactory, end: str, junk: bytes) -> None:
    folder = tmp_path_factory.mktemp("junk")
    appended(MappedEmbeddings(folder / "e", KIND), 0, 3)
    (folder / f"e.{end}").write_bytes(junk)
    again = MappedEmbeddings(folder / "e", KIND)
    appended(again, 0, 4)
    assert_holds(again, 4)


def test_numbers_that_were_never_written_start_anew(tmp_path: Path) -> None:
    appended(MappedEmbeddings(tmp_path / "e", KIND), 0, 5)
    with (tmp_path / "e.numbers").open("r+b") as file:  # what a file system may give after the power was cut
        file.seek(4096 + 3 * 8)
        file.write(bytes(16))
    assert len(MappedEmbeddings(tmp_path / "e", KIND)) == 0


def test_a_place_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(LibraryError, match=r"^The embeddings cannot be kept in .*e\.rows: .*\.$"):
        MappedEmbeddings(tmp_path / "file" / "e", KIND)
    (tmp_path / "e.rows").mkdir()
    with pytest.raises(LibraryError, match=r"^The embeddings cannot be kept in .*e\.rows: .*\.$"):
        MappedEmbeddings(tmp_path / "e", KIND)


def test_a_file_that_vanishes_or_shrinks_in_use_is_a_sentence(tmp_path: Path) -> None:
    mapped = MappedEmbeddings(tmp_path / "e", KIND)
    appended(mapped, 0, 5)
    os.truncate(tmp_path / "e.rows", 4096 + 10)
    with pytest.raises(LibraryError, match="Another program changed"):
        _ = mapped.rows
    (tmp_path / "e.rows").unlink()
    with pytest.raises(LibraryError, match=r"cannot be kept in .*e\.rows: "):
        appended(mapped, 5, 6)


def program(*lines: str) -> list[str]:
    start = (
        "import sys, numpy as np",
        "from pathlib import Path",
        "from alpaca_gui.errors import LibraryError",
        "from tests.library.test_mapped import *",
        "mapped = MappedEmbeddings(Path(sys.argv[1]), KIND)",
    )
    return [sys.executable, "-c", "\n".join((*start, *lines))]


@pytest.mark.skipif(sys.platform == "win32", reason="a limit for the size of files is POSIX")
def test_a_full_disk_is_a_sentence_and_keeps_what_was_there(tmp_path: Path) -> None:
    limit = 4096 + 700 * 2 * FEATURES + 11
    run = subprocess.run(
        [
            *program(
                "import resource",
                f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, resource.RLIM_INFINITY))",
                "try:",
                "    while True: appended(mapped, len(mapped), len(mapped) + 90)",
                "except LibraryError as error: print(error)",
                "before = len(mapped)",
                "assert_holds(mapped, before)",
                "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))",
                "assert_holds(MappedEmbeddings(Path(sys.argv[1]), KIND), before)",
                "appended(mapped, before, before + 200)",
                "assert_holds(mapped, before + 200)",
                "print(before)",
            ),
            str(tmp_path / "e"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    said, before = run.stdout.splitlines()
    assert said.startswith("The embeddings cannot be kept in ")
    assert_holds(MappedEmbeddings(tmp_path / "e", KIND), int(before) + 200)


def test_numbers_of_an_append_that_failed_never_vouch_for_other_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapped = MappedEmbeddings(tmp_path / "e", KIND)
    appended(mapped, 0, 5)
    write, room = module._write_at, [10 * FEATURES * 2 + 6 * 8 + 3]

    def write_until_full(file: FileIO, offset: int, values: NDArray[Any]) -> None:
        taken = values.reshape(-1).view(np.uint8)[: room[0]]
        room[0] -= taken.size
        write(file, offset, taken)
        if taken.size < values.nbytes:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(module, "_write_at", write_until_full)
    with pytest.raises(LibraryError, match="No space left on device"):
        appended(mapped, 5, 15)
    assert_holds(mapped, 5)
    assert_holds(MappedEmbeddings(tmp_path / "e", KIND), 11)  # six whole ones more: true, and so no harm
    room[0] = 10 * FEATURES * 2
    with pytest.raises(LibraryError, match="No space left on device"):
        mapped.append(np.arange(105, 115), rows_of(np.arange(105, 115)))
    assert_holds(MappedEmbeddings(tmp_path / "e", KIND), 5)
    room[0] = 1 << 20
    appended(mapped, 5, 9)
    assert_holds(MappedEmbeddings(tmp_path / "e", KIND), 9)


@pytest.mark.skipif(sys.platform == "win32", reason="signal 9 is POSIX")
def test_killed_in_the_middle_it_holds_what_was_whole(tmp_path: Path) -> None:
    whole = 0
    for _ in range(3):
        with subprocess.Popen(
            [
                *program(
                    "while True:",
                    "    appended(mapped, len(mapped), len(mapped) + 301)",
                    "    print(len(mapped), flush=True)",
                ),
                str(tmp_path / "e"),
            ],
            stdout=subprocess.PIPE,
            text=True,
        ) as writer:
            assert writer.stdout is not None
            said = [int(writer.stdout.readline()) for _ in range(20)]
            writer.send_signal(signal.SIGKILL)
        again = MappedEmbeddings(tmp_path / "e", KIND)
        assert len(again) >= said[-1] > whole
        assert_holds(again, len(again))
        whole = len(again)


def test_threads_read_what_fits_together_while_it_grows(tmp_path: Path) -> None:
    mapped = MappedEmbeddings(tmp_path / "e", KIND)
    done, wrong = threading.Event(), list[int]()

    def read() -> None:
        while not done.is_set():
            held = mapped.held
            if len(held.rows) != len(held.numbers) or not (held.rows == rows_of(held.numbers)).all():
                wrong.append(len(held.rows))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for start in range(0, 6000, 60):
        appended(mapped, start, start + 60)
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert_holds(mapped, 6000)
