"""The two diagrams of the bench, losses above gradients, over one axis of logits; with the keyboard too."""

from functools import cached_property
from typing import Final

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from alpaca_gui.explain.stability_bench import FURTHEST, Curves, Setting
from alpaca_gui.gui.calm_plot import draw_ring
from alpaca_gui.gui.why.stability.bench_axis import BenchAxis
from alpaca_gui.gui.why.stability.bench_plot import BenchPlot
from alpaca_gui.gui.why.stability.drawing import Drawing
from alpaca_gui.gui.why.stability.legend import Legend
from alpaca_gui.gui.why.stability.marks import gradient_marks, loss_marks

_STEPS: Final = {
    Qt.Key.Key_Left: -0.1,
    Qt.Key.Key_Right: 0.1,
    Qt.Key.Key_Down: -1.0,
    Qt.Key.Key_Up: 1.0,
    Qt.Key.Key_PageDown: -10.0,
    Qt.Key.Key_PageUp: 10.0,
}
_ENDS: Final = {Qt.Key.Key_Home: -FURTHEST, Qt.Key.Key_End: FURTHEST}
_ROOM: Final = 1.12
_GRADIENT_ROOM: Final = 0.12


class BenchPlots(QWidget):
    """Draws curves; `moved` tells where a person wants the logit, and `settled` that this is done."""

    moved = Signal(float)
    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Loss and gradient over the logit")
        self.setAccessibleDescription(
            "Left and right move the logit by 0.1, up and down by 1, page up and down by 10, Home and End to ±1000."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.legend = Legend()
        self.loss = BenchPlot("loss")
        self._built = [self.loss]
        self.axis = BenchAxis()
        self.logit = 0.0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(3, 3, 3, 3)
        self._column.setSpacing(2)
        self._column.addWidget(self.legend)
        self._column.addWidget(self.loss, 3)
        self.loss.plot.getAxis("bottom").setStyle(showValues=False)
        self._listen(self.loss)

    def _listen(self, plot: BenchPlot) -> None:
        plot.dragged.connect(self.moved)
        plot.drag_ended.connect(self.settled)

    @cached_property
    def gradient(self) -> BenchPlot:
        """The diagram below; it is built when it is first asked for, since each takes 15 ms in which nothing moves."""
        plot = BenchPlot("gradient")
        plot.plot.setLabel("bottom", "no  ←  logit  →  yes")
        plot.line.label.hide()  # the one above says it
        self._listen(plot)
        self._column.addWidget(plot, 2)
        self._built.append(plot)
        return plot

    @property
    def dragging(self) -> bool:
        """Whether the mouse has hold of the logit."""
        return any(plot.line.moving for plot in self._built)

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        for plot in self._built:
            plot.restyle()
        self.legend.update()

    def show_curves(self, curves: Curves, setting: Setting, axis: BenchAxis) -> None:
        """Draw curves that were computed for this axis."""
        self.axis = axis
        top = float(np.max(curves.exact_loss)) * _ROOM
        low, high = (-1.0, 0.0) if setting.label else (0.0, 1.0)
        x = curves.logits
        losses = Drawing(axis, x, curves.exact_loss, curves.loss, loss_marks(curves, setting))
        gradients = Drawing(axis, x, curves.exact_gradient, curves.gradient, gradient_marks(curves, setting))
        self.loss.show_drawing(losses, -0.05 * float(axis.place(top)), top)
        self.gradient.show_drawing(gradients, low - _GRADIENT_ROOM, high + _GRADIENT_ROOM)

    def show_logit(self, wanted: float, logit: float) -> None:
        """Put the line at a logit; ``wanted`` is what it was rounded from, and what keys go on from."""
        self.logit = wanted
        self.loss.show_logit(logit)
        self.gradient.show_logit(logit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the logit."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.moved.emit(min(max(round(self.logit + _STEPS[key], 6), -FURTHEST), FURTHEST))
        elif key in _ENDS:
            self.moved.emit(_ENDS[key])
        else:
            super().keyPressEvent(event)
            return
        self.settled.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show where the keyboard is."""
        super().paintEvent(event)
        draw_ring(self)
