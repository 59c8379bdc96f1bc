"""What the pages of the training dialog have in common: an inside, and a row of buttons below it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class Page(QWidget):
    """One page; `close_asked` tells that the person wants to leave."""

    close_asked = Signal()

    def fill(self, inside: QWidget, buttons: list[QPushButton], beside: QWidget | None = None) -> None:
        """Lay the page out: its inside, and below it the buttons with a word beside them."""
        row = QHBoxLayout()
        row.setContentsMargins(20, 10, 20, 16)
        row.setSpacing(10)
        if beside is None:
            row.addStretch(1)
        else:
            row.addWidget(beside, 1)
        for each in buttons:
            row.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(inside, 1)
        column.addLayout(row)

    def main_button(self) -> QPushButton | None:
        """Give what Enter presses, where there is something."""
        return None


def button(text: str, pressed: Callable[[], Any] | Any) -> QPushButton:
    """Make a button; ``pressed`` is a slot or a signal."""
    made = QPushButton(text)
    made.setMinimumHeight(32)
    made.clicked.connect(pressed)
    return made


def title_font(font: QFont) -> QFont:
    """Give the font of a page's title."""
    larger = QFont(font)
    larger.setPointSizeF(font.pointSizeF() * 1.5)
    return larger


def text_label(text: str = "", *, quiet: bool = False) -> QLabel:
    """Make a label of plain, wrapped text that can be selected with the mouse."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if quiet:
        label.setForegroundRole(label.foregroundRole().PlaceholderText)
    return label
