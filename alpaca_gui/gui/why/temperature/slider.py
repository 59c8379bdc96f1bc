"""A slider for the temperature: as far to the left for a half as to the right for twice as much."""

import math
from typing import Final

from PySide6.QtCore import QRect, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QStyle,
    QWidget,
)

from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.why.temperature.words import DIGITS
from alpaca_gui.logit.calibration import FURTHEST

_END: Final = 100
"""The slider's steps from 1 to either end."""

_REACH: Final = 4.0
"""The temperature at the right end, and one over that at the left."""

_MARKS: Final = (0.25, 0.5, 1.0, 2.0, 4.0)
_MARK_WIDTH: Final = 40
_ASIDE: Final = 6
"""More than a label asks for, which leaves out what its last letter leans over."""


class TemperatureSlider(QWidget):
    """Shows a temperature, and tells with `changed` which one a person wants."""

    changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(-_END, _END)
        self.slider.setSingleStep(2)
        self.slider.setPageStep(_END // 4)
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.setTickInterval(_END // 2)
        self.slider.setAccessibleName("Temperature slider")
        self.number = QDoubleSpinBox(minimum=1 / FURTHEST, maximum=FURTHEST, decimals=DIGITS, singleStep=0.05)
        self.number.setAccessibleName("Temperature")
        self.number.setToolTip("What logits are divided by before the sigmoid")
        self.number.setKeyboardTracking(False)
        label = QLabel("&Temperature")
        label.setBuddy(self.number)
        label.setMinimumWidth(label.sizeHint().width() + _ASIDE)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(0)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self.number, 0, 1)
        grid.addWidget(self.slider, 0, 2)
        grid.addWidget(_Marks(self.slider), 1, 2)
        grid.setColumnStretch(2, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.slider.valueChanged.connect(self._on_slider)
        self.number.valueChanged.connect(self.changed)

    def show_temperature(self, temperature: float) -> None:
        """Show a temperature without telling anybody; the slider stands at its end for one beyond it."""
        with QSignalBlocker(self.slider), QSignalBlocker(self.number):
            self.slider.setValue(place_of(temperature))
            self.number.setRange(min(1 / FURTHEST, temperature), max(FURTHEST, temperature))
            self.number.setValue(temperature)

    @Slot(int)
    def _on_slider(self, place: int) -> None:
        self.changed.emit(temperature_at(place))


def temperature_at(place: int) -> float:
    """Give the temperature at a place of the slider; exactly 1 in the middle."""
    return float(_REACH ** (place / _END))


def place_of(temperature: float) -> int:
    """Give the slider's place that is nearest to a temperature."""
    return max(-_END, min(_END, round(_END * math.log(temperature) / math.log(_REACH))))


class _Marks(QWidget):
    """The numbers under a slider's ticks."""

    def __init__(self, slider: QSlider) -> None:
        super().__init__()
        self._slider = slider
        self.setFont(digits_font(self.font()))
        self.setFixedHeight(self.fontMetrics().height())

    def sizeHint(self) -> QSize:
        """Ask for the room of five numbers."""
        return QSize(len(_MARKS) * _MARK_WIDTH, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write each number under its tick."""
        painter = QPainter(self)
        style, slider = self.style(), self._slider
        handle = style.pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, slider)
        for mark in _MARKS:
            x = handle // 2 + QStyle.sliderPositionFromValue(-_END, _END, place_of(mark), self.width() - handle)
            left = max(0, min(self.width() - _MARK_WIDTH, x - _MARK_WIDTH // 2))
            side = Qt.AlignmentFlag.AlignHCenter
            if left != x - _MARK_WIDTH // 2:
                side = Qt.AlignmentFlag.AlignLeft if left == 0 else Qt.AlignmentFlag.AlignRight
            font = painter.font()
            font.setBold(mark == 1)
            painter.setFont(font)
            painter.drawText(QRect(left, 0, _MARK_WIDTH, self.height()), int(side), f"{mark:g}")
