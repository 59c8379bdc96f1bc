"""What the flip finder looks like: picture and sliders side by side, the sentence and the plot below them."""

from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from alpaca_gui.gui.why.flip.flip_plot import FlipPlot
from alpaca_gui.gui.why.flip.now_line import NowLine
from alpaca_gui.gui.why.flip.patch_canvas import PatchCanvas
from alpaca_gui.gui.why.flip.sliders import Sliders

_SIDE_WIDTH: Final = 300
_GAP: Final = 14
_FIND: Final = "Find the smallest &flip"
_STOP: Final = "&Stop"


class FlipView(QWidget):
    """Holds the widgets, and lays them out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = PatchCanvas()
        self.sliders = Sliders()
        self.now = NowLine()
        self.reset = QPushButton("&Reset")
        self.search = QPushButton(_FIND)
        self.sentence = QLabel()
        self.plot = FlipPlot()
        self.estimate = QLabel()
        self.reset.setToolTip("Take all changes back")
        self.search.setToolTip(
            "Try every slider alone: which one gives another decision with the smallest part of its way"
        )
        for label in (self.sentence, self.estimate):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.estimate.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.reset)
        buttons.addWidget(self.search, 1)
        side = QWidget()
        side.setFixedWidth(_SIDE_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.now)
        column.addWidget(self.sliders)
        column.addLayout(buttons)
        column.addStretch(1)
        above = QHBoxLayout()
        above.setSpacing(_GAP)
        above.addWidget(self.canvas, 1)
        above.addWidget(side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addLayout(above, 3)
        whole.addWidget(self.sentence)
        whole.addWidget(self.plot, 2)
        whole.addWidget(self.estimate)
        order: list[QWidget] = [*self.sliders.of.values(), self.reset, self.search, self.canvas]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def show_searching(self, *, searching: bool) -> None:
        """Let the button stop the search while there is one."""
        text = _STOP if searching else _FIND
        if text != self.search.text():
            self.search.setText(text)

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self.plot.restyle()
        self.canvas.update()
