"""``python -m alpaca_gui.gui.bench_plain``: the plain ways to show many records in Qt, measured for comparison.

``proxy LIBRARY CONCEPT COUNT`` sorts and filters by a QSortFilterProxyModel in Python, and tells whether what comes of
it is what the program shows; ``items LIBRARY CONCEPT COUNT`` puts a QStandardItem into each cell of the table and tells
what memory that takes. Both take the first COUNT records of a library, and print one JSON object.
"""

import json
import math
import sys
import time
from pathlib import Path
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel
from PySide6.QtGui import QGuiApplication, QStandardItem, QStandardItemModel

from alpaca_gui.gui.picture_model import Column, PictureModel
from alpaca_gui.jobs.memory import resident_mb
from alpaca_gui.library.columns import Columns, Order, Show
from alpaca_gui.library.library import Library
from alpaca_gui.library.query import parse
from alpaca_gui.library.sorting import Keys
from alpaca_gui.logit.verdict import Rule

FILTER: Final = "logit:-1..1"
_Index = QModelIndex | QPersistentModelIndex


def main(arguments: list[str]) -> int:
    """Measure; returns the exit status."""
    match arguments:
        case ["proxy", library, concept, count]:
            answer = proxy(Path(library), concept, int(count))
        case ["items", library, concept, count]:
            answer = items(Path(library), concept, int(count))
        case _:
            print(__doc__, file=sys.stderr)  # noqa: T201
            return 2
    print(json.dumps(answer))  # noqa: T201
    return 0


class PlainProxy(QSortFilterProxyModel):
    """Sorts by closeness and filters by logit, asked by Qt about every pair and every row."""

    def __init__(self, source: QAbstractItemModel, logits: list[float], rule: Rule) -> None:
        super().__init__()
        self._logits = logits
        self._away = [math.inf if math.isnan(logit) else abs(logit - rule.threshold) for logit in logits]
        self._range: tuple[float, float] | None = None
        self.setSourceModel(source)

    def show_range(self, low: float, high: float) -> None:
        """Let only logits from ``low`` to ``high`` through."""
        self._range = (low, high)
        self.invalidateFilter()

    def lessThan(self, left: _Index, right: _Index) -> bool:  # noqa: N802 - Qt's own method
        """Tell which is closer."""
        return self._away[left.row()] < self._away[right.row()]

    def filterAcceptsRow(self, row: int, _parent: _Index) -> bool:  # noqa: N802 - Qt's own method
        """Tell whether the logit is in the range."""
        return self._range is None or self._range[0] <= self._logits[row] <= self._range[1]

    def rows(self) -> Keys:
        """Rows of the source in their order here."""
        return np.array([self.mapToSource(self.index(row, 0)).row() for row in range(self.rowCount())], np.int64)


def proxy(library: Path, concept: str, count: int) -> dict[str, Any]:
    """Sort and filter in the plain way."""
    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    with Library(library, write=False) as opened:
        columns = opened.load(concept)
    rule = Rule()
    model, keys = _model(columns, rule, count, app)
    plain = PlainProxy(model, columns.logit[keys].tolist(), rule)
    plain.rowCount()  # it makes its tables when it is asked first
    sort_s = _seconds(lambda: plain.sort(0))
    sorted_keys = keys[plain.rows()]
    filter_s = _seconds(lambda: plain.show_range(-1.0, 1.0))
    filtered_keys = keys[plain.rows()]
    ours = columns.arranged(Order.CLOSENESS, Show.ALL, rule)
    ours_filtered = columns.arranged(Order.CLOSENESS, Show.ALL, rule, parse(FILTER))
    last = keys[-1] if keys.size else -1
    return {
        "rows": int(keys.size),
        "sort_s": sort_s,
        "filter_s": filter_s,
        "same_order": np.array_equal(sorted_keys, ours[ours <= last]),
        "same_filtered": np.array_equal(filtered_keys, ours_filtered[ours_filtered <= last]),
    }


def items(library: Path, concept: str, count: int) -> dict[str, Any]:
    """Hold what the table shows in items."""
    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    empty = resident_mb()
    with Library(library, write=False) as opened:
        columns = opened.load(concept)
    columns.spread()
    model, keys = _model(columns, Rule(), count, app)
    ours = resident_mb()
    start = time.perf_counter()
    plain = QStandardItemModel(0, len(Column))
    for row in range(keys.size):
        plain.appendRow([QStandardItem(str(model.index(row, column).data())) for column in Column])
    seconds = time.perf_counter() - start
    theirs = resident_mb()
    if empty is None or ours is None or theirs is None:
        print("This system does not tell the memory of a process.", file=sys.stderr)  # noqa: T201
        sys.exit(1)
    return {
        "rows": plain.rowCount(),
        "library_records": len(columns),
        "library_mb": ours - empty,
        "items_mb": theirs - ours,
        "items_s": seconds,
    }


def _model(columns: Columns, rule: Rule, count: int, parent: QObject) -> tuple[PictureModel, Keys]:
    keys = columns.arranged(Order.ADDED, Show.ALL, rule)[:count]
    model = PictureModel(columns, rule, parent)
    model.arrange(keys)
    return model, keys


def _seconds(job: Any) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
