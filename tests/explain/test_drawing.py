"""Drawings are SVG that every program can read, with every text made harmless, and resvg draws what they say."""

import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.explain.colours import NO, OPACITY, YES
from alpaca_gui.explain.contributions import Contributions
from alpaca_gui.explain.drawing.axis_drawing import LogitAxis
from alpaca_gui.explain.drawing.elements import Box, Type, rectangle, sign, titled, words
from alpaca_gui.explain.drawing.ink import PAGE_SHEET, standalone
from alpaca_gui.explain.drawing.map_drawing import legend, picture_with_map, sum_text
from alpaca_gui.explain.drawing.raster import rasterised
from alpaca_gui.explain.drawing.setting import fitted, width_of, wrapped
from alpaca_gui.imaging.inline import png_address
from alpaca_gui.imaging.lettering import text_width
from alpaca_gui.imaging.source import printable
from alpaca_gui.judging.page.style import STYLE
from alpaca_gui.logit.verdict import Decision, Rule
from alpaca_gui.resources import shipped_fonts

SVG = "{http://www.w3.org/2000/svg}"
ANY_TEXT = st.text(st.characters(), max_size=80)  # surrogates and control characters too
WHITE = png_address(np.full((4, 4, 3), 255, np.uint8))
WHOLE = (0.0, 0.0, 1.0, 1.0)


def pixels_of(inside: str, width: float = 90, height: float = 90) -> np.ndarray:
    with Image.open(io.BytesIO(rasterised(standalone(width, height, inside)))) as image:
        return np.asarray(image.convert("RGB")).astype(int)


def contributions(*rows: list[float]) -> Contributions:
    """Cells that add what is given, in logits, to a bias of 1."""
    cells = np.array(rows, np.float32)
    logit = 1 + float(cells.sum())
    return Contributions.of(Evidence(logit, (cells * cells.size + 1).astype(np.float32), None), 1.0)


@given(ANY_TEXT)
def test_any_text_makes_a_drawing_that_is_well_formed_and_says_it(said: str) -> None:
    drawing = standalone(100, 50, titled(said, words(1, 20, said, Type(12))))
    root = ET.fromstring(drawing)
    found = root.find(f".//{SVG}text")
    assert found is not None
    assert (found.text or "") == printable(said)


def test_a_name_that_would_be_markup_is_drawn_as_letters() -> None:
    said = '</text></svg><script>alert(1)</script>"&<svg onload=x>'
    root = ET.fromstring(standalone(100, 50, words(1, 20, said, Type(12))))
    assert [each.tag for each in root.iter()] == [f"{SVG}svg", f"{SVG}style", f"{SVG}text"]


@given(ANY_TEXT, st.floats(20, 400), st.booleans())
def test_a_fitted_text_is_never_wider_than_its_place(said: str, width: float, bold: bool) -> None:
    form = Type(12, bold=bold)
    cut = fitted(said, width, form)
    assert width_of(cut, form) <= width or cut == "…"
    if width_of(cut, form) < width and "…" not in cut:
        assert cut.isprintable()


def test_a_long_name_keeps_its_beginning_and_its_end() -> None:
    cut = fitted("a very long name " * 500 + "end.jpg", 200, Type(12))
    assert cut.startswith("a very")
    assert cut.endswith("end.jpg")
    assert fitted("short.jpg", 200, Type(12)) == "short.jpg"


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=9), max_size=40), st.floats(90, 300))
def test_wrapped_lines_hold_every_word_in_order(said: list[str], width: float) -> None:
    lines = wrapped(" ".join(said), width, Type(12))
    assert " ".join(lines).split() == said
    assert all(width_of(each, Type(12)) <= width for each in lines)


def test_the_measured_width_is_the_width_that_is_drawn() -> None:
    for form in (Type(40), Type(40, bold=True), Type(40, mono=True)):
        said = "Hamburgefonts −1.2345"
        dark = np.flatnonzero((pixels_of(words(10, 60, said, form), 900, 90).sum(axis=2) < 400).any(axis=0))
        assert dark[-1] - dark[0] == pytest.approx(width_of(said, form), abs=0.02 * width_of(said, form) + 6)


def test_letters_of_east_asia_are_taken_for_as_wide_as_high() -> None:
    assert text_width("羊駝", 10) == 20
    assert text_width("a羊", 10) == pytest.approx(text_width("a", 10) + 10)


def test_the_fonts_are_shipped() -> None:
    assert all(path.is_file() for path in shipped_fonts())
    assert "Bitstream Vera" in (shipped_fonts()[0].parent / "LICENSE.txt").read_text()


def test_each_cell_is_drawn_in_its_place_with_its_side_s_colour_and_its_size_s_strength() -> None:
    box = Box(0, 0, 90, 90)
    seen = pixels_of(picture_with_map(box, WHITE, contributions([0.5, -0.25, 0.0], [0.0, 0.0, 0.0]), WHOLE))
    strong = [255 + OPACITY * (channel - 255) for channel in YES]
    weak = [255 + 0.5 * OPACITY * (channel - 255) for channel in NO]
    assert seen[22, 15] == pytest.approx(strong, abs=2)
    assert seen[22, 45] == pytest.approx(weak, abs=2)
    assert seen[22, 75] == pytest.approx([255] * 3, abs=1)
    assert seen[70, 15] == pytest.approx([255] * 3, abs=1)
    # The grid is seen: colours change from one pixel to the next, and stay the same within a cell.
    assert seen[22, 28] == pytest.approx(strong, abs=2)
    assert seen[22, 31] == pytest.approx(weak, abs=2)


