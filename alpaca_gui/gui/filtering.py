"""Choosing rows by a filter: the one that is typed above the list and the histogram's brush are the same."""

from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot

from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.filter_field import FilterField
from alpaca_gui.gui.histogram_panel import HistogramPanel
from alpaca_gui.gui.question import Question
from alpaca_gui.gui.shortened import shortened
from alpaca_gui.imaging.source import printable
from alpaca_gui.library.query import Filter, Range, Term

_BRUSH_MS: Final = 40
_MOST_SHOWN: Final = 60


class Filtering(QObject):
    """Joins a collection's filter with the field and the brush, which follow each other.

    Parameters
    ----------
    collection
        Whose rows are filtered.
    field
        Where a filter is typed.
    histogram
        Where a range of logits is brushed.
    """

    def __init__(
        self, collection: Collection, field: FilterField, histogram: HistogramPanel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._collection = collection
        self._field = field
        self._histogram = histogram
        self._brushed = QTimer(self, singleShot=True, interval=_BRUSH_MS)
        self._brushed.timeout.connect(self._filter_by_brush)
        histogram.brush_changed.connect(self._on_brush)
        field.set_names(self._names)
        field.set_saved(collection.filters.saved)
        field.filter_changed.connect(self._on_filter)
        field.kept.connect(collection.filters.remember)
        field.named.connect(self._on_named)
        field.forgotten.connect(collection.filters.forget)

    @property
    def brushing(self) -> bool:
        """Whether the brush was moved just now, and the rows are still to follow."""
        return self._brushed.isActive()

    def _names(self) -> tuple[list[str], list[str]]:
        """Names that a filter can speak of: those of the models and of the first folders."""
        return self._collection.columns.models, self._collection.folder_names

    @Slot(str, str)
    def _on_named(self, text: str, name: str) -> None:
        """Name a filter; first ask where another one would lose the name."""
        bearer = self._collection.filters.bearer(name)
        if bearer is None or bearer == text:
            self._collection.filters.name(text, name)
            return
        asking = Question(self._field, _taken(name, bearer, text), "&Give it to this one", "&Leave it")
        asking.agreed.connect(partial(self._collection.filters.name, text, name))
        asking.open()

    @Slot(object)
    def _on_filter(self, wanted: Filter) -> None:
        self._collection.shown.set_filter(wanted)
        self._histogram.show_brush(_range_of(wanted))

    @Slot(object)
    def _on_brush(self, _range: object) -> None:
        if not self._brushed.isActive():
            self._brushed.start()

    @Slot()
    def _filter_by_brush(self) -> None:
        brush = self._histogram.brush
        wanted = self._collection.shown.filter.without("logit")
        if brush is not None:
            wanted = wanted.with_term(Term("logit", Range(*brush)))
        self._field.show_filter(wanted)
        self._collection.shown.set_filter(wanted)


def _taken(name: str, bearer: str, text: str) -> str:
    name, bearer, text = (shortened(printable(one), _MOST_SHOWN) for one in (name, bearer, text))
    return (
        f"“{name}” is the name of the filter {bearer} already. Give it to the filter {text}? "
        "The other one stays in the menu, without a name."
    )


def _range_of(wanted: Filter) -> tuple[float, float] | None:
    """Give the range of logits that a filter asks for, where it is one plain range with two ends."""
    terms = wanted.of("logit")
    if len(terms) != 1 or terms[0].negated or not isinstance(terms[0].value, Range):
        return None
    low, high = terms[0].value.low, terms[0].value.high
    return (low, high) if np.isfinite([low, high]).all() else None
