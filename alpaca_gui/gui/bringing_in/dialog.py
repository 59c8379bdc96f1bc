"""Brings in logits that were made elsewhere: a table is read and shown first, then entered whole or not at all."""

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from alpaca_gui.gui.background import Background
from alpaca_gui.gui.bringing_in.preview import Preview
from alpaca_gui.gui.bringing_in.words import records_text, refused, summary
from alpaca_gui.gui.choosing import choose_file
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.job_run import JobRun
from alpaca_gui.gui.models.import_form import heading, quiet
from alpaca_gui.gui.placing import size_on_screen
from alpaca_gui.imaging.source import printable
from alpaca_gui.jobs.bringing_in import LookedAt, entering, look_at
from alpaca_gui.jobs.going import Going

TABLES = "Tables (*.csv *.tsv *.txt *.parquet *.pq);;All files (*)"
_GIVEN_UP = "It was cancelled; nothing was brought in."


class ImportLogitsDialog(QDialog):
    """Nothing is entered before `bring_in` is pressed.

    Parameters
    ----------
    collection
        Where the records go.
    table
        The table; it is looked at once.
    parent
        The window over which it stands.
    """

    def __init__(self, collection: Collection, table: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Bring in logits")
        self._collection = collection
        self.looked: LookedAt | None = None
        self._asked = ("", "")
        self.table = QLineEdit(str(table))
        self.table.setAccessibleName("Table")
        self.choose = _button("C&hoose…")
        self.concept = QLineEdit(collection.concept)
        self.concept.setAccessibleName("What the labels are about")
        self.preview = Preview()
        self.said = quiet("")
        self.said.setForegroundRole(QPalette.ColorRole.WindowText)
        self.said.setMinimumWidth(1)
        self.refused = QPlainTextEdit()
        self.refused.setReadOnly(True)
        self.refused.setTabChangesFocus(True)
        self.refused.setAccessibleName("Rows that are refused")
        self.refused.setMaximumHeight(self.fontMetrics().lineSpacing() * 8)
        self.progress = QProgressBar()
        self.progress.setAccessibleName("How far it is")
        self.bring_in, self.stop, self.leave = _button("&Bring in"), _button("C&ancel"), _button("Close")
        self._looking, self.run = Background(self), JobRun(self)
        self._lay_out()
        self._wire()
        size_on_screen(self, 640, 520)
        self._look()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        form = QFormLayout()
        box = QWidget()
        box.setFocusProxy(self.table)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.table, 1)
        row.addWidget(self.choose)
        form.addRow("&Table", box)
        form.addRow("&Labels are about", self.concept)
        column.addLayout(form)
        column.addWidget(heading("As it is understood"))
        column.addWidget(self.preview, 1)
        column.addWidget(self.said)
        column.addWidget(self.refused)
        column.addWidget(self.progress)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button in (self.bring_in, self.stop, self.leave):
            foot.addWidget(button)
        column.addLayout(foot)

    def _wire(self) -> None:
        self.table.editingFinished.connect(self._look)
        self.concept.editingFinished.connect(self._look)
        self.choose.clicked.connect(self._on_choose)
        self.bring_in.clicked.connect(self._on_bring_in)
        self.stop.clicked.connect(self.run.cancel)
        self.leave.clicked.connect(self.close)
        self._looking.done.connect(self._on_looked)
        self._looking.failed.connect(self._on_failed)
        self.run.stepped.connect(self._on_step)
        self.run.done.connect(self._on_done)
        self.run.failed.connect(self._on_failed)
        self.run.given_up.connect(self._on_given_up)

    @Slot()
    def _on_choose(self) -> None:
        choose_file(self, "Bring in logits", str(Path(self.table.text()).parent), TABLES, self._on_file)

    @Slot(str)
    def _on_file(self, file: str) -> None:
        self.table.setText(file)
        self._look()

    @Slot()
    def _look(self) -> None:
        """Read the table, unless that was done or is being done for what is said now."""
        asked = (self.table.text().strip(), self.concept.text().strip())
        if asked == self._asked or self.run.busy:
            return
        self._asked, self.looked = asked, None
        self.preview.show_rows(None)
        if not asked[0]:
            self._looking.forget()
            self._say("")
            return
        table, words, library = Path(asked[0]).expanduser(), self._words(asked[1]), self._collection.library
        self._looking.run(lambda: look_at(table, words, library), "look at a table")
        self._say("Reading…")

    def _words(self, concept: str) -> dict[str, int]:
        """What labels may be called: as the model at hand calls its sides, where they are about the same."""
        bundle = self._collection.bundle
        words = {concept: 1} if concept else {}
        if bundle is not None and bundle.card.concept == concept:
            words |= {bundle.card.no: 0, bundle.card.yes: 1}
        return words

    @Slot(object)
    def _on_looked(self, looked: LookedAt) -> None:
        self.looked = looked
        self.preview.show_rows(looked)
        missing = " Say what the labels are about." if self._concept_missing() else ""
        unwritable = (
            "" if self._collection.library.write else " This library is opened for reading: nothing is entered."
        )
        self._say(summary(looked) + missing + unwritable, refused(looked))

    def _concept_missing(self) -> bool:
        return self.looked is not None and self.looked.labelled > 0 and not self._asked[1]

    @Slot()
    def _on_bring_in(self) -> None:
        looked, collection, concept = self.looked, self._collection, self._asked[1]
        if looked is None:
            return
        imported, table = looked.imported, looked.table
        self.progress.setRange(0, 0)
        self.run.begin(
            lambda cancel: entering(collection.work.bring_in(imported, table, concept, cancel), len(imported)),
            "bring in logits",
        )
        self._say("Waiting until the library can be written…")

    @Slot(object)
    def _on_step(self, going: Going) -> None:
        self.progress.setRange(0, 1000)
        self.progress.setValue(1000 * going.done // max(going.of, 1))
        self.said.setText(f"{going.done:,} of {records_text(going.of)}")

    @Slot(object)
    def _on_done(self, count: int) -> None:
        self._collection.work.look_soon()
        name = "" if self.looked is None else f" from {printable(self.looked.table.name)}"
        self.looked = None
        self._say(f"{records_text(count)}{name} {'is' if count == 1 else 'are'} in the library.")

    @Slot()
    def _on_given_up(self) -> None:
        self._say(_GIVEN_UP)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._say(sentence)

    def _say(self, words: str, lines: str = "") -> None:
        self.said.setText(words)
        self.refused.setPlainText(lines)
        self.refused.setVisible(bool(lines))
        busy, count = self.run.busy, 0 if self.looked is None else len(self.looked.imported)
        for widget in (self.table, self.choose, self.concept):
            widget.setEnabled(not busy)
        self.bring_in.setText(f"&Bring in {records_text(count)}" if count else "&Bring in")
        self.bring_in.setEnabled(count > 0 and self._collection.library.write and not self._concept_missing())
        self.bring_in.setVisible(not busy)
        self.bring_in.setDefault(True)
        self.stop.setVisible(busy)
        self.progress.setVisible(busy)

    def done(self, result: int) -> None:
        """Give up what goes on, and wait for it; every way to close the window leads here."""
        self._looking.close()
        self.run.close()
        super().done(result)


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button
