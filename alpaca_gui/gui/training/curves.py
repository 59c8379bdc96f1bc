"""Loss and accuracy, epoch by epoch, over the training pictures and over those held back."""

from collections.abc import Sequence
from itertools import pairwise
from math import isfinite, nan
from typing import Any, Final

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from alpaca_gui.gui.calm_plot import calm
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.messages import Epoch

_LEAST_LOSS: Final = 0.7
"""Top of the axis of the loss at least: ln 2, what tossing a coin would cost, is on it."""


class Curves(QWidget):
    """Two small plots side by side under one legend; draws the epochs that it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Loss and accuracy by epoch")
        self._epochs: list[Epoch] = []
        self.loss = _Plot("Loss")
        self.accuracy = _Plot("Accuracy")
        legend = QHBoxLayout()
        legend.addWidget(_Stroke(held_back=False))
        legend.addWidget(QLabel("pictures trained on"))
        legend.addSpacing(18)
        legend.addWidget(_Stroke(held_back=True))
        legend.addWidget(QLabel("pictures held back (validation)"))
        legend.addStretch(1)
        plots = QHBoxLayout()
        plots.setSpacing(12)
        plots.addWidget(self.loss, 1)
        plots.addWidget(self.accuracy, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(legend)
        column.addLayout(plots, 1)
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        self._epochs = []
        self._draw()

    def add(self, epoch: Epoch) -> None:
        """Draw one epoch more."""
        self._epochs.append(epoch)
        self._draw()

    @property
    def epochs(self) -> int:
        """How many are drawn."""
        return len(self._epochs)

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        for plot in (self.loss, self.accuracy):
            plot.restyle()
        self.update()

    def _draw(self) -> None:
        epochs = self._epochs
        last = max((epoch.of for epoch in epochs), default=5)
        numbers = [epoch.number for epoch in epochs]
        changes = [(b.number, b.stage) for a, b in pairwise(epochs) if a.stage != b.stage]
        losses = [epoch.loss for epoch in epochs], [epoch.validation_loss for epoch in epochs]
        top = max([_LEAST_LOSS, *(value for each in losses for value in each if isfinite(value))])
        self.loss.draw(numbers, losses, changes, last, 1.08 * top)
        accuracies = [epoch.accuracy for epoch in epochs], [epoch.validation_accuracy for epoch in epochs]
        self.accuracy.draw(numbers, accuracies, changes, last, 1.04)


class _Plot(pg.PlotWidget):  # type: ignore[misc]
    """One figure over the epochs."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(f"{name} by epoch")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(220, 150)
        calm(self)
        self.setTitle(name, size="10pt")
        self.setLabel("bottom", "epoch")
        self._name = name
        self._changes: list[Any] = []
        self.trained = pg.PlotDataItem(connect="finite", antialias=True)
        self.held_back = pg.PlotDataItem(connect="finite", antialias=True)
        self.addItem(self.trained)
        self.addItem(self.held_back)
        self.restyle()

    def draw(
        self,
        numbers: list[int],
        values: tuple[list[float], list[float]],
        changes: list[tuple[int, str]],
        last: int,
        top: float,
    ) -> None:
        """Draw both lines, and a line before each epoch of ``changes``, with which another stage begins."""
        self.setXRange(0.5, last + 0.5, padding=0)
        self.setYRange(0, top, padding=0)
        step = max(1, -(-last // 10))
        self.getAxis("bottom").setTicks([[(number, str(number)) for number in range(step, last + 1, step)]])
        self.trained.setData(numbers, _finite(values[0]))
        self.held_back.setData(numbers, _finite(values[1]))
        for line in self._changes[len(changes) :]:
            self.removeItem(line)
        del self._changes[len(changes) :]
        for number, stage in changes[len(self._changes) :]:
            line = pg.InfiniteLine(
                number - 0.5, label=stage, labelOpts={"position": 0.94, "anchors": [(0, 0.5)] * 2}, movable=False
            )
            self._dress(line)
            self.addItem(line)
            self._changes.append(line)

    def _dress(self, line: pg.InfiniteLine) -> None:
        theme = current_theme()
        line.setPen(pg.mkPen(theme.line, width=1))
        line.label.setColor(theme.quiet)

    def restyle(self) -> None:
        theme = current_theme()
        self.setBackground(theme.surface)
        self.setTitle(self._name, size="10pt", color=theme.text)
        for name in ("bottom", "left"):
            self.getAxis(name).setPen(theme.line)
            self.getAxis(name).setTextPen(theme.quiet)
        for line in self._changes:
            self._dress(line)
        for curve, held_back in ((self.trained, False), (self.held_back, True)):
            ink = _ink(held_back=held_back)
            curve.setPen(_pen(held_back=held_back))
            curve.setSymbol("s" if held_back else "o")
            curve.setSymbolSize(7 if held_back else 6)
            curve.setSymbolBrush(ink)
            curve.setSymbolPen(None)


class _Stroke(QWidget):
    """A piece of a line as the plots draw it."""

    def __init__(self, *, held_back: bool) -> None:
        super().__init__()
        self._held_back = held_back
        self.setFixedSize(QSize(38, 14))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_pen(held_back=self._held_back))
        middle = QRectF(self.rect()).center()
        painter.drawLine(QPointF(1, middle.y()), QPointF(self.width() - 1, middle.y()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_ink(held_back=self._held_back))
        box = QRectF(middle.x() - 3.5, middle.y() - 3.5, 7, 7)
        painter.drawRect(box) if self._held_back else painter.drawEllipse(box)


def _ink(*, held_back: bool) -> QColor:
    theme = current_theme()
    return QColor(theme.accent if held_back else theme.quiet)


def _pen(*, held_back: bool) -> QPen:
    """Give a pen: a solid line for what was held back, which matters, and a dashed one for the rest."""
    pen = pg.mkPen(_ink(held_back=held_back), width=2)
    pen.setStyle(Qt.PenStyle.SolidLine if held_back else Qt.PenStyle.DashLine)
    return pen  # type: ignore[no-any-return]


def _finite(values: Sequence[float]) -> list[float]:
    return [value if isfinite(value) else nan for value in values]
