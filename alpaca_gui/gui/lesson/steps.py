"""The six steps. What they say of a picture is worked out from it, at that moment."""

import math
from typing import ClassVar, Final

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QLabel

from alpaca_gui.gui.lesson import sources
from alpaca_gui.gui.lesson.state import State
from alpaca_gui.gui.lesson.step import ZERO, Step, flat
from alpaca_gui.logit.breaks import Trouble, breaks
from alpaca_gui.logit.float_bits import Precision
from alpaca_gui.logit.loss import cross_entropy
from alpaca_gui.logit.sigmoid import Floats, sigmoid
from alpaca_gui.logit.stability import Method, naive
from alpaca_gui.logit.verdict import Decision, Rule, decide_one
from alpaca_gui.logit.words import logit_text, odds_text, probability_text, short_logit_text

_LOSES: Final = {Trouble.LOG_OF_ZERO: "infinite", Trouble.ZERO_LOG_ZERO: "not a number"}
"""What becomes of the loss, in words."""

NO_WEIGHTS: Final = "This model shows no last neuron whose sum is its logit, so no sum can be drawn."


class OneNeuron(Step):
    """Features times weights, added up."""

    TITLE = "One neuron"
    TEXT = (
        "The model turns a picture into a long list of numbers, its features: how much wool, how much grass, how much "
        "that has no name. One neuron has a weight for each of them. It multiplies, adds everything up, and out comes "
        "one number. A yes or no question needs no more than one."
    )
    DO = "Drag: how many features are counted, the weightiest first."
    FORMULAS = (
        "z = b + w₁·x₁ + w₂·x₂ + … + wₙ·xₙ\n"
        "x: the features, each averaged over all places of the picture (global average pooling)\n"
        "w: the weights, b: the bias, both learnt; z: the logit\n"
        "A second neuron for “no” would learn nothing new: only the difference of the two counts."
    )
    SOURCES = (sources.NETWORK_IN_NETWORK, sources.DEEP_LEARNING)
    BELOW = "features counted"
    LEFT = "sum"

    def begin(self, state: State) -> None:
        """Count nothing yet but the bias and the first few."""
        if state.weighing is None:
            return
        sums = state.weighing.sums
        low, high = min(0.0, float(sums.min())), max(0.0, float(sums.max()))
        self.plot.set_up(0, sums.size - 1, 1, (low - 0.5, high + 0.5))
        self.plot.move_to(min(20, sums.size - 1))

    def draw(self) -> None:
        """Draw the sum after each feature."""
        if self.state is not None and self.state.weighing is None:
            self.plot.show_curves()
        elif self.state is not None and self.state.weighing is not None:
            sums = self.state.weighing.sums
            self.plot.show_curves(lambda x: np.interp(x, np.arange(sums.size), sums), np.zeros_like)

    def sentence(self) -> str:
        """Say where the sum is after so many features, and where it ends."""
        state = self.state
        if state is None or state.weighing is None:
            return NO_WEIGHTS
        sums, count = state.weighing.sums, round(self.plot.value)
        start = f"It starts at {short_logit_text(state.weighing.bias)}, the bias. "
        features = "feature" if count == 1 else "features"
        return (
            f"{start}After the {count:,} weightiest {features} the sum is {short_logit_text(float(sums[count]))}; "
            f"after all {sums.size - 1:,} it is {logit_text(float(sums[-1]))}. "
            f"From {state.weighing.settled:,} on it stays on the side where it ends."
        )


