"""The controls for threshold and band: numbers to type, step or drag."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QPushButton, QSizePolicy, QSlider, QWidget

from alpaca_gui.logit.verdict import Rule

REACH = 50.0
"""How far from 0 a threshold can be set, and how wide a band, in logits."""

_SLIDER_REACH = 10.0
_SLIDER_STEPS = 100


class RuleControls(QWidget):
    """Shows a rule and tells, with `changed`, which one a person wants."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._rule = Rule()
        self._usual = Rule()
        self.threshold = _number("Threshold", "The logit above which the answer is yes", -REACH)
        self.threshold_slider = _slider("Threshold slider", -_SLIDER_REACH)
        self.band = _number("Band", "Half-width around the threshold, in logits, inside which the answer is unsure", 0)
        self.band_slider = _slider("Band slider", 0)
        self.reset = QPushButton("&Reset")
        self.reset.setToolTip("Threshold and band as the model's card has them")
        self.reset.setAccessibleName("Reset threshold and band")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(2, 1)
        for row, (text, number, slider) in enumerate(
            (("&Threshold", self.threshold, self.threshold_slider), ("&Band ±", self.band, self.band_slider))
        ):
            label = QLabel(text)
            label.setBuddy(number)
            grid.addWidget(label, row, 0)
            grid.addWidget(number, row, 1)
            grid.addWidget(slider, row, 2)
        grid.addWidget(self.reset, 0, 3, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        self.threshold.valueChanged.connect(self._on_threshold)
        self.band.valueChanged.connect(self._on_band)
        self.threshold_slider.valueChanged.connect(self._on_threshold_slider)
        self.band_slider.valueChanged.connect(self._on_band_slider)
        self.reset.clicked.connect(self._on_reset)

    def set_usual(self, rule: Rule) -> None:
        """Take the model's own rule, which Reset goes back to."""
        self._usual = rule

    def show_rule(self, rule: Rule) -> None:
        """Show a rule without telling anybody."""
        self._rule = rule
        for number, slider, value in (
            (self.threshold, self.threshold_slider, rule.threshold),
            (self.band, self.band_slider, rule.band),
        ):
            with QSignalBlocker(number), QSignalBlocker(slider):
                number.setValue(value)
                slider.setValue(round(value * _SLIDER_STEPS))
        self.reset.setEnabled(rule != self._usual)

    def _want(self, threshold: float, band: float) -> None:
        self.changed.emit(Rule(threshold, band, self._rule.temperature))

    @Slot(float)
    def _on_threshold(self, value: float) -> None:
        self._want(value, self._rule.band)

    @Slot(float)
    def _on_band(self, value: float) -> None:
        self._want(self._rule.threshold, value)

    @Slot(int)
    def _on_threshold_slider(self, value: int) -> None:
        self._want(value / _SLIDER_STEPS, self._rule.band)

    @Slot(int)
    def _on_band_slider(self, value: int) -> None:
        self._want(self._rule.threshold, value / _SLIDER_STEPS)

    @Slot()
    def _on_reset(self) -> None:
        self.changed.emit(self._usual)


def _number(name: str, tip: str, least: float) -> QDoubleSpinBox:
    box = QDoubleSpinBox(minimum=least, maximum=REACH, decimals=2, singleStep=0.1)
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setKeyboardTracking(False)
    return box


def _slider(name: str, least: float) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(round(least * _SLIDER_STEPS), round(_SLIDER_REACH * _SLIDER_STEPS))
    slider.setSingleStep(_SLIDER_STEPS // 10)
    slider.setPageStep(_SLIDER_STEPS)
    slider.setAccessibleName(name)
    return slider
