"""What the windows of Judge have in common: pictures to choose or drop, a question, work, trouble, a view."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, Qt, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from alpaca_gui.gui.choosing import choose_folder
from alpaca_gui.gui.drop_overlay import DropOverlay
from alpaca_gui.gui.dropping import dropped_paths
from alpaca_gui.gui.elided import ElidedLabel
from alpaca_gui.gui.judging.closable import ClosableView
from alpaca_gui.gui.judging.pages import AskPage, BusyPage, Page, TroublePage
from alpaca_gui.gui.judging.run import Found, JudgingRun
from alpaca_gui.gui.placing import size_on_screen
from alpaca_gui.gui.settings import WindowSettings
from alpaca_gui.imaging.source import printable
from alpaca_gui.jobs.judge import JudgeAnswer

CANCELLED: Final = "The judging was cancelled; nothing was kept of it."


class JudgingWindow(QWidget):
    """A window beside the main one, which closes it too; it can be closed at any moment.

    Parameters
    ----------
    model
        The bundle to judge.
    title, busy_title, sentence
        What the window is called, what it says while it works, and how to begin.
    """

    def __init__(self, model: Path, words: tuple[str, str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        title, self._busy_title, sentence = words
        self.model = model
        self.paths: tuple[Path, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"{title}: {printable(model.stem)}")
        self.setMinimumSize(700, 500)
        size_on_screen(self, 1100, 760)
        self.run = JudgingRun(model, self)
        self.view: ClosableView | None = None
        self.models = ElidedLabel()
        self.pictures = ElidedLabel("Pictures: none chosen yet")
        self.pictures.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.choose = QPushButton("Choose &pictures…")
        self.choose.setToolTip("Choose a folder that holds a sub-folder of pictures for each of the two answers")
        self.buttons = QHBoxLayout()
        self.start = Page(title, sentence)
        self.start_choose = QPushButton("Choose &folder…")
        self.start_row = self.start.add_buttons(self.start_choose)
        self.ask, self.busy, self.trouble = AskPage(), BusyPage(), TroublePage()
        self.pages = QStackedWidget()
        for page in (self.start, self.ask, self.busy, self.trouble):
            self.pages.addWidget(page)
        self.overlay = DropOverlay(self, _holds_paths, "Drop a folder of labelled pictures")
        self._lay_out()
        self._wire()
        self.name_models()

    def _lay_out(self) -> None:
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addWidget(self.models)
        lines.addWidget(self.pictures)
        head = QHBoxLayout()
        head.setContentsMargins(14, 10, 14, 10)
        head.setSpacing(8)
        head.addLayout(lines, 1)
        head.addLayout(self.buttons)
        self.buttons.addWidget(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.pages, 1)

    def _wire(self) -> None:
        run = self.run
        run.found.connect(self._on_found)
        run.asked.connect(self._on_asked)
        run.stepped.connect(self.busy.show_step)
        run.noted.connect(self.busy.show_note)
        run.done.connect(self._on_done)
        run.failed.connect(self._on_failed)
        run.cancelled.connect(self._on_cancelled)
        self.ask.answered.connect(self._on_answered)
        self.busy.cancel.clicked.connect(run.cancel)
        self.trouble.again.clicked.connect(self.begin)
        for button in (self.choose, self.start_choose):
            button.clicked.connect(self.choose_folder)
        self.overlay.dropped.connect(self._on_dropped)

    # What is judged.

    @Slot()
    def choose_folder(self) -> None:
        """Choose a folder of labelled pictures."""
        choose_folder(self, "Choose labelled pictures", WindowSettings().folder, self._on_folder)

    @Slot(str)
    def _on_folder(self, folder: str) -> None:
        WindowSettings().folder = str(Path(folder).parent)
        self.take_folders([Path(folder)])

    def take_folders(self, paths: Sequence[Path]) -> None:
        """Judge on these: one folder that holds the two sides, or the two sides."""
        self.paths = tuple(paths)
        self.pictures.show_text(f"Pictures: {' and '.join(printable(str(path)) for path in self.paths)}")
        self.begin()

    def take_dropped(self, paths: Sequence[Path]) -> None:
        """Take in what was dropped."""
        self.take_folders(paths)

    @property
    def other(self) -> Path | None:
        """A second model to judge beside the first; None where there is none."""
        return None

    @property
    def ready(self) -> bool:
        """Whether everything has been chosen."""
        return bool(self.paths)

    @Slot()
    def begin(self) -> None:
        """Judge what has been chosen, from the beginning."""
        if self.ready:
            self.busy.begin(self._busy_title)
            self.turn_to(self.busy)
            self.busy.cancel.setFocus()
            self.run.begin(self.paths, self.other)
        else:
            self.turn_to(self.start)

    # What the run tells.

    @Slot(object)
    def _on_found(self, found: Found) -> None:
        self.name_models(f" · {found.model_id[:8]}")

    def name_models(self, identity: str = "") -> None:
        """Say which model is judged."""
        self.models.show_text(f"Model: {printable(str(self.model))}{identity}")

    @Slot(object)
    def _on_asked(self, found: Found) -> None:
        self.ask.ask(found)
        self.turn_to(self.ask)

    @Slot(object)
    def _on_answered(self, yes: Path) -> None:
        self.turn_to(self.busy)
        self.busy.cancel.setFocus()
        self.run.answer(yes)

    @Slot(object)
    def _on_done(self, answer: JudgeAnswer) -> None:
        self.view = self.make_view(answer)
        self.pages.addWidget(self.view)
        self.pages.setCurrentWidget(self.view)
        self.view.setFocus()

    def make_view(self, answer: JudgeAnswer) -> ClosableView:
        """Give what shows the answer."""
        raise NotImplementedError

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._show_trouble("The model could not be judged", sentence)

    def _show_trouble(self, title: str, sentence: str) -> None:
        self.trouble.show_trouble(title, sentence)
        self.turn_to(self.trouble)
        self.trouble.again.setFocus()

    @Slot()
    def _on_cancelled(self) -> None:
        self._show_trouble("Cancelled", CANCELLED)

    def turn_to(self, page: QWidget) -> None:
        """Show a page; what was shown of an earlier judging goes."""
        self.pages.setCurrentWidget(page)
        view, self.view = self.view, None
        if view is not None:
            view.close_threads()
            self.pages.removeWidget(view)
            view.deleteLater()

    # Drag and drop, keys, and leaving.

    @Slot(QMimeData)
    def _on_dropped(self, mime: QMimeData) -> None:
        paths = dropped_paths(mime)
        if paths:
            self.take_dropped(paths)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up the work with Escape; close with the system's own keys."""
        if event.key() == Qt.Key.Key_Escape and self.run.busy:
            self.run.cancel()
        elif event.matches(QKeySequence.StandardKey.Close):
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End what is at work."""
        self.hide()  # at once, whatever is still at work
        self.run.close()
        if self.view is not None:
            self.view.close_threads()
        super().closeEvent(event)


def _holds_paths(mime: QMimeData) -> bool:
    return bool(dropped_paths(mime))
