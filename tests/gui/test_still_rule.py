"""A rule to look at stands where it is, whichever way logits go, and has no band where there is none."""

import pyqtgraph as pg
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.calm_plot import calm
from alpaca_gui.gui.still_rule import StillRule
from alpaca_gui.logit.verdict import Rule


@pytest.fixture
def plot(qtbot: QtBot, qapp: QApplication) -> pg.PlotWidget:
    """A calm diagram."""
    plot = pg.PlotWidget()
    calm(plot)
    qtbot.addWidget(plot)
    return plot


def band_of(plot: pg.PlotWidget) -> pg.LinearRegionItem:
    """The zone that is drawn."""
    return next(item for item in plot.items() if isinstance(item, pg.LinearRegionItem))


@pytest.mark.parametrize(("angle", "orientation"), [(90, "vertical"), (0, "horizontal")])
def test_the_band_lies_around_the_threshold_along_the_axis_of_logits(
    plot: pg.PlotWidget, angle: int, orientation: str
) -> None:
    rule = StillRule(plot, pg.InfiniteLine(angle=angle))
    rule.show_rule(Rule(1.5, 0.5))
    band = band_of(plot)
    assert rule.threshold.value() == 1.5
    assert band.getRegion() == (1.0, 2.0)
    assert band.isVisible()
    assert band.orientation == orientation
    assert {edge.angle for edge in band.lines} == {angle}
    assert not band.movable
    rule.show_rule(Rule(-3.0, 0.0))
    assert rule.threshold.value() == -3.0
    assert not band.isVisible()


def test_it_has_a_place_of_its_own_under_all_that_is_drawn_and_moves_no_axis(plot: pg.PlotWidget) -> None:
    rule = StillRule(plot, pg.InfiniteLine(angle=90, label="threshold"))
    curve = pg.PlotCurveItem([0.0, 1.0], [0.0, 1.0])
    plot.addItem(curve)
    rule.restyle()
    rule.show_rule(Rule(1e6, 10.0))
    assert band_of(plot).zValue() < curve.zValue()
    (low, high), _ = plot.getViewBox().viewRange()
    assert -1 < low < high < 2
