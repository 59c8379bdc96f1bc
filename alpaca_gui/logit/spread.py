"""How logits spread around a threshold: counted once, and then asked again at every place a threshold is dragged to."""

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alpaca_gui.logit.share import Share, share_of
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.verdict import Decision, Rule

_ASIDE: Final = 0.01
_ROOM: Final = 3.0
_LEAST_CORE: Final = 8.0
_NEVER_FAR: Final = 30.0
_FURTHEST: Final = 1e9


@dataclass(frozen=True, slots=True)
class Side:
    """The records of one decision.

    Attributes
    ----------
    n
        How many there are.
    labelled
        How many of them carry a label.
    wrong
        How many labels say otherwise: a false yes among the yes, a false no among the no. Among the unsure, how many
        would be wrong if the margin's sign decided them.
    """

    n: int
    labelled: int
    wrong: int

    @property
    def error(self) -> Share | None:
        """Share of wrong ones among the labelled, with its 95 % interval; None where nothing is labelled.

        The interval speaks of the whole side only as far as the labelled are like the rest of it: who labels the
        pictures nearest to the threshold labels the hardest ones.
        """
        return share_of(self.wrong, self.labelled) if self.labelled else None


@dataclass(frozen=True, slots=True)
class Sides:
    """What a rule makes of all records: those decided yes, those decided no, and those between."""

    yes: Side
    no: Side
    unsure: Side

    @property
    def n(self) -> int:
        """How many records there are."""
        return self.yes.n + self.no.n + self.unsure.n

    @property
    def coverage(self) -> float | None:
        """Share of records that are decided, that is, not unsure; None where there are no records."""
        return (self.yes.n + self.no.n) / self.n if self.n else None

    @property
    def labelled(self) -> int:
        """How many records carry a label."""
        return self.yes.labelled + self.no.labelled + self.unsure.labelled


class _Cuts(NamedTuple):
    """Places in sorted logits: no is before ``low``, yes from ``high`` on; from ``split`` on margins are above 0."""

    low: int
    split: int
    high: int


class Spread:
    """Logits in order, and those of either label in order. Never changed, so threads may share it.

    Building sorts, in 0.1 s for a million, where the logits are not in order yet: a caller with many does it in a
    thread, or hands them over in order. Asking takes bisections.

    Parameters
    ----------
    logits
        (n,), finite, in any order.
    labels
        (n,): 1 for yes, 0 for no, anything else for none; nothing is labelled without.

    Raises
    ------
    ValueError
        When a logit is not a finite number, or the two are not equally long.
    """

    def __init__(self, logits: ArrayLike, labels: ArrayLike | None = None) -> None:
        z = np.asarray(logits, dtype=np.float64)
        y = np.full(z.shape, -1, dtype=np.int8) if labels is None else np.asarray(labels)
        if z.ndim != 1 or y.shape != z.shape:
            raise ValueError(f"logits and labels must be two columns of one length, got {z.shape} and {y.shape}")
        self.logits = _in_order(z)
        self._of_label = {label: _in_order(z[y == label]) for label in (0, 1)}

    @property
    def n(self) -> int:
        """How many logits there are."""
        return int(self.logits.size)

    def at(self, rule: Rule) -> Sides:
        """Count what ``rule`` decides, exactly as `alpaca_gui.logit.verdict.decide` does."""
        cuts = _cuts(self.logits, rule)
        of_no, of_yes = self._of_label[0], self._of_label[1]
        no, yes = _cuts(of_no, rule), _cuts(of_yes, rule)
        return Sides(
            yes=Side(self.n - cuts.high, of_yes.size - yes.high + of_no.size - no.high, of_no.size - no.high),
            no=Side(cuts.low, yes.low + no.low, yes.low),
            unsure=Side(
                cuts.high - cuts.low,
                yes.high - yes.low + no.high - no.low,
                (yes.split - yes.low) + (no.high - no.split),
            ),
        )

    def bins(self, edges: ArrayLike, rule: Rule) -> NDArray[np.int64]:
        """Count the logits between ``edges``, each decision for itself.

        Parameters
        ----------
        edges
            (m + 1,), not falling. A bin takes in its lower edge.
        rule
            What decides.

        Returns
        -------
        NDArray[np.int64]
            (3, m + 2): a row for each `Decision`, by its value. The first column counts what lies below all edges, the
            last what lies at or above the last one.
        """
        cuts = _cuts(self.logits, rule)
        inner = np.searchsorted(self.logits, np.asarray(edges, dtype=np.float64), side="left")
        places = np.concatenate(([0], inner, [self.n])).astype(np.int64)
        counts = np.empty((3, places.size - 1), dtype=np.int64)
        counts[Decision.NO] = np.diff(np.minimum(places, cuts.low))
        counts[Decision.UNSURE] = np.diff(np.clip(places, cuts.low, cuts.high))
        counts[Decision.YES] = np.diff(np.maximum(places, cuts.high))
        return counts

    def between(self, low: float, high: float) -> int:
        """Count the logits from ``low`` to ``high``, both taken in."""
        first, last = np.searchsorted(self.logits, low, side="left"), np.searchsorted(self.logits, high, side="right")
        return max(0, int(last - first))

    def reach(self) -> tuple[float, float] | None:
        """The least and the greatest logit that an axis should take in; None where there is none to take in.

        These are the least and the greatest of all, unless some are so far off that the others would be crowded into
        one spot: further from the middle 98 % than three times their width, and beyond 30, or beyond a billion.
        """
        n = self.n
        if not n:
            return None
        aside = max(1, math.ceil(_ASIDE * n)) if n > 2 else 0
        low, high = (float(self.logits[place]) for place in (aside, n - 1 - aside))
        room = _ROOM * max(high - low, _LEAST_CORE)
        least = max(min(low - room, -_NEVER_FAR), -_FURTHEST)
        greatest = min(max(high + room, _NEVER_FAR), _FURTHEST)
        first, last = bisect_left(self.logits, least), bisect_right(self.logits, greatest) - 1
        if first > last:
            return None
        return float(self.logits[first]), float(self.logits[last])


def _in_order(logits: Floats) -> Floats:
    """A sorted copy that nobody can write to."""
    in_order = bool(np.all(logits[1:] >= logits[:-1]))  # seen in a hundredth of the time that sorting takes
    ordered = logits.copy() if in_order else np.sort(logits)
    if ordered.size and not (math.isfinite(ordered[0]) and math.isfinite(ordered[-1])):  # NaN is sorted to the end
        raise ValueError("logits must be finite numbers")
    ordered.flags.writeable = False
    return ordered


def _cuts(ordered: Floats, rule: Rule) -> _Cuts:
    """Bisect by the margin as it is rounded, never by ``threshold - band``, which is rounded elsewhere.

    A margin never falls where the logit rises, in float64 too, so that decisions change at two places at most. Margins
    are taken in Python's floats, which overflow to infinity in silence.
    """
    threshold, band = rule.threshold, rule.band

    def margin(logit: np.float64) -> float:
        return float(logit) - threshold

    split = bisect_right(ordered, 0.0, key=margin)
    if not band:
        return _Cuts(split, split, split)
    return _Cuts(bisect_right(ordered, -band, key=margin), split, bisect_left(ordered, band, key=margin))
