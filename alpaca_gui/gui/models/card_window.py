"""The model card, to read, to copy and to keep."""

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.card_markdown import card_markdown
from alpaca_gui.errors import OutputError, reason
from alpaca_gui.files import whole_file
from alpaca_gui.gui.background import Background
from alpaca_gui.gui.choosing import choose_place
from alpaca_gui.gui.models.card_view import CardView
from alpaca_gui.gui.placing import size_on_screen
from alpaca_gui.imaging.source import printable


class CardWindow(QDialog):
    """Shows a bundle's card; stays open beside the window, also when another model answers there."""

    def __init__(self, bundle: ModelBundle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Model card: {printable(bundle.name)}")
        self._name = bundle.name
        self.markdown = ""
        self.view = CardView()
        self.view.setPlaceholderText("Reading the model…")
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.setContentsMargins(18, 0, 18, 0)
        self.copy_markdown = _button("&Copy as Markdown", "The whole card, for a README or a letter")
        self.copy_code = _button("Copy the &example", "The Python example that gives the logit of this window")
        self.save = _button("&Save as…", "Write the card to a Markdown file")
        self.leave = _button("Close", "Close this window (Esc)")
        self._beside = Background(self)
        self._reading = Background(self)
        self._lay_out()
        self._let_use(False)
        self.copy_markdown.clicked.connect(self._on_copy_markdown)
        self.copy_code.clicked.connect(self._on_copy_code)
        self.save.clicked.connect(self._on_save)
        self.leave.clicked.connect(self.close)
        self._beside.done.connect(self._on_saved)
        self._beside.failed.connect(self.said.setText)
        self._reading.done.connect(self._on_read)
        self._reading.failed.connect(self.said.setText)
        self.view.setFocus()
        size_on_screen(self, 720, 640)
        self._reading.run(lambda: card_markdown(bundle), "read the model")  # what it was trained on may be large

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(18, 6, 18, 14)
        for button in (self.copy_markdown, self.copy_code, self.save):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view, 1)
        column.addWidget(self.said)
        column.addLayout(row)

    def _let_use(self, there: bool) -> None:
        for button in (self.copy_markdown, self.copy_code, self.save):
            button.setEnabled(there)

    @Slot(object)
    def _on_read(self, markdown: str) -> None:
        self.markdown = markdown
        self.view.show_markdown(markdown)
        self.copy_code.setVisible(bool(self.view.code()))
        self._let_use(True)

    @Slot()
    def _on_copy_markdown(self) -> None:
        QGuiApplication.clipboard().setText(self.markdown)
        self.said.setText("The card is on the clipboard.")

    @Slot()
    def _on_copy_code(self) -> None:
        QGuiApplication.clipboard().setText(self.view.code())
        self.said.setText("The example is on the clipboard.")

    @Slot()
    def _on_save(self) -> None:
        choose_place(self, "Save the card", f"{self._name}.md", "Markdown (*.md);;All files (*)", "md", self._on_file)

    @Slot(str)
    def _on_file(self, file: str) -> None:
        path, text = Path(file), self.markdown
        self._beside.run(lambda: _write(path, text), "write the card")

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self.said.setText(f"The card is in {printable(str(path))}.")

    def done(self, result: int) -> None:
        """Wait for what is being read and written; every way to close the window leads here."""
        self._reading.close()
        self._beside.close()
        super().done(result)


def _write(path: Path, text: str) -> Path:
    try:
        with whole_file(path) as stream:
            stream.write(text.encode())
    except OSError as error:
        raise OutputError(f"{printable(path.name)} cannot be written: {reason(error)}.") from error
    return path


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAccessibleName(text.replace("&", ""))
    button.setAutoDefault(False)
    return button
