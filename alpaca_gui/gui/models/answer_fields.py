"""Asks what the two answers are called and which of them a positive number of the model means."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFormLayout, QLabel, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from alpaca_gui.gui.shortened import shortened
from alpaca_gui.training.foreign.model import ForeignModel
from alpaca_gui.training.foreign.request import ImportRequest

_MOST_SHOWN: Final = 32


class AnswerFields(QWidget):
    """Two names, and a choice that nobody makes for the person; `changed` tells that one is another."""

    changed = Signal()

    def __init__(self, model: ForeignModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.yes, self.no = _name("Yes means"), _name("No means")
        self._labels = model.labels if len(model.labels) == 2 else ()
        if self._labels:
            self.yes.setText(self._labels[0])
            self.no.setText(self._labels[1])
        self.question = QLabel()
        self.question.setTextFormat(Qt.TextFormat.PlainText)
        self.question.setWordWrap(True)
        self.as_it_is, self.turned = QRadioButton(), QRadioButton()
        self._choice = QButtonGroup(self)
        for button in (self.as_it_is, self.turned):
            self._choice.addButton(button)
        self._lay_out()
        self._name_choices()
        for field in (self.yes, self.no):
            field.textChanged.connect(self._on_name)
        self._choice.buttonToggled.connect(self._on_choice)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("&Yes means", self.yes)
        form.addRow("&No means", self.no)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        for widget in (self.question, self.as_it_is, self.turned):
            column.addWidget(widget)

    @property
    def sign(self) -> int | None:
        """What the model's number has to be multiplied with so that positive means yes; None before it was said."""
        return 1 if self.as_it_is.isChecked() else -1 if self.turned.isChecked() else None

    def names(self) -> tuple[str, str]:
        """Yes and no in words, as they were typed."""
        return self.yes.text().strip(), self.no.text().strip()

    def missing(self) -> tuple[str, ...]:
        """What has not been said yet, in words."""
        yes, no = self.names()
        lacks = {
            "what yes means": not yes,
            "what no means": not no,
            "two different answers": bool(yes) and yes == no,
            "what a positive number means" if self._model.outputs == 1 else "which output means yes": self.sign is None,
        }
        return tuple(words for words, lacking in lacks.items() if lacking)

    def fill(self, request: ImportRequest) -> ImportRequest:
        """Give the request with what was said."""
        yes, no = self.names()
        if self.sign is None:
            return replace(request, yes=yes, no=no)
        if self._model.outputs == 1:
            return replace(request, yes=yes, no=no, positive="yes" if self.sign > 0 else "no")
        return replace(request, yes=yes, no=no, yes_output=0 if self.sign > 0 else 1)

    @Slot()
    def _on_name(self) -> None:
        self._name_choices()
        self.changed.emit()

    @Slot(object, bool)
    def _on_choice(self, _button: QRadioButton, chosen: bool) -> None:
        if chosen:
            self._follow_labels()
            self.changed.emit()

    def _follow_labels(self) -> None:
        """Name the answers after the outputs that were chosen, unless a person has named them otherwise."""
        labels = self._labels
        if self._model.outputs == 2 and labels and set(self.names()) == set(labels):
            yes, no = labels if self.as_it_is.isChecked() else reversed(labels)
            self.yes.setText(yes)
            self.no.setText(no)

    def _name_choices(self) -> None:
        if self._model.outputs == 1:
            self.question.setText("What does a positive number of this model mean?")
            words = (f"Yes{_after(self.yes.text())}", f"No{_after(self.no.text())}; its sign is turned")
        else:
            self.question.setText("Which of the two outputs means yes?")
            first, second = self._labels or ("", "")
            words = (f"The first{_after(first)}", f"The second{_after(second)}")
        for button, text in zip((self.as_it_is, self.turned), words, strict=True):
            button.setText(text.replace("&", "&&"))
            button.setAccessibleName(text)


def _after(name: str) -> str:
    return f": {shortened(name.strip(), _MOST_SHOWN)}" if name.strip() else ""


def _name(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setMaxLength(200)
    return field
