"""The words on a slide, and the colours that go with them."""

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.explain.contributions import Contributions
from alpaca_gui.explain.lens import Lens
from alpaca_gui.gui.present.guessing import Guesses, Score, Stage
from alpaca_gui.gui.present.slide import Slide
from alpaca_gui.gui.present.strip import Strip
from alpaca_gui.gui.theme import DARK
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.logit.verdict import Decision, Rule, judge
from alpaca_gui.logit.words import short_logit_text
from alpaca_gui.resources import shipped_model, shipped_samples


@pytest.fixture(scope="module")
def contributions() -> Contributions:
    seen = Lens(load_bundle(shipped_model())).look(FileSource(shipped_samples() / "lion.png"))
    assert seen.contributions is not None
    return seen.contributions


def slide(stage: Stage, contributions: Contributions | None) -> Slide:
    return Slide("Is it?", "Yes", judge(-0.61, Rule()), contributions, stage, Guesses(3, 1), Score())


def inks(strip: Strip) -> set[str]:
    image = strip.grab().toImage()
    lower = range(image.height() // 2, image.height())
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in lower}


def test_what_speaks_for_either_side_has_the_colour_that_it_has_in_the_map(
    qtbot: QtBot, contributions: Contributions
) -> None:
    shown = slide(Stage.MAP, contributions)
    assert {part.decision for part in shown.parts} == {None, Decision.YES, Decision.NO}
    texts = {part.decision: part.text for part in shown.parts}
    assert short_logit_text(contributions.yes) in texts[Decision.YES]
    assert short_logit_text(contributions.no) in texts[Decision.NO]
    strip = Strip()
    qtbot.addWidget(strip)
    strip.resize(1200, 180)
    both = {QColor(DARK.yes).name(), QColor(DARK.no).name()}
    strip.show_slide(shown)
    assert both <= inks(strip)
    strip.show_slide(slide(Stage.SCORE, contributions))
    assert not both & inks(strip)


def test_a_line_is_its_parts_one_behind_the_other(contributions: Contributions) -> None:
    for stage in Stage:
        for known in (contributions, None):
            shown = slide(stage, known)
            assert shown.line == "".join(part.text for part in shown.parts)
            assert shown.line in shown.spoken


def test_parts_that_are_too_long_for_a_line_are_all_drawn(qtbot: QtBot, contributions: Contributions) -> None:
    strip = Strip()
    qtbot.addWidget(strip)
    strip.resize(160, 180)
    strip.show_slide(slide(Stage.MAP, contributions))
    assert QColor(DARK.text).name() in inks(strip)
