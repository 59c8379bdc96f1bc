"""The stability bench: opened on the picture's logit, dragged to ±1000, and everything on it is of this very logit."""

import itertools
import math
import struct
import threading
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.explain.exact import digits_text, exact
from alpaca_gui.explain.stability_bench import Setting
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.theme import LIGHT, Appearance
from alpaca_gui.gui.why.stability import stability_panel, tensorflow_asker
from alpaca_gui.gui.why.stability.bench_axis import WHOLE, BenchAxis, near
from alpaca_gui.gui.why.stability.bench_plot import BenchPlot
from alpaca_gui.gui.why.stability.controls import EPSILONS
from alpaca_gui.gui.why.stability.drawn import Breaks, Drawn
from alpaca_gui.gui.why.stability.drawn import drawn as compute_drawn
from alpaca_gui.gui.why.stability.label_places import Wanted, along, place_labels
from alpaca_gui.gui.why.stability.stability_panel import StabilityPanel
from alpaca_gui.gui.why.stability.styles import exact_pen, pen_of
from alpaca_gui.gui.why.stability.words import NAMES, number_text
from alpaca_gui.gui.why.why_window import WhyWindow
from alpaca_gui.logit.float_bits import Precision
from alpaca_gui.logit.stability import Method
from alpaca_gui.logit.words import short_logit_text
from alpaca_gui.training.keras_losses import MISSING
from tests.gui.driving import LEFT, NO_KEY, choose, click, drag_across, press, type_in, until

STEP_MS, PATIENCE_MS = 5, 60_000
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise")  # of Qt's offscreen platform


def why_of(window: MainWindow) -> WhyWindow:
    """The window that shows why."""
    return next(one for one in window.findChildren(WhyWindow) if one.isVisible())


def open_bench(qtbot: QtBot, window: MainWindow, name: str = "lion.png") -> StabilityPanel:
    """Put a picture on the bench."""
    choose(window, name)
    window.why.show_panel("stability")
    panel = why_of(window).panel
    assert isinstance(panel, StabilityPanel)
    until(qtbot, lambda: panel.subject is not None and panel.subject.name == name and panel.isVisible())
    settle(panel)
    return panel


def settle(panel: StabilityPanel) -> None:
    """Wait until the curves are those of what the bench is set to."""
    waited = 0
    while panel.busy and waited < PATIENCE_MS:
        QTest.qWait(STEP_MS)
        waited += STEP_MS
    assert not panel.busy
    assert panel.curves is not None


def set_logit(panel: StabilityPanel, logit: float) -> None:
    """Type a logit."""
    box = panel.controls.logit
    box.selectAll()
    type_in(box, str(logit))
    press(box, Qt.Key.Key_Return)
    settle(panel)


def set_bench(panel: StabilityPanel, label: int, precision: Precision, epsilon: float = 1e-7) -> None:
    """Choose label, kind of number and epsilon."""
    panel.controls.labels[label].click()
    panel.controls.kinds[precision].click()
    panel.controls.epsilon.setCurrentIndex(EPSILONS.index(epsilon))
    settle(panel)


def show_all(panel: StabilityPanel) -> None:
    """Choose the axis from -1000 to 1000."""
    panel.controls.axis.setCurrentIndex(1)
    settle(panel)


def point_at(plot: BenchPlot, logit: float) -> QPoint:
    """Where a logit is in the viewport of a diagram, half way up."""
    assert plot.drawing is not None
    view = plot.plot.getPlotItem().getViewBox()
    (low, high) = view.viewRange()[1]
    spot = view.mapViewToScene(QPointF(float(plot.drawing.axis.place(logit)), (low + high) / 2))
    return QPoint(plot.plot.mapFromScene(spot))


def drag_to(panel: StabilityPanel, logit: float, plot: BenchPlot | None = None, beyond: int = 0) -> None:
    """Drag the line with the mouse to a logit, and ``beyond`` pixels further."""
    plot = plot or panel.plots.loss
    assert panel.bench is not None
    end = point_at(plot, logit) + QPoint(int(math.copysign(beyond, logit)), 0)
    drag_across(plot.plot.viewport(), point_at(plot, panel.bench.logit), end)
    settle(panel)


