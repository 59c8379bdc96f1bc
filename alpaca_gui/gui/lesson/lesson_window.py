"""The window of the lesson: the picture on the left, one step at a time beside it."""

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QCloseEvent, QImage, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.explain.weighing import Weighing
from alpaca_gui.gui.beside import closes
from alpaca_gui.gui.canvas import Canvas
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.lesson.state import State
from alpaca_gui.gui.lesson.step_page import StepPage
from alpaca_gui.gui.placing import size_on_screen
from alpaca_gui.gui.why.gaze import Gaze
from alpaca_gui.gui.why.header import Header
from alpaca_gui.gui.why.inquiry import Inquiry
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.imaging.source import printable

_PICTURE_WIDTH: Final = 250
_NARROW_PICTURE: Final = 184
_NARROW: Final = 800
"""In a window narrower than this, words and plot take their room from the picture."""
_MOST_HEIGHT: Final = 480
_ABOVE: Final = 80
"""What the header and the edges take from the window's height, in pixels."""


class LessonWindow(QWidget):
    """Six steps around the picture that is chosen in the list. The main window closes it too."""

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Lesson: one neuron, one logit")
        self.collection = collection
        self.gaze = Gaze(collection, self)
        self._weighing = Inquiry(self.gaze.lens, self)
        self.canvas = Canvas()
        self.header = Header()
        self.page = StepPage()
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        self._image = QImage()
        self.canvas.setAccessibleName("The picture that the lesson is about")
        left = QVBoxLayout()
        left.addWidget(self.canvas)
        left.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addLayout(left)
        columns.addWidget(self.page, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(10)
        whole.addWidget(self.header)
        whole.addLayout(columns, 1)
        self.setMinimumSize(720, 540)
        size_on_screen(self, 960, 720)

    def _wire(self) -> None:
        self.gaze.turned.connect(self.page.clear)
        self.gaze.seen.connect(self._on_seen)
        self.gaze.unseen.connect(self._say)
        self._weighing.answered.connect(self._on_weighed)
        self._weighing.failed.connect(self._say)
        self.collection.changed.connect(self._on_changed)
        self.collection.model_opened.connect(self._on_model)
        self.page.finished.connect(self.close)
        for key, by in ((Qt.Key.Key_PageDown, 1), (Qt.Key.Key_PageUp, -1)):  # a clicker's, wherever the keyboard is
            turn = QShortcut(QKeySequence(key), self)
            turn.setAutoRepeat(False)
            turn.activated.connect(partial(self.page.go_by, by))

    def sizeHint(self) -> QSize:
        """Ask for the room of a page of text with a plot."""
        return QSize(960, 720)

    @property
    def subject(self) -> Subject | None:
        """The picture that it is about; None where there is none, or it is still looked at."""
        return self.gaze.subject

    def follow(self, key: int) -> None:
        """Be about the row ``key``."""
        self.gaze.follow(key)

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        self.page.restyle()

    @Slot(object)
    def _on_model(self, _bundle: object) -> None:
        self.page.begin_anew()

    @Slot(str)
    def _say(self, sentence: str) -> None:
        self._show_image(QImage())
        self.header.clear()
        self.header.show_name(self.gaze.name)
        self.page.say(self.gaze.named(sentence))

    @Slot(object)
    def _on_seen(self, subject: Subject) -> None:
        self._show_image(subject.image)
        self.header.show_subject(subject, self.collection.rule)
        self._weighing.ask(lambda lens, seen, _cancel, _step: _weigh(lens, seen))

    @Slot(object)
    def _on_weighed(self, weighing: Weighing | None) -> None:
        subject = self.subject
        if subject is not None:
            card = subject.bundle.card
            spread = self.collection.columns.spread()
            yes, no = printable(card.yes), printable(card.no)
            state = State(subject.logit, yes, no, weighing, spread, self.collection.rule)
            self.page.show_state(state, subject.key)

    @Slot()
    def _on_changed(self) -> None:
        if self.subject is not None:
            self.header.show_subject(self.subject, self.collection.rule)
        if self.page.state is not None:  # what is said of the list stays true while it changes
            spread, rule = self.collection.columns.spread(), self.collection.rule
            self.page.show_state(replace(self.page.state, spread=spread, rule=rule), self.gaze.key)

    def _show_image(self, image: QImage) -> None:
        """Show the picture as wide as its place is, and as high as it then is."""
        self._image = image
        self.canvas.show_image(image)
        self._fit()

    def _fit(self) -> None:
        wide = _PICTURE_WIDTH if self.width() >= _NARROW else _NARROW_PICTURE
        high = round(wide * self._image.height() / max(1, self._image.width()))
        self.canvas.setFixedSize(wide, max(1, min(_MOST_HEIGHT, self.height() - _ABOVE, high)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the picture its share of the room."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close at Escape, too."""
        if closes(event):
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the thread."""
        self.gaze.close()
        super().closeEvent(event)


def _weigh(lens: Lens, seen: Seen) -> Weighing | None:
    """The neuron's sum over the picture's features; None where the model does not show them, or it is not the logit."""
    embedding = seen.evidence.embedding
    if lens.weights is None or lens.bias is None or embedding is None or embedding.shape != lens.weights.shape:
        return None
    weighing = Weighing.of(embedding, lens.weights, lens.bias)
    return weighing if weighing.gives(seen.logit) else None
