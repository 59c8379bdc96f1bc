"""Histogram, filter and rule in the window: what is dragged is filtered and undone, what is typed is drawn."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.histogram_panel import HistogramPanel
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.record_views import ViewKind
from alpaca_gui.gui.signs import Sign
from alpaca_gui.library.columns import Order, Show
from alpaca_gui.library.query import parse
from alpaca_gui.logit.verdict import Rule
from tests.gui.conftest import OpenWindow
from tests.gui.driving import (
    LEFT,
    NO_KEY,
    close_for_good,
    drag_across,
    draw,
    drop,
    files,
    logits,
    names,
    press,
    settle,
    until,
    workspace,
    written,
)

CONTROL = Qt.KeyboardModifier.ControlModifier


def histogram(window: MainWindow) -> HistogramPanel:
    """The histogram along the top."""
    return workspace(window).histogram


def rule(window: MainWindow) -> Rule:
    """The rule that the rows are read with."""
    return workspace(window).collection.rule


def at(window: MainWindow, logit: float, height: float = 0.4) -> QPoint:
    """Where a logit is on the histogram's viewport."""
    panel = histogram(window)
    (_, _), (bottom, top) = panel.box.viewRange()
    scene = panel.box.mapViewToScene(QPointF(panel._scale.place_of(logit), bottom + height * (top - bottom)))
    found: QPoint = panel.plot.mapFromScene(scene)
    return found


def drag(window: MainWindow, start: float, end: float) -> None:
    """Drag in the histogram from one logit to another."""
    window.grab()  # a line knows what it covers when it has been drawn
    drag_across(histogram(window).plot.viewport(), at(window, start), at(window, end))


