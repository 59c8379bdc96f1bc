"""The histogram of logits along the top: what is decided about all pictures, and a brush to choose some of them."""

from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from alpaca_gui.gui.brush import BrushBox, Places, after_key
from alpaca_gui.gui.calm_plot import calm, draw_ring, dress
from alpaca_gui.gui.histogram_bars import HistogramBars
from alpaca_gui.gui.histogram_scale import Brush, brief, scale_for
from alpaca_gui.gui.rule_lines import RuleLines
from alpaca_gui.gui.spread_readout import SpreadReadout
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.logit.spread import Spread
from alpaca_gui.logit.spread_words import sides_text
from alpaca_gui.logit.verdict import Rule

_HEIGHT: Final = 124
_NARROW: Final = 640
_FIRST_BRUSH_BARS: Final = 5
_BAR_PX: Final = 6
_TICK_PX: Final = 56
_FEWEST_BARS: Final = 20
_MOST_BARS: Final = 160
_AXIS: Final = "no  ←  logit  →  yes"
_EMPTY: Final = "No logits yet"
_ABOUT: Final = (
    "How many pictures have which logit, on a logarithmic scale. Drag over the bars to choose pictures by a range; "
    "arrow keys move the range, with Shift they make it wider, Shift and Down narrower, Home and End take it to the "
    "ends, Escape takes it off. Drag the threshold, or the band's edges."
)


