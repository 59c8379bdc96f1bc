"""A plot with one thing to drag: a handle on a curve over an axis, by mouse and arrow keys."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from alpaca_gui.gui.calm_plot import calm, draw_ring, dress
from alpaca_gui.gui.lesson.axis_dots import AxisDots
from alpaca_gui.gui.lesson.axis_marks import AxisMarks, Mark
from alpaca_gui.gui.lesson.curve import Curve
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.verdict import Rule

_POINTS: Final = 401
_WIDTHS: Final = (2.2, 1.8)
_GRIP: Final = 15
"""Size of the handle's grip, in pixels."""
_ROOM: Final = 0.05
"""Of the other axis, above and below: a dot at an end is whole."""
LOW, HIGH = 0.05, 0.95
"""Where on its line the grip is: where the curves are not."""

_MOVES: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Home: -1_000_000,
    Qt.Key.Key_End: 1_000_000,
}
_FAR: Final = 10
"""How many steps an arrow key goes with Shift."""
_DIGITS: Final = 9
"""Of a place that a key went to: many steps of 0.1 there and back end where they began."""


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
        if left:
            self.plot.setLabel("left", left)
        else:
            self.plot.hideAxis("left")
        self._curves: tuple[Curve, ...] = ()
        self._range = (-8.0, 8.0)
        self._step = 0.1
        self._lines = [pg.PlotCurveItem(antialias=True) for _ in range(2)]
        self._handle = pg.InfiniteLine(angle=90, movable=True)
        self._handle.setCursor(Qt.CursorShape.SizeHorCursor)
        self._handle.sigDragged.connect(self._on_dragged)
        self._here = pg.ScatterPlotItem(pxMode=True, size=9, symbol="o")
        self._grip = pg.ScatterPlotItem(pxMode=True, size=_GRIP, symbol="o")
        self._grip_at = 0.0
        for item in (self._here, self._grip):
            item.setZValue(8)
        self._level = pg.InfiniteLine(angle=0, label="", labelOpts={"position": 1, "anchors": [(1, 0.5)] * 2})
        self._level.setZValue(-5)
        self._level.hide()
        self._band = pg.LinearRegionItem(movable=False)
        self._band.setZValue(-10)
        self._band.hide()
        for item in (self._band, self._level, *self._lines, self._handle, self._here, self._grip):
            self.plot.addItem(item)
        self._dots = AxisDots(self.plot)
        self.marks = AxisMarks(self.plot)
        column = QVBoxLayout(self)
        column.setContentsMargins(3, 3, 3, 3)
        column.addWidget(self.plot)
        self.restyle()

    @property
    def value(self) -> float:
        """Where the handle is."""
        return float(self._handle.value())

    def set_up(self, low: float, high: float, step: float, y_range: tuple[float, float], grip: float = LOW) -> None:
        """Set the axis from ``low`` to ``high``, what an arrow key moves the handle by, the other axis, the grip."""
        self._range, self._step = (low, high), step
        self._handle.clearMarkers()
        self._handle.addMarker("o", grip, _GRIP - 2)  # the hand takes it by this; what is drawn over it is smoother
        self._handle.setBounds((low, high))
        self.plot.setXRange(low, high, padding=0)
        bottom, top = y_range
        room = _ROOM * (top - bottom)
        self.plot.setYRange(bottom - room, top + room, padding=0)
        self._grip_at = bottom - room + grip * (top - bottom + 2 * room)
        self._draw()

    def show_curves(self, *curves: Curve) -> None:
        """Draw one curve or two; the second is dashed."""
        self._curves = curves
        self._draw()

    def show_dots(self, dots: Floats, picture: float | None, rule: Rule) -> None:
        """Draw the dots (n,) faintly on the first curve, the picture's clearly, in the colours of their decisions."""
        self._dots.show(dots, picture, rule)
        self._draw()

    def show_band(self, rule: Rule) -> None:
        """Draw the band around a threshold."""
        self._band.setRegion((rule.threshold - rule.band, rule.threshold + rule.band))
        self._band.setVisible(rule.band > 0)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Draw some places of the axis; those before them go."""
        self.marks.show(marks)

    def show_level(self, value: float, word: str) -> None:
        """Draw a level across, dashed, with what it is called at its end."""
        self._level.show()  # its label takes no words while it is hidden
        self._level.setValue(value)
        self._level.label.setFormat(word)

    def move_to(self, value: float) -> None:
        """Put the handle somewhere, without telling anybody."""
        self._handle.setValue(min(max(value, self._range[0]), self._range[1]))
        self._draw_here()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        theme = current_theme()
        dress(self.plot, theme)
        self._lines[0].setPen(pg.mkPen(theme.accent, width=_WIDTHS[0]))
        self._lines[1].setPen(pg.mkPen(theme.failed, width=_WIDTHS[1], style=Qt.PenStyle.DashLine))
        self._handle.setPen(pg.mkPen(theme.text, width=1.4))
        self._handle.setHoverPen(pg.mkPen(theme.accent, width=3))
        for item in (self._here, self._grip):
            item.setBrush(pg.mkBrush(theme.text))
            item.setPen(pg.mkPen(theme.surface, width=1))
        self._level.setPen(pg.mkPen(theme.quiet, width=1.2, style=Qt.PenStyle.DashLine))
        self._level.label.setColor(theme.quiet)
        self._level.label.fill = pg.mkBrush(theme.surface)
        unsure = QColor(theme.unsure)
        unsure.setAlpha(50)
        self._band.setBrush(unsure)
        for edge in self._band.lines:
            edge.setPen(pg.mkPen(theme.unsure, width=1))
        self.marks.restyle()
        self._draw()

    def _draw(self) -> None:
        x = np.linspace(*self._range, _POINTS)
        for place, line in enumerate(self._lines):
            if place < len(self._curves):
                line.setData(x, self._curves[place](x), connect="finite")
            else:
                line.setData([], [])
        if self._curves:
            self._dots.draw(self._curves[0], *self._range)
        self._draw_here()

    def _draw_here(self) -> None:
        """Draw the grip, and where its line meets the curve."""
        if self._curves:
            x = np.array([self.value])
            self._here.setData(x=x, y=self._curves[0](x))
            self._grip.setData(x=x, y=[self._grip_at])

    @Slot(object)
    def _on_dragged(self, _line: object) -> None:
        self._draw_here()
        self.dragged.emit(self.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the handle: arrows by a step, with Shift by ten, Home and End to the ends; a clicker's keys go on."""
        by = _MOVES.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
            return
        far = _FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        self.move_to(round(self.value + by * far * self._step, _DIGITS))
        self.dragged.emit(self.value)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a ring while the keyboard is there."""
        draw_ring(self)
