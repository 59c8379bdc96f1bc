"""How good the model is on the labels, before and after it has learnt."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.teaching.words import how_text, interval_text, percent, right_text
from alpaca_gui.gui.training.pages import text_label
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.jobs.teach_answer import TeachAnswer
from alpaca_gui.training.teach_figures import OnLabels

_ROWS = ("Labels answered right", "Accuracy", "95 % interval", "Log loss")


class FiguresBox(QWidget):
    """Four figures in two columns, and below them how they came about."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(3, 1)
        self._values: list[tuple[ValueLabel, ValueLabel]] = []
        for column, words in ((1, "before"), (2, "after")):
            grid.addWidget(_quiet(words), 0, column)
        for row, name in enumerate(_ROWS, start=1):
            grid.addWidget(_quiet(name), row, 0)
            pair = (_value(f"{name}, before"), _value(f"{name}, after"))
            font = pair[1].font()
            font.setBold(True)
            pair[1].setFont(font)
            for column, label in enumerate(pair, start=1):
                grid.addWidget(label, row, column)
            self._values.append(pair)
        self.how = text_label(quiet=True)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(0, 0, 0, 0)
        column_layout.setSpacing(8)
        column_layout.addLayout(grid)
        column_layout.addWidget(self.how)

    def show_answer(self, answer: TeachAnswer) -> None:
        """Show the figures."""
        before, after = _texts(answer.compared.before), _texts(answer.compared.after)
        for labels, was, now in zip(self._values, before, after, strict=True):
            labels[0].show_value(was)
            labels[1].show_value(now)
        self.how.setText(how_text(answer))

    def texts(self) -> list[tuple[str, str]]:
        """What is shown, from top to bottom: before and after."""
        return [(before.text(), after.text()) for before, after in self._values]


def _texts(figures: OnLabels) -> tuple[str, str, str, str]:
    accuracy = f"{percent(figures.accuracy.value)} %"
    return right_text(figures), accuracy, interval_text(figures), f"{figures.log_loss:.4f}"


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def _value(name: str) -> ValueLabel:
    label = ValueLabel(name)
    label.setFont(digits_font(label.font()))
    label.setAlignment(Qt.AlignmentFlag.AlignLeft)
    return label
