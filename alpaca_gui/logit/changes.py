"""Which pictures change sides when another model, or another rule, speaks."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.verdict import Decision, Rule, decide, margins


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """What becomes of n pictures' decisions.

    Attributes
    ----------
    counts
        (3, 3): how many pictures were decided as the row says and are decided as the column says, both by the numbers
        of `Decision`. The diagonal are those that stay.
    places
        Of the pictures whose decision changes, (changed,), those whose margin moves furthest first.
    moved
        By how much the margin of each of these moves, in logits, (changed,): above 0 towards yes.
    before, after
        The decisions of each of these, (changed,).
    left_out
        How many pictures are not compared, since a logit of theirs is not there (NaN).
    """

    counts: NDArray[np.int64]
    places: NDArray[np.int64]
    moved: Floats
    before: NDArray[np.uint8]
    after: NDArray[np.uint8]
    left_out: int

    @property
    def changed(self) -> int:
        """How many pictures change their decision."""
        return int(self.places.size)

    @property
    def flipped(self) -> int:
        """How many of them go from yes to no or from no to yes."""
        return self.count(Decision.YES, Decision.NO) + self.count(Decision.NO, Decision.YES)

    def count(self, before: Decision, after: Decision) -> int:
        """How many pictures go from one decision to another."""
        return int(self.counts[before, after])

    def of(self, before: Decision, after: Decision) -> NDArray[np.int64]:
        """Places of the pictures that go from one decision to another, two different ones, in the order of `places`."""
        chosen: NDArray[np.int64] = self.places[(self.before == before) & (self.after == after)]
        return chosen


def changes(old_logits: ArrayLike, new_logits: ArrayLike, old_rule: Rule, new_rule: Rule) -> Changes:
    """Compare the decisions about the same n pictures.

    Parameters
    ----------
    old_logits, new_logits
        (n,) each; NaN where there is none.
    old_rule, new_rule
        How they are read.

    Raises
    ------
    ValueError
        When there are not as many of one as of the other.
    """
    old, new = np.asarray(old_logits, dtype=np.float64), np.asarray(new_logits, dtype=np.float64)
    if old.shape != new.shape or old.ndim != 1:
        raise ValueError(f"two columns of one length are needed, got {old.shape} and {new.shape}")
    there = ~(np.isnan(old) | np.isnan(new))
    before, after = decide(old, old_rule), decide(new, new_rule)
    kinds = len(Decision)
    pairs = (before * np.uint8(kinds) + after)[there]
    counts = np.bincount(pairs, minlength=kinds * kinds).reshape(kinds, kinds).astype(np.int64)
    found = np.flatnonzero((before != after) & there)
    moved = margins(new[found], new_rule) - margins(old[found], old_rule)
    order = _furthest_first(moved)
    places = found[order]
    return Changes(counts, places, moved[order], before[places], after[places], int(old.size - there.sum()))


def _furthest_first(moved: Floats) -> NDArray[np.int64]:
    """Order by distance, the largest first; those that are equal in 32 bits stay in the order they have.

    Distance and place go into one number each, which sorts in half the time of a stable sort: the bits of numbers that
    are not negative have the order of the numbers (IEEE 754).
    """
    distances = np.abs(moved).astype(np.float32).view(np.uint32)
    keys = (~distances).astype(np.uint64) << np.uint64(32)
    keys |= np.arange(moved.size, dtype=np.uint64)
    keys.sort()
    return (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)
