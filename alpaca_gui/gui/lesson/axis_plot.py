"""A plot with one thing to drag: a handle on a curve over an axis, by mouse, arrow keys and page keys."""

from collections.abc import Callable
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from alpaca_gui.gui.calm_plot import calm, draw_ring, dress
from alpaca_gui.gui.signs import Sign, colour
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.verdict import Rule, decide, decide_one

Curve = Callable[[Floats], Floats]
_POINTS: Final = 401
_FAINT: Final = 110
_DIGITS: Final = 2
_SHAPES: Final = {0: "s", 1: "o", 2: "d"}
_WIDTHS: Final = (2.2, 1.8)


class AxisPlot(QWidget):
    """Draws curves over the axis, dots on the first of them, one picture, and a handle.

    Signals
    -------
    dragged(value)
        A person has moved the handle.
    """

    dragged = Signal(float)

    def __init__(self, below: str, left: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(150)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.plot = pg.PlotWidget()
        calm(self.plot)
        self.plot.setLabel("bottom", below)
        self.plot.setLabel("left", left)
        self._curves: list[Curve] = []
        self._range = (-8.0, 8.0)
        self._step = 0.1
        self._given = self._dots = np.empty(0)
        self._picture: float | None = None
        self.marks: list[pg.InfiniteLine] = []
        self._rule = Rule()
        self._lines = [pg.PlotCurveItem(antialias=True) for _ in range(2)]
        self._points = pg.ScatterPlotItem(pxMode=True, size=8, pen=None)
        self._one = pg.ScatterPlotItem(pxMode=True)
        self._one.setZValue(10)
        self._handle = pg.InfiniteLine(angle=90, movable=True)
        self._handle.setCursor(Qt.CursorShape.SizeHorCursor)
        self._handle.sigDragged.connect(self._on_dragged)
        self._knob = pg.ScatterPlotItem(pxMode=True, size=15, symbol="t1")
        self._knob.setZValue(8)
        self._band = pg.LinearRegionItem(movable=False)
        self._band.setZValue(-10)
        self._band.hide()
        for item in (self._band, *self._lines, self._points, self._handle, self._knob, self._one):
            self.plot.addItem(item)
        column = QVBoxLayout(self)
        column.setContentsMargins(3, 3, 3, 3)
        column.addWidget(self.plot)
        self.restyle()

    @property
    def value(self) -> float:
        """Where the handle is."""
        return float(self._handle.value())

    def set_up(self, low: float, high: float, step: float, y_range: tuple[float, float]) -> None:
        """Set the axis from ``low`` to ``high``, what an arrow key moves the handle by, and the other axis."""
        self._range, self._step = (low, high), step
        self._handle.setBounds((low, high))
        self.plot.setXRange(low, high, padding=0)
        self.plot.setYRange(*y_range, padding=0.02)
        self._draw()

    def show_curves(self, *curves: Curve) -> None:
        """Draw one curve or two; the second is dashed."""
        self._curves = list(curves)
        self._draw()

    def show_dots(self, dots: Floats, picture: float | None, rule: Rule) -> None:
        """Draw the dots (n,) faintly on the first curve, the picture's clearly, in the colours of their decisions."""
        if dots is not self._given:
            self._given, self._dots = dots, np.unique(np.round(dots, _DIGITS))  # those on one pixel look like one
        self._picture, self._rule = picture, rule
        self._draw()

    def show_band(self, rule: Rule) -> None:
        """Draw the band around a threshold."""
        self._band.setRegion((rule.threshold - rule.band, rule.threshold + rule.band))
        self._band.setVisible(rule.band > 0)

    def show_marks(self, marks: dict[float, str]) -> None:
        """Draw dotted lines at some places of the axis, with a word each; those before it go."""
        for line in self.marks:
            self.plot.removeItem(line)
        self.marks = []
        theme = current_theme()
        for value, word in marks.items():
            side = (0 if value > 0 else 1, 0.5)  # the word stands where it is true: away from 0
            options = {"position": 0.9, "color": theme.failed, "anchors": [side, side]}
            line = pg.InfiniteLine(value, angle=90, label=word, labelOpts=options)
            line.setPen(pg.mkPen(theme.failed, width=1, style=Qt.PenStyle.DotLine))
            self.marks.append(line)
            self.plot.addItem(line)

    def move_to(self, value: float) -> None:
        """Put the handle somewhere, without telling anybody."""
        self._handle.setValue(min(max(value, self._range[0]), self._range[1]))
        self._draw_knob()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        theme = current_theme()
        dress(self.plot, theme)
        self._lines[0].setPen(pg.mkPen(theme.accent, width=_WIDTHS[0]))
        self._lines[1].setPen(pg.mkPen(theme.failed, width=_WIDTHS[1], style=Qt.PenStyle.DashLine))
        self._handle.setPen(pg.mkPen(theme.quiet, width=1.4))
        self._handle.setHoverPen(pg.mkPen(theme.accent, width=3))
        self._knob.setBrush(pg.mkBrush(theme.text))
        unsure = QColor(theme.unsure)
        unsure.setAlpha(50)
        self._band.setBrush(unsure)
        self._draw()

    def _draw(self) -> None:
        x = np.linspace(*self._range, _POINTS)
        for place, line in enumerate(self._lines):
            if place < len(self._curves):
                line.setData(x, self._curves[place](x), connect="finite")
            else:
                line.setData([], [])
        self._draw_dots()
        self._draw_knob()

    def _draw_dots(self) -> None:
        if not self._curves:
            return
        theme, low, high = current_theme(), *self._range
        x = self._dots[(self._dots >= low) & (self._dots <= high)]
        inks = [colour(Sign(int(one)), theme) for one in decide(x, self._rule)]
        for ink in inks:
            ink.setAlpha(_FAINT)
        self._points.setData(x=x, y=self._curves[0](x), brush=[pg.mkBrush(ink) for ink in inks])
        if self._picture is None:
            self._one.setData([])
            return
        decision = int(decide_one(self._picture, self._rule))
        place = np.array([min(max(self._picture, low), high)])
        self._one.setData(
            x=place,
            y=self._curves[0](place),
            size=16,
            symbol=_SHAPES[decision],
            brush=pg.mkBrush(colour(Sign(decision), theme)),
            pen=pg.mkPen(QColor(theme.surface), width=2),
        )

    def _draw_knob(self) -> None:
        if self._curves:
            x = np.array([self.value])
            y = self._curves[0](x)
            self._knob.setData(x=x, y=np.where(np.isfinite(y), y, 0.0))

    @Slot(object)
    def _on_dragged(self, _line: object) -> None:
        self._draw_knob()
        self.dragged.emit(self.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the handle: arrows by a step, page keys by ten, Home and End to the ends."""
        moves = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: -10, Qt.Key.Key_PageUp: 10,
            Qt.Key.Key_Home: -1_000_000, Qt.Key.Key_End: 1_000_000,
        }  # fmt: skip
        by = moves.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
            return
        self.move_to(self.value + by * self._step)
        self.dragged.emit(self.value)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a ring while the keyboard is there."""
        draw_ring(self)
