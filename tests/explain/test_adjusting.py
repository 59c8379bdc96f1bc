"""The flip finder's sliders do what they say, and nothing where they are neutral."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from alpaca_gui.explain.adjusting import BRIGHTNESS, MIDDLE, PATCH, SLIDERS, Adjustment, Slider, adjusted
from alpaca_gui.imaging.alter import Patch
from alpaca_gui.imaging.picture import Picture

sliders = st.sampled_from(SLIDERS)
patches = st.builds(Patch, st.floats(0, 1), st.floats(0, 1), st.sampled_from([0.0, 0.25, 1.0]))
adjustments = st.builds(
    Adjustment,
    st.sampled_from([0.2, 1.0, 1.7]),
    st.sampled_from([0.2, 1.0, 2.0]),
    st.sampled_from([0.0, 0.02, 0.05]),
    st.sampled_from([-45.0, 0.0, 12.5]),
    st.sampled_from([0.0, 0.33, 0.8]),
    st.none() | patches,
)


def picture(width: int = 90, height: int = 60) -> Picture:
    """Noise whose values stay away from black and white, the same each time."""
    pixels = np.random.default_rng(3).integers(60, 120, (height, width, 3), dtype=np.uint8)
    return Picture(Image.fromarray(pixels), width, height)


PLAIN = picture()


def seen(changed: Picture, slider: Slider) -> float:
    """Measure in a picture what a slider promises to raise."""
    pixels = changed.pixels.astype(float)
    match slider.name:
        case "brightness":
            return float(pixels.mean())
        case "contrast":
            return float(pixels.std())
        case "blur":
            return -float(np.abs(np.diff(pixels, axis=0)).mean() + np.abs(np.diff(pixels, axis=1)).mean())
        case "patch":
            return float((pixels == 128).all(axis=2).mean())
        case _:  # a crop, and a turn, leave less of the picture
            return -float(pixels.shape[0] * pixels.shape[1])


def test_the_neutral_adjustment_gives_the_picture_itself() -> None:
    assert adjusted(PLAIN, Adjustment()) is PLAIN
    assert adjusted(PLAIN, Adjustment(patch=Patch(0.2, 0.3, 0.0))) is PLAIN


@pytest.mark.parametrize("slider", SLIDERS, ids=lambda slider: slider.name)
def test_a_slider_at_neutral_changes_nothing(slider: Slider) -> None:
    assert slider.low <= slider.neutral <= slider.high
    assert slider.value(slider.stop(slider.neutral)) == slider.neutral
    assert adjusted(PLAIN, slider.on(Adjustment(), slider.neutral)) is PLAIN


@pytest.mark.parametrize("slider", SLIDERS, ids=lambda slider: slider.name)
def test_the_further_a_slider_goes_the_more_of_what_it_says(slider: Slider) -> None:
    first = slider.neutral if slider.name == "rotation" else slider.low  # it goes both ways
    steps = np.linspace(slider.stop(first), slider.stops, 9).astype(int)
    found = [seen(adjusted(PLAIN, slider.on(Adjustment(), slider.value(int(stop)))), slider) for stop in steps]
    assert found == sorted(found)
    assert len(set(found)) == len(found)


def test_a_turn_to_the_left_and_one_to_the_right_are_mirror_images() -> None:
    square = picture(61, 61)
    mirror = Picture(square.image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), 61, 61)
    left, right = adjusted(square, Adjustment(rotation=20)).pixels, adjusted(mirror, Adjustment(rotation=-20)).pixels
    assert left.shape == right.shape
    assert np.abs(left.astype(int) - right[:, ::-1].astype(int)).mean() < 1


@given(adjustments)
def test_the_slow_changes_and_then_the_quick_ones_give_the_same_pixels(adjustment: Adjustment) -> None:
    once = adjusted(PLAIN, adjustment)
    twice = adjusted(adjusted(PLAIN, adjustment.optics), adjustment.light)
    assert np.array_equal(once.pixels, twice.pixels)


@given(adjustments, st.sampled_from([(1, 1), (1, 300), (300, 1), (2, 3)]))
def test_the_smallest_and_thinnest_pictures_can_be_changed(adjustment: Adjustment, size: tuple[int, int]) -> None:
    changed = adjusted(picture(*size), adjustment)
    assert min(changed.image.size) >= 1


@given(sliders, st.data())
def test_a_value_is_read_back_as_it_was_set(slider: Slider, data: st.DataObject) -> None:
    stop = data.draw(st.integers(0, slider.stops))
    value = slider.value(stop)
    assert slider.stop(value) == stop
    assert slider.of(slider.on(Adjustment(), value)) == value
    assert 0 <= slider.share(value) <= 1


def test_the_ends_of_a_slider_are_its_whole_way() -> None:
    for slider in SLIDERS:
        assert [slider.share(end) for end in (slider.low, slider.high) if end != slider.neutral] in ([1.0], [1.0, 1.0])
        assert slider.share(slider.neutral) == 0
        assert (slider.value(0), slider.value(slider.stops)) == (slider.low, slider.high)


def test_a_patch_stays_where_it_is_when_it_is_sized() -> None:
    laid = Adjustment(patch=Patch(0.1, 0.9, 0.25))
    assert PATCH.on(laid, 0.5).patch == Patch(0.1, 0.9, 0.5)
    assert PATCH.on(Adjustment(), 0.5).patch == Patch(MIDDLE.x, MIDDLE.y, 0.5)
    assert BRIGHTNESS.on(laid, 0.5).patch == laid.patch


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("brightness", 0.43, "0.43"),
        ("blur", 0.012, "1.2 %"),
        ("rotation", -12.5, "−12.5°"),
        ("crop", 0.29, "29 %"),
        ("patch", 1.0, "100 %"),
    ],
)
def test_values_are_written_to_the_resolution_of_their_slider(name: str, value: float, text: str) -> None:
    assert next(slider for slider in SLIDERS if slider.name == name).text(value) == text


def test_ranges_are_written_without_idle_digits() -> None:
    ends = ["0.2 and 2", "0.2 and 2", "0 % and 5 %", "−45° and 45°", "0 % and 80 %", "0 % and 100 %"]
    assert [slider.ends for slider in SLIDERS] == ends
