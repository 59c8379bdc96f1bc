"""Joins the review queue and the collection: what the keys of the review do, and what the window has to show of it."""

import threading
from collections import deque
from collections.abc import Callable
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.gui.background import Background
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.review.begun import NOBODY, Begun, begun_of
from alpaca_gui.gui.review.queue import ReviewQueue
from alpaca_gui.gui.review.scope import Scope
from alpaca_gui.gui.review.undoing import Undoing
from alpaca_gui.gui.review.words import NOTHING_TO_UNDO, label_words, read_only
from alpaca_gui.library.columns import NO_LABEL
from alpaca_gui.library.library import Library
from alpaca_gui.library.sorting import Keys

_FACT: Final = "review"
_KEEP_MS: Final = 300


class Reviewer(QObject):
    """One review, from the place where the last one was left.

    An answer is written behind the person's back, and the next picture is there at once. While an undo is being written
    nobody knows which picture it will show, so that what a person does meanwhile waits for it.

    Signals
    -------
    begun
        There is a queue now, or another one.
    changed
        What is looked at, labels or progress have changed.
    said(sentence)
        What has just happened.
    left
        The person wants to leave.
    """

    begun = Signal()
    changed = Signal()
    said = Signal(str)
    left = Signal()

    def __init__(self, collection: Collection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.collection = collection
        self.queue: ReviewQueue | None = None
        self.concept = collection.concept
        self.scope = Scope()
        self._earlier = Begun(self.concept)
        self._kept: Begun | None = None
        self._held: deque[Callable[[], None]] = deque()
        self._reading = Background(self)
        self._reading.done.connect(self._on_read)
        self._reading.failed.connect(self._on_unread)
        self._keep_soon = QTimer(self, interval=_KEEP_MS, singleShot=True)
        self._keep_soon.timeout.connect(self._keep)
        collection.rows_changed.connect(self._on_rows)
        collection.changed.connect(self._on_changed)
        collection.record_changed.connect(self._on_record)
        collection.model_opened.connect(self._on_model)
        collection.unkept.connect(self._on_unkept)
        self._undoing = Undoing(collection, self)  # hears of rows after this has
        self._undoing.undone.connect(self._on_undone)
        self._undoing.nothing.connect(self._on_nothing)

    @property
    def key(self) -> int:
        """Key of the picture that is looked at, or `NOBODY`."""
        return NOBODY if self.queue is None else self.queue.current

    def begin(self) -> None:
        """Find out where the last review was left, and go on there."""
        self.queue = None
        library, written = self.collection.library, threading.Event()
        if library.write:
            self.collection.write(written.set)  # what a window that was just closed wanted to be remembered, too
        else:
            written.set()
        self._reading.run(lambda: _read(library, written), "read how far the review came")

    @Slot(object)
    def _on_read(self, fact: object) -> None:
        self._earlier = self._kept = begun_of(fact, self.concept)
        self.review(self.scope)

    @Slot(str)
    def _on_unread(self, sentence: str) -> None:
        self._on_read(None)
        self.said.emit(sentence)

    def review(self, scope: Scope) -> None:
        """Ask about other pictures; what was labelled and skipped of them stays so."""
        self.scope = scope
        if self.queue is not None:
            self._earlier = self.queue.begun(self.concept)
        elif self._reading.busy:
            return
        self.queue = ReviewQueue(self.collection.columns, self.collection.rule, scope, self._earlier)
        if not self.collection.library.write:
            self.said.emit(read_only(self.collection.library.path.name))
        self.begun.emit()
        self._show()

    def close(self) -> None:
        """Remember how far the review has come; hear no more."""
        collection = self.collection
        self._undoing.close()
        collection.rows_changed.disconnect(self._on_rows)
        collection.changed.disconnect(self._on_changed)
        collection.record_changed.disconnect(self._on_record)
        collection.model_opened.disconnect(self._on_model)
        collection.unkept.disconnect(self._on_unkept)
        self._keep()
        self._reading.close()

    # What a person does.

    def answer(self, label: int) -> None:
        """Say yes (1) or no (0)."""
        self._do(lambda: self._answer(label))

    @Slot()
    def skip(self) -> None:
        """Go on to the next picture without a label."""
        self._do(self._skip)

    @Slot()
    def take_off(self) -> None:
        """Take the picture's label off."""
        self._do(lambda: self._answer(NO_LABEL))

    @Slot()
    def undo(self) -> None:
        """Take the last change back, and show the picture that it was about."""
        self._do(self._undo)

    def step(self, by: int) -> None:
        """Look at the next picture, or the one before, and leave it as it is."""
        self._do(lambda: self._step(by))

    @Slot()
    def review_skipped(self) -> None:
        """Ask about the skipped pictures again."""
        if self.queue is not None:
            self.queue.review_skipped()
            self._show()

    @Slot()
    def go_on(self) -> None:
        """Ask about what is left."""
        if self.queue is not None:
            self.queue.go_on()
            self._show()

    @Slot()
    def leave(self) -> None:
        """End the review, after everything that was asked for before."""
        self._do(self.left.emit)

    def _do(self, action: Callable[[], None]) -> None:
        if self._undoing.waiting:
            self._held.append(action)
        else:
            action()

    def _may_write(self) -> bool:
        if not self.collection.library.write:
            self.said.emit(read_only(self.collection.library.path.name))
        return self.collection.library.write

    def _answer(self, label: int) -> None:
        queue = self.queue
        if queue is None or queue.current == NOBODY or not self._may_write():
            return
        key = queue.current
        if label == NO_LABEL and queue.label_of(key) == NO_LABEL:
            return
        queue.answer(label)
        self.collection.set_label(np.array([key], np.int64), label)
        self.said.emit(f"{self._name(key)}: {label_words(label) or 'The label is taken off.'}")
        self._show()

    def _skip(self) -> None:
        if self.queue is not None and (key := self.queue.current) != NOBODY:
            self.queue.skip()
            self.said.emit(
                f"{self._name(key)}: {'skipped.' if self.queue.label_of(key) == NO_LABEL else 'left as it is.'}"
            )
            self._show()

    def _step(self, by: int) -> None:
        if self.queue is not None:
            moved = self.queue.step(by)
            self.said.emit("" if moved else f"This is the {'last' if by > 0 else 'first'} one.")
            self._show()

    def _undo(self) -> None:
        if self._may_write():
            self._undoing.undo()

    def _name(self, key: int) -> str:
        return self.collection.columns.source(key).name

    # What the collection tells.

    @Slot(object)
    def _on_rows(self, keys: Keys) -> None:
        if self.queue is not None:
            self.queue.heard(keys)

    @Slot(int)
    def _on_record(self, _key: int) -> None:
        if self.queue is not None:
            self.queue.expire()

    @Slot()
    def _on_changed(self) -> None:
        if self.queue is not None:
            self.queue.update(self.collection.rule)
            self._show()

    @Slot(object)
    def _on_model(self, bundle: ModelBundle) -> None:
        if bundle.card.concept != self.concept:
            self.concept = bundle.card.concept
            self._held.clear()
            self.begin()
        elif self.queue is not None:
            self.queue.expire()

    @Slot(str)
    def _on_unkept(self, sentence: str) -> None:
        self._held.clear()
        if self.queue is not None:
            self.queue.take_back_answers()
            self.queue.update(self.collection.rule)
            self._show()
        self.said.emit(sentence)

    @Slot(str, object)
    def _on_undone(self, words: str, keys: Keys) -> None:
        queue = self.queue
        if queue is not None:
            queue.update(self.collection.rule)
            present = [key for key in keys.tolist() if not self.collection.columns.removed[key]]
            waiting = present if len(keys) == 1 else [key for key in present if queue.waits(key)]
            if waiting:
                queue.show(waiting[0])
            self.said.emit(f"Undone: {words}.")
            self._show()
        self._go_on_with_held()

    @Slot()
    def _on_nothing(self) -> None:
        self.said.emit(NOTHING_TO_UNDO)
        self._go_on_with_held()

    def _go_on_with_held(self) -> None:
        while self._held and not self._undoing.waiting:
            self._held.popleft()()

    # What is shown and remembered.

    def _show(self) -> None:
        self.changed.emit()
        self._keep_soon.start()

    @Slot()
    def _keep(self) -> None:
        """Let the library remember how far this review has come; one that is at its end is forgotten."""
        self._keep_soon.stop()
        queue, library = self.queue, self.collection.library
        if queue is None:
            return
        progress = queue.progress()
        at_end = not progress.left and not progress.skipped
        begun = Begun(self.concept) if at_end else queue.begun(self.concept)
        if begun != self._kept:
            self._kept = begun
            fact = None if at_end else begun.fact()
            self.collection.write(lambda: library.set_fact(_FACT, fact))


def _read(library: Library, written: threading.Event) -> object:
    try:
        written.wait()
        return library.fact(_FACT)
    finally:
        library.done_reading()
