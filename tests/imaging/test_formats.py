"""Every kind of picture is read as a person would see it."""

import io
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.formats import SIGNATURE_LENGTH, looks_like_picture
from alpaca_gui.imaging.source import FileSource, LinkSource, MemorySource, PixelSource
from tests.imaging.pictures import (
    EVERY_FORMAT,
    LOSSLESS,
    animation,
    chunk,
    difference,
    encoded,
    quarters,
    raw_png,
    read,
)

GREY = np.tile(np.arange(0, 256, 4, dtype=np.uint8), (8, 1))
DEEP = (GREY.astype(np.uint16) * 257)[:4]


def _grey(values: np.ndarray) -> np.ndarray:
    return np.repeat(values[..., np.newaxis], 3, axis=2)


@pytest.mark.parametrize("form", EVERY_FORMAT)
def test_every_format_shows_its_picture(form: str) -> None:
    picture = read(encoded(quarters(), form))
    assert (picture.width, picture.height, picture.notes) == (64, 48, ())
    assert picture.image.mode == "RGB"
    assert picture.pixels.dtype == np.uint8
    assert difference(picture.pixels, quarters()) < (0.01 if form in LOSSLESS else 6)


@pytest.mark.parametrize("form", EVERY_FORMAT)
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".txt", ""])
def test_content_decides_and_not_the_suffix(tmp_path: Path, form: str, suffix: str) -> None:
    path = tmp_path / f"picture{suffix}"
    path.write_bytes(encoded(quarters(), form))
    assert looks_like_picture(path.read_bytes()[:SIGNATURE_LENGTH])
    assert decode(FileSource(path)).width == 64


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP", "AVIF", "TIFF"])
def test_of_an_animation_the_first_frame_is_read_and_that_is_said(form: str) -> None:
    picture = read(animation(form))
    assert difference(picture.pixels, quarters()) < 6
    assert picture.notes == (f"Only the first of {'several' if form == 'TIFF' else '3'} frames was read.",)


def test_a_still_gif_is_read_without_a_note() -> None:
    assert read(encoded(quarters(), "GIF")).notes == ()


def test_a_first_frame_that_covers_a_corner_leaves_the_rest_white() -> None:
    data = bytearray(encoded(Image.new("P", (4, 4), 0), "GIF", transparency=1))
    data[6:10] = struct.pack("<HH", 10, 8)  # the screen is larger than the frame
    picture = read(bytes(data))
    assert (picture.width, picture.height) == (10, 8)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF", "TIFF", "BMP"])
def test_greyscale(form: str) -> None:
    assert difference(read(encoded(GREY, form)).pixels, _grey(GREY)) < 3


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_greyscale_with_transparency_lies_over_white(form: str) -> None:
    image = Image.merge("LA", [Image.new("L", (3, 1), 100), Image.fromarray(np.array([[0, 255, 51]], np.uint8))])
    assert read(encoded(image, form)).pixels[0].tolist() == [[255] * 3, [100] * 3, [224] * 3]


@pytest.mark.parametrize("form", ["PNG", "TIFF", "WEBP", "HEIF", "AVIF"])
def test_transparency_lies_over_white(form: str) -> None:
    layered = np.zeros((32, 32, 4), np.uint8)
    layered[:, 16:] = (200, 0, 0, 255)
    options = {"lossless": True} if form == "WEBP" else {}
    found = read(encoded(layered, form, **options)).pixels
    assert np.abs(found[16, 4].astype(int) - 255).max() < 5
    assert np.abs(found[16, 28].astype(int) - (200, 0, 0)).max() < 8


def test_half_transparent_is_half_white() -> None:
    found = read(encoded(np.full((2, 2, 4), (255, 0, 100, 128), np.uint8), "PNG")).pixels
    assert np.abs(found[0, 0].astype(int) - (255, 127, 177)).max() <= 1


@pytest.mark.parametrize("form", ["PNG", "GIF", "TIFF", "BMP"])
def test_a_palette(form: str) -> None:
    image = Image.fromarray(quarters()).quantize(8)
    assert difference(read(encoded(image, form)).pixels, quarters()) < 3


