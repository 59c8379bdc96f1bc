"""What the window shows when there is no report: how to begin, what to answer, how far it is, what went wrong."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLayout,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from alpaca_gui.gui.judging.run import Found
from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.tips import tip_text
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.imaging.source import printable
from alpaca_gui.messages import Step

_WIDEST = 560


class Page(QWidget):
    """A title and a sentence in the middle; what else there is goes below them."""

    def __init__(self, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel(title)
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        self.title.setFont(font)
        self.sentence = QLabel(sentence)
        self.sentence.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        for label in (self.title, self.sentence):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self.column.addWidget(label)
        middle = QWidget()
        middle.setMaximumWidth(_WIDEST)
        middle.setLayout(self.column)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 24)
        row.addStretch(1)
        row.addWidget(middle, 20, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)

    def add_buttons(self, *buttons: QPushButton) -> QHBoxLayout:
        """Put buttons side by side in the middle; gives their row."""
        row = QHBoxLayout()
        row.addStretch(1)
        for button in buttons:
            button.setMinimumHeight(34)
            button.setAccessibleName(button.text().replace("&", ""))
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        return row


class AskPage(Page):
    """Asks which of two folders means yes; `answered` gives it."""

    answered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Which folder means yes?", "", parent)
        self.buttons: list[QPushButton] = []
        self._row: QLayout = QVBoxLayout()
        self.column.addLayout(self._row)

    def ask(self, found: Found) -> None:
        """Show both folders; none is marked, and the question names what the model means by yes."""
        for button in self.buttons:
            button.deleteLater()
        self.buttons = []
        yes, no = printable(found.yes), printable(found.no)
        self.sentence.setText(
            "The names of the folders are not the model's two answers, so they do not say which is which. "
            f"{_name(found)} says yes for “{yes}” and no for “{no}”. Choose the folder whose pictures should be "
            "answered yes."
        )
        for side in found.folders.sides:
            button = QPushButton()
            name = printable(side.name)
            button.setText(button.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, 420).replace("&", "&&"))
            button.setAccessibleName(f"{name} means yes")
            button.setToolTip(tip_text(f"{printable(str(side))} means yes"))
            button.setMinimumHeight(40)
            button.setProperty("side", str(side))
            button.clicked.connect(self._on_clicked)
            self._row.addWidget(button)
            self.buttons.append(button)

    @Slot()
    def _on_clicked(self) -> None:
        self.answered.emit(Path(str(self.sender().property("side"))))


class BusyPage(Page):
    """Shows how far a child process is; `cancel` is the button that ends it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Judging…", "", parent)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress bar")
        self.bar.setTextVisible(False)
        self.notes = ValueLabel("Notes")
        self.notes.setWordWrap(True)
        self.cancel = QPushButton("&Cancel")
        self.cancel.setToolTip("Give the judging up (Esc)")
        self.column.addWidget(self.bar)
        self.add_buttons(self.cancel)
        self.column.addWidget(self.notes)

    def begin(self, title: str) -> None:
        """Show that work has begun."""
        self.title.setText(title)
        self.sentence.setText("Looking into the folders…")
        self.bar.setRange(0, 0)
        self.notes.show_value("")

    @Slot(object)
    def show_step(self, step: Step) -> None:
        """Show how far it is."""
        self.sentence.setText(f"{step.stage}: {step.done:,} of {step.of:,}" if step.of else f"{step.stage}…")
        self.bar.setRange(0, step.of)
        self.bar.setValue(step.done)

    @Slot(str)
    def show_note(self, text: str) -> None:
        """Show the sentence told last."""
        self.notes.show_value(text)


class TroublePage(Page):
    """What went wrong, to read and to copy; `again` is the button that tries once more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "Nothing was changed. You can copy these words, or try again.", parent)
        self.words = QPlainTextEdit(readOnly=True)
        self.words.setAccessibleName("What went wrong")
        self.words.setFont(digits_font(self.words.font()))
        self.words.setTabChangesFocus(True)
        self.words.setMinimumHeight(120)
        self.column.addWidget(self.words, 1)
        self.again = QPushButton("&Try again")
        self.copy = QPushButton("C&opy")
        self.copy.setToolTip("Put these words on the clipboard")
        self.add_buttons(self.again, self.copy)
        self.copy.clicked.connect(self._on_copy)

    def show_trouble(self, title: str, sentence: str) -> None:
        """Show it."""
        self.title.setText(title)
        self.words.setPlainText(sentence)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.words.toPlainText())


def _name(found: Found) -> str:
    return f"The model {printable(found.model.stem)}"
