"""How good a model is: the window of the menu entry Report."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from alpaca_gui.gui.background import Background
from alpaca_gui.gui.judging.judging_window import JudgingWindow
from alpaca_gui.gui.judging.page_saver import save_page
from alpaca_gui.gui.judging.report_view import ReportView
from alpaca_gui.gui.notices import Notice
from alpaca_gui.gui.settings import WindowSettings
from alpaca_gui.imaging.source import printable
from alpaca_gui.jobs.judge import JudgeAnswer
from alpaca_gui.logit.verdict import Rule

_WORDS: Final = (
    "Report on a model",
    "Judging the model…",
    "Drop a folder of labelled pictures here, or choose one. It holds a sub-folder for each of the two answers, and "
    "the names of these are what a person said of the pictures in them. You will see how often the model agrees.",
)


class ReportWindow(JudgingWindow):
    """Judges a model on labelled pictures and shows the report.

    `rule_taken` gives this window and the `Rule` that a person takes over, to be answered with `show_taken`;
    `open_model` gives the path of the model that is to answer.

    Parameters
    ----------
    model
        The bundle.
    dataset
        Where the labelled pictures are; judging begins at once. None where that is still to be chosen.
    """

    rule_taken = Signal(object, object)
    open_model = Signal(object)

    def __init__(self, model: Path, dataset: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(model, _WORDS, parent)
        self._answer: JudgeAnswer | None = None
        self._saver = Background(self)
        self._saver.done.connect(self._on_saved)
        self._saver.failed.connect(self._on_not_saved)
        self.save = QPushButton("&Save as page…")
        self.save.setToolTip("Write the report as one page of HTML, with the pictures that the model gets wrong")
        self.save.setEnabled(False)
        self.save.clicked.connect(self.choose_page)
        self.use = QPushButton("&Use this model")
        self.use.setToolTip("Answer with this model in the main window from now on")
        self.use.clicked.connect(self._on_use)
        self.buttons.addWidget(self.save)
        self.buttons.addWidget(self.use)
        if dataset is not None:
            self.take_folders([dataset])

    def make_view(self, answer: JudgeAnswer) -> ReportView:
        """Give the report."""
        self._answer = answer
        self._offer_saving()
        view = ReportView(answer.judgement, answer.report)
        view.rule_taken.connect(self._on_rule)
        return view

    @property
    def judged_id(self) -> str:
        """Identity of the model that the report which is shown is about; empty where none is shown."""
        return "" if self._answer is None else self._answer.judgement.model_id

    @Slot(object)
    def _on_rule(self, rule: Rule) -> None:
        self.rule_taken.emit(self, rule)

    def show_taken(self, *, taken: bool) -> None:
        """Say whether the rule was taken over."""
        if isinstance(self.view, ReportView):
            self.view.threshold.show_taken(taken=taken)

    def turn_to(self, page: QWidget) -> None:
        """Show a page; there is no report to save any more."""
        self._answer = None
        self._offer_saving()
        super().turn_to(page)

    @Slot()
    def choose_page(self) -> None:
        """Choose where the page is written."""
        dialog = QFileDialog(self, "Save the report as a page", WindowSettings().folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("Web pages (*.html)")
        dialog.setDefaultSuffix("html")
        dialog.selectFile(f"report on {self.model.stem}.html")
        dialog.fileSelected.connect(self.save_page)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def save_page(self, file: str) -> None:
        """Write the page to ``file``."""
        answer = self._answer
        if answer is not None and not self._saver.busy:
            self._saver.run(lambda: save_page(Path(file), answer.judgement, answer.report), "write the page")
            self._offer_saving()

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self._offer_saving()
        Notice("The report is saved", f"The report was written to\n\n{printable(str(path))}", self).show()

    @Slot(str)
    def _on_not_saved(self, sentence: str) -> None:
        self._offer_saving()
        Notice("The report was not saved", sentence, self).show()

    def _offer_saving(self) -> None:
        self.save.setText("Saving…" if self._saver.busy else "&Save as page…")
        self.save.setEnabled(self._answer is not None and not self._saver.busy)

    @Slot()
    def _on_use(self) -> None:
        self.open_model.emit(self.model)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End what is at work; a page that is being written is finished."""
        super().closeEvent(event)
        self._saver.close()