def brushed(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the rows follow the brush."""
    until(qtbot, lambda: not workspace(window).filtering.brushing)


@pytest.mark.parametrize("kind", list(ViewKind))
def test_a_range_that_is_dragged_is_shown_and_written_as_a_filter(
    qtbot: QtBot, sampled: MainWindow, kind: ViewKind
) -> None:
    workspace(sampled).show_view(kind)
    everyone = logits(sampled)
    drag(sampled, -7.5, -4)
    brushed(qtbot, sampled)
    brush = histogram(sampled).brush
    assert brush is not None
    low, high = brush
    assert (low, high) == pytest.approx((-7.5, -4), abs=0.3)
    assert logits(sampled) == [z for z in everyone if low <= z <= high]
    assert 0 < len(logits(sampled)) < len(everyone)
    (term,) = parse(workspace(sampled).header.filter.edit.text()).terms
    assert term.key == "logit"
    assert (term.value.low, term.value.high) == brush  # type: ignore[union-attr]  # a range


def test_a_range_that_is_typed_is_drawn(qtbot: QtBot, sampled: MainWindow) -> None:
    everyone = names(sampled)
    workspace(sampled).set_filter("logit:-1..1")
    until(qtbot, lambda: histogram(sampled).brush == (-1, 1))
    assert names(sampled) == ["doe.png", "lion.png", "ram.png"]
    workspace(sampled).header.filter.edit.clear()
    until(qtbot, lambda: histogram(sampled).brush is None)
    assert names(sampled) == everyone


@pytest.mark.parametrize("text", ["logit:>1", "-logit:-1..1", "lion", "logit:-1..1 logit:0..2", "label:none"])
def test_a_filter_that_is_no_plain_range_draws_no_brush(qtbot: QtBot, sampled: MainWindow, text: str) -> None:
    workspace(sampled).set_filter("logit:-1..1")
    until(qtbot, lambda: histogram(sampled).brush == (-1, 1))
    workspace(sampled).set_filter(text)
    until(qtbot, lambda: workspace(sampled).collection.shown.filter == parse(text))
    assert histogram(sampled).brush is None


def test_taking_the_brush_off_takes_its_term_off_and_leaves_the_others(qtbot: QtBot, sampled: MainWindow) -> None:
    workspace(sampled).set_filter("logit:-1..1 png")
    until(qtbot, lambda: histogram(sampled).brush == (-1, 1))
    panel = histogram(sampled)
    panel.setFocus()
    press(panel, Qt.Key.Key_Escape)
    brushed(qtbot, sampled)
    assert panel.brush is None
    assert workspace(sampled).header.filter.edit.text() == "png"
    assert names(sampled) == [name for name in names(sampled) if name.endswith(".png")]


def test_a_click_beside_the_brush_shows_everyone_again(qtbot: QtBot, sampled: MainWindow) -> None:
    everyone = names(sampled)
    drag(sampled, -7.5, -4)
    brushed(qtbot, sampled)
    assert names(sampled) != everyone
    sampled.grab()
    QTest.mouseMove(histogram(sampled).plot.viewport(), at(sampled, 4))
    QTest.mouseClick(histogram(sampled).plot.viewport(), LEFT, NO_KEY, at(sampled, 4))
    brushed(qtbot, sampled)
    assert names(sampled) == everyone
    assert workspace(sampled).header.filter.edit.text() == ""


def test_a_typed_filter_and_a_brush_hold_together(qtbot: QtBot, sampled: MainWindow) -> None:
    workspace(sampled).set_filter("webp")
    until(qtbot, lambda: len(names(sampled)) == 2)
    drag(sampled, -6, -5)
    brushed(qtbot, sampled)
    assert names(sampled) == ["squirrel.webp"]
    assert workspace(sampled).header.filter.edit.text().startswith("webp logit:")


def test_one_drag_of_the_threshold_is_one_step_to_undo(qtbot: QtBot, sampled: MainWindow) -> None:
    before = rule(sampled)
    drag(sampled, before.threshold, 2)
    assert rule(sampled).threshold == pytest.approx(2, abs=0.2)
    assert rule(sampled).band == before.band
    moved = rule(sampled)
    written(qtbot, sampled)
    assert "threshold" in sampled.menus.undo.text()
    press(workspace(sampled).list, Qt.Key.Key_Z, CONTROL)
    written(qtbot, sampled)
    assert rule(sampled) == before
    assert workspace(sampled).controls.threshold.value() == before.threshold
    assert not sampled.menus.undo.isEnabled()
    sampled.menus.redo.trigger()
    written(qtbot, sampled)
    assert rule(sampled) == moved


def test_one_drag_of_the_bands_edge_is_one_step_to_undo(qtbot: QtBot, sampled: MainWindow) -> None:
    before = rule(sampled)
    drag(sampled, before.threshold + before.band, 3)
    assert rule(sampled).band == pytest.approx(3, abs=0.2)
    assert rule(sampled).threshold == before.threshold
    written(qtbot, sampled)
    sampled.menus.undo.trigger()
    written(qtbot, sampled)
    assert rule(sampled) == before
    assert not sampled.menus.undo.isEnabled()


def test_undo_in_the_middle_of_a_change_takes_back_that_change_and_not_the_one_before(
    qtbot: QtBot, sampled: MainWindow
) -> None:
    before = rule(sampled)
    press(workspace(sampled).list, Qt.Key.Key_Y)
    written(qtbot, sampled)
    workspace(sampled).controls.threshold.setValue(3)
    sampled.menus.undo.trigger()
    written(qtbot, sampled)
    assert rule(sampled) == before
    assert (workspace(sampled).columns.label >= 0).sum() == 1
    sampled.menus.undo.trigger()
    written(qtbot, sampled)
    assert (workspace(sampled).columns.label >= 0).sum() == 0


def test_a_label_after_a_change_of_the_rule_is_undone_before_it(qtbot: QtBot, sampled: MainWindow) -> None:
    before = rule(sampled)
    workspace(sampled).controls.threshold.setValue(3)
    press(workspace(sampled).list, Qt.Key.Key_Y)
    written(qtbot, sampled)
    sampled.menus.undo.trigger()
    written(qtbot, sampled)
    assert (workspace(sampled).columns.label >= 0).sum() == 0
    assert rule(sampled).threshold == 3
    sampled.menus.undo.trigger()
    written(qtbot, sampled)
    assert rule(sampled) == before


def test_a_threshold_brought_back_to_where_it_was_is_nothing_to_undo(qtbot: QtBot, sampled: MainWindow) -> None:
    before = rule(sampled).threshold
    for value in (before + 1, before):
        workspace(sampled).controls.threshold.setValue(value)
    until(qtbot, lambda: not workspace(sampled).rule_setting.going_on)
    written(qtbot, sampled)
    assert not sampled.menus.undo.isEnabled()


def test_a_rule_changed_just_before_closing_is_there_again(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    first = open_window()
    drop(first, files(draw(tmp_path / "a.png")))
    settle(qtbot, first, 1)
    workspace(first).controls.threshold.setValue(2.5)
    close_for_good(first)
    again = open_window()
    settle(qtbot, again, 1)
    assert rule(again).threshold == 2.5
    assert "threshold" in again.menus.undo.text()


def test_numbers_beside_the_histogram_follow_labels(qtbot: QtBot, sampled: MainWindow) -> None:
    inside = workspace(sampled)
    inside.collection.shown.arrange(Order.LOGIT_DOWN, Show.ALL)
    inside.views.choose(0)
    press(inside.list, Qt.Key.Key_N)
    written(qtbot, sampled)
    assert inside.histogram.readout.errors[Sign.YES].text().startswith("of 1 labelled, 1 wrong (100 %")
    assert inside.histogram.readout.errors[Sign.NO].text() == "nothing labelled"
    press(inside.list, Qt.Key.Key_Y)
    written(qtbot, sampled)
    assert inside.histogram.readout.errors[Sign.YES].text().startswith("of 1 labelled, 0 wrong")
