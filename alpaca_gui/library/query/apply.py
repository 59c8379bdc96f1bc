"""Terms applied to a million rows: the quick ones first, the slow ones only to the rows that are left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.library.query.columns_like import ColumnsLike, Context
from alpaca_gui.library.query.meaning import Reading, holds
from alpaca_gui.library.query.terms import Term
from alpaca_gui.library.text_search import Keys, Mask
from alpaca_gui.logit.verdict import Rule

_SLOWNESS: Final = {"probability": 1, "agrees": 1, "decision": 1, "model": 1, "error": 1, "folder": 2, "name": 3}
_FEW: Final = 8
"""One row in so many left makes it worth while to pick the values of these rows."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Some rows of the columns: the first ``n``, or of them those in ``keys``."""

    columns: ColumnsLike
    n: int
    keys: Keys | None = None

    def __len__(self) -> int:
        """Count them."""
        return self.n if self.keys is None else self.keys.size

    def of(self, name: str) -> NDArray[Any]:
        """Give one column of them."""
        values: NDArray[Any] = getattr(self.columns, name)[: self.n]
        return values if self.keys is None else values[self.keys]

    def containing(self, text: str) -> Mask:
        """Tell whose location holds ``text``."""
        return self.columns.path.contains(text, self.keys)[: len(self)]

    def below(self, folder: str) -> Mask:
        """Tell which lie in ``folder``; see `alpaca_gui.library.text_column.TextColumn.below`."""
        return self.columns.path.below(folder, self.keys)[: len(self)]


def matching(terms: Sequence[Term], columns: ColumnsLike, rule: Rule, context: Context) -> Mask:
    """Tell of every row whether it meets all terms; bool (n,)."""
    n = len(columns)
    rows = Rows(columns, min(n, len(columns.path)))  # another thread may be appending: the paths come last
    left = _not_removed(rows, terms)
    for term in sorted(terms, key=lambda term: _SLOWNESS.get(term.key, 0)):
        rows, left = _narrowed(rows, left)
        if not len(rows):
            break
        left = left & (holds(term, rows, Reading(rule, context)) != term.negated)
    return _spread(rows, left, n)


def _not_removed(rows: Rows, terms: Sequence[Term]) -> Mask:
    if any(term.key == "removed" for term in terms):
        return np.ones(len(rows), np.bool_)
    kept: Mask = ~rows.of("removed")
    return kept


def _narrowed(rows: Rows, left: Mask) -> tuple[Rows, Mask]:
    many = int(np.count_nonzero(left))
    if many * _FEW > len(rows):
        return rows, left
    keys = np.flatnonzero(left) if rows.keys is None else rows.keys[left]
    return Rows(rows.columns, rows.n, keys), np.ones(many, np.bool_)


def _spread(rows: Rows, left: Mask, n: int) -> Mask:
    found = np.zeros(n, np.bool_)
    found[: rows.n if rows.keys is None else 0] = left if rows.keys is None else False
    if rows.keys is not None:
        found[rows.keys] = left
    return found
