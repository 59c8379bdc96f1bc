"""What a temperature changes for one picture: without it, and with it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QWidget

from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.value_label import ValueLabel

_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROWS: Final = 4


class TemperatureTable(QWidget):
    """Rows of a name and two values; what differs is bold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Without the temperature, and with it")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        self._titles = (_quiet("Temperature before"), _quiet("Temperature now"))
        for column, title in enumerate(self._titles, start=1):
            grid.addWidget(title, 0, column, _RIGHT)
        self._rows = [(_quiet("Row"), _value(), _value()) for _ in range(_ROWS)]
        for place, row in enumerate(self._rows, start=1):
            row[0].setWordWrap(True)
            grid.addWidget(row[0], place, 0)
            grid.addWidget(row[1], place, 1, _RIGHT)
            grid.addWidget(row[2], place, 2, _RIGHT)

    def show_rows(self, titles: tuple[str, str], rows: Sequence[tuple[str, str, str]]) -> None:
        """Show at most four rows of a name, the value before and the value after."""
        for title, text in zip(self._titles, titles, strict=True):
            title.show_value(text)
        for place, (name, before, after) in enumerate(self._rows):
            shown = place < len(rows)
            for label in (name, before, after):
                label.setVisible(shown)
            if shown:
                for label, text in zip((name, before, after), rows[place], strict=True):
                    label.show_value(text)
                font = after.font()
                font.setBold(before.text() != after.text())
                after.setFont(font)

    def texts(self) -> list[tuple[str, str, str]]:
        """What is shown, from top to bottom."""
        shown = [row for row in self._rows if not row[0].isHidden()]
        return [(name.text(), before.text(), after.text()) for name, before, after in shown]


def _quiet(name: str) -> ValueLabel:
    label = ValueLabel(name)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def _value() -> ValueLabel:
    label = ValueLabel("Value")
    label.setFont(digits_font(label.font()))
    return label
