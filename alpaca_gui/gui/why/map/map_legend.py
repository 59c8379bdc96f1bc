"""What the map's colours mean, in logits: a two-sided bar, from the strongest no to the strongest yes."""

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpaca_gui.explain.colours import map_colours
from alpaca_gui.gui.calm_plot import round_step
from alpaca_gui.gui.images import image_of
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.logit.words import MINUS

_BAR: Final = 14
_TICK: Final = 4
_MARK: Final = 7
_LONG: Final = 1e6
"""From here on numbers below the bar are written with an exponent, or they would lie on each other."""
_COLOURS: Final = 255
"""Along the bar: odd, so that one of them is 0."""


class MapLegend(QWidget):
    """Draws the bar with its numbers, and a mark where the current cell stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(160)
        self._largest = 0.0
        self._strength = 1.0
        self._value: float | None = None

    @property
    def largest(self) -> float:
        """The size, in logits, that the strongest colour stands for."""
        return self._largest

    def sizeHint(self) -> QSize:
        """Ask for the bar, the mark above it and a line of numbers below."""
        return QSize(320, _MARK + _BAR + _TICK + self.fontMetrics().height() + 2)

    def show_scale(self, largest: float, strength: float, unit: str) -> None:
        """Show the colours from ``-largest`` to ``largest`` as they are over the picture: ``strength`` of opacity."""
        self._largest, self._strength = largest, strength
        self.setAccessibleName(
            f"Colours: from orange, {_number(-largest, largest)}, for no, to blue, {_number(largest, largest)}, for "
            f"yes; {unit}"
        )
        self.update()

    def show_value(self, value: float | None) -> None:
        """Mark a cell's number; None takes the mark off."""
        self._value = None if value is None or not np.isfinite(value) else value
        self.update()

    def bar(self) -> QRectF:
        """Where the colours are."""
        return QRectF(1, _MARK, self.width() - 2, _BAR)

    def place(self, value: float) -> float:
        """Where a number lies from left to right; the ends are ``-largest`` and ``largest``."""
        bar = self.bar()
        return bar.center().x() + (bar.width() / 2 * value / self._largest if self._largest else 0.0)

    def ticks(self) -> list[float]:
        """The numbers below the bar: both ends, 0, and round ones between that have room."""
        if not self._largest:
            return [0.0]
        step = round_step(self._largest / 3)
        found = [0.0, -self._largest, self._largest]
        wide = 1.25 * self.fontMetrics().horizontalAdvance(_number(-self._largest, self._largest))
        for value in np.arange(step, self._largest, step):
            # An end's number stands inside the bar's end, so it reaches in by its whole width.
            if self.place(value) + wide / 2 < self.bar().right() - wide and self.place(value) - self.place(0) > wide:
                found += [float(value), -float(value)]
        return sorted(found)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter, bar, theme = QPainter(self), self.bar(), current_theme()
        painter.fillRect(bar, QColor(theme.surface))
        if self._largest:
            line = np.linspace(-self._largest, self._largest, _COLOURS)[np.newaxis]
            painter.drawImage(bar, image_of(map_colours(line, self._largest, self._strength)))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawRect(bar)
        for value in self.ticks():
            self._paint_tick(painter, value)
        if self._value is not None:
            self._paint_mark(painter, self._value)

    def number_box(self, value: float) -> QRectF:
        """Where the number below a tick is written: under it, but not beyond the ends."""
        width = self.fontMetrics().horizontalAdvance(_number(value, self._largest))
        left = min(max(self.place(value) - width / 2, 0.0), self.width() - width)
        return QRectF(left, self.bar().bottom() + _TICK, width, self.fontMetrics().height())

    def _paint_tick(self, painter: QPainter, value: float) -> None:
        x, bottom, box = self.place(value), self.bar().bottom(), self.number_box(value)
        painter.setPen(QColor(current_theme().quiet))
        painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + _TICK))
        painter.drawText(QPointF(box.left(), box.top() + self.fontMetrics().ascent()), _number(value, self._largest))

    def _paint_mark(self, painter: QPainter, value: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current_theme().text))
        tip = QPointF(self.place(value), _MARK)
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-4, -_MARK), tip + QPointF(4, -_MARK)]))


def _number(value: float, largest: float) -> str:
    """A number with its sign, and with two more digits than the largest needs to be more than 0."""
    if not value:
        return "0"
    if largest >= _LONG:
        return f"{value:+.1e}".replace("-", MINUS)
    digits = int(np.clip(1 - np.floor(np.log10(largest)), 0, 6))
    return f"{value:+.{digits}f}".replace("-", MINUS)
