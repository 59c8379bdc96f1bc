"""The window of the lesson: the picture on the left, one step at a time beside it."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QCloseEvent, QImage, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.explain.weighing import Weighing
from alpaca_gui.gui.canvas import Canvas
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.lesson.state import State
from alpaca_gui.gui.lesson.step import Step
from alpaca_gui.gui.lesson.steps import STEPS
from alpaca_gui.gui.value_label import ValueLabel
from alpaca_gui.gui.why.gaze import Gaze
from alpaca_gui.gui.why.header import Header
from alpaca_gui.gui.why.lens_thread import Inquiry
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.imaging.source import printable

_PICTURE_WIDTH: Final = 250
_MOST_HEIGHT: Final = 480


class LessonWindow(QWidget):
    """Six steps around the picture that is chosen in the list. The main window closes it too."""

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Lesson: one neuron, one logit")
        self.collection = collection
        self.gaze = Gaze(collection, self)
        self._weighing = Inquiry(self.gaze.lens, self)
        self._state: State | None = None
        self._about: dict[int, int] = {}
        self.canvas = Canvas()
        self.header = Header()
        self.title = _label("Step", 1.5, bold=True)
        self.text = _label("What it is", 1.15)
        self.do = _label("What to drag", 1.0)
        self.own = _label("About this picture", 1.15)
        self.formulas = _label("Formulas", 1.0)
        self.more = QCheckBox("&Formulas and sources")
        self.back = QPushButton("&Back")
        self.next = QPushButton("&Next")
        self.steps: list[Step] = [step() for step in STEPS]
        self.pages = QStackedWidget()
        for step in self.steps:
            self.pages.addWidget(step)
            step.moved.connect(self._speak)
        self._lay_out()
        self._wire()
        self.go_to(0)

    def _lay_out(self) -> None:
        self.canvas.setFixedWidth(_PICTURE_WIDTH)
        self.canvas.setAccessibleName("The picture that the lesson is about")
        self.do.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.own.setFrameShape(QLabel.Shape.NoFrame)
        self.formulas.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._second = QScrollArea()
        self._second.setWidget(self.formulas)
        self._second.setWidgetResizable(True)
        self._second.setFrameShape(QScrollArea.Shape.NoFrame)
        self._second.setMinimumHeight(110)
        self._second.hide()
        buttons = QHBoxLayout()
        buttons.addWidget(self.more)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        right = QVBoxLayout()
        right.setSpacing(8)
        for widget in (self.title, self.text, self.do):
            right.addWidget(widget)
        right.addWidget(self.pages, 3)
        right.addWidget(self.own)
        right.addWidget(self._second, 2)
        right.addLayout(buttons)
        left = QVBoxLayout()
        left.addWidget(self.canvas)
        left.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addLayout(left)
        columns.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(10)
        whole.addWidget(self.header)
        whole.addLayout(columns, 1)
        self.setMinimumSize(760, 620)

    def _wire(self) -> None:
        self.gaze.turned.connect(self._on_turned)
        self.gaze.seen.connect(self._on_seen)
        self.gaze.unseen.connect(self._say)
        self._weighing.answered.connect(self._on_weighed)
        self._weighing.failed.connect(self._say)
        self.collection.changed.connect(self._on_changed)
        self.collection.model_opened.connect(self._on_model)
        self.more.toggled.connect(self._second.setVisible)
        self.back.clicked.connect(self._on_back)
        self.next.clicked.connect(self._on_next)

    def sizeHint(self) -> QSize:
        """Ask for the room of a page of text with a plot."""
        return QSize(960, 720)

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self.steps[self.pages.currentIndex()]

    @property
    def subject(self) -> Subject | None:
        """The picture that it is about; None where there is none, or it is still looked at."""
        return self.gaze.subject

    def go_to(self, place: int) -> None:
        """Show a step by its place, from 0."""
        self.pages.setCurrentIndex(place)
        step = self.step
        self.title.show_value(f"{place + 1} of {len(self.steps)} · {step.TITLE}")
        self.text.show_value(step.TEXT)
        self.do.show_value(step.DO)
        self.formulas.show_value("\n".join((step.FORMULAS, "", "Sources: " + "; ".join(step.SOURCES) + ".")))
        self.back.setEnabled(place > 0)
        self.next.setText("&Next" if place + 1 < len(self.steps) else "&Close")
        self._show()
        step.plot.setFocus()

    def follow(self, key: int) -> None:
        """Be about the row ``key``."""
        self.gaze.follow(key)

    @Slot()
    def _on_turned(self) -> None:
        self._state = None

    @Slot(object)
    def _on_model(self, _bundle: object) -> None:
        self._about.clear()  # each step begins anew: its axis may be another one

    @Slot(str)
    def _say(self, sentence: str) -> None:
        self._state = None
        self.canvas.show_image(QImage())
        self.header.clear()
        self.own.show_value(sentence)

    @Slot(object)
    def _on_seen(self, subject: Subject) -> None:
        self.canvas.show_image(subject.image)
        self.canvas.setFixedHeight(min(_MOST_HEIGHT, _high(subject.image)))
        self.header.show_subject(subject, self.collection.rule)
        self._weighing.ask(lambda lens, seen, _cancel, _step: _weigh(lens, seen))

    @Slot(object)
    def _on_weighed(self, weighing: Weighing | None) -> None:
        subject = self.subject
        if subject is not None:
            card = subject.bundle.card
            spread = self.collection.columns.spread()
            yes, no = printable(card.yes), printable(card.no)
            self._state = State(subject.logit, yes, no, weighing, spread, self.collection.rule)
            self._show()

    @Slot()
    def _on_changed(self) -> None:
        if self.subject is not None:
            self.header.show_subject(self.subject, self.collection.rule)
        if self._state is not None:  # what is said of the list stays true while it changes
            self._state = replace(self._state, spread=self.collection.columns.spread(), rule=self.collection.rule)
            self._show()

    def _show(self) -> None:
        state, place = self._state, self.pages.currentIndex()
        if state is not None:
            self.step.show_state(state, begin=self._about.get(place) != self.gaze.key)
            self._about[place] = self.gaze.key
        self._speak()

    @Slot()
    def _speak(self) -> None:
        if self._state is not None:
            self.own.show_value(self.step.sentence())

    @Slot()
    def _on_back(self) -> None:
        self.go_to(max(0, self.pages.currentIndex() - 1))

    @Slot()
    def _on_next(self) -> None:
        if self.pages.currentIndex() + 1 < len(self.steps):
            self.go_to(self.pages.currentIndex() + 1)
        else:
            self.close()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        for step in self.steps:
            step.restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close at Escape, too."""
        if event.matches(QKeySequence.StandardKey.Close) or event.key() == Qt.Key.Key_Escape:
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


def _high(image: QImage) -> int:
    """How high an image is at the width of its place."""
    return max(1, round(_PICTURE_WIDTH * image.height() / image.width()))


def _label(name: str, scale: float, *, bold: bool = False) -> ValueLabel:
    label = ValueLabel(name)
    label.setWordWrap(True)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    font.setBold(bold)
    label.setFont(font)
    return label
