"""The typed filter: ``logit:-1..1 label:none folder:zoo`` read, written and applied to a million rows."""

from alpaca_gui.library.query.filter import Filter
from alpaca_gui.library.query.parse import parse
from alpaca_gui.library.query.terms import Choice, Range, Term, Text, Times

__all__ = ["Choice", "Filter", "Range", "Term", "Text", "Times", "parse"]
