"""Buttons and boxes that leave the keys of the review to its window."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from alpaca_gui.gui.signs import Sign, draw_sign
from alpaca_gui.gui.theme import current_theme

_SIGN: Final = 14
_GAP: Final = 6
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MINE: Final = (Qt.Key.Key_Space, Qt.Key.Key_Select)


class KeyedButton(QPushButton):
    """A large button for what a key does too. It is reached by Tab, and then space and Enter press it; a click of the
    mouse leaves the keyboard where it is, so that space goes on to mean what it meant."""  # noqa: D205, D209

    def __init__(self, word: str, key: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(f"{word}  ({key})", parent)
        self.setAccessibleName(f"{word}, key {key}")
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.setFont(font)
        self.setMinimumHeight(2 * self.fontMetrics().height() + 6)

    def show_sign(self, sign: Sign) -> None:
        """Stand a decision's shape before the word, in the colours that are shown now."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(QSize(_SIGN + _GAP, _SIGN) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw_sign(painter, sign, QRectF(1, 1, _SIGN - 2, _SIGN - 2), current_theme())
        painter.end()
        self.setIcon(QIcon(pixmap))
        self.setIconSize(QSize(_SIGN + _GAP, _SIGN))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed by space and Enter; every other key is the window's."""
        if event.key() in _ENTER and not event.isAutoRepeat():
            self.click()
        elif event.key() in _MINE:
            super().keyPressEvent(event)
        else:
            event.ignore()


class KeyedBox(QCheckBox):
    """A check box that takes the space bar alone, and only when it was reached by Tab."""

    def __init__(self, text: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setToolTip(tip)
        self.setAccessibleName(text.replace("&", ""))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be turned by the space bar; every other key is the window's."""
        if event.key() in _MINE:
            super().keyPressEvent(event)
        else:
            event.ignore()
