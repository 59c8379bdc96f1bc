"""How well logits fit labels: the figures written on a model's card."""

from dataclasses import asdict, dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alpaca_gui.logit.loss import cross_entropy
from alpaca_gui.logit.sigmoid import Floats, sigmoid
from alpaca_gui.logit.verdict import Rule

BINS: Final = 10
"""Bins of the reliability diagram; the expected calibration error is computed from the same."""

BIN_EDGES: Final = np.arange(BINS + 1) / BINS


@dataclass(frozen=True, slots=True)
class Metrics:
    """Figures over ``n`` labelled pictures, all computed from logits."""

    n: int
    accuracy: float
    log_loss: float
    brier: float
    auc: float
    ece: float

    def as_dict(self) -> dict[str, float | int]:
        """Return the figures by name, for JSON."""
        return asdict(self)


def measure(logit: ArrayLike, label: ArrayLike, rule: Rule | None = None) -> Metrics:
    """Judge ``logit`` (n,) against ``label`` (n,) of 0 and 1.

    Parameters
    ----------
    logit, label
        The two columns.
    rule
        Its threshold decides, its temperature divides the logits before they become probabilities; its band is not
        looked at. Without one, the threshold is 0 and the temperature 1.

    Raises
    ------
    ValueError
        When one side has no picture: the area under the curve is then undefined.
    """
    z = np.asarray(logit, dtype=np.float64)
    y = np.asarray(label).astype(bool)
    rule = rule or Rule()
    log_odds = z / rule.temperature
    return Metrics(
        n=int(z.size),
        accuracy=float(np.mean((z > rule.threshold) == y)),
        log_loss=float(np.mean(cross_entropy(log_odds, y))),
        brier=float(np.mean((sigmoid(log_odds) - y) ** 2)),
        auc=area_under_curve(z, y),
        ece=expected_calibration_error(log_odds, y),
    )


def area_under_curve(logit: ArrayLike, label: ArrayLike) -> float:
    """Chance that a random yes has a higher logit than a random no, ties counting half (Mann-Whitney's U).

    Raises
    ------
    ValueError
        When ``label`` has only one side.
    """
    z = np.asarray(logit, dtype=np.float64)
    y = np.asarray(label).astype(bool)
    yes, no = z[y], np.sort(z[~y])
    if not yes.size or not no.size:
        raise ValueError(f"both sides are needed, got {yes.size} yes and {no.size} no")
    below = np.searchsorted(no, yes, side="left")
    not_above = np.searchsorted(no, yes, side="right")
    return float(np.mean(below + not_above) / (2 * no.size))


def bin_of(probability: ArrayLike) -> NDArray[np.int64]:
    """Number of the bin, 0 to 9, that each probability of yes is in: ten of equal width, the last one takes in 1."""
    places = np.searchsorted(BIN_EDGES, np.asarray(probability, dtype=np.float64), side="right") - 1
    return np.minimum(places, BINS - 1).astype(np.int64)


def expected_calibration_error(log_odds: ArrayLike, label: ArrayLike) -> float:
    """How far probabilities of yes are from the shares that came true, on average over the pictures.

    Parameters
    ----------
    log_odds
        Logits divided by the temperature, (n,).
    label
        1 for yes and 0 for no, (n,).

    Returns
    -------
    float
        ``sum over bins of count / n * |mean probability - share of yes|``, with the bins of `bin_of`; from 0 to 1.
        Source: Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning", AAAI
        2015; here over the probability of yes, so that both ends of the reliability diagram count.
    """
    p = sigmoid(log_odds)
    excess = _sums(bin_of(p), p - np.asarray(label, dtype=np.float64))
    return float(np.abs(excess).sum() / p.size)


def reliability(log_odds: ArrayLike, label: ArrayLike) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Give for each of the ten bins: how many pictures, the sum of their probabilities, how many are labelled yes."""
    p = sigmoid(log_odds)
    bins = bin_of(p)
    yes = np.asarray(label, dtype=np.float64)
    counts = np.bincount(bins, minlength=BINS).astype(np.int64)
    return counts, _sums(bins, p), _sums(bins, yes)


def _sums(bins: NDArray[np.int64], values: Floats) -> Floats:
    return np.bincount(bins, values, BINS).astype(np.float64)