class ALogit(Step):
    """A number on the whole line, and what a step on it means."""

    TITLE = "A logit"
    TEXT = (
        "The number is called a logit. It can be anything, from far below 0 to far above. Its sign is the answer, and "
        "how far it is from 0 says how strongly. One step to the right multiplies the odds for yes by 2.7, always, "
        "wherever you are."
    )
    DO = "Drag along the line and read the odds."
    FORMULAS = (
        "logit z = log(p / (1 − p)) = log(odds for yes)\n"
        "odds = eᶻ: a step of 1 multiplies them by e ≈ 2.718, a step of 2.3 by 10\n"
        "z = 0: odds of 1 to 1. The unit has a name: nats."
    )
    SOURCES = (sources.BERKSON, sources.COX)
    LEFT = ""

    def draw(self) -> None:
        """Draw the line with all pictures on it."""
        if self.state is not None:
            self.plot.plot.getAxis("left").setTicks([[]])
            self.plot.show_curves(flat)
            self.plot.show_dots(self.state.dots, self.state.logit, ZERO)

    def sentence(self) -> str:
        """Say the odds where the handle is, and those of this picture."""
        if self.state is None:
            return ""
        here, own = self.plot.value, self.state.logit
        return (
            f"At {short_logit_text(here)} the odds are {odds_text(here)}. This picture’s logit is {logit_text(own)}: "
            f"{odds_text(own)}."
        )


class TheSigmoid(Step):
    """From the logit to a probability."""

    TITLE = "The sigmoid"
    TEXT = (
        "People like percentages. The sigmoid is a curve that turns any logit into a number between 0 and 1: the "
        "probability of yes. In the middle it is steep, at the ends it is flat. It never quite reaches 0 or 1, however "
        "far you go."
    )
    DO = "Drag along the curve. Where does a step change much, and where hardly anything?"
    FORMULAS = (
        "p = σ(z) = 1 / (1 + e⁻ᶻ)\n"
        "σ(0) = 0.5, σ(−z) = 1 − σ(z)\n"
        "slope: σ′(z) = σ(z)·(1 − σ(z)), at most 1/4, at z = 0\n"
        "On paper it is below 1 for every z. In float32, which has about 7 digits, it is exactly 1 from about 16.64 on."
    )
    SOURCES = (sources.COX, sources.STABLE_SIGMOID)
    LEFT = "probability of yes"

    def draw(self) -> None:
        """Draw the sigmoid with all pictures on it."""
        if self.state is not None:
            self.plot.show_curves(sigmoid)
            self.plot.show_dots(self.state.dots, self.state.logit, ZERO)

    def sentence(self) -> str:
        """Say the probability where the handle is and what a step adds, and that of this picture."""
        if self.state is None:
            return ""
        here = self.plot.value
        step = float(sigmoid(here + 1) - sigmoid(here))
        added = f"{100 * step:.1f}" if step >= 0.0005 else "less than 0.1"
        return (
            f"At {short_logit_text(here)} the probability is {probability_text(here)}; one step further to the right "
            f"adds {added} percentage points. This picture: {logit_text(self.state.logit)} becomes "
            f"{probability_text(self.state.logit)}{_before_temperature(self.state.rule)}."
        )


