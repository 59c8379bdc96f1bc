"""The dialog that trains a model from two folders of pictures, in a child process that it listens to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from alpaca_gui.errors import AlpacaError
from alpaca_gui.gui.training.asking import Question
from alpaca_gui.gui.training.belongings import Belongings
from alpaca_gui.gui.training.choices_page import ChoicesPage
from alpaca_gui.gui.training.dropping import accept_as_copy, dropped_paths
from alpaca_gui.gui.training.failure_page import FailurePage
from alpaca_gui.gui.training.outcome import Outcome, outcome
from alpaca_gui.gui.training.pages import Page
from alpaca_gui.gui.training.result_page import ResultPage
from alpaca_gui.gui.training.running_page import RunningPage
from alpaca_gui.messages import Done, Epoch, Failed, Message, Note, Step
from alpaca_gui.training.request import TrainingRequest

if TYPE_CHECKING:
    from alpaca_gui.jobs.child_job import ChildJob

MODULE: Final = "alpaca_gui.training.child"
_LISTEN_MS: Final = 50


class TrainingDialog(QDialog):
    """Choices, then the training as it goes on, then what came of it.

    `open_model` gives the path of the new bundle, to answer with it; `report_asked` that path and the dataset's, or
    None where no one folder holds both sides.

    Parameters
    ----------
    folders
        Filled in already: none, one that holds both sides, or two.
    module
        Module of the child process.
    """

    open_model = Signal(object)
    report_asked = Signal(object, object)

    def __init__(self, folders: list[Path], parent: QWidget | None = None, module: str = MODULE) -> None:
        super().__init__(parent)
        self.setWindowTitle("Train a model")
        self.setAcceptDrops(True)
        self.setMinimumSize(720, 560)
        self.resize(860, 780)
        self._folders = tuple(folders)
        self._module = module
        self._job: ChildJob | None = None
        self._request: TrainingRequest | None = None
        self._dataset: Path | None = None
        self._question: Question | None = None
        self._leaving = False
        self._belongings = Belongings()
        # However the dialog goes, also with its parent; a callable that does not hold the dialog.
        self.destroyed.connect(partial(_close, self._belongings))
        self.choices = ChoicesPage(self._belongings.surveyor)
        self.running = RunningPage()
        self.came = ResultPage()
        self.failure = FailurePage()
        self.pages = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self._wire()
        self._timer = QTimer(self, interval=_LISTEN_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _wire(self) -> None:
        for page in (self.choices, self.running, self.came, self.failure):
            self.pages.addWidget(page)
            page.close_asked.connect(self.close)
        self.choices.train_asked.connect(self._on_train)
        self.running.cancel_asked.connect(self._on_cancel)
        self.came.use_asked.connect(self._on_use)
        self.came.report_asked.connect(self._on_report)
        self.came.again_asked.connect(self._to_choices)
        self.failure.back_asked.connect(self._to_choices)
        self._turn_to(self.choices)

    def _turn_to(self, page: Page) -> None:
        self.pages.setCurrentWidget(page)
        main = page.main_button()
        if main is not None:
            main.setDefault(True)
            if page is not self.choices:
                main.setFocus()

    @Slot()
    def _to_choices(self) -> None:
        self._turn_to(self.choices)
        self.choices.renew()

    # Fifty milliseconds apart.

    @property
    def equipped(self) -> bool:
        """Whether everything is loaded that a training needs."""
        return self._belongings.loader is not None

    @property
    def training(self) -> bool:
        """Whether a training goes on, also one that is being given up."""
        return self._job is not None

    @Slot()
    def _look(self) -> None:
        if not self.equipped and not self._leaving:
            if self._belongings.loading.is_alive():
                return
            self._equip()
        job = self._job
        if job is not None:
            for message in _latest(job.drain()):
                self._hear(message)
            if job.ended:
                self._on_ended()
        self._belongings.drop_ended_jobs()
        if not self._belongings.jobs:
            self._timer.stop()
            if self._leaving:
                self.deleteLater()

    def _equip(self) -> None:
        self.choices.sides.equip(self._belongings.make_loader())
        self.running.equip()
        self.choices.equip()
        self.choices.sides.take(self._folders)

    # The training.

    @Slot(object)
    def _on_train(self, request: TrainingRequest) -> None:
        self._request, self._dataset = request, self.choices.dataset
        if request.out.exists():
            text = f"“{request.out.name}” is there already. Replace it with the new model?"
            self._ask(text, "&Replace it", "&Keep it", self._begin)
        else:
            self._begin()

    def _begin(self) -> None:
        from alpaca_gui.jobs.child_job import ChildJob  # noqa: PLC0415 - loaded beside the window

        assert self._request is not None
        try:
            self._job = ChildJob(self._module, self._request.as_dict())
        except AlpacaError as error:
            self._fail(str(error))
            return
        self._belongings.jobs.append(self._job)
        self.running.begin(self._request)
        self._turn_to(self.running)
        self._timer.start()

    def _hear(self, message: Message) -> None:
        match message:
            case Step():
                self.running.step(message)
            case Epoch():
                self.running.epoch(message)
            case Note(text):
                self.running.note(text)
            case Done(values):
                self._job = None  # which may take a moment to end, and is left to itself
                self._succeed(values)
            case Failed(sentence):
                self._job = None
                self._fail(sentence)

    def _succeed(self, values: dict[str, object]) -> None:
        assert self._request is not None
        self._withdraw()
        self.came.show_outcome(outcome(values, self._request, self._dataset))
        self._turn_to(self.came)

    def _fail(self, sentence: str) -> None:
        self._withdraw()
        self.failure.show_failure(sentence)
        self._turn_to(self.failure)

    @Slot()
    def _on_cancel(self) -> None:
        if self._job is not None:
            for message in self._job.drain():
                self._hear(message)  # it may have come to its end at this very moment
        if self._job is not None:
            self.running.stopping()
            self._job.cancel()

    def _on_ended(self) -> None:
        if self._job is not None:
            self._job = None
            self._to_choices()

    # What came of it.

    @Slot(object)
    def _on_use(self, came: Outcome) -> None:
        self.open_model.emit(came.out)

    @Slot(object)
    def _on_report(self, came: Outcome) -> None:
        self.report_asked.emit(came.out, came.dataset)

    # Leaving.

    def reject(self) -> None:
        """Close, as the Escape key asks."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close; during a training only after a question."""
        if self._leaving or self._job is None or self._job.cancelled:
            event.accept()
            self._leave()
        else:
            event.ignore()
            text = "The training is still going on. Stop it and close? There will be no model."
            self._ask(text, "&Stop and close", "&Go on training", self._stop_and_close)

    def _stop_and_close(self) -> None:
        self._on_cancel()
        self._leaving = self._job is not None
        if self._leaving:
            self.close()

    def _leave(self) -> None:
        """Be gone for the eye at once, and for good when the child has ended."""
        self._leaving = True
        self.hide()
        for job in self._belongings.jobs:
            job.cancel()
        self._timer.start()

    def _ask(self, text: str, yes: str, no: str, then: object) -> None:
        self._withdraw()
        self._question = Question(self, text, yes, no)
        self._question.agreed.connect(then)
        self._question.finished.connect(self._forget_question)
        self._question.open()

    def _withdraw(self) -> None:
        """Take a question back that has answered itself."""
        if self._question is not None:
            self._question.withdraw()

    @Slot()
    def _forget_question(self) -> None:
        self._question = None

    # Drops beside the two boxes, and colours.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what can be looked into, wherever it is dropped."""
        if self.pages.currentWidget() is self.choices and dropped_paths(event.mimeData()):
            accept_as_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Fill the first side that is empty; one folder with two inside, or two folders, fill both."""
        accept_as_copy(event)
        self.choices.sides.take(dropped_paths(event.mimeData()), self.choices.sides.first_empty)

    def changeEvent(self, event: QEvent) -> None:
        """Hand new colours on to what does not take them by itself."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "running"):
            self.choices.restyle()
            if self.running.curves is not None:
                self.running.curves.restyle()


def _latest(messages: list[Message]) -> Iterator[Message]:
    """Leave out each `Step` that is overtaken at once: nobody would see it."""
    for message, following in zip_longest(messages, messages[1:]):
        if not (isinstance(message, Step) and isinstance(following, Step)):
            yield message


def _close(belongings: Belongings, _dialog: object = None) -> None:
    belongings.close()
