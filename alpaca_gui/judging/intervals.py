"""95 % intervals: how far a figure could be off because there are only so many pictures."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.judging.report import Figure
from alpaca_gui.logit.metrics import BINS, bin_of
from alpaca_gui.logit.share import Z95, share_of
from alpaca_gui.logit.sigmoid import Floats

SEED: Final = 20_170_612
_MOST_RESAMPLES: Final = 2000
_FEWEST_RESAMPLES: Final = 200
_DRAWS: Final = 20_000_000
_DRAWS_AT_ONCE: Final = 1_000_000
_HALVINGS: Final = 100


def wilson(right: int, n: int) -> Figure:
    """Interval of a share, ``right`` of ``n``, as `alpaca_gui.logit.share.share_of` computes it."""
    share = share_of(right, n)
    return Figure(share.value, share.low, share.high)


def area_interval(area: float, yes: int, no: int) -> Figure:
    """Interval of the area under the curve, from its value and the number of pictures on either side.

    All areas A with ``|area - A| <= 1.96 * sqrt(V(A))``, where ``V(A) = A (1 - A) (1 + m (1 - A) / (2 - A) + m A /
    (1 + A)) / (yes * no)`` and ``m = (yes + no) / 2 - 1``. Source: method 5 of Newcombe, "Confidence intervals for an
    effect size measure based on the Mann-Whitney statistic, part 2", Statistics in Medicine 25, 2006, with the variance
    of Hanley and McNeil (1982). DeLong's interval and the bootstrap have no width at all where the area is 1.
    """
    return Figure(area, _furthest(area, 0.0, yes, no), _furthest(area, 1.0, yes, no))


def _furthest(area: float, end: float, yes: int, no: int) -> float:
    """The area between ``area`` and ``end`` that is only just within reach, by bisection."""
    inside, outside = area, end
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        if (area - middle) ** 2 <= Z95 * Z95 * _variance(middle, yes, no):
            inside = middle
        else:
            outside = middle
    return inside


def _variance(area: float, yes: int, no: int) -> float:
    m = (yes + no) / 2 - 1
    return area * (1 - area) * (1 + m * (1 - area) / (2 - area) + m * area / (1 + area)) / (yes * no)


@dataclass(frozen=True, slots=True)
class MeanFigures:
    """Intervals of the figures that are means over the pictures."""

    log_loss: Figure
    brier: Figure
    ece: Figure


def bootstrap(probabilities: Floats, losses: Floats, labels: NDArray[np.int64]) -> MeanFigures:
    """Intervals of log loss, Brier and calibration error, from pictures drawn anew with replacement.

    Each side is drawn from on its own, so that both keep their size; always with the same seed. 2,000 times, fewer
    where there are more than 10,000 pictures, whose means vary little. Source: Efron and Tibshirani, "An Introduction
    to the Bootstrap", 1993, chapter 13: the interval between the 2.5 % and the 97.5 % point.

    A calibration error is a mean of distances, to which drawing anew only adds: its interval also takes in the points
    mirrored at the figure (the basic interval there), so that it is rather too wide than on the wrong side.

    Parameters
    ----------
    probabilities, losses, labels
        Of each picture, (n,): the probability of yes, the cross-entropy in nats, 1 for yes and 0 for no.
    """
    excess, bins = probabilities - labels, bin_of(probabilities)
    squares = excess**2
    found = np.concatenate([_resampled(places, losses, squares, excess, bins) for places in _draws(labels)], axis=1)
    whole = _resampled(np.arange(labels.size)[None], losses, squares, excess, bins)[:, 0]
    log_loss, brier, ece = (_percentiles(float(value), column) for value, column in zip(whole, found, strict=True))
    return MeanFigures(log_loss, brier, _mirrored(ece))


def _draws(labels: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Places of the pictures drawn, (resamples, n) in a few pieces."""
    random = np.random.default_rng(SEED)
    resamples = int(np.clip(_DRAWS // labels.size, _FEWEST_RESAMPLES, _MOST_RESAMPLES))
    at_once = max(1, _DRAWS_AT_ONCE // labels.size)
    sides = [np.flatnonzero(labels == side) for side in (1, 0)]
    return [
        np.concatenate([side[random.integers(0, side.size, (rows, side.size))] for side in sides if side.size], axis=1)
        for rows in np.diff([*range(0, resamples, at_once), resamples])
    ]


def _resampled(
    places: NDArray[np.int64], losses: Floats, squares: Floats, excess: Floats, bins: NDArray[np.int64]
) -> Floats:
    """The three figures of each row of ``places``, (3, rows)."""
    rows, n = places.shape
    cells = bins[places] + BINS * np.arange(rows)[:, None]
    sums = np.bincount(cells.ravel(), excess[places].ravel(), BINS * rows).reshape(rows, BINS)
    return np.stack([losses[places].mean(axis=1), squares[places].mean(axis=1), np.abs(sums).sum(axis=1) / n])


def _percentiles(value: float, resampled: Floats) -> Figure:
    low, high = (float(end) for end in np.quantile(resampled, (0.025, 0.975)))
    return Figure(value, min(low, value), max(high, value))


def _mirrored(figure: Figure) -> Figure:
    low = min(figure.low, 2 * figure.value - figure.high)
    high = max(figure.high, 2 * figure.value - figure.low)
    return Figure(figure.value, max(0.0, low), min(1.0, high))
