"""Resizing without antialiasing gives what other programs give: compared with plain Python and TensorFlow."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from alpaca_gui.imaging.coarse import bilinear_samples, nearest

Pixels = NDArray[np.uint8]


def _pixels(width: int, height: int) -> Pixels:
    return np.random.default_rng(width * 977 + height).integers(0, 256, (height, width, 3), np.uint8)


def _plain(pixels: Pixels, width: int, height: int) -> NDArray[np.float64]:
    """Bilinear sampling at the middles of the result's pixels, one at a time."""
    rows, columns = pixels.shape[:2]
    result = np.empty((height, width, 3))
    for i in range(height):
        y = (i + 0.5) * rows / height - 0.5
        for j in range(width):
            x = (j + 0.5) * columns / width - 0.5
            total = np.zeros(3)
            for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
                a, b = math.floor(y) + row, math.floor(x) + column
                weight = (1 - abs(y - a)) * (1 - abs(x - b))
                total += weight * pixels[min(max(a, 0), rows - 1), min(max(b, 0), columns - 1)]
            result[i, j] = total
    return result


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 9), st.integers(1, 9))
def test_four_pixels_are_weighed_as_plain_python_does(width: int, height: int, wide: int, high: int) -> None:
    pixels = _pixels(width, height)
    found = np.asarray(bilinear_samples(Image.fromarray(pixels), (wide, high), (0.0, 0.0, width, height)))
    assert np.abs(found - _plain(pixels, wide, high)).max() <= 0.501  # it is rounded


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 9), st.integers(1, 9))
def test_the_nearest_pixel_is_the_one_in_whose_middle_the_result_lies(
    width: int, height: int, wide: int, high: int
) -> None:
    pixels = _pixels(width, height)
    found = np.asarray(nearest(Image.fromarray(pixels), (wide, high), (0.0, 0.0, width, height)))
    rows = [(2 * i + 1) * height // (2 * high) for i in range(high)]
    columns = [(2 * j + 1) * width // (2 * wide) for j in range(wide)]
    near = [[pixels[max(r - 1, 0) : r + 1, max(c - 1, 0) : c + 1].reshape(-1, 3) for c in columns] for r in rows]
    for i, j in np.ndindex(high, wide):  # on an edge between two pixels either is nearest
        exact = (2 * i + 1) * height % (2 * high) and (2 * j + 1) * width % (2 * wide)
        wanted = pixels[rows[i], columns[j]][np.newaxis] if exact else near[i][j]
        assert (found[i, j] == wanted).all(axis=1).any()


def test_a_box_is_sampled_as_the_part_cut_out_but_at_its_edge() -> None:
    pixels = _pixels(100, 40)
    inside = np.asarray(bilinear_samples(Image.fromarray(pixels), (8, 8), (30.0, 0.0, 70.0, 40.0)))
    cut = np.asarray(bilinear_samples(Image.fromarray(pixels[:, 30:70]), (8, 8), (0.0, 0.0, 40.0, 40.0)))
    assert np.array_equal(inside, cut)


def test_fine_stripes_alias_where_an_area_is_grey() -> None:
    stripes = np.zeros((64, 64, 3), np.uint8)
    stripes[:, ::4] = 255
    image = Image.fromarray(stripes)
    box = (0.0, 0.0, 64.0, 64.0)
    smooth = np.asarray(image.resize((16, 16), Image.Resampling.BILINEAR))
    assert smooth[4:-4, 4:-4].std() < 2
    assert set(np.asarray(nearest(image, (16, 16), box)).ravel().tolist()) <= {0, 255}
    assert np.asarray(bilinear_samples(image, (16, 16), box)).max() == 0, "the bright column is skipped each time"


@pytest.mark.tensorflow
@pytest.mark.slow
@pytest.mark.parametrize("size", [(1024, 683), (300, 700), (7, 5), (1, 90)])
def test_tensorflow_gives_the_same_but_for_rounding(size: tuple[int, int]) -> None:
    import tensorflow as tf

    pixels = _pixels(*size)
    wanted = tf.image.resize(pixels, (26, 26), method="bilinear", antialias=False).numpy()
    found = np.asarray(bilinear_samples(Image.fromarray(pixels), (26, 26), (0.0, 0.0, *size)))
    assert np.abs(found - wanted).max() <= 0.51
