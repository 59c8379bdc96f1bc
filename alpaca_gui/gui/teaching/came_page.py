"""What came of a lesson: how good the model is now, and what it would change. A person decides."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from alpaca_gui.gui.elided import ElidedLabel
from alpaca_gui.gui.teaching.figures_box import FiguresBox
from alpaca_gui.gui.teaching.moved_panel import MovedPanel
from alpaca_gui.gui.teaching.moves import Moves
from alpaca_gui.gui.teaching.sides_table import SidesTable
from alpaca_gui.gui.teaching.words import came_text, cell_text, sides_text
from alpaca_gui.gui.training.pages import Page, button, text_label, title_font
from alpaca_gui.imaging.source import printable
from alpaca_gui.jobs.teach_answer import TeachAnswer
from alpaca_gui.library.columns import Columns
from alpaca_gui.logit.verdict import Decision

_CHANGING = "those that change sides, the furthest first"


class CamePage(Page):
    """Shows a `TeachAnswer`; `use_asked` and `throw_asked` tell what the person decides."""

    use_asked = Signal()
    throw_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = ElidedLabel()
        self.title.setFont(title_font(self.title.font()))
        self.came = text_label()
        self.figures = FiguresBox()
        self.sides = text_label()
        self.table: SidesTable | None = None
        self.panel: MovedPanel | None = None
        self._moves: Moves | None = None
        self.said = text_label()
        self.use = button("&Use the new model", self.use_asked)
        self.throw = button("&Throw away", self.throw_asked)
        self.throw.setAutoDefault(False)
        self._lay_out()

    def _lay_out(self) -> None:
        left = QWidget()
        self._left = column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(10)
        for widget in (self.came, self.figures, self.sides):
            column.addWidget(widget)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(left)
        area.setMinimumWidth(410)
        area.setAccessibleName("What came of it")
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(area)
        inside = QWidget()
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(20, 18, 20, 0)
        whole.setSpacing(10)
        whole.addWidget(self.title)
        whole.addWidget(self._split, 1)
        self.fill(inside, [self.throw, self.use], beside=self.said)

    def show_answer(self, answer: TeachAnswer, moves: Moves, columns: Columns) -> None:
        """Show what was learnt from ``columns``'s labels."""
        self.clear()
        self._moves = moves
        self.title.show_text(f"{printable(answer.taught_from)} has learnt {answer.labels:,} labels")
        self.came.setText(came_text(answer))
        self.figures.show_answer(answer)
        self.sides.setText(sides_text(answer))
        self.said.clear()
        self.table = SidesTable(answer.counts)
        self.table.chosen.connect(self._on_cell)
        self._left.insertWidget(3, self.table)
        self.panel = MovedPanel(columns, moves)
        self.panel.setMinimumWidth(250)
        self.panel.all_asked.connect(self._show_all)
        self._split.addWidget(self.panel)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._split.setSizes([520, 400])
        self._show_all()

    def clear(self) -> None:
        """Let what was shown of an earlier lesson go, and end its thread."""
        table, panel = self.table, self.panel
        self.table, self.panel, self._moves = None, None, None
        if table is not None:
            table.setParent(None)
            table.deleteLater()
        if panel is not None:
            panel.close_threads()
            panel.setParent(None)
            panel.deleteLater()

    @Slot()
    def _show_all(self) -> None:
        if self.panel is not None and self.table is not None and self._moves is not None:
            self.table.choose_none()
            self.panel.show_places(self._moves.changed(), _CHANGING, all_of_them=True)

    @Slot(object, object)
    def _on_cell(self, before: Decision, after: Decision) -> None:
        if self.panel is not None and self._moves is not None:
            self.panel.show_places(self._moves.of(before, after), cell_text(before, after), all_of_them=False)

    def main_button(self) -> QPushButton:
        """Give what Enter presses."""
        return self.use
