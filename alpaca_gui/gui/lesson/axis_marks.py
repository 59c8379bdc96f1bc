"""Places on an axis with a word each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyqtgraph as pg
from PySide6.QtCore import Qt

from alpaca_gui.gui.theme import current_theme

_HIGH: Final = 0.9
_LOW: Final = 0.35
_BEHIND: Final = -5


@dataclass(frozen=True, slots=True)
class Mark:
    """One place.

    Attributes
    ----------
    value
        On the axis.
    word
        What stands beside its line; or, where it is a scale's, on it.
    breaks
        Whether a curve breaks there, for all that is further from 0; else it is a number of a scale.
    """

    value: float
    word: str
    breaks: bool = False


class AxisMarks:
    """Draws dotted lines with words into a plot."""

    def __init__(self, plot: pg.PlotWidget) -> None:
        self.lines: list[pg.InfiniteLine] = []
        self._plot = plot
        self._marks: tuple[Mark, ...] = ()

    def show(self, marks: Sequence[Mark]) -> None:
        """Draw these; those before them go."""
        if tuple(marks) != self._marks:
            self._marks = tuple(marks)
            self.restyle()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        for line in self.lines:
            self._plot.removeItem(line)
        self.lines = [_line(mark) for mark in self._marks]
        for line in self.lines:
            self._plot.addItem(line)


def _line(mark: Mark) -> pg.InfiniteLine:
    theme = current_theme()
    ink = theme.failed if mark.breaks else theme.quiet
    line = pg.InfiniteLine(mark.value, angle=90, label=mark.word, labelOpts=_place(mark) | {"color": ink})
    line.setPen(pg.mkPen(theme.failed if mark.breaks else theme.line, width=1, style=Qt.PenStyle.DotLine))
    line.setZValue(_BEHIND)
    line.label.fill = pg.mkBrush(theme.surface)
    return line


def _place(mark: Mark) -> dict[str, Any]:
    """Where the word stands: that of a break where it is true, away from 0, and where the loss is not drawn."""
    if not mark.breaks:
        return {"position": _HIGH, "anchors": [(0.5, 0.5)] * 2}
    return {"position": _HIGH if mark.value > 0 else _LOW, "anchors": [(0 if mark.value > 0 else 1, 0.5)] * 2}
