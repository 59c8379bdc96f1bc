"""One line: what the model says of the picture as it is changed now."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from alpaca_gui.gui.elided import ElidedLabel
from alpaca_gui.gui.reading_panel import SignShape
from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.logit.verdict import Decision
from alpaca_gui.logit.words import logit_text


class NowLine(QWidget):
    """Draws a decision and a logit; its height is the same when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shape = SignShape()
        self.decision = ElidedLabel()
        self.logit = ValueLabel("Logit of the changed picture")
        font = self.decision.font()
        font.setBold(True)
        self.decision.setFont(font)
        self.logit.setFont(digits_font(self.logit.font()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.shape)
        row.addWidget(self.decision, 1)
        row.addWidget(self.logit)
        self.clear()

    def show_answer(self, decision: Decision, words: str, logit: float) -> None:
        """Show a decision in the model's words, and the logit that it was made from."""
        self.shape.sign = Sign(int(decision))
        self.shape.update()
        self.decision.show_text(words)
        self.logit.show_value(f"logit {logit_text(logit)}")

    def clear(self) -> None:
        """Show nothing yet."""
        self.shape.sign = Sign.WAITING
        self.shape.update()
        self.decision.show_text("")
        self.logit.show_value("")
