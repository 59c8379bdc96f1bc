"""Each change against plain NumPy or a property that it must have; and no picture is ever written to."""

import io
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, PngImagePlugin

from alpaca_gui.imaging.alter import (
    WHOLE,
    Patch,
    blurred,
    compressed,
    contrasted,
    cut,
    lit,
    mirrored,
    patched,
    reduced,
    turned,
)
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.source import MemorySource

SIDES = st.integers(1, 48)
SHARES = st.floats(0.0, 1.0)
FACTORS = st.floats(0.0, 4.0)

EVERY: Final[dict[str, Callable[[Picture], Picture]]] = {
    "mirrored": mirrored,
    "turned a little": lambda picture: turned(picture, 5),
    "turned far": lambda picture: turned(picture, -137.3),
    "turned over": lambda picture: turned(picture, 180),
    "cut": lambda picture: cut(picture, (0.05, 0.1, 0.95, 0.98)),
    "cut to nothing": lambda picture: cut(picture, (0.5, 0.5, 0.5 + 1e-9, 0.5 + 1e-9)),
    "lit": lambda picture: lit(picture, 1.25),
    "contrasted": lambda picture: contrasted(picture, 0.5),
    "blurred": lambda picture: blurred(picture, 0.05),
    "compressed": lambda picture: compressed(picture, 60),
    "patched": lambda picture: patched(picture, Patch(0.3, 0.9, 0.4)),
    "reduced": lambda picture: reduced(picture, 1),
}


def noise(width: int, height: int, seed: int = 3) -> Picture:
    """A picture in which no pixel is like its neighbours."""
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Picture(Image.fromarray(pixels), width, height)


def plain(width: int, height: int, colour: tuple[int, int, int] = (200, 100, 50)) -> Picture:
    """A picture of one colour."""
    return Picture(Image.new("RGB", (width, height), colour), width, height)


def smooth(width: int, height: int) -> NDArray[np.float64]:
    """Waves as long as a picture, (h, w, 3), so that what is between pixels is known."""
    y, x = np.mgrid[0:height, 0:width] / max(width, height)
    waves = [127.5 + 100 * np.sin(5 * x + phase) * np.cos(4 * y - phase) for phase in (0.0, 0.7, 1.9)]
    return np.stack(waves, axis=-1)


@given(SIDES, SIDES)
def test_mirroring_turns_the_columns_around_and_twice_is_nothing(width: int, height: int) -> None:
    picture = noise(width, height)
    np.testing.assert_array_equal(mirrored(picture).pixels, picture.pixels[:, ::-1])
    np.testing.assert_array_equal(mirrored(mirrored(picture)).pixels, picture.pixels)


@pytest.mark.parametrize("degrees", [0, 360, -720, 360.0])
def test_a_whole_turn_is_the_picture_itself(degrees: float) -> None:
    picture = noise(7, 5)
    assert turned(picture, degrees) is picture


@given(SIDES, st.integers(-9, 9))
def test_quarter_turns_of_a_square_are_counter_clockwise_and_exact(side: int, quarters: int) -> None:
    picture = noise(side, side)
    np.testing.assert_array_equal(turned(picture, 90 * quarters).pixels, np.rot90(picture.pixels, quarters))
    np.testing.assert_array_equal(turned(turned(picture, 90), 90).pixels, turned(picture, 180).pixels)


@given(SIDES, SIDES)
def test_half_a_turn_is_exact_for_every_shape(width: int, height: int) -> None:
    picture = noise(width, height)
    np.testing.assert_array_equal(turned(picture, 180).pixels, picture.pixels[::-1, ::-1])
    np.testing.assert_array_equal(turned(turned(picture, 180), -180).pixels, picture.pixels)


@given(SIDES, SIDES, st.floats(-1000, 1000))
@example(1, 40, 5.0)
@example(40, 1, 45.0)
def test_no_corner_is_made_up_by_a_turn(width: int, height: int, degrees: float) -> None:
    pixels = turned(plain(width, height), degrees).pixels
    assert (pixels == (200, 100, 50)).all()


