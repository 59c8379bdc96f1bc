"""What is said about a temperature."""

from typing import Final

from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.why.axis_words import axis_text
from alpaca_gui.logit.temperature import rule_by_probability, with_temperature
from alpaca_gui.logit.verdict import Rule, judge
from alpaca_gui.logit.words import probability_text, short_logit_text

ONE: Final = "T = 1"
DIGITS: Final = 3
"""Behind the point of a temperature."""


def temperature_text(temperature: float) -> str:
    """A temperature as a column's title, with the digits of the field beside the slider: ``T = 2.000``."""
    return ONE if temperature == 1 else f"T = {temperature:.{DIGITS}f}"


def probability_row(logit: float, temperature: float) -> tuple[str, str, str]:
    """A picture's probability without the temperature and with it."""
    return "Probability of yes", probability_text(logit), probability_text(logit / temperature)


def decision_row(logit: float, rule: Rule, temperature: float) -> tuple[str, str, str]:
    """What a threshold in logits decides."""
    name = f"Decision, threshold {axis_text(rule.threshold)}"
    return name, _word(logit, with_temperature(rule, 1.0)), _word(logit, with_temperature(rule, temperature))


def probability_decision_row(logit: float, probability: float, temperature: float) -> tuple[str, str, str]:
    """What a threshold in probability decides."""
    before, after = (_word(logit, rule_by_probability(probability, each)) for each in (1.0, temperature))
    return f"Decision, p > {probability:.2f}", before, after


def loss_row(labelled: int, before: float, after: float) -> tuple[str, str, str]:
    """The mean cross-entropy of what is labelled."""
    return f"Mean loss of the {labelled:,} labelled", f"{before:.4f}", f"{after:.4f}"


def changed_sentence(changed: int, of: int) -> str:
    """How many decisions a temperature changes: ``0 of 327 decisions change.``."""
    return f"{changed:,} of {of:,} {'decision changes' if of == 1 else 'decisions change'}."


def threshold_sentence(rule: Rule, temperature: float) -> str:
    """Why a threshold in logits decides the same at every temperature, and what does move."""
    start = "The threshold is compared with the logit itself, before T divides it, so no decision can change"
    if rule.threshold == 0:
        return f"{start}: 0 is probability 0.5 at every T."
    before, after = (probability_text(rule.threshold / each) for each in (1.0, temperature))
    moved = f"{before} at T = 1" if temperature == 1 else f"{before} at T = 1 and {after} now"
    return f"{start}; only the probability that {short_logit_text(rule.threshold)} stands for moves: {moved}."


def probability_sentence(probability: float, temperature: float, changed: int, of: int) -> str:
    """What becomes of a threshold that is given as a probability."""
    places = [short_logit_text(rule_by_probability(probability, each).threshold) for each in (1.0, temperature)]
    if probability == 0.5:
        return "One half is logit 0 at every T: the only probability whose threshold stays where it is."
    if temperature == 1:
        return f"It is logit {places[0]} at T = 1, and moves as soon as T does."
    return f"It is logit {places[0]} at T = 1 and {places[1]} now: {changed:,} of {of:,} would change."


def _word(logit: float, rule: Rule) -> str:
    return Sign(int(judge(logit, rule).decision)).word
