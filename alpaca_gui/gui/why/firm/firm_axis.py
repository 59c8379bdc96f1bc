"""The logits on their axis: one mark for each change, the span of them all, and the picture's own."""

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from alpaca_gui.explain.firm_words import AS_IT_IS
from alpaca_gui.explain.firmness import Firmness
from alpaca_gui.gui.calm_plot import calm, dress
from alpaca_gui.gui.logit_dots import SIZES, SYMBOLS
from alpaca_gui.gui.signs import Sign, colour
from alpaca_gui.gui.still_rule import StillRule
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.why.axis_words import axis_text
from alpaca_gui.gui.why.firm.lanes import LANES, lanes
from alpaca_gui.gui.why.firm.words import mark_words
from alpaca_gui.logit.verdict import Rule, decide_one
from alpaca_gui.logit.words import short_logit_text

_HEIGHT: Final = 164
_LEAST_HEIGHT: Final = 132
_TOP: Final = 1.04
_BAR: Final = 0.3
_HALF: Final = 0.055
_FIRST_LANE: Final = 0.46
_LAST_LANE: Final = 0.82
_MARK_PX: Final = 11
_OWN: Final = 1.5
_TEXT_PX: Final = 112
"""Room beside the span for the words "lowest" and "highest" with a logit."""
_LEAST_REACH: Final = 0.5


