"""The window of the review: a picture, a question, and keys to answer it with."""

from typing import Final

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from alpaca_gui.gui.beside import closes
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.elided import ElidedLabel
from alpaca_gui.gui.placing import size_on_screen
from alpaca_gui.gui.review.begun import NOBODY
from alpaca_gui.gui.review.end_page import EndPage
from alpaca_gui.gui.review.picture_page import PicturePage
from alpaca_gui.gui.review.queue import ReviewQueue
from alpaca_gui.gui.review.reviewer import Reviewer
from alpaca_gui.gui.review.scope import Scope
from alpaca_gui.gui.review.strip import MOST
from alpaca_gui.gui.review.words import nothing_to_review, question, unsure_words
from alpaca_gui.gui.settings import WindowSettings
from alpaca_gui.library.columns import NO_LABEL, Show
from alpaca_gui.logit.verdict import judge

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN: Final = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
)


class ReviewWindow(QWidget):
    """Asks about one picture after the other, beside the main window, which closes it too.

    Signals
    -------
    teach_asked
        A person wants the model to learn from the labels.
    closed
        The window is closed, and will be destroyed.
    """

    teach_asked = Signal()
    closed = Signal()

    def __init__(self, collection: Collection, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.collection = collection
        self.reviewer = Reviewer(collection, self)
        self.settings = WindowSettings()
        self.page = PicturePage(collection.columns)
        self.end = EndPage()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.page)
        self.pages.addWidget(self.end)
        self.said = ElidedLabel()
        self.said.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.said.setContentsMargins(0, 0, 0, 0)
        self._key = NOBODY
        self._open = True
        self._lay_out()
        self._wire()
        self.page.hide_logit.setChecked(self.settings.hide_logit)
        size_on_screen(self, 960, 760)
        self.restoreGeometry(self.settings.review_geometry)
        self.page.picture.setFocus()
        self.reviewer.begin()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 2, 16, 10)
        foot.addWidget(self.said)
        column.addLayout(foot)

    def _wire(self) -> None:
        reviewer, page, end = self.reviewer, self.page, self.end
        reviewer.begun.connect(self._on_begun)
        reviewer.changed.connect(self._refresh)
        reviewer.said.connect(self.said.show_text)
        reviewer.left.connect(self.close)
        page.yes.clicked.connect(self._on_yes)
        page.no.clicked.connect(self._on_no)
        page.skip.clicked.connect(reviewer.skip)
        page.undo.clicked.connect(reviewer.undo)
        page.hide_logit.toggled.connect(self._on_hide)
        page.all_shown.toggled.connect(self._on_all_shown)
        end.go_on_asked.connect(reviewer.go_on)
        end.skipped_asked.connect(reviewer.review_skipped)
        end.teach_asked.connect(self.teach_asked)
        end.close_asked.connect(reviewer.leave)

    def sizeHint(self) -> QSize:
        """Ask for the room of a large photograph."""
        return QSize(960, 760)

    def offer_teaching(self) -> None:
        """Offer at the end to learn from the labels; `teach_asked` tells."""
        self.end.can_teach = True
        self._refresh()

    # What a person does.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer, look around, take back, leave; a key that is held down answers once."""
        if closes(event):
            self.reviewer.leave()
        elif event.matches(QKeySequence.StandardKey.Undo) and not event.isAutoRepeat():
            self.reviewer.undo()
        elif event.modifiers() not in _PLAIN or not self._take_key(Qt.Key(event.key()), again=event.isAutoRepeat()):
            super().keyPressEvent(event)

    def _take_key(self, key: Qt.Key, *, again: bool) -> bool:
        reviewer = self.reviewer
        match key:
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                reviewer.step(1 if key == Qt.Key.Key_Right else -1)
            case _ if again:
                return False
            case Qt.Key.Key_Y | Qt.Key.Key_N:
                reviewer.answer(int(key == Qt.Key.Key_Y))
            case Qt.Key.Key_Space:
                reviewer.skip()
            case Qt.Key.Key_U:
                reviewer.undo()
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                reviewer.take_off()
            case key if key in _ENTER and self.pages.currentWidget() is self.end:
                self.end.take_first()
            case _:
                return False
        return True

    @Slot()
    def _on_yes(self) -> None:
        self.reviewer.answer(1)

    @Slot()
    def _on_no(self) -> None:
        self.reviewer.answer(0)

    @Slot(bool)
    def _on_hide(self, hide: bool) -> None:
        self.settings.hide_logit = hide
        self._refresh()

    @Slot(bool)
    def _on_all_shown(self, wanted: bool) -> None:
        collection = self.collection
        among = collection.item_model.keys if collection.shown.showing_nearest else None
        self.reviewer.review(Scope(collection.shown.show, collection.shown.filter, among) if wanted else Scope())

    # What is shown.

    @Slot()
    def _on_begun(self) -> None:
        self._key = NOBODY
        self.setWindowTitle(
            f"Review: {question(self.reviewer.concept)[0].lower()}{question(self.reviewer.concept)[1:]}"
        )
        self.page.question.show_value(question(self.reviewer.concept))

    @Slot()
    def _refresh(self) -> None:
        queue = self.reviewer.queue
        if queue is None:
            return
        self.page.show_progress(queue.progress())
        if queue.current == NOBODY:
            self._show_end(queue)
        else:
            self._show_picture(queue)
        writable = self.collection.library.write
        for button in (self.page.yes, self.page.no):
            button.setEnabled(writable)
        self.page.undo.setEnabled(writable)

    def _show_picture(self, queue: ReviewQueue) -> None:
        coming = queue.coming(MOST)
        if queue.current != self._key:
            self._key = queue.current
            self.page.show_key(self._key, coming)
        self.page.show_coming(coming)
        label = queue.label_of(self._key)
        self.page.show_label(label)
        logit = float(self.collection.columns.logit[self._key])
        verdict = judge(logit, self.collection.rule) if np.isfinite(logit) else None
        self.page.reading.show_reading(verdict, hidden=self.page.hide_logit.isChecked() and label == NO_LABEL)
        self._turn_to(self.page, self.page.picture)

    def _show_end(self, queue: ReviewQueue) -> None:
        self._key = NOBODY
        collection, progress = self.collection, queue.progress()
        if progress.all:
            self.end.show_progress(progress, unsure_words(collection.columns.spread().at(collection.rule)))
        else:
            counts = collection.columns.counts(collection.rule)
            self.end.show_nothing(
                nothing_to_review(counts[Show.ALL], counts[Show.UNSURE], self.reviewer.scope.show, collection.rule)
            )
        self._turn_to(self.end, self.end)

    def _turn_to(self, page: QWidget, focus: QWidget) -> None:
        if self.pages.currentWidget() is not page:
            self.pages.setCurrentWidget(page)
            focus.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how far the review has come, and wait for the threads."""
        if self._open:
            self._open = False
            self.hide()
            self.settings.review_geometry = self.saveGeometry()
            self.reviewer.close()
            self.page.close_threads()
            self.closed.emit()
        super().closeEvent(event)
