"""A plot of spots - points, bars, bins - that a click or the arrow keys choose."""

from collections.abc import Callable
from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from alpaca_gui.gui.calm_plot import calm, draw_ring, dress
from alpaca_gui.gui.theme import Theme, current_theme

_REACH_PX: Final = 60.0
"""How far from a spot a click may be to choose it."""


class SpotPlot(QWidget):
    """Draws axes and the mark on the chosen spot; those that inherit draw the rest.

    Parameters
    ----------
    name, description
        For a screen reader.
    bottom, left
        Words on the axes.
    """

    chosen = Signal(int)

    def __init__(self, name: str, description: str, bottom: str, left: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spots: NDArray[np.float64] = np.empty((0, 2))
        self._words: Callable[[int], str] = str
        self._spot = -1
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        self.setToolTip(description)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(180, 130)
        self.plot = pg.PlotWidget()
        self._calm(bottom, left)
        self.mark = pg.ScatterPlotItem(pxMode=True, size=15, symbol="o", brush=None)
        self.mark.setZValue(20)
        self.plot.addItem(self.mark)
        column = QVBoxLayout(self)
        column.setContentsMargins(3, 3, 3, 3)
        column.addWidget(self.plot)
        self.plot.scene().sigMouseClicked.connect(self._on_click)

    def sizeHint(self) -> QSize:
        """Ask for the room of a small diagram."""
        return QSize(420, 280)

    def _calm(self, bottom: str, left: str) -> None:
        plot = self.plot
        calm(plot)
        plot.setLabel("bottom", bottom)
        plot.setLabel("left", left)

    def show_unit_square(self) -> None:
        """Let both axes go from 0 to 1."""
        for name, set_range in (("bottom", self.plot.setXRange), ("left", self.plot.setYRange)):
            set_range(-0.02, 1.02, padding=0)
            self.plot.getAxis(name).setTicks([[(share, f"{share:g}") for share in (0, 0.25, 0.5, 0.75, 1)]])

    def show_spots(self, spots: NDArray[np.float64], words: Callable[[int], str]) -> None:
        """Take over where the spots are, (m, 2), and what to say of each."""
        self._spots, self._words, self._spot = spots, words, -1
        self.mark.setData([])

    def restyle(self, theme: Theme) -> None:
        """Take over the colours of a theme."""
        dress(self.plot, theme)
        self.mark.setPen(pg.mkPen(theme.text, width=2))

    def choose(self, spot: int) -> None:
        """Mark a spot and tell of it."""
        self._spot = spot
        self.mark.setData(x=self._spots[spot : spot + 1, 0], y=self._spots[spot : spot + 1, 1])
        self.setAccessibleDescription(self._words(spot))
        self.chosen.emit(spot)

    def spot_near(self, x: float, y: float) -> int:
        """Give the spot nearest to a point of the axes, as it looks on the screen; -1 where none is near."""
        if not self._spots.size:
            return -1
        away = np.hypot(*((self._spots - (x, y)) * self._pixels()).T)
        nearest = int(np.argmin(away))
        return nearest if away[nearest] <= _REACH_PX else -1

    def _pixels(self) -> NDArray[np.float64]:
        """Pixels to a unit of each axis, (2,)."""
        box = self.plot.getPlotItem().vb
        (left, right), (bottom, top) = box.viewRange()
        return np.array([box.width() / (right - left), box.height() / (top - bottom)])

    @Slot(object)
    def _on_click(self, event: object) -> None:
        box = self.plot.getPlotItem().vb
        where: QPointF = event.scenePos()  # type: ignore[attr-defined] # pyqtgraph ships no types
        if not box.sceneBoundingRect().contains(where):
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        point = box.mapSceneToView(where)
        spot = self.spot_near(point.x(), point.y())
        if spot >= 0:
            self.choose(spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from spot to spot with the arrow keys, Home and End."""
        last = len(self._spots) - 1
        steps = {
            Qt.Key.Key_Right: self._spot + 1,
            Qt.Key.Key_Left: self._spot - 1 if self._spot >= 0 else last,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if last >= 0 and event.key() in steps:
            self.choose(max(0, min(last, steps[Qt.Key(event.key())])))
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.restyle(current_theme())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a ring while the keyboard is here."""
        draw_ring(self)
