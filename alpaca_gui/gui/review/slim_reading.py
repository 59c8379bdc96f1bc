"""The reading of the picture that is asked about, on one line; hidden from a person who wants to answer unbiased."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from alpaca_gui.gui.reading_panel import SignShape
from alpaca_gui.gui.review.words import HIDDEN
from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.logit.verdict import Verdict
from alpaca_gui.logit.words import logit_text, sentence


class SlimReading(QWidget):
    """Draws a verdict on one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Reading of the picture to label")
        self.shape = SignShape()
        self.logit = ValueLabel("Logit")
        font = digits_font(self.logit.font())
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.logit.setFont(font)
        self.sentence = ValueLabel("In words")
        self.sentence.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        # As high whatever it shows: else the picture above would change its size with every answer.
        self.setFixedHeight(max(self.shape.height(), 2 * self.sentence.fontMetrics().lineSpacing()) + 2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.shape, self.logit):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.sentence, 1, Qt.AlignmentFlag.AlignVCenter)

    def show_reading(self, verdict: Verdict | None, *, hidden: bool) -> None:
        """Show a verdict, that it is hidden, or that there is none."""
        shown = verdict is not None and not hidden
        self.shape.sign = Sign(int(verdict.decision)) if verdict is not None and shown else Sign.WAITING
        self.shape.update()
        self.shape.setVisible(shown)
        self.logit.setVisible(shown)
        if verdict is None:
            self.logit.show_value("")
            self.sentence.show_value("It has no logit now.")
        elif hidden:
            self.logit.show_value("")
            self.sentence.show_value(f"{HIDDEN}.")
        else:
            self.logit.show_value(logit_text(verdict.logit))
            text = sentence(verdict)
            self.sentence.show_value(text[0].upper() + text[1:])
