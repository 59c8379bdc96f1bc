"""From a judgement to its report: every figure and curve. scikit-learn computes; it is imported when it is needed."""

import time
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import AlpacaError
from alpaca_gui.judging.intervals import area_interval, bootstrap, wilson
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.judging.report import Bin, Curve, Report
from alpaca_gui.logit.loss import cross_entropy
from alpaca_gui.logit.metrics import BIN_EDGES, Metrics, measure, reliability
from alpaca_gui.logit.sigmoid import Floats, sigmoid
from alpaca_gui.logit.thresholds import Counts, cuts
from alpaca_gui.logit.verdict import margins

SUSPICIOUS_LOG_ODDS: Final = 2.0
"""A label is suspicious from here on: the model gives it a chance of 12 % or less (1 / (1 + e²))."""


def report(judgement: Judgement) -> Report:
    """Compute every figure and curve.

    Accuracy and counts use the rule's threshold; log loss, Brier and calibration use ``logit / temperature``; the
    curves and the area under them need neither.

    Raises
    ------
    AlpacaError
        When one side has no picture: neither curve nor area exists then.
    """
    from sklearn.metrics import roc_auc_score  # noqa: PLC0415 - half a second

    start = time.perf_counter()
    _check_sides(judgement)
    labels, logits = judgement.labels, judgement.logits
    log_odds = logits / judgement.rule.temperature
    means = bootstrap(sigmoid(log_odds), cross_entropy(log_odds, labels), labels)
    counts = _counts(judgement)
    yes = int(labels.sum())
    return Report(
        n=judgement.n,
        n_out_of_fold=judgement.n_out_of_fold,
        accuracy=wilson(counts.yes_as_yes + counts.no_as_no, judgement.n),
        log_loss=means.log_loss,
        brier=means.brier,
        auc=area_interval(float(roc_auc_score(labels, logits)), yes, judgement.n - yes),
        ece=means.ece,
        counts=counts,
        roc=_roc(labels, logits),
        precision_recall=_precision_recall(labels, logits),
        reliability=_bins(log_odds, labels),
        suspicious=suspicious(judgement),
        each_seed=_each_seed(judgement),
        seconds=time.perf_counter() - start,
    )


def suspicious(judgement: Judgement) -> tuple[int, ...]:
    """Places of pictures whose label is strongly contradicted, worst first.

    Both must hold: the logit is beyond the threshold on the wrong side by more than the band, so that the answer is
    neither right nor unsure; and the log-odds (logit / temperature) are beyond 2 on the wrong side, so that the model,
    which a shifted threshold does not change, gives the label 12 % at most. Mistakes near the boundary are the model's;
    those this far off are often the label's. Best from out-of-fold logits: a model that was trained on a wrong label
    has learnt to agree with it. Source of the idea: Northcutt, Jiang and Chuang, "Confident Learning", J. Artif.
    Intell. Res. 70, 2021.
    """
    against = np.where(judgement.labels == 1, -1.0, 1.0)
    margin = against * margins(judgement.logits, judgement.rule)
    log_odds = against * judgement.logits / judgement.rule.temperature
    found = np.flatnonzero((margin > judgement.rule.band) & (log_odds > SUSPICIOUS_LOG_ODDS))
    return tuple(int(place) for place in found[np.argsort(-log_odds[found], kind="stable")])


def _check_sides(judgement: Judgement) -> None:
    for side, word in ((1, judgement.yes), (0, judgement.no)):
        if not np.any(judgement.labels == side):
            raise AlpacaError(
                f"There is no picture labelled {word!r} that can be read: a model is judged on pictures of both sides."
            )


def _counts(judgement: Judgement) -> Counts:
    from sklearn.metrics import confusion_matrix  # noqa: PLC0415

    answers = margins(judgement.logits, judgement.rule) > 0
    (no_no, no_yes), (yes_no, yes_yes) = confusion_matrix(judgement.labels, answers.astype(int), labels=[0, 1]).tolist()
    return Counts(yes_as_yes=yes_yes, yes_as_no=yes_no, no_as_yes=no_yes, no_as_no=no_no)


def _roc(labels: NDArray[np.int64], logits: Floats) -> Curve:
    from sklearn.metrics import roc_curve  # noqa: PLC0415

    x, y, reached = roc_curve(labels, logits)
    return Curve(x, y, _below(reached, logits))


def _precision_recall(labels: NDArray[np.int64], logits: Floats) -> Curve:
    from sklearn.metrics import precision_recall_curve  # noqa: PLC0415

    precision, recall, reached = precision_recall_curve(labels, logits, drop_intermediate=True)
    return Curve(recall, precision, _below(np.append(reached, np.inf), logits))


def _below(reached: Floats, logits: Floats) -> Floats:
    """Turn scikit-learn's "yes from this logit on" into "yes above this threshold", in the gap below that logit."""
    between = cuts(logits)
    return np.asarray(between[np.searchsorted(np.unique(logits), reached, side="left")])


def _bins(log_odds: Floats, labels: NDArray[np.int64]) -> tuple[Bin, ...]:
    counts, probabilities, yes = reliability(log_odds, labels)
    edges = pairwise(BIN_EDGES)
    return tuple(
        _bin(float(low), float(high), int(counts[place]), float(probabilities[place]), float(yes[place]))
        for place, (low, high) in enumerate(edges)
    )


def _bin(low: float, high: float, count: int, probabilities: float, yes: float) -> Bin:
    if count:
        return Bin(low, high, count, probabilities / count, yes / count)
    return Bin(low, high, 0, (low + high) / 2, float("nan"))


def _each_seed(judgement: Judgement) -> tuple[Metrics, ...]:
    if judgement.seed_logits is None:
        return ()
    found = []
    for column in judgement.seed_logits.T:
        there = np.isfinite(column)
        labels = judgement.labels[there]
        if 0 < labels.sum() < labels.size:  # else there is no area under the curve
            found.append(measure(column[there], labels, judgement.rule))
    return tuple(found)
