"""What is dragged over a window: a sheet over the whole of it says that it will be taken, and takes it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from alpaca_gui.gui.dropping import accept_as_copy
from alpaca_gui.gui.theme import current_theme


class DropOverlay(QWidget):
    """Covers its parent while something is dragged over it, and follows its size. The mouse goes through it.

    `dropped` hands over what a drop holds, while it is there: everything has to be copied out at once.

    Parameters
    ----------
    parent
        The window, which takes drops from now on.
    wanted
        Whether a drag is taken; one that is not goes on to the parent's own parents.
    words
        The invitation.
    """

    dropped = Signal(QMimeData)

    def __init__(self, parent: QWidget, wanted: Callable[[QMimeData], bool], words: str = "Drop to classify") -> None:
        super().__init__(parent)
        self._covered = parent
        self._wanted = wanted
        self._words = words
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("Drop here to classify")
        self.hide()
        parent.setAcceptDrops(True)
        parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow and shrink with the parent; take what is dragged over it, wherever that is."""
        match event.type():
            case QEvent.Type.Resize if self.isVisible():
                self.setGeometry(self._covered.rect())
            case QEvent.Type.DragEnter if isinstance(event, QDragEnterEvent):
                return self._enter(event)
            case QEvent.Type.DragMove if isinstance(event, QDropEvent):
                accept_as_copy(event)
                return True
            case QEvent.Type.DragLeave:
                self.hide()
                return True
            case QEvent.Type.Drop if isinstance(event, QDropEvent):
                self.hide()
                accept_as_copy(event)
                self.dropped.emit(event.mimeData())
                return True
        return super().eventFilter(watched, event)

    def _enter(self, event: QDragEnterEvent) -> bool:
        taken = self._wanted(event.mimeData())
        if taken:
            accept_as_copy(event)
            self.setGeometry(self._covered.rect())
            self.raise_()
            self.show()
        return taken

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a veil, a dashed frame and the invitation."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(theme.window)
        veil.setAlpha(225)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(QColor(theme.accent), 3, Qt.PenStyle.DashLine))
        frame = QRectF(self.rect()).adjusted(18, 18, -18, -18)
        painter.drawRoundedRect(frame, 14, 14)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 2)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
