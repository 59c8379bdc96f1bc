"""The dots of a list on a curve: in the colours of their decisions, and no more of them than there are places."""

import numpy as np
import pyqtgraph as pg
import pytest
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.calm_plot import calm
from alpaca_gui.gui.lesson.axis_dots import AxisDots
from alpaca_gui.gui.signs import Sign, colour
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.logit.sigmoid import Floats, sigmoid
from alpaca_gui.logit.verdict import Decision, Rule, decide_one

RULE = Rule(threshold=1.0, band=0.5)


@pytest.fixture
def plot(qtbot: QtBot) -> pg.PlotWidget:
    """An empty plot."""
    made = pg.PlotWidget()
    calm(made)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dots(plot: pg.PlotWidget) -> AxisDots:
    """Dots of no list yet."""
    return AxisDots(plot)


def draw(dots: AxisDots, logits: Floats, reach: float) -> None:
    """Draw a list on a sigmoid."""
    dots.show(logits, None, RULE)
    dots.draw(sigmoid, -reach, reach)


@pytest.mark.parametrize("reach", [8.0, 1000.0])
def test_each_dot_is_a_logit_of_the_list_in_the_cloud_of_its_decision(dots: AxisDots, reach: float) -> None:
    logits = np.random.default_rng(5).normal(0, 6, 5000)
    draw(dots, logits, reach)
    drawn = 0
    for decision, cloud in dots.clouds.items():
        x, y = cloud.getData()
        drawn += x.size
        assert np.isin(x, logits).all()
        assert all(decide_one(float(one), RULE) is decision for one in x)
        assert y == pytest.approx(sigmoid(x))
        assert cloud.opts["brush"].color().rgb() == colour(Sign(int(decision)), current_theme()).rgb()
    assert drawn > 0


def test_a_long_list_draws_no_more_dots_than_there_are_places_and_a_short_one_all(dots: AxisDots) -> None:
    for count, most in ((100_000, 1501), (40, 40)):
        logits = np.linspace(-7.9, 7.9, count)
        draw(dots, logits, 8.0)
        drawn = np.concatenate([cloud.getData()[0] for cloud in dots.clouds.values()])
        assert drawn.size <= most
        gaps = np.abs(logits[:, None] - np.sort(drawn)[None, :]).min(axis=1) if count == 40 else np.diff(np.sort(drawn))
        assert gaps.max() <= 16 / 700  # below two pixels of a wide window
    assert {decision for decision, cloud in dots.clouds.items() if cloud.getData()[0].size} == set(Decision)
