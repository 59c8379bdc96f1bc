"""The figures and the confusion matrix of a report."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from alpaca_gui.gui.judging import behind
from alpaca_gui.gui.judging.figure_row import ACCURACY, AUC, BRIER, ECE, LOG_LOSS, FigureRow
from alpaca_gui.gui.judging.matrix import MatrixPanel
from alpaca_gui.gui.judging.words import doubt_words, temperature_words
from alpaca_gui.gui.notices import Notice
from alpaca_gui.gui.tips import tip_text
from alpaca_gui.imaging.source import printable
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.judging.report import Report
from alpaca_gui.judging.words import about_logits, about_suspicious


class OverviewTab(QScrollArea):
    """Draws a report's figures; `wanted` gives the pictures (`behind.Shown`) that a click asked for."""

    wanted = Signal(object)

    def __init__(self, judgement: Judgement, report: Report, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._judgement, self._report = judgement, report
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Overview")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.fold = _sentence(about_logits(judgement))
        self.figures = QGridLayout()
        self.rows = [
            FigureRow(about, figure, self.figures, row)
            for row, (about, figure) in enumerate(
                (
                    (ACCURACY, report.accuracy),
                    (LOG_LOSS, report.log_loss),
                    (BRIER, report.brier),
                    (AUC, report.auc),
                    (ECE, report.ece),
                )
            )
        ]
        self.matrix = MatrixPanel(report.counts, judgement.yes, judgement.no)
        self.matrix.chosen.connect(self._on_cell)
        self.all = _button("&All pictures", "Show all pictures, those farthest on the wrong side first")
        self.mistakes = _button("&Mistakes", "Show the pictures on the wrong side of the threshold, worst first")
        self.doubts = _button(
            doubt_words(len(report.suspicious)),
            tip_text(f"Show them, worst first. {about_suspicious(judgement, report)}"),
        )
        self.doubts.setEnabled(bool(report.suspicious))
        self.left_out = _button(f"{len(judgement.left_out):,} left out", "Say which files could not be judged, and why")
        self.left_out.setVisible(bool(judgement.left_out))
        for button, slot in (
            (self.all, self.show_all),
            (self.mistakes, self.show_mistakes),
            (self.doubts, self._on_doubts),
            (self.left_out, self._on_left_out),
        ):
            button.clicked.connect(slot)
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(12)
        self.figures.setHorizontalSpacing(12)
        self.figures.setVerticalSpacing(0)
        self.figures.setColumnStretch(2, 1)
        buttons = QHBoxLayout()
        for button in (self.all, self.mistakes, self.doubts, self.left_out):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addWidget(self.fold)
        column.addLayout(self.figures)
        column.addWidget(_sentence(temperature_words(self._judgement.rule.temperature)))
        column.addWidget(self.matrix, 1)
        column.addLayout(buttons)
        self.setWidget(inside)

    @Slot()
    def show_all(self) -> None:
        """Ask for all pictures."""
        self.wanted.emit(behind.everything(self._judgement))

    @Slot()
    def show_mistakes(self) -> None:
        """Ask for the mistakes."""
        self.wanted.emit(behind.mistakes(self._judgement, self._judgement.rule.threshold))

    @Slot()
    def _on_doubts(self) -> None:
        self.wanted.emit(behind.suspicious(self._report.suspicious))

    @Slot(bool, bool)
    def _on_cell(self, labelled_yes: bool, taken_for_yes: bool) -> None:
        self.wanted.emit(behind.cell(self._judgement, labelled_yes=labelled_yes, taken_for_yes=taken_for_yes))

    @Slot()
    def _on_left_out(self) -> None:
        lines = [f"{printable(str(one.path))}\n    {one.sentence}" for one in self._judgement.left_out]
        Notice("Files that were left out", "\n\n".join(lines), self.window()).show()


def _sentence(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAccessibleName(text.replace("&", ""))
    return button
