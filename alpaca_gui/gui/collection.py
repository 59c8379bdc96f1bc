"""What the window shows: the rows, the rule they are read with, and the running session that fills them."""

import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.familiar import Familiarity
from alpaca_gui.gui.pace import Pace, time_text
from alpaca_gui.gui.picture_model import PictureModel
from alpaca_gui.jobs.intake import Item, from_text
from alpaca_gui.jobs.memory import give_back
from alpaca_gui.jobs.opening import OpenedLibrary
from alpaca_gui.jobs.pipeline import Result
from alpaca_gui.jobs.session import Batch, Opened, Session
from alpaca_gui.library.columns import NO_LABEL, Order, Show
from alpaca_gui.library.edits import Applied, Edit, EditKind, label_edit, removal_edit, rule_edit, rule_of
from alpaca_gui.library.imported import Imported
from alpaca_gui.library.origin import Kind
from alpaca_gui.library.query import Filter
from alpaca_gui.library.saved_filters import SavedFilter, forget_filter, name_filter, remember_filter
from alpaca_gui.library.sorting import Keys
from alpaca_gui.library.state import State
from alpaca_gui.logit.verdict import Rule

_TICK_MS: Final = 50
_SOON_MS: Final = 4
_REFRESH_EVERY_S: Final = 0.2
_REST: Final = 8
"""While work goes on, what is shown is worked out anew no more often than once in so many times of what that takes."""

_MOST_FILTERS: Final = 60
_MOST_FOLDERS: Final = 200

_TIDY_MS: Final = 80
"""After this long without a change, memory that arranging many rows has taken is given back: two milliseconds' work."""

_COPY_FROM: Final = 20_000
"""Records from which a copy of the columns makes the next opening quicker."""


