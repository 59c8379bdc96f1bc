"""Why a training did not come to its end, with the child process's last lines where it crashed."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from alpaca_gui.gui.training.pages import Page, button, text_label, title_font


class FailurePage(Page):
    """Shows a sentence, and below it what may help whoever looks into it; `back_asked` leads to the choices."""

    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        title = QLabel("There is no model this time")
        title.setFont(title_font(title.font()))
        self.sentence = text_label()
        self.lines = QPlainTextEdit()
        self.lines.setReadOnly(True)
        self.lines.setTabChangesFocus(True)
        self.lines.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.lines.setAccessibleName("Last lines of the training process")
        self.copy = button("&Copy", self._on_copy)
        self.back = button("&Back", self.back_asked)
        self.leave = button("Close", self.close_asked)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 18, 20, 0)
        column.setSpacing(12)
        column.addWidget(title)
        column.addWidget(self.sentence)
        column.addWidget(self.lines, 1)
        self._gap = QWidget()
        column.addWidget(self._gap, 1)
        self.fill(inside, [self.leave, self.copy, self.back])

    def show_failure(self, text: str) -> None:
        """Show the first line of ``text`` as the sentence, and the others in the box."""
        sentence, _, lines = text.partition("\n")
        self.sentence.setText(sentence)
        self.lines.setPlainText(lines)
        self.lines.setVisible(bool(lines))
        self._gap.setVisible(not lines)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(filter(None, (self.sentence.text(), self.lines.toPlainText()))))

    def main_button(self) -> QPushButton:
        """Give what Enter presses."""
        return self.back
