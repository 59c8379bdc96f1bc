"""The histogram along the top, by mouse and keyboard: the brush, the threshold, the band, and what stands beside it."""

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QKeySequence, QPalette, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.histogram_panel import HistogramPanel
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.theme import DARK, Appearance, apply_appearance, current_theme
from alpaca_gui.logit.spread import Spread
from alpaca_gui.logit.verdict import Rule
from tests.gui.driving import LEFT, NO_KEY, drag_across, press, until

RULE = Rule(0.0, 1.0)
SHIFT = Qt.KeyboardModifier.ShiftModifier


def spread(*more: float) -> Spread:
    """A hundred logits from −5 to 5 and some more, a third of them labelled; what is beyond 4 is labelled wrongly."""
    logits = np.concatenate([np.linspace(-5, 5, 100), more])
    labels = np.full(logits.size, -1)
    labels[::3] = (logits[::3] > 0) & (logits[::3] < 4)
    return Spread(logits, labels)


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """A window to stand in."""
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(900, 200)
    return host


@pytest.fixture
def panel(qtbot: QtBot, host: QWidget) -> HistogramPanel:
    """The panel over a hundred logits, at a threshold of 0 with a band of 1; it has the keyboard."""
    panel = HistogramPanel(host)
    panel.resize(900, panel.sizeHint().height())
    panel.show_spread(spread(), RULE)
    host.show()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    panel.setFocus()
    panel.grab()
    return panel


def at(panel: HistogramPanel, x: float, height: float = 0.5) -> QPoint:
    """Where a place on the axis is on the plot's viewport."""
    (_, _), (bottom, top) = panel.box.viewRange()
    found: QPoint = panel.plot.mapFromScene(panel.box.mapViewToScene(QPointF(x, bottom + height * (top - bottom))))
    return found


def drag(panel: HistogramPanel, start: float, end: float) -> None:
    """Drag from one place on the axis to another."""
    panel.grab()  # a line knows what it covers when it has been drawn
    drag_across(panel.plot.viewport(), at(panel, start), at(panel, end))


def click(panel: HistogramPanel, x: float) -> None:
    """Click on a place on the axis."""
    QTest.mouseMove(panel.plot.viewport(), at(panel, x))
    QTest.mouseClick(panel.plot.viewport(), LEFT, NO_KEY, at(panel, x))


def told(panel: HistogramPanel) -> list[object]:
    """What the panel tells of its brush from now on."""
    heard: list[object] = []
    panel.brush_changed.connect(heard.append)
    return heard


def brush(panel: HistogramPanel) -> tuple[float, float]:
    """The brush that is there."""
    assert panel.brush is not None
    return panel.brush


def below_axis(panel: HistogramPanel) -> str:
    """What stands below the axis."""
    return str(panel.plot.getAxis("bottom").labelText)


def obeys(panel: HistogramPanel) -> list[Rule]:
    """Let the panel be shown each rule that is dragged, as the window does; the rules in turn."""
    rules = [RULE]

    def take(threshold: float, band: float) -> None:
        rules.append(Rule(threshold, band))
        panel.show_rule(rules[-1])

    panel.threshold_dragged.connect(lambda threshold: take(threshold, rules[-1].band))
    panel.band_dragged.connect(lambda band: take(rules[-1].threshold, band))
    return rules


def lines(panel: HistogramPanel) -> list[float]:
    """Where lines stand that the mouse can take hold of."""
    found = [item for item in panel.plot.scene().items() if isinstance(item, pg.InfiniteLine)]
    return sorted(float(line.value()) for line in found if line.movable)


def test_dragging_over_the_bars_draws_a_brush_and_tells_it_all_the_way(panel: HistogramPanel) -> None:
    heard = told(panel)
    drag(panel, -4, -2)
    assert brush(panel) == pytest.approx((-4, -2), abs=0.1)
    assert len(heard) > 3
    assert heard[-1] == panel.brush
    assert "pictures" in below_axis(panel)


def test_the_range_and_its_count_stand_below_the_axis(panel: HistogramPanel) -> None:
    panel.show_brush((-1.0, 2.5))
    logits = np.linspace(-5, 5, 100)
    assert below_axis(panel) == f"−1.00 to +2.50: {np.sum((logits >= -1) & (logits <= 2.5))} pictures"
    panel.show_brush((4.9, 5.0))
    assert below_axis(panel) == "+4.90 to +5.00: 1 picture"
    panel.show_brush(None)
    assert "logit" in below_axis(panel)


def test_dragging_backwards_draws_the_same(panel: HistogramPanel) -> None:
    drag(panel, -2, -4)
    assert brush(panel) == pytest.approx((-4, -2), abs=0.1)


