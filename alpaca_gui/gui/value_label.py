"""A label whose text changes, and which a screen reader reads with its name before it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class ValueLabel(QLabel):
    """Shows a value as plain text. An accessible name alone would be read instead of the value, not before it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setAccessibleName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def show_value(self, text: str) -> None:
        """Show ``text``."""
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(f"{self._name}: {text}" if text else self._name)
