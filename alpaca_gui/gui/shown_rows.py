"""Which rows the views show and in which order, and the rule that they are read with."""

import time
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from alpaca_gui.gui.picture_model import PictureModel
from alpaca_gui.jobs.memory import give_back
from alpaca_gui.library.columns import Columns, Order, Show
from alpaca_gui.library.query import Filter
from alpaca_gui.library.sorting import Keys
from alpaca_gui.logit.verdict import Rule

COPY_FROM: Final = 20_000
"""Records that are many: memory is given back after they are arranged, and a copy makes the next opening quicker."""

_REFRESH_EVERY_S: Final = 0.2
_REST: Final = 8
"""While work goes on, what is shown is worked out anew no more often than once in so many times of what that takes."""

_TIDY_MS: Final = 80
"""After this long without a change, memory that arranging many rows has taken is given back: two milliseconds' work."""


class ShownRows(QObject):
    """Reads the columns with a rule, filters and sorts them, and hands what is left to the views' item model.

    `changed` tells that rows, counts or decisions are shown anew.

    Parameters
    ----------
    columns
        All rows.
    rule
        What they are read with at first.
    """

    changed = Signal()

    def __init__(self, columns: Columns, rule: Rule, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self.rule = rule
        self.order = Order.ADDED
        self.show = Show.ALL
        self.filter = Filter()
        self.item_model = PictureModel(columns, rule, self)
        self._nearest: Keys | None = None
        self._stale = False
        self._refreshed_at = 0.0
        self._refresh_s = 0.0
        self._tidy = QTimer(self, interval=_TIDY_MS, singleShot=True)
        self._tidy.timeout.connect(self._give_back)

    @property
    def count(self) -> int:
        """How many rows there are, shown or not, without those that were removed."""
        return self._columns.counts(self.rule)[Show.ALL]

    def set_rule(self, rule: Rule) -> None:
        """Read all logits with another rule, without running the model again."""
        if rule != self.rule:
            self.rule = rule
            self.item_model.set_rule(rule)
            self.refresh()

    def arrange(self, order: Order, show: Show) -> None:
        """Sort and filter."""
        self.order, self.show = order, show
        self._nearest = None
        self.refresh()

    def set_filter(self, wanted: Filter) -> None:
        """Show only what a typed filter lets through."""
        if wanted != self.filter:
            self.filter = wanted
            self.refresh()

    def show_nearest(self, keys: Keys | None) -> None:
        """Show these rows in their order, e.g. those most alike to one; None goes back to all."""
        self._nearest = keys
        self.refresh()

    @property
    def showing_nearest(self) -> bool:
        """Whether only rows are shown that were found to be alike."""
        return self._nearest is not None

    # While work goes on, many changes are shown at once.

    @property
    def stale(self) -> bool:
        """Whether rows have changed and are still to be shown."""
        return self._stale

    @property
    def due(self) -> bool:
        """Whether rows have changed and it is time to show them."""
        wait = max(_REFRESH_EVERY_S, _REST * self._refresh_s)
        return self._stale and time.monotonic() - self._refreshed_at > wait

    def grow_stale(self) -> None:
        """Take note that rows have changed."""
        self._stale = True

    def refresh(self) -> None:
        """Show the rows as they are now."""
        start = time.monotonic()
        self._stale = False
        self.item_model.arrange(self._arranged())
        self.changed.emit()
        self._refreshed_at = time.monotonic()
        self._refresh_s = self._refreshed_at - start
        if len(self._columns) >= COPY_FROM:
            self._tidy.start()

    def _arranged(self) -> Keys:
        if self._nearest is not None:
            shown = self._columns.matching(self.show, self.rule, self.filter)
            return self._nearest[shown[self._nearest]]
        return self._columns.arranged(self.order, self.show, self.rule, self.filter)

    @Slot()
    def _give_back(self) -> None:
        give_back()

    def close(self) -> None:
        """Leave what is shown as it is."""
        self._tidy.stop()
