"""What to train on, what to call it, how to train, and where to write the model."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from alpaca_gui.gui.tips import tip_text
from alpaca_gui.gui.training import output
from alpaca_gui.gui.training.out_place import OutPlace
from alpaca_gui.gui.training.pages import Page, button
from alpaca_gui.gui.training.recipe_box import RecipeBox
from alpaca_gui.gui.training.sides_panel import SidesPanel
from alpaca_gui.gui.training.survey import Survey, Surveyor
from alpaca_gui.gui.training.words import KEPT_PICTURES, folder_name
from alpaca_gui.training.request import TrainingRequest

_LOOKING = "Looking at the place for the model…"


class ChoicesPage(Page):
    """`train_asked` gives, when a person starts, the `TrainingRequest` and whether its file is there already.

    What lies on the disk is looked at beside the window. As long as that is not known nothing hinders, and who presses
    the button meanwhile waits for it.
    """

    train_asked = Signal(object, bool)

    def __init__(self, surveyor: Surveyor, place: OutPlace) -> None:
        super().__init__()
        self._ready = False
        self._place = place
        self._known = output.Place("")
        self._concept: str | None = None  # that a free name is being looked for
        self._pressed = False
        self.sides = SidesPanel(surveyor)
        self.yes, self.no, self.out = QLineEdit(), QLineEdit(), QLineEdit()
        self.thumbnails = QCheckBox("&Keep small pictures in the model")
        self.thumbnails.setToolTip(tip_text(KEPT_PICTURES))
        self.thumbnails.setAccessibleDescription(KEPT_PICTURES)
        self.recipe = RecipeBox()
        self.reason = QLabel()
        self.reason.setWordWrap(True)
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.train = button("&Train", self._on_train)
        self.leave = button("Close", self.close_asked)
        self._own = {self.yes: False, self.no: False, self.out: False}
        self._lay_out()
        self._wire()
        self.restyle()
        self._refresh()

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(20, 18, 20, 12)
        column.setSpacing(14)
        column.addWidget(self.sides)
        column.addLayout(self._form())
        column.addWidget(self.recipe)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self.fill(area, [self.leave, self.train], beside=self.reason)

    def _form(self) -> QFormLayout:
        choose = QPushButton("C&hange…")  # as high as the line beside it
        choose.clicked.connect(self._choose_out)
        choose.setAccessibleName("Change where to write the model")
        row = QHBoxLayout()
        row.addWidget(self.out, 1)
        row.addWidget(choose)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for text, field, name in (
            ("What does yes &mean?", self.yes, "What yes means"),
            ("A&nd no?", self.no, "What no means"),
        ):
            form.addRow(text, field)
            field.setAccessibleName(name)
            field.setMaxLength(100)
        self.yes.setPlaceholderText("for example: alpaca")
        self.no.setPlaceholderText("for example: not alpaca")
        label = QLabel("Write the mo&del to")
        label.setBuddy(self.out)
        self.out.setAccessibleName("Write the model to")
        form.addRow(label, row)
        form.addRow("", self.thumbnails)
        return form

    def _wire(self) -> None:
        self.sides.changed.connect(self._on_sides)
        self.sides.swapped.connect(self._on_swapped)
        self._place.suggested.connect(self._on_suggested)
        self._place.looked.connect(self._on_looked)
        self.out.textChanged.connect(self._place.look)
        for field in self._own:
            field.textEdited.connect(self._on_edited)
            field.textChanged.connect(self._refresh)

    def equip(self) -> None:
        """Allow to train from now on."""
        self._ready = True
        self._refresh()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self.sides.restyle()
        self.recipe.restyle()
        self.thumbnails.setPalette(self.recipe.radios[self.recipe.recipe].palette())  # an outline that is seen

    def renew(self) -> None:
        """Be shown again: what was written meanwhile is no longer a free name."""
        self._suggest()
        self._refresh()

    # What follows from what.

    @Slot()
    def _on_sides(self) -> None:
        self._pressed = False
        self._name(self.yes, self.sides.yes)
        self._name(self.no, self.sides.no)
        self._refresh()

    def _name(self, field: QLineEdit, survey: Survey | None) -> None:
        if not self._own[field]:
            usable = survey is not None and not survey.sentence
            field.setText(folder_name(survey.folder) if survey is not None and usable else "")
            field.setCursorPosition(0)  # of a long name the beginning is seen
            self._suggest()

    def _suggest(self) -> None:
        if self._own[self.out]:
            return
        self._concept = self.yes.text() or None
        if self._concept is None:
            self.out.clear()
        else:
            self._place.suggest(self._concept)

    @property
    def _finding(self) -> bool:
        """Whether a free name is being looked for."""
        return self._concept is not None and not self._own[self.out]

    @Slot(str, str)
    def _on_suggested(self, concept: str, path: str) -> None:
        if self._finding and concept == self._concept:
            self._concept = None
            self.out.setText(path)
            self._place.look(path)

    @Slot(object)
    def _on_looked(self, place: output.Place) -> None:
        self._known = place
        if self._pressed and not self._finding and place.text == self.out.text():
            self._pressed = False
            request = self.request()
            if request is not None:
                self.train_asked.emit(request, place.taken)
        self._refresh()

    @Slot()
    def _on_edited(self) -> None:
        field = self.sender()
        self._pressed = False
        if isinstance(field, QLineEdit):
            self._own[field] = bool(field.text())
            if field is self.yes:
                self._suggest()

    @Slot()
    def _on_swapped(self) -> None:
        yes, no = self.yes.text(), self.no.text()
        self._own[self.yes], self._own[self.no] = self._own[self.no], self._own[self.yes]
        self.yes.setText(no)
        self.no.setText(yes)

    @Slot()
    def _choose_out(self) -> None:
        dialog = QFileDialog(self.window(), "Write the model to", self.out.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # asked once, when the training starts
        dialog.setDefaultSuffix(output.SUFFIX)
        dialog.setNameFilter(f"Alpaca models (*{output.SUFFIX})")
        dialog.fileSelected.connect(self._on_out_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_out_chosen(self, path: str) -> None:
        self._own[self.out] = True
        self.out.setText(path)

    # Starting.

    def hindrance(self) -> str:
        """Say what is still missing; empty when the training can begin."""
        yes, no = self.yes.text().strip(), self.no.text().strip()
        if reason := self.sides.hindrance():
            return reason
        if not yes or not no:
            return f"Say what {'no' if yes else 'yes'} means."
        if yes == no:
            return "Yes and no need two different names."
        if self._finding:
            return ""
        text = self.out.text()
        return output.misspelt(text) or (self._known.hindrance if self._known.text == text else "")

    def request(self) -> TrainingRequest | None:
        """Give what was chosen; None as long as something is missing, or a free name is being looked for."""
        yes, no = self.sides.yes, self.sides.no
        if self.hindrance() or self._finding or yes is None or no is None:
            return None
        return TrainingRequest(
            yes_folder=yes.folder,
            no_folder=no.folder,
            yes=self.yes.text().strip(),
            no=self.no.text().strip(),
            out=output.as_path(self.out.text()),
            recipe=self.recipe.recipe,
            folds=self.recipe.folds.value(),
            seed=self.recipe.seed.value(),
            weights=self.recipe.chosen_weights,
            thumbnails=self.thumbnails.isChecked(),
        )

    @property
    def dataset(self) -> Path | None:
        """The folder that holds the two sides and no third; None where there is none."""
        yes, no = self.sides.yes, self.sides.no
        if yes is None or no is None or yes.neighbour != no.folder or no.neighbour != yes.folder:
            return None
        return yes.folder.parent

    @Slot()
    def _refresh(self) -> None:
        reason = self.hindrance()
        self.reason.setText(reason or (_LOOKING if self._pressed else ""))
        self.train.setEnabled(self._ready and not reason)

    @Slot()
    def _on_train(self) -> None:
        if not self.hindrance():
            self._pressed = True
            self._refresh()
            if not self._finding:
                self._place.look(self.out.text())

    def main_button(self) -> QPushButton:
        """Give what Enter presses."""
        return self.train
