"""A sentence for a person, or many lines of a crash: to read and to copy."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget


class SayingBox(QWidget):
    """Shows the first line as a sentence; where more follow, they stand in a box with a button that copies all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all = ""
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.lines = QPlainTextEdit()
        self.lines.setReadOnly(True)
        self.lines.setAccessibleName("Last lines of the child process")
        self.lines.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.lines.setTabChangesFocus(True)
        self.copy = QPushButton("Cop&y")
        self.copy.setToolTip("Copy all of it")
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self._on_copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sentence)
        column.addWidget(self.lines, 1000)  # all the room that there is
        column.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.say("")

    def say(self, text: str) -> None:
        """Show ``text``; nothing where it is empty."""
        self._all = text
        first, _, rest = text.partition("\n")
        self.sentence.setText(first)
        self.lines.setPlainText(rest)
        for widget in (self.lines, self.copy):
            widget.setVisible(bool(rest))
        self.setVisible(bool(text))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._all)
