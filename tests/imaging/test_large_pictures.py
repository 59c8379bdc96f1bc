"""Large pictures: their memory comes empty from the system, not from a heap that has to be cleared."""

import sys

import pytest
from PIL import Image

from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import MemorySource
from tests.imaging.pictures import encoded

MOST_OF_A_HEAP = 32 << 20
"""DEFAULT_MMAP_THRESHOLD_MAX of glibc's malloc.c, 64 bits: larger blocks are always mapped."""

WIDTH, HEIGHT = 7000, 6000  # 168 MB, four bytes a pixel


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have another heap")
def test_a_large_picture_lies_in_few_blocks_and_each_is_larger_than_a_heap_gives() -> None:
    data = encoded(Image.new("RGB", (WIDTH, HEIGHT), "olive"), "JPEG")
    core = Image.core  # type: ignore[attr-defined]  # described in Pillow's "Block Allocator"
    core.reset_stats()
    picture = decode(MemorySource(data, "large"))
    stats = core.get_stats()
    assert (picture.width, picture.height) == (WIDTH, HEIGHT)
    blocks = stats["allocated_blocks"] / stats["new_count"]
    assert WIDTH * HEIGHT * 4 / blocks > MOST_OF_A_HEAP
