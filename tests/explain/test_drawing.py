"""Drawings are SVG that every program can read, with every text made harmless, and resvg draws what they say."""

import io
import re
import unicodedata
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
from alpaca_gui.explain.drawing import missing
from alpaca_gui.explain.drawing.axis_drawing import LogitAxis
from alpaca_gui.explain.drawing.elements import Box, Type, rectangle, sign, titled, words
from alpaca_gui.explain.drawing.ink import LIGHT_SHEET, PAGE_SHEET, standalone
from alpaca_gui.explain.drawing.map_drawing import legend, picture_with_map, sum_text
from alpaca_gui.explain.drawing.missing import boxes_text, undrawable
from alpaca_gui.explain.drawing.raster import rasterised
from alpaca_gui.explain.drawing.setting import broken, fitted, set_whole, width_of, wrapped
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


@given(ANY_TEXT, st.floats(60, 400), st.floats(8, 30))
def test_a_text_that_is_broken_is_whole_and_no_line_is_wider_than_its_place(
    said: str, width: float, size: float
) -> None:
    form = Type(size)
    lines = broken(said, width, form)
    assert "".join("".join(lines).split()) == "".join(printable(said).split())
    for line in lines:
        bare = line.rstrip("".join(each for each in line if unicodedata.combining(each)))
        assert width_of(bare, form) <= width or len(bare) <= 1


@given(st.text("abcdefg hijkäöüß", max_size=200), st.floats(90, 500))
def test_a_text_that_is_set_whole_has_the_largest_form_that_holds_it(said: str, width: float) -> None:
    ways = [(Type(33), 1), (Type(21), 2), (Type(15), 3)]
    form, lines = set_whole(said, width, ways)
    place = [each for each, _ in ways].index(form)
    assert len(lines) <= ways[place][1]
    assert all(width_of(line, form) <= width for line in lines)
    for larger, most in ways[:place]:
        assert len(broken(said, width, larger)) > most
    if "…" not in "".join(lines):
        assert "".join("".join(lines).split()) == "".join(said.split())


def test_an_accent_is_never_parted_from_its_letter() -> None:
    accented = "e\N{COMBINING ACUTE ACCENT}" * 60
    for width in range(40, 140, 7):
        cut = fitted(accented, width, Type(12))
        assert unicodedata.combining(cut[cut.index("…") + 1 :][:1] or "a") == 0
        assert all(not unicodedata.combining(line[0]) for line in broken(accented, width, Type(12)))


def test_characters_that_no_font_has_are_found_and_named() -> None:
    nobody_s = "\U0003fff1"
    for form in (Type(20), Type(20, bold=True), Type(20, mono=True)):
        assert undrawable(f"a{nobody_s}é{nobody_s}", form) == nobody_s
        assert undrawable("Ärger −1.5 × 260 …", form) == ""
    assert boxes_text("lama.jpg", Type(20)) == ""
    assert undrawable("ألبكة лама λάμα", Type(20, bold=True)) == "", "DejaVu has Arabic, Cyrillic and Greek"


def test_boxes_are_said_to_be_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing, "undrawable", lambda said, _: "".join(each for each in said if each in "羊🦙"))
    said = boxes_text("羊\n🦙 a", Type(20))
    assert said == "Boxes stand for characters that no font here has: U+7F8A U+1F999"


def test_the_colours_of_words_stand_out_from_the_paper() -> None:
    """4.5 to 1 at least, as WCAG 2.2 asks for text (success criterion 1.4.3)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for kind in ("ink", "quiet", "yes", "no", "unsure"):
        found = re.search(rf"svg \.{kind} \{{fill:(#[0-9a-f]{{6}})\}}", LIGHT_SHEET)
        assert found is not None
        assert 1.05 / (luminance(found[1]) + 0.05) >= 4.5, kind


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
        "Row 1 of 2, column 1 of 2: +0.3000, 75.0 % of what speaks for yes",
        "Row 1 of 2, column 2 of 2: +0.1000, 25.0 % of what speaks for yes",
        "Row 2 of 2, column 1 of 2: −0.2000, 100.0 % of what speaks for no",
        "Row 2 of 2, column 2 of 2: 0, for neither side",
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


@given(st.floats(-9, 9), st.floats(-9, 9), st.floats(0, 3), st.sampled_from([12.0, 17.0, 30.0]))
def test_the_line_of_the_threshold_runs_through_no_logit_that_is_named(
    logit: float, threshold: float, band: float, size: float
) -> None:
    rule, form = Rule(threshold, band), Type(size, bold=True)
    axis = LogitAxis.around(48, 100, 800, [logit, 0.0], rule)
    said = f"as it is {logit:+.4f}"
    (found,) = re.findall(r'x="([\d.-]+)"', axis.named(rule, logit, 80, said, form))
    left, width, line_at = float(found), width_of(said, form), axis.place(threshold)
    assert not left - 5 < line_at < left + width + 5
    assert left >= 47.9
    assert left + width <= 848.1
    # It stands over its place, unless that is where the line or an end is.
    free = abs(axis.place(logit) - line_at) >= width / 2 + 10 and 48 + width / 2 <= axis.place(logit) <= 848 - width / 2
    assert not free or left + width / 2 == pytest.approx(axis.place(logit), abs=0.1)


def test_an_identifier_is_broken_after_a_joint() -> None:
    form = Type(14)
    name = "image_dataset_from_directory"
    width = width_of("image_dataset_from_d", form)
    assert broken(name, width, form) == ["image_dataset_from_", "directory"]
    assert broken("abcdefghij" * 4, width, form)[0].startswith("abcdefghij")
