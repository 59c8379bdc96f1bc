"""A file is written whole or not at all, and what stood there before is kept until the new one is whole."""

import os
import stat
import threading
from pathlib import Path

import pytest

from alpaca_gui.files import whole_file
from tests.nobody import as_nobody


class _Stop(Exception):  # noqa: N818 - stands for whatever may end the writing
    pass


def _write(path: Path, data: bytes) -> None:
    with whole_file(path) as stream:
        stream.write(data)


def _interrupted(path: Path) -> None:
    with pytest.raises(_Stop):
        _write_half(path)


def _write_half(path: Path) -> None:
    with whole_file(path) as stream:
        stream.write(b"half")
        stream.flush()
        raise _Stop


def test_the_content_appears_at_the_end_and_not_before(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    with whole_file(path) as stream:
        stream.write(b"whole")
        stream.flush()
        assert not path.exists()
    assert path.read_bytes() == b"whole"
    assert os.listdir(tmp_path) == ["out.json"]  # noqa: PTH208


def test_what_was_interrupted_leaves_nothing(tmp_path: Path) -> None:
    _interrupted(tmp_path / "out.json")
    assert list(tmp_path.iterdir()) == []


def test_what_stood_there_stays_when_the_new_one_fails(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_bytes(b"before")
    _interrupted(path)
    assert path.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["out.json"]  # noqa: PTH208


def test_what_stood_there_can_be_read_until_it_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_bytes(b"before")
    with whole_file(path) as stream:
        stream.write(b"after")
        assert path.read_bytes() == b"before"
    assert path.read_bytes() == b"after"


def test_a_link_keeps_pointing_where_it_did(tmp_path: Path) -> None:
    far = tmp_path / "far"
    far.mkdir()
    link = tmp_path / "link.json"
    link.symlink_to("far/real.json")
    for data in (b"first", b"second"):
        _write(link, data)
        assert link.is_symlink()
        assert (far / "real.json").read_bytes() == data
    assert os.listdir(far) == ["real.json"]  # noqa: PTH208


def test_links_in_a_circle_are_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OSError, match="Too many levels of symbolic links"):
        _write(tmp_path / "a", b"")
    assert (tmp_path / "a").is_symlink()


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        _write(tmp_path / "out", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o640


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o444])
def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "out"
    path.touch()
    path.chmod(mode)
    _write(path, b"new")
    assert (stat.S_IMODE(path.stat().st_mode), path.read_bytes()) == (mode, b"new")


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        _write(tmp_path, b"")


def test_a_folder_that_is_missing_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        _write(tmp_path / "missing" / "out", b"")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o555)
    tmp_path.chmod(0o755)
    with as_nobody(folder), pytest.raises(PermissionError):
        _write(folder / "out", b"")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["x" * 250, "ü" * 125, "-", " ", "a\nb", "\udcff"])
def test_every_name_that_the_system_allows_will_do(tmp_path: Path, name: str) -> None:
    _write(tmp_path / name, b"data")
    assert (tmp_path / name).read_bytes() == b"data"


def test_several_at_once_neither_mix_nor_change_what_the_process_may(tmp_path: Path) -> None:
    path = tmp_path / "out"
    start = threading.Barrier(4)
    umask = os.umask(0o022)

    def write(letter: bytes) -> None:
        start.wait()
        for _ in range(10):
            _write(path, letter * 5000)

    threads = [threading.Thread(target=write, args=(letter,)) for letter in (b"a", b"b", b"c", b"d")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert os.umask(umask) == 0o022
    data = path.read_bytes()
    assert data == data[:1] * 5000
    assert os.listdir(tmp_path) == ["out"]  # noqa: PTH208
