"""The reading of the chosen picture: decision, logit, probability, and one sentence."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.signs import Sign, colour, draw_sign
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.library.record import Record
from alpaca_gui.logit.verdict import Decision, Verdict
from alpaca_gui.logit.words import logit_text, probability_text, sentence

_DECISION_CHARACTERS: Final = 11


class SignShape(QWidget):
    """A decision's shape, as large as its box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign = Sign.WAITING
        self.setFixedSize(QSize(26, 26))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shape."""
        draw_sign(QPainter(self), self.sign, QRectF(self.rect()).adjusted(2, 2, -2, -2), current_theme())


class ReadingPanel(QWidget):
    """Draws a verdict; knows no mathematics. `closer_asked`: an unsure picture is to be looked at closer."""

    closer_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Reading of the chosen picture")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.shape = SignShape()
        self.decision = _label("Decision", 1.5, bold=True)
        self.decision.setWordWrap(True)  # the model says how long its answers are
        self.decision.setMinimumWidth(_DECISION_CHARACTERS * self.decision.fontMetrics().averageCharWidth())
        self.logit = _number("Logit", 1.5)
        self.probability = _number("Probability", 1.5)
        self.sentence = _label("In words", 1.1)
        self.sentence.setWordWrap(True)
        self.closer = _offer("Look closer…", "Ask the model about parts of the picture; the verdict stays")
        self.closer.setFixedHeight(self.sentence.sizeHint().height())  # so that the panel is as high without it
        self.closer.hide()
        self.closer.clicked.connect(self.closer_asked)
        self.note = _label("Note", 1.0)
        self.note.setWordWrap(True)
        self.model_note = _label("About the model", 1.0)
        self.model_note.setWordWrap(True)
        self.model_note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.model_note.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.shape, 1, 0, Qt.AlignmentFlag.AlignVCenter)
        for column, (title, value) in enumerate(
            (("Decision", self.decision), ("Logit", self.logit), ("Probability of yes", self.probability)), start=1
        ):
            grid.addWidget(_title(title), 0, column)
            grid.addWidget(value, 1, column)
            grid.setColumnStretch(column, 1)
        words = QHBoxLayout()
        words.setSpacing(14)
        words.addWidget(self.sentence, 1)
        words.addWidget(self.closer, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(words, 2, 0, 1, 4)
        grid.addWidget(self.note, 3, 0, 1, 4)
        grid.addWidget(self.model_note, 4, 0, 1, 4)

    def show_model_note(self, note: str) -> None:
        """Show what is to be known about the model beside every reading; nothing where it is empty."""
        self.model_note.show_value(note)
        self.model_note.setVisible(bool(note))

    def show_verdict(self, verdict: Verdict, record: Record, answers: dict[Decision, str]) -> None:
        """Show a verdict, and what is to be known about the picture."""
        self._set(Sign(int(verdict.decision)), answers[verdict.decision])
        self.logit.show_value(logit_text(verdict.logit))
        self.probability.show_value(probability_text(verdict.log_odds))
        text = sentence(verdict)
        self.sentence.show_value(text[0].upper() + text[1:])
        self._set_note(" ".join(record.notes))

    def show_sign(self, sign: Sign, text: str = "") -> None:
        """Show that there is no verdict, and why."""
        self._set(sign, sign.word)
        self.logit.show_value("–")
        self.probability.show_value("–")
        self.sentence.show_value(text)
        self._set_note("")

    def clear(self) -> None:
        """Show that no picture is chosen."""
        self.show_sign(Sign.WAITING)
        self.decision.show_value("–")

    def _set(self, sign: Sign, word: str) -> None:
        self.shape.sign = sign
        self.shape.update()
        self.closer.setVisible(sign is Sign.UNSURE)
        self.decision.show_value(word)
        palette = self.decision.palette()
        palette.setColor(QPalette.ColorRole.WindowText, colour(sign, current_theme()))
        self.decision.setPalette(palette)

    def _set_note(self, note: str) -> None:
        self.note.show_value(note)
        self.note.setVisible(bool(note))


def _label(name: str, scale: float, *, bold: bool = False) -> ValueLabel:
    label = ValueLabel(name)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    font.setBold(bold)
    label.setFont(font)
    return label


def _offer(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setFlat(True)
    button.setToolTip(tip)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    font = button.font()
    font.setUnderline(True)
    button.setFont(font)
    return button


def _number(name: str, scale: float) -> ValueLabel:
    label = _label(name, scale)
    label.setFont(digits_font(label.font()))
    return label


def _title(text: str) -> QLabel:
    label = QLabel(text)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
