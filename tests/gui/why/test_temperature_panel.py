"""Temperature bends the curve: probabilities move, decisions by a threshold in logits do not."""

import math

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.why.temperature.bent_curve import BentCurve
from alpaca_gui.gui.why.temperature.slider import place_of, temperature_at
from alpaca_gui.gui.why.temperature.temperature_panel import TemperaturePanel
from alpaca_gui.gui.why.temperature.words import temperature_text
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.logit.words import probability_text
from tests.gui.driving import choose, click, logits, names, press, type_in, until, workspace, written
from tests.gui.why.conftest import is_about, panel_at, why_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise")  # of Qt's offscreen platform


def open_panel(qtbot: QtBot, window: MainWindow, name: str = "lion.png") -> TemperaturePanel:
    """Bend the curve with a picture chosen."""
    panel = panel_at(window, TemperaturePanel, name)
    until(qtbot, lambda: is_about(panel, name) and panel.isVisible())
    return panel


def probability_of(logit: float) -> float:
    """The sigmoid in plain Python."""
    return 1 / (1 + math.exp(-logit))


@pytest.mark.parametrize("threshold", [0.0, 1.5, -2.0])
def test_no_decision_changes_by_a_threshold_in_logits_at_any_temperature(
    qtbot: QtBot, sampled: MainWindow, threshold: float
) -> None:
    panel = open_panel(qtbot, sampled)
    workspace(sampled).collection.set_rule(Rule(threshold, 0.5))
    for place in (-100, -37, 0, 50, 100):
        panel.slider.slider.setValue(place)
        t = temperature_at(place)
        # The same decisions, counted another way: by probabilities at the threshold and at the band's edges.
        at = [[probability_of(z / t) for z in logits(sampled)], [probability_of(z) for z in logits(sampled)]]
        edges = [threshold - 0.5, threshold + 0.5]
        sides = [np.searchsorted([probability_of(e / k) for e in edges], p) for p, k in zip(at, (t, 1.0), strict=True)]
        assert (sides[0] == sides[1]).all()
        assert panel.changed.text() == f"0 of {len(logits(sampled))} decisions change."
        decisions = panel.table.texts()[1]
        assert decisions[1] == decisions[2]


def test_the_pictures_probability_moves(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled)
    assert panel.subject is not None
    logit = panel.subject.logit
    for place, temperature in ((-100, 0.25), (-50, 0.5), (0, 1.0), (50, 2.0), (100, 4.0)):
        panel.slider.slider.setValue(place)
        assert panel.temperature == pytest.approx(temperature, rel=1e-12)
        assert panel.table.texts()[0] == (
            "Probability of yes", probability_text(logit), probability_text(logit / temperature)
        )  # fmt: skip
        dot = panel.curve.dots.one.data[0]
        assert dot["x"] == pytest.approx(logit)
        assert dot["y"] == pytest.approx(probability_of(logit / temperature))
        assert panel.curve.before.data[0]["y"] == pytest.approx(probability_of(logit))


@pytest.mark.parametrize("probability", [0.9, 0.2, 0.5])
def test_a_threshold_given_as_a_probability_moves_and_its_changes_are_counted(
    qtbot: QtBot, sampled: MainWindow, probability: float
) -> None:
    panel = open_panel(qtbot, sampled, "drawn-alpaca.jpg")
    panel.probability.setValue(probability)
    n, changes = len(logits(sampled)), []
    for place in (-100, -60, 30, 60, 100):
        panel.slider.slider.setValue(place)
        t = temperature_at(place)
        changed = sum(
            (probability_of(z / t) > probability) != (probability_of(z) > probability) for z in logits(sampled)
        )
        changes.append(changed)
        if probability == 0.5:
            assert "One half is logit 0 at every T" in panel.moved.text()
        else:
            assert panel.moved.text().endswith(f"{changed} of {n} would change.")
            assert f"{t * math.log(probability / (1 - probability)):+.2f}".replace("-", "−") in panel.moved.text()
        before, after = panel.table.texts()[2][1:]
        z = next(z for name, z in zip(names(sampled), logits(sampled), strict=True) if name == "drawn-alpaca.jpg")
        assert before == ("Yes" if probability_of(z) > probability else "No")
        assert after == ("Yes" if probability_of(z / t) > probability else "No")
    assert (max(changes) > 0) == (probability != 0.5)


def test_the_mean_loss_of_what_is_labelled_moves(qtbot: QtBot, sampled: MainWindow) -> None:
    panel, collection = open_panel(qtbot, sampled), workspace(sampled).collection
    assert len(panel.table.texts()) == 3
    given = {"drawn-alpaca.jpg": 1, "sheep.png": 0, "camel.png": 0, "doe.png": 1}
    keys = {name: workspace(sampled).collection.item_model.keys[row] for row, name in enumerate(names(sampled))}
    for name, label in given.items():
        collection.changes.set_label(np.array([keys[name]]), label)
    written(qtbot, sampled)
    panel.slider.slider.setValue(50)
    pairs = [(float(collection.columns.logit[keys[name]]), label) for name, label in given.items()]

    def loss(temperature: float) -> float:
        return sum(-math.log(probability_of((z if label else -z) / temperature)) for z, label in pairs) / len(pairs)

    assert panel.table.texts()[3] == ("Mean loss of the 4 labelled", f"{loss(1):.4f}", f"{loss(2):.4f}")


