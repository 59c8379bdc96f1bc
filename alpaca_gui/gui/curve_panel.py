"""The sigmoid over a true logit axis, with the threshold, the band, this picture and all the others on it."""

from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from alpaca_gui.gui.calm_plot import calm, dress, probability_over_logit
from alpaca_gui.gui.logit_dots import LogitDots, reach_of
from alpaca_gui.gui.rule_lines import RuleLines
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.logit.verdict import Rule

_LEAST_HEIGHT: Final = 100
_LOW: Final = 150
"""Below this the axis goes without its words, which the histogram has too."""
_CURVE_POINTS: Final = 241
_SOON_MS: Final = 15


class CurvePanel(QWidget):
    """Draws logits; `threshold_dragged` and `band_dragged` tell each step of a drag, `drag_ended` that it is over."""

    threshold_dragged = Signal(float)
    band_dragged = Signal(float)
    drag_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Sigmoid curve")
        self.setAccessibleDescription("Probability of yes over the logit; drag the threshold and the band's edges.")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(_LEAST_HEIGHT)
        self._rule = Rule()
        self._logits: NDArray[np.float64] = np.empty(0)
        self._chosen: float | None = None
        self._reach = 0.0
        # Drawn a moment after the rest, so that the window's thread is never away for both at once.
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._draw)
        self.plot = pg.PlotWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        self._furnish()
        self.restyle()

    def _furnish(self) -> None:
        plot = self.plot
        calm(plot)
        probability_over_logit(plot)
        self._curve = pg.PlotCurveItem(antialias=True)
        self._lines = RuleLines(plot, 0.12)
        plot.addItem(self._curve)
        self._dots = LogitDots(plot)
        self._one = self._dots.one
        self._lines.threshold_dragged.connect(self._on_threshold)
        self._lines.band_dragged.connect(self._on_band)
        self._lines.drag_ended.connect(self.drag_ended)

    @Slot(float)
    def _on_threshold(self, threshold: float) -> None:
        self.threshold_dragged.emit(threshold)
        self._draw_soon()  # where the line went too far, nobody else has it brought back

    @Slot(float)
    def _on_band(self, band: float) -> None:
        self.band_dragged.emit(band)
        self._draw_soon()

    @property
    def dragging(self) -> bool:
        """Whether the mouse has hold of the threshold, or of an edge of the band."""
        return self._lines.dragging

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        theme = current_theme()
        dress(self.plot, theme)
        self._curve.setPen(pg.mkPen(theme.quiet, width=1.6))
        self._lines.restyle(theme)
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is little room."""
        super().resizeEvent(event)
        high = event.size().height() >= _LOW
        for side in ("bottom", "left"):
            self.plot.getAxis(side).showLabel(high)

    def show_logits(self, logits: NDArray[np.float64], chosen: float | None, rule: Rule) -> None:
        """Draw all finite ``logits`` (n,) faintly and the chosen one clearly."""
        self._logits, self._chosen, self._rule = logits, chosen, rule
        self._draw_soon()

    def _draw_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _draw(self) -> None:
        self._scale()
        self._lines.show_rule(self._rule)
        self._dots.show(self._logits, self._reach, self._rule)
        self._dots.show_one(self._chosen, self._rule)

    def _scale(self) -> None:
        reach = reach_of(self._logits, self._chosen, self._rule)
        if reach != self._reach:
            self._reach = reach
            self.plot.setXRange(-reach, reach, padding=0)
        x = np.linspace(-reach, reach, _CURVE_POINTS)
        self._curve.setData(x, sigmoid(x / self._rule.temperature))
