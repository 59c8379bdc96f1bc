"""What the lesson says of a picture is true of it."""

import itertools
import math
import re

import numpy as np
import pyqtgraph as pg
import pytest
from mpmath import mp, mpf
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from alpaca_gui.explain.weighing import Weighing
from alpaca_gui.gui.lesson.a_logit import ALogit, odds_marks
from alpaca_gui.gui.lesson.above_zero import AboveZero
from alpaca_gui.gui.lesson.inside_the_loss import InsideTheLoss, sigmoid_first
from alpaca_gui.gui.lesson.one_neuron import NO_WEIGHTS, OneNeuron
from alpaca_gui.gui.lesson.state import State
from alpaca_gui.gui.lesson.step import Step
from alpaca_gui.gui.lesson.steps import STEPS
from alpaca_gui.gui.lesson.the_sigmoid import TheSigmoid
from alpaca_gui.gui.lesson.threshold_and_band import ThresholdAndBand
from alpaca_gui.logit.spread import Spread
from alpaca_gui.logit.verdict import Rule

MINUS = "\N{MINUS SIGN}"


def state(logit: float = 2.0, rule: Rule | None = None, dots: tuple[float, ...] = (-3.0, -0.5, 2.0)) -> State:
    weighing = Weighing.of(np.array([1.0, -2.0, 0.5]), np.array([3.0, 1.0, 0.0]), logit - 1.0)
    return State(logit, "alpaca", "anything else", weighing, Spread(dots), rule or Rule())


def shown(qtbot: QtBot, kind: type[Step], given: State, at: float | None = None) -> Step:
    step = kind()
    qtbot.addWidget(step)
    step.show_state(given, begin=True)
    if at is not None:
        step.plot.move_to(at)
    return step


def numbers(sentence: str) -> list[float]:
    return [float(found.replace(MINUS, "-")) for found in re.findall(rf"[+{MINUS}]?\d+\.\d+", sentence)]


def test_there_are_six_steps_and_each_has_two_layers() -> None:
    assert len(STEPS) == 6
    for step in STEPS:
        assert step.TITLE
        assert step.DO
        assert len(step.FORMULAS.splitlines()) >= 2
        assert step.SOURCES


def test_words_for_everybody_are_short_and_without_formulas() -> None:
    for step in STEPS:
        sentences = re.split(r"[.?:;] ", step.TEXT)
        assert max(len(sentence.split()) for sentence in sentences) <= 30, step.TITLE
        assert not set("σ∑⇔ᶻ₁") & set(step.TEXT)


def test_the_neuron_adds_up_to_the_logit(qtbot: QtBot) -> None:
    step = shown(qtbot, OneNeuron, state(2.0), at=1)
    said = step.sentence()
    assert numbers(said)[:3] == [1.0, 4.0, 2.0]  # the bias, with the weightiest product, with all
    assert "all 3 it is +2.0000" in said


def test_without_weights_the_lesson_says_so(qtbot: QtBot) -> None:
    given = state()
    bare = State(given.logit, given.yes, given.no, None, given.spread, given.rule)
    assert shown(qtbot, OneNeuron, bare).sentence() == NO_WEIGHTS


def test_odds_are_those_of_the_handle_and_of_the_picture(qtbot: QtBot) -> None:
    said = shown(qtbot, ALogit, state(math.log(8)), at=math.log(3)).sentence()
    assert "about 3 to 1 for yes" in said
    assert "about 8 to 1 for yes" in said


@pytest.mark.parametrize("reach", [8.0, 12.2, 20.0])
def test_odds_along_the_axis_stand_where_they_are_true(reach: float) -> None:
    marks = odds_marks(reach)
    assert 2 <= len(marks) <= 4
    for mark in marks:
        odds = mp.exp(abs(mpf(mark.value)))
        assert abs(odds - int(mark.word.removesuffix(" to 1").replace(",", ""))) / odds < 1e-9
        assert abs(mark.value) < reach
    gaps = [after.value - before.value for before, after in itertools.pairwise(marks)]
    assert min(gaps) > reach / 4  # room for the words


def test_where_odds_would_be_too_long_none_are_written() -> None:
    assert odds_marks(400.0) == []


