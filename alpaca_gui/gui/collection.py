"""Everything that a window works with: the library's rows, the model that answers them, what is shown, and the work."""

import threading
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.gui.answering_model import AnsweringModel
from alpaca_gui.gui.changes import Changes
from alpaca_gui.gui.filter_memory import FilterMemory
from alpaca_gui.gui.shown_rows import COPY_FROM, ShownRows
from alpaca_gui.gui.work import Work
from alpaca_gui.jobs.intake import from_text
from alpaca_gui.jobs.opening import OpenedLibrary
from alpaca_gui.jobs.pipeline import Result
from alpaca_gui.jobs.session import Batch, Opened, Session
from alpaca_gui.library.origin import Kind
from alpaca_gui.library.sorting import Keys
from alpaca_gui.logit.verdict import Rule

_MOST_FOLDERS: Final = 200


class Collection(QObject):
    """Joins the library, the session and what is shown of them; enters in the columns what the session tells.

    Attributes
    ----------
    library, columns
        The library, and its rows.
    shown
        Which rows are shown and how; ``item_model`` is what the views draw of them.
    answering
        The model that answers.
    work
        What is asked of the session, and how far that is.
    changes
        What a person changes.
    filters
        The filters that were typed before.

    Signals
    -------
    changed
        Rows, counts or decisions have changed.
    record_changed(key)
        One row has got its record.
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
    model_opened = Signal(object)
    model_refused = Signal(str)
    unkept = Signal(str)
    failed = Signal(str)
    repeated = Signal(int)

    def __init__(self, model: Path, opened: OpenedLibrary, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opened = opened
        self.library = opened.library
        self.columns = opened.columns
        self._session = session = Session(model, self.library)
        self.shown = ShownRows(self.columns, opened.rule or Rule(), self)
        self.item_model = self.shown.item_model
        self.answering = AnsweringModel(self.columns)
        self.work = Work(session, opened, self.shown, self)
        self.changes = Changes(session, opened, self.answering, self.shown, self)
        self.filters = FilterMemory(opened.filters, self.library, self.changes.write, self)
        self.shown.changed.connect(self.changed)
        self.work.came.connect(self._take)
        self.changes.asked.connect(self.work.look_soon)
        self.changes.refused.connect(self.unkept)
        self.folder_names: list[str] = []
        self._preparing = threading.Thread(target=self._prepare, name="prepare names")
        self._preparing.start()
        self._go_on_searching()
        self.shown.refresh()

    def _prepare(self) -> None:
        """Make the paths ready to be searched, which takes a moment where there are many; in a thread of its own."""
        self.columns.path.prepare()
        self.folder_names = self.columns.path.folders(_MOST_FOLDERS)

    def _go_on_searching(self) -> None:
        """Search the folders on that were being searched when the program ended."""
        if self._opened.requests:
            self._session.submit([from_text(place) for place in self._opened.requests])

    # What is asked most.

    @property
    def rule(self) -> Rule:
        """What all logits are read with."""
        return self.shown.rule

    def set_rule(self, rule: Rule) -> None:
        """Read all logits with another rule, without running the model again."""
        self.shown.set_rule(rule)

    @property
    def bundle(self) -> ModelBundle | None:
        """The model that answers; None until one has been opened."""
        return self.answering.bundle

    @property
    def concept(self) -> str:
        """What it is asked for; empty until then."""
        return self.answering.concept

    @property
    def count(self) -> int:
        """How many rows there are, without those that were removed."""
        return self.shown.count

    @property
    def busy(self) -> bool:
        """Whether anything is being searched, classified, or still to be shown."""
        return self.work.busy

    def set_look_alikes(self, pictures: Keys, groups: np.ndarray[tuple[int], np.dtype[np.int32]]) -> int:
        """Take the groups over that contents stand in, (n,) of either; gives how many rows have a duplicate now."""
        columns = self.columns
        of_picture = np.zeros(int(max(pictures.max(initial=0), columns.picture.max(initial=0))) + 1, np.int32)
        of_picture[pictures] = groups
        columns.near[:] = np.where(columns.removed, 0, of_picture[columns.picture])
        columns.touch("near")
        return int(((columns.group > 0) & ~columns.removed).sum())

    def close(self) -> None:
        """End the work, wait for the threads, and close the library; what waits goes on at the next start."""
        self.work.close()
        self.shown.close()
        self._preparing.join()
        self._session.close()
        if self.library.write and self._opened.temporary is None and len(self.columns) >= COPY_FROM:
            # Read anew: what was finished while the window closed is in the library, and not in its columns.
            self.library.write_copy(self.library.load(self.concept))
        self._opened.close()

    # What the session tells.

    @Slot(object)
    def _take(self, batch: Batch) -> None:
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
            self.changes.show_applied(applied)
        if batch.unkept is not None:
            self.work.cancel()
            self.unkept.emit(batch.unkept)
        if batch.found or batch.results or batch.failure or batch.candidate or batch.changed or batch.brought:
            self.shown.grow_stale()

    def _add(self, batch: Batch) -> None:
        """Append new rows in the order of their keys."""
        found = batch.found
        for brought in batch.brought:
            before = brought.first - len(self.columns)
            self.columns.add(found[:before])
            self.answering.take_brought_in(brought)
            found = found[before:]
        self.columns.add(found)

    def _enter(self, result: Result) -> None:
        key = result.item.key
        self.columns.set_record(key, result.record, result.model - 1, result.picture)
        if self.columns.kind[key] == Kind.HELD:
            self.columns.let_go(key)
        self.record_changed.emit(key)

    def _on_opened(self, opened: Opened) -> None:
        """Go on with what waits; where another model answered before, its rows are classified anew."""
        same = opened.before == opened.number
        self._answer_with(opened, keep_rule=same and self._opened.rule is not None)
        if same or not self.library.write:
            self._session.again(self.answering.waiting_rows())
        else:
            self._session.begin_with(self.answering.rows_to_answer(opened))

    def _take_failure(self, batch: Batch) -> None:
        if batch.repeated:
            self.repeated.emit(batch.repeated)
        if batch.failure is not None:
            self.work.stop()
            self.failed.emit(batch.failure)
        if self.work.stopped:
            self.columns.cancel_waiting()

    def _take_over(self, opened: Opened) -> None:
        """Classify every row anew; rows that were removed wait for their undo."""
        self.work.take_over(self.answering.rows_to_answer(opened))
        self._answer_with(opened, keep_rule=False)
        self.shown.refresh()

    def _answer_with(self, opened: Opened, *, keep_rule: bool) -> None:
        self.answering.change_to(opened)
        if not keep_rule:
            self.changes.use_rule(opened.bundle.card.rule)
        self.model_opened.emit(opened.bundle)
