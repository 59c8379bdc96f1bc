"""How far something has come, as a thin line."""

from typing import Final

from PySide6.QtWidgets import QProgressBar

_HEIGHT: Final = 4


def thin_bar(name: str) -> QProgressBar:
    """Make a bar that keeps its room while it is hidden, so that nothing moves; ``name`` says what it counts."""
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setFixedHeight(_HEIGHT)
    bar.setAccessibleName(name)
    keep = bar.sizePolicy()
    keep.setRetainSizeWhenHidden(True)
    bar.setSizePolicy(keep)
    return bar
