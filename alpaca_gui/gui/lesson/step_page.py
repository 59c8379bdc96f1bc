"""One step at a time: its words, what to drag, what is true of this picture, and formulas for those who want them."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPalette, QResizeEvent
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

from alpaca_gui.gui.lesson.state import State
from alpaca_gui.gui.lesson.step import Step
from alpaca_gui.gui.lesson.steps import STEPS
from alpaca_gui.gui.value_label import ValueLabel

_LEAST_FORMULAS: Final = 110
_NOTHING: Final = -1
_SOON_MS: Final = 1
"""So long that whatever else waits has its turn first."""
_LOW: Final = 620
"""In a page lower than this, formulas take the room of the words that they say once more."""


class StepPage(QWidget):
    """Goes through the steps; what each of them says of a picture follows its handle.

    Attributes
    ----------
    state
        What it speaks of; None where there is no picture, or it is still looked at.

    Signals
    -------
    finished
        A person wants to go on behind the last step.
    """

    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state: State | None = None
        self._key = _NOTHING
        self._about: dict[int, int] = {}
        self.title = _label("Step", 1.5, bold=True)
        self.text = _label("What it is", 1.15)
        self.do = _label("What to drag", 1.0)
        self.own = _label("About this picture", 1.15)
        self.message = QLabel()
        self.formulas = _label("Formulas", 1.0)
        self.more = QCheckBox("&Formulas and sources")
        self.back = QPushButton("&Back")
        self.next = QPushButton("&Next")
        self.steps = STEPS
        self.pages = QStackedWidget()
        self._place = 0
        self._built: dict[int, Step] = {}
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._on_soon)
        self._soon.start()
        self._lay_out()
        self.more.toggled.connect(self._make_room)
        self.back.clicked.connect(self._on_back)
        self.next.clicked.connect(self._on_next)
        self.go_to(0)

    def _lay_out(self) -> None:
        self.do.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.formulas.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._second = QScrollArea()
        self._second.setWidget(self.formulas)
        self._second.setWidgetResizable(True)
        self._second.setFrameShape(QScrollArea.Shape.NoFrame)
        self._second.setMinimumHeight(_LEAST_FORMULAS)
        self._second.hide()
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)  # it may hold a name, which may look like HTML
        self.message.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.pages.addWidget(self.message)
        buttons = QHBoxLayout()
        buttons.addWidget(self.more)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.title, self.text, self.do):
            column.addWidget(widget)
        column.addWidget(self.pages, 3)
        column.addWidget(self.own)
        column.addWidget(self._second, 2)
        column.addLayout(buttons)

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self._step(self._place)

    def _step(self, place: int) -> Step:
        """Give a step by its place; it is built where it is not there yet, which takes its plot 15 ms."""
        if place not in self._built:
            made = self._built[place] = self.steps[place]()
            made.moved.connect(self._speak)
            self.pages.addWidget(made)
        return self._built[place]

    @Slot()
    def _on_soon(self) -> None:
        """Build the next of the others, each by itself: so that nobody waits for one, and the page keeps its size."""
        place = next((place for place in range(len(self.steps)) if place not in self._built), None)
        if place is not None:
            self._step(place)
            self._soon.start()

    def go_to(self, place: int) -> None:
        """Show a step by its place, from 0."""
        self._place = place
        step = self.step
        self.title.show_value(f"{place + 1} of {len(self.steps)} · {step.TITLE}")
        self.text.show_value(step.TEXT)
        self.do.show_value(step.DO)
        self.formulas.show_value("\n".join((step.FORMULAS, "", "Sources: " + "; ".join(step.SOURCES) + ".")))
        self.back.setEnabled(place > 0)
        self.next.setText("&Next" if place + 1 < len(self.steps) else "&Close")
        self._show()
        step.plot.setFocus()

    def go_by(self, by: int) -> None:
        """Show the step so many further on, none beyond the first and the last: what a clicker asks for."""
        place = self._place + by
        if 0 <= place < len(self.steps):
            self.go_to(place)

    def show_state(self, state: State, key: int) -> None:
        """Speak of the row ``key``; where it is another one than before, each step begins anew."""
        self.state, self._key = state, key
        self._show()

    @Slot()
    def clear(self) -> None:
        """Speak of nothing: another picture is looked at, and what was said stays until then."""
        self.state = None

    def say(self, sentence: str) -> None:
        """Say why there is no picture to speak of."""
        self.clear()
        self.own.show_value("")
        self.message.setText(sentence)
        self._show()

    def begin_anew(self) -> None:
        """Have each step begin anew: its axis may be another one."""
        self._about.clear()

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        for step in self._built.values():
            step.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._make_room()

    @Slot()
    def _make_room(self) -> None:
        self._second.setVisible(self.more.isChecked())
        self.text.setVisible(not self.more.isChecked() or self.height() >= _LOW)

    def _show(self) -> None:
        """Show the step; in place of its plot, where there is nothing to draw, the sentence that says why."""
        place, step, state = self._place, self.step, self.state
        if state is not None:
            self.message.setText("")
            drawn = step.draws(state)
        else:  # what was drawn of another picture stays while the next one is looked at
            drawn = step.state is not None and step.draws(step.state) and not self.message.text()
        self.pages.setCurrentWidget(step if drawn else self.message)
        self.do.setVisible(drawn)
        if state is not None:
            step.show_state(state, begin=self._about.get(place) != self._key)
            self._about[place] = self._key
        self._speak()

    @Slot()
    def _speak(self) -> None:
        if self.state is not None:
            self.own.show_value(self.step.sentence())

    @Slot()
    def _on_back(self) -> None:
        self.go_by(-1)

    @Slot()
    def _on_next(self) -> None:
        if self._place + 1 < len(self.steps):
            self.go_to(self._place + 1)
        else:
            self.finished.emit()


def _label(name: str, scale: float, *, bold: bool = False) -> ValueLabel:
    label = ValueLabel(name)
    label.setWordWrap(True)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    font.setBold(bold)
    label.setFont(font)
    return label