def test_the_sigmoids_step_is_what_the_curve_gains(qtbot: QtBot) -> None:
    said = shown(qtbot, TheSigmoid, state(2.0), at=0.0).sentence()
    gained = 100 * (1 / (1 + mp.exp(-1)) - mpf("0.5"))
    assert f"adds {float(gained):.1f} percentage points" in said
    assert "0.8808" in said


def test_a_temperature_is_said_where_it_moves_the_windows_probability(qtbot: QtBot) -> None:
    assert "temperature" not in shown(qtbot, TheSigmoid, state(2.0)).sentence()
    assert (
        "divides it by a temperature of 2 first" in shown(qtbot, TheSigmoid, state(2.0, Rule(temperature=2))).sentence()
    )


@pytest.mark.parametrize("logit", [-80.0, -10.0, 0.0, 10.0, 16.0])
def test_where_the_sigmoid_can_still_be_taken_first_both_ways_agree(logit: float) -> None:
    exact = float(mp.log1p(mp.exp(mpf(logit))))
    assert float(sigmoid_first(logit, 0)) == pytest.approx(exact, rel=0.1, abs=1e-6)


def test_the_sigmoid_first_is_infinite_where_float32_rounds_to_one() -> None:
    assert math.isinf(float(sigmoid_first(17.0, 0)))
    assert math.isfinite(float(sigmoid_first(16.6, 0)))
    assert math.isinf(float(sigmoid_first(-110.0, 1)))


def test_the_loss_of_a_far_logit_is_itself_and_infinite_the_other_way(qtbot: QtBot) -> None:
    said = shown(qtbot, InsideTheLoss, state(2.0), at=40.0).sentence()
    assert "the loss is 40 from the logit, and infinite with the sigmoid first" in said


def test_where_the_loss_breaks_is_marked_for_either_label(qtbot: QtBot) -> None:
    step = shown(qtbot, InsideTheLoss, state(2.0))
    assert isinstance(step, InsideTheLoss)
    for label in (0, 1):
        step.yes.setChecked(bool(label))
        marks = {round(line.value(), 2): line.label.format for line in step.plot.marks.lines}
        assert set(marks) == {-88.72, 16.64}
        for logit, word in marks.items():
            far = float(sigmoid_first(logit + math.copysign(0.1, logit), label))
            assert {"infinite": math.isinf, "not a number": math.isnan}[word](far)


def test_the_loss_begins_with_the_label_that_makes_the_answer_wrong(qtbot: QtBot) -> None:
    right = shown(qtbot, InsideTheLoss, state(-2.0))
    assert isinstance(right, InsideTheLoss)
    assert right.label == 1


@pytest.mark.parametrize(
    ("logit", "side", "answer"), [(0.3, "above 0", "alpaca"), (-0.3, "not above 0", "anything else")]
)
def test_the_answer_is_the_sign(qtbot: QtBot, logit: float, side: str, answer: str) -> None:
    said = shown(qtbot, AboveZero, state(logit), at=-1.0).sentence()
    assert side in said
    assert f"the answer is “{answer}”" in said
    assert "the logit is below 0" in said


def test_a_window_that_decides_otherwise_is_explained(qtbot: QtBot) -> None:
    assert "due to" not in shown(qtbot, AboveZero, state(0.3, Rule(0.0, 0.2))).sentence()
    assert "That the window says “unsure” is due to its" in shown(qtbot, AboveZero, state(0.3, Rule(0, 1))).sentence()
    assert "That the window says “no” is due to its" in shown(qtbot, AboveZero, state(0.3, Rule(2, 1))).sentence()


def test_a_step_begins_where_its_handle_and_the_picture_are_both_seen(qtbot: QtBot) -> None:
    for kind in (ALogit, TheSigmoid, InsideTheLoss, AboveZero):
        step = shown(qtbot, kind, state(2.0))
        assert step.plot.value == 0
        assert "At 0 " in step.sentence() or "at 0 " in step.sentence()


def test_the_windows_own_threshold_and_band_have_room(qtbot: QtBot) -> None:
    step = shown(qtbot, ThresholdAndBand, state(2.0, Rule(40.0, 25.0)))
    assert isinstance(step, ThresholdAndBand)
    assert step.rule == Rule(40.0, 25.0)


