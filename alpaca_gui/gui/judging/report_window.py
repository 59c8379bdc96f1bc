"""How good a model is: the window of the menu entry Report."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from alpaca_gui.gui.judging.judging_window import JudgingWindow
from alpaca_gui.gui.judging.report_view import ReportView
from alpaca_gui.jobs.judge import JudgeAnswer

_WORDS: Final = (
    "Report on a model",
    "Judging the model…",
    "Drop a folder of labelled pictures here, or choose one. It holds a sub-folder for each of the two answers, and "
    "the names of these are what a person said of the pictures in them. You will see how often the model agrees.",
)


class ReportWindow(JudgingWindow):
    """Judges a model on labelled pictures and shows the report.

    Parameters
    ----------
    model
        The bundle.
    dataset
        Where the labelled pictures are; judging begins at once. None where that is still to be chosen.
    """

    rule_taken = Signal(object)
    open_model = Signal(object)

    def __init__(self, model: Path, dataset: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(model, _WORDS, parent)
        self.use = QPushButton("&Use this model")
        self.use.setToolTip("Answer with this model in the main window from now on")
        self.use.clicked.connect(self._on_use)
        self.buttons.addWidget(self.use)
        if dataset is not None:
            self.take_folders([dataset])

    def make_view(self, answer: JudgeAnswer) -> ReportView:
        """Give the report."""
        view = ReportView(answer.judgement, answer.report)
        view.rule_taken.connect(self.rule_taken)
        return view

    @Slot()
    def _on_use(self) -> None:
        self.open_model.emit(self.model)
