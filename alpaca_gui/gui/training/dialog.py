"""The dialog that trains a model from two folders of pictures, in a child process that it listens to."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from alpaca_gui.gui.child_run import ChildRun
from alpaca_gui.gui.dropping import accept_as_copy, dropped_paths
from alpaca_gui.gui.placing import size_on_screen
from alpaca_gui.gui.training.belongings import Belongings
from alpaca_gui.gui.training.choices_page import ChoicesPage
from alpaca_gui.gui.training.outcome import Outcome, outcome
from alpaca_gui.gui.training.paged_dialog import PagedDialog
from alpaca_gui.gui.training.result_page import ResultPage
from alpaca_gui.gui.training.running_page import RunningPage
from alpaca_gui.gui.training.words import printable_path
from alpaca_gui.messages import Values
from alpaca_gui.training.request import TrainingRequest

MODULE: Final = "alpaca_gui.training.child"
_LOOK_MS: Final = 50


class TrainingDialog(PagedDialog):
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
        size_on_screen(self, 860, 780)
        self._folders = tuple(folders)
        self._module = module
        self._request: TrainingRequest | None = None
        self._dataset: Path | None = None
        self._leaving = False
        self._belongings = Belongings()
        # However the dialog goes, also with its parent; a callable that does not hold the dialog.
        self.destroyed.connect(partial(_close, self._belongings))
        self._run = ChildRun(self)
        self.choices = ChoicesPage(self._belongings.surveyor, self._belongings.place)
        self.running = RunningPage()
        self.came = ResultPage()
        self._wire()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _wire(self) -> None:
        self.add_pages(self.choices, self.running, self.came)
        self.choices.train_asked.connect(self._on_train)
        self.running.cancel_asked.connect(self._on_cancel)
        self.came.use_asked.connect(self._on_use)
        self.came.report_asked.connect(self._on_report)
        self.came.again_asked.connect(self._to_choices)
        self.failure.back_asked.connect(self._to_choices)
        self._run.stepped.connect(self.running.step)
        self._run.epoch.connect(self.running.epoch)
        self._run.noted.connect(self.running.note)
        self._run.done.connect(self._on_done)
        self._run.failed.connect(self.fail)
        self._run.cancelled.connect(self._to_choices)
        self.turn_to(self.choices, focus=False)

    @Slot()
    def _to_choices(self) -> None:
        self.turn_to(self.choices, focus=False)
        self.choices.renew()

    # Loading: the dialog is on the screen first.

    @property
    def equipped(self) -> bool:
        """Whether everything is loaded that a training needs."""
        return self._belongings.loader is not None

    @property
    def training(self) -> bool:
        """Whether a training goes on, also one that is being given up."""
        return self._run.busy

    @Slot()
    def _look(self) -> None:
        if not self._belongings.loading.is_alive():
            self._timer.stop()
            self._equip()

    def _equip(self) -> None:
        self.choices.sides.equip(self._belongings.make_loader())
        self.running.equip()
        self.choices.equip()
        self.choices.sides.take(self._folders)

    # The training.

    @Slot(object, bool)
    def _on_train(self, request: TrainingRequest, taken: bool) -> None:
        if self._leaving:
            return
        self._request, self._dataset = request, self.choices.dataset
        if taken:
            text = f"“{printable_path(Path(request.out.name))}” is there already. Replace it with the new model?"
            self.ask(text, "&Replace it", "&Keep it", self._begin)
        else:
            self._begin()

    @Slot()
    def _begin(self) -> None:
        assert self._request is not None
        self.running.begin(self._request)
        self.turn_to(self.running)
        self._run.begin(self._module, self._request.as_dict())

    @Slot(object)
    def _on_done(self, values: Values) -> None:
        assert self._request is not None
        self.withdraw()
        self.came.show_outcome(outcome(values, self._request, self._dataset))
        self.turn_to(self.came)

    @Slot()
    def _on_cancel(self) -> None:
        self._run.cancel()
        if self._run.ending:
            self.running.stopping()

    # What came of it.

    @Slot(object)
    def _on_use(self, came: Outcome) -> None:
        self.open_model.emit(came.out)

    @Slot(object)
    def _on_report(self, came: Outcome) -> None:
        self.report_asked.emit(came.out, came.dataset)

    # Leaving.

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close; during a training only after a question."""
        if self._leaving or not self._run.busy or self._run.ending:
            event.accept()
            self._leave()
        else:
            event.ignore()
            text = "The training is still going on. Stop it and close? There will be no model."
            self.ask(text, "&Stop and close", "&Go on training", self._stop_and_close)

    @Slot()
    def _stop_and_close(self) -> None:
        self._on_cancel()
        self._leaving = self._run.busy
        if self._leaving:
            self.close()

    def _leave(self) -> None:
        self._leaving = True
        self._timer.stop()
        self._run.give_up()
        self.hide()
        self.deleteLater()

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


def _close(belongings: Belongings, _dialog: object = None) -> None:
    belongings.close()
