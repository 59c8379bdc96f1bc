"""A person's word about the chosen picture: yes, no or nothing, and a note."""

from PySide6.QtCore import QEvent, QSignalBlocker, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from alpaca_gui.gui.theme import current_theme
from alpaca_gui.library.columns import NO_LABEL


class LabelBar(QWidget):
    """Shows label and note; `label_chosen` and `note_written` tell what a person wants."""

    label_chosen = Signal(int)
    note_written = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Your label and note")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._note = ""
        self._worn = {1: "", 0: ""}
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(QLabel("Your label"))
        for text, label, tip in (
            ("Yes", 1, "You say yes (Y in the list)"),
            ("No", 0, "You say no (N in the list)"),
        ):
            button = QPushButton(text)
            button.setCheckable(True)
            button.setToolTip(tip)
            button.setAccessibleName(f"Label {text.lower()}")
            self._group.addButton(button, label)
            row.addWidget(button)
        self.note = QLineEdit()
        self.note.setPlaceholderText("Note")
        self.note.setAcceptDrops(False)  # pictures are dropped on the window
        self.note.setAccessibleName("Your note")
        self.note.editingFinished.connect(self.finish_note)
        row.addWidget(self.note, 1)
        self._group.idClicked.connect(self._on_clicked)

    def button(self, label: int) -> QPushButton:
        """The button of a label."""
        found = self._group.button(label)
        assert isinstance(found, QPushButton)
        return found

    def show_label(self, label: int, note: str, *, able: bool) -> None:
        """Show what is known about the chosen picture."""
        for each in (1, 0):
            self.button(each).setChecked(each == label)
        self.setEnabled(able)
        self._restyle()
        if note != self._note:
            self._note = note
            with QSignalBlocker(self.note):
                self.note.setText(note)

    def _restyle(self) -> None:
        """Give the label that stands the colour of its decision."""
        theme = current_theme()
        for label, ink in ((1, theme.yes), (0, theme.no)):
            button, palette = self.button(label), QPalette()  # the roles that it does not set are the window's
            worn = ink if button.isChecked() else ""
            if worn:
                palette.setColor(QPalette.ColorRole.Button, ink)
                palette.setColor(QPalette.ColorRole.ButtonText, theme.surface)
            if worn != self._worn[label]:
                self._worn[label] = worn
                button.setPalette(palette)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._restyle()

    @Slot(int)
    def _on_clicked(self, label: int) -> None:
        # A second click on the label that stands takes it off.
        self.label_chosen.emit(label if self.button(label).isChecked() else NO_LABEL)

    @Slot()
    def finish_note(self) -> None:
        """Tell the note as it is written so far, before another picture is shown."""
        text = self.note.text().strip()
        if text != self._note:
            self._note = text
            self.note_written.emit(text)
