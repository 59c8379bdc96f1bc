"""The window for a room: it follows the list, fills a screen, and is driven by a clicker or a few keys."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QColor, QGuiApplication, QImage, QKeyEvent, QPalette, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpaca_gui.gui.canvas import Canvas
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.present.guessing import Game, Stage
from alpaca_gui.gui.present.slide import Slide
from alpaca_gui.gui.present.strip import Strip
from alpaca_gui.gui.review.words import question
from alpaca_gui.gui.why.gaze import Gaze
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.imaging.alter import WHOLE
from alpaca_gui.library.columns import NO_LABEL
from alpaca_gui.logit.verdict import judge

STRIP_SHARE: Final = 0.27
"""Of the screen's height, for the words."""

_GROUND: Final = "#000000"
_ON: Final = (Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BACK: Final = (Qt.Key.Key_Left, Qt.Key.Key_PageUp)
_BLACK: Final = (Qt.Key.Key_B, Qt.Key.Key_Period)
_PLAIN: Final = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier,
)  # fmt: skip


class PresentWindow(QWidget):
    """One picture, huge type, nothing else.

    Right, space, page down and Enter (a clicker's keys) reveal the next thing, or go to the next picture; left and page
    up go back. Y and N count a guess, backspace takes the last one back. Up and down go to another picture, G turns
    guessing off and on, B blackens the screen, S moves to the next screen, Escape and F11 leave.

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
        self.guessing = True
        self.stage = Stage.GUESS
        self.canvas = Canvas()
        self.strip = Strip()
        self.gaze = Gaze(collection, self)
        self.gaze.seen.connect(self._on_seen)
        self.gaze.unseen.connect(self._say)
        collection.changed.connect(self._draw)
        collection.model_opened.connect(self._on_model)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(_GROUND))
        self.setPalette(palette)
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        shares = (round(100 * (1 - STRIP_SHARE)), round(100 * STRIP_SHARE))
        column.addWidget(self.canvas, shares[0])
        column.addWidget(self.strip, shares[1])

    def show_on(self, screen: QScreen | None) -> None:
        """Fill a screen; the one that the window is on where None is given."""
        if screen is not None:
            self.setScreen(screen)
            self.setGeometry(screen.geometry())
        self.showFullScreen()

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
        self.stage = self._beginning()
        self.canvas.show_image(subject.image)
        self._draw()

    def _beginning(self) -> Stage:
        return Stage.GUESS if self.guessing else Stage.DECISION

    @Slot(str)
    def _say(self, sentence: str) -> None:
        self.canvas.show_image(QImage())
        self.strip.show_message(sentence)

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
        """Reveal, step, count guesses, leave; a key that is held down counts once."""
        key = Qt.Key(event.key())
        if event.modifiers() not in _PLAIN or event.isAutoRepeat() or not self._take_key(key):
            super().keyPressEvent(event)

    def _take_key(self, key: Qt.Key) -> bool:
        match key:
            case _ if key in _ON:
                self._go_on()
            case _ if key in _BACK:
                self._go_back()
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self._step(1 if key == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Y | Qt.Key.Key_N | Qt.Key.Key_Backspace:
                self._guess(key)
            case Qt.Key.Key_G:
                self._switch_guessing()
            case _ if key in _BLACK:
                self._blacken()
            case Qt.Key.Key_S:
                self._next_screen()
            case Qt.Key.Key_Escape | Qt.Key.Key_F11:
                self.close()
            case _:
                return False
        return True

    def _go_on(self) -> None:
        if self.gaze.looking:
            return  # the room has not seen the picture yet that a key too many would jump over
        following = self.stage.following
        if self.subject is None or following is None or (following is Stage.SCORE and not self.guessing):
            self._step(1)
        else:
            self._turn_to(following)

    def _go_back(self) -> None:
        if self.gaze.looking:
            return
        before = self.stage.before
        if self.subject is None or before is None or self.stage is self._beginning():
            self._step(-1)
        else:
            self._turn_to(before)

    def _turn_to(self, stage: Stage) -> None:
        subject = self.subject
        if subject is None:
            return
        if stage is Stage.DECISION and self.stage is Stage.GUESS:
            self._reveal(subject)
        self.stage = stage
        self._draw()

    def _label(self, key: int) -> int | None:
        label = int(self.collection.columns.label[key])
        return None if label == NO_LABEL else label

    def _step(self, by: int) -> None:
        self.step_asked.emit(by)

    def _guess(self, key: Qt.Key) -> None:
        if self.subject is None or self.stage is not Stage.GUESS:
            return
        if key == Qt.Key.Key_Backspace:
            self.game.take_back(self.subject.key)
        else:
            self.game.guess(self.subject.key, yes=key == Qt.Key.Key_Y)
        self._draw()

    def _switch_guessing(self) -> None:
        self.guessing = not self.guessing
        self.stage = self._beginning()
        self._draw()

    def _blacken(self) -> None:
        black = self.canvas.isVisible()
        self.canvas.setVisible(not black)
        self.strip.setVisible(not black)

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