class InsideTheLoss(Step):
    """Why learning takes the logit, and applies the sigmoid inside the loss."""

    TITLE = "Why it sits in the loss"
    TEXT = (
        "While a model learns, the loss tells it how wrong it is: the surer and the wronger, the larger. On paper one "
        "may take the sigmoid first and the logarithm afterwards. A computer rounds: far out, the sigmoid becomes "
        "exactly 1, and the logarithm of what is missing to 1, of 0, is infinite. So the sigmoid is put inside the "
        "loss, in one formula that never takes that step."
    )
    DO = "Drag the logit past a dotted line: there the dashed curve, the sigmoid taken first, breaks off."
    FORMULAS = (
        "label y: 1 for yes, 0 for no\n"
        "sigmoid first: L = −y·log σ(z) − (1 − y)·log(1 − σ(z))\n"
        "from the logit: L = max(z, 0) − z·y + log(1 + e⁻|ᶻ|), the same on paper, and finite for every z\n"
        "slope, what the model learns from: L′ = σ(z) − y\n"
        "In Keras: Dense(1) without activation, and BinaryCrossentropy(from_logits=True)"
    )
    SOURCES = (sources.TENSORFLOW, sources.DEEP_LEARNING, sources.STABLE_SIGMOID)
    LEFT = "loss"
    FURTHEST: ClassVar[float] = 140.0

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[int, dict[float, str]] = {}
        self.yes = QCheckBox("The right answer is &yes")
        self.yes.toggled.connect(self._on_label)
        self.tools.addWidget(self.yes)
        self.tools.addStretch(1)

    @property
    def label(self) -> int:
        """1 where yes is right, 0 where no is."""
        return int(self.yes.isChecked())

    def begin(self, state: State) -> None:
        """Begin with the label that makes this picture's answer wrong: there the loss is large."""
        self.yes.setChecked(state.logit <= 0)
        self.plot.set_up(-self.FURTHEST, self.FURTHEST, 0.5, (0.0, self.FURTHEST))
        self.plot.move_to(state.logit)

    @Slot(bool)
    def _on_label(self, _yes: bool) -> None:
        self.draw()
        self.moved.emit()

    def draw(self) -> None:
        """Draw both ways to the loss, the second in float32."""
        if self.state is not None:
            label = self.label
            self.plot.show_curves(lambda x: cross_entropy(x, label), lambda x: sigmoid_first(x, label))
            self.plot.show_marks(self._marks(label))
            self.plot.show_dots(np.empty(0), self.state.logit, ZERO)

    def _marks(self, label: int) -> dict[float, str]:
        """Where the sigmoid, taken first in float32, breaks, and how; found at this moment."""
        if label not in self._found:
            found = breaks(Method.NAIVE, Precision.FLOAT32, label)
            self._found[label] = {one.logit: _LOSES[one.trouble] for one in found if one.trouble in _LOSES}
        return self._found[label]

    def sentence(self) -> str:
        """Say both losses where the handle is, and those of this picture."""
        if self.state is None:
            return ""
        word = "yes" if self.label else "no"
        here, own = self.plot.value, self.state.logit
        return (
            f"Were “{word}” right: at {short_logit_text(here)} the loss is {_loss(cross_entropy(here, self.label))} "
            f"from the logit, and {_loss(sigmoid_first(here, self.label))} with the sigmoid first, in float32. "
            f"This picture: {_loss(cross_entropy(own, self.label))} and {_loss(sigmoid_first(own, self.label))}."
        )


class AboveZero(Step):
    """The decision needs no sigmoid."""

    TITLE = "Yes when the logit is above 0"
    TEXT = (
        "To answer yes or no, nobody has to work out the sigmoid. It never turns an order round: a larger logit is a "
        "larger probability. And it makes 0 into exactly one half. So “more likely than not” and “the logit is above "
        "0” are the same."
    )
    DO = "Drag across 0. Logit and probability change sides at the same moment."
    FORMULAS = (
        "σ is strictly rising and σ(0) = 1/2, so p > 1/2 ⇔ z > 0\n"
        "It holds for every temperature T > 0 too: σ(z / T) > 1/2 ⇔ z > 0"
    )
    SOURCES = (sources.DEEP_LEARNING,)
    LEFT = "probability of yes"

    def draw(self) -> None:
        """Draw the sigmoid, and one half."""
        if self.state is not None:
            self.plot.show_curves(sigmoid, flat)
            self.plot.show_dots(self.state.dots, self.state.logit, ZERO)

    def sentence(self) -> str:
        """Say on which side handle and picture are, by both."""
        if self.state is None:
            return ""
        here, own = self.plot.value, self.state.logit
        return (
            f"{_side(here)} This picture: {logit_text(own)} is {'above' if own > 0 else 'not above'} 0, so the answer "
            f"is “{self.state.answer}”. {probability_text(own)} says the same."
        )