@given(st.integers(20, 90), st.integers(20, 90), st.floats(-180, 180))
def test_what_a_turn_leaves_has_the_same_shape_and_lies_within_the_picture(
    width: int, height: int, degrees: float
) -> None:
    found = turned(plain(width, height), degrees).image
    assert found.width <= width
    assert found.height <= height
    scale = found.width / width
    assert abs(found.height - scale * height) <= 0.5 * (1 + height / width) + 1e-9
    cos, sin = abs(math.cos(math.radians(degrees))), abs(math.sin(math.radians(degrees)))
    # Its bounding box, turned back, is no larger than the picture, but for half a pixel of rounding on each side.
    assert found.width * cos + found.height * sin <= width + 1
    assert found.width * sin + found.height * cos <= height + 1


@pytest.mark.parametrize("degrees", [5, -5, 33, -120])
def test_a_turn_takes_each_pixel_from_where_it_was(degrees: float) -> None:
    width, height = 160, 120
    picture = Picture(Image.fromarray(smooth(width, height).round().astype(np.uint8)), width, height)
    found = turned(picture, degrees).pixels.astype(float)
    rows, columns = found.shape[:2]
    # From the middle of the result to that of the picture; y grows downwards, so counter-clockwise is (cos, -sin).
    angle = math.radians(degrees)
    v, u = np.mgrid[0:rows, 0:columns]
    u, v = u + 0.5 - columns / 2, v + 0.5 - rows / 2
    x = (math.cos(angle) * u - math.sin(angle) * v + width / 2 - 0.5) / width
    y = (math.sin(angle) * u + math.cos(angle) * v + height / 2 - 0.5) / width
    wanted = np.stack(
        [127.5 + 100 * np.sin(5 * x + phase) * np.cos(4 * y - phase) for phase in (0.0, 0.7, 1.9)], axis=-1
    )
    assert np.abs(found - wanted).max() < 3.0  # Pillow cuts off what is behind the point


@pytest.mark.parametrize("degrees", [math.nan, math.inf])
def test_a_turn_by_no_number_is_refused(degrees: float) -> None:
    with pytest.raises(ValueError, match="a finite number of degrees"):
        turned(noise(4, 4), degrees)


@given(SIDES, SIDES, SHARES, SHARES, SHARES, SHARES)
def test_a_cut_is_an_arrays_slice(width: int, height: int, a: float, b: float, c: float, d: float) -> None:
    (left, right), (top, bottom) = sorted((a, b)), sorted((c, d))
    if left == right or top == bottom:
        return
    picture = noise(width, height)
    found = cut(picture, (left, top, right, bottom)).pixels
    x, y = min(round(left * width), width - 1), min(round(top * height), height - 1)
    wanted = picture.pixels[y : max(y + 1, round(bottom * height)), x : max(x + 1, round(right * width))]
    np.testing.assert_array_equal(found, wanted)


def test_the_whole_cut_out_is_the_picture_itself() -> None:
    picture = noise(9, 4)
    assert cut(picture, WHOLE) is picture


@pytest.mark.parametrize(
    "region",
    [(0.5, 0, 0.5, 1), (0.6, 0, 0.5, 1), (0, 0.9, 1, 0.1), (-0.1, 0, 1, 1), (0, 0, 1, 1.1), (math.nan, 0, 1, 1)],
)
def test_a_region_that_is_turned_over_or_beyond_the_picture_is_refused(
    region: tuple[float, float, float, float],
) -> None:
    with pytest.raises(ValueError, match="a region lies between 0 and 1"):
        cut(noise(4, 4), region)


@given(FACTORS)
@example(0.0)
@example(1.0)
def test_light_multiplies_each_pixel_and_rounds(factor: float) -> None:
    picture = noise(16, 16)
    wanted = np.floor(np.minimum(picture.pixels.astype(float) * factor, 255) + 0.5)
    np.testing.assert_array_equal(lit(picture, factor).pixels, wanted)


@given(FACTORS)
@example(0.0)
@example(1.0)
def test_contrast_moves_each_pixel_away_from_the_mean_grey(factor: float) -> None:
    picture = noise(16, 16)
    grey = picture.pixels @ np.array([0.299, 0.587, 0.114])  # ITU-R BT.601
    mean = round(float(np.floor(grey + 0.5).mean()))
    wanted = np.floor(np.clip(mean + (picture.pixels.astype(float) - mean) * factor, 0, 255) + 0.5)
    np.testing.assert_array_equal(contrasted(picture, factor).pixels, wanted)


