"""What the window that shows why looks like: the panels' names at its side, and the one that is looked at."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from alpaca_gui.gui.elided import ElidedLabel
from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.why.header import Header
from alpaca_gui.gui.why.panels import KINDS

LOOKING: Final = "Looking…"
_SIDE_WIDTH: Final = 176
_ROOM: Final = 14
"""Above and below each title, together, in pixels."""


class WhyView(QWidget):
    """Holds the widgets, and lays them out.

    Attributes
    ----------
    side
        The names of the panels, in the order of `KINDS`.
    card
        The button that saves a verdict card.
    header, hint
        The picture and its verdict, and what the panel shows; above the panel.
    pages, message
        The panels that have been added, and what is said in the place of one.
    said
        What is said below the panel.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side = QListWidget()
        self.card = QPushButton("Save &card…")
        self.header = Header()
        self.hint = QLabel()
        self.pages = QStackedWidget()
        self.message = QLabel()
        self.said = ElidedLabel()
        self._dress_side()
        self._dress_labels()
        self.pages.addWidget(self.message)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._left())
        whole.addLayout(self._right(), 1)

    def _dress_side(self) -> None:
        for kind in KINDS:
            item = QListWidgetItem(kind.title)
            item.setSizeHint(QSize(0, self.side.fontMetrics().height() + _ROOM))
            self.side.addItem(item)
        self.side.setFixedWidth(_SIDE_WIDTH)
        self.side.setAccessibleName("Explanations")
        self.side.setFrameShape(QListWidget.Shape.NoFrame)
        self.side.setViewportMargins(6, 8, 6, 8)
        self.card.setToolTip("One PNG or PDF with the picture, its logit and its map, which can be verified later")
        self.card.setEnabled(False)

    def _dress_labels(self) -> None:
        for label in (self.hint, self.message, self.said):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.hint.setWordWrap(True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)  # it may hold a name, which may look like HTML
        self.said.hide()

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 12)
        left.setSpacing(8)
        left.addWidget(self.side, 1)
        below = QHBoxLayout()
        below.setContentsMargins(12, 0, 12, 0)
        below.addWidget(self.card)
        left.addLayout(below)
        return left

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setContentsMargins(16, 12, 16, 12)
        right.setSpacing(8)
        right.addWidget(self.header)
        right.addWidget(self.hint)
        right.addWidget(self.pages, 1)
        right.addWidget(self.said)
        return right

    def show_looking(self) -> None:
        """Say in the panel's place that a picture is looked at; a panel stays, with what it showed last."""
        if self.pages.currentWidget() is self.message:
            self.message.setText(LOOKING)  # what was said there is of another picture

    def show_message(self, sentence: str, name: str) -> None:
        """Say a sentence in the panel's place, below the picture's ``name`` alone."""
        self.message.setText(sentence)
        self.pages.setCurrentWidget(self.message)
        self.header.clear()
        self.header.show_name(name)

    def tell(self, sentence: str, *, failed: bool = False) -> None:
        """Say something below the panel; nothing where it is empty."""
        self.said.show_text(sentence)
        self.said.setVisible(bool(sentence))
        role = QPalette.ColorRole.WindowText if failed else QPalette.ColorRole.PlaceholderText
        self.said.setForegroundRole(role)
        self.restyle()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(current_theme().failed))
        self.said.setPalette(palette)
