"""What is asked before records are taken out: which, as what, and where to."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from alpaca_gui.gui.models.import_form import heading, quiet
from alpaca_gui.gui.taking_out.forms import MODE_WORDS, Form, suggested
from alpaca_gui.library.export.sorting_plan import Mode, size_text

_SHEET_BYTES = 30_000
"""What a picture on a contact sheet takes, about."""


class Choices(QWidget):
    """Holds the answers; `changed` tells that one is another now.

    Parameters
    ----------
    shown, chosen
        How many pictures are shown, and how many of them are chosen.
    place
        The file that is suggested, without its suffix.
    """

    changed = Signal()

    def __init__(self, shown: int, chosen: int, place: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown, self._chosen, self._stem = shown, chosen, place.name
        self.shown = QRadioButton(f"The {shown:,} &shown")
        self.chosen = QRadioButton(f"The {chosen:,} &chosen")
        self._which = QButtonGroup(self)
        for button in (self.shown, self.chosen):
            self._which.addButton(button)
        self.form, self.mode = QComboBox(), QComboBox()
        for form in Form:
            self.form.addItem(form.words, form.value)
        for mode, words in MODE_WORDS.items():
            self.mode.addItem(words, mode.value)
        self.form.setAccessibleName("As what")
        self.mode.setAccessibleName("Copies or links")
        self.about = quiet("")
        self.place = QLineEdit()
        self.place.setAccessibleName("Where to")
        self.choose = QPushButton("C&hoose…")
        self.choose.setAccessibleName("Choose where to")
        self.choose.setAutoDefault(False)
        (self.chosen if chosen > 1 else self.shown).setChecked(True)
        self.chosen.setEnabled(chosen > 0)
        self._lay_out()
        self._show_form()
        self.place.setText(str(suggested(place, self._stem, self.wanted_form)))
        self.shown.toggled.connect(self._on_which)
        self.form.currentIndexChanged.connect(self._on_form)
        self.mode.currentIndexChanged.connect(self.changed)
        self.place.textChanged.connect(self.changed)
        self.choose.clicked.connect(self._on_choose)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(heading("Which pictures"))
        column.addLayout(_row(self.shown, self.chosen))
        column.addWidget(heading("As what"))
        column.addLayout(_row(self.form, self.mode))
        column.addWidget(self.about)
        column.addWidget(heading("Where to"))
        row = QHBoxLayout()
        row.addWidget(self.place, 1)
        row.addWidget(self.choose)
        column.addLayout(row)

    @property
    def only_chosen(self) -> bool:
        """Whether only the chosen pictures are meant."""
        return self.chosen.isChecked()

    @property
    def wanted_form(self) -> Form:
        """What is made."""
        return Form(self.form.currentData())

    @property
    def wanted_mode(self) -> Mode:
        """What is put into folders."""
        return Mode(self.mode.currentData())

    @property
    def path(self) -> Path | None:
        """Where to; None where nothing was said that could be one."""
        text = self.place.text().strip()
        return Path(text).expanduser() if text and "\0" not in text else None

    @Slot(bool)
    def _on_which(self, _checked: bool) -> None:
        self._show_form()
        self.changed.emit()

    @Slot(int)
    def _on_form(self, _place: int) -> None:
        self._show_form()
        if self.path is not None:
            self.place.setText(str(suggested(self.path, self._stem, self.wanted_form)))
        self.changed.emit()

    def _show_form(self) -> None:
        form = self.wanted_form
        self.mode.setVisible(form is Form.FOLDERS)
        size = size_text(_SHEET_BYTES * (self._chosen if self.only_chosen else self._shown))
        self.about.setText(f"{form.about} About {size}." if form is Form.SHEET else form.about)

    @Slot()
    def _on_choose(self) -> None:
        folders = self.wanted_form is Form.FOLDERS
        dialog = QFileDialog(self, "Export to", str((self.path or Path()).parent))
        if folders:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        else:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # asked when it is written
            dialog.setDefaultSuffix(self.wanted_form.value)
            dialog.selectFile((self.path or Path(self._stem)).name)
        dialog.fileSelected.connect(self.place.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(14)
    for widget in widgets:
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
    row.addStretch(1)
    return row
