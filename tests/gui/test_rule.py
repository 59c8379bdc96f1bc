"""Threshold and band: every way to change them changes every decision at once, and the model does not run again."""

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QSlider
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.signs import Sign
from alpaca_gui.logit.verdict import Rule
from tests.gui.conftest import ModelRuns
from tests.gui.driving import choose, click, drag_across, logits, press, signs, type_in, until, workspace


@pytest.fixture
def plain(sampled: MainWindow) -> MainWindow:
    """A window with the samples, threshold 0 and no band."""
    workspace(sampled).controls.threshold.setValue(0)
    workspace(sampled).controls.band.setValue(0)
    return sampled


def rule(window: MainWindow) -> Rule:
    """The rule that the rows are read with."""
    return workspace(window).collection.rule


def expected(window: MainWindow) -> list[Sign]:
    """The signs that follow from the logits and the rule."""
    how = rule(window)
    return [
        Sign.UNSURE if abs(z - how.threshold) < how.band else Sign.YES if z > how.threshold else Sign.NO
        for z in logits(window)
    ]


def across(window: MainWindow, logit: float) -> QPoint:
    """Where a logit is in the plot, at half its height."""
    plot = workspace(window).curve.plot
    inside: QPoint = plot.mapFromScene(plot.getPlotItem().vb.mapViewToScene(QPointF(logit, 0.5)))
    return inside


def drag(qtbot: QtBot, window: MainWindow, start: float, end: float) -> None:
    """Drag with the mouse inside the plot from one logit, where a line stands, to another."""
    plot = workspace(window).curve.plot
    lines = [item for item in plot.scene().items() if isinstance(item, pg.InfiniteLine)]

    def drawn() -> bool:
        """Whether there is a line to take hold of; the plot follows a moment later."""
        there = any(abs(line.value() - start) < 0.02 for line in lines)
        return there and plot.viewport().rect().contains(across(window, start))

    until(qtbot, drawn)
    window.grab()
    drag_across(plot.viewport(), across(window, start), across(window, end))


def test_typing_a_threshold_changes_the_decisions_at_once(plain: MainWindow, model_runs: ModelRuns) -> None:
    ran, before = model_runs.count, signs(plain)
    box = workspace(plain).controls.threshold
    box.selectAll()
    type_in(box, "-5")
    press(box, Qt.Key.Key_Return)
    assert rule(plain).threshold == -5
    assert signs(plain) == expected(plain) != before
    assert model_runs.count == ran


def test_half_typed_numbers_decide_nothing_yet(plain: MainWindow) -> None:
    box = workspace(plain).controls.threshold
    box.selectAll()
    type_in(box, "4")
    assert rule(plain).threshold == 0


def test_stepping_the_slider_changes_the_decisions_at_once(plain: MainWindow, model_runs: ModelRuns) -> None:
    ran = model_runs.count
    slider = workspace(plain).controls.threshold_slider
    for _ in range(5):
        press(slider, Qt.Key.Key_PageUp)
    assert rule(plain).threshold == 5
    assert signs(plain) == expected(plain)
    assert Sign.YES not in signs(plain)
    assert workspace(plain).controls.threshold.value() == 5
    assert model_runs.count == ran


def test_dragging_the_line_in_the_plot_changes_the_decisions_at_once(
    qtbot: QtBot, plain: MainWindow, model_runs: ModelRuns
) -> None:
    ran = model_runs.count
    drag(qtbot, plain, 0, 3.5)
    assert rule(plain).threshold == pytest.approx(3.5, abs=0.2)
    assert workspace(plain).controls.threshold.value() == pytest.approx(rule(plain).threshold)
    assert signs(plain) == expected(plain)
    assert model_runs.count == ran


def test_dragging_an_edge_of_the_band_makes_it_wider_on_both_sides(qtbot: QtBot, plain: MainWindow) -> None:
    workspace(plain).controls.band.setValue(1)
    drag(qtbot, plain, 1, 3)
    assert rule(plain).band == pytest.approx(3, abs=0.2)
    assert rule(plain).threshold == 0
    assert signs(plain) == expected(plain)
    drag(qtbot, plain, -3, -2)
    assert rule(plain).band == pytest.approx(2, abs=0.2)


def test_the_line_can_be_taken_hold_of_when_there_is_no_band(qtbot: QtBot, plain: MainWindow) -> None:
    drag(qtbot, plain, 0, -2)
    assert rule(plain).threshold == pytest.approx(-2, abs=0.2)
    assert rule(plain).band == 0


def test_a_line_dragged_out_of_the_plot_stays_within_what_can_be_typed(qtbot: QtBot, plain: MainWindow) -> None:
    for _ in range(6):
        drag(qtbot, plain, rule(plain).threshold, 5 * (rule(plain).threshold + 10))
    most = workspace(plain).controls.threshold.maximum()
    assert 0 < rule(plain).threshold <= most
    assert workspace(plain).controls.threshold.value() == pytest.approx(rule(plain).threshold)


def test_what_lies_inside_the_band_is_unsure(plain: MainWindow) -> None:
    assert Sign.UNSURE not in signs(plain)
    workspace(plain).controls.band.setValue(3)
    assert signs(plain) == expected(plain)
    assert Sign.UNSURE in signs(plain)
    choose_word = workspace(plain).header.show_box.itemText(3)
    assert choose_word == f"Unsure ({signs(plain).count(Sign.UNSURE)})"


def test_the_reading_follows_the_threshold(plain: MainWindow) -> None:
    choose(plain, "drawn-alpaca.jpg")
    reading = workspace(plain).reading
    logit, probability = reading.logit.text(), reading.probability.text()
    assert reading.decision.text() == "Yes, alpaca"
    workspace(plain).controls.threshold.setValue(20)
    assert reading.decision.text() == "No, not alpaca"
    assert (reading.logit.text(), reading.probability.text()) == (logit, probability)
    assert "away from flipping" in reading.sentence.text()


def test_reset_goes_back_to_what_the_models_card_says(sampled: MainWindow) -> None:
    controls = workspace(sampled).controls
    bundle = workspace(sampled).collection.bundle
    assert bundle is not None
    assert rule(sampled) == bundle.card.rule
    assert not controls.reset.isEnabled()
    controls.threshold.setValue(2)
    controls.band.setValue(4)
    click(controls.reset)
    assert rule(sampled) == bundle.card.rule
    assert controls.threshold.value() == bundle.card.rule.threshold
    assert not controls.reset.isEnabled()


def test_sliders_and_numbers_show_the_same(plain: MainWindow) -> None:
    controls = workspace(plain).controls
    controls.band.setValue(2.5)
    assert isinstance(controls.band_slider, QSlider)
    assert controls.band_slider.value() == 250
    controls.band_slider.setValue(130)
    assert controls.band.value() == 1.3


def test_a_threshold_set_before_the_pictures_come_holds_for_them(
    qtbot: QtBot, window: MainWindow, samples: list[object]
) -> None:
    until(qtbot, lambda: workspace(window).collection.bundle is not None)
    workspace(window).controls.threshold.setValue(-20)
    window.take_paths([str(path) for path in samples])
    until(qtbot, lambda: signs(window) == [Sign.YES] * len(samples))
