"""The brush: a range drawn over a plot's bottom axis with the mouse, moved, pulled wider, and thrown away."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from pyqtgraph.GraphicsScene.mouseEvents import HoverEvent, MouseClickEvent, MouseDragEvent
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor

from alpaca_gui.gui.theme import Theme

Places = tuple[float, float]
"""Two places on the axis, rising."""

_GRIP_PX: Final = 6.0
_BEHIND: Final = -20
_FAINT: Final = 46


@dataclass(frozen=True, slots=True)
class _Hold:
    """What the mouse has hold of: the end that follows it while the other one stays, or, moving, the whole range."""

    start: float
    places: Places
    stays: float | None

    def at(self, x: float, ends: Places) -> Places:
        """Where the range is when the mouse is at ``x``."""
        x = min(ends[1], max(ends[0], x))
        if self.stays is not None:
            return min(self.stays, x), max(self.stays, x)
        low, high = self.places
        by = min(ends[1] - high, max(ends[0] - low, x - self.start))
        return low + by, high + by


class BrushBox(pg.ViewBox):  # type: ignore[misc] # pyqtgraph ships no types
    """The inside of a plot, on which the left button draws a brush.

    `drawn` tells the two places, a pair, at each step of a drag; `clicked` the place of a click without one.
    """

    drawn = Signal(object)
    clicked = Signal(float)

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self._places: Places | None = None
        self._ends: Places | None = None
        self._hold: _Hold | None = None
        self._area = pg.LinearRegionItem(movable=False)
        self._area.setZValue(_BEHIND)
        self._area.hide()
        self.addItem(self._area, ignoreBounds=True)

    @property
    def dragging(self) -> bool:
        """Whether the mouse has hold of the brush."""
        return self._hold is not None

    def set_ends(self, ends: Places | None) -> None:
        """Let the brush go from one place to another and no further; with None there can be none."""
        self._ends = ends

    def show_brush(self, places: Places | None) -> None:
        """Draw the brush without telling anybody; None takes it away."""
        self._places = places
        self._area.setVisible(places is not None)
        if places is not None:
            self._area.setRegion(places)

    def restyle(self, theme: Theme) -> None:
        """Take over the colours of a theme."""
        faint = QColor(theme.accent)
        faint.setAlpha(_FAINT)
        self._area.setBrush(faint)
        for line in self._area.lines:
            line.setPen(pg.mkPen(theme.accent, width=1.6))

    def mouseDragEvent(self, event: MouseDragEvent, axis: int | None = None) -> None:
        """Draw, pull or move the brush."""
        if event.button() != Qt.MouseButton.LeftButton or self._ends is None:
            event.ignore()
            return
        event.accept()
        if event.isStart():
            self._hold = self._taken_at(self._x(event.buttonDownScenePos()))
        if self._hold is None:
            return
        places = self._hold.at(self._x(event.scenePos()), self._ends)
        if event.isFinish():
            self._hold = None
        self.drawn.emit(places)

    def mouseClickEvent(self, event: MouseClickEvent) -> None:
        """Tell of a click."""
        if event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self.clicked.emit(self._x(event.scenePos()))

    def hoverEvent(self, event: HoverEvent) -> None:
        """Show what a drag would do here."""
        if event.isExit() or self._ends is None:
            self.unsetCursor()
        elif not self.dragging:
            hold = self._taken_at(self._x(event.scenePos()))
            moves, draws = hold.stays is None, hold.stays == hold.start
            shape = Qt.CursorShape
            self.setCursor(shape.OpenHandCursor if moves else shape.CrossCursor if draws else shape.SizeHorCursor)

    def _taken_at(self, x: float) -> _Hold:
        if self._places is None:
            return _Hold(x, (x, x), x)
        low, high = self._places
        near = _GRIP_PX * self.viewPixelSize()[0]
        if min(abs(x - low), abs(x - high)) <= near:
            return _Hold(x, self._places, low if abs(x - high) <= abs(x - low) else high)
        return _Hold(x, self._places, None if low < x < high else x)

    def _x(self, point: QPointF) -> float:
        # A point of the scene: the axes hand their drags and clicks on to here, with points of their own.
        return float(self.mapSceneToView(point).x())


_STEPS: Final = {
    (Qt.Key.Key_Left, False): (-1, -1),
    (Qt.Key.Key_Right, False): (1, 1),
    (Qt.Key.Key_Left, True): (-1, 0),
    (Qt.Key.Key_Right, True): (0, 1),
    (Qt.Key.Key_Up, True): (-1, 1),
    (Qt.Key.Key_Down, True): (1, -1),
}
"""How many stops the lower and the upper end go, by the key and whether Shift is held."""


def after_key(key: Qt.Key, shift: bool, places: Places, stops: NDArray[np.float64]) -> Places | None:
    """Give where a key takes a brush: arrows move it, with Shift they pull it wider (down: narrower), Home and End.

    Parameters
    ----------
    key, shift
        The key, and whether Shift is held.
    places
        Where the brush is.
    stops
        Places that a key takes an end to, (m,), rising, two at least.

    Returns
    -------
    Places | None
        None for a key that means nothing here.
    """
    last = stops.size - 1
    low, high = (int(np.argmin(np.abs(stops - place))) for place in places)
    if high == low:
        low, high = (low, low + 1) if low < last else (last - 1, last)
    before = low, high
    if key == Qt.Key.Key_Home:
        low, high = 0, high - low
    elif key == Qt.Key.Key_End:
        low, high = last - (high - low), last
    elif (key, shift) in _STEPS:
        down, up = _STEPS[key, shift]
        if down == up and not 0 <= low + down <= high + up <= last:
            down = up = 0
        low, high = max(0, low + down), min(last, high + up)
        if low >= high:  # one bar is the least
            low, high = before
    else:
        return None
    return float(stops[low]), float(stops[high])
