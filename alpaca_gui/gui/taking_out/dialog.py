"""Takes what is shown or chosen out of the library: asks, says what would be done, and does it in a thread."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QPalette
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from alpaca_gui.gui.background import Background
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.job_run import Job, JobRun
from alpaca_gui.gui.models.import_form import quiet
from alpaca_gui.gui.placing import size_on_screen
from alpaca_gui.gui.question import Question
from alpaca_gui.gui.shortened import shortened
from alpaca_gui.gui.taking_out.choices import Choices
from alpaca_gui.gui.taking_out.forms import VERBS, Form
from alpaca_gui.gui.taking_out.plan_words import details, failed_lines, outcome_words, summary
from alpaca_gui.gui.tips import tip_text
from alpaca_gui.imaging.source import printable
from alpaca_gui.jobs.going import Going
from alpaca_gui.jobs.taking_out import Chosen, to_file, to_folders, to_plan, to_sheet
from alpaca_gui.library.export.carry_out import Outcome
from alpaca_gui.library.export.contact_sheet import Heading
from alpaca_gui.library.export.sorting_plan import Mode, Plan, pictures_text
from alpaca_gui.library.sorting import Keys
from alpaca_gui.library.still import still

_MOST_SHOWN = 60
_GIVEN_UP = "It was cancelled; nothing was written."


class ExportDialog(QDialog):
    """For pictures sorted into folders the plan is shown first, and only what it says can then be done.

    Parameters
    ----------
    collection
        What is taken out of.
    shown, chosen
        Keys of the rows that are shown, in their order, and of those that are chosen.
    parent
        The window over which it stands.
    folder
        Where a file is suggested; the home where not given.
    """

    def __init__(
        self, collection: Collection, shown: Keys, chosen: Keys, parent: QWidget | None = None, *, folder: str = ""
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Export")
        self._collection, self._shown, self._chosen = collection, shown, chosen
        stem = collection.library.path.stem
        self.choices = Choices(shown.size, chosen.size, Path(folder or Path.home()) / stem)
        self.plan: Plan | None = None
        self._target: Path | None = None
        self.said = quiet("")
        self.said.setForegroundRole(QPalette.ColorRole.WindowText)
        self.said.setMinimumWidth(1)  # a path is one long word
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setAccessibleName("Which pictures get another name, and which are left out")
        self.progress = QProgressBar()
        self.progress.setAccessibleName("How far it is")
        self.look = _button("Say &what would be done")
        self.write, self.stop, self.leave = _button("&Export"), _button("C&ancel"), _button("Close")
        self.show_folder = _button("&Open the folder")
        self.run = JobRun(self)
        self._looking = Background(self)
        self._lay_out()
        self._wire()
        self._show_state()
        size_on_screen(self, 560, 480)

    @property
    def busy(self) -> bool:
        """Whether it looks, or writes."""
        return self.run.busy or self._looking.busy

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 20, 14)
        column.setSpacing(8)
        column.addWidget(self.choices)
        column.addSpacing(6)
        column.addWidget(self.said)
        column.addWidget(self.details, 1)
        column.addWidget(self.progress)
        column.addStretch(0)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button in (self.show_folder, self.look, self.write, self.stop, self.leave):
            foot.addWidget(button)
        column.addLayout(foot)

    def _wire(self) -> None:
        self.choices.changed.connect(self._on_changed)
        self.look.clicked.connect(self._on_look)
        self.write.clicked.connect(self._on_write)
        self.stop.clicked.connect(self.run.cancel)
        self.leave.clicked.connect(self.close)
        self.show_folder.clicked.connect(self._on_show_folder)
        self._looking.done.connect(self._on_looked)
        self.run.stepped.connect(self._on_step)
        self.run.done.connect(self._on_done)
        self.run.failed.connect(self._on_failed)
        self.run.given_up.connect(self._on_given_up)

    @Slot()
    def _on_changed(self) -> None:
        self.plan = None
        self._say("")

    @Slot()
    def _on_look(self) -> None:
        chosen, path, mode = self._taken(), self.choices.path, self.choices.wanted_mode
        if path is not None:
            self._begin(lambda cancel: to_plan(chosen, path, mode, cancel), "Looking…", path)

    @Slot()
    def _on_write(self) -> None:
        path, plan, library = self.choices.path, self.plan, self._collection.library
        if plan is not None:
            self._begin(lambda cancel: to_folders(plan, library, cancel), "Working…", plan.target)
        elif path is not None:  # first what is there: on a slow disk that takes its time too
            self._looking.run(lambda: _there(path), "look for the file")
            self._show_state()

    @Slot(object)
    def _on_looked(self, there: bool) -> None:
        path = self.choices.path
        self._show_state()
        if path is None or not there:
            self._write_file()
            return
        name = shortened(printable(path.name), _MOST_SHOWN)
        asking = Question(self, f"There already: {name}. Replace?", "&Replace", "&Keep")
        asking.agreed.connect(self._write_file)
        asking.open()

    @Slot()
    def _write_file(self) -> None:
        chosen, path, form = self._taken(), self.choices.path, self.choices.wanted_form
        if path is None:
            return
        if form is Form.SHEET:
            heading = self._heading()
            self._begin(lambda cancel: to_sheet(chosen, path, heading, cancel), "Writing…", path.parent)
        else:
            self._begin(lambda cancel: to_file(chosen, path, form.value, cancel), "Writing…", path.parent)

    def _taken(self) -> Chosen:
        collection = self._collection
        keys = self._chosen if self.choices.only_chosen else self._shown
        return Chosen(collection.library, still(collection.columns), keys, collection.rule)

    def _heading(self) -> Heading:
        collection = self._collection
        title = f"Pictures of {printable(collection.library.path.stem)}"
        if collection.bundle is None:
            return Heading(title, collection.rule)
        return Heading(title, collection.rule, collection.bundle.card.yes, collection.bundle.card.no)

    # How it goes, and what came of it.

    def _begin(self, job: Job, words: str, target: Path) -> None:
        self._target = target
        self._say(words)
        self.progress.setRange(0, 0)
        self.run.begin(job, "take out")
        self._show_state()

    @Slot(object)
    def _on_step(self, going: Going) -> None:
        if going.done:
            self.progress.setRange(0, 1000)
            self.progress.setValue(1000 * going.done // max(going.of, 1))
            self.said.setText(f"{going.done:,} of {pictures_text(going.of)}")

    @Slot(object)
    def _on_done(self, result: object) -> None:
        plan = self.plan
        if isinstance(result, Plan):
            self.plan = result
            self._say(result.shortage or summary(result), details(result))
        elif isinstance(result, Outcome) and plan is not None:
            self.plan = None
            self._say(outcome_words(result, plan), failed_lines(result), written=result.placed > 0)
        else:
            path = self.choices.path or Path()
            words = f"{pictures_text(int(str(result)))} written to {shortened(printable(str(path)), _MOST_SHOWN)}."
            self._say(words, written=True)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self.plan = None
        self._say(sentence)

    @Slot()
    def _on_given_up(self) -> None:
        self.plan = None
        self._say(_GIVEN_UP)

    def _say(self, words: str, details: str = "", *, written: bool = False) -> None:
        self.said.setText(words)
        self.said.setToolTip(tip_text(words) if words else "")
        self.details.setPlainText(details)
        self.details.setVisible(bool(details))
        self._show_state(written=written)

    def _show_state(self, *, written: bool = False) -> None:
        busy, folders = self.busy, self.choices.wanted_form is Form.FOLDERS
        some = bool(self._chosen.size if self.choices.only_chosen else self._shown.size)
        ready = not busy and some and self.choices.path is not None
        self.choices.setEnabled(not busy)
        self.look.setVisible(folders and not busy)
        self.look.setEnabled(ready)
        self.write.setVisible(not busy)
        self.write.setEnabled(ready and (not folders or _can_be_done(self.plan)))
        self.write.setText(_verb(self.plan, self.choices.wanted_mode) if folders else "&Export")
        (self.look if folders and self.plan is None else self.write).setDefault(True)
        self.stop.setVisible(self.run.busy)
        self.progress.setVisible(self.run.busy)
        self.details.setVisible(bool(self.details.toPlainText()))
        self.show_folder.setVisible(written)

    @Slot()
    def _on_show_folder(self) -> None:
        if self._target is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._target)))

    def done(self, result: int) -> None:
        """Give up what goes on, and wait for it; every way to close the window leads here."""
        self._looking.close()
        self.run.close()
        super().done(result)


def _can_be_done(plan: Plan | None) -> bool:
    return plan is not None and bool(plan.placements) and plan.shortage is None


def _verb(plan: Plan | None, mode: Mode) -> str:
    return f"{VERBS[mode]} {'pictures' if plan is None else pictures_text(len(plan.placements))}"


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long, a NUL byte: writing has the sentence
        return False


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button
