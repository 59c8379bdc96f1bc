"""Asks for the score of another program, and says which variants come closest to it."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from alpaca_gui.explain.other_score import Explained, ScoreError, explained, other_score
from alpaca_gui.explain.xray import Xray
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.gui.why.xray.words import explained_words, read_words
from alpaca_gui.logit.verdict import Rule

EMPTY: Final = "Type a logit or a probability to see which way of these comes closest."


class ScoreField(QWidget):
    """A field for a logit or a probability; `closest_wanted` tells the name of the closest variant at Enter."""

    closest_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText("e.g. +3.19")
        self.field.setClearButtonEnabled(True)
        self.field.setMaxLength(60)
        self.field.setAccessibleName("Score of another program")
        self.field.setToolTip(
            "Without a sign, 0 to 1 is a probability; all else is a logit. Enter goes to the closest."
        )
        self.answer = ValueLabel("Closest")
        self.answer.setWordWrap(True)
        self.answer.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        label = QLabel("Other &program says")
        label.setBuddy(self.field)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.answer)
        self._xray: Xray | None = None
        self._rule = Rule()
        self._no = ""
        self._found: Explained | None = None
        self.field.textChanged.connect(self._answer)
        self.field.returnPressed.connect(self._on_enter)
        self._answer()

    def show_xray(self, xray: Xray | None, rule: Rule, no: str) -> None:
        """Compare with these variants; ``no`` is the model's answer no."""
        self._xray, self._rule, self._no = xray, rule, no
        self._answer()

    @Slot()
    def _answer(self) -> None:
        self._found = None
        text = self.field.text()
        if not text.strip() or self._xray is None:
            self.answer.show_value(EMPTY)
            return
        try:
            score = other_score(text)
        except ScoreError as error:
            self.answer.show_value(str(error))
            return
        self._found = explained(score, self._xray)
        words = explained_words(score, self._found, self._xray, self._no)
        self.answer.show_value(f"{words} {read_words(score, self._rule)}")

    @Slot()
    def _on_enter(self) -> None:
        if self._found is not None and self._found.closest:
            self.closest_wanted.emit(self._found.closest[0].name)
