"""What there is to learn from: a look at the columns, before anything is taught."""

from dataclasses import dataclass

import numpy as np

from alpaca_gui.library.columns import NO_LABEL, Columns
from alpaca_gui.library.state import State
from alpaca_gui.logit.verdict import Rule, margins


@dataclass(frozen=True, slots=True)
class Survey:
    """The labelled pictures, the same bytes counted once.

    Attributes
    ----------
    yes, no
        How many are labelled so, of those that a model has looked at.
    wrong
        How many of them are answered otherwise now.
    left_out
        Labelled records that no model has looked at: there is nothing to learn from.
    """

    yes: int
    no: int
    wrong: int
    left_out: int

    @property
    def n(self) -> int:
        """How many pictures there are to learn from."""
        return self.yes + self.no


def survey(columns: Columns, rule: Rule) -> Survey:
    """Count the labels of the records that are not removed; what is wrong is told by ``rule``'s threshold."""
    labelled = np.flatnonzero((columns.label != NO_LABEL) & ~columns.removed)
    looked_at = (columns.state[labelled] == State.DONE) & (columns.picture[labelled] > 0)
    keys = labelled[looked_at]
    _, first = np.unique(columns.picture[keys], return_index=True)
    keys = keys[first]
    yes = columns.label[keys] == 1
    wrong = (margins(columns.logit[keys], rule) > 0) != yes
    return Survey(int(yes.sum()), int((~yes).sum()), int(wrong.sum()), int((~looked_at).sum()))
