"""Windows beside the main one: one of a kind, shown again where it is open already."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

Kind = TypeVar("Kind", bound=QWidget)


def open_one(window: QWidget, kind: type[Kind]) -> Kind | None:
    """Give the window of a kind that is open beside ``window``; one that is closed may not be gone yet."""
    return next((one for one in window.findChildren(kind) if one.isVisible()), None)


def bring_to_front(window: QWidget) -> None:
    """Show a window above the others, with the keyboard."""
    window.show()
    window.raise_()
    window.activateWindow()


def closes(event: QKeyEvent) -> bool:
    """Whether a key closes such a window: the desktop's own for that, and Escape."""
    return event.matches(QKeySequence.StandardKey.Close) or event.key() == Qt.Key.Key_Escape
