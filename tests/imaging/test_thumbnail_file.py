"""A thumbnail's file says what it shows; one that is broken, hostile or of another state is none."""

import os
import stat
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngImageFile, PngInfo

import alpaca_gui
from alpaca_gui.imaging.thumbnail_file import Original, Thumbnail, head_is_ours, read_thumbnail, write_thumbnail
from tests.imaging.pictures import animation, chunk, encoded, quarters, raw_png

ORIGINAL = Original("file:///pictures/a%20b.jpg", 1_700_000_000_123_456_789, 4321)
NAME = "0123.png"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A thumbnail that is valid for `ORIGINAL`."""
    write_thumbnail(tmp_path / NAME, Thumbnail(Image.fromarray(quarters()), ORIGINAL.texts))
    return tmp_path / NAME


def foreign(**changed: str | None) -> bytes:
    """What another program writes: only what the standard wants, with some texts changed or left out."""
    texts = {"Thumb::URI": ORIGINAL.uri, "Thumb::MTime": "1700000000"} | {
        f"Thumb::{key}": value for key, value in changed.items()
    }
    info = PngInfo()
    for key, value in texts.items():
        if value is not None:
            info.add_text(key, value)
    return encoded(quarters(), "PNG", pnginfo=info)


def read(folder: Path, data: bytes) -> Thumbnail | None:
    """Read bytes as the thumbnail of `ORIGINAL`."""
    (folder / NAME).write_bytes(data)
    return read_thumbnail(folder / NAME, ORIGINAL)


def test_what_was_written_is_read(file: Path) -> None:
    thumbnail = read_thumbnail(file, ORIGINAL)
    assert thumbnail is not None
    assert (thumbnail.image.mode, thumbnail.image.size) == ("RGB", (64, 48))
    assert thumbnail.image.tobytes() == quarters().tobytes()
    assert thumbnail.is_ours


def test_the_file_is_as_the_standard_wants_it(file: Path) -> None:
    with Image.open(file) as image:
        assert isinstance(image, PngImageFile)
        assert image.text["Thumb::URI"] == ORIGINAL.uri
        assert image.text["Thumb::MTime"] == "1700000000"
        assert image.text["Thumb::Size"] == "4321"
        assert image.text["Software"] == f"alpaca-gui {alpaca_gui.__version__}"
    bits, colour, _compression, _filter, interlaced = struct.unpack_from(">BBBBB", file.read_bytes(), 24)
    assert (bits, colour, interlaced) == (8, 6, 0)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_folders_that_are_missing_are_made_for_their_owner_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_thumbnail(tmp_path / "cache" / "thumbnails" / "large" / NAME, Thumbnail(Image.new("RGB", (1, 1))))
    finally:
        os.umask(before)
    for folder in ("cache", "cache/thumbnails", "cache/thumbnails/large"):
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "cache" / "thumbnails" / "large" / NAME).stat().st_mode) == 0o600


@pytest.mark.parametrize("changed", [{}, {"Size": "4321"}, {"Mimetype": "image/jpeg", "Image::Width": "9"}])
def test_that_of_another_program_is_taken(tmp_path: Path, changed: dict[str, str]) -> None:
    thumbnail = read(tmp_path, foreign(**changed))
    assert thumbnail is not None
    assert not thumbnail.is_ours


@pytest.mark.parametrize(
    "changed",
    [
        {"URI": None},
        {"URI": "file:///pictures/other.jpg"},
        {"MTime": None},
        {"MTime": ""},
        {"MTime": "1700000001"},
        {"MTime": "9" * 5000},
        {"MTime": "١٧٠٠"},
        {"Size": "4322"},
        {"Size": "-1"},
    ],
)
def test_that_of_another_file_or_another_state_is_refused(tmp_path: Path, changed: dict[str, str | None]) -> None:
    assert read(tmp_path, foreign(**changed)) is None


def test_our_own_is_refused_when_the_file_changed_within_the_second(file: Path) -> None:
    assert read_thumbnail(file, Original(ORIGINAL.uri, ORIGINAL.mtime_ns + 1, ORIGINAL.size)) is None


@given(st.data())
def test_no_beginning_of_it_is_taken_for_the_whole(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    whole = foreign()
    assert read(folder, whole[: data.draw(st.integers(0, len(whole) - 1))]) is None


@given(st.data())
def test_no_byte_of_it_can_change_unnoticed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("changed")
    changed = bytearray(foreign(Size="4321"))
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    assert read(folder, bytes(changed)) is None


@given(st.binary(max_size=200))
def test_any_other_bytes_are_refused(tmp_path_factory: pytest.TempPathFactory, noise: bytes) -> None:
    assert read(tmp_path_factory.mktemp("noise"), noise) is None
    assert read(tmp_path_factory.mktemp("noise"), foreign()[:40] + noise + foreign()[-12:]) is None


def described(*more: bytes) -> list[bytes]:
    """The texts of a valid thumbnail, as parts of a PNG."""
    texts = [(b"Thumb::URI", ORIGINAL.uri.encode()), (b"Thumb::MTime", b"1700000000")]
    return [chunk(b"tEXt", key + b"\0" + value) for key, value in texts] + list(more)


def test_one_drawn_by_hand_is_taken(tmp_path: Path) -> None:
    assert read(tmp_path, raw_png((2, 2), 8, 2, [b"\1\2\3" * 2] * 2, *described())) is not None


@pytest.mark.parametrize("size", [(257, 1), (1, 257), (60_000, 60_000), (2**31 - 1, 1)])
def test_one_that_claims_to_be_larger_than_a_thumbnail_is_refused_unread(tmp_path: Path, size: tuple[int, int]) -> None:
    assert read(tmp_path, raw_png(size, 8, 2, [], *described())) is None


def test_one_with_a_text_that_swells_is_refused(tmp_path: Path) -> None:
    import zlib

    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(50_000_000)))
    assert read(tmp_path, raw_png((2, 2), 8, 2, [b"\1\2\3" * 2] * 2, *described(bomb))) is None


def test_one_that_moves_is_refused(tmp_path: Path) -> None:
    moving = animation("PNG")
    cut = moving.index(b"acTL") - 4
    assert read(tmp_path, moving[:cut] + b"".join(described()) + moving[cut:]) is None


def test_one_of_many_megabytes_is_refused(tmp_path: Path) -> None:
    padding = chunk(b"teSt", bytes(3_000_000))
    assert read(tmp_path, raw_png((2, 2), 8, 2, [b"\1\2\3" * 2] * 2, *described(padding))) is None


def test_transparency_of_another_program_lies_over_white(tmp_path: Path) -> None:
    thumbnail = read(tmp_path, raw_png((1, 1), 8, 6, [b"\0\0\0\0"], *described()))
    assert thumbnail is not None
    assert thumbnail.image.getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to(path)])
def test_what_is_no_file_is_no_thumbnail(tmp_path: Path, make: Any) -> None:
    make(tmp_path / NAME)
    assert read_thumbnail(tmp_path / NAME, ORIGINAL) is None


def test_where_it_cannot_be_written_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(OSError):  # noqa: PT011 - which error it is differs between systems
        write_thumbnail(tmp_path / NAME, Thumbnail(Image.new("RGB", (1, 1))))
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_its_head_tells_who_made_it(file: Path, tmp_path: Path) -> None:
    assert head_is_ours(file.read_bytes()[:100])
    assert not head_is_ours(foreign()[:100])
    assert not head_is_ours(b"")


@pytest.mark.parametrize("name", ["gone.jpg", "a\0b", "\ud800", "x" * 300])
def test_a_file_that_is_not_there_has_no_state(tmp_path: Path, name: str) -> None:
    assert Original.of(tmp_path / name) is None


def test_an_empty_file_and_a_pipe_have_no_state(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    os.mkfifo(tmp_path / "pipe")
    assert Original.of(tmp_path / "empty") is None
    assert Original.of(tmp_path / "pipe") is None


def test_a_name_that_is_not_text_has_a_state_and_a_thumbnail(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\n\"'%.jpg"))
    path.write_bytes(b"x")
    original = Original.of(path)
    assert original is not None
    assert original.uri.endswith("/%FF%0A%22'%25.jpg")
    write_thumbnail(tmp_path / NAME, Thumbnail(Image.new("RGB", (1, 1)), original.texts))
    assert read_thumbnail(tmp_path / NAME, original) is not None
