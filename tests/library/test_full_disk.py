"""On a full disk nothing is half written, the sentence says so, and it goes on when there is room again."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from alpaca_gui.errors import LibraryError
from alpaca_gui.imaging.source import MemorySource
from alpaca_gui.library.bringing_in import bring_in
from alpaca_gui.library.checking import problems
from alpaca_gui.library.edits import label_edit, removal_edit
from alpaca_gui.library.library import Library
from tests.library.making import assert_same, filled, outcome, paths
from tests.library.test_bringing_in import imported, whole

CHECKOUT = Path(__file__).resolve().parents[2]
ALL = np.arange(10)


def _adds(library: Library) -> None:
    library.add([MemorySource(b"x" * 200_000, "pasted")])


def _adds_many(library: Library) -> None:
    library.add(paths(20_000, "/more"))


def _keeps(library: Library) -> None:
    library.keep([outcome(key % 10, 5.0, f"new {key}", notes=("n" * 900,)) for key in range(5000)], 1, "other")


def _labels(library: Library) -> None:
    keys = np.repeat(ALL, 20_000)
    library.apply(label_edit(keys, 1, "alpaca"))


def _removes(library: Library) -> None:
    library.apply(removal_edit(np.repeat(ALL, 20_000)))


def _brings_in(library: Library) -> None:
    rows = [(f"/table/{number}.jpg".encode(), float(number), number % 3 - 1) for number in range(30_000)]
    whole(bring_in(library, imported(rows), Path("t.csv"), "alpaca", Event()))


WAYS = [_adds, _adds_many, _keeps, _labels, _removes, _brings_in]


@pytest.mark.parametrize("write", WAYS)
def test_nothing_is_half_written_and_it_goes_on_when_there_is_room(
    tmp_path: Path, write: Callable[[Library], None]
) -> None:
    filled(tmp_path / "some.library")
    with Library(tmp_path / "some.library") as library:
        before, undo, models = library.load("alpaca"), library.undo_state(), library.models()
        assert library._connection is not None
        (pages,) = library._connection.execute("PRAGMA page_count").fetchone()
        library._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        for _ in range(2):
            with pytest.raises(LibraryError, match=r"the disk is full. What is in it is kept; make room and go on\."):
                write(library)
            assert_same(library.load("alpaca"), before)
            assert (len(library), library.undo_state(), library.models()) == (10, undo, models)
            assert problems(library) == []
        library._connection.execute("PRAGMA max_page_count = 1000000")
        write(library)
        assert problems(library) == []
        library.done_reading()


CHILD = """
import sys
from pathlib import Path
from alpaca_gui.errors import LibraryError
from alpaca_gui.library.library import Library
from tests.library import test_full_disk as ways
limit(Path(sys.argv[1]).parent)
with Library(Path(sys.argv[1])) as library:
    for name in sys.argv[2:]:
        try:
            getattr(ways, name)(library)
        except LibraryError as error:
            print(error)
        else:
            print("written")
    print(len(library), library.load("alpaca").label.tolist(), library.undo_state().undo)
"""

FILE_SIZE = """
import resource
def limit(_):
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
"""

SMALL_DISK = """
def limit(_): pass
"""


def run_child(code: str, path: Path, *before: str) -> list[str]:
    child = subprocess.run(
        [*before, sys.executable, "-c", code + CHILD, str(path), *(way.__name__ for way in WAYS)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert child.stderr == ""
    assert child.returncode == 0
    return child.stdout.splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_file_that_may_grow_no_more_is_said_and_stays_whole(tmp_path: Path) -> None:
    path = tmp_path / "some.library"
    filled(path)
    *said, end = run_child(FILE_SIZE, path)
    assert said[1:] == [
        "The library some.library cannot be read or written: the disk reports an error. What is in it is kept."
    ] * (len(WAYS) - 1)
    assert end == f"{11 if said[0] == 'written' else 10} {[-1] * (11 if said[0] == 'written' else 10)} None"
    with Library(path) as library:
        assert problems(library) == []
        _brings_in(library)
        library.done_reading()


def test_a_disk_without_room_is_said_and_the_library_stays_whole(tmp_path: Path) -> None:
    small, path = tmp_path / "small", tmp_path / "some.library"
    small.mkdir()
    filled(path)
    mount = f"mount -t tmpfs -o size=900k tmpfs '{small}' && cp '{path}' '{small}' && \"$0\" \"$@\""
    way = ["unshare", "--mount", "--map-root-user", "sh", "-c"]
    end = f"; code=$?; cp '{small}'/some.library* '{tmp_path}'; exit $code"
    if (
        shutil.which("unshare") is None
        or subprocess.run([*way, mount, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("a small disk cannot be made here: unshare or mount are not allowed")
    *said, last = run_child(SMALL_DISK, small / path.name, *way, f"{{ {mount}; }}{end}")
    full = "The library some.library cannot be written: the disk is full. What is in it is kept; make room and go on."
    assert said[1:] == [full] * (len(WAYS) - 1)
    assert last.endswith(" None")
    with Library(path) as library:
        assert problems(library) == []
        assert library.load("alpaca").logit[:10].tolist() == [key / 2 for key in range(10)]
        _brings_in(library)
        library.done_reading()


def test_a_library_on_a_disk_without_room_can_be_opened(tmp_path: Path) -> None:
    small, path = tmp_path / "small", tmp_path / "some.library"
    small.mkdir()
    filled(path)
    fill = f"{{ cat /dev/zero > '{small}/fill'; true; }} 2>/dev/null"
    room = f"touch '{small}/.some.library.lock' && head -c 36000 /dev/zero > '{small}/room'"
    mount = (
        f"mount -t tmpfs -o size=1m tmpfs '{small}' && cp '{path}' '{small}' && {room} && {fill} && rm '{small}/room'"
    )
    way = ["unshare", "--mount", "--map-root-user", "sh", "-c", f'{mount} && "$0" "$@"']
    if shutil.which("unshare") is None or subprocess.run([*way, "true"], capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be made here: unshare or mount are not allowed")
    code = (
        "import sys\nfrom pathlib import Path\nfrom alpaca_gui.library.library import Library\n"
        "with Library(Path(sys.argv[1])) as library: print(library.load('alpaca').logit.tolist())"
    )
    child = subprocess.run(
        [*way, sys.executable, "-c", code, str(small / path.name)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.stderr == ""
    assert child.stdout == f"{[key / 2 for key in range(10)]}\n"
