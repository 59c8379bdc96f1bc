"""What a threshold does to the four counts, before it is taken: now, and then."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.judging.report import Counts

_ROWS = (
    "yes, taken for yes",
    "yes, taken for no",
    "no, taken for yes",
    "no, taken for no",
    "precision: of those taken for yes",
    "recall: of those labelled yes",
)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CountsTable(QWidget):
    """Six rows of two numbers; what changes stands out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What the threshold does")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(3, 1)
        for column, title in ((1, "now"), (2, "then")):
            grid.addWidget(_quiet(title), 0, column, _RIGHT)
        self._values: list[tuple[ValueLabel, ValueLabel]] = []
        for row, words in enumerate(_ROWS, start=1):
            grid.addWidget(_quiet(words), row, 0)
            pair = (_number(f"{words}, now"), _number(f"{words}, then"))
            for column, label in enumerate(pair, start=1):
                grid.addWidget(label, row, column, _RIGHT)
            self._values.append(pair)

    def show_counts(self, now: Counts, then: Counts) -> None:
        """Show both."""
        for (before, after), old, new in zip(self._values, _texts(now), _texts(then), strict=True):
            before.show_value(old)
            after.show_value(new)
            font = after.font()
            font.setBold(old != new)
            after.setFont(font)

    def texts(self) -> list[tuple[str, str]]:
        """What is shown, from top to bottom: now and then."""
        return [(before.text(), after.text()) for before, after in self._values]


def _texts(counts: Counts) -> list[str]:
    cells = (counts.yes_as_yes, counts.yes_as_no, counts.no_as_yes, counts.no_as_no)
    return [f"{cell:,}" for cell in cells] + [_share(counts.precision), _share(counts.recall)]


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def _number(name: str) -> ValueLabel:
    label = ValueLabel(name)
    label.setFont(digits_font(label.font()))
    return label
