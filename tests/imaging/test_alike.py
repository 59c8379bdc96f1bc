"""The same picture is known however it lies; another one is not, however little differs in the middle."""

import numpy as np
import pytest
from PIL import Image

from alpaca_gui.imaging.alike import same_but_for_a_turn, same_pixels
from alpaca_gui.imaging.picture import Picture
from tests.imaging.pictures import STORED_FOR, Pixels


def _pixels(width: int, height: int) -> Pixels:
    return np.random.default_rng(5).integers(0, 256, (height, width, 3), np.uint8)


def _picture(pixels: Pixels) -> Picture:
    image = Image.fromarray(np.ascontiguousarray(pixels))
    return Picture(image, image.width, image.height)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("size", [(1, 1), (1, 50), (64, 48), (301, 300), (601, 450), (512, 512)])
def test_each_way_to_lay_a_picture_down_is_the_same(size: tuple[int, int], orientation: int) -> None:
    pixels = _pixels(*size)
    assert same_but_for_a_turn(_picture(STORED_FOR[orientation](pixels)), _picture(pixels))


@pytest.mark.parametrize("size", [(64, 48), (601, 450)])
def test_one_other_number_in_the_middle_makes_another_picture(size: tuple[int, int]) -> None:
    pixels = _pixels(*size)
    other = pixels.copy()
    other[size[1] // 2, size[0] // 2, 1] ^= 1
    assert not same_but_for_a_turn(_picture(other), _picture(pixels))


def test_another_corner_or_size_makes_another_picture() -> None:
    pixels = _pixels(900, 700)
    other = pixels.copy()
    other[:90, :90] = 255
    assert not same_but_for_a_turn(_picture(other), _picture(pixels))
    assert not same_but_for_a_turn(_picture(pixels[1:]), _picture(pixels))


@pytest.mark.parametrize("size", [(1, 1), (3, 700), (700, 3), (300, 513)])
def test_one_other_number_anywhere_makes_other_pixels(size: tuple[int, int]) -> None:
    pixels = _pixels(*size)
    assert same_pixels(_picture(pixels), _picture(pixels.copy()))
    for row, column, channel in ((0, 0, 0), (size[1] - 1, size[0] - 1, 2), (size[1] // 2, size[0] // 2, 1)):
        other = pixels.copy()
        other[row, column, channel] ^= 1
        assert not same_pixels(_picture(other), _picture(pixels))
    if size[0] != size[1]:
        assert not same_pixels(_picture(pixels.transpose(1, 0, 2)), _picture(pixels))