def float32_of(text: str) -> float:
    """The number that eight hexadecimal digits are, by Python's own packing."""
    (value,) = struct.unpack(">f", bytes.fromhex(text))
    return float(value)


def number_of(text: str) -> float:
    """The number that is written in a cell; 0 for one below all float64."""
    mantissa, _, power = text.replace("−", "-").partition(" × 10")
    return float(f"{mantissa}e{power.translate(str.maketrans('⁻⁰¹²³⁴⁵⁶⁷⁸⁹', '-0123456789')) or 0}")


def inside(window: QWidget, widget: QWidget) -> bool:
    """Whether nothing of a widget is beyond its window."""
    return window.rect().contains(QRect(widget.mapTo(window, QPoint()), widget.size()))


def lines(panel: StabilityPanel, method: Method | None, column: int) -> list[str]:
    return panel.table.text(method, column).splitlines()


def test_it_opens_on_the_pictures_own_logit_with_the_label_that_it_contradicts(
    qtbot: QtBot, sampled: MainWindow
) -> None:
    panel = open_bench(qtbot, sampled, "drawn-alpaca.jpg")
    assert panel.subject is not None
    assert panel.bench is not None
    assert panel.subject.logit > 0
    assert panel.logit == panel.subject.logit
    assert panel.bench.setting == Setting(0, Precision.FLOAT32)
    assert panel.plots.loss.line.value() == pytest.approx(panel.subject.logit)
    assert not panel.controls.to_picture.isEnabled()
    assert panel.bench.exact_loss == exact(panel.bench.logit, 0).loss


def test_another_picture_brings_its_own_logit_and_the_same_one_stays_as_it_was_left(
    qtbot: QtBot, sampled: MainWindow
) -> None:
    panel = open_bench(qtbot, sampled, "lion.png")
    set_bench(panel, 1, Precision.FLOAT16)
    set_logit(panel, 40)
    why_of(sampled).show_panel("temperature")
    why_of(sampled).show_panel("stability")
    assert panel.logit == 40
    panel = open_bench(qtbot, sampled, "sheep.png")
    assert panel.subject is not None
    assert panel.logit == panel.subject.logit
    assert panel.controls.setting == Setting(1, Precision.FLOAT16)


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("end", [-1000.0, 1000.0])
def test_it_is_dragged_to_1000_and_minus_1000(qtbot: QtBot, sampled: MainWindow, label: int, end: float) -> None:
    panel = open_bench(qtbot, sampled)
    set_bench(panel, label, Precision.FLOAT32)
    show_all(panel)
    for plot in (panel.plots.loss, panel.plots.gradient):
        drag_to(panel, end, plot, beyond=30)
        assert panel.logit == end
        right = (end > 0) == (label == 1)
        assert lines(panel, Method.FROM_LOGITS, 0)[0] == ("0" if right else "1000")
        assert panel.plots.loss.line.value() == panel.plots.gradient.line.value() == pytest.approx(math.asinh(end))
        click(panel.controls.to_picture)
        assert panel.logit == panel.own_logit