@pytest.mark.parametrize("change", [lit, contrasted])
@pytest.mark.parametrize("factor", [-0.1, math.nan, math.inf])
def test_a_factor_below_0_or_no_number_is_refused(change: Callable[[Picture, float], Picture], factor: float) -> None:
    with pytest.raises(ValueError, match="a finite number of at least 0"):
        change(noise(4, 4), factor)


@pytest.mark.parametrize("radius", [0.01, 0.02, 0.04])
def test_a_blur_has_the_standard_deviation_that_was_asked_for(radius: float) -> None:
    side = 201
    pixels = np.zeros((side, side, 3), np.uint8)
    pixels[:, side // 2] = 255  # a line: what becomes of it across is the kernel
    profile = blurred(Picture(Image.fromarray(pixels), side, side), radius).pixels[side // 2, :, 0].astype(float)
    x = np.arange(side) - side // 2
    deviation = math.sqrt((profile * x**2).sum() / profile.sum())
    assert deviation == pytest.approx(radius * side, rel=0.1)


@given(SIDES, SIDES, st.floats(0, 0.5))
def test_a_blur_leaves_one_colour_as_it_is(width: int, height: int, radius: float) -> None:
    assert (blurred(plain(width, height), radius).pixels == (200, 100, 50)).all()


# Table K.1 of ITU-T T.81 (JPEG), its first row and the corner.
LUMINANCE: Final = {0: 16, 1: 11, 2: 10, 3: 16, 4: 24, 5: 40, 6: 51, 7: 61, 63: 99}


@pytest.mark.parametrize("quality", [1, 60, 75, 85, 95])
def test_compressing_is_what_a_jpeg_of_that_quality_is_with_colours_at_half_the_resolution(
    quality: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Image.Image] = []
    original = Image.open

    def spy(stream: io.BytesIO, formats: tuple[str, ...]) -> Image.Image:
        opened.append(original(io.BytesIO(stream.getvalue())))
        return original(stream, formats=formats)

    monkeypatch.setattr(Image, "open", spy)
    picture = noise(32, 24)
    found = compressed(picture, quality)
    assert len(opened) == 1
    jpeg = opened[0]
    assert jpeg.format == "JPEG"
    assert [layer[1:3] for layer in jpeg.layer] == [(2, 2), (1, 1), (1, 1)]  # type: ignore[attr-defined]
    # The Independent JPEG Group's scale, from its jcparam.c.
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    table = jpeg.quantization[0]  # type: ignore[attr-defined]
    for place, value in LUMINANCE.items():
        assert table[place] == min(max((value * scale + 50) // 100, 1), 255)
    np.testing.assert_array_equal(found.pixels, np.asarray(jpeg.convert("RGB")))


def test_the_better_the_quality_the_nearer_the_picture() -> None:
    picture = Picture(Image.fromarray(smooth(96, 64).astype(np.uint8)), 96, 64)
    errors = [np.abs(compressed(picture, q).pixels.astype(int) - picture.pixels).mean() for q in (5, 30, 60, 95)]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 1.5


@pytest.mark.parametrize("size", [(70_000, 3), (3, 70_000), (65_500, 1), (65_501, 1), (131_000, 2)])
def test_a_picture_longer_than_a_jpeg_can_be_is_compressed_in_parts(size: tuple[int, int]) -> None:
    found = compressed(plain(*size), 85)
    assert found.image.size == size
    assert np.abs(found.pixels.astype(int) - (200, 100, 50)).max() <= 2


def test_where_the_parts_of_a_long_picture_meet_nothing_is_seen() -> None:
    pixels = np.tile(noise(16, 16).pixels, (1, 4400, 1))  # its blocks repeat, so all come out alike
    found = compressed(Picture(Image.fromarray(pixels), 70_400, 16), 60).pixels
    blocks = found.reshape(16, 4400, 16, 3).transpose(1, 0, 2, 3)
    apart = np.abs(blocks.astype(int)[2:-2] - blocks[2]).max(axis=(1, 2, 3))
    edge = 65_488 // 16 - 2
    # Only where two parts meet does a JPEG's smoothing of the colours not know the neighbour.
    assert set(np.flatnonzero(apart)) <= {edge - 1, edge}


def test_threads_that_compress_one_picture_do_not_come_in_each_others_way() -> None:
    picture, qualities = noise(64, 64), [5, 25, 45, 65, 85, 95] * 20
    before = dict(vars(picture.image))
    wanted = {quality: compressed(picture, quality).pixels for quality in set(qualities)}
    with ThreadPoolExecutor(4) as workers:
        found = list(workers.map(lambda quality: compressed(picture, quality).pixels, qualities))
    for quality, pixels in zip(qualities, found, strict=True):
        np.testing.assert_array_equal(pixels, wanted[quality])
    assert vars(picture.image) == before  # nothing is noted on it, which another thread could read


@pytest.mark.parametrize("key", ["comment", "exif", "icc_profile", "dpi"])
def test_a_pictures_metadata_does_not_come_in_the_way_of_compressing_it(key: str) -> None:
    picture = noise(8, 8)
    wanted = compressed(picture, 85).pixels
    for odd in ("x" * 100_000, b"x" * 100_000, ("odd", 3)):
        picture.image.info[key] = odd
        np.testing.assert_array_equal(compressed(picture, 85).pixels, wanted)


def test_a_decoded_picture_with_a_long_comment_is_compressed() -> None:
    stream, info = io.BytesIO(), PngImagePlugin.PngInfo()
    info.add_text("comment", "long " * 30_000)
    noise(8, 8).image.save(stream, "PNG", pnginfo=info)
    assert compressed(decode(MemorySource(stream.getvalue(), "long.png")), 60).image.size == (8, 8)


@given(SIDES, SIDES, st.floats(-0.5, 1.5), st.floats(-0.5, 1.5), st.floats(0, 2))
@example(10, 10, -3.0, 0.5, 1.0)
def test_a_patch_covers_its_area_is_cut_at_the_edges_and_touches_nothing_else(
    width: int, height: int, x: float, y: float, side: float
) -> None:
    picture = noise(width, height)
    found = patched(picture, Patch(x, y, side)).pixels
    half = side * min(width, height) / 2
    rows, columns = np.arange(height), np.arange(width)
    down = (rows >= round(y * height - half)) & (rows < round(y * height + half))
    across = (columns >= round(x * width - half)) & (columns < round(x * width + half))
    covered = down[:, np.newaxis] & across
    assert (found[covered] == 128).all()
    np.testing.assert_array_equal(found[~covered], picture.pixels[~covered])


@given(SIDES, SIDES, st.integers(1, 60))
def test_reducing_never_enlarges_and_keeps_the_shape(width: int, height: int, shorter: int) -> None:
    picture = noise(width, height)
    found = reduced(picture, shorter)
    if shorter >= min(width, height):
        assert found is picture
        return
    assert min(found.image.size) == shorter
    scale = shorter / min(width, height)
    assert found.image.size == (round(width * scale), round(height * scale))


def test_reducing_keeps_what_is_smooth() -> None:
    large = smooth(900, 600)
    found = reduced(Picture(Image.fromarray(large.round().astype(np.uint8)), 900, 600), 60).pixels
    wanted = large.reshape(60, 10, 90, 10, 3).mean(axis=(1, 3))  # the mean of each square of ten
    assert np.abs(found - wanted).max() < 2


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (2, 3), (31, 17)])
def test_every_shape_survives_every_change_and_is_never_written_to(name: str, size: tuple[int, int]) -> None:
    picture = noise(*size)
    before = picture.pixels
    found = EVERY[name](picture)
    assert found.image.mode == "RGB"
    assert min(found.image.size) >= 1
    assert (found.width, found.height) == found.image.size
    assert found.image is not picture.image or (found is picture)
    np.testing.assert_array_equal(picture.pixels, before)
    if found is not picture:
        found.image.putpixel((0, 0), (1, 2, 3))  # nor does it share its memory
        np.testing.assert_array_equal(picture.pixels, before)