@pytest.mark.parametrize("form", ["PNG", "GIF"])
def test_a_palette_with_a_transparent_colour_lies_over_white(form: str) -> None:
    image = Image.new("P", (4, 4), 0)
    image.putpalette([10, 20, 30, 200, 0, 0])
    image.paste(1, (0, 0, 2, 4))
    found = read(encoded(image, form, transparency=0)).pixels
    assert found[0].tolist() == [[200, 0, 0], [200, 0, 0], [255, 255, 255], [255, 255, 255]]


def test_a_palette_with_a_transparency_for_each_colour() -> None:
    image = Image.new("P", (2, 1), 0)
    image.putpalette([0, 0, 0, 100, 0, 0])
    image.putpixel((1, 0), 1)
    found = read(encoded(image, "PNG", transparency=bytes([128, 255]))).pixels
    assert found[0].tolist() == [[127, 127, 127], [100, 0, 0]]


def test_one_bit() -> None:
    image = Image.fromarray(GREY).convert("1")
    for form in ("PNG", "TIFF", "BMP"):
        assert read(encoded(image, form)).pixels.tolist() == _grey(np.asarray(image.convert("L"))).tolist()


@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
def test_ink_is_turned_into_light(form: str) -> None:
    # JPEGs with ink carry Adobe's marker and are stored inverted: read wrongly, they look like negatives.
    found = read(encoded(Image.fromarray(quarters()).convert("CMYK"), form)).pixels
    assert difference(found, quarters()) < 6


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_sixteen_bits_of_grey_are_scaled_not_clipped(form: str) -> None:
    assert difference(read(encoded(DEEP, form)).pixels, _grey(GREY[:4])) < 0.01


def _tiff(order: str, bits: int, sample_format: int, data: bytes, width: int, height: int) -> bytes:
    """A bare greyscale TIFF, as short as TIFF 6.0 allows."""
    tags = [
        *((256, 4, width), (257, 4, height), (258, 3, bits), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1)),
        *((278, 4, height), (279, 4, len(data)), (339, 3, sample_format)),
    ]
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8 + len(data))
    entries = b"".join(
        struct.pack(order + ("HHIHxx" if kind == 3 else "HHII"), tag, kind, 1, value) for tag, kind, value in tags
    )
    return head + data + struct.pack(order + "H", len(tags)) + entries + bytes(4)


@pytest.mark.timeout(20)
def test_a_hundred_thousand_frames_do_not_hold_anything_up() -> None:
    gif = encoded(Image.new("P", (1, 1)), "GIF")
    place = gif.index(b",")
    many = gif[:place] + gif[place:-1] * 100_000 + b";"
    assert read(many).notes == ("Only the first of 100000 frames was read.",)
    page = _tiff("<", 8, 1, b"\x80", 1, 1)
    size = len(page) - 9
    chain = [page[9:-4] + struct.pack("<I", 9 + number * size) for number in range(1, 100_000)]
    assert read(page[:9] + b"".join(chain) + page[9:]).notes == ("Only the first of several frames was read.",)


@pytest.mark.parametrize("order", ["<", ">"])
def test_sixteen_bits_in_a_tiff_of_either_byte_order(order: str) -> None:
    data = _tiff(order, 16, 1, DEEP.astype(order + "u2").tobytes(), DEEP.shape[1], DEEP.shape[0])
    assert difference(read(data).pixels, _grey(GREY[:4])) < 0.01


@pytest.mark.parametrize(("top", "bits"), [(1.0, 32), (255.0, 32)])
def test_floats_from_0_to_1_or_to_255(top: float, bits: int) -> None:
    values = GREY[:4] / 255.0 * top
    data = _tiff("<", bits, 3, values.astype("<f4").tobytes(), GREY.shape[1], 4)
    assert difference(read(data).pixels, _grey(GREY[:4])) < 0.6


