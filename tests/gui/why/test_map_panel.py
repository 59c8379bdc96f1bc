"""The panel of the exact map, with the mouse and with the keyboard alone; and its estimate where there is none."""

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.bundle import load_bundle, save_bundle
from alpaca_gui.engine.exactness import EXACT_TO
from alpaca_gui.explain.cell_words import (
    BEYOND,
    NO_CELL,
    cell_text,
    digits_add_up,
    exactness,
    share_text,
    size_text,
    spoken_sum,
)
from alpaca_gui.explain.colours import NO, YES
from alpaca_gui.explain.contributions import Contributions
from alpaca_gui.explain.lens import DEEPER
from alpaca_gui.explain.occlusion import Occlusion
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.theme import DARK, LIGHT, Appearance
from alpaca_gui.gui.why.map.map_legend import MapLegend
from alpaca_gui.gui.why.map.map_panel import ESTIMATE, FALL, STOP, MapPanel
from alpaca_gui.gui.why.map.sum_line import SumLine
from alpaca_gui.gui.why.why_window import WhyWindow
from alpaca_gui.logit.words import MINUS, logit_text
from alpaca_gui.resources import shipped_model
from tests.gui import driving
from tests.gui.conftest import ModelRuns, OpenWindow
from tests.gui.why.conftest import choose_row, open_why

pytestmark = driving.shows_a_tool_tip
Key = Qt.Key


def opened(qtbot: QtBot, window: MainWindow) -> tuple[WhyWindow, MapPanel]:
    why = open_why(qtbot, window)
    assert isinstance(why.panel, MapPanel)
    return why, why.panel


def contributions(panel: MapPanel) -> Contributions:
    assert isinstance(panel.canvas.contributions, Contributions)
    return panel.canvas.contributions


def hover(panel: MapPanel, row: int, column: int) -> None:
    move_to(panel, panel.canvas.cell_box(row, column).center().toPoint())


def move_to(panel: MapPanel, point: QPoint) -> None:
    """Move the mouse over the native window, which tells the widget below."""
    window = panel.window()
    QTest.mouseMove(window.windowHandle(), panel.canvas.mapTo(window, point))
    QApplication.processEvents()


@pytest.fixture
def without_map(tmp_path: Path) -> Path:
    """A bundle whose card says that it has no exact map."""
    bundle, path = load_bundle(shipped_model()), tmp_path / "deeper.model"
    save_bundle(path, replace(bundle.card, exact_map=False), dict(bundle.parts))
    return path


def test_the_sum_is_written_out_for_every_picture_on_both_sides(qtbot: QtBot, sampled: MainWindow) -> None:
    why, panel = opened(qtbot, sampled)
    sides = set()
    for row in range(len(driving.rows(sampled))):
        choose_row(qtbot, sampled, why, row)
        found = contributions(panel)
        assert why.subject is not None
        assert found.logit == why.subject.logit == driving.logits(sampled)[row]
        assert panel.sum.text.endswith(f"= {logit_text(why.subject.logit)}")
        assert panel.sum.text.startswith(f"{logit_text(found.bias)} + {size_text(found.yes)} ")
        bias, plus, yes, minus, no, _equals, logit = panel.sum.text.replace(MINUS, "-").split()
        assert (plus, minus) == ("+", "-")
        assert float(bias) + float(yes) - float(no) == pytest.approx(float(logit), abs=2 * EXACT_TO)
        assert panel.sum.accessibleName() == f"The sum: {spoken_sum(found)}"
        assert panel.note.text().startswith("Exact, to 0.0001: unrounded, the sum misses the logit by ")
        assert BEYOND in panel.note.text()
        sides.add(found.logit > 0)
    assert sides == {True, False}


def test_the_parts_wear_the_colours_of_their_sides_in_light_and_dark(qtbot: QtBot, sampled: MainWindow) -> None:
    _why, panel = opened(qtbot, sampled)
    for look, theme in ((Appearance.LIGHT, LIGHT), (Appearance.DARK, DARK)):
        sampled.set_appearance(look)
        QApplication.processEvents()
        inks = [panel.sum.numbers[name].palette().windowText().color() for name in ("cells for yes", "cells for no")]
        assert inks == [QColor(theme.yes), QColor(theme.no)]
    sampled.set_appearance(Appearance.LIGHT)


