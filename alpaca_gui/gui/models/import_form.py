"""What is asked about a foreign model: two pictures to try it on, its preprocessing, its answers, and where to save."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from alpaca_gui.gui.choosing import choose_place
from alpaca_gui.gui.models.answer_fields import AnswerFields
from alpaca_gui.gui.models.import_words import explanations, facts
from alpaca_gui.gui.models.preprocessing_fields import PreprocessingFields
from alpaca_gui.gui.models.preview_panel import PreviewPanel
from alpaca_gui.training.foreign.model import ForeignModel, suggested_bundle
from alpaca_gui.training.foreign.request import ImportRequest


class ImportForm(QWidget):
    """Builds an `ImportRequest` out of what a person says.

    Signals
    -------
    changed
        Something was said.
    preview_wanted
        What the model gives the two pictures has to be found out anew.
    """

    changed = Signal()
    preview_wanted = Signal()

    def __init__(self, path: Path, model: ForeignModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self.preview = PreviewPanel(str(path.parent))
        self.preprocessing = PreprocessingFields(model)
        self.answers = AnswerFields(model)
        self.out = QLineEdit(str(suggested_bundle(path)))
        self.out.setAccessibleName("Save to")
        self.choose = QPushButton("C&hoose…")
        self.choose.setAccessibleName("Choose where to save")
        self.choose.setAutoDefault(False)
        self._replaces = ""
        self._lay_out(model)
        self.preview.chosen.connect(self._on_pictures)
        self.preprocessing.changed.connect(self._on_pictures)
        self.answers.changed.connect(self._on_answers)
        self.out.textChanged.connect(self.changed)
        self.choose.clicked.connect(self._on_choose)

    def _lay_out(self, model: ForeignModel) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 4, 20, 12)
        column.setSpacing(8)
        column.addWidget(heading("What was found"))
        column.addLayout(_facts(model))
        for sentence in explanations(model):
            column.addWidget(quiet(sentence))
        self.preprocessing_title = heading("How a picture goes in")
        for widget in (self.preprocessing_title, self.preprocessing):
            column.addWidget(widget)
            widget.setVisible(self.preprocessing.asks)
        column.addWidget(heading("Try it on two pictures"))
        column.addWidget(quiet("One of each kind, of which you know the answer."))
        column.addWidget(self.preview)
        column.addWidget(heading("What it answers"))
        column.addWidget(self.answers)
        column.addWidget(heading("Save to"))
        row = QHBoxLayout()
        row.addWidget(self.out, 1)
        row.addWidget(self.choose)
        column.addLayout(row)
        column.addStretch(1)

    def request(self) -> ImportRequest:
        """Give what was said, the pictures to compare on with it."""
        out = self.out.text().strip()
        request = ImportRequest(self._path, out=Path(out) if out else None, pictures=self.preview.paths)
        return self.answers.fill(self.preprocessing.fill(request))

    def preview_request(self) -> ImportRequest | None:
        """Give what is needed to try the pictures: the model's own number, whatever it means; None while it lacks."""
        if not self.preview.paths or self.preprocessing.missing():
            return None
        request = self.preprocessing.fill(ImportRequest(self._path, yes="yes", no="no", pictures=self.preview.paths))
        return replace(request, positive="yes", yes_output=0)

    def missing(self) -> tuple[str, ...]:
        """What has not been said yet, in words."""
        where = () if self.out.text().strip() else ("where to save",)
        return (*self.preprocessing.missing(), *self.answers.missing(), *where)

    def replaces(self) -> bool:
        """Whether a person has agreed already to replace what is there."""
        return self._replaces == self.out.text()

    def take_numbers(self, numbers: dict[Path, float]) -> None:
        """Show what the model gave the pictures."""
        self.preview.take_numbers(numbers)
        self.show_answers()

    @Slot()
    def show_answers(self) -> None:
        """Show what each picture would be answered, as far as it has been said."""
        self.preview.show_answers(self.answers.sign, *self.answers.names())

    @Slot()
    def _on_answers(self) -> None:
        self.show_answers()
        self.changed.emit()

    @Slot()
    def _on_pictures(self) -> None:
        self.preview_wanted.emit()
        self.changed.emit()

    @Slot()
    def _on_choose(self) -> None:
        choose_place(
            self, "Save the model", self.out.text(), "Alpaca models (*.model);;All files (*)", "model", self._on_file
        )

    @Slot(str)
    def _on_file(self, file: str) -> None:
        self._replaces = file  # the dialog has asked
        self.out.setText(file)


def _facts(model: ForeignModel) -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    for title, value in facts(model):
        label = QLabel(value)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        name = QLabel(title)
        name.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        form.addRow(name, label)
    return form


def heading(text: str) -> QLabel:
    """A title between parts of a form."""
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    font.setPointSizeF(font.pointSizeF() * 1.1)
    label.setFont(font)
    label.setContentsMargins(0, 10, 0, 0)
    return label


def quiet(text: str) -> QLabel:
    """A sentence beside the matter."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
