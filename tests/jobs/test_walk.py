"""Below a folder every picture is found once, whatever else lies there."""

import os
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from alpaca_gui.jobs.walk import Unreadable, pictures_below
from tests.imaging.pictures import encoded, quarters
from tests.nobody import as_nobody

PICTURE = encoded(quarters(8, 6), "PNG")


def _put(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PICTURE)


def _found(top: Path) -> list[str]:
    """What is found, relative to the folder; of what cannot be read the sentence."""
    return [
        found.sentence if isinstance(found, Unreadable) else str(found.relative_to(top))
        for found in pictures_below(top, threading.Event())
    ]


def test_a_folder_s_own_pictures_come_first_then_its_folders_all_by_name(tmp_path: Path) -> None:
    _put(*(tmp_path / name for name in ("b/2.png", "b/1.png", "z.png", "a.png", "a/x/deep.png", "a/y.png")))
    assert _found(tmp_path) == ["a.png", "z.png", "a/y.png", "a/x/deep.png", "b/1.png", "b/2.png"]


def test_suffixes_of_any_case_count_and_so_does_content_without_one(tmp_path: Path) -> None:
    _put(tmp_path / "A.JPG", tmp_path / "no suffix", tmp_path / "picture.dat")
    (tmp_path / "notes.txt").write_text("alpacas hum")
    (tmp_path / "empty").touch()
    (tmp_path / "broken.heic").write_text("found by its name, refused by the decoder")
    assert _found(tmp_path) == ["A.JPG", "broken.heic", "no suffix", "picture.dat"]


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    _put(tmp_path / ".a.png", tmp_path / ".thumbnails/b.png", tmp_path / "c.png")
    assert _found(tmp_path) == ["c.png"]


def test_a_hidden_folder_that_was_asked_for_is_searched(tmp_path: Path) -> None:
    _put(tmp_path / ".herd/a.png")
    assert _found(tmp_path / ".herd") == ["a.png"]


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert _found(tmp_path) == []


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    _put(tmp_path / "a/x.png")
    (tmp_path / "a/up").symlink_to(tmp_path)
    (tmp_path / "a/self").symlink_to(".")
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    assert _found(tmp_path) == ["a/x.png"]


def test_a_folder_that_two_links_lead_to_is_visited_once(tmp_path: Path) -> None:
    _put(tmp_path / "far/x.png")
    here = tmp_path / "here"
    here.mkdir()
    for name in ("one", "two"):
        (here / name).symlink_to(tmp_path / "far")
    assert _found(here) == ["one/x.png"]


def test_a_link_to_nothing_is_reported_only_under_a_picture_s_name(tmp_path: Path) -> None:
    (tmp_path / "lost.png").symlink_to("nowhere")
    (tmp_path / "lost").symlink_to("nowhere")
    assert _found(tmp_path) == ["lost.png"]


@pytest.mark.timeout(20)
def test_pipes_and_sockets_are_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _put(tmp_path / "a.png")
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s")
        assert _found(tmp_path) == ["a.png"]


def test_a_folder_that_may_not_be_read_gets_a_sentence_and_the_rest_goes_on(tmp_path: Path) -> None:
    _put(tmp_path / "a/x.png", tmp_path / "locked/y.png", tmp_path / "z/z.png")
    (tmp_path / "locked").chmod(0)
    tmp_path.chmod(0o755)
    with as_nobody(tmp_path):
        found = _found(tmp_path)
    (tmp_path / "locked").chmod(0o755)
    assert found == ["a/x.png", "The folder cannot be read: Permission denied.", "z/z.png"]


def test_a_folder_that_may_be_listed_and_not_entered_stops_nothing(tmp_path: Path) -> None:
    _put(tmp_path / "half/x.png", tmp_path / "half/inner/y.png", tmp_path / "half/plain", tmp_path / "z/z.png")
    (tmp_path / "half").chmod(0o444)
    tmp_path.chmod(0o755)
    with as_nobody(tmp_path):
        found = _found(tmp_path)
    (tmp_path / "half").chmod(0o755)
    assert found == ["half/x.png", "The folder cannot be read: Permission denied.", "z/z.png"]


def test_a_folder_that_is_gone_gets_a_sentence(tmp_path: Path) -> None:
    assert _found(tmp_path / "gone") == ["The folder cannot be read: No such file or directory."]


def _dig(top: Path, levels: int) -> None:
    """Make a tree deeper than any path may be long, with a picture on every hundredth level."""
    here = os.open(top, os.O_RDONLY)
    for level in range(1, levels + 1):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
        if level % 100 == 0:
            picture = os.open("a.png", os.O_WRONLY | os.O_CREAT, dir_fd=here)
            os.write(picture, PICTURE)
            os.close(picture)
    os.close(here)


@pytest.fixture
def deep() -> Iterator[Path]:
    """A folder that goes by another way than pytest's, which cannot take so deep a tree away."""
    folder = Path(tempfile.mkdtemp())
    yield folder
    subprocess.run(["rm", "-rf", folder], check=True)


@pytest.mark.slow
def test_a_tree_of_two_thousand_levels_is_searched_as_far_as_a_path_may_be_long(deep: Path) -> None:
    _dig(deep, 2100)
    found = _found(deep)
    assert found[:20] == [f"{'d/' * level}a.png" for level in range(100, 2001, 100)]
    assert found[-1] == "The folder cannot be read: File name too long."


def test_a_cancelled_search_stops_at_the_next_picture(tmp_path: Path) -> None:
    _put(*(tmp_path / f"{folder}/{number}.png" for folder in "ab" for number in range(5)))
    cancel = threading.Event()
    search = pictures_below(tmp_path, cancel)
    assert [next(search), next(search)] == [tmp_path / "a/0.png", tmp_path / "a/1.png"]
    cancel.set()
    assert list(search) == []


def test_a_name_that_is_not_utf_8_is_found(tmp_path: Path) -> None:
    _put(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.png")))
    assert _found(tmp_path) == ["\udcff.png"]