def test_the_brush_ends_where_the_axis_does(panel: HistogramPanel) -> None:
    drag(panel, 3, 60)
    low, high = brush(panel)
    assert low == pytest.approx(3, abs=0.1)
    assert 5 <= high < 6


def test_a_drag_along_the_axis_below_draws_too(panel: HistogramPanel) -> None:
    down = QPoint(0, panel.plot.height() - at(panel, 0).y() - 8)
    drag_across(panel.plot.viewport(), at(panel, -4) + down, at(panel, -2) + down)
    assert brush(panel) == pytest.approx((-4, -2), abs=0.1)


def test_an_end_of_the_brush_is_pulled_and_even_past_the_other(panel: HistogramPanel) -> None:
    panel.show_brush((2.0, 3.0))
    drag(panel, 3, 4)
    assert brush(panel) == pytest.approx((2, 4), abs=0.1)
    drag(panel, brush(panel)[0], 4.6)
    assert brush(panel) == pytest.approx((4, 4.6), abs=0.1)


def test_the_brush_is_moved_as_a_whole_and_keeps_its_width_at_the_end(panel: HistogramPanel) -> None:
    panel.show_brush((2.0, 3.0))
    drag(panel, 2.5, 3.5)
    assert brush(panel) == pytest.approx((3, 4), abs=0.1)
    drag(panel, 3.5, 40)
    low, high = brush(panel)
    assert high - low == pytest.approx(1, abs=0.1)
    assert high >= 5


def test_drawing_beside_the_brush_begins_a_new_one(panel: HistogramPanel) -> None:
    panel.show_brush((2.0, 3.0))
    drag(panel, -4, -3)
    assert brush(panel) == pytest.approx((-4, -3), abs=0.1)


def test_a_drag_that_comes_back_to_where_it_began_leaves_no_brush(panel: HistogramPanel) -> None:
    heard = told(panel)
    port, start = panel.plot.viewport(), at(panel, -3)
    rate = pg.getConfigOption("mouseRateLimit")
    pg.setConfigOption("mouseRateLimit", 0)
    try:
        QTest.mousePress(port, LEFT, NO_KEY, start)
        for step in (20, 40, 0):
            QTest.mouseMove(port, start + QPoint(step, 0))
        QTest.mouseRelease(port, LEFT, NO_KEY, start)
    finally:
        pg.setConfigOption("mouseRateLimit", rate)
    assert panel.brush is None
    assert heard[-1] is None


def test_a_click_beside_the_brush_takes_it_off_and_one_on_it_does_not(panel: HistogramPanel) -> None:
    panel.show_brush((2.0, 3.0))
    heard = told(panel)
    click(panel, 2.5)
    assert panel.brush == (2, 3)
    click(panel, -3)
    assert panel.brush is None
    assert heard == [None]


def test_a_click_on_the_threshold_leaves_the_brush(panel: HistogramPanel) -> None:
    panel.show_brush((2.0, 3.0))
    panel.grab()
    click(panel, 0)
    assert panel.brush == (2, 3)


def test_showing_a_brush_tells_nobody(panel: HistogramPanel) -> None:
    heard = told(panel)
    panel.show_brush((2.0, 3.0))
    panel.show_rule(Rule(1, 2))
    panel.show_brush(None)
    assert heard == []


def test_a_brush_wider_than_the_axis_is_kept_as_it_is(panel: HistogramPanel) -> None:
    panel.show_brush((-1000.0, 0.0))
    panel.grab()
    assert panel.brush == (-1000, 0)
    assert below_axis(panel) == "−1,000 to +0.00: 50 pictures"


def test_the_first_arrow_key_begins_a_brush_around_the_threshold(panel: HistogramPanel) -> None:
    heard = told(panel)
    press(panel, Qt.Key.Key_Right)
    low, high = brush(panel)
    assert low < 0 < high
    assert heard == [(low, high)]


def test_arrow_keys_move_the_brush_by_a_bar_and_with_shift_pull_it_wider(panel: HistogramPanel) -> None:
    panel.show_brush((2.0, 3.0))
    press(panel, Qt.Key.Key_Right)
    low, high = brush(panel)
    step = low - 2
    assert 0 < step <= 0.5
    assert high == pytest.approx(3 + step)
    press(panel, Qt.Key.Key_Left)
    assert brush(panel) == pytest.approx((2, 3))
    press(panel, Qt.Key.Key_Right, SHIFT)
    assert brush(panel) == pytest.approx((2, 3 + step))
    press(panel, Qt.Key.Key_Left, SHIFT)
    assert brush(panel) == pytest.approx((2 - step, 3 + step))
    press(panel, Qt.Key.Key_Down, SHIFT)
    assert brush(panel) == pytest.approx((2, 3))
    press(panel, Qt.Key.Key_Up, SHIFT)
    assert brush(panel) == pytest.approx((2 - step, 3 + step))


