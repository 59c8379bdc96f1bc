"""Takes the opened model out of its bundle, into a folder, for other programs."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from alpaca_gui.engine.bundle import KERAS, ModelBundle
from alpaca_gui.gui.background import Background
from alpaca_gui.gui.choosing import choose_folder
from alpaca_gui.gui.models.import_form import heading, quiet
from alpaca_gui.gui.placing import size_on_screen
from alpaca_gui.gui.question import Question
from alpaca_gui.gui.shortened import shortened
from alpaca_gui.imaging.source import printable
from alpaca_gui.training.export.export import EXAMPLE, PREPROCESSING, export_folder

_MOST_SHOWN = 40
_WRITTEN = "write the model"


class ExportDialog(QDialog):
    """Asks for a folder, says what goes there, and writes it beside the window's thread."""

    def __init__(self, bundle: ModelBundle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Export {printable(bundle.name)}")
        self._bundle = bundle
        self._folder = Path()
        self.files = planned(bundle)
        self.folder = QLineEdit(str(bundle.path.absolute().parent / f"{bundle.name}-export"))
        self.folder.setAccessibleName("Folder")
        self.choose = _button("C&hoose…", "Choose where to save")
        self.said = quiet("")
        self.said.setForegroundRole(QPalette.ColorRole.WindowText)
        self.write, self.leave = _button("&Export", "Export"), _button("Close", "Close")
        self.show_folder = _button("&Open the folder", "Open the folder")
        self.show_folder.hide()
        self._looking, self._writing = Background(self), Background(self)
        self._lay_out()
        self._wire()
        size_on_screen(self, 520, 360)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 20, 14)
        column.setSpacing(8)
        column.addWidget(heading("What is written"))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        for name, words in self.files:
            label = QLabel(shortened(printable(name), _MOST_SHOWN))
            label.setTextFormat(Qt.TextFormat.PlainText)
            form.addRow(label, quiet(words))
        column.addLayout(form)
        column.addWidget(heading("Folder"))
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose)
        column.addLayout(row)
        column.addWidget(self.said)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button in (self.show_folder, self.write, self.leave):
            foot.addWidget(button)
        column.addLayout(foot)

    def _wire(self) -> None:
        self.folder.textChanged.connect(self._on_folder)
        self.choose.clicked.connect(self._on_choose)
        self.write.clicked.connect(self._on_write)
        self.show_folder.clicked.connect(self._on_show_folder)
        self.leave.clicked.connect(self.close)
        self._looking.done.connect(self._on_looked)
        self._writing.done.connect(self._on_written)
        self._writing.failed.connect(self._on_failed)

    @Slot()
    def _on_folder(self) -> None:
        self.write.setEnabled(bool(self.folder.text().strip()))

    @Slot()
    def _on_choose(self) -> None:
        choose_folder(self, "Export to a folder", self.folder.text(), self.folder.setText)

    @Slot()
    def _on_write(self) -> None:
        """Look first what is there: on a slow disk that takes its time too."""
        self._folder = folder = Path(self.folder.text().strip()).expanduser()
        names = [name for name, _ in self.files]
        self._set_busy(True)
        self._looking.run(lambda: [name for name in names if (folder / name).exists()], "look into the folder")

    @Slot(object)
    def _on_looked(self, there: Sequence[str]) -> None:
        if not there:
            self._do_write()
            return
        self._set_busy(False)
        names = ", ".join(shortened(printable(name), _MOST_SHOWN) for name in there)
        asking = Question(self, f"There already: {names}. Replace?", "&Replace", "&Keep")
        asking.agreed.connect(self._do_write)
        asking.open()

    @Slot()
    def _do_write(self) -> None:
        bundle, folder = self._bundle, self._folder
        self._set_busy(True)
        self._writing.run(lambda: export_folder(bundle, folder), _WRITTEN)

    @Slot(object)
    def _on_written(self, paths: Sequence[Path]) -> None:
        self._set_busy(False)
        self.said.setText(f"{len(paths)} files are in {printable(str(self._folder))}.")
        self.show_folder.show()

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._set_busy(False)
        self.said.setText(sentence)

    @Slot()
    def _on_show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _set_busy(self, busy: bool) -> None:
        for widget in (self.folder, self.choose, self.write):
            widget.setEnabled(not busy)
        self.show_folder.hide()
        self.said.setText("Writing…" if busy else "")

    def done(self, result: int) -> None:
        """Wait for what is being written; every way to close the window leads here."""
        self._looking.close()
        self._writing.close()
        super().done(result)


def planned(bundle: ModelBundle) -> list[tuple[str, str]]:
    """The files that an export of ``bundle`` writes, each with what it is."""
    keras = [(f"{bundle.name}.keras", "the Keras model, to train on")] if KERAS in bundle.parts else []
    return [
        (f"{bundle.name}.tflite", "the LiteRT model: one picture in, the logit out"),
        *keras,
        (PREPROCESSING, "how a picture becomes its input, and its number an answer"),
        (EXAMPLE, "ten lines of Python that give the logit of this window"),
    ]


def _button(text: str, name: str) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(name)
    button.setAutoDefault(False)
    return button
