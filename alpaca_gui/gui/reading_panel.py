"""The reading of the chosen picture: decision, logit, probability, and one sentence."""

from collections.abc import Container, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from alpaca_gui.gui.giving_way import least_height
from alpaca_gui.gui.reading_fields import ReadingFields, SignShape
from alpaca_gui.gui.signs import Sign, colour
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.tips import tip_text
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.library.record import Record
from alpaca_gui.logit.verdict import Decision, Verdict
from alpaca_gui.logit.words import logit_text, probability_text, sentence

__all__ = ["ReadingPanel", "SignShape"]

_ASIDE: Final = 14
_USUAL: Final = "About 1,000,000 to 1 for yes; 0.00 away from flipping"
"""A sentence as long as they are: there is room for it kept, so that nothing moves while a threshold is dragged."""


class ReadingPanel(QWidget):
    """Draws a verdict; knows no mathematics.

    Signals
    -------
    closer_asked()
        An unsure picture is to be looked at closer.
    changed()
        Something else is said, which may need more room; or less.

    Attributes
    ----------
    words, note, model_note
        Lines that can be done without; whoever lays the panel out decides whether there is room for them.
    """

    closer_asked = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Reading of the chosen picture")
        self.fields = ReadingFields()
        self.shape, self.decision = self.fields.shape, self.fields.decision
        self.logit, self.probability = self.fields.logit, self.fields.probability
        self.sentence, self._usual = _label("In words", 1.1), _label("", 1.1)
        self._usual.setParent(self)
        self._usual.setText(_USUAL)
        self._usual.hide()
        self.closer = _offer("Look closer…", "Ask the model about parts of the picture; the verdict stays")
        self.closer.setFixedHeight(self.sentence.sizeHint().height())  # so that the panel is as high without it
        self.closer.hide()
        self.closer.clicked.connect(self.closer_asked)
        self.note = _label("Note", 1.0)
        self.model_note = _label("About the model", 1.0)
        self.model_note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for line in (self.note, self.model_note):
            line.hide()
        self.words = QWidget()
        row = QHBoxLayout(self.words)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_ASIDE)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.closer, 0, Qt.AlignmentFlag.AlignTop)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        for part in (self.fields, self.words, self.note, self.model_note):
            column.addWidget(part)

    def least_height(self, width: int, shown: Container[QWidget]) -> int:
        """Give the least height in which it stands where it is so wide, with those of its lines that are shown."""
        margins = self._column.contentsMargins()
        needed = margins.top() + margins.bottom() + self.fields.heightForWidth(width)
        for line in (self.words, self.note, self.model_note):
            if line in shown:
                needed += self._column.spacing() + least_height(line, width)
        if self.words in shown:
            beside = width - self.closer.sizeHint().width() - _ASIDE
            needed += max(0, self._usual.heightForWidth(beside) - least_height(self.words, width))
        return needed

    def say_in_tip(self, lines: Sequence[QWidget]) -> None:
        """Say in the tool tip what there is no room for."""
        texts = {self.words: self.sentence, self.note: self.note, self.model_note: self.model_note}
        text = "\n".join(label.text() for line, label in texts.items() if line in lines)
        tip = tip_text(text) if text else ""
        if tip != self.toolTip():
            self.setToolTip(tip)

    def show_model_note(self, note: str) -> None:
        """Show what is to be known about the model beside every reading; nothing where it is empty."""
        self.model_note.show_value(note)
        self.changed.emit()

    def show_verdict(self, verdict: Verdict, record: Record, answers: dict[Decision, str]) -> None:
        """Show a verdict, and what is to be known about the picture."""
        text = sentence(verdict)
        numbers = logit_text(verdict.logit), probability_text(verdict.log_odds)
        self._show(Sign(int(verdict.decision)), (answers[verdict.decision], *numbers), text[0].upper() + text[1:])
        self._say(" ".join(record.notes))

    def show_sign(self, sign: Sign, text: str = "") -> None:
        """Show that there is no verdict, and why."""
        self._show(sign, (sign.word, "–", "–"), text)
        self._say("")

    def clear(self) -> None:
        """Show that no picture is chosen."""
        self._show(Sign.WAITING, ("–", "–", "–"), "")
        self._say("")

    def _show(self, sign: Sign, values: tuple[str, str, str], words: str) -> None:
        self.shape.sign = sign
        self.shape.update()
        self.closer.setVisible(sign is Sign.UNSURE)
        palette = self.decision.palette()
        palette.setColor(QPalette.ColorRole.WindowText, colour(sign, current_theme()))
        self.decision.setPalette(palette)
        self.fields.show_values(*values)
        self.sentence.show_value(words)

    def _say(self, note: str) -> None:
        self.note.show_value(note)
        self.changed.emit()


def _label(name: str, scale: float) -> ValueLabel:
    label = ValueLabel(name)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * scale)
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
