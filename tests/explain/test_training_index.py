"""What a bundle tells of its training pictures: directions to compare by, and small pictures that are safe to open."""

import io
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from PIL import Image

from alpaca_gui.engine.bundle import LITERT, TRAINED_ON, ModelBundle, load_bundle
from alpaca_gui.errors import BundleError, PictureError
from alpaca_gui.explain.training_index import TrainingIndex, directions_of, thumbnail_picture
from alpaca_gui.resources import shipped_model

ROWS = arrays(np.float32, (4, 3), elements=st.floats(allow_nan=False, allow_infinity=False, width=32))


@given(ROWS)
def test_directions_are_embeddings_over_their_lengths_however_short_or_long(rows: NDArray[np.float32]) -> None:
    for row, found in zip(rows.tolist(), directions_of(rows), strict=True):
        length = math.hypot(*row) or 1.0
        np.testing.assert_allclose(found, [number / length for number in row], rtol=1e-6, atol=1e-37)


def test_an_embedding_of_zeros_has_no_direction_and_one_that_is_not_finite_spoils_itself_alone() -> None:
    found = directions_of(np.array([[0.0, 0.0], [3.0, np.inf], [np.nan, 1.0], [3.0, 4.0], [1e300, 1e300]]))
    np.testing.assert_array_equal(found[0], [0, 0])
    assert np.isnan(found[1:3]).all()
    np.testing.assert_allclose(found[3], [0.6, 0.8], rtol=1e-6)
    assert np.isnan(found[4]).all()  # its length is beyond float64


def test_a_bundle_that_does_not_tell_gives_no_index_and_a_broken_one_says_so() -> None:
    card = load_bundle(shipped_model()).card
    assert TrainingIndex.of(ModelBundle(Path("a.model"), card, "", {LITERT: b""})) is None
    broken = ModelBundle(Path("a.model"), card, "", {LITERT: b"", TRAINED_ON: b"nothing"})
    with pytest.raises(BundleError, match="trained on cannot be read"):
        TrainingIndex.of(broken)


def jpeg(side: int = 16) -> bytes:
    """Some picture."""
    held = io.BytesIO()
    Image.new("RGB", (side, side), "olive").save(held, "JPEG")
    return held.getvalue()


def test_a_small_picture_that_is_a_large_one_is_refused_before_it_is_decompressed() -> None:
    assert thumbnail_picture(jpeg(96)).image.size == (96, 96)
    with pytest.raises(PictureError, match="too large: 2,000 x 2,000"):
        thumbnail_picture(jpeg(2000))
    with pytest.raises(PictureError, match=r"not a picture|cut off|broken"):
        thumbnail_picture(jpeg()[:40])