def test_where_both_ways_to_the_loss_agree_that_is_said_once(qtbot: QtBot) -> None:
    assert "This picture: 2.127 either way." in shown(qtbot, InsideTheLoss, state(2.0)).sentence()
    assert "This picture: 40 and infinite." in shown(qtbot, InsideTheLoss, state(40.0)).sentence()


def test_threshold_and_band_count_the_list(qtbot: QtBot) -> None:
    step = shown(qtbot, ThresholdAndBand, state(2.0, Rule(0.0, 1.0)))
    assert isinstance(step, ThresholdAndBand)
    assert "1 yes, 1 no, 1 unsure" in step.sentence()
    step.plot.move_to(2.5)
    step.band.setValue(0.0)
    assert "0 yes, 3 no, 0 unsure" in step.sentence()
    assert "This picture would be a no (“anything else”); it flips" in step.sentence()


def test_a_list_of_one_and_a_logit_far_out_can_be_shown(qtbot: QtBot) -> None:
    for kind in STEPS:
        for logit in (1e6, -1e6, 0.0):
            assert shown(qtbot, kind, state(logit, dots=(logit,))).sentence()


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Rule(0.0), "This picture would be a yes (“alpaca”)"),
        (Rule(3.0), "This picture would be a no (“anything else”)"),
        (Rule(2.0, 1.0), "This picture would be left to a person, as unsure"),
    ],
)
def test_every_decision_is_said_in_words_that_fit(qtbot: QtBot, rule: Rule, said: str) -> None:
    assert f"{said}; it flips where" in shown(qtbot, ThresholdAndBand, state(2.0, rule)).sentence()


def test_the_sign_is_not_called_the_answer_where_the_window_answers_otherwise(qtbot: QtBot) -> None:
    for rule, due in (
        (Rule(0.0, 1.0), "is due to its band of ±1.00 around 0: the next"),
        (Rule(1.5), "is due to its threshold of +1.50: the next"),
        (Rule(0.5, 0.75), "is due to its threshold of +0.50 and its band of ±0.75: the next"),
    ):
        said = shown(qtbot, AboveZero, state(0.3, rule)).sentence()
        assert "so the answer is" not in said
        assert "by its sign alone the answer would be “alpaca”" in said
        assert due in said


def test_a_temperature_is_said_where_the_window_shows_another_probability(qtbot: QtBot) -> None:
    said = shown(qtbot, AboveZero, state(2.0, Rule(temperature=2.5))).sentence()
    assert "0.8808 (the window divides it by a temperature of 2.5 first) says the same." in said


@pytest.mark.parametrize(
    ("kind", "value", "word"), [(OneNeuron, 0.0, "0: neither yes nor no"), (AboveZero, 0.5, "one half")]
)
def test_a_level_across_has_a_name(qtbot: QtBot, kind: type[Step], value: float, word: str) -> None:
    step = shown(qtbot, kind, state(2.0))
    lines = [
        item for item in step.plot.plot.getPlotItem().items if isinstance(item, pg.InfiniteLine) and item.angle == 0
    ]
    assert [(line.value(), line.label.toPlainText()) for line in lines if line.label.toPlainText()] == [(value, word)]


def test_there_and_back_in_many_steps_ends_at_0_itself(qtbot: QtBot) -> None:
    step = shown(qtbot, ThresholdAndBand, state(2.0), at=0.0)
    for key in [Qt.Key.Key_Right] * 7 + [Qt.Key.Key_Left] * 7:
        QTest.keyClick(step.plot, key)
    assert step.plot.value == 0
    assert "With the threshold at 0 and" in step.sentence()
    QTest.keyClick(step.plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert step.plot.value == pytest.approx(1.0)


def test_no_axis_counts_in_thousandths(qtbot: QtBot) -> None:
    step = shown(qtbot, TheSigmoid, state(2.0))
    step.plot.set_up(-0.001, 0.001, 1e-4, (0.0, 0.001))
    step.grab()
    for side in ("bottom", "left"):
        axis = step.plot.plot.getAxis(side)
        assert axis.autoSIPrefixScale == 1
        assert "x0.001" not in axis.label.toPlainText()


def test_formulas_use_letters_that_every_font_has() -> None:
    assert not [step.TITLE for step in STEPS if "|ᶻ|" in step.FORMULAS]
    assert "log(1 + exp(−|z|))" in InsideTheLoss.FORMULAS
