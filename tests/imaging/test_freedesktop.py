"""A thumbnail lies where every other program of the desktop looks for it."""

import ctypes
import ctypes.util
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.imaging.freedesktop import canonical_uri, thumbnail_name, thumbnails_folder

Glib = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def glib_uri() -> Glib:
    """What file managers build on: GLib's own ``g_filename_to_uri``."""
    found = ctypes.util.find_library("glib-2.0")
    if found is None:
        pytest.skip("GLib is not on this machine")
    glib = ctypes.CDLL(found)
    glib.g_filename_to_uri.restype = ctypes.c_char_p
    glib.g_filename_to_uri.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p]
    return lambda path: bytes(glib.g_filename_to_uri(path, None, None))


def test_every_single_byte_is_escaped_as_glib_does(glib_uri: Glib) -> None:
    for value in set(range(1, 256)) - {ord("/")}:
        raw = b"/pictures/a" + bytes([value]) + b"b.jpg"
        assert canonical_uri(Path(os.fsdecode(raw))).encode() == glib_uri(raw), raw


@given(st.lists(st.binary(min_size=1, max_size=20), min_size=1, max_size=5))
def test_whole_paths_are_written_as_glib_does(glib_uri: Glib, parts: list[bytes]) -> None:
    cleaned = [part.replace(b"/", b"_").replace(b"\0", b"_") for part in parts]
    raw = b"/" + b"/".join(b"x" if part in (b".", b"..") else part for part in cleaned)
    assert canonical_uri(Path(os.fsdecode(raw))).encode() == glib_uri(raw)


def test_the_name_is_the_one_of_the_standards_own_example() -> None:
    # The Thumbnail Managing Standard, "Thumbnail Saving".
    assert thumbnail_name("file:///home/jens/photos/me.png") == "c6ee772d9e49320e97ec29a7eb5b1697.png"


def test_the_name_is_the_md5_of_the_address() -> None:
    uri = canonical_uri(Path("/a b/ä.jpg"))
    assert uri == "file:///a%20b/%C3%A4.jpg"
    assert thumbnail_name(uri) == hashlib.md5(uri.encode()).hexdigest() + ".png"


def test_a_path_is_made_absolute_and_links_in_it_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    monkeypatch.chdir(tmp_path)
    assert canonical_uri(Path("link/a.jpg")) == f"file://{tmp_path}/link/a.jpg"
    assert canonical_uri(Path("./link//a.jpg")) == f"file://{tmp_path}/link/a.jpg"


def test_up_behind_a_link_is_where_the_system_goes(tmp_path: Path) -> None:
    (tmp_path / "far" / "away").mkdir(parents=True)
    (tmp_path / "link").symlink_to("far/away")
    assert canonical_uri(tmp_path / "link" / ".." / "a.jpg") == f"file://{tmp_path}/far/a.jpg"


def test_the_folder_is_in_the_cache_folder_of_the_desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert thumbnails_folder() == tmp_path / "cache" / "thumbnails"


@pytest.mark.parametrize("value", ["", "relative/path"])
def test_a_cache_folder_that_is_not_absolute_is_ignored(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", value)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert thumbnails_folder() == tmp_path / ".cache" / "thumbnails"


def test_without_a_home_there_is_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", homeless)
    assert thumbnails_folder() is None


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_elsewhere_it_is_in_the_programs_own_cache_folder(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", system)
    folder = thumbnails_folder()
    assert folder is not None
    assert folder.parent == platformdirs.user_cache_path("alpaca-gui", appauthor=False)
