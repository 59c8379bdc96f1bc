"""What a temperature does to decisions and to the loss, counted over many logits."""

import numpy as np
from numpy.typing import ArrayLike

from alpaca_gui.logit.loss import cross_entropy
from alpaca_gui.logit.sigmoid import logit_of
from alpaca_gui.logit.verdict import Rule, decide


def with_temperature(rule: Rule, temperature: float) -> Rule:
    """The same threshold and band, in logits, at another temperature."""
    return Rule(rule.threshold, rule.band, temperature)


def rule_by_probability(probability: float, temperature: float) -> Rule:
    """Say yes above a probability, e.g. 0.9, as a rule in logits.

    ``sigmoid(z / T) > p`` holds exactly where ``z > T * log(p / (1 - p))``: unlike a threshold in logits, this one
    moves with the temperature, unless ``p`` is one half.

    Parameters
    ----------
    probability
        Between 0 and 1, without the ends.
    temperature
        Above 0.
    """
    return Rule(temperature * float(logit_of(probability)), 0.0, temperature)


def changed_decisions(logits: ArrayLike, before: Rule, after: Rule) -> int:
    """Count the finite ``logits``, of any shape, that two rules decide differently."""
    return int(np.count_nonzero(decide(logits, before) != decide(logits, after)))


def mean_loss(logits: ArrayLike, labels: ArrayLike, temperature: float) -> float | None:
    """Mean binary cross-entropy, in nats, of ``logits / temperature``; None where there is no logit.

    Parameters
    ----------
    logits
        (n,), finite.
    labels
        1 for yes and 0 for no, (n,).
    """
    z = np.asarray(logits, dtype=np.float64)
    return float(np.mean(cross_entropy(z / temperature, labels))) if z.size else None
