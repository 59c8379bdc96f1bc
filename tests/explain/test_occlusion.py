"""The estimate for models without an exact map: parts are covered, and the fall of the logit is what it says."""

import math
from dataclasses import replace
from threading import Event
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.errors import PictureError
from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.explain.occlusion import GREY, Occlusion, cover_parts
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.preprocess import FITS, Preprocessing, Tensor
from alpaca_gui.imaging.source import FileSource, MemorySource
from alpaca_gui.resources import shipped_model, shipped_samples


class Linear:
    """A lens whose logit is a weighted sum of the pixels, so that what a part adds is known."""

    def __init__(self, preprocessing: Preprocessing) -> None:
        self.preprocessing = preprocessing
        shape = (1, preprocessing.height, preprocessing.width, 3)
        self.weights = np.random.default_rng(5).normal(size=shape)

    def run(self, tensor: Tensor) -> Evidence:
        return Evidence(float((self.weights * tensor).sum()), None, None)

    def see(self, picture: Picture) -> Seen:
        tensor = self.preprocessing.tensor(picture)
        return Seen(MemorySource(b"", "made up"), picture, tensor, self.run(tensor), None)


def nothing(_found: Occlusion) -> None:
    """Take a step in."""


def picture_of(width: int, height: int) -> Picture:
    pixels = np.random.default_rng(3).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Picture(Image.fromarray(pixels), width, height)


@given(st.integers(1, 24), st.integers(1, 24), st.sampled_from(FITS))
def test_a_linear_models_parts_fall_by_what_they_add(width: int, height: int, fit: str) -> None:
    lens = Linear(Preprocessing(width, height, fit=fit, scale=1.0, offset=0.0))
    seen = lens.see(picture_of(31, 17))
    found = cover_parts(cast(Lens, lens), seen, Event(), nothing)
    assert found.cells.shape == (min(7, height), min(7, width))
    assert found.complete
    # Each pixel is covered once, so the falls come to that of a picture that is all grey.
    whole = seen.logit - lens.run(np.full_like(seen.tensor, GREY)).logit
    assert math.fsum(found.cells.ravel()) == pytest.approx(whole, abs=1e-6 * np.abs(lens.weights).sum() * 255)


def test_a_part_is_where_its_cell_is() -> None:
    lens = Linear(Preprocessing(14, 14, scale=1.0, offset=0.0))
    lens.weights[:] = 0
    lens.weights[0, 4:6, 10:12] = 1.0  # the third row of parts and the sixth column
    found = cover_parts(cast(Lens, lens), lens.see(picture_of(14, 14)), Event(), nothing)
    assert [tuple(place) for place in np.argwhere(found.cells)] == [(2, 5)]


def test_each_part_is_told_and_what_was_told_does_not_change() -> None:
    lens, steps = Linear(Preprocessing(8, 8)), list[Occlusion]()
    whole = cover_parts(cast(Lens, lens), lens.see(picture_of(8, 8)), Event(), steps.append, grid=3)
    assert [found.done for found in steps] == list(range(1, 10))
    assert [found.complete for found in steps] == [False] * 8 + [True]
    np.testing.assert_array_equal(steps[-1].cells, whole.cells)


def test_it_stops_when_nobody_wants_it_any_more() -> None:
    lens, cancel, steps = Linear(Preprocessing(8, 8)), Event(), list[Occlusion]()

    def step(found: Occlusion) -> None:
        steps.append(found)
        if found.done == 4:
            cancel.set()

    found = cover_parts(cast(Lens, lens), lens.see(picture_of(8, 8)), cancel, step)
    assert (found.done, len(steps), found.complete) == (4, 4, False)
    assert found.largest == np.nanmax(np.abs(found.cells))
    assert not math.isnan(found.yes + found.no)
    assert found.cells[found.strongest()] in (found.largest, -found.largest)


def test_before_the_first_part_nothing_is_known() -> None:
    lens, cancel = Linear(Preprocessing(8, 8)), Event()
    cancel.set()
    found = cover_parts(cast(Lens, lens), lens.see(picture_of(8, 8)), cancel, nothing)
    assert (found.done, found.largest, found.yes, found.no) == (0, 0.0, 0.0, 0.0)


def test_the_shipped_model_says_the_same_of_a_picture_that_is_covered_by_hand() -> None:
    bundle = load_bundle(shipped_model())
    lens = Lens(replace(bundle, card=replace(bundle.card, exact_map=False)))
    seen = lens.look(FileSource(shipped_samples() / "tiger.jpg"))
    found = cover_parts(lens, seen, Event(), nothing, grid=2)
    view = lens.preprocessing.view(seen.picture).copy()
    view[130:, :130] = 128
    by_hand = lens.run(
        (view[np.newaxis] * np.float32(lens.preprocessing.scale) + lens.preprocessing.offset).astype("f4")
    )
    assert found.cells[1, 0] == pytest.approx(seen.logit - by_hand.logit, abs=1e-5)


def test_a_covered_picture_without_a_finite_logit_is_told() -> None:
    class Root(Linear):
        def run(self, tensor: Tensor) -> Evidence:
            raise PictureError("The model gave no finite logit for it, but nan.")

    lens = Linear(Preprocessing(8, 8))
    seen = lens.see(picture_of(8, 8))
    with pytest.raises(PictureError, match="no finite logit"):
        cover_parts(cast(Lens, Root(Preprocessing(8, 8))), seen, Event(), nothing)
