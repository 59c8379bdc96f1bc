"""Diagrams write their numbers as the rest of the program does, and cut nothing off."""

from typing import Final

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.calm_plot import calm, probability_over_logit
from alpaca_gui.gui.curve_panel import CurvePanel
from alpaca_gui.gui.logit_dots import SIZES as DOT_SIZES
from alpaca_gui.gui.rule_lines import RuleLines
from alpaca_gui.logit.verdict import Decision, Rule
from tests.gui import driving

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")

SIZES: Final = [(720, 100), (360, 160), (1100, 400)]
LARGEST: Final = 1.8 * DOT_SIZES[Decision.YES] + 2
"""How high the clear dot of a yes, or a no, is with its edge, in pixels; one that is unsure is never at an end."""


@pytest.fixture
def plot(qtbot: QtBot, qapp: QApplication) -> pg.PlotWidget:
    """A calm diagram on the screen, from -10 to 10 both ways."""
    plot = pg.PlotWidget()
    calm(plot)
    plot.resize(400, 300)
    plot.setXRange(-10, 10, padding=0)
    plot.setYRange(-10, 10, padding=0)
    plot.show()
    qtbot.addWidget(plot)
    return plot


@pytest.mark.parametrize("side", ["bottom", "left"])
def test_numbers_below_zero_have_a_true_minus(plot: pg.PlotWidget, side: str) -> None:
    axis = plot.getAxis(side)
    assert axis.tickStrings([-5, 0, 5], 1.0, 5.0) == ["−5", "0", "5"]
    assert axis.tickStrings([-0.5], 1.0, 0.5) == ["−0.5"]
    assert axis.tickStrings([-1e-7], 1.0, 1e-7) == ["−1e−07"]


def test_the_highest_number_is_whole(plot: pg.PlotWidget) -> None:
    plot.getAxis("left").setTicks([[(10, "1000")]])
    QApplication.processEvents()
    top = plot.getPlotItem().getViewBox().mapViewToScene(pg.Point(0, 10)).y()
    assert top >= plot.fontMetrics().boundingRect("1000").height() / 2


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("height", [0.0, 1.0])
def test_a_dot_at_an_end_of_the_probability_is_whole(plot: pg.PlotWidget, size: tuple[int, int], height: float) -> None:
    probability_over_logit(plot)
    plot.resize(*size)
    QApplication.processEvents()
    box = plot.getPlotItem().getViewBox()
    y = box.mapFromView(pg.Point(0, height)).y()
    assert LARGEST / 2 <= y <= box.height() - LARGEST / 2


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("threshold", [-99.0, -8.0, -0.5, 0.0, 0.5, 8.0, 99.0])
def test_the_words_beside_the_threshold_are_whole(qtbot: QtBot, size: tuple[int, int], threshold: float) -> None:
    panel = CurvePanel()
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    panel.show_logits(np.array([-6.0, 11.0]), 11.0, Rule(threshold=threshold))
    (label,) = [
        item for item in panel.plot.scene().items() if isinstance(item, pg.InfLineLabel) and "threshold" in item.format
    ]
    driving.until(qtbot, lambda: f"{threshold:.2f}" in label.textItem.toPlainText())
    box = panel.plot.getPlotItem().getViewBox()

    def whole() -> bool:
        words, seen = label.textItem.sceneBoundingRect(), box.sceneBoundingRect()
        return bool(seen.left() - 1 <= words.left() and words.right() <= seen.right() + 1)

    driving.until(qtbot, whole)


def test_the_words_stay_on_the_right_while_there_is_room(plot: pg.PlotWidget) -> None:
    lines = RuleLines(plot, 0.5)
    for threshold in (-9.0, 0.0, 2.0):
        lines.show_rule(Rule(threshold=threshold))
        QApplication.processEvents()
        label = lines._threshold.label
        x = plot.getPlotItem().getViewBox().mapViewToScene(pg.Point(threshold, 0)).x()
        assert label.textItem.sceneBoundingRect().left() >= x - 1