class ThresholdAndBand(Step):
    """Where the line is drawn, and where a person is asked."""

    TITLE = "What the threshold and the band do"
    TEXT = (
        "The line need not be at 0. If a wrong yes is worse than a wrong no, move the threshold up: fewer are "
        "called yes. The band is the strip around it where you would rather ask a person. The model is the same, and "
        "so are all logits; only how they are read changes."
    )
    DO = "Drag the threshold. Give it a band."
    FORMULAS = (
        "yes if z − t > 0, no if not; unsure if |z − t| < h (t: threshold, h: half the band)\n"
        "Bayes: if a false yes costs c₁ and a false no c₂, the best threshold is t = log(c₁ / c₂)\n"
        "margin = z − t: how far the answer is from flipping"
    )
    SOURCES = (sources.CHOW, sources.ELKAN)

    def __init__(self) -> None:
        super().__init__()
        self.band = QDoubleSpinBox()
        self.band.setRange(0, 20)
        self.band.setSingleStep(0.25)
        self.band.setAccessibleName("Half of the band, in logits")
        self.band.valueChanged.connect(self._on_band)
        words = QLabel("&Band ±")
        words.setBuddy(self.band)
        self.tools.addWidget(words)
        self.tools.addWidget(self.band)
        self.tools.addStretch(1)

    @property
    def rule(self) -> Rule:
        """Threshold and band as they are dragged here; the window's own stay as they are."""
        return Rule(self.plot.value, self.band.value())

    def begin(self, state: State) -> None:
        """Begin with the window's own rule."""
        super().begin(state)
        self.plot.move_to(state.rule.threshold)
        self.band.setValue(state.rule.band)

    @Slot(float)
    def _on_band(self, _band: float) -> None:
        self.draw()
        self.moved.emit()

    def draw(self) -> None:
        """Draw all pictures by this rule."""
        if self.state is not None:
            self.plot.plot.getAxis("left").setTicks([[]])
            self.plot.show_curves(flat)
            self.plot.show_dots(self.state.dots, self.state.logit, self.rule)
            self.plot.show_band(self.rule)

    def sentence(self) -> str:
        """Count the decisions, and say this picture's and what would flip it."""
        state = self.state
        if state is None:
            return ""
        sides, decision = state.spread.at(self.rule), decide_one(state.logit, self.rule)
        word = {Decision.YES: f"yes, {state.yes}", Decision.NO: f"no, {state.no}", Decision.UNSURE: "unsure"}[decision]
        counts = f"{sides.yes.n:,} yes, {sides.no.n:,} no, {sides.unsure.n:,} unsure"
        return (
            f"With the threshold at {short_logit_text(self.rule.threshold)} and a band of ±{self.rule.band:.2f}, "
            f"of the {sides.n:,} pictures in the list: {counts}. This picture is {word}; it flips where the threshold "
            f"passes {logit_text(state.logit)}."
        )


STEPS: Final = (OneNeuron, ALogit, TheSigmoid, InsideTheLoss, AboveZero, ThresholdAndBand)


def sigmoid_first(logit: Floats | float, label: int) -> Floats:
    """The loss as it comes out in float32 when the sigmoid is taken first; where that rounds to 0 or 1 it breaks."""
    return naive(logit, label, Precision.FLOAT32).loss.astype(np.float64)


def _loss(value: Floats) -> str:
    loss = float(value)
    if math.isnan(loss):
        return "not a number"
    return "infinite" if math.isinf(loss) else f"{loss:.4g}"


def _before_temperature(rule: Rule) -> str:
    """What to add where the window shows another probability, since it divides logits by a temperature first."""
    return "" if rule.temperature == 1 else f" (the window divides it by a temperature of {rule.temperature:g} first)"


def _side(logit: float) -> str:
    where = "above" if logit > 0 else "below" if logit < 0 else "at"
    return f"At {short_logit_text(logit)} the logit is {where} 0, and {probability_text(logit)} is {where} one half."
