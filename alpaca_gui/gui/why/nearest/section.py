"""One kind of pictures: a title, a sentence, and both sides beside each other."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.gui.why.nearest.tile import GetPixmap, TileFacts
from alpaca_gui.gui.why.nearest.tile_row import TileRow

_BETWEEN: Final = 16


class Section(QWidget):
    """Draws the pictures nearest among yes, and among no.

    Signals
    -------
    chosen(key)
        A picture of the library is to be shown in the list.
    """

    chosen = Signal(int)

    def __init__(self, title: str, pixmap_of: GetPixmap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = QLabel(title)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        self.sentence = ValueLabel(title)
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note = ValueLabel(f"Note on {title.lower()}")
        self.note.setWordWrap(True)
        self.note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.note.hide()
        self.yes, self.no = TileRow(Sign.YES, pixmap_of), TileRow(Sign.NO, pixmap_of)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(_BETWEEN)
        grid.setVerticalSpacing(4)
        for row, widget in enumerate((heading, self.sentence, self.note)):
            grid.addWidget(widget, row, 0, 1, 2)
        for column, side in enumerate((self.yes, self.no)):
            grid.addWidget(side, 3, column)
            grid.setColumnStretch(column, 1)
            side.chosen.connect(self.chosen)

    def say(self, sentence: str, note: str = "") -> None:
        """Say what was found, and what is to be known beside it."""
        self.sentence.show_value(sentence)
        self.note.show_value(note)
        self.note.setVisible(bool(note))

    def show_sides(
        self, titles: tuple[str, str], yes: Sequence[TileFacts] | None, no: Sequence[TileFacts] | None
    ) -> None:
        """Show the pictures of both sides; None while they are looked for."""
        self.yes.show_facts(titles[0], yes)
        self.no.show_facts(titles[1], no)

    def show_tiles(self, shown: bool) -> None:
        """Show the two rows, or the sentence alone."""
        self.yes.setVisible(shown)
        self.no.setVisible(shown)

    def fit(self, width: int) -> None:
        """Place the tiles in so many pixels."""
        for side in (self.yes, self.no):
            side.fit((width - _BETWEEN) // 2)

    def refresh(self, key: int) -> None:
        """Draw the row of a key anew, whose thumbnail has arrived."""
        for side in (self.yes, self.no):
            for tile in side.shown():
                if tile.facts.key == key:
                    tile.update()
