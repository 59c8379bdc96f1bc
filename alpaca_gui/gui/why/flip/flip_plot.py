"""The logit over a slider, or over the way of a patch: threshold and band, crossings, and where it stands now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from alpaca_gui.explain.adjusting import Slider
from alpaca_gui.explain.flip import Curve
from alpaca_gui.explain.flip_words import marked, place_of, place_text
from alpaca_gui.explain.patch_path import PatchPath
from alpaca_gui.gui.calm_plot import calm, dress
from alpaca_gui.gui.signs import Sign, colour
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.why.flip.mark_labels import Mark, in_gap, placed
from alpaca_gui.logit.verdict import Decision, Rule, decide_one

_LEAST_HEIGHT: Final = 120
_ROOM: Final = 0.1
_REACH: Final = 0.5
"""Logits beside the band that are always seen; and the shortest way of a patch."""

_MOST_LINES: Final = 9
"""Crossings that are marked: a curve along the threshold has many."""

_THRESHOLD: Final = "threshold"

_WAY: Final = "way of the patch, in shorter sides"
_SIZES: Final = {Decision.YES: 13, Decision.NO: 12, Decision.UNSURE: 15}
_SYMBOLS: Final = {Decision.YES: "o", Decision.NO: "s", Decision.UNSURE: "d"}

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A crossing: where it is on the axis, what is written beside it, and whether the decision changes there."""

    x: float
    text: str
    flips: bool


