"""A report: figures, threshold and curves in tabs, and beside them the pictures behind what was clicked."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from alpaca_gui.gui.judging.closable import ClosableView
from alpaca_gui.gui.judging.curves_tab import CurvesTab
from alpaca_gui.gui.judging.overview_tab import OverviewTab
from alpaca_gui.gui.judging.threshold_tab import ThresholdTab
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.judging.report import Report


class ReportView(ClosableView):
    """Draws a report over its judgement; shows the mistakes first, or all pictures where there is none."""

    rule_taken = Signal(object)

    def __init__(self, judgement: Judgement, report: Report, parent: QWidget | None = None) -> None:
        super().__init__(judgement, parent=parent)
        self.overview = OverviewTab(judgement, report)
        self.threshold = ThresholdTab(judgement)
        self.curves = CurvesTab(judgement, report)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Report")
        for tab, name in ((self.overview, "&Overview"), (self.threshold, "&Threshold"), (self.curves, "Cur&ves")):
            self.tabs.addTab(tab, name)
            tab.wanted.connect(self.pictures.show_pictures)
        self.threshold.rule_taken.connect(self.rule_taken)
        self.place(self.tabs)
        self.setFocusProxy(self.tabs)
        if report.counts.wrong:
            self.overview.show_mistakes()
        else:
            self.overview.show_all()
