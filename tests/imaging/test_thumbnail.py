"""Thumbnails are small JPEGs, upright, without what a camera wrote beside the picture."""

import io
from pathlib import Path

import pytest
from PIL import Image

from alpaca_gui.errors import PictureError
from alpaca_gui.imaging.source import FileSource, MemorySource
from alpaca_gui.imaging.thumbnail import jpeg_thumbnail
from tests.imaging.pictures import encoded


@pytest.mark.parametrize(("size", "found"), [((400, 100), (64, 16)), ((10, 20), (10, 20)), ((3000, 1), (64, 1))])
def test_it_fits_into_the_side_and_is_never_enlarged(size: tuple[int, int], found: tuple[int, int]) -> None:
    data = jpeg_thumbnail(MemorySource(encoded(Image.new("RGB", size, (200, 30, 40)), "PNG"), "a"), 64)
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size) == ("JPEG", found)
        assert not image.getexif()
        assert image.getpixel((0, 0)) == pytest.approx((200, 30, 40), abs=4)


def test_a_turned_picture_is_set_upright_and_its_metadata_left_behind() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera"
    stream = io.BytesIO()
    Image.new("RGB", (40, 20)).save(stream, "JPEG", exif=exif)
    data = jpeg_thumbnail(MemorySource(stream.getvalue(), "a"), 64)
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (20, 40)
    assert b"Camera" not in data


def test_a_picture_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="gone"):
        jpeg_thumbnail(FileSource(tmp_path / "gone.png"), 64)
