"""One line above every panel: the picture's name and its verdict."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from alpaca_gui.gui.elided import ElidedLabel
from alpaca_gui.gui.reading_panel import SignShape
from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.logit.verdict import Rule, judge
from alpaca_gui.logit.words import logit_text, probability_text

_LEAST_WIDTH: Final = 40
_NAME_WIDTH: Final = 104
_MOST_WIDTH: Final = 260
"""Of name and answer at least; of a long name, so that it is known by what is left of it; of the answer, which another
model may have in many words, at most; in pixels."""


class _Answer(ElidedLabel):
    """An answer as wide as it is, up to a limit; it is cut before the numbers are."""

    def show_value(self, text: str) -> None:
        self.show_text(text)
        self.setAccessibleName(f"Decision: {text}" if text else "Decision")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self.text()) + 2
        return QSize(min(wide, _MOST_WIDTH), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, super().sizeHint().height()).boundedTo(self.sizeHint())


class Header(QWidget):
    """Draws a verdict on one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ElidedLabel()
        self.shape = SignShape()
        self.decision = _Answer()
        self.decision.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.logit = ValueLabel("Logit")
        self.probability = ValueLabel("Probability of yes")
        font = self.name.font()
        font.setBold(True)
        self.name.setFont(font)
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.name.setMinimumWidth(_LEAST_WIDTH)  # the policy alone lets it go down to nothing
        for label in (self.logit, self.probability):
            label.setFont(digits_font(label.font()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.name, 1)
        for widget in (self.shape, self.decision, self.logit, self.probability):
            row.addWidget(widget)

    def show_subject(self, subject: Subject, rule: Rule) -> None:
        """Show the picture's verdict by ``rule``."""
        verdict = judge(subject.logit, rule)
        self.show_name(subject.name)
        self.shape.show()
        self.shape.sign = Sign(int(verdict.decision))
        self.shape.update()
        self.decision.show_value(subject.answer(verdict.decision))
        self.logit.show_value(f"logit {logit_text(verdict.logit)}")
        self.probability.show_value(f"probability {probability_text(verdict.log_odds)}")

    def show_name(self, name: str) -> None:
        """Show the name alone: of a picture that is still looked at, or cannot be."""
        self.name.show_text(name)
        wide = self.name.fontMetrics().horizontalAdvance(self.name.text()) + 2
        self.name.setMinimumWidth(max(_LEAST_WIDTH, min(wide, _NAME_WIDTH)))

    def clear(self) -> None:
        """Show nothing."""
        self.name.show_text("")
        self.shape.hide()
        for label in (self.decision, self.logit, self.probability):
            label.show_value("")
