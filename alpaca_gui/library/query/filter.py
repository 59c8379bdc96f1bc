"""The filter: terms that must all hold."""

from dataclasses import dataclass

from alpaca_gui.library.query.apply import matching
from alpaca_gui.library.query.columns_like import ColumnsLike, Context
from alpaca_gui.library.query.terms import Term
from alpaca_gui.library.query.write import written
from alpaca_gui.library.text_search import Mask
from alpaca_gui.logit.verdict import Rule


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are to be shown. ``str(filter)`` is the text that `alpaca_gui.library.query.parse.parse` reads as it.

    Attributes
    ----------
    terms
        In the order in which they were typed; a row must meet each of them.
    """

    terms: tuple[Term, ...] = ()

    def __str__(self) -> str:
        """Write it in one way alone."""
        return " ".join(map(written, self.terms))

    @property
    def empty(self) -> bool:
        """Whether it asks for nothing, so that every row that is not removed matches."""
        return not self.terms

    def matches(self, columns: ColumnsLike, rule: Rule, context: Context | None = None) -> Mask:
        """Tell of every row whether it meets all terms; bool (n,). Removed rows match only if a term names them.

        Parameters
        ----------
        columns
            The rows; others may be appended meanwhile.
        rule
            By which decisions and probabilities are read.
        context
            The moment; that of the call where None.
        """
        return matching(self.terms, columns, rule, context or Context())

    def of(self, key: str) -> tuple[Term, ...]:
        """Give the terms of one key."""
        return tuple(term for term in self.terms if term.key == key)

    def with_term(self, term: Term) -> "Filter":
        """Give the filter in which ``term`` stands in place of all terms of its key, or at the end."""
        first = next((place for place, other in enumerate(self.terms) if other.key == term.key), len(self.terms))
        rest = [other for other in self.terms if other.key != term.key]
        return Filter((*rest[:first], term, *rest[first:]))

    def without(self, key: str) -> "Filter":
        """Give the filter without the terms of one key."""
        return Filter(tuple(term for term in self.terms if term.key != key))
