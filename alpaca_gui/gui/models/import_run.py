"""The child process that reads a stranger's model: asked for one thing at a time, listened to, ended at any moment."""

from enum import StrEnum

from PySide6.QtCore import QObject, Signal, Slot

from alpaca_gui.gui.child_run import ChildRun
from alpaca_gui.messages import Values
from alpaca_gui.training.foreign.request import CHILD, ImportRequest


class Work(StrEnum):
    """What the child can be asked for."""

    INSPECT = "inspect"
    PREVIEW = "preview"
    IMPORT = "import"


class ImportRun(QObject):
    """Runs one piece of work; asking for another gives up the one before without a word.

    Signals
    -------
    stepped(Step), noted(sentence)
        How it goes.
    done(work, values), failed(work, sentence)
        What came of it.

    Parameters
    ----------
    module
        The child's module.
    """

    stepped = Signal(object)
    noted = Signal(str)
    done = Signal(object, object)
    failed = Signal(object, str)

    def __init__(self, module: str = CHILD, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._module = module
        self.work: Work | None = None
        self._child = ChildRun(self)
        self._child.stepped.connect(self.stepped)
        self._child.noted.connect(self.noted)
        self._child.done.connect(self._on_done)
        self._child.failed.connect(self._on_failed)

    def ask(self, work: Work, request: ImportRequest) -> None:
        """Begin a piece of work."""
        self.work = work
        self._child.begin(self._module, {"work": work.value, **request.as_dict()})

    def cancel(self) -> None:
        """Give up what goes on."""
        self.work = None
        self._child.give_up()

    @Slot(object)
    def _on_done(self, values: Values) -> None:
        work, self.work = self.work, None
        self.done.emit(work, values)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        work, self.work = self.work, None
        self.failed.emit(work, sentence)
