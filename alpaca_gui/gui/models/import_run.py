"""The child process that reads a stranger's model: asked for one thing at a time, listened to, ended at any moment."""

import threading
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from alpaca_gui.errors import AlpacaError
from alpaca_gui.jobs.child_job import ChildJob
from alpaca_gui.messages import Done, Failed, Message, Note, Step
from alpaca_gui.training.foreign.request import CHILD, ImportRequest

_LISTEN_MS: Final = 50


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
        self._job: ChildJob | None = None
        self.work: Work | None = None
        self._timer = QTimer(self, interval=_LISTEN_MS)
        self._timer.timeout.connect(self._listen)

    def ask(self, work: Work, request: ImportRequest) -> None:
        """Begin a piece of work."""
        self.cancel()
        try:
            self._job = ChildJob(self._module, {"work": work.value, **request.as_dict()})
        except AlpacaError as error:
            self.failed.emit(work, str(error))
            return
        self.work = work
        self._timer.start()

    def cancel(self) -> None:
        """Give up what goes on. The child may take a second to end, for which nobody waits here."""
        self._timer.stop()
        job, self._job, self.work = self._job, None, None
        if job is not None:
            job.cancel()
            threading.Thread(target=job.close, name="end a child").start()

    @Slot()
    def _listen(self) -> None:
        job = self._job
        for message in job.drain() if job is not None else ():
            if self._job is job:  # else whoever was told has asked for something else
                self._tell(message)

    def _tell(self, message: Message) -> None:
        match message:
            case Step():
                self.stepped.emit(message)
            case Note(text):
                self.noted.emit(text)
            case Done(values):
                work = self.work
                self.cancel()
                self.done.emit(work, values)
            case Failed(sentence):
                work = self.work
                self.cancel()
                self.failed.emit(work, sentence)
