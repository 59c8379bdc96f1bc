"""A decoded picture is shrunk for display without changing its shape, and never enlarged."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.source import MemorySource
from tests.imaging.pictures import encoded, quarters

SIDES = st.integers(1, 300)


@given(SIDES, SIDES, SIDES, SIDES)
def test_it_fits_keeps_its_shape_and_is_never_enlarged(width: int, height: int, room: int, head_room: int) -> None:
    shrunk = Picture(Image.new("RGB", (width, height)), width, height).shrunk(room, head_room)
    found_height, found_width, channels = shrunk.shape
    assert channels == 3
    assert 1 <= found_width <= min(width, room)
    assert 1 <= found_height <= min(height, head_room)
    scale = min(1.0, room / width, head_room / height)
    assert abs(found_width - width * scale) <= 1
    assert abs(found_height - height * scale) <= 1


def test_shrinking_keeps_the_colours_in_their_places() -> None:
    shrunk = Picture(Image.fromarray(quarters(640, 480)), 640, 480).shrunk(64, 64)
    assert np.abs(shrunk.astype(int) - quarters(64, 48)).mean() < 3


@pytest.mark.parametrize("size", [(3000, 10), (10, 3000), (1, 1), (1, 5000)])
def test_odd_shapes_survive(size: tuple[int, int]) -> None:
    picture = decode(MemorySource(encoded(Image.new("RGB", size), "JPEG"), "odd"), for_display=(160, 160))
    assert (picture.width, picture.height) == size
    assert max(picture.shrunk(160, 160).shape[:2]) <= 160


@pytest.mark.parametrize("kind", ["JPEG", "deep"])
def test_twelve_megapixels_need_little_more_than_themselves(kind: str) -> None:
    image = Image.new("RGB", (4000, 3000)) if kind == "JPEG" else Image.fromarray(np.zeros((3000, 4000), np.uint16))
    data = encoded(image, "JPEG" if kind == "JPEG" else "TIFF")
    tracemalloc.start()  # sees NumPy; what Pillow holds is a few times 12 million bytes, and known
    picture = decode(MemorySource(data, "large"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert picture.image.size == (4000, 3000)
    assert peak < 140e6
