"""What will be learnt from, before anything is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.gui.elided import ElidedLabel
from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.teaching.survey import Survey
from alpaca_gui.gui.teaching.words import ABOUT, left_out_text, wrong_text
from alpaca_gui.gui.training.pages import Page, button, text_label, title_font
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.imaging.source import printable
from alpaca_gui.training.request import FEWEST

_TOP = Qt.AlignmentFlag.AlignTop


class StartPage(Page):
    """Shows a `Survey`; `learn_asked` when the person wants to begin."""

    learn_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        title = QLabel("Learn from your labels")
        title.setFont(title_font(title.font()))
        self.model = ElidedLabel()
        self.yes_name, self.no_name = ElidedLabel(), ElidedLabel()
        self.yes, self.no = _number("Labelled yes"), _number("Labelled no")
        self.wrong = _number("Answered otherwise now")
        self.note = text_label()
        self.note.setAccessibleName("Worth knowing")
        self.learn = button("&Learn", self.learn_asked)
        self.leave = button("Close", self.close_asked)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 18, 20, 0)
        column.setSpacing(14)
        column.addWidget(title)
        column.addWidget(text_label(ABOUT, quiet=True))
        column.addLayout(self._grid())
        column.addWidget(self.note)
        column.addStretch(1)
        self.fill(inside, [self.leave, self.learn])

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[QWidget, QWidget, str], ...] = (
            (self.yes, self.yes_name, "Labelled yes"),
            (self.no, self.no_name, "Labelled no"),
            (self.wrong, text_label("by the threshold as it is", quiet=True), "Answered otherwise now"),
        )
        for row, (value, meaning, name) in enumerate(rows):
            grid.addWidget(QLabel(name), row, 0, _TOP)
            line = QGridLayout()
            line.setColumnStretch(1, 1)
            line.setHorizontalSpacing(14)
            line.addWidget(value, 0, 0, _TOP)
            line.addWidget(meaning, 0, 1, _TOP)
            grid.addLayout(line, row, 1)
        grid.addWidget(QLabel("Model"), len(rows), 0, _TOP)
        grid.addWidget(self.model, len(rows), 1, _TOP)
        for name_label in (self.yes_name, self.no_name):
            name_label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        return grid

    def show_survey(self, found: Survey, bundle: ModelBundle) -> None:
        """Show what there is."""
        card = bundle.card
        self.model.show_text(printable(bundle.name))
        self.yes_name.show_text(printable(card.yes))
        self.no_name.show_text(printable(card.no))
        self.yes.show_value(f"{found.yes:,}")
        self.no.show_value(f"{found.no:,}")
        self.wrong.show_value(wrong_text(found))
        remarks = [self._hindrance(found, bundle), left_out_text(found)]
        self.note.setText("\n\n".join(filter(None, remarks)))
        self.learn.setEnabled(found.n > 0)

    def _hindrance(self, found: Survey, bundle: ModelBundle) -> str:
        """Say why little or nothing can be learnt; empty where there is enough."""
        if not found.n:
            return (
                "No picture is labelled yet. Choose pictures and say which are a yes and which are not; then come back."
            )
        remembers = "trained_on.npz" in bundle.parts
        if min(found.yes, found.no) < FEWEST and not remembers:
            return (
                f"At least {FEWEST} different pictures of each answer are needed to teach this model, since it does "
                "not remember what it was trained on before."
            )
        if found.n < FEWEST:
            return f"These are few labels: with {FEWEST} or more of each answer it can be told how good the model is."
        return ""

    def main_button(self) -> QPushButton:
        """Give what Enter presses."""
        return self.learn


def _number(name: str) -> ValueLabel:
    label = ValueLabel(name)
    font = digits_font(label.font())
    font.setBold(True)
    label.setFont(font)
    return label