def test_floats_that_are_no_numbers_are_black_and_spoil_nothing_else() -> None:
    values = np.array([[np.nan, np.inf, -np.inf, 0.5, 1.0]], "<f4")
    found = read(_tiff("<", 32, 3, values.tobytes(), 5, 1)).pixels[0, :, 0]
    assert found.tolist() == [0, 0, 0, 128, 255]


def test_a_deep_picture_is_the_same_in_every_strip() -> None:
    tall = np.repeat(np.arange(700, dtype=np.uint16)[:, np.newaxis] * 93, 2, axis=1)
    found = read(encoded(tall, "PNG")).pixels[:, 0, 0]
    assert found.tolist() == np.rint(tall[:, 0] / 257).astype(int).tolist()


def test_sixteen_bits_of_colour() -> None:
    row = struct.pack(">6H", 0x1234, 0x8000, 0xFFFF, 0, 0x0180, 0xFE00)
    assert read(raw_png((2, 1), 16, 2, [row])).pixels[0].tolist() == [[0x12, 0x80, 0xFF], [0, 1, 0xFE]]


def test_sixteen_bits_with_transparency() -> None:
    grey = raw_png((2, 1), 16, 4, [struct.pack(">4H", 0, 0xFFFF, 0x4000, 0)])
    assert read(grey).pixels[0].tolist() == [[0] * 3, [255] * 3]
    colour = raw_png((1, 1), 16, 6, [struct.pack(">4H", 0xFFFF, 0, 0, 0x8000)])
    assert np.abs(read(colour).pixels[0, 0].astype(int) - (255, 127, 127)).max() <= 1


@pytest.mark.parametrize(
    ("bits", "colour", "row", "transparent"),
    [
        (8, 0, bytes([7, 100]), struct.pack(">H", 7)),
        (16, 0, struct.pack(">2H", 1000, 25700), struct.pack(">H", 1000)),
        (8, 2, bytes([1, 2, 3, 100, 100, 100]), struct.pack(">3H", 1, 2, 3)),
    ],
)
def test_a_colour_named_as_transparent_is_white(bits: int, colour: int, row: bytes, transparent: bytes) -> None:
    found = read(raw_png((2, 1), bits, colour, [row], chunk(b"tRNS", transparent))).pixels
    assert found[0].tolist() == [[255] * 3, [100] * 3]


def test_pixels_from_another_program() -> None:
    layered = np.dstack([quarters(), np.full((48, 64), 255, np.uint8)])
    layered[0, 0, 3] = 0
    picture = decode(PixelSource(layered, "pasted"))
    assert (picture.width, picture.height) == (64, 48)
    assert picture.pixels[0, 0].tolist() == [255, 255, 255]
    assert difference(picture.pixels[1:], quarters()[1:]) == 0


def test_a_link_has_to_be_fetched_first() -> None:
    with pytest.raises(TypeError, match="must be fetched"):
        decode(LinkSource("https://example.org/alpaca.jpg"))


def test_a_picture_in_memory_is_read_like_a_file(tmp_path: Path) -> None:
    data = encoded(quarters(), "JPEG")
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    assert difference(decode(FileSource(path)).pixels, decode(MemorySource(data, "a")).pixels) == 0


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\xff",
        b"RIFF\0\0\0\0WAVE",
        b"BMW is a car maker",
        b"%PDF-1.7",
        b"<html><body></body>",
        b"\0\0\0\x18ftypisom",
    ],
)
def test_what_is_no_picture_does_not_look_like_one(head: bytes) -> None:
    assert not looks_like_picture(head[:SIGNATURE_LENGTH])


def test_pictures_are_never_changed_by_what_is_done_with_them() -> None:
    picture = read(encoded(quarters(), "PNG"))
    picture.pixels[:] = 0
    picture.shrunk(8, 8)[:] = 0
    assert difference(picture.pixels, quarters()) == 0


def test_the_first_picture_of_a_phone_s_double_jpeg_is_read() -> None:
    stream = io.BytesIO()
    first, second = Image.fromarray(quarters()), Image.new("RGB", (20, 20))
    first.save(stream, "MPO", save_all=True, append_images=[second])
    assert difference(read(stream.getvalue()).pixels, quarters()) < 6
