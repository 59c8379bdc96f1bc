"""Helps to choose a threshold: for a wanted precision, recall, or for what the two mistakes cost."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alpaca_gui.errors import AlpacaError
from alpaca_gui.logit.sigmoid import Floats

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counts:
    """The confusion matrix at a threshold (the band is not looked at): how many pictures are in each cell."""

    yes_as_yes: int
    yes_as_no: int
    no_as_yes: int
    no_as_no: int

    @property
    def precision(self) -> float | None:
        """Share of labels yes among the answers yes; None where no answer is yes."""
        answers = self.yes_as_yes + self.no_as_yes
        return self.yes_as_yes / answers if answers else None

    @property
    def recall(self) -> float | None:
        """Share of answers yes among the labels yes; None where no label is yes."""
        labels = self.yes_as_yes + self.yes_as_no
        return self.yes_as_yes / labels if labels else None

    @property
    def wrong(self) -> int:
        """How many answers differ from the label."""
        return self.yes_as_no + self.no_as_yes

    @property
    def n(self) -> int:
        """How many pictures there are."""
        return self.yes_as_yes + self.yes_as_no + self.no_as_yes + self.no_as_no


@dataclass(frozen=True, slots=True)
class WantedPrecision:
    """Of the pictures answered yes at least this share should be yes: above 0, at most 1."""

    share: float


@dataclass(frozen=True, slots=True)
class WantedRecall:
    """Of the pictures that are yes at least this share should be answered yes: above 0, at most 1."""

    share: float


@dataclass(frozen=True, slots=True)
class Costs:
    """What a no answered yes and a yes answered no cost, in any one unit; above 0."""

    false_yes: float
    false_no: float


Wish = WantedPrecision | WantedRecall | Costs


@dataclass(frozen=True, slots=True)
class Proposal:
    """A threshold that grants a wish, and what taking it does.

    Attributes
    ----------
    threshold
        In logits, midway between two neighbouring ones of the pictures.
    before, after
        The counts at the present threshold, and at this one.
    """

    threshold: float
    before: Counts
    after: Counts


def propose(wish: Wish, logits: ArrayLike, labels: ArrayLike, present: float) -> Proposal:
    """Find the threshold that grants a wish with the least loss otherwise.

    For a precision, the threshold with the highest recall among those that reach it; for a recall, the one with the
    highest precision; for costs, the cheapest, and of several the one nearest to the present one.

    Parameters
    ----------
    wish
        What is wanted.
    logits, labels
        (n,) each; labels are 1 for yes and 0 for no.
    present
        The threshold now.

    Raises
    ------
    AlpacaError
        When there is no such threshold, or the wish has numbers that cannot be meant; the sentence says the best there
        is.
    """
    z, y = np.asarray(logits, dtype=np.float64), np.asarray(labels, dtype=np.int64)
    if not 0 < int(y.sum()) < y.size:
        raise AlpacaError("A threshold can only be chosen where there are pictures of both sides.")
    candidates = _Candidates(z, y)
    place = candidates.best(wish, present)
    return Proposal(float(candidates.thresholds[place]), count(z, y, present), candidates.counts(place))


def count(logits: ArrayLike, labels: ArrayLike, threshold: float) -> Counts:
    """Count answers against labels: yes where the logit, (n,), is above the threshold."""
    says = np.asarray(logits, dtype=np.float64) > threshold
    yes = np.asarray(labels).astype(bool)
    return Counts(*(int(np.sum(cell)) for cell in (yes & says, yes & ~says, ~yes & says, ~yes & ~says)))


def cuts(logits: ArrayLike) -> Floats:
    """Every threshold that tells the k different logits apart in another way, rising, (k + 1,).

    Midway between neighbours; the first is 1 below all logits, the last 1 above. Where no number lies between two
    neighbours it is the lower one, above which the other still is.
    """
    z = np.unique(np.asarray(logits, dtype=np.float64))
    middle = z[:-1] + (z[1:] - z[:-1]) / 2
    middle = np.where(middle < z[1:], middle, z[:-1])
    below = min(z[0] - 1.0, np.nextafter(z[0], -np.inf))  # 1 is nothing beside 1e300
    return np.concatenate(([below], middle, [z[-1] + 1.0]))


class _Candidates:
    """The cuts, and how many of either side are answered yes at each."""

    def __init__(self, z: Floats, y: Ints) -> None:
        self.thresholds = cuts(z)
        self._true = _above(z[y == 1], self.thresholds)
        self._false = _above(z[y == 0], self.thresholds)
        self._yes, self._no = int(np.sum(y == 1)), int(np.sum(y == 0))
        answers = self._true + self._false
        self._precision = np.where(answers > 0, self._true / np.maximum(answers, 1), -1.0)
        self._recall = self._true / self._yes

    def best(self, wish: Wish, present: float) -> int:
        match wish:
            case WantedPrecision(share):
                return self._of_precision(share)
            case WantedRecall(share):
                return self._of_recall(share)
            case Costs():
                return self._of_costs(wish, present)

    def _of_precision(self, share: float) -> int:
        _check_share(share, "precision")
        reached = self._precision >= share
        if not reached.any():
            best = int(np.lexsort((self._recall, self._precision))[-1])
            raise AlpacaError(
                f"No threshold reaches a precision of {share:g} on these pictures; the best is "
                f"{_down(self._precision[best])}, at a threshold of {self.thresholds[best]:+.4f}."
            )
        return int(np.lexsort((self._precision, np.where(reached, self._recall, -1.0)))[-1])

    def _of_recall(self, share: float) -> int:
        _check_share(share, "recall")
        reached = self._recall >= share  # always somewhere: the lowest threshold answers yes to everything
        return int(np.lexsort((self._recall, np.where(reached, self._precision, -1.0)))[-1])

    def _of_costs(self, costs: Costs, present: float) -> int:
        if not all(np.isfinite(cost) and cost > 0 for cost in (costs.false_yes, costs.false_no)):
            raise AlpacaError("What a mistake costs has to be a number above 0.")
        total = costs.false_yes * self._false + costs.false_no * (self._yes - self._true)
        return int(np.lexsort((np.abs(self.thresholds - present), total))[0])

    def counts(self, place: int) -> Counts:
        true, false = int(self._true[place]), int(self._false[place])
        return Counts(true, self._yes - true, false, self._no - false)


def _above(z: Floats, thresholds: Floats) -> Ints:
    """How many of ``z`` are above each threshold."""
    return (z.size - np.searchsorted(np.sort(z), thresholds, side="right")).astype(np.int64)


def _check_share(share: float, name: str) -> None:
    if not 0 < share <= 1:
        raise AlpacaError(f"A {name} is wanted above 0 and at most 1, not {share:g}.")


def _down(share: float) -> str:
    """A share cut off after four digits, so that asking for what is shown will be granted."""
    return f"{np.floor(share * 1e4) / 1e4:g}"
