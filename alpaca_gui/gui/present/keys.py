"""What the presenter's keys mean: those of a clicker, and a few of the keyboard."""

from enum import Enum, auto
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


class Command(Enum):
    """What a presenter can ask for."""

    ON = auto()
    """Reveal the next thing, or go to the next picture."""
    BACK = auto()
    DOWN = auto()
    """Go to the next picture of the list, whatever was revealed."""
    UP = auto()
    GUESS_YES = auto()
    GUESS_NO = auto()
    TAKE_BACK = auto()
    """Take the last guess back."""
    GUESSING = auto()
    """Turn guessing off and on."""
    BLACK = auto()
    """Blacken the screen, and bring it back."""
    SCREEN = auto()
    """Move to the next screen."""
    LEAVE = auto()


_KEYS: Final = {
    Qt.Key.Key_Right: Command.ON,
    Qt.Key.Key_Space: Command.ON,
    Qt.Key.Key_PageDown: Command.ON,
    Qt.Key.Key_Return: Command.ON,
    Qt.Key.Key_Enter: Command.ON,
    Qt.Key.Key_Left: Command.BACK,
    Qt.Key.Key_PageUp: Command.BACK,
    Qt.Key.Key_Down: Command.DOWN,
    Qt.Key.Key_Up: Command.UP,
    Qt.Key.Key_Y: Command.GUESS_YES,
    Qt.Key.Key_N: Command.GUESS_NO,
    Qt.Key.Key_Backspace: Command.TAKE_BACK,
    Qt.Key.Key_G: Command.GUESSING,
    Qt.Key.Key_B: Command.BLACK,
    Qt.Key.Key_Period: Command.BLACK,
    Qt.Key.Key_S: Command.SCREEN,
    Qt.Key.Key_Escape: Command.LEAVE,
    Qt.Key.Key_F11: Command.LEAVE,
}
_PLAIN: Final = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier,
)  # fmt: skip


def command_of(event: QKeyEvent) -> Command | None:
    """What a key asks for; None where that is nothing. A key that is held down counts once."""
    if event.modifiers() not in _PLAIN or event.isAutoRepeat():
        return None
    return _KEYS.get(Qt.Key(event.key()))
