"""Which pictures a review is about."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.library.columns import Columns, Show
from alpaca_gui.library.query import Filter
from alpaca_gui.library.sorting import Keys
from alpaca_gui.library.state import State
from alpaca_gui.logit.verdict import Rule


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The unsure pictures; or others, e.g. those that the window shows.

    Attributes
    ----------
    show, wanted
        As in `Columns.matching`.
    among
        Keys of the only ones that are meant, int64 (n,); None for all.
    """

    show: Show = Show.UNSURE
    wanted: Filter = field(default_factory=Filter)
    among: Keys | None = None

    def rows(self, columns: Columns, rule: Rule) -> NDArray[np.bool_]:
        """Tell of every row whether it is meant and has a logit, labelled or not, bool (n,)."""
        rows: NDArray[np.bool_] = columns.matching(self.show, rule, self.wanted) & (columns.state == State.DONE)
        if self.among is not None:
            meant = np.zeros(rows.size, np.bool_)
            meant[self.among] = True
            rows &= meant
        return rows

    @property
    def follows_labels(self) -> bool:
        """Whether a label may change which pictures are meant."""
        return not self.wanted.empty
