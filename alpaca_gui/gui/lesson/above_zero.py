"""The fifth step: the decision needs no sigmoid."""

from alpaca_gui.gui.lesson import sources
from alpaca_gui.gui.lesson.curve import Curve
from alpaca_gui.gui.lesson.state import State
from alpaca_gui.gui.lesson.step import ZERO, DottedStep
from alpaca_gui.gui.lesson.the_sigmoid import before_temperature
from alpaca_gui.gui.why.axis_words import axis_text
from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.logit.verdict import Rule, decide_one
from alpaca_gui.logit.words import logit_text, probability_text


class AboveZero(DottedStep):
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
    LEVEL = (0.5, "one half")

    def curves(self, state: State) -> tuple[Curve, ...]:
        """Give the sigmoid."""
        return (sigmoid,)

    def say(self, state: State) -> str:
        """Say on which side handle and picture are, by both."""
        return f"{_side(self.plot.value)} {_own(state)}"


def _side(logit: float) -> str:
    where = "above" if logit > 0 else "below" if logit < 0 else "at"
    return f"At {axis_text(logit)} the logit is {where} 0, and {probability_text(logit)} is {where} one half."


def _own(state: State) -> str:
    """What the sign says of the picture; and where the window decides otherwise, why that is no contradiction."""
    own, rule = state.logit, state.rule
    decision = decide_one(own, rule)
    start = f"This picture: {logit_text(own)} is {'above' if own > 0 else 'not above'} 0"
    same = f"{probability_text(own)}{before_temperature(rule)} says the same."
    if decision is decide_one(own, ZERO):
        return f"{start}, so the answer is “{state.answer}”. {same}"
    return (
        f"{start}, so by its sign alone the answer would be “{state.answer}”. {same} That the window says "
        f"“{decision.word}” is due to its {rule_words(rule)}: the next step is about that."
    )


def rule_words(rule: Rule) -> str:
    """A threshold and its band, where it has one: ``threshold of +1.50 and its band of ±0.25``."""
    threshold = f"threshold of {axis_text(rule.threshold)}"
    if not rule.band:
        return threshold
    band = f"band of ±{rule.band:.2f}"
    return f"{threshold} and its {band}" if rule.threshold else f"{band} around 0"
