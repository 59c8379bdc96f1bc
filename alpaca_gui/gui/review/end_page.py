"""The calm end of a review: what was done, what the labels say of the unsure pictures, and where to go from here."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from alpaca_gui.gui.review.progress import Progress
from alpaca_gui.gui.review.words import done_words, pictures
from alpaca_gui.gui.value_label import ValueLabel


class EndPage(QWidget):
    """Two sentences and the ways on, of which Enter takes the first."""

    go_on_asked = Signal()
    skipped_asked = Signal()
    teach_asked = Signal()
    close_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("End of the review")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = _sentence("Review", 1.9)
        self.done = _sentence("What was done", 1.1)
        self.error = _sentence("What the labels say of the unsure pictures", 1.0)
        self.error.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.go_on = self._button("&Go on", self.go_on_asked)
        self.skipped = self._button("Review the &skipped ones", self.skipped_asked)
        self.teach = self._button("&Learn from the labels…", self.teach_asked)
        self.leave = self._button("&Close", self.close_asked)
        self.can_teach = False
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QVBoxLayout()
        buttons.setSpacing(8)
        for button in (self.go_on, self.skipped, self.teach, self.leave):
            buttons.addWidget(button)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(buttons)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(14)
        column.addStretch(3)
        for label in (self.title, self.done, self.error):
            column.addWidget(label)
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(4)

    def _button(self, text: str, asked: SignalInstance) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text.replace("&", ""))
        button.setMinimumHeight(34)
        button.clicked.connect(asked)
        return button

    def show_nothing(self, sentence: str) -> None:
        """Say why there is nothing to ask about."""
        self._show("Nothing to review", sentence, "", Progress(0, 0, 0, 0))

    def show_progress(self, progress: Progress, error: str) -> None:
        """Say what was done; ``error`` is what the labels say of the unsure pictures."""
        title = "All skipped ones are left" if progress.skipped and not progress.labelled else "That was all"
        if progress.skipped and progress.labelled:
            title = "All others are done"
        if progress.left:
            title = f"{pictures(progress.left)} left"
        self._show(title, done_words(progress), error, progress)

    def _show(self, title: str, done: str, error: str, progress: Progress) -> None:
        self.title.show_value(title)
        self.done.show_value(done)
        self.error.show_value(error)
        self.error.setVisible(bool(error))
        self.go_on.setText(f"&Go on with {pictures(progress.left)}")
        self.go_on.setAccessibleName(f"Go on with {pictures(progress.left)}")
        for button, shown in (
            (self.go_on, progress.left > 0),
            (self.skipped, progress.skipped > 0),
            (self.teach, self.can_teach and progress.labelled > 0),
        ):
            button.setVisible(shown)

    def take_first(self) -> None:
        """Take the first way on."""
        next(button for button in (self.go_on, self.skipped, self.leave) if not button.isHidden()).click()


def _sentence(name: str, scale: float) -> ValueLabel:
    label = ValueLabel(name)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    label.setFont(font)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