def test_hovering_tells_the_cell(qtbot: QtBot, sampled: MainWindow) -> None:
    _why, panel = opened(qtbot, sampled)
    found = contributions(panel)
    assert panel.reading.text() == NO_CELL
    for place in ((0, 0), (4, 5), (8, 8)):
        hover(panel, *place)
        assert panel.canvas.cell == place
        assert panel.reading.text() == cell_text(found, *place) == panel.canvas.accessibleDescription()
        assert logit_text(float(found.cells[place])) in panel.reading.text()
        assert f"Row {place[0] + 1} of 9, column {place[1] + 1} of 9" in panel.reading.text()


def test_beside_the_picture_there_is_no_cell(qtbot: QtBot, sampled: MainWindow) -> None:
    _why, panel = opened(qtbot, sampled)
    hover(panel, 4, 4)
    assert panel.canvas.cell == (4, 4)
    box = panel.canvas.picture_box()
    beside = QPointF(box.left() / 2, box.center().y()) if box.left() > 2 else QPointF(box.center().x(), box.top() / 2)
    move_to(panel, beside.toPoint())
    assert panel.reading.text() == NO_CELL
    assert panel.canvas.accessibleDescription() == ""


def test_the_arrow_keys_go_from_the_strongest_cell_to_its_neighbours_and_stop_at_the_edge(
    qtbot: QtBot, sampled: MainWindow
) -> None:
    why, panel = opened(qtbot, sampled)
    why.activateWindow()
    panel.canvas.setFocus()
    driving.press(panel.canvas, Key.Key_Left)
    row, column = contributions(panel).strongest()
    assert panel.canvas.cell == (row, column)
    assert abs(contributions(panel).cells[row, column]) == contributions(panel).largest
    for _ in range(12):
        driving.press(panel.canvas, Key.Key_Up)
        driving.press(panel.canvas, Key.Key_Left)
    assert panel.canvas.cell == (0, 0)
    driving.press(panel.canvas, Key.Key_Right)
    driving.press(panel.canvas, Key.Key_Down)
    driving.press(panel.canvas, Key.Key_Down)
    assert panel.canvas.cell == (2, 1)
    assert panel.canvas.accessibleDescription() == cell_text(contributions(panel), 2, 1)


def test_the_current_cell_stays_for_the_next_picture_and_tells_its_number(qtbot: QtBot, sampled: MainWindow) -> None:
    why, panel = opened(qtbot, sampled)
    hover(panel, 3, 6)
    choose_row(qtbot, sampled, why, 4)
    assert panel.canvas.cell == (3, 6)
    assert panel.reading.text() == cell_text(contributions(panel), 3, 6)