def test_home_and_end_take_the_brush_to_the_ends(panel: HistogramPanel) -> None:
    panel.show_brush((2.0, 3.0))
    press(panel, Qt.Key.Key_End)
    low, high = brush(panel)
    assert high >= 5
    assert high - low == pytest.approx(1)
    press(panel, Qt.Key.Key_Home)
    low, high = brush(panel)
    assert low <= -5
    assert high - low == pytest.approx(1)


def test_escape_takes_the_brush_off_before_the_windows_own_escape_is_asked(panel: HistogramPanel) -> None:
    cancelled: list[bool] = []
    shortcut = QShortcut(QKeySequence("Esc"), panel.window())
    shortcut.activated.connect(lambda: cancelled.append(True))
    panel.show_brush((1.0, 2.0))
    heard = told(panel)
    press(panel, Qt.Key.Key_Escape)
    assert (panel.brush, heard, cancelled) == (None, [None], [])
    press(panel, Qt.Key.Key_Escape)
    assert cancelled == [True]


def test_a_key_with_control_is_left_to_the_window(panel: HistogramPanel) -> None:
    press(panel, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    press(panel, Qt.Key.Key_Y)
    assert panel.brush is None


def test_dragging_the_threshold_tells_each_step_and_once_that_it_is_over(panel: HistogramPanel) -> None:
    rules, ended = obeys(panel), []
    panel.drag_ended.connect(lambda: ended.append(rules[-1]))
    drag(panel, 0, 3)
    assert rules[-1].threshold == pytest.approx(3, abs=0.1)
    assert len(rules) > 4
    assert ended == [rules[-1]]
    assert panel.brush is None
    assert lines(panel) == pytest.approx([rules[-1].threshold + by for by in (-1, 0, 1)])


@pytest.mark.parametrize("edge", [-1, 1])
def test_dragging_an_edge_of_the_band_makes_it_wider_on_both_sides(panel: HistogramPanel, edge: int) -> None:
    rules, ended = obeys(panel), []
    panel.drag_ended.connect(lambda: ended.append(True))
    drag(panel, edge, 3 * edge)
    assert rules[-1].band == pytest.approx(3, abs=0.1)
    assert rules[-1].threshold == 0
    assert ended == [True]
    assert panel.brush is None


def test_lines_can_be_taken_hold_of_inside_a_brush(panel: HistogramPanel) -> None:
    rules = obeys(panel)
    panel.show_brush((-3.0, 3.0))
    drag(panel, 0, 2)
    assert rules[-1].threshold == pytest.approx(2, abs=0.1)
    assert panel.brush == (-3, 3)


def test_showing_a_rule_ends_no_drag(panel: HistogramPanel) -> None:
    ended: list[bool] = []
    panel.drag_ended.connect(lambda: ended.append(True))
    panel.show_rule(Rule(2, 0.5))
    panel.show_spread(spread(7.0), Rule(-2))
    assert ended == []


def test_a_line_that_nobody_heard_about_goes_back(panel: HistogramPanel) -> None:
    drag(panel, 0, 3)
    assert lines(panel) == [-1, 0, 1]


def test_the_axis_stays_under_the_hand_and_takes_in_the_threshold_afterwards(panel: HistogramPanel) -> None:
    ends: list[object] = []
    panel.threshold_dragged.connect(lambda threshold: panel.show_rule(Rule(threshold, 1)))
    panel.threshold_dragged.connect(lambda _: ends.append(panel.box.viewRange()[0]))
    before = panel.box.viewRange()[0]
    drag(panel, 0, before[1] - 0.1)
    assert all(end == before for end in ends)
    assert panel.box.viewRange()[0][1] > before[1]


def test_numbers_beside_it_follow_the_rule(panel: HistogramPanel) -> None:
    counts = {sign: label.text() for sign, label in panel.readout.counts.items()}
    assert counts == {Sign.YES: "40", Sign.NO: "40", Sign.UNSURE: "20"}
    assert panel.readout.coverage.text() == "80.0 % decided"
    panel.show_rule(Rule(0, 0))
    assert panel.readout.counts[Sign.UNSURE].text() == "0"
    assert panel.readout.coverage.text() == "100 % decided"


def test_errors_beside_it_are_those_of_the_labels_with_their_interval(panel: HistogramPanel) -> None:
    assert panel.readout.errors[Sign.YES].text() == "of 14 labelled, 4 wrong (28.6 %, 11.7 to 54.6)"
    assert panel.readout.errors[Sign.NO].text() == "of 14 labelled, 0 wrong (0 %, 0.0 to 21.5)"


def test_without_labels_nothing_is_said_of_errors(panel: HistogramPanel) -> None:
    panel.show_spread(Spread([1.0, -1.0]), Rule())
    assert not panel.readout.errors[Sign.YES].isVisible()
    assert not panel.readout.errors[Sign.NO].isVisible()


def test_where_there_is_little_room_the_intervals_are_left_to_the_tool_tip(qtbot: QtBot, panel: HistogramPanel) -> None:
    panel.resize(500, panel.height())
    assert panel.readout.errors[Sign.YES].text() == "of 14 labelled, 4 wrong"
    assert "11.7 to 54.6" in panel.readout.toolTip()
    until(qtbot, lambda: panel.plot.width() >= 300)
    panel.resize(900, panel.height())
    assert "11.7 to 54.6" in panel.readout.errors[Sign.YES].text()


def test_a_screen_reader_is_told_the_numbers_and_the_keys(panel: HistogramPanel) -> None:
    assert panel.accessibleName() == "Histogram of logits"
    assert panel.accessibleDescription().startswith("Yes 40 · no 40 · unsure 20; 80.0 % decided.")
    assert "arrow keys" in panel.accessibleDescription()
    assert panel.readout.counts[Sign.YES].accessibleName() == "Yes: 40"


def bars(panel: HistogramPanel) -> dict[str, float]:
    """How much of each bar's colour there is in the picture of the plot, in pixels."""
    picture = panel.plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(picture.constBits(), dtype=np.uint32).reshape(picture.height(), -1) & 0xFFFFFF
    theme = current_theme()
    inks = {"yes": theme.yes, "no": theme.no, "unsure": theme.unsure}
    return {name: float(np.sum(raw == (QColor(ink).rgb() & 0xFFFFFF))) for name, ink in inks.items()}


def test_bars_have_the_colours_of_what_is_decided(panel: HistogramPanel) -> None:
    first = bars(panel)
    assert min(first.values()) > 100
    panel.show_rule(Rule(-20))
    after = bars(panel)
    assert after["yes"] > 500
    assert after["no"] == 0


def test_one_picture_is_seen_beside_a_hundred_thousand(panel: HistogramPanel) -> None:
    panel.show_spread(Spread([-3.0] * 100_000 + [3.0]), Rule())
    found = bars(panel)
    assert found["no"] > found["yes"] > 8


def test_one_logit_far_off_stands_apart_and_says_so(panel: HistogramPanel) -> None:
    panel.show_spread(spread(1e30), RULE)
    texts = [
        item.toPlainText() for item in panel.plot.scene().items() if isinstance(item, pg.TextItem) and item.isVisible()
    ]
    assert "1 out to +1e+30" in texts
    assert panel.box.viewRange()[0][1] < 8
    press(panel, Qt.Key.Key_End)
    assert brush(panel)[1] == 1e30
    press(panel, Qt.Key.Key_Left)
    assert brush(panel)[1] < 8


@pytest.mark.parametrize(
    "logits", [[0.0], [1e30], [-1.7e308, 1.7e308], [1e16] * 50, [5e-324, -5e-324], list(np.linspace(-1e8, 1e8, 99))]
)
def test_odd_logits_are_drawn_and_brushed(panel: HistogramPanel, logits: list[float]) -> None:
    panel.show_spread(Spread(logits), RULE)
    panel.grab()
    start, end = panel.box.viewRange()[0]
    drag(panel, start, end)
    assert panel.brush is not None
    assert f": {len(logits)} " in below_axis(panel)


def test_nothing_is_calm_and_takes_no_brush(panel: HistogramPanel) -> None:
    heard = told(panel)
    panel.show_spread(Spread([]), RULE)
    drag(panel, -3, 3)
    press(panel, Qt.Key.Key_Right)
    assert (panel.brush, heard) == (None, [])
    assert panel.readout.counts[Sign.YES].text() == "–"
    assert panel.accessibleDescription().startswith("There are no logits.")
    texts = [
        item.toPlainText() for item in panel.plot.scene().items() if isinstance(item, pg.TextItem) and item.isVisible()
    ]
    assert texts == ["No logits yet"]
    panel.show_spread(spread(), RULE)
    assert lines(panel) == [-1, 0, 1]


def test_it_follows_the_theme(panel: HistogramPanel, qapp: QApplication) -> None:
    panel.show_brush((1.0, 2.0))
    apply_appearance(qapp, Appearance.DARK)
    try:
        QApplication.sendPostedEvents(None, QEvent.Type.ApplicationPaletteChange)
        panel.restyle()
        assert panel.plot.grab().toImage().pixelColor(1, 1) == QColor(DARK.surface)
        assert min(bars(panel).values()) > 50
        assert panel.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window)
    finally:
        apply_appearance(qapp, Appearance.LIGHT)