def test_a_map_of_a_part_lies_on_that_part_and_one_of_more_is_cut_at_the_edge() -> None:
    box, cells = Box(0, 0, 90, 90), contributions([0.5, 0.5], [0.5, 0.5])
    part = pixels_of(picture_with_map(box, WHITE, cells, (0.5, 0.0, 1.0, 1.0)))
    assert part[45, 20] == pytest.approx([255] * 3, abs=1)
    assert part[45, 70][0] < 120
    inside = Box(30, 30, 30, 30)
    more = pixels_of(picture_with_map(inside, WHITE, cells, (-1.0, -1.0, 2.0, 2.0)))
    assert more[45, 20] == pytest.approx([255] * 3, abs=1)
    assert more[45, 45][0] < 120


def test_every_cell_says_its_value_and_its_share() -> None:
    drawing = picture_with_map(Box(0, 0, 90, 90), WHITE, contributions([0.3, 0.1], [-0.2, 0.0]), WHOLE)
    titles = re.findall(r"<rect[^>]*><title>(.*?)</title>", drawing)
    assert titles == [
        "Row 1, column 1: +0.3000, 75% of what speaks for yes",
        "Row 1, column 2: +0.1000, 25% of what speaks for yes",
        "Row 2, column 1: −0.2000, 100% of what speaks for no",
        "Row 2, column 2: +0.0000",
    ]


def test_the_sum_is_written_out() -> None:
    said = sum_text(contributions([0.3, 0.1], [-0.2, 0.0]))
    assert said == "bias +1.0000 + yes cells +0.4000 + no cells −0.2000 = logit +1.2000"


def test_the_legend_goes_from_no_to_yes_in_logits() -> None:
    drawing = legend(Box(0, 0, 480, 50), 0.37)
    assert re.findall(r"<text[^>]*>(.*?)</text>", drawing) == ["−0.37 logits, no", "0", "yes, +0.37 logits"]
    seen = pixels_of(drawing, 480, 50)
    assert seen[10, 8][0] > seen[10, 8][2] + 100  # orange
    assert seen[10, 470][2] > seen[10, 470][0] + 100  # blue


def test_a_map_without_any_contribution_is_drawn() -> None:
    seen = pixels_of(picture_with_map(Box(0, 0, 90, 90), WHITE, contributions([0.0, 0.0], [0.0, 0.0]), WHOLE))
    assert seen[20, 20] == pytest.approx([255] * 3, abs=1)


FLOATS = st.floats(-1e30, 1e30)


@given(st.lists(FLOATS, min_size=1, max_size=5), FLOATS, st.floats(0, 1e30))
def test_on_the_axis_everything_is_seen_and_in_order(logits: list[float], threshold: float, band: float) -> None:
    rule = Rule(threshold, band)
    axis = LogitAxis.around(10, 50, 300, logits, rule)
    places = [axis.place(value) for value in sorted(logits)]
    assert all(10 <= place <= 310 for place in [*places, axis.place(threshold)])
    assert places == sorted(places)
    drawn = axis.drawn(rule, 20, 12)
    ET.fromstring(standalone(400, 100, drawn))
    assert "nan" not in drawn
    assert "inf" not in drawn


def test_the_shapes_of_decisions_differ_without_their_colours() -> None:
    filled = {decision: int((pixels_of(sign(decision, 45, 45, 30)).sum(axis=2) < 700).sum()) for decision in Decision}
    assert filled[Decision.YES] == pytest.approx(3.1416 * 900, rel=0.03)
    assert filled[Decision.NO] == pytest.approx((2 * 0.86 * 30) ** 2, rel=0.03)
    assert filled[Decision.UNSURE] == pytest.approx(2 * 900, rel=0.05)


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_a_picture_of_any_shape_is_fitted_into_its_place(width: float, height: float) -> None:
    place = Box(5, 7, 300, 200)
    box = place.fitted(width, height)
    assert 5 - 1e-6 <= box.x <= box.right <= 305 + 1e-6
    assert 7 - 1e-6 <= box.y <= box.bottom <= 207 + 1e-6
    if 0.01 < width / height < 100:
        assert box.width / box.height == pytest.approx(width / height)


def test_the_colours_of_a_page_are_those_of_its_style() -> None:
    names = set(re.findall(r"var\(--(\w+)\)", PAGE_SHEET))
    assert names
    assert all(f"--{name}:" in STYLE for name in names)


def test_every_kind_that_is_used_has_a_colour() -> None:
    folder = Path(__file__).parents[2] / "alpaca_gui" / "explain" / "drawing"
    known = set(re.findall(r"svg \.(\w+) \{", PAGE_SHEET))
    used = set()
    for path in folder.glob("*.py"):
        used |= set(re.findall(r'rectangle\([^"]*?"(\w+)"', path.read_text()))
        used |= set(re.findall(r'class="(\w+)" c[xy]=', path.read_text()))
    assert {"surface", "ground", "zone", "span", "dot"} <= used
    assert used <= known


def test_a_drawing_is_as_large_as_its_zoom_says() -> None:
    with Image.open(io.BytesIO(rasterised(standalone(30, 20, rectangle(Box(0, 0, 30, 20), "yes")), 2.5))) as image:
        assert image.size == (75, 50)
        assert image.convert("RGB").getpixel((40, 20)) == (0x0A, 0x6A, 0xA6)
