"""The rule in a plot over logits: the threshold as a line, the band around it, and the mouse that drags them."""

from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor

from alpaca_gui.gui.rule_controls import REACH
from alpaca_gui.gui.theme import Theme
from alpaca_gui.logit.verdict import Rule

_STEP: Final = 0.01
_BEHIND: Final = -10
_BEFORE: Final = 5
_LABEL: Final = "threshold {value:.2f}"
_SHORT_LABEL: Final = "{value:.2f}"
_RIGHT, _LEFT = (0.0, 0.5), (1.0, 0.5)
"""The point of the label that is on the line, where it stands on that side of it."""


class RuleLines(QObject):
    """Draws a rule and tells what a person wants; whoever hears it shows the rule that comes of it.

    `threshold_dragged` and `band_dragged` tell each step of a drag, and `drag_ended` that it is over.

    Parameters
    ----------
    plot
        Its bottom axis counts logits.
    height
        Where the threshold's label stands, from 0 at the bottom to 1 at the top.
    """

    threshold_dragged = Signal(float)
    band_dragged = Signal(float)
    drag_ended = Signal()

    def __init__(self, plot: pg.PlotWidget, height: float) -> None:
        super().__init__(plot)
        self._rule = Rule()
        self._band = pg.LinearRegionItem(movable=True, swapMode="block")
        self._band.setZValue(_BEHIND)
        self._band.movable = False  # the edges move, the area between them does not
        self._threshold = pg.InfiniteLine(
            angle=90, movable=True, label=_LABEL, labelOpts={"position": height, "anchors": [_RIGHT] * 2}
        )
        self._threshold.setZValue(_BEFORE)
        self._lines = (self._threshold, *self._band.lines)
        for item in (self._band, self._threshold):
            plot.addItem(item)
        self._box = plot.getPlotItem().getViewBox()
        for changed in (self._box.sigResized, self._box.sigXRangeChanged, self._threshold.sigPositionChanged):
            changed.connect(self._place_word)
        self._threshold.sigDragged.connect(self._on_threshold)
        for line in self._band.lines:
            line.sigDragged.connect(self._on_edge)
        for line in self._lines:
            line.setCursor(Qt.CursorShape.SizeHorCursor)
            line.sigPositionChangeFinished.connect(self._on_ended)

    @property
    def dragging(self) -> bool:
        """Whether the mouse has hold of a line."""
        return any(line.moving for line in self._lines)

    @property
    def pointed_at(self) -> bool:
        """Whether the mouse is where it could take hold of a line."""
        return any(line.mouseHovering for line in self._lines)

    def show_rule(self, rule: Rule) -> None:
        """Draw a rule without telling anybody."""
        self._rule = rule
        self._threshold.setValue(rule.threshold)
        self._band.setRegion((rule.threshold - rule.band, rule.threshold + rule.band))

    def set_short(self, short: bool) -> None:
        """Leave out the word beside the threshold, where there is little room."""
        self._threshold.label.setFormat(_SHORT_LABEL if short else _LABEL)
        self._place_word()

    def show_at_all(self, shown: bool) -> None:
        """Show the lines, or none."""
        self._threshold.setVisible(shown)
        self._band.setVisible(shown)

    def restyle(self, theme: Theme) -> None:
        """Take over the colours of a theme."""
        self._threshold.setPen(pg.mkPen(theme.text, width=1.4, style=Qt.PenStyle.DashLine))
        self._threshold.label.setColor(theme.text)
        self._threshold.setHoverPen(pg.mkPen(theme.accent, width=3))
        unsure = QColor(theme.unsure)
        unsure.setAlpha(40)
        self._band.setBrush(unsure)
        unsure.setAlpha(70)
        self._band.setHoverBrush(unsure)
        for line in self._band.lines:
            line.setPen(pg.mkPen(theme.unsure, width=1))
            line.setHoverPen(pg.mkPen(theme.accent, width=3))

    @Slot()
    def _place_word(self) -> None:
        """Write the label on the right of the line, where the curve leaves room; on the left where the axis ends."""
        (low, high), _ = self._box.viewRange()
        label, pixels = self._threshold.label, float(self._box.width()) / (high - low)
        beside = (high - float(self._threshold.value())) * pixels
        anchor = _RIGHT if label.textItem.boundingRect().width() <= beside else _LEFT
        if label.anchors[0] != anchor:
            label.anchors = [anchor] * 2
            label.updatePosition()

    @Slot(object)
    def _on_threshold(self, line: pg.InfiniteLine) -> None:
        self.threshold_dragged.emit(_stepped(max(-REACH, min(REACH, float(line.value())))))

    @Slot(object)
    def _on_edge(self, line: pg.InfiniteLine) -> None:
        self.band_dragged.emit(_stepped(min(REACH, abs(float(line.value()) - self._rule.threshold))))

    @Slot(object)
    def _on_ended(self, line: pg.InfiniteLine) -> None:
        self.drag_ended.emit()


def _stepped(value: float) -> float:
    return round(value / _STEP) * _STEP
