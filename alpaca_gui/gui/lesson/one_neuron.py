"""The first step: features times weights, added up."""

from typing import Final

import numpy as np

from alpaca_gui.gui.lesson import sources
from alpaca_gui.gui.lesson.curve import Curve
from alpaca_gui.gui.lesson.state import State
from alpaca_gui.gui.lesson.step import Step
from alpaca_gui.logit.words import logit_text, short_logit_text

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
        "x: the features, each averaged over all places of the picture (global average pooling; some models weigh the "
        "places first)\n"
        "w: the weights, b: the bias, both learnt; z: the logit\n"
        "A second neuron for “no” would learn nothing new: only the difference of the two counts."
    )
    SOURCES = (sources.NETWORK_IN_NETWORK, sources.DEEP_LEARNING)
    BELOW = "features counted"
    LEFT = "sum"
    LEVEL = (0.0, "0: neither yes nor no")

    def draws(self, state: State) -> bool:
        """Nothing where the model does not show its weights."""
        return state.weighing is not None

    def begin(self, state: State) -> None:
        """Count nothing yet but the bias and the first few."""
        if state.weighing is None:
            return
        sums = state.weighing.sums
        low, high = min(0.0, float(sums.min())), max(0.0, float(sums.max()))
        self.plot.set_up(0, sums.size - 1, 1, (low - 0.5, high + 0.5))
        self.plot.move_to(min(20, sums.size - 1))

    def curves(self, state: State) -> tuple[Curve, ...]:
        """Give the sum after each feature; nothing where the model does not show its weights."""
        if state.weighing is None:
            return ()
        sums = state.weighing.sums
        return (lambda x: np.interp(x, np.arange(sums.size), sums),)

    def say(self, state: State) -> str:
        """Say where the sum is after so many features, and where it ends."""
        if state.weighing is None:
            return NO_WEIGHTS
        sums, count, settled = state.weighing.sums, round(self.plot.value), state.weighing.settled
        features = "feature" if count == 1 else "features"
        side = f"From {settled:,} on it stays on the side of 0" if settled else "It is always on the side of 0"
        return (
            f"It starts at {short_logit_text(state.weighing.bias)}, the bias, before anything is counted. "
            f"After the {count:,} weightiest {features} the sum is {short_logit_text(float(sums[count]))}; "
            f"after all {sums.size - 1:,} it is {logit_text(float(sums[-1]))}. {side} where it ends."
        )