class Collection(QObject):
    """Joins the library, the session, the columns and the item model; everything that changes rows goes through here.

    What a person changes (labels, removals) is shown when it is in the library, a few milliseconds later.

    Signals
    -------
    changed
        Rows, counts or decisions have changed.
    record_changed(key)
        One row has got its record.
    rows_changed(keys)
        Rows have got another label, or were removed or brought back.
    model_opened(bundle)
        This model answers from now on.
    model_refused(sentence)
        Another model that was asked for cannot be opened; the one before goes on.
    unkept(sentence)
        Something could not be written in the library.
    failed(sentence), repeated(count)
        As in `alpaca_gui.jobs.session.Batch`.
    """

    changed = Signal()
    record_changed = Signal(int)
    rows_changed = Signal(object)
    model_opened = Signal(object)
    model_refused = Signal(str)
    unkept = Signal(str)
    failed = Signal(str)
    repeated = Signal(int)

    def __init__(self, model: Path, opened: OpenedLibrary, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.opened = opened
        self.library = opened.library
        self.columns = opened.columns
        self.rule = opened.rule or Rule()
        self._kept_rule = self.rule
        self.undo_state = opened.undo_state
        self.order = Order.ADDED
        self.show = Show.ALL
        self.filter = Filter()
        self.bundle: ModelBundle | None = None
        self.concept = ""
        self.backbone = ""
        self.familiarity: Familiarity | None = None
        self.saved_filters = list(opened.filters)
        self.item_model = PictureModel(self.columns, self.rule, self)
        self.pace = Pace()
        self._session = Session(model, self.library)
        self._stopped = False
        self._refreshed_at = 0.0
        self._refresh_s = 0.0
        self._stale = False
        self._finished = 0
        self._done_before = 0
        self._nearest: Keys | None = None
        self._brought_in: set[int] = set()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self._tick)
        self._tidy = QTimer(self, interval=_TIDY_MS, singleShot=True)
        self._tidy.timeout.connect(self._give_back)
        self.folder_names: list[str] = []
        self._preparing = threading.Thread(target=self._prepare, name="prepare names")
        self._preparing.start()
        self._go_on_searching()
        self.refresh()

    def _prepare(self) -> None:
        """Make the paths ready to be searched, which takes a moment where there are many; in a thread of its own."""
        self.columns.path.prepare()
        self.folder_names = self.columns.path.folders(_MOST_FOLDERS)

    def _go_on_searching(self) -> None:
        """Search the folders on that were being searched when the program ended."""
        if self.opened.requests:
            self._session.submit([from_text(place) for place in self.opened.requests])

    @property
    def waiting(self) -> int:
        """How many rows wait for their logit."""
        return self.columns.in_state(State.WAITING)

    @property
    def busy(self) -> bool:
        """Whether anything is being searched, classified, or still to be shown."""
        to_come = self.waiting > 0 and self.library.write
        return not self._stopped and (self._session.taking_in() or self._stale or to_come)

    @property
    def editing(self) -> bool:
        """Whether a change by a person is still being written."""
        return self._session.editing()

    @property
    def cancelled(self) -> int:
        """How many rows were left without a logit."""
        return self.columns.in_state(State.CANCELLED)

    @property
    def count(self) -> int:
        """How many rows there are, without those that were removed."""
        return self.columns.counts(self.rule)[Show.ALL]

    @property
    def has_cancelled(self) -> bool:
        """Whether there is something to continue with."""
        return self.cancelled > 0 and not self._stopped and self.library.write

    def progress(self) -> tuple[str, int, int]:
        """Words for the work going on, what of it is done, and all of it (0 while that is not known)."""
        waiting = self.waiting
        done = len(self.columns) - waiting
        searching = self._session.taking_in()
        words = ["searching"] if searching else []
        if waiting:
            words.append(f"{waiting:,} waiting")
        if (speed := self.pace.per_second) is not None:
            words.append(f"{speed:.0f} a second")
        left = self.pace.left(waiting)
        if left is not None and not searching:
            words.append(f"{time_text(left)} left")
        return " · ".join(words), done - self._done_before, 0 if searching else len(self.columns) - self._done_before

    def summary(self) -> str:
        """Words for when nothing is at work."""
        count = self.count
        shown = self.item_model.rowCount()
        words = "" if not count else "1 picture" if count == 1 else f"{count:,} pictures"
        if shown != count:
            words = f"{shown:,} of {words} shown"
        return f"{words} · {self.cancelled:,} not classified" if self.cancelled else words

    def add(self, items: list[Item]) -> None:
        """Take in whatever a person handed over."""
        if items:
            self._session.submit(items)
            self._wake()
            self.changed.emit()

    def bring_in(
        self, imported: Imported, table: Path, concept: str, cancel: threading.Event
    ) -> Generator[int, None, int]:
        """Enter logits that were made elsewhere; in the caller's thread, who calls `look_soon` afterwards."""
        return self._session.bring_in(imported, table, concept, cancel)

    def look_soon(self) -> None:
        """Look soon what has happened in the session."""
        self._wake_soon()

    def use_model(self, model: Path) -> None:
        """Have another bundle opened; when it is, every row is classified anew with it."""
        self._session.use_model(model)
        self._wake()

    def cancel(self) -> None:
        """Give up what has not been done."""
        self._session.cancel()
        self._take(self._session.drain())
        self.columns.cancel_waiting()
        self.refresh()

    def resume(self) -> None:
        """Classify what was cancelled."""
        keys = np.flatnonzero((self.columns.state == State.CANCELLED) & ~self.columns.removed)
        self.classify_again(keys)

    def classify_again(self, keys: Keys) -> None:
        """Have rows classified, also those that have a logit already."""
        self.columns.wait_again(keys)
        self._session.write(lambda: self.library.set_state(keys, State.WAITING))
        self._session.again(keys)
        self._wake()
        self.refresh()

    # What a person changes: it is written first, and then shown.

    def remove(self, keys: Keys) -> None:
        """Hide rows; can be undone."""
        if keys.size and self._may_write():
            self._edit(removal_edit(keys))

    def set_label(self, keys: Keys, label: int) -> None:
        """Label rows yes (1) or no (0), or take their labels off (`NO_LABEL`); can be undone."""
        if keys.size and self._may_write():
            self._edit(label_edit(keys, label, self.concept))

    def keep_rule(self) -> None:
        """Let the rule as it is now be one step that can be undone, e.g. when a drag has ended."""
        if self.rule != self._kept_rule and self.library.write:
            self._kept_rule = self.rule
            self._session.edit(rule_edit(self.rule))
            self._wake_soon()

    def _edit(self, edit: Edit) -> None:
        self.keep_rule()  # what was done first is the first of the two to have been done, when they are undone
        self._session.edit(edit)
        self._wake_soon()

    def undo(self) -> None:
        """Take the last change back."""
        if self.library.write:
            self.keep_rule()
            self._session.undo()
            self._wake_soon()

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        if self.library.write:
            self.keep_rule()
            self._session.redo()
            self._wake_soon()

    def set_note(self, key: int, note: str) -> None:
        """Write a note about a row."""
        if self._may_write():
            self.columns.noted[key] = bool(note)
            self.columns.person_notes[key] = note
            self.columns.touch("noted")
            self._session.write(lambda: self.library.set_note(key, note))
            self._wake_soon()

    @Slot(str)
    def remember_filter(self, text: str) -> None:
        """Remember that a filter was used."""
        named = next((one for one in self.saved_filters if one.text == text and one.name), None)
        if named is None:
            others = [one for one in self.saved_filters if one.text != text]
            first = next((place for place, one in enumerate(others) if one.name is None), len(others))
            self.saved_filters[:] = [*others[:first], SavedFilter(text), *others[first:]][:_MOST_FILTERS]
        self.write(lambda: remember_filter(self.library, text))

    @Slot(str, str)
    def name_filter(self, text: str, name: str) -> None:
        """Give a filter a name."""
        others = [one for one in self.saved_filters if text != one.text and name != one.name]
        named = [one for one in others if one.name] + [SavedFilter(text, name)]
        self.saved_filters[:] = sorted(named, key=lambda one: one.name or "") + [one for one in others if not one.name]
        self.write(lambda: name_filter(self.library, text, name))

    @Slot(str)
    def forget_filter(self, text: str) -> None:
        """Forget a filter and its name."""
        self.saved_filters[:] = [one for one in self.saved_filters if one.text != text]
        self.write(lambda: forget_filter(self.library, text))

    def write(self, job: Callable[[], None]) -> None:
        """Let ``job`` write in the library, in the thread that does so."""
        if self.library.write:
            self._session.write(job)
            self._wake_soon()

    def _may_write(self) -> bool:
        if not self.library.write:
            self.unkept.emit(f"The library {self.library.path.name} is opened for reading: nothing in it is changed.")
        return self.library.write

    def _show_applied(self, applied: Applied) -> None:
        edit, columns = applied.edit, self.columns
        self.undo_state = applied.state
        match edit.kind:
            case EditKind.RULE:
                self._take_rule(rule_of(edit))
            case EditKind.LABEL:
                if edit.concept == self.concept:
                    columns.label[edit.keys] = edit.values
                    columns.touch("label")
            case EditKind.REMOVED:
                self._show_removed(edit.keys, edit.values == 1)
        if edit.keys.size:
            self.rows_changed.emit(edit.keys)

    def _take_rule(self, rule: Rule) -> None:
        """Show a rule that was written, unless a person has gone on changing it."""
        going_on = self.rule != self._kept_rule
        self._kept_rule = rule
        if not going_on:
            self.set_rule(rule)

    def _show_removed(self, keys: Keys, removed: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
        columns = self.columns
        columns.removed[keys] = removed
        columns.touch("removed")
        self._session.forget(keys[removed])
        back = keys[~removed]
        self._session.again(back[columns.state[back] == State.WAITING])

    # How rows are read and shown.

    def set_rule(self, rule: Rule) -> None:
        """Read all logits with another rule, without running the model again."""
        if rule != self.rule:
            self.rule = rule
            self.item_model.set_rule(rule)
            self.refresh()

    def arrange(self, order: Order, show: Show) -> None:
        """Sort and filter."""
        self.order, self.show = order, show
        self._nearest = None
        self.refresh()

    def set_filter(self, wanted: Filter) -> None:
        """Show only what a typed filter lets through."""
        if wanted != self.filter:
            self.filter = wanted
            self.refresh()

    def show_nearest(self, keys: Keys | None) -> None:
        """Show these rows in their order, e.g. those most alike to one; None goes back to all."""
        self._nearest = keys
        self.refresh()

    def set_look_alikes(self, pictures: Keys, groups: np.ndarray[tuple[int], np.dtype[np.int32]]) -> int:
        """Take the groups over that contents stand in, (n,) of either; gives how many rows have a duplicate now."""
        columns = self.columns
        of_picture = np.zeros(int(max(pictures.max(initial=0), columns.picture.max(initial=0))) + 1, np.int32)
        of_picture[pictures] = groups
        columns.near[:] = np.where(columns.removed, 0, of_picture[columns.picture])
        columns.touch("near")
        return int(((columns.group > 0) & ~columns.removed).sum())

    @property
    def showing_nearest(self) -> bool:
        """Whether only rows are shown that were found to be alike."""
        return self._nearest is not None

    def refresh(self) -> None:
        """Show the rows as they are now."""
        start = time.monotonic()
        self._stale = False
        self.item_model.arrange(self._arranged())
        self.changed.emit()
        self._refreshed_at = time.monotonic()
        self._refresh_s = self._refreshed_at - start
        if len(self.columns) >= _COPY_FROM:
            self._tidy.start()

    @Slot()
    def _give_back(self) -> None:
        give_back()

    def _arranged(self) -> Keys:
        if self._nearest is not None:
            shown = self.columns.matching(self.show, self.rule, self.filter)
            return self._nearest[shown[self._nearest]]
        return self.columns.arranged(self.order, self.show, self.rule, self.filter)

    def close(self) -> None:
        """End the work, wait for the threads, and close the library; what waits goes on at the next start."""
        self._timer.stop()
        self._soon.stop()
        self._tidy.stop()
        self._preparing.join()
        self._session.close()
        if self.library.write and self.opened.temporary is None and len(self.columns) >= _COPY_FROM:
            # Read anew: what was finished while the window closed is in the library, and not in its columns.
            self.library.write_copy(self.library.load(self.concept))
        self.opened.close()

    def _wake(self) -> None:
        if not self._timer.isActive():
            self._begin_pace()
            self._timer.start()

    def _wake_soon(self) -> None:
        self._wake()
        if not self._soon.isActive():
            self._soon.start()

    def _begin_pace(self) -> None:
        self.pace.restart()
        self._done_before = len(self.columns) - self.waiting

    @Slot()
    def _tick(self) -> None:
        # Asked first: what comes of it until then is in the batch.
        searching, opening, editing = self._session.taking_in(), self._session.opening(), self._session.editing()
        batch = self._session.drain()
        self._stale = self._take(batch) or self._stale
        self.pace.count(time.monotonic(), self._finished)
        at_work = self.bundle is None or self._session.at_work()
        idle = not searching and not opening and not editing and (self._stopped or not at_work)
        if idle:
            self._timer.stop()
        elif editing:
            self._soon.start()
        due = max(_REFRESH_EVERY_S, _REST * self._refresh_s)
        if idle or batch.applied or (self._stale and time.monotonic() - self._refreshed_at > due):
            self.refresh()

    def _take(self, batch: Batch) -> bool:
        self._add(batch)
        if batch.changed:
            self.columns.wait_again(np.array(batch.changed))
        for result in batch.results:
            self._enter(result)
        if batch.opened is not None:
            self._on_opened(batch.opened)
        self._take_failure(batch)
        if batch.candidate is not None:
            self._take_over(batch.candidate)
        for brought in batch.brought:
            self.columns.label_brought(brought, self.concept)
        if batch.refused is not None:
            self.model_refused.emit(batch.refused)
        for applied in batch.applied:
            self._show_applied(applied)
        if batch.unkept is not None:
            self.cancel()
            self.unkept.emit(batch.unkept)
        return bool(batch.found or batch.results or batch.failure or batch.candidate or batch.changed or batch.brought)

    def _add(self, batch: Batch) -> None:
        """Append new rows in the order of their keys."""
        found = batch.found
        for brought in batch.brought:
            before = brought.first - len(self.columns)
            self.columns.add(found[:before])
            self.columns.bring_in(brought)
            self._brought_in.add(brought.model - 1)
            found = found[before:]
        self.columns.add(found)

    def _take_failure(self, batch: Batch) -> None:
        if batch.repeated:
            self.repeated.emit(batch.repeated)
        if batch.failure is not None:
            self._stopped = True
            self.failed.emit(batch.failure)
        if self._stopped:
            self.columns.cancel_waiting()

    def _enter(self, result: Result) -> None:
        key = result.item.key
        self.columns.set_record(key, result.record, result.model - 1, result.picture)
        if self.columns.kind[key] == Kind.HELD:
            self.columns.let_go(key)
        self._finished += 1
        self.record_changed.emit(key)

    def _on_opened(self, opened: Opened) -> None:
        """Go on with what waits; where another model answered before, its rows are classified anew."""
        same = opened.before == opened.number
        self._answer_with(opened, keep_rule=same and self.opened.rule is not None)
        if same or not self.library.write:
            self._session.again(np.flatnonzero((self.columns.state == State.WAITING) & ~self.columns.removed))
        else:
            self._session.begin_with(self._rows_to_answer(opened))

    def _take_over(self, opened: Opened) -> None:
        """Classify every row anew; rows that were removed wait for their undo."""
        self._stopped = False
        self._session.take_over(self._rows_to_answer(opened))
        self._begin_pace()
        self._answer_with(opened, keep_rule=False)
        self.refresh()

    def _rows_to_answer(self, opened: Opened) -> Keys:
        self._know(opened)
        brought_in = {number - 1 for number in opened.brought_in} | self._brought_in
        return self.columns.answer_with(opened.number - 1, opened.known, brought_in)

    def _know(self, opened: Opened) -> None:
        place = opened.number - 1
        while len(self.columns.models) <= place:
            self.columns.models.append("")
        if place >= 0:
            self.columns.models[place] = opened.used.name
            if opened.used.unlike_limit is not None:
                self.columns.unlike_limits[place] = opened.used.unlike_limit

    def _answer_with(self, opened: Opened, *, keep_rule: bool) -> None:
        self._know(opened)
        self.bundle, self.familiarity = opened.bundle, opened.familiarity
        self.backbone = opened.used.backbone
        card = opened.bundle.card
        if card.concept != self.concept:
            self.concept = card.concept
            self.columns.label[:] = NO_LABEL
            known = min(opened.labels.size, len(self.columns))  # what was found since comes without a label
            self.columns.label[:known] = opened.labels[:known]
            self.columns.touch()
        if not keep_rule:
            self._kept_rule = card.rule
            self.set_rule(card.rule)
            if self.library.write:
                self._session.write(lambda: self.library.set_rule(card.rule))
        self.model_opened.emit(opened.bundle)
