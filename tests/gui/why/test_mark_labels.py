"""Words beside the lines of a plot lie on no line and on no other words."""

from collections.abc import Iterator
from itertools import combinations

import pyqtgraph as pg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF
from pytestqt.qtbot import QtBot

from alpaca_gui.explain.adjusting import SLIDERS, Adjustment
from alpaca_gui.explain.crossings import crossings
from alpaca_gui.explain.flip import Curve
from alpaca_gui.gui.why.flip.flip_plot import FlipPlot
from alpaca_gui.gui.why.flip.mark_labels import Mark, in_gap, placed
from alpaca_gui.logit.verdict import Rule

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")  # of Qt's offscreen platform
CROP = SLIDERS[4]
VIEWS = st.builds(QRectF, st.just(0.0), st.just(0.0), st.floats(1, 900), st.floats(1, 300))
WORDS = QSizeF(52.0, 20.0)
PLACES = st.lists(st.floats(-50, 950), max_size=9)


@given(PLACES, VIEWS, st.floats(-40, 340), st.booleans())
def test_no_words_lie_on_others_or_on_a_line_or_beyond_the_plot(
    places: list[float], view: QRectF, level: float, from_below: bool
) -> None:
    name = in_gap(WORDS, level, view, places)
    found = placed([Mark(x, WORDS) for x in places], view, [name] if name else [], from_below=from_below)
    assert len(found) == len(places)
    boxes = [box for box in (name, *found) if box is not None]
    assert not any(one.intersects(other) for one, other in combinations(boxes, 2))
    for box in boxes:
        assert not any(box.left() < x < box.right() for x in places)
        assert box.left() >= view.left()
        assert box.right() <= view.right()
    assert all(view.contains(box) for box in found if box is not None)


def test_two_lines_next_to_each_other_have_their_words_on_either_side() -> None:
    first, second = placed([Mark(91, WORDS), Mark(92, WORDS)], QRectF(0, 0, 400, 100), [], from_below=False)
    assert first is not None
    assert second is not None
    assert {first.right() < 91 or first.left() > 92, second.left() > 92 or second.right() < 91} == {True}


def test_a_line_alone_always_has_its_words_where_they_fit() -> None:
    view = QRectF(0, 0, 200, 60)
    for x in range(0, 201, 5):
        (box,) = placed([Mark(float(x), WORDS)], view, [], from_below=True)
        assert box is not None
        assert box.left() == x + 3 or box.right() == x - 3


def test_the_name_of_the_threshold_stands_in_a_gap_between_lines() -> None:
    view = QRectF(0, 0, 400, 100)
    assert in_gap(WORDS, 50, view, [380.0, 340.0, 300.0]) == QRectF(300 - 2 - 52, 30, 52, 20)
    assert in_gap(WORDS, 5, view, []) == QRectF(400 - 2 - 52, 5, 52, 20)
    falling = [QPointF(300, 0), QPointF(400, 45)]
    assert in_gap(WORDS, 50, view, [], falling) == QRectF(400 - 2 - 52, 50, 52, 20)
    assert in_gap(WORDS, 50, view, [], [QPointF(0, 40), QPointF(390, 60), QPointF(400, 40)]) == QRectF(2, 50, 52, 20)
    assert in_gap(WORDS, 50, view, [float(x) for x in range(0, 401, 40)]) is None


def boxes(plot: FlipPlot) -> Iterator[QRectF]:
    """Where the words are that are shown, in the scene."""
    texts: list[pg.TextItem] = [plot.crossings.threshold_word, *plot.crossings.words]
    for text in texts:
        if text.isVisible():
            yield text.mapRectToScene(text.boundingRect())


@pytest.mark.parametrize("size", [(220, 120), (480, 150), (900, 300)])
@pytest.mark.parametrize("rule", [Rule(), Rule(0.0, 0.4), Rule(2.9, 0.2), Rule(-2.9)])
def test_on_the_plot_itself_nothing_is_drawn_over_words(qtbot: QtBot, size: tuple[int, int], rule: Rule) -> None:
    """As a walk through the program found it: crossings at 75 and 77 %, and at 91 and 92 % of a way."""
    plot = FlipPlot()
    qtbot.addWidget(plot)
    plot.resize(*size)
    plot.show()
    values = [0.0, 0.20, 0.3, 0.32, 0.33, 0.6, 0.61, 0.63, 0.7, 0.75, 0.77, 0.8]
    logits = [3.0, 1.0, 2.0, -2.0, 2.0, 1.5, -1.0, 1.5, 3.0, -3.0, 2.5, -2.0]
    curve = Curve(CROP, Adjustment(), rule, tuple(values), tuple(logits), crossings(values, logits, rule), True, True)
    plot.show_curve(CROP, curve, rule)
    plot.show_now(0.0, 3.0)
    qtbot.wait(1)
    plot.grab()
    shown = list(boxes(plot))
    assert len(shown) > 1
    view = plot.plot.getViewBox()
    whole = view.mapRectToScene(view.boundingRect()).adjusted(-1, -1, 1, 1)
    for one, other in combinations(shown, 2):
        assert not one.intersects(other)
    for box in shown:
        assert whole.contains(box)
        for line in plot.crossings.shown:
            x = view.mapToScene(view.mapFromView(pg.Point(line.x, 0.0))).x()
            assert not box.left() + 1 < x < box.right() - 1


def test_words_stay_in_place_when_the_plot_is_made_wider(qtbot: QtBot) -> None:
    plot = FlipPlot()
    qtbot.addWidget(plot)
    plot.resize(300, 150)
    plot.show()
    values, logits = [0.0, 0.40, 0.8], [3.0, -3.0, -4.0]
    curve = Curve(
        CROP, Adjustment(), Rule(), tuple(values), tuple(logits), crossings(values, logits, Rule()), True, True
    )
    plot.show_curve(CROP, curve, Rule())
    for width in (300, 800, 240):
        plot.resize(width, 150)
        qtbot.wait(1)
        plot.grab()
        box = next(text.mapRectToScene(text.boundingRect()) for text in plot.crossings.words if text.isVisible())
        view = plot.plot.getViewBox()
        x = view.mapToScene(view.mapFromView(pg.Point(plot.crossings.shown[0].x, 0.0))).x()
        assert min(abs(box.left() - x), abs(box.right() - x)) == pytest.approx(3, abs=1)
