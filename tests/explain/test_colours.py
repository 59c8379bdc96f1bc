"""The map's colours: the hue tells the side, the alpha the size."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from alpaca_gui.explain.colours import NO, YES, map_colours
from alpaca_gui.logit.sigmoid import Floats

cells_of_any_size = arrays(
    np.float64, array_shapes(min_dims=2, max_dims=2, max_side=9), elements=st.floats(-1e300, 1e300)
)


@given(cells_of_any_size, st.floats(0, 1))
def test_the_hue_is_the_side_and_the_alpha_rises_with_the_size(cells: Floats, opacity: float) -> None:
    colours = map_colours(cells, float(np.abs(cells).max()), opacity)
    assert (colours[cells > 0][:, :3] == YES).all()
    assert (colours[cells < 0][:, :3] == NO).all()
    assert (colours[cells == 0][:, 3] == 0).all()
    order = np.argsort(np.abs(cells), axis=None)
    alphas = colours[..., 3].ravel()[order].astype(int)
    assert (np.diff(alphas) >= 0).all()
    if cells.any():
        assert alphas[-1] == round(255 * opacity)


@given(cells_of_any_size, st.floats(0, 1e300))
def test_no_scale_makes_it_overflow(cells: Floats, largest: float) -> None:
    colours = map_colours(cells, largest)
    assert (colours[np.abs(cells) >= largest][:, 3] == (255 if largest else 0)).all()


def test_both_sides_are_equally_strong() -> None:
    colours = map_colours(np.array([[-0.5, 0.5, -1.0, 1.0]]), 1.0)
    assert colours[0, :, 3].tolist() == [128, 128, 255, 255]


def test_what_is_not_known_has_no_colour() -> None:
    assert map_colours(np.array([[np.nan, 1.0]]), 1.0)[0, :, 3].tolist() == [0, 255]


def test_the_two_hues_differ_for_all_kinds_of_colour_vision() -> None:
    # Blue is what dichromats tell from yellow and orange; in grey the two differ as well (WCAG relative luminance).
    assert YES[2] > 2 * NO[2] + 100
    assert NO[0] > 2 * YES[0] + 100
    shares = np.array([0.2126, 0.7152, 0.0722])
    assert abs(float(shares @ (np.array(YES) - np.array(NO)))) > 15
