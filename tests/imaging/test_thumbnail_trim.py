"""What this program made stays within bounds; what others made stays."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from alpaca_gui.imaging.freedesktop import FAILURES, LARGE
from alpaca_gui.imaging.thumbnail_file import PART, Original, Thumbnail, write_thumbnail
from alpaca_gui.imaging.thumbnail_trim import Bounds, trimming
from tests.imaging.pictures import encoded, quarters

NOW = 1_700_000_000
WIDE = Bounds(files=1_000, bytes=10**9)


def ours(folder: Path, name: str, used: float, place: str = LARGE) -> Path:
    """A thumbnail of this program, used at some time."""
    file = folder / place / name
    write_thumbnail(file, Thumbnail(Image.fromarray(quarters()), Original("file:///a", 1, 1).texts))
    os.utime(file, (NOW, used))
    return file


def theirs(folder: Path, name: str) -> Path:
    """A thumbnail of another program, not used for ages."""
    file = folder / LARGE / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(encoded(quarters(), "PNG"))
    os.utime(file, (0, 0))
    return file


def trim(folder: Path, bounds: Bounds) -> int:
    """Trim to the end; give how many files went."""
    return max(trimming(folder, bounds), default=0)


def left(folder: Path) -> set[str]:
    """The files that are still there."""
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_the_oldest_used_go_first(tmp_path: Path) -> None:
    for number in (3, 0, 4, 1, 2):
        ours(tmp_path, f"{number}.png", NOW + number)
    assert trim(tmp_path, Bounds(files=2)) == 3
    assert left(tmp_path) == {"3.png", "4.png"}


def test_bytes_are_bounded_too(tmp_path: Path) -> None:
    size = {ours(tmp_path, f"{number}.png", NOW + number).stat().st_size for number in range(5)}.pop()
    assert trim(tmp_path, Bounds(bytes=3 * size + 1)) == 2
    assert left(tmp_path) == {"2.png", "3.png", "4.png"}


@given(ages=st.lists(st.integers(0, 10**6), max_size=8, unique=True), files=st.integers(0, 8), others=st.integers(0, 3))
def test_it_keeps_as_many_as_it_may_and_the_latest(
    tmp_path_factory: pytest.TempPathFactory, ages: list[int], files: int, others: int
) -> None:
    folder = tmp_path_factory.mktemp("trim")
    for age in ages:
        ours(folder, f"{age}.png", NOW - age)
    kept = {theirs(folder, f"other {number}.png").name for number in range(others)}
    trim(folder, Bounds(files=files))
    assert left(folder) == kept | {f"{age}.png" for age in sorted(ages)[:files]}


def test_those_of_other_programs_stay_however_many(tmp_path: Path) -> None:
    foreign = {theirs(tmp_path, f"{number}.png").name for number in range(5)}
    ours(tmp_path, "ours.png", NOW)
    assert trim(tmp_path, Bounds(files=0)) == 1
    assert left(tmp_path) == foreign


def test_failures_count_and_go_too(tmp_path: Path) -> None:
    ours(tmp_path, "failed long ago.png", NOW - 10, FAILURES)
    ours(tmp_path, "failed.png", NOW, FAILURES)
    ours(tmp_path, "good.png", NOW - 5)
    assert trim(tmp_path, Bounds(files=2)) == 1
    assert left(tmp_path) == {"failed.png", "good.png"}


def test_failures_of_other_versions_go_and_those_of_other_programs_stay(tmp_path: Path) -> None:
    ours(tmp_path, "old.png", NOW, "fail/alpaca-gui-0.0.1")
    ours(tmp_path, "current.png", NOW, FAILURES)
    ours(tmp_path, "other.png", NOW, "fail/gnome-thumbnail-factory")
    assert trim(tmp_path, WIDE) == 1
    assert left(tmp_path) == {"current.png", "other.png"}
    assert not (tmp_path / "fail" / "alpaca-gui-0.0.1").exists()


def test_what_a_killed_program_left_half_goes_and_what_is_being_written_stays(tmp_path: Path) -> None:
    ours(tmp_path, "good.png", NOW)
    (tmp_path / LARGE / f"{PART}old").write_bytes(b"\x89PNG")
    os.utime(tmp_path / LARGE / f"{PART}old", (NOW, time.time() - 7200))
    (tmp_path / LARGE / f"{PART}new").write_bytes(b"\x89PNG")
    assert trim(tmp_path, WIDE) == 1
    assert left(tmp_path) == {"good.png", f"{PART}new"}


def test_it_can_be_left_at_any_point(tmp_path: Path) -> None:
    for number in range(5):
        ours(tmp_path, f"{number}.png", NOW + number)
    work = trimming(tmp_path, Bounds(files=0))
    while next(work) < 2:
        pass
    work.close()  # type: ignore[attr-defined]
    assert left(tmp_path) == {"2.png", "3.png", "4.png"}


def test_links_pipes_and_folders_are_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "target.png"
    ours(tmp_path, "ours.png", NOW).replace(target)
    (tmp_path / LARGE / "link.png").symlink_to(target)
    (tmp_path / LARGE / "folder.png").mkdir()
    os.mkfifo(tmp_path / LARGE / "pipe.png")
    assert trim(tmp_path, Bounds(files=0)) == 0
    assert target.exists()
    assert len(list((tmp_path / LARGE).iterdir())) == 3


def test_a_failure_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    kept = ours(tmp_path, "kept.png", NOW, "elsewhere")
    (tmp_path / "fail").mkdir()
    (tmp_path / "fail" / "alpaca-gui-0.0.1").symlink_to(kept.parent)
    trim(tmp_path, WIDE)
    assert kept.exists()


def test_no_folder_is_nothing_to_do(tmp_path: Path) -> None:
    assert trim(tmp_path / "nowhere", Bounds(files=0)) == 0
    (tmp_path / "file").touch()
    assert trim(tmp_path / "file", Bounds(files=0)) == 0
