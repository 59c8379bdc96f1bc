"""A line of text that is cut in the middle where there is no room for it; the whole of it is its tool tip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from alpaca_gui.gui.tips import tip_text

_LEAST_WIDTH = 60


class ElidedLabel(QLabel):
    """Shows plain text on one line, however long it is."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show ``text``, which a screen reader reads whole."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(tip_text(text) if text else "")

    def minimumSizeHint(self) -> QSize:
        """Ask for little width."""
        return QSize(_LEAST_WIDTH, self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        return QSize(_LEAST_WIDTH, self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of the text as fits."""
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
