"""The sliders of the flip finder, one row each: name, slider, value."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QStyle, QStyleOptionSlider, QWidget

from alpaca_gui.explain.adjusting import SLIDERS, Adjustment, Slider
from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.theme import current_theme

_PAGE: Final = 10
_HEIGHT: Final = 26
"""With room for the mark below the handle."""

_RESET_KEYS: Final = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_HOW: Final = "Arrow keys move it; Delete, or a double click, takes the change back."


class ChangeSlider(QSlider):
    """A slider that a wheel does not move, and that goes back to neutral by a double click or the key Delete.

    Signals
    -------
    touched(ChangeSlider)
        The keyboard or the mouse has come to it, or it was moved.
    """

    touched = Signal(object)

    def __init__(self, change: Slider, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.change = change
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setRange(0, change.stops)
        self.setPageStep(_PAGE)
        self.setMinimumSize(90, _HEIGHT)
        self.setToolTip(f"{change.words} {_HOW}")
        self.setAccessibleDescription(f"{change.words} {_HOW}")
        self.valueChanged.connect(self._on_value)
        self.show_number(change.neutral)

    @property
    def number(self) -> float:
        """The value that it stands at."""
        return self.change.value(self.value())

    @property
    def text(self) -> str:
        """The same, written."""
        return self.change.text(self.number)

    def show_number(self, number: float) -> None:
        """Move it without telling anybody."""
        with QSignalBlocker(self):
            self.setValue(self.change.stop(number))
        self._name()

    def reset(self) -> None:
        """Take the change back."""
        self.setValue(self.change.stop(self.change.neutral))

    def _name(self) -> None:
        # A screen reader would read the number of the stop.
        self.setAccessibleName(f"{self.change.noun.capitalize()} {self.text}")

    def _on_value(self, _stop: int) -> None:
        self._name()
        self.touched.emit(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls."""
        event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the change back."""
        self.reset()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the change back, or move."""
        if event.key() in _RESET_KEYS:
            self.reset()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that somebody is here, unless the window only came back to the front."""
        super().focusInEvent(event)
        if event.reason() not in {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}:
            self.touched.emit(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it with a mark below the value that changes nothing."""
        super().paintEvent(event)
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )
        way = self.width() - handle.width()
        x = QStyle.sliderPositionFromValue(0, self.maximum(), self.change.stop(self.change.neutral), way)
        painter = QPainter(self)
        painter.fillRect(x + handle.width() // 2, self.height() - 3, 2, 3, QColor(current_theme().quiet))


class Sliders(QWidget):
    """All sliders; the patch's is its size.

    Signals
    -------
    touched(Slider, value)
        A person has come to one, or moved it.
    """

    touched = Signal(object, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.of = {slider.name: ChangeSlider(slider) for slider in SLIDERS}
        self._values: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for row, slider in enumerate(self.of.values()):
            label, value = QLabel(slider.change.noun.capitalize()), QLabel()
            label.setBuddy(slider)
            value.setFont(digits_font(value.font()))
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            texts = (slider.change.text(end) for end in (slider.change.low, slider.change.high))
            value.setMinimumWidth(max(value.fontMetrics().horizontalAdvance(text) for text in texts))
            self._values[slider.change.name] = value
            for column, widget in enumerate((label, slider, value)):
                grid.addWidget(widget, row, column)
            slider.touched.connect(self._on_touched)
        self.show_adjustment(Adjustment())

    def show_adjustment(self, adjustment: Adjustment) -> None:
        """Show where all of them are without telling anybody."""
        for name, slider in self.of.items():
            slider.show_number(slider.change.of(adjustment))
            self._values[name].setText(slider.text)

    def _on_touched(self, slider: ChangeSlider) -> None:
        self._values[slider.change.name].setText(slider.text)
        self.touched.emit(slider.change, slider.number)
