"""The window for a room: it follows the list, fills a screen, and is driven by a clicker or a few keys."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPalette,
    QResizeEvent,
    QScreen,
    QShowEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpaca_gui.gui.canvas import Canvas
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.present.guessing import Game, Stage
from alpaca_gui.gui.present.hint import Hint
from alpaca_gui.gui.present.keys import Command, command_of
from alpaca_gui.gui.present.showing import Showing
from alpaca_gui.gui.present.slide import Slide
from alpaca_gui.gui.present.strip import Strip
from alpaca_gui.gui.review.words import question
from alpaca_gui.gui.shortened import shortened
from alpaca_gui.gui.why.gaze import Gaze
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.imaging.alter import WHOLE
from alpaca_gui.library.columns import NO_LABEL
from alpaca_gui.logit.verdict import judge

STRIP_SHARE: Final = 0.27
"""Of the screen's height, for the words."""

_GROUND: Final = "#000000"
_MOST_SHOWN: Final = 60
"""Letters of a name that are read from ten metres."""


class PresentWindow(QWidget):
    """One picture, huge type, nothing else.

    Right, space, page down, Enter (a clicker's keys) and a click reveal the next thing, or go to the next picture; left
    and page up go back. Y and N count a guess, backspace takes the last one back. Up and down go to another picture, G
    turns guessing off and on, B blackens the screen, S moves to the next screen, Escape and F11 leave.

    Signals
    -------
    step_asked(by)
        Another picture of the list is wanted, so many rows further down.
    """

    step_asked = Signal(int)

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Present")
        self.collection = collection
        self.game = Game()
        self.showing = Showing()
        self.canvas = Canvas()
        self.strip = Strip()
        self.gaze = Gaze(collection, self)
        self.gaze.seen.connect(self._on_seen)
        self.gaze.unseen.connect(self._on_unseen)
        collection.changed.connect(self._draw)
        collection.model_opened.connect(self._on_model)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(_GROUND))
        self.setPalette(palette)
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for widget in (self, self.canvas, self.strip):
            widget.setMouseTracking(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        shares = (round(100 * (1 - STRIP_SHARE)), round(100 * STRIP_SHARE))
        column.addWidget(self.canvas, shares[0])
        column.addWidget(self.strip, shares[1])
        self.hint = Hint(self)

    def show_on(self, screen: QScreen | None) -> None:
        """Fill a screen; the one that the window is on where None is given."""
        if screen is not None:
            self.setScreen(screen)
            self.setGeometry(screen.geometry())
        self.showFullScreen()

    @property
    def stage(self) -> Stage:
        """What of the picture the room has seen."""
        return self.showing.stage

    @property
    def subject(self) -> Subject | None:
        """The picture that is shown; None where there is none, or it is still looked at."""
        return self.gaze.subject

    def follow(self, key: int) -> None:
        """Show the row ``key`` from the beginning; what was shown stays until it has been looked at."""
        self.gaze.follow(key)

    def restyle(self) -> None:
        """Stay dark: a room sees best what shines."""

    @Slot(object)
    def _on_model(self, _bundle: object) -> None:
        self.game = Game()  # what another model said is no part of the score against this one

    @Slot(object)
    def _on_seen(self, subject: Subject) -> None:
        self.showing.begin()
        self.canvas.show_image(subject.image)
        self._draw()

    @Slot(str)
    def _on_unseen(self, sentence: str) -> None:
        """Say which picture fails and why; the keys go on past it, and nobody can guess at it."""
        self.canvas.show_image(QImage())
        self.strip.show_message(sentence, shortened(self.gaze.name, _MOST_SHOWN))

    @Slot()
    def _draw(self) -> None:
        subject = self.subject
        if subject is None:
            return
        self._bring_up_to_date(subject)
        verdict = judge(subject.logit, self.collection.rule)
        contributions = subject.seen.contributions
        map_shown = self.stage >= Stage.MAP and contributions is not None
        self.canvas.show_map(contributions if map_shown else None, subject.region if map_shown else WHOLE)
        self.strip.show_slide(
            Slide(
                question(subject.bundle.card.concept),
                subject.answer(verdict.decision),
                verdict,
                contributions,
                self.stage,
                self.game.of(subject.key),
                self.game.score,
                self._label(subject.key),
            )
        )

    def _bring_up_to_date(self, subject: Subject) -> None:
        """Let the score follow labels, and the rule for what is on the screen: it never contradicts the slide."""
        for key in self.game.rounds:
            self.game.label(key, self._label(key))
        if self.stage is not Stage.GUESS and subject.key in self.game.rounds:
            self._reveal(subject)

    def _reveal(self, subject: Subject) -> None:
        decision = judge(subject.logit, self.collection.rule).decision
        self.game.reveal(subject.key, decision, self._label(subject.key))

    # What the presenter does.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Reveal, step, count guesses, leave."""
        command = command_of(event)
        if command is None:
            super().keyPressEvent(event)
        else:
            self._do(command)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go on at a click, as at a clicker's key; a second one that makes it a double click goes on once more."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._do(Command.ON)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say how to go on and to leave."""
        self.hint.on_mouse(event.globalPosition().toPoint())
        super().mouseMoveEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Say at first how to go on and to leave."""
        super().showEvent(event)
        self.hint.show_up()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the hint in its corner."""
        super().resizeEvent(event)
        self.hint.place()

    def _do(self, command: Command) -> None:
        match command:
            case Command.ON:
                self._go_on()
            case Command.BACK:
                self._go_back()
            case Command.DOWN | Command.UP:
                self._step(1 if command is Command.DOWN else -1)
            case Command.GUESS_YES | Command.GUESS_NO | Command.TAKE_BACK:
                self._guess(command)
            case Command.GUESSING:
                self._switch_guessing()
            case Command.BLACK:
                self._blacken()
            case Command.SCREEN:
                self._next_screen()
            case Command.LEAVE:
                self.close()

    def _go_on(self) -> None:
        if self.gaze.looking:
            return  # the room has not seen the picture yet that a key too many would jump over
        following = self.showing.following
        if self.subject is None or following is None:
            self._step(1)
        else:
            self._turn_to(following)

    def _go_back(self) -> None:
        if self.gaze.looking:
            return
        before = self.showing.before
        if self.subject is None or before is None:
            self._step(-1)
        else:
            self._turn_to(before)

    def _turn_to(self, stage: Stage) -> None:
        subject = self.subject
        if subject is None:
            return
        if stage is Stage.DECISION and self.stage is Stage.GUESS:
            self._reveal(subject)
        self.showing.stage = stage
        self._draw()

    def _label(self, key: int) -> int | None:
        label = int(self.collection.columns.label[key])
        return None if label == NO_LABEL else label

    def _step(self, by: int) -> None:
        self.step_asked.emit(by)

    def _guess(self, command: Command) -> None:
        if self.subject is None or self.stage is not Stage.GUESS:
            return
        if command is Command.TAKE_BACK:
            self.game.take_back(self.subject.key)
        else:
            self.game.guess(self.subject.key, yes=command is Command.GUESS_YES)
        self._draw()

    def _switch_guessing(self) -> None:
        self.showing.switch_guessing()
        self._draw()

    def _blacken(self) -> None:
        black = self.canvas.isVisible()
        self.canvas.setVisible(not black)
        self.strip.setVisible(not black)
        self.hint.put_away()

    def _next_screen(self) -> None:
        screens = QGuiApplication.screens()
        place = screens.index(self.screen()) if self.screen() in screens else 0
        self.show_on(screens[(place + 1) % len(screens)])

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the thread."""
        self.gaze.close()
        super().closeEvent(event)


def other_screen(window: QWidget) -> QScreen | None:
    """The first screen that ``window`` is not on; None where there is but one."""
    return next((screen for screen in QGuiApplication.screens() if screen is not window.screen()), None)
