"""The third step: from the logit to a probability."""

from alpaca_gui.gui.lesson import sources
from alpaca_gui.gui.lesson.curve import Curve
from alpaca_gui.gui.lesson.state import State
from alpaca_gui.gui.lesson.step import DottedStep
from alpaca_gui.gui.why.axis_words import axis_text
from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.logit.words import logit_text, probability_text


class TheSigmoid(DottedStep):
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

    def curves(self, state: State) -> tuple[Curve, ...]:
        """Give the sigmoid."""
        return (sigmoid,)

    def say(self, state: State) -> str:
        """Say the probability where the handle is and what a step adds, and that of this picture."""
        here = self.plot.value
        step = float(sigmoid(here + 1) - sigmoid(here))
        added = f"{100 * step:.1f}" if step >= 0.0005 else "less than 0.1"
        return (
            f"At {axis_text(here)} the probability is {probability_text(here)}; one step further to the right "
            f"adds {added} percentage points. This picture: {logit_text(state.logit)} becomes "
            f"{probability_text(state.logit)}{before_temperature(state.rule)}."
        )


def before_temperature(rule: Rule) -> str:
    """What to add where the window shows another probability, since it divides logits by a temperature first."""
    return "" if rule.temperature == 1 else f" (the window divides it by a temperature of {rule.temperature:g} first)"
