"""What came of a training, in plain words."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from alpaca_gui.gui.elided import ElidedLabel
from alpaca_gui.gui.pace import time_text
from alpaca_gui.gui.training.outcome import Beside, Figure, Outcome
from alpaca_gui.gui.training.pages import Page, button, text_label, title_font
from alpaca_gui.gui.training.words import files_text, folder_name, out_of_fold_text, printable_path

_MOST_LINES: Final = 5
_NAME_WIDTH: Final = 260


class ResultPage(Page):
    """Shows an `Outcome`. `use_asked` and `report_asked` give it back; `again_asked` begins anew."""

    use_asked = Signal(object)
    report_asked = Signal(object)
    again_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._outcome: Outcome | None = None
        self.title = ElidedLabel()
        self.title.setFont(title_font(self.title.font()))
        self.where = ElidedLabel()
        self.where.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.said = text_label()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName("What came of the training")
        self.use = button("&Use this model now", self._on_use)
        self.report = button("Open the &report", self._on_report)
        self.again = button("&Train another", self.again_asked)
        self.leave = button("Close", self.close_asked)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 18, 20, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.where)
        column.addWidget(self._area, 1)
        self.fill(inside, [self.leave, self.again, self.report, self.use], beside=self.said)

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what a training gave."""
        self._outcome = outcome
        took = "" if outcome.seconds is None else f" It took {time_text(outcome.seconds)}."
        self.title.show_text(f"The model for “{outcome.yes}” is ready.{took}")
        self.where.show_text(printable_path(outcome.out))
        self.said.clear()
        self._area.setWidget(_inside(outcome))  # which lets the former one go

    @property
    def texts(self) -> list[str]:
        """Everything that can be read, in its order."""
        inside = self._area.widget()
        if inside is None:
            return []
        labels = [label.text() for label in inside.findChildren(QLabel)]
        return labels + [box.toPlainText() for box in inside.findChildren(QPlainTextEdit)]

    @Slot()
    def _on_use(self) -> None:
        if self._outcome is not None:
            self.said.setText("The window answers with it from now on.")
            self.use_asked.emit(self._outcome)

    @Slot()
    def _on_report(self) -> None:
        if self._outcome is not None:
            self.report_asked.emit(self._outcome)

    def main_button(self) -> QPushButton:
        """Give what Enter presses."""
        return self.use


def _inside(outcome: Outcome) -> QWidget:
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 6, 8, 6)
    column.setSpacing(12)
    if outcome.figures:
        column.addLayout(_figures(outcome.figures))
        column.addWidget(text_label(out_of_fold_text(outcome.pictures, outcome.how), quiet=True))
    if outcome.beside:
        column.addWidget(_heading("Beside the exercise"))
        column.addLayout(_beside(outcome.beside))
    if outcome.left_out:
        column.addWidget(_heading(f"Left out: {files_text(len(outcome.left_out))}"))
        column.addWidget(_box("Left out", [f"{folder_name(path)}: {why}" for path, why in outcome.left_out]))
    if outcome.remarks:
        column.addWidget(_heading("Worth knowing"))
        for sentence in outcome.remarks:
            column.addWidget(text_label(sentence))
    column.addStretch(1)
    return inside


def _figures(figures: tuple[Figure, ...]) -> QGridLayout:
    grid = _grid(2)
    for row, figure in enumerate(figures):
        value = QLabel(figure.value)
        font = value.font()
        font.setBold(True)
        value.setFont(font)
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(QLabel(figure.name), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, row, 1)
        grid.addWidget(text_label(figure.meaning, quiet=True), row, 2)
    return grid


def _beside(rows: tuple[Beside, ...]) -> QGridLayout:
    grid = _grid(0)
    grid.setColumnStretch(3, 2)
    for column, text in enumerate(("", "here", "the exercise")):
        grid.addWidget(text_label(text, quiet=True), 0, column)
    for row, beside in enumerate(rows, 1):
        for column, text in enumerate((beside.name, beside.reached, beside.exercise)):
            label = text_label(text)
            label.setMinimumWidth(_NAME_WIDTH if column == 0 else 0)
            grid.addWidget(label, row, column)
    return grid


def _grid(stretched: int) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(stretched, 1)
    return grid


def _heading(text: str) -> QLabel:
    label = text_label(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


def _box(name: str, lines: list[str]) -> QPlainTextEdit:
    """A list to read and to copy from, however long it is."""
    box = QPlainTextEdit("\n".join(lines))
    box.setReadOnly(True)
    box.setTabChangesFocus(True)
    box.setAccessibleName(name)
    box.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    room = (
        2 * (box.frameWidth() + round(box.document().documentMargin())) + box.horizontalScrollBar().sizeHint().height()
    )
    box.setFixedHeight(min(len(lines), _MOST_LINES) * box.fontMetrics().lineSpacing() + room)
    return box
