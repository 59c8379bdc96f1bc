"""A picture is decoded as it lies in its file only where that is asked for, and only a JPEG is known as one."""

import os
from pathlib import Path

import numpy as np
import pytest

from alpaca_gui.errors import PictureError
from alpaca_gui.imaging.decode import decode, is_jpeg
from alpaca_gui.imaging.source import FileSource, LinkSource, MemorySource, PixelSource, StoredSource
from tests.imaging.pictures import EVERY_FORMAT, STORED_FOR, difference, encoded, oriented, quarters, read


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_without_its_orientation_a_picture_is_as_it_lies_in_its_file(form: str, orientation: int) -> None:
    stored = STORED_FOR[orientation](quarters())
    picture = read(oriented(quarters(), form, orientation), upright=False)
    assert difference(picture.pixels, stored) < 6
    assert (picture.width, picture.height) == picture.image.size == stored.shape[1::-1]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_smaller_decoding_as_it_lies_keeps_the_size_as_it_lies(orientation: int) -> None:
    data = oriented(quarters(640, 400), "JPEG", orientation)
    picture = decode(MemorySource(data, "a"), for_display=(100, 100), upright=False)
    assert (picture.width, picture.height) == STORED_FOR[orientation](quarters(640, 400)).shape[1::-1]
    assert picture.image.width < picture.width


@pytest.mark.parametrize("orientation", range(1, 9))
def test_heic_is_turned_by_its_container_and_stands_upright_in_any_case(orientation: int) -> None:
    data = oriented(quarters(), "HEIF", orientation)
    assert difference(read(data, upright=False).pixels, read(data).pixels) == 0


@pytest.mark.parametrize("form", EVERY_FORMAT)
def test_only_a_jpeg_is_one_wherever_it_lies(form: str, tmp_path: Path) -> None:
    data, wanted = encoded(quarters(), form), form == "JPEG"
    path = tmp_path / os.fsdecode(b"odd \xff\n.png")
    path.write_bytes(data)
    for source in (FileSource(path), MemorySource(data, "a"), StoredSource(3, lambda _number: data, "a")):
        assert is_jpeg(source) is wanted


def test_pixels_and_links_are_no_jpegs() -> None:
    assert not is_jpeg(PixelSource(np.zeros((2, 2, 4), np.uint8), "a"))
    assert not is_jpeg(LinkSource("https://example.org/a.jpg"))


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    os.mkfifo(tmp_path / "pipe.jpg")
    for name, words in (("gone.jpg", "gone"), ("empty.jpg", "empty"), ("pipe.jpg", "not a file"), ("a\0b", "used")):
        with pytest.raises(PictureError, match=words):
            is_jpeg(FileSource(tmp_path / name))
