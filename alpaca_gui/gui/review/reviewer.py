"""Joins the review queue and the collection: what the keys of the review do, and what the window has to show of it."""

from collections import deque
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.review.begun import NOBODY, Begun
from alpaca_gui.gui.review.queue import ReviewQueue
from alpaca_gui.gui.review.remembering import Remembering
from alpaca_gui.gui.review.scope import Scope
from alpaca_gui.gui.review.undoing import Undoing
from alpaca_gui.gui.review.words import NOTHING_TO_UNDO, label_words, read_only
from alpaca_gui.library.columns import NO_LABEL
from alpaca_gui.library.sorting import Keys


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
        self._held: deque[Callable[[], None]] = deque()
        self._remembering = Remembering(collection, self)
        self._remembering.known.connect(self._on_known)
        self._remembering.unknown.connect(self.said)
        collection.changes.rows_changed.connect(self._on_rows)
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
        self._remembering.ask(self.concept)

    @Slot(object)
    def _on_known(self, begun: Begun) -> None:
        self._earlier = begun
        self.review(self.scope)

    def review(self, scope: Scope) -> None:
        """Ask about other pictures; what was labelled and skipped of them stays so."""
        self.scope = scope
        if self.queue is not None:
            self._earlier = self.queue.begun(self.concept)
        elif self._remembering.busy:
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
        collection.changes.rows_changed.disconnect(self._on_rows)
        collection.changed.disconnect(self._on_changed)
        collection.record_changed.disconnect(self._on_record)
        collection.model_opened.disconnect(self._on_model)
        collection.unkept.disconnect(self._on_unkept)
        self._remembering.close()

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
        self.collection.changes.set_label(np.array([key], np.int64), label)
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
            changed = keys if keys.size == 1 else (left := queue.left())[np.isin(left, keys)]
            if changed.size and not self.collection.columns.removed[changed[0]]:
                queue.show(int(changed[0]))
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

    def _show(self) -> None:
        self.changed.emit()
        if self.queue is not None:
            self._remembering.keep_soon(self.queue)