def test_the_current_cell_and_the_keyboard_are_seen(qtbot: QtBot, sampled: MainWindow) -> None:
    why, panel = opened(qtbot, sampled)
    before = panel.canvas.grab().toImage()
    why.activateWindow()
    panel.canvas.setFocus()
    driving.until(qtbot, panel.canvas.hasFocus)
    driving.press(panel.canvas, Key.Key_Left)
    after = panel.canvas.grab().toImage()
    assert panel.canvas.cell is not None
    edge = panel.canvas.cell_box(*panel.canvas.cell)
    place = QPoint(round(edge.center().x()), round(edge.top()))
    assert after.pixelColor(place).lightness() > 240
    assert before.pixelColor(place) != after.pixelColor(place)
    middle = QPoint(1, panel.canvas.height() // 2)
    assert before.pixelColor(middle) != after.pixelColor(middle)


def test_everything_is_reached_with_tab(qtbot: QtBot, sampled: MainWindow) -> None:
    why, panel = opened(qtbot, sampled)
    why.activateWindow()
    panel.canvas.setFocus()
    driving.until(qtbot, panel.canvas.hasFocus)
    reached = []
    for _ in range(4):
        reached.append(why.focusWidget())
        focused = why.focusWidget()
        assert focused is not None
        driving.press(focused, Key.Key_Tab)
    assert reached == [panel.canvas, panel.opacity, panel.bare, panel.grid]


def test_opacity_bare_cells_and_grid_change_what_is_drawn_and_the_legend_with_it(
    qtbot: QtBot, sampled: MainWindow
) -> None:
    _why, panel = opened(qtbot, sampled)
    place = panel.canvas.cell_box(*contributions(panel).strongest()).center().toPoint()
    shown = [panel.canvas.grab().toImage().pixelColor(place)]
    ends = [_end_of(panel.legend)]
    driving.press(panel.opacity, Key.Key_Home)
    assert panel.canvas.opacity == 0
    shown.append(panel.canvas.grab().toImage().pixelColor(place))
    ends.append(_end_of(panel.legend))
    driving.press(panel.bare, Key.Key_Space)
    assert not panel.opacity.isEnabled()
    bare = panel.canvas.grab().toImage().pixelColor(place)
    assert (bare.red(), bare.green(), bare.blue()) in (YES, NO)
    assert (_end_of(panel.legend).red(), _end_of(panel.legend).green()) == YES[:2]
    assert len({colour.rgb() for colour in (*shown, bare)}) == 3
    assert ends[0] != ends[1]
    driving.press(panel.grid, Key.Key_Space)
    assert panel.canvas.grid


def _end_of(legend: MapLegend) -> QColor:
    bar = legend.bar()
    return legend.grab().toImage().pixelColor(round(bar.right()) - 1, round(bar.center().y()))


def test_the_legend_is_symmetric_and_ends_at_the_largest(qtbot: QtBot, sampled: MainWindow) -> None:
    why, panel = opened(qtbot, sampled)
    for row in range(4):
        choose_row(qtbot, sampled, why, row)
        largest, ticks = contributions(panel).largest, panel.legend.ticks()
        assert panel.legend.largest == largest
        assert (ticks[0], ticks[-1]) == (-largest, largest)
        assert ticks == [-tick for tick in reversed(ticks)]
        assert 0.0 in ticks


@given(st.floats(1e-6, 1e6), st.integers(160, 1400))
def test_the_legends_numbers_never_lie_on_each_other(qapp: QApplication, largest: float, width: int) -> None:
    legend = MapLegend()
    legend.resize(width, legend.sizeHint().height())
    legend.show_scale(largest, 1.0, "logits per cell")
    numbers = [legend.number_box(tick) for tick in legend.ticks()]
    assert all(one.right() < other.left() for one, other in itertools.pairwise(numbers))
    assert numbers[0].left() >= 0
    assert numbers[-1].right() <= width
    assert not legend.grab().isNull()
    legend.deleteLater()


def test_it_holds_in_the_smallest_window_with_long_names(
    qtbot: QtBot, window: MainWindow, samples: list[Path], tmp_path: Path
) -> None:
    path = tmp_path / ("Donaudampfschifffahrtsgesellschaft" * 6 + '"<b>\n.png')
    path.write_bytes(samples[0].read_bytes())
    window.take_paths([str(path)])
    driving.settle(qtbot, window, 1)
    why, panel = opened(qtbot, window)
    why.resize(720, 540)
    QApplication.processEvents()
    assert (why.width(), why.height()) == (720, 540)
    assert panel.canvas.height() >= 160
    for widget in (panel.sum, panel.note, panel.legend, panel.grid):
        assert panel.rect().contains(widget.geometry()), widget


def test_a_model_without_an_exact_map_says_so_and_offers_an_estimate(
    qtbot: QtBot, open_window: OpenWindow, samples: list[Path], without_map: Path
) -> None:
    window = open_window(without_map)
    window.take_paths([str(samples[1])])
    driving.settle(qtbot, window, 1)
    _why, panel = opened(qtbot, window)
    assert "no exact map" in panel.note.text()
    assert DEEPER in panel.note.text()
    assert panel.canvas.contributions is None
    assert panel.sum.isHidden()
    assert panel.legend.isHidden()
    assert (panel.estimate.text(), panel.estimate.isHidden()) == (ESTIMATE, False)
    driving.press(panel.estimate, Key.Key_Space)
    assert panel.estimate.text() == STOP
    driving.until(qtbot, lambda: panel.estimate.text() == ESTIMATE)
    found = panel.canvas.contributions
    assert isinstance(found, Occlusion)
    assert found.complete
    assert panel.note.text().startswith("Estimated: each of 7 × 7 parts of what the model sees was covered with grey")
    assert "do not sum to the logit" in panel.note.text()
    assert "xact, to" not in panel.note.text()
    assert panel.sum.isHidden()
    assert (panel.legend.isHidden(), panel.legend.largest, panel.unit.text()) == (False, found.largest, FALL)
    hover(panel, *found.strongest())
    assert "covering it" in panel.reading.text()
    assert "%" not in panel.reading.text()


def test_an_estimate_can_be_stopped_and_what_was_found_stays(
    qtbot: QtBot, open_window: OpenWindow, samples: list[Path], without_map: Path, model_runs: ModelRuns
) -> None:
    window = open_window(without_map)
    window.take_paths([str(samples[1])])
    driving.settle(qtbot, window, 1)
    _why, panel = opened(qtbot, window)
    driving.press(panel.estimate, Key.Key_Space)
    driving.until(qtbot, lambda: isinstance(panel.canvas.contributions, Occlusion))
    model_runs.hold()
    driving.press(panel.estimate, Key.Key_Space)
    assert panel.estimate.text() == ESTIMATE
    found = panel.canvas.contributions
    assert isinstance(found, Occlusion)
    model_runs.release()
    driving.until(qtbot, lambda: not panel.context.thread.busy)
    qtbot.wait(20)
    assert panel.canvas.contributions is found
    assert panel.progress.text() == f"{found.done} of 49 parts"
    hover(panel, 6, 6)
    assert panel.reading.text() == "Row 7 of 7, column 7 of 7: not covered yet"


def test_another_picture_ends_the_estimate(
    qtbot: QtBot, open_window: OpenWindow, samples: list[Path], without_map: Path
) -> None:
    window = open_window(without_map)
    window.take_paths([str(path) for path in samples[:2]])
    driving.settle(qtbot, window, 2)
    why, panel = opened(qtbot, window)
    driving.press(panel.estimate, Key.Key_Space)
    driving.until(qtbot, lambda: isinstance(panel.canvas.contributions, Occlusion))
    row = 1 if driving.workspace(window).views.current_key() == driving.key(driving.rows(window)[0]) else 0
    choose_row(qtbot, window, why, row)
    driving.until(qtbot, lambda: not panel.context.thread.busy)
    qtbot.wait(20)
    assert panel.canvas.contributions is None
    assert panel.estimate.text() == ESTIMATE
    assert "It can be estimated" in panel.note.text()


def test_closing_while_it_is_estimated_leaves_nothing(
    qtbot: QtBot, open_window: OpenWindow, samples: list[Path], without_map: Path
) -> None:
    window = open_window(without_map)
    window.take_paths([str(samples[1])])
    driving.settle(qtbot, window, 1)
    why, panel = opened(qtbot, window)
    driving.press(panel.estimate, Key.Key_Space)
    driving.until(qtbot, lambda: isinstance(panel.canvas.contributions, Occlusion))
    why.close()


@given(st.floats(0, 1))
def test_a_share_is_never_rounded_down_to_nothing(share: float) -> None:
    words = share_text(share)
    assert not words.startswith("0.0")
    if words != "below 0.1 %":
        assert float(words.removesuffix(" %")) == pytest.approx(100 * share, abs=0.0501)


def test_a_sum_whose_digits_do_not_add_up_says_that_they_are_rounded() -> None:
    found = Contributions(np.array([[0.50004]]), 0.00004, 0.50008)
    assert not digits_add_up(found)
    assert "The four decimals shown are rounded" in exactness(found)
    plain = Contributions(np.array([[1.0, -0.5]]), 0.25, 0.75)
    assert digits_add_up(plain)
    assert "The four decimals shown are rounded" not in exactness(plain)


def written(qtbot: QtBot, contributions: Contributions) -> str:
    line = SumLine()
    qtbot.addWidget(line)
    line.show_sum(contributions)
    return line.text


def test_a_sum_without_a_known_bias_goes_without_it(qtbot: QtBot) -> None:
    found = Contributions(np.array([[1.5, -2.0]]), 0.0, -0.5, bias_known=False)
    assert written(qtbot, found) == "1.5000 − 2.0000 = −0.5000"
    assert spoken_sum(found) == "cells for yes 1.5000, minus cells for no 2.0000, is the logit −0.5000"
    assert "does not show its bias" in exactness(found)


def test_the_sum_of_a_no_has_its_signs(qtbot: QtBot) -> None:
    found = Contributions(np.array([[0.25, -2.0]]), -0.5, -2.25)
    assert written(qtbot, found) == "−0.5000 + 0.2500 − 2.0000 = −2.2500"
    assert cell_text(found, 0, 1) == "Row 1 of 1, column 2 of 2: −2.0000, 100.0 % of what speaks for no"
    assert size_text(-2.0) == "2.0000"


def test_a_cell_that_adds_nothing_speaks_for_neither_side() -> None:
    assert (
        cell_text(Contributions(np.zeros((1, 1)), 0.0, 0.0), 0, 0) == "Row 1 of 1, column 1 of 1: 0, for neither side"
    )
