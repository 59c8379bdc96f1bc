"""The window in which the model learns from labels, in a child process, and a person decides about what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from alpaca_gui.errors import AlpacaError
from alpaca_gui.gui.placing import size_on_screen
from alpaca_gui.gui.teaching.came_page import CamePage
from alpaca_gui.gui.teaching.learning_page import LearningPage
from alpaca_gui.gui.teaching.lesson import Came, Lesson
from alpaca_gui.gui.teaching.start_page import StartPage
from alpaca_gui.gui.teaching.survey import survey
from alpaca_gui.gui.teaching.words import leaving_text
from alpaca_gui.gui.training.paged_dialog import PagedDialog
from alpaca_gui.jobs.teach_answer import MODULE

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from alpaca_gui.gui.collection import Collection

LONG_S: Final = 20.0
"""A lesson that took this long is not thrown away without a question."""

_WRITTEN_MS: Final = 20


class TeachDialog(PagedDialog):
    """What will be learnt from, then the lesson, then what it changes.

    `open_model` gives the path of the new bundle, to answer with it. Closed in any other way, nothing is kept.

    Parameters
    ----------
    collection
        The pictures, their labels and the model.
    module
        Module of the child process.
    """

    open_model = Signal(object)

    def __init__(self, collection: Collection, parent: QWidget | None = None, module: str = MODULE) -> None:
        super().__init__(parent)
        self.setWindowTitle("Learn from the labels")
        self.setMinimumSize(760, 500)
        size_on_screen(self, 980, 700)
        self._collection = collection
        self._came: Came | None = None
        self._leaving = False
        self.lesson = Lesson(collection, self, module)
        self.start = StartPage()
        self.learning = LearningPage()
        self.came = CamePage()
        self._written = QTimer(self, interval=_WRITTEN_MS, singleShot=True)
        self._wire()
        self._to_start()

    def _wire(self) -> None:
        self.add_pages(self.start, self.learning, self.came)
        self.start.learn_asked.connect(self.begin)
        self.learning.cancel_asked.connect(self._on_cancel)
        self.came.use_asked.connect(self._on_use)
        self.came.throw_asked.connect(self._on_throw)
        self.failure.back_asked.connect(self._to_start)
        self.lesson.stepped.connect(self.learning.step)
        self.lesson.noted.connect(self.learning.note)
        self.lesson.done.connect(self._on_done)
        self.lesson.failed.connect(self.fail)
        self.lesson.cancelled.connect(self._to_start)
        self._written.timeout.connect(self.begin)
        self._collection.changes.rows_changed.connect(self._look)
        self._collection.model_opened.connect(self._look)

    @Slot()
    def _to_start(self) -> None:
        self.withdraw()
        self._look()
        self.turn_to(self.start)

    @Slot()
    def _look(self) -> None:
        """Count the labels as they are now."""
        bundle = self._collection.bundle
        if bundle is not None:
            self.start.show_survey(survey(self._collection.columns, self._collection.rule), bundle)

    # The lesson.

    @Slot()
    def begin(self) -> None:
        """Learn, once every label that was given is in the library."""
        bundle = self._collection.bundle
        if bundle is None:
            return
        self.learning.begin_lesson(bundle.name)
        self.turn_to(self.learning)
        if self._collection.changes.editing:
            self._written.start()
        else:
            self.lesson.begin()

    @Slot(object)
    def _on_done(self, came: Came) -> None:
        self.withdraw()
        self._came = came
        self.came.show_answer(came.answer, came.moves, self._collection.columns)
        self.turn_to(self.came)

    @Slot()
    def _on_cancel(self) -> None:
        if self._written.isActive():
            self._written.stop()
            self._to_start()
            return
        self.lesson.cancel()
        if self.lesson.ending:
            self.learning.stopping()

    # What a person decides.

    @Slot()
    def _on_use(self) -> None:
        if self._came is None:
            return
        try:
            path = self.lesson.keep(self._came.answer.taught_from)
        except AlpacaError as error:
            self.came.said.setText(str(error))
            return
        self._came = None
        self.open_model.emit(path)
        self.close()

    @Slot()
    def _on_throw(self) -> None:
        self._came = None
        self.close()

    # Leaving.

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close and keep nothing; after a question where that would be a pity."""
        text = "" if self._leaving or self._left_alone() else self._pity()
        if not text:
            event.accept()
            self._leave()
            return
        event.ignore()
        self.ask(text, "&Throw it away", "&Stay here", self._throw_and_close)

    def _left_alone(self) -> bool:
        """Whether the window that this one belongs to is closing."""
        parent = self.parentWidget()
        return parent is not None and not parent.isVisible()

    def _pity(self) -> str:
        """Say what would be lost; empty where that is little."""
        if self._came is not None and self._came.seconds > LONG_S:
            return leaving_text(self._came.seconds)
        return ""

    @Slot()
    def _throw_and_close(self) -> None:
        self._leaving = True
        self.close()

    def _leave(self) -> None:
        self._leaving = True
        self._came = None
        self._written.stop()
        self.lesson.close()
        self.came.clear()
        self.hide()
        self.deleteLater()
