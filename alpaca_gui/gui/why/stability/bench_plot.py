"""One diagram of the bench: the losses, or the gradients, of all methods over the logit, and where they break."""

from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpaca_gui.gui.calm_plot import calm, dress
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.why.stability.bench_axis import Ticks
from alpaca_gui.gui.why.stability.drawing import Drawing, Mark
from alpaca_gui.gui.why.stability.label_places import Wanted, along, place_labels
from alpaca_gui.gui.why.stability.styles import SYMBOLS, colour_of, exact_pen, pen_of
from alpaca_gui.logit.stability import Method
from alpaca_gui.logit.words import short_logit_text

_LEFT: Final = 44
_LINE_AT: Final = 0.95
"""Where the line says its logit, from 0 at the bottom to 1 at the top."""

_BEYOND: Final = 50.0
"""Infinity is drawn so many times above what is seen: the line leaves the diagram straight upwards."""


_MARGIN: Final = 2
"""What a label leaves empty around its text, in pixels."""

_GROUND: Final = 200
"""How much of what is below them the grounds of labels hide, of 255."""


class BenchPlot(QWidget):
    """Draws what it is given; `dragged` tells the logit that a person has put the line, or clicked, at.

    Parameters
    ----------
    name
        What is drawn: ``loss`` or ``gradient``.
    """

    dragged = Signal(float)
    drag_ended = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.drawing: Drawing | None = None
        self.plot = pg.PlotWidget(enableMenu=False)
        self.exact = pg.PlotCurveItem(antialias=True, connect="finite")
        self.curves = {method: pg.PlotCurveItem(antialias=True, connect="finite") for method in Method}
        self.symbols = {method: pg.ScatterPlotItem(pxMode=True, size=10) for method in Method}
        self.labels: list[pg.TextItem] = []
        self.line = pg.InfiniteLine(
            angle=90, movable=True, label=" ", labelOpts={"position": _LINE_AT, "anchors": [(0, 0.5), (1, 0.5)]}
        )
        self._range = (0.0, 1.0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)
        self._furnish()
        self.restyle()

    def _furnish(self) -> None:
        calm(self.plot)
        self.plot.setLabel("left", self.name)
        self.plot.getAxis("left").setWidth(_LEFT)
        self.plot.getAxis("left").enableAutoSIPrefix(False)
        self.plot.getAxis("bottom").enableAutoSIPrefix(False)
        for item in (self.exact, *self.curves.values(), *self.symbols.values(), self.line):
            self.plot.addItem(item, ignoreBounds=True)
        for height, method in enumerate((Method.FROM_LOGITS, Method.CLIPPED, Method.NAIVE), start=1):
            self.curves[method].setZValue(height)  # dots over dashes over a whole line: all are seen where they agree
            self.symbols[method].setZValue(12)
        self.line.setZValue(20)
        self.line.setCursor(Qt.CursorShape.SizeHorCursor)
        self.line.sigDragged.connect(self._on_dragged)
        self.line.sigPositionChangeFinished.connect(self._on_ended)
        self.plot.scene().sigMouseClicked.connect(self._on_clicked)
        self._view.sigResized.connect(self._label)

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        theme, scale = current_theme(), self.devicePixelRatioF()
        dress(self.plot, theme)
        self.exact.setPen(exact_pen(theme, scale))
        for method, curve in self.curves.items():
            curve.setPen(pen_of(method, theme, scale))
            self.symbols[method].setSymbol(SYMBOLS[method])
            self.symbols[method].setPen(pg.mkPen(colour_of(method, theme), width=2 * scale))
            self.symbols[method].setBrush(pg.mkBrush(theme.surface))
        self.line.setPen(pg.mkPen(theme.accent, width=1.6 * scale))
        self.line.setHoverPen(pg.mkPen(theme.accent, width=3.2 * scale))
        self.line.label.setColor(theme.accent)
        fill = QColor(theme.surface)
        fill.setAlpha(_GROUND)
        self.line.label.fill = pg.mkBrush(fill)
        self._label()

    def show_drawing(self, drawing: Drawing, low: float, high: float) -> None:
        """Draw curves and breaks, between two values."""
        self.drawing, axis = drawing, drawing.axis
        self._range = (low, high)
        end = float(axis.place(axis.reach))
        self.plot.setXRange(-end, end, padding=0.015)
        bottom, top = (float(axis.place(value)) if self.name == "loss" else value for value in (low, high))
        self.plot.setYRange(bottom, top, padding=0)
        x = axis.place(drawing.logits)
        self.exact.setData(x, self._heights(drawing.exact))
        for method, curve in self.curves.items():
            curve.setData(x, self._heights(drawing.values[method]))
            marks = [mark for mark in drawing.marks if mark.method is method]
            self.symbols[method].setData(
                x=axis.place([mark.logit for mark in marks]), y=self._heights(np.array([m.value for m in marks]))
            )
        self._scale()
        self._label()

    def show_logit(self, logit: float) -> None:
        """Put the line somewhere without telling anybody."""
        if self.drawing is not None:
            self.line.setValue(float(self.drawing.axis.place(logit)))
            self.line.label.setFormat(short_logit_text(logit))

    def event(self, event: QEvent) -> bool:
        """Draw as broad lines on another screen, whose pixels may be smaller."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.restyle()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is little room."""
        super().resizeEvent(event)
        self._scale()

    def _heights(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        if self.name != "loss" or self.drawing is None:
            return values
        seen = np.where(np.isposinf(values), _BEYOND * max(1.0, self._range[1]), values)
        return self.drawing.axis.place(seen)

    def _scale(self) -> None:
        if self.drawing is None:
            return
        axis, width, height = self.drawing.axis, self.plot.width() - _LEFT, self.plot.height() - 40
        self.plot.getAxis("bottom").setTicks([axis.logit_ticks(width)])
        ticks: Ticks = axis.loss_ticks(self._range[1], height)
        if self.name != "loss":
            ticks = [(place, text) for place, text in ((-1, "−1"), (-0.5, "−0.5"), (0, "0"), (0.5, "0.5"), (1, "1"))
                     if self._range[0] <= place <= self._range[1]]  # fmt: skip
        self.plot.getAxis("left").setTicks([ticks])

    @Slot()
    def _label(self) -> None:
        """Name the breaks, each near its mark; where there is no room for a name by its logit, or its number alone."""
        for label in self.labels:
            self.plot.removeItem(label)
        self.labels = []
        if self.drawing is None:
            return
        marks = [mark for mark in self.drawing.marks if abs(mark.logit) <= self.drawing.axis.reach]
        texts = [_texts(mark) for mark in marks]
        wanted = [
            Wanted(self._pixel(mark), tuple(self._size(text) for text in each), to_left=mark.logit > 0)
            for mark, each in zip(marks, texts, strict=True)
        ]
        area = QRectF(QPointF(), self._view.size())
        below = self._reserved(area.height())
        places = place_labels(wanted, area.adjusted(0, below, 0, 0), self._curves_in_pixels(area))
        for mark, one, text, place in zip(marks, wanted, texts, places, strict=True):
            if place is not None:
                self._write(mark, one.mark, text[place.which], place.box)

    def _write(self, mark: Mark, pixel: QPointF, text: str, box: QRectF) -> None:
        theme = current_theme()
        ground = QColor(theme.surface)
        ground.setAlpha(_GROUND)
        anchor = ((pixel.x() - box.left()) / box.width(), (pixel.y() - box.top()) / box.height())
        label = pg.TextItem(text, colour_of(mark.method, theme), anchor=anchor, fill=pg.mkBrush(ground))
        label.setFont(self.font())
        label.textItem.document().setDocumentMargin(_MARGIN)
        label.updateTextPos()
        label.setPos(self._at(mark))
        label.setZValue(10)
        self.plot.addItem(label, ignoreBounds=True)
        self.labels.append(label)

    @property
    def _view(self) -> pg.ViewBox:
        return self.plot.getPlotItem().getViewBox()

    def _at(self, mark: Mark) -> QPointF:
        assert self.drawing is not None
        return QPointF(float(self.drawing.axis.place(mark.logit)), float(self._heights(np.array([mark.value]))[0]))

    def _size(self, text: str) -> QSizeF:
        lines, metrics = text.split("\n"), self.fontMetrics()
        wide = max(metrics.horizontalAdvance(line) for line in lines)
        return QSizeF(wide + 2 * _MARGIN + 1, metrics.lineSpacing() * len(lines) + 2 * _MARGIN)

    def _pixel(self, mark: Mark) -> QPointF:
        return QPointF(self._view.mapFromView(self._at(mark)))

    def _reserved(self, height: float) -> float:
        """How much of the top is the line's, which says its logit there."""
        if not self.line.label.isVisible():
            return 0.0
        return height * (1 - _LINE_AT) + self.fontMetrics().lineSpacing() / 2 + _MARGIN

    def _curves_in_pixels(self, area: QRectF) -> NDArray[np.float64]:
        """Points on all curves, (n, 2), the exact one's among them."""
        drawing = self.drawing
        assert drawing is not None
        start = self._view.mapFromView(QPointF(0, 0))
        across = self._view.mapFromView(QPointF(1, 1)) - start  # both scales are linear in what is drawn
        x = drawing.axis.place(drawing.logits) * across.x() + start.x()
        curves = (drawing.exact, *drawing.values.values())
        return np.concatenate([along(x, self._heights(curve) * across.y() + start.y(), area) for curve in curves])

    @Slot(object)
    def _on_dragged(self, line: pg.InfiniteLine) -> None:
        if self.drawing is not None:
            self.dragged.emit(self.drawing.axis.value(float(line.value())))

    @Slot(object)
    def _on_ended(self, _line: pg.InfiniteLine) -> None:
        self.drag_ended.emit()

    @Slot(object)
    def _on_clicked(self, event: object) -> None:
        if self.drawing is None or event.button() != Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
            return
        view = self._view
        spot: QPointF = event.scenePos()  # type: ignore[attr-defined]
        if view.sceneBoundingRect().contains(spot):
            self.dragged.emit(self.drawing.axis.value(float(view.mapSceneToView(spot).x())))
            self.drag_ended.emit()


def _texts(mark: Mark) -> tuple[str, str, str]:
    """What can stand beside a mark, the fullest first."""
    return f"{mark.number}: {mark.text}", f"{mark.number}: {short_logit_text(mark.logit)}", f"{mark.number}"
