"""The status bar: the model, what is waiting, how fast it goes, how long it takes, and a way to stop it."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from alpaca_gui.gui.elided import ElidedLabel

_A_MOMENT_MS: Final = 300
_BAR, _LEAST_BAR = 150, 40
"""How wide the bar is, and how wide where there is little room, in pixels."""


class Status(QStatusBar):
    """Draws progress; `cancel` is the button that stops it. Both appear only when work takes longer than a moment."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(10, 2, 10, 2)
        self.model = ElidedLabel("Opening the model…")
        self.model.setAccessibleName("")  # read aloud as they are: a name would be read in place of the text
        self.model.setToolTip("")  # which bundle it is; nothing as long as none is there
        self.work = QLabel()
        self.work.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress bar")
        self.bar.setMinimumWidth(_LEAST_BAR)
        self.bar.setMaximumWidth(_BAR)
        self.bar.setMaximumHeight(14)
        self.bar.setTextVisible(False)
        self.cancel = QPushButton("Cancel")
        self.cancel.setToolTip("Stop classifying; what is done stays (Esc)")
        self.addWidget(self.model, 1)  # as much as the work beside it leaves
        for widget in (self.work, self.bar, self.cancel):
            self.addPermanentWidget(widget)
        self._moment = QTimer(self, singleShot=True, interval=_A_MOMENT_MS)
        self._moment.timeout.connect(self._appear)
        self._busy = False
        self._set_visible(False)

    def show_work(self, text: str, finished: int, total: int) -> None:
        """Show how far the work has come; a ``total`` of 0 says that it is not known yet."""
        self.work.setText(text)
        self.bar.setUpdatesEnabled(False)  # each of the two would draw at once, and all that waits to be drawn with it
        self.bar.setRange(0, total)
        self.bar.setValue(finished)
        self.bar.setUpdatesEnabled(True)
        if not self._busy:
            self._busy = True
            self._moment.start()

    def show_idle(self, text: str) -> None:
        """Show that nothing is at work."""
        self._busy = False
        self._moment.stop()
        self._set_visible(False)
        self.work.setText(text)

    @Slot()
    def _appear(self) -> None:
        self._set_visible(True)

    def _set_visible(self, visible: bool) -> None:
        self.bar.setVisible(visible)
        self.cancel.setVisible(visible)
