"""The records that a taught model would answer otherwise, arranged so that a cell of the table is a look-up."""

import numpy as np

from alpaca_gui.gui.places_model import Places
from alpaca_gui.jobs.preview import Preview
from alpaca_gui.logit.verdict import Decision, Rule, decide, margins


class Moves:
    """The n records of a `Preview` whose new logit is known, those whose margin moves furthest first.

    Arranging a million takes a moment: it is for a thread beside the window's.

    Attributes
    ----------
    keys
        int64 (n,).
    before, after
        float64 (n,): their logits.
    old, new
        uint8 (n,): their decisions, by the numbers of `Decision`.
    """

    def __init__(self, preview: Preview, before: Rule, after: Rule) -> None:
        there = np.flatnonzero(~(np.isnan(preview.before) | np.isnan(preview.after)))
        moved = np.abs(margins(preview.after[there], after) - margins(preview.before[there], before))
        order = there[np.argsort(-moved, kind="stable")]
        self.keys = preview.keys[order]
        self.before, self.after = preview.before[order], preview.after[order]
        self.old, self.new = decide(self.before, before), decide(self.after, after)

    def changed(self) -> Places:
        """Give those whose decision changes."""
        return np.flatnonzero(self.old != self.new)

    def of(self, before: Decision, after: Decision) -> Places:
        """Give those that go from one decision to another, or stay where both are the same."""
        return np.flatnonzero((self.old == before) & (self.new == after))
