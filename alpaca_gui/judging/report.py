"""The report on a model: every figure and curve over one `Judgement`."""

from dataclasses import dataclass, field

from alpaca_gui.logit.metrics import Metrics
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.thresholds import Counts

__all__ = ["Bin", "Counts", "Curve", "Figure", "Report"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval; ``low`` and ``high`` are the figure itself where none can be computed."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Points (x, y) of a curve, (m,) each, with the ``thresholds`` (m,) at which they are reached.

    The thresholds are finite, in logits: a picture whose logit is above one is answered yes at that point.
    """

    x: Floats
    y: Floats
    thresholds: Floats


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin of the reliability diagram: pictures whose probability of yes is in [low, high).

    Attributes
    ----------
    low, high
        The bin's edges; the last one takes in 1.
    count
        How many pictures it holds.
    probability
        Mean probability of yes in it; the bin's middle where it is empty.
    share
        Share of pictures labelled yes; NaN where it is empty.
    """

    low: float
    high: float
    count: int
    probability: float
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """Every figure and curve over one `Judgement`; the pictures are named by their place in it.

    Attributes
    ----------
    n, n_out_of_fold
        How many pictures were judged, and how many of their logits are out of fold.
    accuracy, log_loss, brier, auc, ece
        With 95 % intervals. Probabilities use the model's temperature; accuracy its threshold.
    counts
        The confusion matrix.
    roc
        x is the share of no's taken for yes, y the share of yes's found.
    precision_recall
        x is recall, y is precision.
    reliability
        The bins of the reliability diagram, from probability 0 to 1.
    suspicious
        Places of pictures whose logit strongly contradicts their label, worst first.
    each_seed
        Figures of each seed of the folds, over the pictures whose logits are out of fold; empty where there are none.
    seconds
        How long judging took.
    """

    n: int
    n_out_of_fold: int
    accuracy: Figure
    log_loss: Figure
    brier: Figure
    auc: Figure
    ece: Figure
    counts: Counts
    roc: Curve
    precision_recall: Curve
    reliability: tuple[Bin, ...] = ()
    suspicious: tuple[int, ...] = ()
    each_seed: tuple[Metrics, ...] = ()
    seconds: float = field(default=0.0)
