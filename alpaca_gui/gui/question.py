"""A question with two answers, that does not stop the program while it waits."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget


class Question(QMessageBox):
    """Asks over its parent's window; `agreed` tells the first answer. Escape and Enter give the other one."""

    agreed = Signal()

    def __init__(self, parent: QWidget, text: str, yes: str, no: str) -> None:
        super().__init__(parent)
        self.setIcon(QMessageBox.Icon.Question)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.yes = self.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        self.no = self.addButton(no, QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(self.no)
        self.setEscapeButton(self.no)
        self.buttonClicked.connect(self._on_clicked)
        self.finished.connect(self.deleteLater)

    def withdraw(self) -> None:
        """Take the question back."""
        self.done(0)

    @Slot(QAbstractButton)
    def _on_clicked(self, pressed: QAbstractButton) -> None:
        if pressed is self.yes:
            self.agreed.emit()
