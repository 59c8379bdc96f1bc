"""The logit over a slider, or over the way of a patch: threshold and band, crossings, and where it stands now."""

from collections.abc import Sequence
from typing import Final

import pyqtgraph as pg
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from alpaca_gui.explain.adjusting import Slider
from alpaca_gui.explain.flip import Curve
from alpaca_gui.explain.flip_words import marked, place_of, place_text
from alpaca_gui.explain.patch_path import PatchPath
from alpaca_gui.gui.calm_plot import calm, dress
from alpaca_gui.gui.logit_dots import SYMBOLS
from alpaca_gui.gui.signs import Sign, colour
from alpaca_gui.gui.still_rule import StillRule
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.why.flip.crossing_lines import MOST, CrossingLines, Line, Point
from alpaca_gui.logit.verdict import Decision, Rule, decide_one

_LEAST_HEIGHT: Final = 120
_ROOM: Final = 0.1
_REACH: Final = 0.5
"""Logits beside the band that are always seen; and the shortest way of a patch."""

_WAY: Final = "way of the patch, in shorter sides"
_SIZES: Final = {Decision.YES: 13, Decision.NO: 12, Decision.UNSURE: 15}


class FlipPlot(QWidget):
    """Draws what it is given. The logit's axis stays as it is under a hand, unless a curve outgrows it.

    Attributes
    ----------
    crossings
        What marks where the curve crosses.
    now
        Where the dot stands; None where there is none.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.setAccessibleName("Logit over the change")
        self.plot = pg.PlotWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        self.now: Point | None = None
        self._rule = Rule()
        self._about: Slider | str | None = None
        self._reach = 0.0
        self._ends: Point | None = None
        self._furnish()
        self.restyle()

    def _furnish(self) -> None:
        calm(self.plot)
        self.plot.setLabel("left", "no  ←  logit  →  yes")
        self._still_rule = StillRule(self.plot, pg.InfiniteLine(angle=0))
        self._curve = pg.PlotCurveItem(antialias=True)
        self._dot = pg.ScatterPlotItem(pxMode=True)
        self._dot.setZValue(10)
        for item in (self._curve, self._dot):
            self.plot.addItem(item, ignoreBounds=True)
        self.crossings = CrossingLines(self.plot)

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        theme = current_theme()
        dress(self.plot, theme)
        self._curve.setPen(pg.mkPen(theme.text, width=1.8))
        self._still_rule.restyle()
        self.crossings.restyle()
        self._draw_dot()

    def show_curve(self, slider: Slider, curve: Curve | None, rule: Rule) -> None:
        """Draw what is known of a slider's curve; None where that is nothing yet."""
        unit = f" in {slider.unit.strip()}" if slider.unit else ""
        self._turn_to(slider, f"{slider.noun}{unit}", slider.shown(slider.low), slider.shown(slider.high))
        if curve is None:
            self._draw([], [], rule)
            self.crossings.show_lines(())
            return
        if curve.complete:
            self._ends = None  # what made the axis longer is over
        self._draw([slider.shown(value) for value in curve.values], curve.logits, rule)
        self.crossings.show_lines(
            Line(slider.shown(place_of(curve, one)), place_text(curve, one), one.flips) for one in marked(curve)
        )

    def show_path(self, path: PatchPath, rule: Rule) -> None:
        """Draw the way of a patch, and the dot at its end."""
        distances = [one.distance for one in path.places]
        first, last = (distances[0], distances[-1]) if distances else (0.0, 0.0)
        self._turn_to(_WAY, _WAY, first, first + _REACH * max(1.0, -(-(last - first) // _REACH)))
        self._draw(distances, [one.logit for one in path.places], rule)
        self.crossings.show_lines(Line(one.between, "", one.flips) for one in path.crossed(rule)[: -MOST - 1 : -1])
        self.now = (last, path.places[-1].logit) if path.places else None
        self._draw_dot()

    def show_now(self, x: float, logit: float) -> None:
        """Draw where it stands now."""
        self.now = (x, logit)
        self._make_room([logit])
        self._draw_dot()

    def clear(self) -> None:
        """Show nothing, and begin with fresh axes."""
        self._about = self._ends = self.now = None
        self.crossings.keep_off((), self._rule.threshold)
        self._curve.setData([], [])
        self.crossings.show_lines(())
        self._draw_dot()

    def _turn_to(self, about: Slider | str, label: str, low: float, high: float) -> None:
        if about is not self._about:
            self.clear()
            self._about = about
            self._reach = 0.0
            axis = self.plot.getAxis("bottom")
            axis.setLabel(label)
            axis.resizeEvent()  # puts the label back into the middle; it is told nothing when only that grows
        if high - low != self._reach:
            self._reach = high - low
            self.plot.setXRange(low, high, padding=0.02)

    def _draw(self, x: Sequence[float], logits: Sequence[float], rule: Rule) -> None:
        self._rule = rule
        self.crossings.keep_off(list(zip(x, logits, strict=True)), rule.threshold)
        self._curve.setData(list(x), list(logits))
        self._make_room(logits)
        self._still_rule.show_rule(rule)

    def _make_room(self, logits: Sequence[float]) -> None:
        threshold, beside = self._rule.threshold, self._rule.band + _REACH
        seen = [threshold - beside, threshold + beside, *logits, *(self._ends or ())]
        ends = (min(seen), max(seen))
        if ends != self._ends:
            self._ends = ends
            room = _ROOM * (ends[1] - ends[0])
            self.plot.setYRange(ends[0] - room, ends[1] + room, padding=0)

    def _draw_dot(self) -> None:
        if self.now is None:
            self._dot.setData([])
            return
        theme, (x, logit) = current_theme(), self.now
        decision = decide_one(logit, self._rule)
        self._dot.setData(
            x=[x],
            y=[logit],
            size=_SIZES[decision],
            symbol=SYMBOLS[decision],
            brush=pg.mkBrush(colour(Sign(int(decision)), theme)),
            pen=pg.mkPen(theme.surface, width=2),
        )
