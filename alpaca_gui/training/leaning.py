"""The head of the recipe ``best``: a linear neuron that leans on what its backbone was first trained to tell apart.

Three things go beyond the logistic regression of `alpaca_gui.training.head`; none of them knows what the question is:

- a feature is divided by its own spread and the common one together, so that one that hardly ever speaks on the few
  pictures at hand is not made loud (it may shout on a strange picture);
- directions in which the backbone's own classes differ are cheap to use and others dear: the penalty is ridge on the
  features and on the scores of the classes at once, and folds into one set of weights;
- each class that the yes-side does not resemble stands in as a faint no, where the classes' weights say that its
  pictures lie.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.classes import Classes
from alpaca_gui.errors import AlpacaError
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.training.dataset import Labels
from alpaca_gui.training.head import Head
from alpaca_gui.training.logistic import fit_logistic, inverse

C: Final = 0.3
"""Weight of the data against the penalty, as scikit-learn's ``LogisticRegression`` counts it."""

LEANING: Final = 0.25
"""How much louder the scores of the classes are than the features, in the penalty."""

FAINT: Final = 0.5
"""What all classes count together as no, in pictures, had each of them its share."""

RESEMBLANCE: Final = 0.01
"""A class to which the backbone gives this share of the yes-side or more, on average, stands in for nothing."""

SHRINKAGE: Final = 0.95
"""Of the features' covariance towards its diagonal: few pictures say little of how features go together."""

FACTS: Final[dict[str, Any]] = {
    "layer": "Dense(1), linear",
    "loss": "binary cross-entropy from logits",
    "penalty": "L2 on features divided by their softened spread, and on the scores of the backbone's classes at once",
    "c": C,
    "leaning": LEANING,
    "faint": FAINT,
    "resemblance": RESEMBLANCE,
    "shrinkage": SHRINKAGE,
    "balance": "both sides weigh alike",
}
"""What a model card says about it."""

_SAME: Final = 1e-6
"""Scores that vary by less than this share of the largest do not vary: what is left is rounding."""


def train_leaning(
    embeddings: NDArray[np.floating], labels: Labels, classes: Classes, importance: Floats | None = None
) -> Head:
    """Fit the neuron to labelled embeddings; the same input gives the same head.

    Parameters
    ----------
    embeddings
        Pooled features, (n, features).
    labels
        1 for yes and 0 for no, (n,).
    classes
        The classes of the backbone, on the same features.
    importance
        How much each picture counts, (n,); all alike where None.

    Raises
    ------
    AlpacaError
        When the labels are all the same, or the classes are of other features.
    """
    if not 0 < labels.sum() < labels.size:
        raise AlpacaError("Pictures of both answers are needed to train.")
    x = np.asarray(embeddings, dtype=np.float64)
    if x.shape[1] != classes.weights.shape[0]:
        raise AlpacaError(f"The backbone gives {x.shape[1]} features, its classes weigh {classes.weights.shape[0]}.")
    said = _said(x, classes)
    faint = _unlike(said, labels)
    rows, mean = np.vstack([x, faint]), said.mean
    rows -= mean
    truth = np.concatenate([labels, np.zeros(len(faint), dtype=np.int64)])
    counts = np.ones(labels.size) if importance is None else importance
    counts = np.concatenate([counts, np.full(len(faint), FAINT / classes.biases.size)])
    weights, bias = fit_logistic(rows, truth, counts, inverse(_prior(said, LEANING)) / C)
    return Head(weights, float(bias - weights @ mean))


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    """What the classes say of pictures, by their ``contrasts``: weights against the average class, (features, classes).

    The ``scores`` (n, classes), ``x @ contrasts``, are the one large product, and have 32 bits a number: the weights
    themselves are kept with 16. Biases are not in them. ``mean`` and ``variance`` are those of the features.
    """

    x: Floats
    classes: Classes
    contrasts: Floats
    scores: NDArray[np.float32]
    mean: Floats
    variance: Floats


def _said(x: Floats, classes: Classes) -> _Said:
    weights = classes.weights.astype(np.float64)
    contrasts = weights - weights.mean(axis=1, keepdims=True)
    scores = x.astype(np.float32) @ contrasts.astype(np.float32)
    return _Said(x, classes, contrasts, scores, x.mean(axis=0), x.var(axis=0))


def prior_covariance(x: Floats, classes: Classes, leaning: float = LEANING) -> Floats:
    """Covariance of the weights before any label is seen, (features, features), whose inverse is the penalty.

    Ridge on the columns of ``[x / spread, x a]`` side by side, a being the classes' weights, gives a linear neuron the
    prior covariance ``diag(1 / spread²) + a a'``.
    """
    return _prior(_said(x, classes), leaning)


def _prior(said: _Said, leaning: float) -> Floats:
    softened = said.variance + said.variance.mean()
    covariance = np.diag(1 / np.where(softened > 0, softened, 1.0))
    common = float(np.sqrt(said.scores.var(axis=0, dtype=np.float64).mean()))
    if common > _SAME * float(np.abs(said.scores).max()):  # else all pictures are the same to the backbone
        scores = said.contrasts * (leaning / common * np.sqrt(said.x.shape[1] / said.classes.biases.size))
        covariance += scores @ scores.T
    return covariance


def faint_noes(x: Floats, labels: Labels, classes: Classes) -> Floats:
    """Points (m, features) where pictures of the classes lie that the yes-side, ``x`` where ``labels`` is 1, is not."""
    return _unlike(_said(x, classes), labels)


def _unlike(said: _Said, labels: Labels) -> Floats:
    scores = said.scores[labels == 1] + said.classes.biases
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares = raised / raised.sum(axis=1, keepdims=True)
    points: Floats = _prototypes(said)[shares.mean(axis=0, dtype=np.float64) < RESEMBLANCE]
    return points


def prototypes(x: Floats, classes: Classes) -> Floats:
    """Where the pictures of each class would lie, (classes, features), by the classes' weights.

    In a linear discriminant the weights of a class are the inverse covariance times the way from the mean to it; so the
    way is covariance times weights, and it is as long as the class then scores what the best class of a picture does
    (Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", section 4.3). No feature is below 0.
    """
    return _prototypes(_said(x, classes))


def _prototypes(said: _Said) -> Floats:
    contrasts, biases = said.contrasts, said.classes.biases
    mean = said.mean
    ways = (SHRINKAGE * said.variance[:, np.newaxis] * contrasts + (1 - SHRINKAGE) * _covariance_times(said)).T
    gain = np.einsum("cf,fc->c", ways, contrasts)
    wanted = np.median((said.scores + biases).max(axis=1)) - (mean @ contrasts + biases)
    lengths = np.divide(wanted, gain, out=np.zeros_like(gain), where=gain > 0)
    points: Floats = np.maximum(0.0, mean + np.maximum(0.0, lengths)[:, np.newaxis] * ways)
    return points


def _covariance_times(said: _Said) -> Floats:
    """Covariance of the features times the contrasts, (features, classes): that of the features with the scores."""
    centred = (said.x - said.mean).astype(np.float32)
    together = centred.T @ (said.scores - said.scores.mean(axis=0))
    return np.asarray(together, dtype=np.float64) / (len(centred) - 1)
