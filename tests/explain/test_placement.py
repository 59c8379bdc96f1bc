"""The map lies where the model saw the picture, for each way to fit a picture into the model's input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from alpaca_gui.explain.placement import input_region
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.preprocess import FITS, Preprocessing

CELLS = 4
SIDE = 64
sizes = st.tuples(st.integers(1, 5000), st.integers(1, 5000))


@given(sizes)
def test_squash_covers_the_whole_picture(size: tuple[int, int]) -> None:
    assert input_region(Preprocessing(SIDE, SIDE), *size) == (0, 0, 1, 1)


@given(sizes)
def test_crop_covers_the_middle_of_the_longer_side(size: tuple[int, int]) -> None:
    left, top, right, bottom = input_region(Preprocessing(SIDE, SIDE, fit="crop"), *size)
    shorter = min(size)
    assert (right - left) * size[0] == pytest.approx(shorter)
    assert (bottom - top) * size[1] == pytest.approx(shorter)
    assert (left + right, top + bottom) == pytest.approx((1, 1))
    assert min(left, top) >= 0
    assert max(right, bottom) <= 1


@given(sizes)
def test_pad_reaches_beyond_the_shorter_side(size: tuple[int, int]) -> None:
    left, top, right, bottom = input_region(Preprocessing(SIDE, SIDE, fit="pad"), *size)
    longer = max(size)
    assert (right - left) * size[0] == pytest.approx(longer)
    assert (bottom - top) * size[1] == pytest.approx(longer)
    assert (left + right, top + bottom) == pytest.approx((1, 1))


@given(
    st.sampled_from(FITS),
    st.tuples(st.integers(150, 400), st.integers(150, 400)),
    st.integers(0, CELLS - 1),
    st.integers(0, CELLS - 1),
)
def test_what_is_painted_on_the_place_of_a_cell_is_what_the_model_sees_in_it(
    fit: str, size: tuple[int, int], row: int, column: int
) -> None:
    step = Preprocessing(SIDE, SIDE, fit=fit)
    left, top, right, bottom = input_region(step, *size)
    width, height = (right - left) * size[0] / CELLS, (bottom - top) * size[1] / CELLS
    x, y = left * size[0] + column * width, top * size[1] + row * height
    image = Image.new("RGB", size)
    image.paste((255, 255, 255), (round(x), round(y), round(x + width), round(y + height)))
    view = step.view(Picture(image, *size)).astype(float)[..., 0]
    means = view.reshape(CELLS, SIDE // CELLS, CELLS, SIDE // CELLS).mean(axis=(1, 3))
    if means.max() < 150:  # most of this cell lies on the ground that the picture was padded with
        assert fit == "pad"
        assert (
            x + width / 2 < 0
            or y + height / 2 < 0
            or x + width / 2 > size[0]
            or y + height / 2 > size[1]
            or (
                min(x + width, size[0]) - max(x, 0) < 0.7 * width or min(y + height, size[1]) - max(y, 0) < 0.7 * height
            )
        )
        return
    assert np.unravel_index(means.argmax(), means.shape) == (row, column)
    means[row, column] = 0
    assert means.max() < 25
