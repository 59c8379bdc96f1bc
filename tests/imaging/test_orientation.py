"""The orientation is obeyed exactly once, in every format that can hold one, and the size is the upright one."""

import struct

import pytest
from PIL import ExifTags, Image

from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import MemorySource
from tests.imaging.pictures import difference, encoded, exif, oriented, quarters, read


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF", "AVIF"])
def test_a_picture_stands_upright(form: str, orientation: int) -> None:
    picture = read(oriented(quarters(), form, orientation))
    assert (picture.width, picture.height) == (64, 48)
    assert picture.image.size == (64, 48)
    assert difference(picture.pixels, quarters()) < 6


@pytest.mark.parametrize("form", ["HEIF", "AVIF"])
def test_a_phone_s_picture_that_says_it_twice_is_turned_once(form: str) -> None:
    """Phones write the turn into the container, which rules, and once more into the EXIF, which does not."""
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = 6
    tags[ExifTags.Base.ResolutionUnit] = 1
    stored = quarters().transpose(1, 0, 2)[::-1]
    once = encoded(stored, form, exif=tags.tobytes(), quality=95)
    order = "<" if struct.pack("<HHI", ExifTags.Base.ResolutionUnit, 3, 1) in once else ">"
    other, turn = (
        struct.pack(order + "HHIH", tag, 3, 1, n) for tag, n in ((ExifTags.Base.ResolutionUnit, 1), (274, 6))
    )
    assert once.count(other) == 1
    assert difference(read(once.replace(other, turn)).pixels, quarters()) < 6


@pytest.mark.parametrize("orientation", [0, 9, 255])
def test_an_orientation_that_does_not_exist_turns_nothing(orientation: int) -> None:
    assert difference(read(encoded(quarters(), "PNG", exif=exif(orientation))).pixels, quarters()) == 0


@pytest.mark.parametrize("data", [b"", b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\x7f", b"Exif\0\0garbage" * 9])
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_metadata_that_cannot_be_parsed_turns_nothing(data: bytes) -> None:
    assert difference(read(encoded(quarters(), "JPEG", exif=data)).pixels, quarters()) < 6


@pytest.mark.parametrize("kind", range(1, 13))
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_metadata_of_the_wrong_kind_costs_nobody_a_picture(kind: int) -> None:
    """Cameras write odd metadata. Here the camera's name is of each kind that TIFF knows; the orientation is right."""
    data = exif(6)
    order = "<" if data.startswith(b"Exif\0\0II") else ">"
    name, odd = (struct.pack(order + "HH", ExifTags.Base.Make, number) for number in (2, kind))
    assert data.count(name) == 1
    stored = quarters().transpose(1, 0, 2)[::-1]
    picture = read(encoded(stored, "JPEG", exif=data.replace(name, odd)))
    assert (picture.width, picture.height) == (64, 48)
    assert difference(picture.pixels, quarters()) < 6


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_smaller_decoding_for_display_keeps_the_size_and_the_turn(orientation: int) -> None:
    upright = quarters(640, 400)
    picture = decode(MemorySource(oriented(upright, "JPEG", orientation), "a"), for_display=(100, 100))
    assert (picture.width, picture.height) == (640, 400)
    assert picture.image.width < 640
    assert picture.image.width / picture.image.height == pytest.approx(1.6, rel=0.02)
    assert difference(picture.shrunk(64, 40), quarters(64, 40)) < 8


def test_a_palette_keeps_its_colours_when_turned() -> None:
    image = Image.fromarray(quarters()).quantize(8).transpose(Image.Transpose.ROTATE_90)
    assert difference(read(encoded(image, "PNG", exif=exif(6))).pixels, quarters()) < 3
