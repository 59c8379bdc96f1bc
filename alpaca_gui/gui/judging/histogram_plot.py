"""The histogram of logits: pictures labelled yes above the axis, those labelled no below it, and the threshold."""

from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from alpaca_gui.gui.judging.bars import Bars
from alpaca_gui.gui.judging.spot_plot import SpotPlot
from alpaca_gui.gui.theme import Theme, current_theme
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.logit.words import short_logit_text

_STEP: Final = 0.01
_ABOUT: Final = (
    "How many pictures have which logit: those labelled yes above the line, those labelled no below it. "
    "Drag the threshold; click on a bar, or use the arrow keys, to see its pictures."
)


class HistogramPlot(SpotPlot):
    """Draws `Bars`; `threshold_dragged` tells where a person wants the threshold."""

    threshold_dragged = Signal(float)

    def __init__(self, bars: Bars, rule: Rule, parent: QWidget | None = None) -> None:
        super().__init__("Histogram of logits", _ABOUT, "no  ←  logit  →  yes", "no · pictures · yes", parent)
        self.bars = bars
        self._rule = rule
        width = 0.86 * bars.step
        self._yes = pg.BarGraphItem(x=bars.middles, height=bars.yes, width=width, pen=None)
        self._no = pg.BarGraphItem(x=bars.middles, height=-bars.no, width=width, pen=None)
        self._zero = pg.InfiniteLine(angle=0, pos=0)
        self._band = pg.LinearRegionItem(movable=False)
        self._band.setZValue(-10)
        self.threshold = pg.InfiniteLine(
            angle=90,
            movable=True,
            label="threshold",
            labelOpts={"position": 0.94, "anchors": [(0, 0.5), (1, 0.5)]},
        )
        for item in (self._band, self._yes, self._no, self._zero, self.threshold):
            self.plot.addItem(item)
        self.threshold.sigDragged.connect(self._on_dragged)
        self._scale()
        self._set_spots()
        self.restyle(current_theme())
        self.show_threshold(rule.threshold)

    def _scale(self) -> None:
        edges, top = self.bars.edges, 1.12 * max(1, int(self.bars.yes.max()), int(self.bars.no.max()))
        # A threshold that everything is on one side of lies 1 beyond the logits.
        ends = (min(edges[0] - 1.2, self._rule.threshold), max(edges[-1] + 1.2, self._rule.threshold))
        self.plot.setXRange(*ends, padding=0.02)
        self.plot.setYRange(-top, top, padding=0)
        self.plot.getAxis("left").setTicks([_ticks(top)])
        self.threshold.setBounds(ends)

    def _set_spots(self) -> None:
        bars = self.bars
        self._of_spot = [
            (place, yes)
            for place in range(bars.yes.size)
            for yes in (True, False)
            if (bars.yes if yes else bars.no)[place]
        ]
        tops = [(bars.middles[place], self._height(place, yes)) for place, yes in self._of_spot]
        self.show_spots(np.array(tops, dtype=np.float64).reshape(-1, 2), self._say)

    def _height(self, place: int, yes: bool) -> int:
        return int(self.bars.yes[place]) if yes else -int(self.bars.no[place])

    def _say(self, spot: int) -> str:
        low, high, yes = self.bar_of(spot)
        count = abs(int(self._spots[spot, 1]))
        side = "yes" if yes else "no"
        return f"{count:,} labelled {side}, logit from {short_logit_text(low)} to {short_logit_text(high)}"

    def bar_of(self, spot: int) -> tuple[float, float, bool]:
        """Give a bar's lower and upper edge, and whether its pictures are labelled yes."""
        place, yes = self._of_spot[spot]
        return float(self.bars.edges[place]), float(self.bars.edges[place + 1]), yes

    def spot_near(self, x: float, y: float) -> int:
        """Give the bar above or below the point clicked; a click anywhere in its column and on its side counts."""
        place = int(np.searchsorted(self.bars.edges, x, side="right")) - 1
        wanted = (place, y >= 0)
        return self._of_spot.index(wanted) if wanted in self._of_spot else -1

    def show_threshold(self, threshold: float) -> None:
        """Draw the threshold and its band."""
        self.threshold.setValue(threshold)
        self.threshold.label.setFormat(f"threshold {short_logit_text(threshold)}")
        self._band.setRegion((threshold - self._rule.band, threshold + self._rule.band))

    @Slot(object)
    def _on_dragged(self, line: pg.InfiniteLine) -> None:
        self.threshold_dragged.emit(round(float(line.value()) / _STEP) * _STEP)

    def restyle(self, theme: Theme) -> None:
        """Take over the colours of a theme."""
        super().restyle(theme)
        self._yes.setOpts(brush=pg.mkBrush(theme.yes))
        self._no.setOpts(brush=pg.mkBrush(theme.no))
        self._zero.setPen(pg.mkPen(theme.line, width=1))
        self.threshold.setPen(pg.mkPen(theme.text, width=1.4, style=Qt.PenStyle.DashLine))
        self.threshold.setHoverPen(pg.mkPen(theme.accent, width=3))
        self.threshold.label.setColor(theme.text)
        unsure = QColor(theme.unsure)
        unsure.setAlpha(50)
        self._band.setBrush(unsure)
        for line in self._band.lines:
            line.setPen(pg.mkPen(None))


def _ticks(top: float) -> list[tuple[float, str]]:
    """Give counts for both directions; none is negative."""
    step = next(f * p for p in (10**e for e in range(12)) for f in (1, 2, 5) if top / (f * p) <= 4)
    ups = range(0, int(top) + 1, step)
    return [(sign * up, f"{up:,}") for up in ups for sign in ((1, -1) if up else (1,))]
