"""Tiles cover every picture, the largest is the largest, a small alpaca far away is found, and the verdict stays."""

from threading import Event

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.errors import PictureError
from alpaca_gui.explain.closer import Closer, Tile, look_closer
from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.explain.tiling import MOST, NO_PIXELS, NOTHING_NEW, TOO_MANY, Level, Tiling, tiles_of
from alpaca_gui.imaging.alter import cut
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.preprocess import FITS, Preprocessing
from alpaca_gui.imaging.source import PixelSource
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.resources import shipped_model, shipped_samples

SQUARE = Preprocessing(260, 260)
SHAPES = [(1, 4000), (4000, 1), (6000, 400), (20_000, 300), (1, 1), (259, 259), (261, 261), (300, 200), (1024, 683)]

sizes = st.integers(1, 12_000)
inputs = st.builds(Preprocessing, st.integers(1, 600), st.integers(1, 600), st.sampled_from(FITS))


def check(width: int, height: int, preprocessing: Preprocessing) -> Tiling:
    """Every level covers the picture with whole pixels, overlaps by half, never goes beyond it, nor enlarges."""
    tiling = tiles_of(width, height, preprocessing)
    assert tiling.count <= MOST
    for level in tiling.levels:
        regions = level.regions(width, height)
        assert sum(len(row) for row in regions) == level.count
        lefts, tops = [row[0] for row in regions[0]], [row[0][1] for row in regions]
        for starts, whole, tile in ((lefts, width, level.width), (tops, height, level.height)):
            pixels = [start * whole for start in starts]
            assert pixels == pytest.approx([round(one) for one in pixels], abs=1e-6)
            assert pixels[0] == 0
            assert pixels[-1] + tile == pytest.approx(whole)
            steps = np.diff(pixels)
            assert (steps > 0).all()
            assert (steps <= tile / 2 + 1).all()
        for row in regions:
            for left, top, right, bottom in row:
                assert 0 <= left < right <= 1
                assert 0 <= top < bottom <= 1
        assert level.width >= min(width, preprocessing.width)
        assert level.height >= min(height, preprocessing.height)
    return tiling


@pytest.mark.parametrize(("width", "height"), SHAPES)
def test_tiles_cover_pictures_of_extreme_shapes(width: int, height: int) -> None:
    check(width, height, SQUARE)


@given(sizes, sizes, inputs)
def test_tiles_cover_every_picture_and_never_go_beyond_it(
    width: int, height: int, preprocessing: Preprocessing
) -> None:
    tiling = check(width, height, preprocessing)
    smaller = [(level.width, level.height) for level in tiling.levels]
    assert smaller == sorted(smaller, reverse=True)
    assert len(set(smaller)) == len(smaller)


@given(st.integers(260, 8000), st.integers(260, 8000))
def test_tiles_have_the_shape_that_the_model_sees_undistorted(width: int, height: int) -> None:
    for level in tiles_of(width, height, SQUARE).levels:
        long = max(width, height) / 40 > min(width, height)
        assert level.width == level.height or long


@given(sizes, sizes)
def test_a_picture_larger_than_the_input_always_has_tiles_and_a_smaller_one_never(width: int, height: int) -> None:
    tiling = tiles_of(width, height, SQUARE)
    if max(width, height) <= 260:
        assert tiling.levels == ()
        assert tiling.stopped == NOTHING_NEW
    elif 0.9 * max(width, height) > 260:
        assert tiling.levels


def test_why_there_are_no_finer_tiles_is_said() -> None:
    assert tiles_of(1024, 768, SQUARE).stopped == NO_PIXELS
    assert tiles_of(6000, 400, SQUARE).stopped == TOO_MANY


@pytest.mark.parametrize(("width", "height"), SHAPES)
def test_each_tile_is_cut_in_the_pixels_that_its_level_tells(width: int, height: int) -> None:
    picture = Picture(Image.new("RGB", (width, height)), width, height)
    for level in tiles_of(width, height, SQUARE).levels:
        for row in level.regions(width, height):
            for region in row:
                assert cut(picture, region).image.size == (level.width, level.height)


tiles = st.lists(
    st.builds(
        lambda x, y, logit, level: Tile((x / 4, y / 4, (x + 2) / 4, (y + 2) / 4), logit, level),
        st.integers(0, 2),
        st.integers(0, 2),
        st.floats(-1e30, 1e30),
        st.integers(0, 2),
    ),
    max_size=12,
)


@given(tiles, st.floats(-5, 5))
def test_the_largest_is_the_largest_and_those_above_the_threshold_are_counted(
    found: list[Tile], threshold: float
) -> None:
    closer = Closer(0.0, tuple(found), Tiling(400, 400, (Level(200, 200, 3, 3),), ""))
    assert [tile.logit for tile in closer.best] == sorted((tile.logit for tile in found), reverse=True)
    assert closer.above(Rule(threshold, 3.0)) == sum(tile.logit > threshold for tile in found)


