"""The pictures behind a number of the table, those that move furthest first."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from alpaca_gui.gui.places_model import Places
from alpaca_gui.gui.rows_view import RowsView
from alpaca_gui.gui.teaching.moved_model import MovedModel
from alpaca_gui.gui.teaching.moves import Moves
from alpaca_gui.gui.teaching.words import ABOUT_LOGITS, shown_text
from alpaca_gui.gui.thumbnails import Thumbnails
from alpaca_gui.gui.training.pages import text_label
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.library.columns import Columns


class MovedPanel(QWidget):
    """A list of pictures with thumbnails; `all_asked` when the person wants all that change sides again."""

    all_asked = Signal()

    def __init__(self, columns: Columns, moves: Moves, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = MovedModel(columns, moves, self)
        self.rows = RowsView(columns, "Pictures that change sides", self)
        # However the panel goes, also with its window: before the thread's own object does.
        self.rows.thumbnails.destroyed.connect(partial(_end, self.rows.thumbnails))
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.rows.setModel(self.model)
        self.what = ValueLabel("What is listed")
        self.what.setWordWrap(True)
        font = self.what.font()
        font.setBold(True)
        self.what.setFont(font)
        self.all = QPushButton("All that ch&ange")
        self.all.setToolTip("List all pictures that change sides")
        self.all.clicked.connect(self.all_asked)
        head = QHBoxLayout()
        head.addWidget(self.what, 1)
        head.addWidget(self.all, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.rows, 1)
        column.addWidget(text_label(ABOUT_LOGITS, quiet=True))

    def show_places(self, places: Places, words: str, *, all_of_them: bool) -> None:
        """List these records; ``words`` say what they have in common."""
        self.what.show_value(shown_text(places.size, words))
        self.all.setVisible(not all_of_them)
        self.model.arrange(places)
        if places.size:
            self.rows.choose(0)
            self.rows.scrollToTop()

    def close_threads(self) -> None:
        """End the thread that decodes thumbnails."""
        self.rows.thumbnails.close()


def _end(thumbnails: Thumbnails, _gone: object = None) -> None:
    thumbnails.close()
