"""The small changes: which ones there are, what they are called, and that they never change."""

import numpy as np
from PIL import Image

from alpaca_gui.explain.small_changes import small_changes
from alpaca_gui.imaging.picture import Picture


def test_the_changes_are_those_that_are_promised_and_have_keys_of_their_own() -> None:
    assert [
        *("mirror", "crop 1", "crop 2", "crop 3", "crop 4", "crop 5", "jpeg 60", "jpeg 75", "jpeg 85", "jpeg 95"),
        *("darker 0.8", "darker 0.9", "brighter 1.1", "brighter 1.25", "turn +5", "turn -5"),
    ] == [change.name for change in small_changes()]
    assert len({change.words for change in small_changes()}) == len(small_changes())


def test_the_crops_keep_90_percent_of_each_side_at_places_that_never_change() -> None:
    places = []
    numbers = np.arange(1_000_000).reshape(1000, 1000)  # each pixel's colour says where it is
    pixels = np.stack([numbers >> 16, numbers >> 8 & 255, numbers & 255], axis=-1).astype(np.uint8)
    for change in small_changes()[1:6]:
        found = change.apply(Picture(Image.fromarray(pixels), 1000, 1000)).pixels
        assert found.shape[:2] == (900, 900)
        red, green, blue = found[0, 0].tolist()
        places.append(divmod(red << 16 | green << 8 | blue, 1000)[::-1])
    # A tenth of 0.588 0.898, 0.892 0.816, 0.036 0.692, 0.379 0.519, 0.658 0.194: the Mersenne Twister's from 20 on.
    assert places == [(59, 90), (89, 82), (4, 69), (38, 52), (66, 19)]
    words = [change.words for change in small_changes()[1:6]]
    assert words[0] == "cropped (left 6 %, top 9 %)"
