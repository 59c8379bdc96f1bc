"""Two models' logits for the same pictures, one over the other."""

from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from alpaca_gui.gui.judging.spot_plot import SpotPlot
from alpaca_gui.gui.places_model import Places
from alpaca_gui.gui.theme import Theme, current_theme
from alpaca_gui.imaging.source import printable
from alpaca_gui.judging.compare import Comparison
from alpaca_gui.logit.words import short_logit_text

_ABOUT: Final = (
    "Each picture is a dot: to the right the logit of the one model, upwards that of the other; discs are labelled "
    "yes, squares no. In the upper left and the lower right the two disagree. Click on a dot, or use the arrow keys, "
    "which go through the pictures that change sides first."
)
_CELLS: Final = 250
"""Dots in one such part of an axis look like one, which is drawn."""
_UNDER_PX: Final = 5.0
_LONGEST: Final = 30


class ScatterPlot(SpotPlot):
    """Draws a `Comparison`; a spot is a picture, those that change sides first."""

    def __init__(self, comparison: Comparison, parent: QWidget | None = None) -> None:
        axes = (f"logit of {_short(comparison.first)}", f"logit of {_short(comparison.second)}")
        super().__init__("Logits of both models", _ABOUT, *axes, parent)
        changed = np.array(comparison.changed, dtype=np.int64)
        rest = np.setdiff1d(np.arange(comparison.n), changed)
        self.places: Places = np.concatenate((changed, rest))
        self._names = [comparison.paths[place].name for place in changed]
        points = np.column_stack((comparison.first_logits, comparison.second_logits))
        self._dots = {
            label: pg.ScatterPlotItem(pxMode=True, size=7, symbol=symbol, pen=None)
            for label, symbol in ((1, "o"), (0, "s"))
        }
        self._lines = (
            pg.InfiniteLine(angle=90, pos=comparison.first_rule.threshold),
            pg.InfiniteLine(angle=0, pos=comparison.second_rule.threshold),
        )
        self._diagonal = pg.InfiniteLine(angle=45, pos=(0, 0))
        for item in (self._diagonal, *self._lines, *self._dots.values()):
            self.plot.addItem(item)
        ends = min(0.0, float(points.min())) - 0.5, max(0.0, float(points.max())) + 0.5
        for set_range in (self.plot.setXRange, self.plot.setYRange):
            set_range(*ends, padding=0)
        self.restyle(current_theme())  # while there is no dot: each would be coloured by itself
        for label, dots in self._dots.items():
            dots.setData(*_thinned(points[comparison.labels == label], (ends[1] - ends[0]) / _CELLS))
        self.show_spots(points[self.places], self._say)

    def _say(self, spot: int) -> str:
        x, y = (short_logit_text(float(value)) for value in self._spots[spot])
        changes = f"changes sides, {printable(self._names[spot])}" if spot < len(self._names) else "same side"
        return f"{changes}: {self.plot.getAxis('bottom').labelText} {x}, {self.plot.getAxis('left').labelText} {y}"

    def under(self, spot: int) -> Places:
        """Give the pictures whose dots are under that of ``spot``, itself first."""
        away = np.hypot(*((self._spots - self._spots[spot]) * self._pixels()).T)
        near = np.flatnonzero(away <= _UNDER_PX)
        return np.concatenate((self.places[spot : spot + 1], self.places[near[near != spot]]))

    def restyle(self, theme: Theme) -> None:
        """Take over the colours of a theme."""
        super().restyle(theme)
        self._dots[1].setBrush(pg.mkBrush(theme.yes))
        self._dots[0].setBrush(pg.mkBrush(theme.no))
        for line in self._lines:
            line.setPen(pg.mkPen(theme.text, width=1.2, style=Qt.PenStyle.DashLine))
        self._diagonal.setPen(pg.mkPen(theme.line, width=1.2))


def _thinned(points: NDArray[np.float64], cell: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give x and y of one dot for each cell of a raster that holds any."""
    first, second = np.rint(points / cell).astype(np.int64).T
    least = int(second.min(initial=0))
    high = int(second.max(initial=0)) - least + 1
    columns, rows = np.divmod(np.unique(first * high + (second - least)), high)
    return columns * cell, (rows + least) * cell


def _short(name: str) -> str:
    name = printable(name)
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
