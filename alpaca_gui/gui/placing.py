"""How large a window opens: as large as it likes to be, and no larger than its screen."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_FRAME: Final = QSize(4, 40)
"""Room for a title bar and borders, in pixels: how large they are is known only when the window is there."""


def size_on_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window its size, once it is laid out and before an earlier geometry is restored.

    Where the screen is smaller the window is as large as that; so is the least size that it has of its own or from its
    layout, since Qt lets that one count for more than the screen.

    Parameters
    ----------
    window
        Not shown yet.
    width, height
        What it likes to have, in pixels that are independent of the screen's resolution.
    """
    room = room_for(window)
    own, laid_out = window.minimumSize(), window.minimumSizeHint()
    if (own.width() or laid_out.width()) > room.width():
        window.setMinimumWidth(room.width())
    if (own.height() or laid_out.height()) > room.height():
        window.setMinimumHeight(room.height())
    window.resize(QSize(width, height).boundedTo(room))


def room_for(window: QWidget) -> QSize:
    """How large a window can be on the screen that it opens on, beside panels and inside its own frame."""
    return window.screen().availableSize() - _FRAME
