"""The page needs nothing but itself, does nothing that a file's name asks for, and shows the mistakes worst first."""

import os
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from alpaca_gui.judging.judgement import Judgement, LeftOut
from alpaca_gui.judging.measure import report
from alpaca_gui.judging.page import page
from alpaca_gui.judging.page.axes import ticks
from alpaca_gui.judging.page.gallery import MOST
from alpaca_gui.logit.verdict import Rule
from tests.imaging.pictures import encoded
from tests.judging.made_up import drawn, made_up

HOSTILE = "\"><script>alert('1')</script>\n&amp;<img src=http://x.example/"
VOID = {"meta", "br", "img"}


class Reader(HTMLParser):
    """Reads a page strictly: every element is closed in its order; keeps elements, attributes and words."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]


def _read(judgement: Judgement) -> Reader:
    written = page(judgement, report(judgement))
    written.encode("utf-8")  # no stray bytes of a name
    reader = Reader()
    reader.feed(written)
    reader.close()
    assert reader.open == []
    return reader


def _with_pictures(folder: Path, judgement: Judgement) -> Judgement:
    data = encoded(Image.new("RGB", (40, 30), (200, 0, 0)), "PNG")
    paths = tuple(folder / path for path in judgement.paths)
    for path in paths:
        path.write_bytes(data)
    return replace(judgement, paths=paths)


def test_a_name_is_only_ever_text(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff\x1b") + HOSTILE.replace("/", ":")
    judgement = _with_pictures(tmp_path, replace(made_up([3.0, -3.0, -3.0], [1, 0, 1]), model=HOSTILE))
    odd = tmp_path / name
    judgement.paths[2].rename(odd)
    judgement = replace(
        judgement,
        paths=(*judgement.paths[:2], odd),
        yes=HOSTILE,
        no=f"not {HOSTILE}",
        left_out=(LeftOut(odd, f"It is broken {HOSTILE}."),),
    )
    reader = _read(judgement)
    assert reader.all("script") == []
    assert len(reader.all("img")) == 1
    assert all(not key.startswith("on") for _, attributes in reader.elements for key in attributes)
    assert any(r"\xff\x1b" in words and "<script>" in words for words in reader.words)


def test_it_loads_nothing_from_anywhere(tmp_path: Path) -> None:
    reader = _read(_with_pictures(tmp_path, drawn(1, 40)))
    policy = next(each["content"] for each in reader.all("meta") if each.get("http-equiv"))
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert {tag for tag, _ in reader.elements}.isdisjoint({"script", "link", "iframe", "object", "embed", "base"})
    for _, attributes in reader.elements:
        assert "href" not in attributes
        assert (attributes.get("src") or "data:").startswith("data:")
    assert "url(" not in page(drawn(1, 40), report(drawn(1, 40)))


def test_who_cannot_see_it_hears_what_is_there(tmp_path: Path) -> None:
    reader = _read(_with_pictures(tmp_path, drawn(2, 40)))
    assert [each["lang"] for each in reader.all("html")] == ["en-GB"]
    assert "How good is herd?" in reader.words
    assert all(each["alt"] for each in reader.all("img"))
    assert all(each.get("role") == "img" and each.get("aria-label") for each in reader.all("svg"))
    assert len(reader.all("svg")) == 4
    assert {each["scope"] for each in reader.all("th")} == {"col", "row"}
    assert len(reader.all("caption")) == len(reader.all("table"))


def test_the_mistakes_come_worst_first_and_then_what_is_unsure(tmp_path: Path) -> None:
    judgement = made_up([-1.5, 5.0, 0.5, -0.2, 7.0, -4.0], [1, 0, 1, 0, 1, 0], Rule(band=1.0))
    reader = _read(_with_pictures(tmp_path, judgement))
    shown = [re.sub(r".*picture (\d+)\.png.*", r"\1", each["alt"] or "") for each in reader.all("img")]
    assert shown == ["1", "0", "3", "2"]
    assert reader.words.count("Suspicious label") == 1
    assert "2 pictures. The furthest from right come first." in reader.words


def test_so_many_pictures_and_no_more_are_shown_and_it_says_so(tmp_path: Path) -> None:
    judgement = made_up([*[2.0] * (MOST + 50), 3.0], [*[0] * (MOST + 50), 1])
    reader = _read(judgement)  # whose files are not there
    assert len([each for each in reader.all("li") if each.get("class") == "picture"]) == MOST
    assert any(f"{MOST} of them are shown, {MOST} pictures at most." in words for words in reader.words)
    assert any("It cannot be shown." in words for words in reader.words)


@pytest.mark.parametrize("logits", [[1000.0, -1000.0, 1000.0], [0.0, 0.0, 0.0], [1e-300, 5.0, 5.0]])
def test_extreme_logits_are_drawn_inside_the_charts(logits: list[float]) -> None:
    judgement = made_up(logits, [1, 0, 0])
    written = page(judgement, report(judgement))
    assert "nan" not in written.lower()
    for drawing in re.findall(r"<svg.*?</svg>", written, re.DOTALL):
        for element in ET.fromstring(drawing).iter():
            for key in ("x", "y", "cx", "cy"):
                assert -1 <= float(element.get(key, 0)) <= 421


def test_long_curves_are_thinned_and_keep_their_ends() -> None:
    judgement = drawn(3, 20_000)
    written = page(replace(judgement, rule=Rule()), report(judgement))
    assert len(written) < 800_000
    for points in re.findall(r'class="curve" points="([^"]*)"', written):
        assert 2 <= len(points.split()) <= 800
    assert re.search(r'points="52\.0,274\.0 .* 406\.0,14\.0"', written)


def test_it_says_what_flatters_the_model() -> None:
    judgement = replace(drawn(4, 30), seen=np.ones(30, dtype=np.bool_))
    reader = _read(judgement)
    assert "beware" in [each.get("class") for each in reader.all("p")]
    assert any("the figures flatter it" in words for words in reader.words)


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (0.0, 1.0, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (-12.0, 11.0, [-10, -5, 0, 5, 10]),
        (-1060.0, 1060.0, [-1000, -500, 0, 500, 1000]),
        (0.0, 3.36, [0, 1, 2, 3]),
    ],
)
def test_ticks_are_round_numbers(low: float, high: float, found: list[float]) -> None:
    assert ticks(low, high) == pytest.approx(found)