def test_a_drag_near_the_logit_goes_to_the_edge_and_then_there_is_more_room(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_bench(qtbot, sampled)
    reach = panel.plots.axis.reach
    drag_to(panel, reach, beyond=60)
    assert panel.logit == reach
    assert panel.plots.axis.reach > reach
    for _ in range(8):
        drag_to(panel, panel.plots.axis.reach, beyond=60)
    assert panel.logit == 1000
    click(panel.controls.to_picture)
    settle(panel)
    assert panel.plots.axis.reach == reach


def test_a_click_in_a_diagram_puts_the_logit_there(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_bench(qtbot, sampled)
    port = panel.plots.gradient.plot.viewport()
    QTest.mouseClick(port, LEFT, NO_KEY, point_at(panel.plots.gradient, 12))
    assert panel.logit == pytest.approx(12, abs=0.3)


def test_the_keyboard_moves_the_logit_and_takes_it_to_the_ends(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_bench(qtbot, sampled)
    set_logit(panel, 3)
    panel.plots.setFocus()
    for key, expected in (
        (Qt.Key.Key_Right, 3.1),
        (Qt.Key.Key_Up, 4.1),
        (Qt.Key.Key_PageUp, 14.1),
        (Qt.Key.Key_Left, 14.0),
        (Qt.Key.Key_PageDown, 4.0),
        (Qt.Key.Key_Down, 3.0),
        (Qt.Key.Key_End, 1000.0),
        (Qt.Key.Key_Right, 1000.0),
        (Qt.Key.Key_Home, -1000.0),
    ):
        press(panel.plots, key)
        assert panel.logit == expected
    settle(panel)
    assert panel.plots.axis.reach == 1000


def test_small_steps_add_up_where_the_kind_of_number_has_none_so_small(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_bench(qtbot, sampled)
    set_bench(panel, 0, Precision.FLOAT16)
    set_logit(panel, 900)
    panel.plots.setFocus()
    for _ in range(10):
        press(panel.plots, Qt.Key.Key_Left)
    assert panel.logit == pytest.approx(899)
    assert panel.bench is not None
    assert panel.bench.logit == 899


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("logit", [-1000.0, -20.0, -3.3, 0.0, 5.0, 20.0, 1000.0])
def test_the_table_says_value_bits_and_error_of_this_very_logit(
    qtbot: QtBot, sampled: MainWindow, label: int, precision: Precision, logit: float
) -> None:
    panel = open_bench(qtbot, sampled)
    set_bench(panel, label, precision)
    set_logit(panel, logit)
    given = precision.nearest(logit)
    truth = exact(given, label)
    assert (
        panel.table.logit_text.splitlines()[1]
        == f"{int(precision.array(given).view(f'u{precision.width // 8}')):0{precision.width // 4}X}"
    )
    assert number_of(lines(panel, None, 0)[0]) == pytest.approx(float(truth.loss), rel=1e-11)
    text, bits, error = lines(panel, Method.FROM_LOGITS, 0)[:3]
    assert error.endswith(" ulp off")
    assert float(error.removesuffix(" ulp off")) <= 4
    if precision is Precision.FLOAT32:
        assert float32_of(bits) == pytest.approx(float(truth.loss), rel=1e-6, abs=1e-44)
        assert text == number_text(float32_of(bits), 9)


def test_at_20_a_no_in_float32_breaks_as_the_sentence_says(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_bench(qtbot, sampled)
    set_bench(panel, 0, Precision.FLOAT32)
    set_logit(panel, 20)
    assert panel.lesson.text() == (
        "At +20.00 the sigmoid in float32 is exactly 1; the loss of a “no” is −log(0): infinite. From logits it is 20."
    )
    assert lines(panel, Method.NAIVE, 0) == [
        "∞",
        "7F800000",
        "infinitely off",
        "sigmoid rounds to 1",
        "log of 0: infinite",
    ]
    assert lines(panel, Method.CLIPPED, 0)[0] == "15.9423847"
    assert "plateau of the clip" in lines(panel, Method.CLIPPED, 0)
    assert "gradient 0, not +1" in lines(panel, Method.CLIPPED, 1)
    assert lines(panel, Method.FROM_LOGITS, 1)[:2] == ["1", "3F800000"]


@pytest.mark.parametrize(
    ("label", "precision", "logit", "words"),
    [
        (1, Precision.FLOAT32, -17.0, "the clip holds the loss of a “yes” at 16.12 and its gradient at 0"),
        (1, Precision.FLOAT32, 20.0, "right for a “yes”, and yet its loss is 0 · log(0)"),
        (1, Precision.FLOAT32, -100.0, "the sigmoid in float32 is exactly 0; the loss of a “yes” is −log(0)"),
        (0, Precision.FLOAT16, 9.0, "The clip at 10⁻⁷ does not help, for 1 − ε rounds to 1."),
        (0, Precision.FLOAT32, 15.0, "most digits of the loss are gone"),
        (0, Precision.FLOAT64, 20.0, "the clip holds the loss of a “no” at 16.12"),
        (0, Precision.FLOAT64, 2.0, "all three give 2.127 as the loss of a “no” in float64"),
    ],
)
def test_the_sentence_says_what_is_to_be_seen(
    qtbot: QtBot, sampled: MainWindow, label: int, precision: Precision, logit: float, words: str
) -> None:
    panel = open_bench(qtbot, sampled)
    set_bench(panel, label, precision)
    set_logit(panel, logit)
    assert words in panel.lesson.text()


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("label", [0, 1])
def test_each_break_is_marked_at_its_logit_and_named(
    qtbot: QtBot, sampled: MainWindow, label: int, precision: Precision
) -> None:
    panel = open_bench(qtbot, sampled)
    set_bench(panel, label, precision)
    show_all(panel)
    one, zero = {
        Precision.FLOAT16: (7.625, -11.09), Precision.FLOAT32: (16.64, -88.72), Precision.FLOAT64: (36.74, -709.78)
    }[precision]  # fmt: skip
    drawing = panel.plots.loss.drawing
    assert drawing is not None
    names = {(mark.method, round(mark.logit, 1)): mark.text for mark in drawing.marks}
    for logit, wrong in ((one, label == 0), (zero, label == 1)):
        text = names[Method.NAIVE, round(logit, 1)]
        assert ("sigmoid rounds to 1" if logit > 0 else "sigmoid falls to 0") in text
        assert ("log of 0: infinite" if wrong else "0 · log 0: not a number") in text
        assert f"{logit:+.2f}".replace("-", "−") in panel.table.breaks_text
    shown = panel.plots.loss.symbols[Method.NAIVE].data["x"]
    assert sorted(np.sinh(shown)) == pytest.approx([zero, one], abs=0.01)
    assert "From logits: nowhere." in panel.table.breaks_text
    if precision is Precision.FLOAT32:
        gradients = panel.plots.gradient.drawing
        assert gradients is not None
        clip = [mark for mark in gradients.marks if mark.method is Method.CLIPPED]
        assert [mark.text[-2:] for mark in clip] == ["+1" if label == 0 else "−1"]
        begins, high = names[Method.CLIPPED, 15.5 if label == 0 else -16.1].split("  plateau of the clip at ")
        assert (begins, high) == (("+15.54", "15.94") if label == 0 else ("−16.12", "16.12"))


def test_curves_are_those_of_the_methods_and_the_naive_one_leaves_the_diagram_where_it_is_infinite(
    qtbot: QtBot, sampled: MainWindow
) -> None:
    panel = open_bench(qtbot, sampled)
    set_bench(panel, 0, Precision.FLOAT32)
    x, y = panel.plots.loss.curves[Method.NAIVE].getData()
    top = panel.plots.loss.plot.getPlotItem().getViewBox().viewRange()[1][1]
    assert (y[x > 16.64] > 2 * top).all()
    assert (y[(x < 16.63) & (x > 0)] < top).all()
    x, y = panel.plots.loss.exact.getData()
    softplus = [max(z, 0) + math.log1p(math.exp(-abs(z))) for z in x]
    assert y == pytest.approx(softplus, rel=1e-12)
    x, y = panel.plots.loss.curves[Method.CLIPPED].getData()
    assert y[x > 16] == pytest.approx(15.942385)


def test_the_bits_of_the_cell_that_the_keyboard_is_at_are_written_out(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_bench(qtbot, sampled)
    set_bench(panel, 1, Precision.FLOAT32)
    set_logit(panel, -20)
    panel.table.setFocus()
    assert panel.bits.text() == "From logits, loss: 0 | 10000011 | 0100 0000 0000 0000 0000 000"
    press(panel.table, Qt.Key.Key_Right)
    assert panel.bits.text() == "From logits, gradient: 1 | 01111111 | 0000 0000 0000 0000 0000 000"
    for _ in range(8):
        press(panel.table, Qt.Key.Key_Up)
    panel.table.setCurrentCell(2, 0)
    assert digits_text(exact(-20.0, 1).loss, 50)[:30] in panel.bits.text()


def test_tensorflow_that_is_not_installed_is_said_in_a_sentence(
    qtbot: QtBot, sampled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tensorflow_asker, "MODULE", "tests.gui.why.no_tensorflow")
    panel = open_bench(qtbot, sampled)
    click(panel.ask)
    assert panel.told.text() == stability_panel.STARTING
    assert not panel.ask.isEnabled()
    until(qtbot, lambda: not panel.asker.busy)
    assert panel.told.text() == MISSING
    assert panel.ask.isEnabled()


def test_tensorflow_is_given_up_when_the_panel_is_left(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_bench(qtbot, sampled)
    ways: list[Callable[[], None]] = [
        lambda: why_of(sampled).show_panel("temperature"),
        lambda: choose(sampled, "sheep.png"),
    ]
    for leave in ways:
        click(panel.ask)
        assert panel.asker.busy
        leave()
        assert not panel.asker.busy
        assert panel.ask.isEnabled()
        assert panel.told.text() == ""
        panel = open_bench(qtbot, sampled, "camel.png")
    assert panel.comparison is None


@pytest.mark.tensorflow
@pytest.mark.slow
def test_tensorflow_agrees_to_the_last_bit_or_the_difference_is_said(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_bench(qtbot, sampled)
    set_bench(panel, 0, Precision.FLOAT32)
    set_logit(panel, 20)
    click(panel.ask)
    until(qtbot, lambda: panel.comparison is not None)
    assert "TensorFlow: same to the last bit" in lines(panel, Method.FROM_LOGITS, 0)
    assert any(line.startswith("TensorFlow: ") for line in lines(panel, Method.CLIPPED, 1))
    assert not any("TensorFlow" in line for line in lines(panel, Method.NAIVE, 0))
    comparison = panel.comparison
    assert comparison is not None
    assert comparison.surveyed == 162
    for found in (*comparison.survey_losses.values(), *comparison.survey_gradients.values()):
        assert found.most <= 4
        assert found.not_a_number == 0
    assert comparison.recovered == 20
    set_logit(panel, 21)  # it was not asked about this one
    assert not any("TensorFlow" in line for line in lines(panel, Method.FROM_LOGITS, 0))
    set_logit(panel, 20)
    assert "TensorFlow: same to the last bit" in lines(panel, Method.FROM_LOGITS, 0)


@pytest.mark.parametrize("size", [(720, 540), (1080, 760), (1600, 1000)])
@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_nothing_is_cut_off_and_no_name_stands_over_another(
    qtbot: QtBot, sampled: MainWindow, size: tuple[int, int], appearance: Appearance
) -> None:
    sampled.set_appearance(appearance)
    panel = open_bench(qtbot, sampled)
    window = why_of(sampled)
    window.resize(*size)
    until(qtbot, lambda: (window.width(), window.height()) == size)
    for precision in Precision:
        for label in (0, 1):
            set_bench(panel, label, precision)
            set_logit(panel, 9.0)
            shown = (panel.controls.axis, panel.plots, panel.table, panel.bits, panel.ask, panel.lesson)
            until(qtbot, lambda: all(inside(window, widget) for widget in shown))  # noqa: B023 - called at once
            window.grab()
            assert panel.lesson.height() >= panel.lesson.heightForWidth(panel.lesson.width())
            assert panel.plots.loss.height() >= 100
            assert panel.plots.gradient.height() >= 80
            for plot in (panel.plots.loss, panel.plots.gradient):
                boxes = [label.sceneBoundingRect() for label in plot.labels]
                assert boxes
                area = plot.plot.getPlotItem().getViewBox().sceneBoundingRect().adjusted(-2, -2, 2, 2)
                assert all(area.contains(box) for box in boxes)
                for place, box in enumerate(boxes):
                    inner = box.adjusted(2, 2, -2, -2)
                    assert not any(inner.intersects(other.adjusted(2, 2, -2, -2)) for other in boxes[place + 1 :])


def curve_points(plot: BenchPlot) -> list[QPointF]:
    """Points of all curves of a diagram in its scene, so close that no label fits in between."""
    view = plot.plot.getPlotItem().getViewBox()
    (left, right), (bottom, top) = view.viewRange()
    points = []
    for curve in (plot.exact, *plot.curves.values()):
        x, y = curve.getData()
        at = np.linspace(max(left, x[0]), min(right, x[-1]), 4000)
        for place, height in zip(at, np.interp(at, x, y), strict=True):
            if bottom <= height <= top:
                points.append(view.mapViewToScene(QPointF(place, height)))
    return points


@pytest.mark.parametrize("size", [(720, 540), (1080, 760)])
@pytest.mark.parametrize("logit", [3.0, -20.0, 100.0, 1000.0])
def test_every_break_in_view_is_marked_with_its_number_and_no_label_lies_over_a_curve(
    qtbot: QtBot, sampled: MainWindow, size: tuple[int, int], logit: float
) -> None:
    panel = open_bench(qtbot, sampled)
    window = why_of(sampled)
    window.resize(*size)
    until(qtbot, lambda: (window.width(), window.height()) == size)
    for precision in Precision:
        for label in (0, 1):
            set_bench(panel, label, precision)
            set_logit(panel, logit)
            window.grab()
            told = dict(line.split(": ", 1) for line in panel.table.breaks_text.splitlines() if line[0].isdigit())
            for plot in (panel.plots.loss, panel.plots.gradient):
                assert plot.drawing is not None
                seen = [mark for mark in plot.drawing.marks if abs(mark.logit) <= plot.drawing.axis.reach]
                said = [one.toPlainText() for one in plot.labels]
                assert [int(text.split(":")[0]) for text in said] == [mark.number for mark in seen]
                for mark in seen:
                    assert short_logit_text(mark.logit) in told[str(mark.number)]
                    assert told[str(mark.number)].startswith(NAMES[mark.method])
                boxes = [one.sceneBoundingRect().adjusted(1, 1, -1, -1) for one in plot.labels]
                points = curve_points(plot)
                assert not any(box.contains(point) for box in boxes for point in points)


def test_a_label_stands_off_a_curve_where_there_is_room_and_its_number_hides_little_where_there_is_none() -> None:
    area, size, brief = QRectF(0, 0, 200, 200), QSizeF(80, 14), QSizeF(10, 14)
    line = np.linspace(0, 200, 101)
    steep = along(line, line, area)
    (placed,) = place_labels([Wanted(QPointF(100, 100), (size, brief), to_left=True)], area, steep)
    assert placed is not None
    assert placed.which == 0
    assert not any(placed.box.contains(QPointF(*point)) for point in steep)
    full = np.stack(np.meshgrid(np.arange(0, 200, 2.0), np.arange(0, 200, 2.0)), axis=-1).reshape(-1, 2)
    (placed,) = place_labels([Wanted(QPointF(100, 100), (size, brief), to_left=True)], area, full)
    assert placed is not None
    assert placed.which == 1
    assert abs(placed.box.center().x() - 100) < 30
    assert abs(placed.box.center().y() - 100) < 30


def test_none_is_left_out_for_the_sake_of_anothers_words() -> None:
    area, sizes = QRectF(0, 0, 60, 60), (QSizeF(58, 20), QSizeF(10, 14))
    marks = [Wanted(QPointF(30, y), sizes, to_left=False) for y in (10, 30, 50)]
    placed = place_labels(marks, area, np.empty((0, 2)))
    assert all(one is not None for one in placed)
    boxes = [one.box for one in placed if one is not None]
    assert not any(box.intersects(other) for place, box in enumerate(boxes) for other in boxes[place + 1 :])


@given(
    st.lists(st.tuples(st.floats(-50, 350), st.floats(-1e9, 1e9) | st.just(math.nan)), min_size=2, max_size=30),
)
def test_points_along_a_line_leave_no_gap_and_break_where_it_is_no_number(line: list[tuple[float, float]]) -> None:
    area = QRectF(0, 0, 300, 200)
    x, y = np.array(line).T
    points = along(x, y, area)
    assert np.isfinite(points).all()
    assert ((points[:, 1] > -10) & (points[:, 1] < 210)).all()
    pieces = list(itertools.pairwise(line))
    whole = all(math.isfinite(height) for _, height in line)
    steps = np.abs(np.diff(points, axis=0)).max(axis=1, initial=0)
    assert not whole or (steps <= 2.0 + 1e-9).all()
    assert len(points) >= sum(math.isfinite(a[1]) and math.isfinite(b[1]) for a, b in pieces)


def test_a_label_without_room_is_brief_or_left_out() -> None:
    area, curve = QRectF(0, 0, 100, 40), np.empty((0, 2))
    wide, brief = QSizeF(200, 14), QSizeF(30, 14)
    placed = place_labels([Wanted(QPointF(50, 20), (wide, brief), to_left=True)], area, curve)
    assert placed[0] is not None
    assert placed[0].which == 1
    assert area.contains(placed[0].box)
    assert place_labels([Wanted(QPointF(50, 20), (wide,), to_left=True)], area, curve) == [None]


@pytest.mark.parametrize("axis", [WHOLE, BenchAxis(), near(300.0, [])])
def test_an_axis_is_undone_by_its_inverse_and_ends_at_its_reach(axis: BenchAxis) -> None:
    for logit in (-axis.reach, -1.5, 0.0, 7.0, axis.reach):
        assert axis.value(float(axis.place(logit))) == pytest.approx(logit, abs=1e-9)
    assert axis.value(1e9) == axis.reach
    assert axis.logits[0] == pytest.approx(-axis.reach)
    assert axis.logits[-1] == pytest.approx(axis.reach)
    places = [place for place, _text in axis.logit_ticks(500)]
    assert (np.diff(places) > 0).all()


def test_the_near_axis_holds_the_logit_and_the_breaks_that_are_not_far() -> None:
    assert near(2.0, [16.64, -88.7]).reach == 25
    assert near(2.0, [36.7, -709.8]).reach == 50
    assert near(-1000.0, []).reach == 1000


def test_an_exact_value_too_small_for_float64_keeps_its_exponent_in_a_narrow_window(
    qtbot: QtBot, sampled: MainWindow
) -> None:
    panel = open_bench(qtbot, sampled)
    why_of(sampled).resize(720, 540)
    set_bench(panel, 0, Precision.FLOAT64)
    set_logit(panel, -1000)
    text, bits = lines(panel, None, 0)
    assert text == "5.07595889755 × 10⁻⁴³⁵"  # exp(-1000)
    assert set(bits) == {"0"}
    item = panel.table.item(2, 0)
    assert item is not None
    wide = panel.table.columnWidth(0)
    metrics = QFontMetrics(item.font())
    assert all(metrics.horizontalAdvance(word) < wide for word in text.rsplit(" ", 1))


def test_a_window_that_was_narrow_leaves_no_empty_lines_around_the_sentence(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_bench(qtbot, sampled)
    window = why_of(sampled)
    lesson = panel.lesson
    lesson.setMinimumHeight(200)  # as it is when the window is laid out for the first time
    for size in ((720, 540), (1400, 900), (720, 540), (1000, 760)):
        window.resize(*size)
        until(qtbot, lambda: (window.width(), window.height()) == size)  # noqa: B023 - called at once
        until(qtbot, lambda: lesson.height() < 3.5 * lesson.fontMetrics().lineSpacing())
        assert lesson.width() == panel.width()
        assert lesson.height() >= lesson.heightForWidth(lesson.width())


def test_lines_are_as_broad_to_the_eye_on_a_screen_of_small_pixels() -> None:
    for method in Method:
        single, double = (pen_of(method, LIGHT, scale).widthF() for scale in (1.0, 2.0))
        assert double == 2 * single
    assert exact_pen(LIGHT, 2.0).widthF() == 2 * exact_pen(LIGHT, 1.0).widthF()
    assert exact_pen(LIGHT, 1.0).isCosmetic()


def test_curves_are_computed_beside_the_window_and_those_of_a_setting_that_was_left_are_not_drawn(
    qtbot: QtBot, sampled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = open_bench(qtbot, sampled)
    threads = set()

    def drawn(setting: Setting, logit: float, axis: BenchAxis | None, breaks: Breaks | None) -> Drawn:
        threads.add(threading.current_thread().name)
        return compute_drawn(setting, logit, axis, breaks)

    monkeypatch.setattr(stability_panel, "drawn", drawn)
    before = panel.curves
    for precision in (Precision.FLOAT16, Precision.FLOAT64, Precision.FLOAT16):
        panel.controls.kinds[precision].click()
        assert panel.curves is before
    settle(panel)
    assert threads == {"explain"}
    assert panel.curves is not None
    assert (panel.curves.logits == panel.curves.logits.astype(np.float16)).all()


def test_nothing_is_stored_the_same_setting_is_computed_anew_when_it_comes_back(
    qtbot: QtBot, sampled: MainWindow
) -> None:
    panel = open_bench(qtbot, sampled)
    set_bench(panel, 0, Precision.FLOAT16)
    first = panel.curves, panel.bench
    set_bench(panel, 1, Precision.FLOAT64)
    set_bench(panel, 0, Precision.FLOAT16)
    assert panel.curves is not None
    assert panel.bench is not None
    assert first[0] is not panel.curves
    assert first[1] is not panel.bench
    assert first[0] is not None
    assert (first[0].exact_loss == panel.curves.exact_loss).all()
