"""Brings in a model of another program: what was found, what has to be asked, and then the making of a bundle."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from alpaca_gui.gui.background import Background
from alpaca_gui.gui.dropping import accept_as_copy
from alpaca_gui.gui.mime import items_in
from alpaca_gui.gui.models.import_form import ImportForm, heading, quiet
from alpaca_gui.gui.models.import_run import ImportRun, Work
from alpaca_gui.gui.models.import_words import NOT_ENTERED, explanations, parity_text
from alpaca_gui.gui.models.saying_box import SayingBox
from alpaca_gui.gui.placing import size_on_screen
from alpaca_gui.gui.question import Question
from alpaca_gui.gui.tips import tip_text
from alpaca_gui.imaging.source import FileSource, printable
from alpaca_gui.messages import Step, Values
from alpaca_gui.training.foreign.model import ForeignModel
from alpaca_gui.training.foreign.request import CHILD, BroughtIn, ImportRequest

_SETTLE_MS: Final = 250
_LOOKING: Final = "Looking at the place for the model…"
_STAGES: Final = {
    Work.INSPECT: "Looking into the file…",
    Work.PREVIEW: "Trying it on the pictures…",
    Work.IMPORT: "Bringing it in…",
}


class ImportDialog(QDialog):
    """One file, from looking into it to its bundle; `open_model` gives the bundle's path when it is to answer.

    Parameters
    ----------
    path
        The foreign file, or the folder of a SavedModel.
    module
        Module of the child process that reads it; nothing of the file is read in this one.
    """

    open_model = Signal(object)

    def __init__(self, path: Path, parent: QWidget | None = None, module: str = CHILD) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self._path = path
        self._out: Path | None = None
        self._model: ForeignModel | None = None
        self.form: ImportForm | None = None
        self.run = ImportRun(module, self)
        self._looking = Background(self)
        name = printable(path.name)
        self.setWindowTitle(f"Bring in {name}")
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(QWidget())
        self.title = heading(f"Bring in {name}")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.title.setToolTip(tip_text(printable(str(path))))
        self.box = SayingBox()
        self.told = quiet("")
        self.told.setForegroundRole(QPalette.ColorRole.WindowText)
        self.state = quiet("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(12)
        self.bar.setAccessibleName("Progress")
        self.stop, self.begin = _button("Ca&ncel"), _button("&Bring in")
        self.use, self.leave = _button("&Use this model now"), _button("Close")
        self._lay_out()
        self._wire()
        size_on_screen(self, 600, 700)
        self.run.ask(Work.INSPECT, ImportRequest(path))
        self._show_state()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.state, 1)
        for button in (self.stop, self.begin, self.use, self.leave):
            row.addWidget(button)
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 4, 20, 14)
        foot.setSpacing(8)
        for widget in (self.box, self.told, self.bar):
            foot.addWidget(widget)
        foot.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        self.title.setContentsMargins(20, 6, 20, 0)
        column.addWidget(self.title)
        column.addWidget(self.area, 1)
        column.addLayout(foot)

    def _wire(self) -> None:
        self._settled = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settled.timeout.connect(self._preview)
        self.run.stepped.connect(self._on_step)
        self.run.noted.connect(self._on_note)
        self.run.done.connect(self._on_done)
        self.run.failed.connect(self._on_failed)
        self._looking.done.connect(self._on_looked)
        self.stop.clicked.connect(self._on_stop)
        self.begin.clicked.connect(self._on_begin)
        self.use.clicked.connect(self._on_use)
        self.leave.clicked.connect(self.close)

    # What the child tells.

    @Slot(object)
    def _on_step(self, step: Step) -> None:
        self.state.setText(f"{step.stage}…" if not step.stage.endswith(("…", ".")) else step.stage)
        self.bar.setRange(0, step.of)
        self.bar.setValue(step.done)

    @Slot(str)
    def _on_note(self, sentence: str) -> None:
        before = self.told.text()
        self.told.setText(f"{before}\n{sentence}" if before else sentence)
        self.told.show()

    @Slot(object, object)
    def _on_done(self, work: Work, values: Values) -> None:
        try:
            self._take(work, values)
        except (KeyError, TypeError, ValueError) as error:
            self._on_failed(work, f"What the child process found cannot be read: {error!r}.")
            return
        self._show_state()

    def _take(self, work: Work, values: Values) -> None:
        match work:
            case Work.INSPECT:
                self._ask(ForeignModel.from_dict(values))
            case Work.PREVIEW if self.form is not None:
                self.form.take_numbers({Path(one["path"]): float(one["logit"]) for one in values["logits"]})
            case Work.IMPORT:
                self._tell(BroughtIn.from_dict(values))

    @Slot(object, str)
    def _on_failed(self, work: Work, sentence: str) -> None:
        if work is Work.PREVIEW and self.form is not None and "\n" not in sentence:
            self.form.preview.forget_numbers("")
            self.form.preview.say(sentence)
        elif self.form is None:
            self._refuse(sentence)
        else:
            self.box.say(sentence)
        self._show_state()

    def _refuse(self, sentence: str) -> None:
        """Show why there is nothing to be asked, in place of what would have been asked."""
        self.box.setContentsMargins(20, 8, 20, 0)
        self.area.setWidget(self.box)
        self.box.say(sentence)

    # What a person does.

    def _ask(self, model: ForeignModel) -> None:
        self._model = model
        self.form = form = ImportForm(self._path, model)
        form.changed.connect(self._show_state)
        form.preview_wanted.connect(self._on_preview_wanted)
        self.area.setWidget(form)

    @Slot()
    def _on_preview_wanted(self) -> None:
        self._settled.start()

    @Slot()
    def _preview(self) -> None:
        """Try the pictures, unless the bundle is being made meanwhile."""
        if self.form is None or self.run.work is Work.IMPORT or self._out is not None:
            return
        request = self.form.preview_request()
        if request is None:
            return
        self.form.preview.forget_numbers("…")
        self.form.show_answers()
        self.box.say("")
        self.run.ask(Work.PREVIEW, request)
        self._show_state()

    @Slot()
    def _on_begin(self) -> None:
        if self.form is None or self.form.missing() or self.run.work is Work.IMPORT:
            return
        out = self.form.request().out
        if out is None or self.form.replaces():
            self._bring_in()
        else:  # first what is there: on a slow disk that takes its time
            self._looking.run(lambda: (out, _there(out)), "look for the file")
            self._show_state()

    @Slot(object)
    def _on_looked(self, looked: tuple[Path, bool]) -> None:
        out, there = looked
        if self.form is None or self.form.missing() or self.form.request().out != out:
            self._on_begin()  # meanwhile something else was said
        elif there:
            self._ask_to_replace(out)
        else:
            self._bring_in()
        self._show_state()

    def _ask_to_replace(self, out: Path) -> None:
        question = f"{printable(out.name)} exists already. Replace it?"
        asking = Question(self, question, "&Replace it", "&Keep it")
        asking.agreed.connect(self._bring_in)
        asking.open()

    @Slot()
    def _bring_in(self) -> None:
        if self.form is None:
            return
        self._settled.stop()
        self.box.say("")
        self.told.setText("")
        self.run.ask(Work.IMPORT, self.form.request())
        self._show_state()

    def _tell(self, result: BroughtIn) -> None:
        self._out = Path(result.out)
        said = explanations(self._model) if self._model is not None else ()
        news = [note for note in result.notes if note not in said]
        lines = [self.told.text(), parity_text(result), *news, f"It is in {printable(result.out)}."]
        self.told.setText("\n".join(filter(None, lines)))

    @Slot()
    def _on_stop(self) -> None:
        work = self.run.work
        self.run.cancel()
        if work is Work.INSPECT:
            self.close()
            return
        if work is Work.PREVIEW and self.form is not None:
            self.form.preview.forget_numbers("")
        if work is Work.IMPORT:
            self.box.say("It was cancelled; nothing was written.")
        self._show_state()

    @Slot()
    def _on_use(self) -> None:
        if self._out is not None:
            self.open_model.emit(self._out)
            self.close()

    # How it looks.

    @Slot()
    def _show_state(self) -> None:
        work, made = self.run.work, self._out is not None
        making = work is Work.IMPORT
        self.bar.setVisible(work is not None)
        self.stop.setVisible(work is not None)
        if work is not None:
            self.bar.setRange(0, 0)
            self.state.setText(_STAGES[work])
        self.begin.setVisible(self.form is not None and not made)
        self.use.setVisible(made)
        self.told.setVisible(bool(self.told.text()))
        if self.form is not None:
            self.form.setEnabled(not making and not made)
            missing = self.form.missing()
            self.begin.setEnabled(not making and not missing)
            if work is None:
                looking = _LOOKING if self._looking.busy else ""
                self.state.setText(looking if made or not missing else f"{NOT_ENTERED}{missing[0]}.")
        elif work is None:
            self.state.setText("")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take pictures anywhere on the dialog."""
        if self.form is not None and self.form.isEnabled() and event.mimeData().hasUrls():
            accept_as_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Try the pictures that were dropped."""
        accept_as_copy(event)
        items = items_in(event.mimeData(), "dropped picture")
        if self.form is not None:
            self.form.preview.take([item.source.path for item in items if isinstance(item.source, FileSource)])

    def done(self, result: int) -> None:
        """End the child and the threads; every way to close the dialog leads here."""
        self._settled.stop()
        self._looking.close()
        self.run.cancel()
        if self.form is not None:
            self.form.preview.close_loader()
        super().done(result)


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long, a NUL byte: writing has the sentence
        return False


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(text.replace("&", ""))
    button.setAutoDefault(False)
    return button
