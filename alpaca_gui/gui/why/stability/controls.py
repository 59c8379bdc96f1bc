"""What the bench can be set to: label, kind of number, epsilon, the logit, and the axis."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from alpaca_gui.explain.stability_bench import FURTHEST, Setting
from alpaca_gui.gui.tips import tip_text
from alpaca_gui.gui.why.stability.words import epsilon_text
from alpaca_gui.logit.float_bits import Precision
from alpaca_gui.logit.stability import EPSILON

EPSILONS: Final = (1e-3, 1e-5, EPSILON, 1e-10, 1e-15)
NEAR: Final = "Near the logit"
WHOLE: Final = "−1000 to 1000"


class BenchControls(QWidget):
    """Two lines of controls.

    Signals
    -------
    changed()
        Label, kind of number or epsilon; see `setting`.
    moved(float)
        The logit.
    back()
        The picture's own logit is wanted.
    axis_changed()
        See `whole`.
    """

    changed = Signal()
    moved = Signal(float)
    back = Signal()
    axis_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.labels = [QRadioButton("&no"), QRadioButton("&yes")]
        self.kinds = {kind: QRadioButton(kind.value) for kind in Precision}
        self._label_group, self._kind_group = QButtonGroup(self), QButtonGroup(self)
        self.epsilon = QComboBox()
        self.logit = QDoubleSpinBox(minimum=-FURTHEST, maximum=FURTHEST, decimals=6, singleStep=0.5)
        self.to_picture = QPushButton("&Back to this picture's logit")
        self.axis = QComboBox()
        self._furnish()
        self._lay_out()
        self._label_group.idToggled.connect(self._on_toggled)
        self._kind_group.idToggled.connect(self._on_toggled)
        self.epsilon.currentIndexChanged.connect(self.changed)
        self.axis.currentIndexChanged.connect(self.axis_changed)
        self.logit.valueChanged.connect(self.moved)
        self.to_picture.clicked.connect(self.back)

    def _furnish(self) -> None:
        for number, button in enumerate(self.labels):
            self._label_group.addButton(button, number)
            button.setAccessibleName(f"Label {'yes' if number else 'no'}")
        for number, (kind, button) in enumerate(self.kinds.items()):
            self._kind_group.addButton(button, number)
            button.setToolTip(f"Round every step to {kind.width} bits, {kind.digits} binary digits of them")
        self.labels[0].setChecked(True)
        self.kinds[Precision.FLOAT32].setChecked(True)
        for epsilon in EPSILONS:
            self.epsilon.addItem(epsilon_text(epsilon), epsilon)
        self.epsilon.setCurrentIndex(EPSILONS.index(EPSILON))
        self.epsilon.setAccessibleName("Epsilon of the clip")
        self.epsilon.setToolTip(
            f"The clip keeps the probability between ε and 1 − ε; Keras has {epsilon_text(EPSILON)}"
        )
        self.axis.addItems([NEAR, WHOLE])
        self.axis.setAccessibleName("Axis")
        self.axis.setToolTip("Linear around the logit; or all logits, like a logarithm far from 0")
        self.logit.setAccessibleName("Logit")
        self.logit.setKeyboardTracking(False)

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(QLabel("Label"))
        for label in self.labels:
            first.addWidget(label)
        first.addSpacing(8)
        for kind in self.kinds.values():
            first.addWidget(kind)
        first.addSpacing(8)
        first.addWidget(_buddy("Clip at &ε", self.epsilon))
        first.addWidget(self.epsilon)
        first.addStretch(1)
        second.addWidget(_buddy("&Logit", self.logit))
        second.addWidget(self.logit)
        second.addWidget(self.to_picture)
        second.addStretch(1)
        second.addWidget(_buddy("A&xis", self.axis))
        second.addWidget(self.axis)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(first)
        column.addLayout(second)

    @property
    def setting(self) -> Setting:
        """What the bench is set to."""
        kind = next(kind for kind, button in self.kinds.items() if button.isChecked())
        return Setting(int(self.labels[1].isChecked()), kind, float(self.epsilon.currentData()))

    @property
    def whole(self) -> bool:
        """Whether all logits are to be seen at once."""
        return self.axis.currentText() == WHOLE

    def choose_label(self, label: int) -> None:
        """Set the label without telling anybody."""
        with QSignalBlocker(self._label_group):
            self.labels[label].setChecked(True)

    def show_answers(self, yes: str, no: str) -> None:
        """Say what the labels mean for this model."""
        self.labels[1].setToolTip(tip_text(f"The truth is: {yes}"))
        self.labels[0].setToolTip(tip_text(f"The truth is: {no}"))

    def show_logit(self, logit: float, *, own: bool) -> None:
        """Show a logit without telling anybody; ``own`` says that it is the picture's."""
        with QSignalBlocker(self.logit):
            self.logit.setValue(logit)
        self.to_picture.setEnabled(not own)

    @Slot(int, bool)
    def _on_toggled(self, _number: int, on: bool) -> None:
        if on:
            self.changed.emit()


def _buddy(text: str, widget: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(widget)
    return label
