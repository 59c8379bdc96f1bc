"""How well logits fit labels: the figures written on a model's card."""

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import ArrayLike

from alpaca_gui.logit.loss import cross_entropy
from alpaca_gui.logit.sigmoid import sigmoid


@dataclass(frozen=True, slots=True)
class Metrics:
    """Figures over ``n`` labelled pictures, all computed from raw logits with the threshold at 0."""

    n: int
    accuracy: float
    log_loss: float
    brier: float
    auc: float

    def as_dict(self) -> dict[str, float | int]:
        """Return the figures by name, for JSON."""
        return asdict(self)


def measure(logit: ArrayLike, label: ArrayLike) -> Metrics:
    """Judge ``logit`` (n,) against ``label`` (n,) of 0 and 1.

    Raises
    ------
    ValueError
        When one side has no picture: the area under the curve is then undefined.
    """
    z = np.asarray(logit, dtype=np.float64)
    y = np.asarray(label).astype(bool)
    return Metrics(
        n=int(z.size),
        accuracy=float(np.mean((z > 0) == y)),
        log_loss=float(np.mean(cross_entropy(z, y))),
        brier=float(np.mean((sigmoid(z) - y) ** 2)),
        auc=area_under_curve(z, y),
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
