"""The fourth step: why learning takes the logit, and applies the sigmoid inside the loss."""

import math
from typing import ClassVar, Final

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox

from alpaca_gui.gui.lesson import sources
from alpaca_gui.gui.lesson.axis_marks import Mark
from alpaca_gui.gui.lesson.axis_plot import HIGH
from alpaca_gui.gui.lesson.curve import Curve
from alpaca_gui.gui.lesson.state import State
from alpaca_gui.gui.lesson.step import ZERO, Step
from alpaca_gui.gui.why.axis_words import axis_text
from alpaca_gui.logit.breaks import Trouble, breaks
from alpaca_gui.logit.float_bits import Precision
from alpaca_gui.logit.loss import cross_entropy
from alpaca_gui.logit.sigmoid import Floats
from alpaca_gui.logit.stability import Method, naive

_LOSES: Final = {Trouble.LOG_OF_ZERO: "infinite", Trouble.ZERO_LOG_ZERO: "not a number"}
"""What becomes of the loss, in words."""


class InsideTheLoss(Step):
    """Why learning takes the logit, and applies the sigmoid inside the loss."""

    TITLE = "Why it sits in the loss"
    TEXT = (
        "While a model learns, the loss tells it how wrong it is: the surer of a wrong answer, the larger. On paper "
        "one may take the sigmoid first and its logarithm afterwards. A computer rounds: far out, the sigmoid becomes "
        "exactly 1. Then nothing is missing to 1 any more, and the logarithm of nothing is infinite. So the sigmoid "
        "is put inside the loss, in one formula that never takes that step."
    )
    DO = "Drag the logit past a dotted line: there the dashed curve, the sigmoid taken first, breaks off."
    FORMULAS = (
        "label y: 1 for yes, 0 for no\n"
        "sigmoid first: L = −y·log σ(z) − (1 − y)·log(1 − σ(z))\n"
        "from the logit: L = max(z, 0) − z·y + log(1 + exp(−|z|)), the same on paper, and finite for every z\n"
        "slope, what the model learns from: L′ = σ(z) − y\n"
        "In Keras: Dense(1) without activation, and BinaryCrossentropy(from_logits=True)"
    )
    SOURCES = (sources.TENSORFLOW, sources.DEEP_LEARNING, sources.STABLE_SIGMOID)
    LEFT = "loss"
    FURTHEST: ClassVar[float] = 200.0

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[int, list[Mark]] = {}
        self.yes = QCheckBox("The right answer is &yes")
        self.yes.toggled.connect(self._on_label)
        self.tools.addWidget(self.yes)
        self.tools.addStretch(1)

    @property
    def label(self) -> int:
        """1 where yes is right, 0 where no is."""
        return int(self.yes.isChecked())

    def begin(self, state: State) -> None:
        """Begin with the label that makes this picture's answer wrong: there the loss is large."""
        self.yes.setChecked(state.logit <= 0)
        self.plot.set_up(-self.FURTHEST, self.FURTHEST, 0.5, (0.0, self.FURTHEST), HIGH)
        self.plot.move_to(0.0)

    @Slot(bool)
    def _on_label(self, _yes: bool) -> None:
        self.draw()
        self.moved.emit()

    def draw(self) -> None:
        """Draw both ways to the loss, and where the second breaks."""
        super().draw()
        if self.state is not None:
            self.plot.show_marks(self._marks(self.label))
            self.plot.show_dots(np.empty(0), self.state.logit, ZERO)

    def curves(self, state: State) -> tuple[Curve, ...]:
        """Give the loss from the logit, and with the sigmoid first, in float32."""
        label = self.label
        return (lambda x: cross_entropy(x, label), lambda x: sigmoid_first(x, label))

    def _marks(self, label: int) -> list[Mark]:
        """Where the sigmoid, taken first in float32, breaks, and how; found at this moment."""
        if label not in self._found:
            found = breaks(Method.NAIVE, Precision.FLOAT32, label)
            self._found[label] = [
                Mark(one.logit, _LOSES[one.trouble], breaks=True) for one in found if one.trouble in _LOSES
            ]
        return self._found[label]

    def say(self, state: State) -> str:
        """Say both losses where the handle is, and those of this picture."""
        label, here = self.label, self.plot.value
        own, first = (_loss(loss) for loss in (cross_entropy(state.logit, label), sigmoid_first(state.logit, label)))
        return (
            f"Where “{'yes' if label else 'no'}” is right: at {axis_text(here)} the loss is "
            f"{_loss(cross_entropy(here, label))} from the logit, and {_loss(sigmoid_first(here, label))} with the "
            f"sigmoid first, in float32. This picture: {f'{own} either way' if own == first else f'{own} and {first}'}."
        )


def sigmoid_first(logit: Floats | float, label: int) -> Floats:
    """The loss as it comes out in float32 when the sigmoid is taken first; where that rounds to 0 or 1 it breaks."""
    return naive(logit, label, Precision.FLOAT32).loss.astype(np.float64)


def _loss(value: Floats) -> str:
    loss = float(value)
    if math.isnan(loss):
        return "not a number"
    return "infinite" if math.isinf(loss) else f"{loss:.4g}"