class FirmAxis(QWidget):
    """Draws what was found; `mark_pressed` tells the name of the change whose mark was clicked."""

    mark_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Logits under small changes")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.plot = pg.PlotWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)
        self._firmness: Firmness | None = None
        self._rule = Rule()
        self._chosen = ""
        self._furnish()
        self.restyle()

    def sizeHint(self) -> QSize:
        """Be as low as can be read."""
        return QSize(520, _HEIGHT)

    def _furnish(self) -> None:
        plot = self.plot
        calm(plot)
        plot.hideAxis("left")
        plot.setLabel("bottom", "no  ←  logit  →  yes")
        plot.setYRange(0, _TOP, padding=0)
        low = {"position": 0.09, "anchors": [(0, 0.5), (1, 0.5)]}
        self._still_rule = StillRule(plot, pg.InfiniteLine(angle=90, label="threshold", labelOpts=low))
        self.own = pg.InfiniteLine(angle=90, label=" ", labelOpts={"position": 0.94, "anchors": [(0, 0.5), (1, 0.5)]})
        self.own.setZValue(-5)  # under the words of the threshold
        self.span = pg.BarGraphItem(x0=[0.0], x1=[0.0], y0=[_BAR - _HALF], y1=[_BAR + _HALF])
        self.middle = pg.PlotCurveItem()
        self.marks = pg.ScatterPlotItem(pxMode=True, hoverable=True, tip=_tip)
        self.dot = pg.ScatterPlotItem(pxMode=True)
        self._lowest, self._highest = pg.TextItem(anchor=(1, 0.5)), pg.TextItem(anchor=(0, 0.5))
        items = (self.span, self.middle, self.own, self.marks, self.dot)
        for item in (*items, self._lowest, self._highest):
            plot.addItem(item, ignoreBounds=True)
        self.marks.sigClicked.connect(self._on_clicked)

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        theme = current_theme()
        dress(self.plot, theme)
        ground = QColor(theme.quiet)
        ground.setAlpha(90)
        self._still_rule.restyle()
        threshold = self._still_rule.threshold.label
        threshold.setColor(theme.text)
        self.own.setPen(pg.mkPen(theme.quiet, width=1))
        self.own.label.setColor(theme.text)
        self.span.setOpts(brush=pg.mkBrush(ground), pen=pg.mkPen(None))
        self.middle.setPen(pg.mkPen(theme.text, width=2.5))
        behind = QColor(theme.surface)
        behind.setAlpha(200)
        for text in (self._lowest, self._highest):
            text.setColor(theme.quiet)
        for text in (self._lowest, self._highest, self.own.label, threshold):
            text.fill = pg.mkBrush(behind)
        self._draw()

    def show_firmness(self, firmness: Firmness | None, rule: Rule) -> None:
        """Draw logits as ``rule`` reads them; None takes all but the threshold off."""
        self._firmness, self._rule = firmness, rule
        self._draw()

    def choose(self, name: str) -> None:
        """Make the mark of a change stand out; of none where there is no such name."""
        self._chosen = name
        self._draw_marks()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find room for the words and the marks anew."""
        super().resizeEvent(event)
        self._draw()

    def _draw(self) -> None:
        rule, firmness = self._rule, self._firmness
        self._still_rule.show_rule(rule)
        self._still_rule.threshold.label.setFormat(f"threshold {axis_text(rule.threshold)}")
        for item in (self.own, self.span, self.middle, self._lowest, self._highest):
            item.setVisible(firmness is not None)
        self._draw_marks()
        if firmness is None:
            return
        self._make_room(firmness)
        self.own.setValue(firmness.logit)
        self.own.label.setFormat(f"{AS_IT_IS} {short_logit_text(firmness.logit)}")
        low, high, middle = firmness.lowest, firmness.highest, firmness.middle
        self.span.setOpts(x0=[low], x1=[high])
        self.middle.setData([middle, middle], [_BAR - 2.2 * _HALF, _BAR + 2.2 * _HALF])
        for text, word, end, gap in ((self._lowest, "lowest", low, -8), (self._highest, "highest", high, 8)):
            text.setText(f"{word} {short_logit_text(end)}")
            text.setPos(end + gap * self._pixel(), _BAR)

    def _draw_marks(self) -> None:
        firmness, theme = self._firmness, current_theme()
        self.marks.clear()
        self.dot.clear()
        if firmness is None:
            return
        logits = np.array([change.logit for change in firmness.changes])
        for change, lane in zip(firmness.changes, lanes(logits, _MARK_PX * self._pixel()), strict=True):
            y = _FIRST_LANE + (_LAST_LANE - _FIRST_LANE) * lane / (LANES - 1)
            pen = pg.mkPen(theme.text, width=2.2) if change.name == self._chosen else pg.mkPen(theme.surface, width=0.8)
            self.marks.addPoints([self._spot(change.logit, y, 1.0) | {"pen": pen, "data": change}])
        self.dot.addPoints([self._spot(firmness.logit, _BAR, _OWN) | {"pen": pg.mkPen(theme.surface, width=2)}])

    def _spot(self, logit: float, y: float, scale: float) -> dict[str, Any]:
        decision = decide_one(logit, self._rule)
        brush = pg.mkBrush(colour(Sign(int(decision)), current_theme()))
        size, symbol = scale * SIZES[decision], SYMBOLS[decision]
        return {"pos": (logit, y), "size": size, "symbol": symbol, "brush": brush}

    def _make_room(self, firmness: Firmness) -> None:
        """Show everything, with the threshold, and room for words on both sides of the span."""
        rule = self._rule
        low = min(firmness.lowest, rule.threshold - rule.band)
        high = max(firmness.highest, rule.threshold + rule.band)
        wide = max(1.0, self.plot.getViewBox().width())
        share = min(_TEXT_PX / wide, 0.3)
        spare = max((high - low) * share / (1 - 2 * share), _LEAST_REACH)
        self.plot.setXRange(low - spare, high + spare, padding=0)

    def _pixel(self) -> float:
        """How wide a pixel is, in logits."""
        box = self.plot.getViewBox()
        (low, high), _ = box.viewRange()
        return float(high - low) / max(1.0, float(box.width()))

    @Slot(object, object)
    def _on_clicked(self, _marks: object, spots: Iterable[Any], _event: object = None) -> None:
        for spot in spots:
            self.mark_pressed.emit(spot.data().name)
            return


def _tip(data: Any, **_place: float) -> str:
    return mark_words(data.words, data.logit)
