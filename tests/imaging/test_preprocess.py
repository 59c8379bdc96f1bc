"""The one preprocessing step gives exactly the numbers that plain NumPy and Pillow give."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.preprocess import FITS, VERSION, Preprocessing
from tests.imaging.pictures import quarters


def _picture(width: int, height: int) -> Picture:
    pixels = np.random.default_rng(7).integers(0, 256, (height, width, 3), np.uint8)
    return Picture(Image.fromarray(pixels), width, height)


def test_a_picture_of_the_input_s_size_passes_through() -> None:
    picture = _picture(32, 24)
    tensor = Preprocessing(32, 24).tensor(picture)
    assert tensor.dtype == np.float32
    assert tensor.shape == (1, 24, 32, 3)
    np.testing.assert_allclose(tensor[0], picture.pixels / 127.5 - 1, atol=1e-6)


def test_black_is_minus_one_and_white_is_one() -> None:
    for value, wanted in ((0, -1.0), (255, 1.0)):
        tensor = Preprocessing(8, 8).tensor(Picture(Image.new("RGB", (50, 20), (value,) * 3), 50, 20))
        assert tensor.min() == tensor.max() == pytest.approx(wanted, abs=1e-6)


def test_scale_and_offset_are_applied_in_this_order() -> None:
    picture = _picture(8, 8)
    tensor = Preprocessing(8, 8, scale=0.5, offset=3.0).tensor(picture)
    assert np.array_equal(tensor[0], picture.pixels.astype(np.float32) * 0.5 + 3)


def test_halving_a_side_averages_over_area_as_bilinear_with_support_does() -> None:
    # Weights of a triangle over four pixels, 1 3 3 1 in eighths, in the middle of a row of four.
    row = np.array([[0, 80, 160, 240, 0, 80, 160, 240]], np.uint8)
    picture = Picture(Image.fromarray(np.repeat(row[..., np.newaxis], 3, axis=2)), 8, 1)
    view = Preprocessing(4, 1).view(picture)[0, :, 0]
    inner = (80 * 1 + 160 * 3 + 240 * 3 + 0 * 1) / 8
    assert abs(int(view[1]) - inner) <= 1


@pytest.mark.parametrize("resampling", ["bilinear", "bicubic"])
@pytest.mark.parametrize("size", [(100, 40), (40, 100), (17, 33), (5, 3)])
def test_squash_shows_the_whole_picture(size: tuple[int, int], resampling: str) -> None:
    picture = _picture(*size)
    view = Preprocessing(24, 16, resampling=resampling).view(picture)
    plain = picture.image.resize((24, 16), Image.Resampling[resampling.upper()])
    assert np.array_equal(view, np.asarray(plain))


@pytest.mark.parametrize("resampling", ["bilinear", "bicubic"])
@pytest.mark.parametrize(
    ("size", "box"), [((100, 40), (30, 0, 70, 40)), ((40, 100), (0, 30, 40, 70)), ((50, 50), (0, 0, 50, 50))]
)
def test_crop_takes_the_largest_middle(size: tuple[int, int], box: tuple[int, int, int, int], resampling: str) -> None:
    picture = _picture(*size)
    view = Preprocessing(16, 16, fit="crop", resampling=resampling).view(picture)
    plain = picture.image.resize((16, 16), Image.Resampling[resampling.upper()], box=box)
    assert np.array_equal(view, np.asarray(plain))


def test_crop_follows_the_shape_of_the_input() -> None:
    picture = Picture(Image.fromarray(quarters(100, 40)), 100, 40)
    view = Preprocessing(30, 20, fit="crop").view(picture)
    assert np.array_equal(
        view, np.asarray(picture.image.resize((30, 20), Image.Resampling.BILINEAR, box=(20, 0, 80, 40)))
    )


@pytest.mark.parametrize("resampling", ["bilinear", "bicubic"])
@pytest.mark.parametrize(
    ("size", "inside", "before"),
    [
        ((100, 40), (24, 10), (0, 3)),  # of 16 rows 6 are left over
        ((40, 100), (6, 16), (9, 0)),
        ((48, 32), (24, 16), (0, 0)),
        ((100, 36), (24, 9), (0, 3)),  # 7 rows are left over: the odd one is below
        ((1, 300), (1, 16), (11, 0)),  # never less than one pixel
        ((300, 1), (24, 1), (0, 7)),
        ((3, 2), (24, 16), (0, 0)),  # enlarged
    ],
)
def test_pad_is_what_numpy_pads(
    size: tuple[int, int], inside: tuple[int, int], before: tuple[int, int], resampling: str
) -> None:
    picture = _picture(*size)
    view = Preprocessing(24, 16, fit="pad", resampling=resampling).view(picture)
    small = np.asarray(picture.image.resize(inside, Image.Resampling[resampling.upper()]))
    x, y = before
    plain = np.pad(small, ((y, 16 - inside[1] - y), (x, 24 - inside[0] - x), (0, 0)))
    assert np.array_equal(view, plain)


def test_what_pad_lays_around_is_black_for_the_model_too() -> None:
    white = Picture(Image.new("RGB", (20, 10), "white"), 20, 10)
    tensor = Preprocessing(8, 8, fit="pad").tensor(white)[0]
    assert np.allclose(tensor[[0, 1, 6, 7]], -1)
    assert np.allclose(tensor[2:6], 1)


@given(st.sampled_from(FITS), st.integers(1, 400), st.integers(1, 400), st.integers(1, 40), st.integers(1, 40))
def test_every_fit_gives_the_input_s_size_for_pictures_of_any_shape(
    fit: str, width: int, height: int, wide: int, high: int
) -> None:
    view = Preprocessing(wide, high, fit=fit).view(Picture(Image.new("RGB", (width, height), "white"), width, height))
    assert view.shape == (high, wide, 3)
    assert view.max() == 255


@given(st.integers(1, 64), st.integers(1, 64), st.floats(1e-3, 10), st.floats(-200, 200), st.booleans())
def test_a_tensor_turns_back_into_the_pixels_that_it_was_made_of(
    width: int, height: int, scale: float, offset: float, turned: bool
) -> None:
    step = Preprocessing(8, 8, scale=-scale if turned else scale, offset=offset)
    pixels = _picture(width, height).pixels
    assert np.array_equal(step.unscaled(step.scaled(pixels)), pixels)


def test_what_is_beyond_the_pixels_is_cut_off_when_it_is_turned_back() -> None:
    step = Preprocessing(8, 8, scale=1 / 127.5, offset=-1.0)
    tensor = np.array([-5, -1, 0.1, 1, 5, np.inf, -np.inf, np.nan], np.float32)
    assert step.unscaled(tensor).tolist() == [0, 0, 140, 255, 255, 255, 0, 0]
    assert Preprocessing(8, 8, scale=0.0).unscaled(np.zeros(3, np.float32)).max() <= 255


@pytest.mark.parametrize("fit", FITS)
def test_the_picture_is_left_as_it_is(fit: str) -> None:
    picture = _picture(20, 30)
    before = picture.pixels
    Preprocessing(20, 20, fit=fit).tensor(picture)[:] = 9
    assert np.array_equal(picture.pixels, before)


@given(
    st.builds(
        Preprocessing,
        width=st.integers(1, 4096),
        height=st.integers(1, 4096),
        fit=st.sampled_from(FITS),
        resampling=st.sampled_from(["bilinear", "bicubic"]),
        scale=st.floats(allow_nan=False, allow_infinity=False),
        offset=st.floats(allow_nan=False, allow_infinity=False),
    )
)
def test_settings_come_back_through_json(settings: Preprocessing) -> None:
    assert Preprocessing.from_dict(json.loads(json.dumps(settings.as_dict()))) == settings


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"version": VERSION + 1}, f"version {VERSION + 1} is not known here"),
        ({"version": 0}, "version 0 is not known here"),
        ({"fit": "stretch"}, "fit must be one of"),
        ({"resampling": "nearest"}, "resampling must be one of"),
        ({"width": 0}, "1 to 4096 pixels a side"),
        ({"height": 4097}, "1 to 4096 pixels a side"),
        ({"scale": float("nan")}, "must be finite"),
        ({"offset": float("inf")}, "must be finite"),
    ],
)
def test_settings_that_cannot_be_followed_are_refused(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Preprocessing.from_dict(Preprocessing(8, 8).as_dict() | change)


@pytest.mark.parametrize("values", [{}, {"width": 8}, Preprocessing(8, 8).as_dict() | {"blur": 1}])
def test_settings_that_are_missing_or_unknown_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        Preprocessing.from_dict(values)