def test_the_slider_goes_by_the_keyboard_and_has_one_in_its_middle(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled)
    slider = panel.slider.slider
    slider.setFocus()
    press(slider, Qt.Key.Key_End)
    assert panel.temperature == 4
    press(slider, Qt.Key.Key_Home)
    assert panel.temperature == 0.25
    for _ in range(4):
        press(slider, Qt.Key.Key_PageUp)
    assert panel.temperature == 1
    press(slider, Qt.Key.Key_Right)
    assert 1 < panel.temperature < 1.1
    number = panel.slider.number
    number.selectAll()
    type_in(number, "1.7")
    press(number, Qt.Key.Key_Return)
    assert panel.temperature == 1.7
    assert slider.value() == place_of(1.7)


def test_it_is_a_demonstration_until_it_is_used(qtbot: QtBot, sampled: MainWindow) -> None:
    panel, collection = open_panel(qtbot, sampled), workspace(sampled).collection
    collection.set_rule(Rule(0.25, 0.75))
    collection.changes.keep_rule()
    written(qtbot, sampled)
    assert not panel.use.isEnabled()
    panel.slider.slider.setValue(50)
    assert collection.rule == Rule(0.25, 0.75)
    click(panel.use)
    written(qtbot, sampled)
    assert collection.rule == Rule(0.25, 0.75, 2.0)
    assert not panel.use.isEnabled()
    assert panel.temperature == 2
    choose(sampled, "lion.png")
    assert panel.subject is not None
    assert workspace(sampled).reading.probability.text() == probability_text(panel.subject.logit / 2)
    collection.changes.undo()
    written(qtbot, sampled)
    assert collection.rule == Rule(0.25, 0.75)
    assert panel.temperature == 1


def test_a_temperature_beyond_the_slider_is_shown_and_not_changed(qtbot: QtBot, sampled: MainWindow) -> None:
    panel, collection = open_panel(qtbot, sampled), workspace(sampled).collection
    for temperature in (7.5, 40.0, 0.125):
        collection.set_rule(Rule(0.0, 0.0, temperature))
        assert panel.temperature == temperature
        assert panel.slider.number.value() == temperature
        assert abs(panel.slider.slider.value()) == 100
        assert collection.rule.temperature == temperature
        assert not panel.use.isEnabled()


def test_the_curve_bends_and_the_one_at_1_stays(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled)
    for place in (-100, 0, 64):
        panel.slider.slider.setValue(place)
        x, y = panel.curve.bent.getData()
        assert y == pytest.approx([probability_of(z / temperature_at(place)) for z in x])
        x, y = panel.curve.plain.getData()
        assert y == pytest.approx([probability_of(z) for z in x])


def test_the_dots_lie_on_the_curve_no_more_than_one_a_pixel_column(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled)
    many = np.sort(np.random.default_rng(5).normal(0, 4, 1_000_000))
    panel.curve.show_logits(many, 1.0, Rule(0.5, 1.0, 2.0), 0.9)
    drawn = np.concatenate([np.array([dots.data["x"], dots.data["y"]]) for dots in panel.curve.dots.all], axis=1)
    assert 100 < drawn.shape[1] <= 801
    assert drawn[1] == pytest.approx([probability_of(z / 2) for z in drawn[0]])


def test_the_panel_holds_in_the_smallest_window(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled)
    workspace(sampled).collection.changes.set_label(np.arange(4), 1)
    workspace(sampled).collection.set_rule(Rule(-1.25, 0.5))
    written(qtbot, sampled)
    panel.slider.slider.setValue(93)
    window = why_of(sampled)
    window.resize(window.minimumSize())
    until(qtbot, lambda: window.size() == window.minimumSize())
    window.grab()
    for label in (panel.changed, panel.why, panel.moved):
        assert label.height() >= label.heightForWidth(label.width())
    for widget in (panel.curve, panel.slider, panel.table, panel.moved, panel.use):
        assert window.rect().contains(widget.mapTo(window, widget.rect().bottomRight()))
    assert panel.curve.width() >= 200


@pytest.mark.parametrize("threshold", [-9.0, -4.0, -0.5, 0.0, 0.5, 3.0, 9.0])
@pytest.mark.parametrize("place", [-100, 0])
def test_the_word_beside_the_threshold_never_lies_on_the_curve(qtbot: QtBot, threshold: float, place: int) -> None:
    curve = BentCurve()
    qtbot.addWidget(curve)
    curve.resize(460, 520)
    rule = Rule(threshold, 0.0, temperature_at(place))
    curve.show_logits(np.array([-10.0, 10.0]), 1.0, rule, 0.9)
    curve.grab()
    view = curve.plot.getPlotItem().getViewBox()
    label = curve.threshold.label
    box = view.mapSceneToView(label.mapToScene(label.boundingRect()).boundingRect()).boundingRect()
    x, y = curve.bent.getData()
    fine = np.linspace(x[0], x[-1], 4001)
    heights = np.interp(fine, x, y)
    inside = (fine > box.left()) & (fine < box.right()) & (heights > box.top()) & (heights < box.bottom())
    assert not inside.any()
    assert x[0] <= box.left()
    assert box.right() <= x[-1]


def test_a_probability_below_1_is_never_said_to_be_1(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled)
    workspace(sampled).collection.set_rule(Rule(7.99))
    panel.slider.slider.setValue(-50)
    assert "0.99966 at T = 1 and 1 − 1.1 × 10⁻⁷ now" in panel.why.text()
    assert "1.000" not in panel.why.text()


@pytest.mark.parametrize("place", [-93, -50, 1, 58, 100])
def test_the_table_and_the_field_say_the_same_temperature(qtbot: QtBot, sampled: MainWindow, place: int) -> None:
    panel = open_panel(qtbot, sampled)
    panel.slider.slider.setValue(place)
    assert temperature_text(panel.temperature) == f"T = {panel.slider.number.text()}"
