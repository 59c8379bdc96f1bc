"""Asks for the preprocessing that is not inside a model; what is known is not asked."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QSpinBox, QWidget

from alpaca_gui.training.foreign.model import ForeignModel, Scale
from alpaca_gui.training.foreign.request import ImportRequest

_USUAL_SIDE: Final = 224
_MOST_SIDE: Final = 4096
_SCALES: Final = (
    ("Choose…", None),
    ("0 to 255, as they are", Scale.BYTES),
    ("0 to 1", Scale.UNIT),
    ("−1 to 1", Scale.SIGNED),
)
_FITS: Final = (
    ("squash: the whole picture is stretched", "squash"),
    ("crop: the largest middle part", "crop"),
    ("pad: the whole picture on a black ground", "pad"),
)
_RESAMPLING: Final = (("bilinear", "bilinear"), ("bicubic", "bicubic"))


class PreprocessingFields(QWidget):
    """Fields for what is asked; `changed` tells that one has another value."""

    changed = Signal()

    def __init__(self, model: ForeignModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked = model.asked
        self.scale = _choice("Range of the pixels", _SCALES)
        self.fit = _choice("Fit", _FITS)
        self.resampling = _choice("Resampling", _RESAMPLING)
        self.width_box, self.height_box = _side("Width of the input"), _side("Height of the input")
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, words, field in (
            ("size", "Input si&ze", self._size()),
            ("scale", "Pi&xels go in as", self.scale),
            ("fit", "Other shapes: &fit", self.fit),
            ("resampling", "&Resampling", self.resampling),
        ):
            field.setParent(self)
            field.setVisible(name in self._asked)
            if name in self._asked:
                form.addRow(words, field)
        for choice in (self.scale, self.fit, self.resampling):
            choice.currentIndexChanged.connect(self.changed)
        for box in (self.width_box, self.height_box):
            box.valueChanged.connect(self.changed)

    @property
    def asks(self) -> bool:
        """Whether anything is asked here."""
        return bool({"size", "scale", "fit", "resampling"}.intersection(self._asked))

    def missing(self) -> tuple[str, ...]:
        """What has not been said yet, in words."""
        return ("the range of the pixels",) if "scale" in self._asked and self.scale.currentData() is None else ()

    def fill(self, request: ImportRequest) -> ImportRequest:
        """Give the request with what was said."""
        values = {
            "scale": self.scale.currentData(),
            "fit": self.fit.currentData(),
            "resampling": self.resampling.currentData(),
        }
        said = {name: value for name, value in values.items() if name in self._asked}
        if "size" in self._asked:
            said |= {"width": self.width_box.value(), "height": self.height_box.value()}
        return replace(request, **said)

    def _size(self) -> QWidget:
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.width_box, QLabel("×"), self.height_box, QLabel("pixels")):
            row.addWidget(widget)
        row.addStretch(1)
        both.setFocusProxy(self.width_box)
        return both


def _choice(name: str, entries: tuple[tuple[str, object], ...]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for words, value in entries:
        box.addItem(words, value)
    return box


def _side(name: str) -> QSpinBox:
    box = QSpinBox(minimum=1, maximum=_MOST_SIDE, value=_USUAL_SIDE)
    box.setAccessibleName(name)
    box.setKeyboardTracking(False)
    box.setAlignment(Qt.AlignmentFlag.AlignRight)
    return box
