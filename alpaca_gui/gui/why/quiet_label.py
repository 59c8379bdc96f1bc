"""A sentence that stands back behind what it is about."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette

from alpaca_gui.gui.value_label import ValueLabel


def quiet_label(name: str) -> ValueLabel:
    """Make a label on as many lines as it takes; a screen reader reads its ``name`` before the sentence."""
    label = ValueLabel(name)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
