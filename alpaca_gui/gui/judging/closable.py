"""A view with the diagrams on the left and the pictures behind them on the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from alpaca_gui.gui.judging.judged_model import Remark
from alpaca_gui.gui.judging.pictures_panel import PicturesPanel
from alpaca_gui.judging.judgement import Judgement


class ClosableView(QSplitter):
    """Holds a `PicturesPanel`, whose threads `close_threads` ends."""

    def __init__(self, judgement: Judgement, remark: Remark | None = None, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setChildrenCollapsible(False)
        self.pictures = PicturesPanel(judgement, remark)
        self.pictures.setMinimumWidth(230)

    def place(self, diagrams: QWidget) -> None:
        """Put ``diagrams`` to the left of the pictures."""
        self.addWidget(diagrams)
        self.addWidget(self.pictures)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self.setSizes([660, 440])

    def close_threads(self) -> None:
        """End the threads that decode for display."""
        self.pictures.close_threads()
