"""One step of the lesson: what it says to everybody, what it says of this picture, its formulas, and what to drag."""

from typing import ClassVar, Final

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpaca_gui.gui.lesson.axis_plot import AxisPlot
from alpaca_gui.gui.lesson.curve import Curve, flat
from alpaca_gui.gui.lesson.state import State
from alpaca_gui.logit.verdict import Rule

ZERO: Final = Rule()
"""Yes above 0, no band: what the lesson speaks of before it comes to threshold and band."""


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
    LEVEL: ClassVar[tuple[float, str] | None] = None
    """A height that the curve is compared with, and what it is called."""

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state: State | None = None
        self.plot = AxisPlot(self.BELOW, self.LEFT)
        self.plot.setAccessibleName(self.TITLE)
        self.plot.setAccessibleDescription(self.DO)
        if self.LEVEL is not None:
            self.plot.show_level(*self.LEVEL)
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

    def draws(self, _state: State) -> bool:
        """Whether there is something to draw, and so to drag; for subclasses."""
        return True

    def show_state(self, state: State, *, begin: bool) -> None:
        """Speak of a picture; ``begin`` puts the handle to where the step begins."""
        self.state = state
        if begin:
            self.begin(state)
        self.draw()

    def begin(self, state: State) -> None:
        """Set the axis, and the handle to 0."""
        reach = reach_of(state)
        self.plot.set_up(-reach, reach, 0.1, (0.0, 1.0))
        self.plot.move_to(0.0)

    def draw(self) -> None:
        """Draw the curves anew."""
        if self.state is not None:
            self.plot.show_curves(*self.curves(self.state))

    def curves(self, state: State) -> tuple[Curve, ...]:
        """Give the curve that the handle is on, and one beside it or none; for subclasses."""
        raise NotImplementedError

    def sentence(self) -> str:
        """What is true of this picture, and of where the handle is; empty while there is no picture."""
        return "" if self.state is None else self.say(self.state)

    def say(self, state: State) -> str:
        """Give the sentence; for subclasses."""
        raise NotImplementedError

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self.plot.restyle()


def reach_of(state: State, least: float = 8.0) -> float:
    """How far the axis goes to either side: to this picture, to the others, and to the window's band."""
    furthest = float(np.abs(state.dots).max()) if state.dots.size else 0.0
    rule = abs(state.rule.threshold) + state.rule.band
    return min(1000.0, max(least, 1.15 * abs(state.logit), 1.05 * furthest, 1.15 * rule))


class DottedStep(Step):
    """A step whose curve the pictures of the list lie on."""

    @property
    def rule(self) -> Rule:
        """What their colours are by."""
        return ZERO

    def draw(self) -> None:
        """Draw curves and pictures anew."""
        super().draw()
        if self.state is not None:
            self.plot.show_dots(self.state.dots, self.state.logit, self.rule)


class LineStep(DottedStep):
    """A step whose curve is the axis itself."""

    BELOW = "no  ←  logit  →  yes"

    def curves(self, state: State) -> tuple[Curve, ...]:
        """Give the line."""
        return (flat,)
