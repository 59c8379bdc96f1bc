"""What is said about the tensor and its variants."""

from typing import Final

import numpy as np

from alpaca_gui.explain.other_score import Explained, OtherScore
from alpaca_gui.explain.tensor_numbers import TensorNumbers
from alpaca_gui.explain.xray import Variant, Xray
from alpaca_gui.gui.signs import Sign
from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.logit.verdict import Decision, Rule, decide_one
from alpaca_gui.logit.words import MINUS, short_logit_text

CHANNELS: Final = ("red", "green", "blue")
"""What a model takes a tensor's channels for, the first for red."""
STYLES: Final = ("solid", "dashed", "dotted")
_MOST: Final = 3


def number_text(value: float) -> str:
    """A number of a tensor, with four digits at most: ``−0.992``, ``255``."""
    return f"{value:.4g}".replace("-", MINUS)


def numbers_words(numbers: TensorNumbers, step: Preprocessing) -> str:
    """Shape, type, range and mean: ``260 × 260 × 3, float32, −0.992 to 1, mean −0.11``.

    Where numbers lie beyond what the model's own ``step`` can give, that is said: they are drawn black or white.
    """
    shape = " × ".join(f"{side:,}" for side in numbers.shape)
    ends = f"{number_text(numbers.low)} to {number_text(numbers.high)}"
    words = f"{shape}, {numbers.dtype}, {ends}, mean {number_text(round(numbers.mean, 4))}"
    low, high = sorted(float(end) for end in step.scaled(np.array([0, 255], np.uint8)))
    if low <= numbers.low and numbers.high <= high:
        return words
    return f"{words}. The model was made for {number_text(low)} to {number_text(high)}: what is beyond is cut off here"


def channels_words(numbers: TensorNumbers) -> str:
    """The mean of each channel, and how its line is drawn."""
    means = (
        f"{name} {number_text(round(channel.mean, 4))} ({style})"
        for name, channel, style in zip(CHANNELS, numbers.channels, STYLES, strict=True)
    )
    return f"Means of the channels: {', '.join(means)}."


def difference(variant: Variant, xray: Xray) -> float:
    """Its logit less the model's own; 0 where it has none."""
    return 0.0 if variant.logit is None else variant.logit - xray.logit


def changed_words(variant: Variant, xray: Xray, rule: Rule) -> str:
    """What a variant makes of the decision: ``flips``, ``becomes unsure``; empty where it stays."""
    if variant.logit is None:
        return ""
    own, other = decide_one(xray.logit, rule), decide_one(variant.logit, rule)
    if own is other:
        return ""
    if other is Decision.UNSURE:
        return "becomes unsure"
    return "no longer unsure" if own is Decision.UNSURE else "flips"


def row_words(variant: Variant, xray: Xray, rule: Rule) -> str:
    """The end of a variant's second line, where there is room for one word: what the decision is, if another one."""
    if variant.logit is None or not changed_words(variant, xray, rule):
        return state_words(variant, xray, rule)
    own, other = decide_one(xray.logit, rule), decide_one(variant.logit, rule)
    return other.word if Decision.UNSURE in (own, other) else "flips"


def state_words(variant: Variant, xray: Xray, rule: Rule) -> str:
    """What is to be said of a variant: that it is not possible, the same, or what becomes of the decision."""
    if variant.logit is None:
        return "not possible here"
    if variant.same:
        return "" if variant is xray.variants[0] else "the same tensor"
    return changed_words(variant, xray, rule)


def spoken_words(variant: Variant, xray: Xray, rule: Rule) -> str:
    """A variant for a screen reader."""
    if variant.logit is None:
        return f"{variant.words}, {state_words(variant, xray, rule)}"
    parts = [variant.words, f"logit {short_logit_text(variant.logit)}"]
    if not variant.same:
        parts.append(f"difference {short_logit_text(difference(variant, xray))}")
    parts.append(Sign(int(decide_one(variant.logit, rule))).word)
    return ", ".join((*parts, *filter(None, [state_words(variant, xray, rule)])))


def largest_words(xray: Xray, rule: Rule) -> str:
    """Which way changes the logit most, and how many change the decision."""
    farthest = xray.farthest
    if not xray.complete:
        return "Trying other ways to prepare the picture…"
    if farthest is None or farthest.logit is None:
        return "No other way to prepare this picture changes its logit."
    start = (
        f"The largest difference comes from “{farthest.words}”: {short_logit_text(xray.logit)} becomes "
        f"{short_logit_text(farthest.logit)}."
    )
    others = [one for one in xray.variants if one.logit is not None and not one.same]
    changed = sum(bool(changed_words(one, xray, rule)) for one in others)
    return f"{start} {_count(changed, len(others))}"


def _count(changed: int, of: int) -> str:
    if of == 1:
        return "It changes the decision." if changed else "It does not change the decision."
    if not changed:
        return f"None of the {of} ways that differ changes the decision."
    return f"{changed} of the {of} ways that differ {'changes' if changed == 1 else 'change'} the decision."


def read_words(score: OtherScore, rule: Rule) -> str:
    """How a score was read."""
    if score.probability is None:
        return "Read as a logit."
    low, high = (short_logit_text(end) for end in (score.low, score.high))
    if score.high == float("inf"):
        ends = f"logit above {low}"
    elif score.low == float("-inf"):
        ends = f"logit below {high}"
    else:
        ends = f"logit {short_logit_text(score.logit)}, before rounding {low} to {high}"
    bent = "" if rule.temperature == 1 else " at temperature 1"
    return f"Read as a probability{bent}: {ends}."


def explained_words(score: OtherScore, found: Explained, xray: Xray, no: str) -> str:
    """Which variants come closest to a score; ``no`` is the model's answer no."""
    if not found.closest:
        return "There is nothing to compare it with yet."
    sentences = [_fitting(found, xray) if found.fitting else _closest(score, found)]
    if found.turned:
        sentences.append(f"It fits this logit with its sign turned: there “{no}” may be the positive answer.")
    if found.sigmoid_twice:
        sentences.append("It fits the sigmoid of the sigmoid: it may have been taken twice.")
    return " ".join(sentences)


def _fitting(found: Explained, xray: Xray) -> str:
    fitting = found.closest[: found.fitting]
    others = _list(tuple(one for one in fitting if one is not xray.variants[0]))
    if xray.variants[0] in fitting:
        return "It fits what this program says" + (f", and also: {others}." if others else ".")
    return f"It fits: {others}."


def _list(variants: tuple[Variant, ...]) -> str:
    words = "; ".join(f"{one.words}, {short_logit_text(one.logit or 0.0)}" for one in variants[:_MOST])
    left = len(variants) - _MOST
    return f"{words}; and {left} more" if left > 0 else words


def _closest(score: OtherScore, found: Explained) -> str:
    first, *others = found.closest[:2]
    away = f"{score.distance(first.logit or 0.0):.2f}"
    then = f" Then: {_list(tuple(others))}." if others else ""
    return f"None fits. Closest: {_list((first,))} ({away} away).{then}"
