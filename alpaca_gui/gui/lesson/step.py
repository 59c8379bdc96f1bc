"""One step of the lesson: what it says to everybody, what it says of this picture, its formulas, and what to drag."""

from typing import ClassVar

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpaca_gui.gui.lesson.axis_plot import AxisPlot
from alpaca_gui.gui.lesson.state import State
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.verdict import Rule


class Step(QWidget):
    """A plot with a handle, and the words about where it stands. Subclasses say what the curve is.

    Signals
    -------
    moved
        The handle is elsewhere, so that `sentence` says something else.
    """

    TITLE: ClassVar[str]
    TEXT: ClassVar[str]
    """What a fourteen-year-old follows."""
    DO: ClassVar[str]
    """What to drag."""
    FORMULAS: ClassVar[str]
    """The second layer: plain text, a formula a line."""
    SOURCES: ClassVar[tuple[str, ...]]
    BELOW: ClassVar[str] = "logit"
    LEFT: ClassVar[str] = ""

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state: State | None = None
        self.plot = AxisPlot(self.BELOW, self.LEFT)
        self.plot.setAccessibleName(self.TITLE)
        self.plot.setAccessibleDescription(self.DO)
        self.tools = QHBoxLayout()
        self.tools.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.plot, 1)
        column.addLayout(self.tools)
        self.plot.dragged.connect(self._on_dragged)

    @Slot(float)
    def _on_dragged(self, _value: float) -> None:
        self.draw()
        self.moved.emit()

    def show_state(self, state: State, *, begin: bool) -> None:
        """Speak of a picture; ``begin`` puts the handle to where the step begins."""
        self.state = state
        if begin:
            self.begin(state)
        self.draw()

    def begin(self, state: State) -> None:
        """Set the axis, and the handle to the picture's own logit."""
        reach = reach_of(state)
        self.plot.set_up(-reach, reach, 0.1, (0.0, 1.0))
        self.plot.move_to(state.logit)

    def draw(self) -> None:
        """Draw curve and dots anew; for subclasses."""

    def sentence(self) -> str:
        """What is true of this picture, and of where the handle is; for subclasses."""
        return ""

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self.plot.restyle()


def reach_of(state: State, least: float = 8.0) -> float:
    """How far the axis goes to either side: to this picture, and to the others."""
    furthest = float(np.abs(state.dots).max()) if state.dots.size else 0.0
    return min(1000.0, max(least, 1.15 * abs(state.logit), 1.05 * furthest))


def flat(x: Floats) -> Floats:
    """A line along the axis, for dots to lie on."""
    return np.full_like(x, 0.5)


ZERO = Rule()
"""Yes above 0, no band: what the lesson speaks of before it comes to threshold and band."""