class FlipPlot(QWidget):
    """Draws what it is given. The logit's axis stays as it is under a hand, unless a curve outgrows it.

    Attributes
    ----------
    crossings
        The lines that stand in it, the most important first.
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
        self.crossings: tuple[Line, ...] = ()
        self.now: Point | None = None
        self._rule = Rule()
        self._points: list[Point] = []
        self._about: Slider | str | None = None
        self._reach = 0.0
        self._ends: Point | None = None
        self._furnish()
        self.restyle()

    def _furnish(self) -> None:
        calm(self.plot)
        self.plot.setLabel("left", "no  ←  logit  →  yes")
        for name in ("bottom", "left"):
            self.plot.getAxis(name).enableAutoSIPrefix(False)
        self._band = pg.LinearRegionItem(orientation="horizontal", movable=False)
        self._band.setZValue(-10)
        self._threshold = pg.InfiniteLine(angle=0)
        self._curve = pg.PlotCurveItem(antialias=True)
        self._dot = pg.ScatterPlotItem(pxMode=True)
        self._dot.setZValue(10)
        self._lines = [pg.InfiniteLine(angle=90) for _ in range(_MOST_LINES)]
        self.words = [pg.TextItem(anchor=(0, 0)) for _ in self._lines]
        self.threshold_word = pg.TextItem(_THRESHOLD, anchor=(0, 0))
        texts = (*self.words, self.threshold_word)
        for item in (self._band, self._threshold, self._curve, self._dot, *self._lines, *texts):
            self.plot.addItem(item, ignoreBounds=True)
        for text in texts:
            text.setZValue(5)  # above lines and curve, below the dot
        box = self.plot.getViewBox()
        box.sigRangeChanged.connect(self._place_words)
        box.sigResized.connect(self._place_words)
        self._mark([])

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        theme = current_theme()
        dress(self.plot, theme)
        self._curve.setPen(pg.mkPen(theme.text, width=1.8))
        self._threshold.setPen(pg.mkPen(theme.text, width=1.4, style=Qt.PenStyle.DashLine))
        self.threshold_word.setColor(theme.quiet)
        unsure = QColor(theme.unsure)
        unsure.setAlpha(40)
        self._band.setBrush(unsure)
        for line in self._band.lines:
            line.setPen(pg.mkPen(theme.unsure, width=1))
        behind = QColor(theme.surface)
        behind.setAlpha(200)
        for text in (*self.words, self.threshold_word):
            text.fill = pg.mkBrush(behind)
        self._mark(self.crossings)
        self._draw_dot()

    def show_curve(self, slider: Slider, curve: Curve | None, rule: Rule) -> None:
        """Draw what is known of a slider's curve; None where that is nothing yet."""
        unit = f" in {slider.unit.strip()}" if slider.unit else ""
        self._turn_to(slider, f"{slider.noun}{unit}", slider.shown(slider.low), slider.shown(slider.high))
        if curve is None:
            self._draw([], [], rule)
            self._mark([])
            return
        if curve.complete:
            self._ends = None  # what made the axis longer is over
        self._draw([slider.shown(value) for value in curve.values], curve.logits, rule)
        self._mark(Line(slider.shown(place_of(curve, one)), place_text(curve, one), one.flips) for one in marked(curve))

    def show_path(self, path: PatchPath, rule: Rule) -> None:
        """Draw the way of a patch, and the dot at its end."""
        distances = [one.distance for one in path.places]
        first, last = (distances[0], distances[-1]) if distances else (0.0, 0.0)
        self._turn_to(_WAY, _WAY, first, first + _REACH * max(1.0, -(-(last - first) // _REACH)))
        self._draw(distances, [one.logit for one in path.places], rule)
        self._mark(Line(one.between, "", one.flips) for one in path.crossed(rule)[: -_MOST_LINES - 1 : -1])
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
        self._points = []
        self._curve.setData([], [])
        self._mark(())
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
        self._points = list(zip(x, logits, strict=True))
        self._curve.setData(list(x), list(logits))
        self._make_room(logits)
        self._threshold.setValue(rule.threshold)
        self._band.setRegion((rule.threshold - rule.band, rule.threshold + rule.band))
        self._band.setVisible(rule.band > 0)

    def _make_room(self, logits: Sequence[float]) -> None:
        threshold, beside = self._rule.threshold, self._rule.band + _REACH
        seen = [threshold - beside, threshold + beside, *logits, *(self._ends or ())]
        ends = (min(seen), max(seen))
        if ends != self._ends:
            self._ends = ends
            room = _ROOM * (ends[1] - ends[0])
            self.plot.setYRange(ends[0] - room, ends[1] + room, padding=0)

    def _mark(self, lines: Iterable[Line]) -> None:
        theme = current_theme()
        self.crossings = tuple(lines)[:_MOST_LINES]
        for number, (line, text) in enumerate(zip(self._lines, self.words, strict=True)):
            line.setVisible(number < len(self.crossings))
            if number < len(self.crossings):
                one = self.crossings[number]
                ink, style = (theme.accent, Qt.PenStyle.SolidLine) if one.flips else (theme.quiet, Qt.PenStyle.DotLine)
                line.setPen(pg.mkPen(ink, width=1.6, style=style))
                line.setValue(one.x)
                text.setColor(ink)
                text.setText(one.text)
        self._place_words()

    @Slot()
    def _place_words(self) -> None:
        """Put all words where they lie on nothing; what has no room is not shown: the sentence has it."""
        box = self.plot.getViewBox()
        view = QRectF(0, 0, box.width(), box.height())
        (low, high), (bottom, top) = box.viewRange()
        across, down = view.width() / (high - low), view.height() / (top - bottom)
        level = (top - self._rule.threshold) * down
        marks = [
            Mark((one.x - low) * across, text.boundingRect().size())
            for one, text in zip(self.crossings, self.words, strict=False)
        ]
        curve = [QPointF((x - low) * across, (top - y) * down) for x, y in self._points]
        size = self.threshold_word.boundingRect().size()
        name = in_gap(size, level, view, [mark.x for mark in marks], curve)
        names = [] if name is None else [name]
        places = placed(marks, view, names, from_below=level < view.center().y())
        places += [None] * (len(self.words) - len(places))
        for text, place in ((self.threshold_word, name), *zip(self.words, places, strict=True)):
            text.setVisible(place is not None)
            if place is not None:
                text.setPos(low + place.left() / across, top - place.top() / down)

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
            symbol=_SYMBOLS[decision],
            brush=pg.mkBrush(colour(Sign(int(decision)), theme)),
            pen=pg.mkPen(theme.surface, width=2),
        )
