"""ROC, precision-recall and the reliability diagram, one at a time and large."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from alpaca_gui.gui.judging import behind
from alpaca_gui.gui.judging.curve_plot import CurvePlot
from alpaca_gui.gui.judging.reliability_plot import ReliabilityPlot
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.judging.report import Report

_HOW: Final = "Click on a point, or use the arrow keys, to see the mistakes at its threshold."
_ROC: Final = (
    "ROC",
    f"How many no's are taken for yes to find how many of the yes's, for every threshold. {_HOW}",
    "share of no's taken for yes",
    "share of yes's found",
)
_PRECISION: Final = (
    "Precision and recall",
    f"Of the pictures taken for yes the share that is yes, over the share of yes's found. {_HOW}",
    "recall: share of yes's found",
    "precision",
)


class CurvesTab(QWidget):
    """Draws a report's curves; `wanted` gives the pictures (`behind.Shown`) that a click asked for."""

    wanted = Signal(object)

    def __init__(self, judgement: Judgement, report: Report, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._judgement = judgement
        share = float((judgement.labels == 1).mean()) if judgement.labels.size else 0.0
        self.roc = CurvePlot(_ROC, report.roc, (0.0, 1.0))
        self.precision_recall = CurvePlot(_PRECISION, report.precision_recall, (share, share))
        self.reliability = ReliabilityPlot(report.reliability)
        self.roc.chosen.connect(self._on_roc)
        self.precision_recall.chosen.connect(self._on_precision_recall)
        self.reliability.chosen.connect(self._on_bin)
        self.pages = QStackedWidget()
        self.choice = QTabBar()
        self.choice.setAccessibleName("Curves")
        self.choice.setDrawBase(False)
        self.choice.setExpanding(False)
        self.says = QLabel()
        self.says.setTextFormat(Qt.TextFormat.PlainText)
        self.says.setWordWrap(True)
        self.says.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._lay_out(report)
        self.choice.currentChanged.connect(self.show_page)
        self.show_page(0)

    def _lay_out(self, report: Report) -> None:
        for text, plot in (
            ("&ROC", self.roc),
            ("&Precision and recall", self.precision_recall),
            (f"Re&liability, ECE {report.ece.value:.3f}", self.reliability),
        ):
            self.choice.addTab(text)
            self.pages.addWidget(plot)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self.choice)
        column.addWidget(self.says)
        column.addWidget(self.pages, 1)

    @Slot(int)
    def show_page(self, number: int) -> None:
        """Show one of the three."""
        self.choice.setCurrentIndex(number)
        self.pages.setCurrentIndex(number)
        self.says.setText((self.roc, self.precision_recall, self.reliability)[number].toolTip())

    @Slot(int)
    def _on_roc(self, spot: int) -> None:
        self._show_point(self.roc, spot)

    @Slot(int)
    def _on_precision_recall(self, spot: int) -> None:
        self._show_point(self.precision_recall, spot)

    def _show_point(self, plot: CurvePlot, spot: int) -> None:
        self.wanted.emit(behind.point(self._judgement, float(plot.thresholds[spot])))

    @Slot(int)
    def _on_bin(self, spot: int) -> None:
        self.wanted.emit(behind.reliability_bin(self._judgement, self.reliability.bins[spot]))
