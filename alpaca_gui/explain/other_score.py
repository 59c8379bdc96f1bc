"""The score that another program gives for the same picture, and what would explain it."""

import math
import re
from dataclasses import dataclass
from typing import Final

from alpaca_gui.errors import AlpacaError
from alpaca_gui.explain.xray import Variant, Xray
from alpaca_gui.logit.sigmoid import logit_of, sigmoid
from alpaca_gui.logit.words import MINUS

CLOSE: Final = 1e-3
"""Logits by which two programs that do the same may differ; half a unit of the last digit that was given, if larger."""

_NUMBER: Final = re.compile(r"([+-]?)(\d+(?:[.,]\d*)?|[.,]\d+)(?:e([+-]?\d{1,3}))?\s*(%?)", re.IGNORECASE | re.ASCII)
_LONGEST: Final = 40
_HOW: Final = "Type a logit like +3.19, or a probability like 0.9605 or 96 %."


class ScoreError(AlpacaError):
    """What was typed is no score."""


@dataclass(frozen=True, slots=True)
class OtherScore:
    """A score with the rounding that it was written with.

    Attributes
    ----------
    low, high
        Least and greatest logit that it may stand for; infinite where a probability was rounded to 0 or 1.
    probability
        As it was given; None where it was a logit.
    """

    low: float
    high: float
    probability: float | None = None

    @property
    def logit(self) -> float:
        """The logit itself: of a probability its log-odds, infinite for 0 and 1."""
        return (self.low + self.high) / 2 if self.probability is None else float(logit_of(self.probability))

    def distance(self, logit: float) -> float:
        """How far a logit is from what the score may stand for, in logits; 0 where it fits."""
        return max(self.low - logit, logit - self.high, 0.0)

    def fits(self, logit: float) -> bool:
        """Whether the score may be this logit."""
        return self.distance(logit) == 0


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """What would explain a score.

    Attributes
    ----------
    closest
        Variants with a logit, the closest first; of those that are equally close, the order of the X-ray. What is the
        same as the model's own way stands for it once, as the first variant.
    fitting
        How many of them the score may be.
    turned
        Whether it may be the model's own logit with its sign turned: no was called the positive answer.
    sigmoid_twice
        Whether it may be the sigmoid of the sigmoid of the model's own logit.
    """

    closest: tuple[Variant, ...]
    fitting: int
    turned: bool
    sigmoid_twice: bool


def other_score(text: str) -> OtherScore:
    """Read a score that was typed or pasted.

    An unsigned number of 0 to 1, or one with a per cent sign, is a probability; all others are logits, also those
    between 0 and 1 with a sign before them. Comma and point both part the decimals.

    Raises
    ------
    ScoreError
        With the sentence to show.
    """
    plain = " ".join(text.split()).replace(MINUS, "-")
    match = _NUMBER.fullmatch(plain)
    if match is None or len(plain) > _LONGEST:
        raise ScoreError(f"This is not one number. {_HOW}")
    sign, digits, exponent, percent = match.groups()
    power = int(exponent or 0)
    value = float(f"{sign}{digits.replace(',', '.')}e{power}")
    _, _, decimals = digits.replace(",", ".").partition(".")
    half = float(f"5e{power - len(decimals) - 1}")
    if percent:
        value, half = value / 100, half / 100
    if percent and not 0 <= value <= 1:
        raise ScoreError("A probability is between 0 % and 100 %.")
    if percent or (not sign and value <= 1):
        return _of_probability(value, half)
    if not math.isfinite(value):
        raise ScoreError(f"This number is too large. {_HOW}")
    half = max(half, CLOSE)
    return OtherScore(value - half, value + half)


def _of_probability(value: float, half: float) -> OtherScore:
    low, high = (float(logit_of(min(max(end, 0.0), 1.0))) for end in (value - half, value + half))
    if 0 < value < 1:
        middle = float(logit_of(value))
        low, high = min(low, middle - CLOSE), max(high, middle + CLOSE)
    return OtherScore(low, high, value)


def explained(score: OtherScore, xray: Xray) -> Explained:
    """Look for what would explain a score among the variants."""
    known = [one for index, one in enumerate(xray.variants) if one.logit is not None and not (one.same and index)]
    closest = sorted(known, key=lambda one: (score.distance(_logit(one)), _from_middle(score, _logit(one))))
    fitting = sum(score.fits(_logit(one)) for one in closest)
    twice = float(sigmoid(sigmoid(xray.logit)))
    return Explained(
        tuple(closest),
        fitting,
        turned=score.fits(-xray.logit) and not score.fits(xray.logit),
        sigmoid_twice=score.probability is not None and score.fits(float(logit_of(twice))),
    )


def _from_middle(score: OtherScore, logit: float) -> float:
    return abs(logit - score.logit) if math.isfinite(score.logit) else 0.0


def _logit(variant: Variant) -> float:
    assert variant.logit is not None
    return variant.logit
