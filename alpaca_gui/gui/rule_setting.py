"""Changing the rule by hand: whatever is dragged or typed acts at once, and is kept when the hand has come to rest."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.curve_panel import CurvePanel
from alpaca_gui.gui.histogram_panel import HistogramPanel
from alpaca_gui.gui.rule_controls import RuleControls
from alpaca_gui.logit.verdict import Rule

_SETTLED_MS: Final = 500


class RuleSetting(QObject):
    """Joins a collection's rule with all that changes it: the controls, the histogram's lines and the curve's.

    Parameters
    ----------
    collection
        Whose rule it is.
    controls, histogram, curve
        What a person changes it with.
    """

    def __init__(
        self,
        collection: Collection,
        controls: RuleControls,
        histogram: HistogramPanel,
        curve: CurvePanel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._collection = collection
        self._controls = controls
        self._plots = (histogram, curve)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._on_settled)
        controls.changed.connect(self._on_rule)
        for plot in (histogram, curve):
            plot.threshold_dragged.connect(self._on_threshold)
            plot.band_dragged.connect(self._on_band)
            plot.drag_ended.connect(self._on_settled)

    @property
    def going_on(self) -> bool:
        """Whether the rule was changed just now, and is still to be kept."""
        return self._settled.isActive()

    def show_rule(self) -> None:
        """Show the rule in the controls."""
        self._controls.show_rule(self._collection.rule)

    def keep(self) -> None:
        """Let what has been changed so far be one step that can be undone."""
        self._settled.stop()
        self._collection.changes.keep_rule()

    @Slot(object)
    def _on_rule(self, rule: Rule) -> None:
        """Read with another rule at once; it is one step to undo when a person has stopped changing it."""
        if rule != self._collection.rule:
            self._collection.set_rule(rule)
            self._settled.start()

    @Slot(float)
    def _on_threshold(self, threshold: float) -> None:
        rule = self._collection.rule
        self._on_rule(Rule(threshold, rule.band, rule.temperature))

    @Slot(float)
    def _on_band(self, band: float) -> None:
        rule = self._collection.rule
        self._on_rule(Rule(rule.threshold, band, rule.temperature))

    @Slot()
    def _on_settled(self) -> None:
        if any(plot.dragging for plot in self._plots):
            self._settled.start()
        else:
            self.keep()
