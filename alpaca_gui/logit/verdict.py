"""From a logit to a decision: the rule (threshold, band, temperature) and the verdict it gives."""

import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alpaca_gui.logit.sigmoid import Floats, sigmoid


class Decision(IntEnum):
    """The answer. Numbers, so that a column of a million decisions is one byte each."""

    NO = 0
    YES = 1
    UNSURE = 2

    @property
    def word(self) -> str:
        """The word as it is printed: ``yes``, ``no`` or ``unsure``."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Rule:
    """How logits are read.

    Attributes
    ----------
    threshold
        The logit above which the answer is yes.
    band
        Half-width around the threshold, in logits, inside which the answer is "unsure"; at least 0.
    temperature
        Divides the logit before the sigmoid; above 0. It changes the probability, never the decision.
    """

    threshold: float = 0.0
    band: float = 0.0
    temperature: float = 1.0

    def __post_init__(self) -> None:
        """Refuse numbers that no decision can be made with."""
        if not math.isfinite(self.threshold):
            raise ValueError(f"the threshold must be a finite number, got {self.threshold}")
        if not (math.isfinite(self.band) and self.band >= 0):
            raise ValueError(f"the band must be a finite number of at least 0, got {self.band}")
        if not (math.isfinite(self.temperature) and self.temperature > 0):
            raise ValueError(f"the temperature must be a finite number above 0, got {self.temperature}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One logit read with one rule."""

    logit: float
    probability: float
    margin: float
    decision: Decision
    rule: Rule

    @property
    def log_odds(self) -> float:
        """Logarithm of the odds for yes: the logit divided by the temperature."""
        return self.logit / self.rule.temperature


def judge(logit: float, rule: Rule) -> Verdict:
    """Read one finite logit with ``rule``.

    Raises
    ------
    ValueError
        When the logit is not a finite number: there is nothing to decide then.
    """
    if not math.isfinite(logit):
        raise ValueError(f"a logit must be a finite number, got {logit}")
    return Verdict(
        logit=logit,
        probability=float(sigmoid(logit / rule.temperature)),
        margin=logit - rule.threshold,
        decision=decide_one(logit, rule),
        rule=rule,
    )


def decide_one(logit: float, rule: Rule) -> Decision:
    """As `decide`, for one logit, in a hundredth of the time."""
    margin = logit - rule.threshold
    if abs(margin) < rule.band:
        return Decision.UNSURE
    return Decision.YES if margin > 0 else Decision.NO


def margins(logit: ArrayLike, rule: Rule) -> Floats:
    """Logit minus threshold, elementwise: how far from flipping, with its sign."""
    return np.asarray(logit, dtype=np.float64) - rule.threshold


def decide(logit: ArrayLike, rule: Rule) -> NDArray[np.uint8]:
    """Decisions (values of `Decision`) for logits of any shape.

    Yes when the margin is above 0, no when it is not, unsure when it lies strictly inside the band. With a band of 0
    nothing is unsure. NaN, a logit that is not there, must be masked by the caller: it decides as no.
    """
    margin = margins(logit, rule)
    yes, no, unsure = (np.uint8(one) for one in (Decision.YES, Decision.NO, Decision.UNSURE))
    found: NDArray[np.uint8] = np.where(np.abs(margin) < rule.band, unsure, np.where(margin > 0, yes, no))
    return found