class HistogramPanel(QWidget):
    """Draws a `Spread` read by a rule; keeps the brush, and tells what a person does.

    `brush_changed` tells the range of logits, both ends taken in, or None. `threshold_dragged` and `band_dragged` tell
    each step of a drag, `drag_ended` that it is over.
    """

    brush_changed = Signal(object)
    threshold_dragged = Signal(float)
    band_dragged = Signal(float)
    drag_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Histogram of logits")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._spread, self._rule = Spread([]), Rule()
        self._brush: Brush | None = None
        self._below = ("", "")
        self._scale = scale_for(self._spread, self._rule, _FEWEST_BARS)
        self.box = BrushBox()
        self.plot = pg.PlotWidget(viewBox=self.box)
        self.plot.setToolTip(_ABOUT)
        self.readout = SpreadReadout()
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 10, 4)
        row.setSpacing(10)
        row.addWidget(self.plot, 1)
        row.addWidget(self.readout)
        self._furnish()
        self._wire()
        self.restyle()
        self.show_spread(self._spread, self._rule)

    def _furnish(self) -> None:
        calm(self.plot)
        self.plot.setMinimumSize(120, 80)
        self.plot.setLabel("left", "pictures (log)")
        self._axis = self.plot.getAxis("bottom")
        for axis in (self._axis, self.plot.getAxis("left")):
            axis.enableAutoSIPrefix(False)
        self._bars = HistogramBars(self.plot)
        self._lines = RuleLines(self.plot, 0.9)
        self._empty = pg.TextItem(_EMPTY, anchor=(0.5, 0.5))
        self.plot.addItem(self._empty, ignoreBounds=True)

    def _wire(self) -> None:
        self.box.drawn.connect(self._on_drawn)
        self.box.clicked.connect(self._on_clicked)
        self.box.sigResized.connect(self._on_resized)
        self._lines.threshold_dragged.connect(self.threshold_dragged)
        self._lines.band_dragged.connect(self.band_dragged)
        self._lines.drag_ended.connect(self._on_ended)

    def sizeHint(self) -> QSize:
        """Be as low as can be read."""
        return QSize(760, max(_HEIGHT, self.readout.sizeHint().height() + 8))

    @property
    def dragging(self) -> bool:
        """Whether the mouse has hold of the threshold, or of an edge of the band."""
        return self._lines.dragging

    @property
    def brush(self) -> Brush | None:
        """The range of logits that is chosen, both ends taken in."""
        return self._brush

    def show_spread(self, spread: Spread, rule: Rule) -> None:
        """Draw logits as a rule reads them."""
        self._spread, self._rule = spread, rule
        self._draw()

    def show_rule(self, rule: Rule) -> None:
        """Draw the same logits as another rule reads them."""
        self._rule = rule
        self._draw()

    def show_brush(self, brush: Brush | None) -> None:
        """Draw a brush without telling anybody; None takes it away."""
        self._brush = brush
        self._draw_brush()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        theme = current_theme()
        dress(self.plot, theme)
        self._bars.restyle(theme)
        self._lines.restyle(theme)
        self.box.restyle(theme)
        self._empty.setColor(theme.quiet)
        self._draw_brush()

    def _draw(self) -> None:
        there = self._spread.n > 0
        if not (self._lines.dragging or self.box.dragging):  # the axis stays as it is under a hand
            self._set_scale()
        self._bars.show(self._spread, self._rule, self._scale)
        self._lines.show_rule(self._rule)
        self._lines.show_at_all(there)
        self._empty.setVisible(not there)
        self._empty.setPos(self.box.viewRect().center())
        sides = self._spread.at(self._rule)
        self.readout.show_sides(sides)
        self.setAccessibleDescription(f"{sides_text(sides)} {_ABOUT}")
        self._draw_brush()

    def _set_scale(self) -> None:
        width = int(self.box.width())
        bars = max(_FEWEST_BARS, min(_MOST_BARS, width // _BAR_PX))
        self._scale = scale = scale_for(self._spread, self._rule, bars)
        self._axis.setTicks([scale.ticks(max(2, width // _TICK_PX))])
        self.box.set_ends(scale.ends if self._spread.n else None)
        self.plot.setXRange(*scale.ends, padding=0.01)

    def _draw_brush(self) -> None:
        """The range of the brush stands below the axis, where nothing is in its way."""
        theme = current_theme()
        if self._brush is None or not self._spread.n:
            self.box.show_brush(None)
            self._say_below(_AXIS, theme.quiet)
            return
        low, high = self._brush
        self.box.show_brush((self._scale.place_of(low), self._scale.place_of(high)))
        count = self._spread.between(low, high)
        words = f"{brief(low)} to {brief(high)}: {count:,} {'picture' if count == 1 else 'pictures'}"
        self._say_below(words, theme.accent)

    def _say_below(self, words: str, colour: str) -> None:
        """Label the axis; pyqtgraph lays a label out anew, in some milliseconds, also where it stays the same."""
        if (words, colour) != self._below:
            self._below = (words, colour)
            self._axis.setLabel(words, color=colour)

    def _choose(self, brush: Brush | None) -> None:
        if brush != self._brush:
            self.show_brush(brush)
            self.brush_changed.emit(brush)

    @Slot(object)
    def _on_drawn(self, places: Places) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._choose(self._scale.brush_at(places) if places[0] < places[1] else None)

    @Slot(object)
    def _on_resized(self, box: BrushBox) -> None:
        self._draw()  # as many bars as there is room for

    @Slot(float)
    def _on_clicked(self, x: float) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._brush is None or self._lines.pointed_at:
            return
        low, high = (self._scale.place_of(end) for end in self._brush)
        if not low <= x <= high:
            self._choose(None)

    @Slot()
    def _on_ended(self) -> None:
        self.drag_ended.emit()
        self._draw()  # where a line went too far, nobody else has it brought back

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the brush, pull it wider, or take it off."""
        if event.key() == Qt.Key.Key_Escape and self._brush is not None:
            self._choose(None)
            return
        places = self._after(event)
        if places is None:
            super().keyPressEvent(event)
        else:
            self._choose(self._scale.brush_at(places))

    def _after(self, event: QKeyEvent) -> Places | None:
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if not self._spread.n or (event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and not shift):
            return None
        beside = max(self._rule.band, _FIRST_BRUSH_BARS * self._scale.step)
        threshold = self._rule.threshold
        low, high = self._brush or (threshold - beside, threshold + beside)
        places = self._scale.place_of(low), self._scale.place_of(high)
        return after_key(Qt.Key(event.key()), shift, places, self._scale.stops)

    def event(self, event: QEvent) -> bool:
        """Have Escape for the brush while there is one, before the window's own shortcut has it."""
        asked = event.type() == QEvent.Type.ShortcutOverride and self._brush is not None
        if asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is little room."""
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW
        for part in (self.readout, self._lines, self._bars):
            part.set_short(narrow)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a ring while the keyboard is here."""
        draw_ring(self)