@given(tiles)
def test_the_map_has_the_largest_logit_of_the_tiles_over_each_place(found: list[Tile]) -> None:
    closer = Closer(0.0, tuple(found), Tiling(400, 200, (Level(200, 100, 3, 3),), ""))
    cells = closer.map(8)
    assert cells.shape == (4, 8)
    for (row, column), value in np.ndenumerate(cells):
        x, y = (column + 0.5) / 8, (row + 0.5) / 4
        over = [t.logit for t in found if t.region[0] <= x <= t.region[2] and t.region[1] <= y <= t.region[3]]
        assert value == max(over) if over else np.isnan(value)


@pytest.fixture(scope="module")
def lens() -> Lens:
    """A lens over the shipped model."""
    return Lens(load_bundle(shipped_model()))


PLACE = (1440, 700, 1440 + 190, 700 + 190)
SIZE = (1800, 1200)


def landscape() -> Image.Image:
    """Sky over a meadow with a hill: nothing of an animal."""
    image = Image.linear_gradient("L").resize(SIZE).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 600, *SIZE), fill=(112, 140, 74))
    draw.ellipse((-300, 480, 900, 900), fill=(96, 128, 70))
    return image


def far_away() -> Image.Image:
    """The landscape with an alpaca in it, a ninth as wide."""
    image = landscape()
    with Image.open(shipped_samples() / "drawn-alpaca.jpg") as alpaca:
        image.paste(alpaca.convert("RGB").resize((190, 190), Image.Resampling.LANCZOS), PLACE[:2])
    return image


def source(image: Image.Image) -> PixelSource:
    """Pixels as they are pasted."""
    return PixelSource(np.array(image.convert("RGBA")), "made up")


def look(lens: Lens, image: Image.Image) -> tuple[Seen, list[Closer], Closer]:
    """Look at a picture, and then closer."""
    seen, steps = lens.look(source(image)), list[Closer]()
    return seen, steps, look_closer(lens, seen, Event(), steps.append)


def test_a_small_alpaca_far_away_is_found_and_the_verdict_stays(lens: Lens) -> None:
    seen, steps, closer = look(lens, far_away())
    largest = closer.best[0]
    left, top, right, bottom = (share * side for share, side in zip(largest.region, (*SIZE, *SIZE), strict=True))
    assert left < PLACE[2]
    assert right > PLACE[0]
    assert top < PLACE[3]
    assert bottom > PLACE[1]
    assert largest.level > 0
    assert largest.logit > seen.logit + 3
    assert closer.whole == seen.logit == lens.look(seen.source).logit
    _, _, empty = look(lens, landscape())
    assert largest.logit > empty.best[0].logit + 3
    assert closer.complete
    assert [len(step.tiles) for step in steps] == sorted({len(step.tiles) for step in steps})
    assert steps[-1].tiles == closer.tiles
    assert [tile.level for tile in closer.tiles] == sorted(tile.level for tile in closer.tiles)


def test_each_tile_has_the_logit_of_that_part_as_a_picture_of_its_own(lens: Lens) -> None:
    image = far_away()
    _, _, closer = look(lens, image)
    for tile in closer.tiles[::17]:
        left, top, right, bottom = (round(a * b) for a, b in zip(tile.region, (*SIZE, *SIZE), strict=True))
        part = lens.look(source(image.crop((left, top, right, bottom))))
        assert tile.logit == part.logit


def test_cancelled_it_gives_what_it_has_found(lens: Lens) -> None:
    seen, cancel = lens.look(source(far_away())), Event()
    closer = look_closer(lens, seen, cancel, lambda _found: cancel.set())
    assert 0 < len(closer.tiles) < closer.tiling.count
    assert not closer.complete
    assert look_closer(lens, seen, cancel, _never).tiles == ()


def _never(_closer: Closer) -> None:
    raise AssertionError("nothing is to be told")


def test_a_picture_no_larger_than_the_input_has_no_tiles(lens: Lens) -> None:
    _, steps, closer = look(lens, Image.new("RGB", (200, 150)))
    assert closer.complete
    assert closer.tiles == ()
    assert closer.best == ()
    assert steps == []
    assert np.isnan(closer.map()).all()


def test_a_tile_without_a_finite_logit_is_told_as_an_error(lens: Lens, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = lens.look(source(far_away()))

    def fails(_self: Lens, _picture: Picture) -> float:
        raise PictureError("no finite logit")

    monkeypatch.setattr(Lens, "logit", fails)
    with pytest.raises(PictureError, match="no finite logit"):
        look_closer(lens, seen, Event(), _never)
