"""What the window shows: the rows, the rule they are read with, and the running session that fills them."""

import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoStack

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.gui.pace import Pace, time_text
from alpaca_gui.gui.picture_model import PictureModel
from alpaca_gui.gui.removing import SetRemoved
from alpaca_gui.jobs.intake import Item
from alpaca_gui.jobs.session import Batch, Session
from alpaca_gui.library.columns import Columns, Keys, Order, Show, State
from alpaca_gui.logit.verdict import Rule

_TICK_MS: Final = 50
_REFRESH_EVERY_S: Final = 0.2


class Collection(QObject):
    """Joins the session, the columns and the item model; everything that changes rows goes through here.

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
    failed(sentence), repeated(count)
        As in `alpaca_gui.jobs.session.Batch`.
    """

    changed = Signal()
    record_changed = Signal(int)
    model_opened = Signal(object)
    model_refused = Signal(str)
    failed = Signal(str)
    repeated = Signal(int)

    def __init__(self, model: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = Columns()
        self.rule = Rule()
        self.order = Order.ADDED
        self.show = Show.ALL
        self.bundle: ModelBundle | None = None
        self.item_model = PictureModel(self.columns, self.rule, self)
        self.undo_stack = QUndoStack(self)
        self.pace = Pace()
        self._session = Session(model)
        self._stopped = False
        self._refreshed_at = 0.0
        self._stale = False
        self._finished = 0
        self._done_before = 0
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    @property
    def waiting(self) -> int:
        """How many rows wait for their logit."""
        return int(((self.columns.state == State.WAITING) & ~self.columns.removed).sum())

    @property
    def busy(self) -> bool:
        """Whether anything is being searched or classified."""
        return not self._stopped and (self._session.taking_in() or self.waiting > 0)

    @property
    def cancelled(self) -> int:
        """How many rows were left without a logit."""
        return int(((self.columns.state == State.CANCELLED) & ~self.columns.removed).sum())

    @property
    def has_cancelled(self) -> bool:
        """Whether there is something to continue with."""
        return self.cancelled > 0 and not self._stopped

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
        count = int(self.columns.present().size)
        words = "" if not count else "1 picture" if count == 1 else f"{count:,} pictures"
        return f"{words} · {self.cancelled:,} not classified" if self.cancelled else words

    def add(self, items: list[Item]) -> None:
        """Take in whatever a person handed over."""
        if items:
            self._session.submit(items)
            self._wake()
            self.changed.emit()

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
        keys = [int(k) for k in self.columns.present() if self.columns.state[k] == State.CANCELLED]
        self.columns.state[keys] = State.WAITING
        self._session.again([(key, self.columns.source(key)) for key in keys])
        self._wake()
        self.refresh()

    def remove(self, keys: Keys) -> None:
        """Hide rows; can be undone."""
        if keys.size:
            self.undo_stack.push(SetRemoved(self, keys))

    def set_removed(self, keys: Keys, removed: bool) -> None:
        """Hide or show rows; for the undo stack."""
        self.columns.removed[keys] = removed
        rows = [(int(key), self.columns.source(int(key))) for key in keys]
        if removed:
            self._session.forget(rows)
        else:
            self._session.remember(rows)
            self._session.again([row for row in rows if self.columns.state[row[0]] == State.WAITING])
            self._wake()
        self.refresh()

    def set_rule(self, rule: Rule) -> None:
        """Read all logits with another rule, without running the model again."""
        if rule != self.rule:
            self.rule = rule
            self.item_model.set_rule(rule)
            self.refresh()

    def arrange(self, order: Order, show: Show) -> None:
        """Sort and filter."""
        self.order, self.show = order, show
        self.refresh()

    def refresh(self) -> None:
        """Show the rows as they are now."""
        self._refreshed_at = time.monotonic()
        self._stale = False
        self.item_model.arrange(self.columns.arranged(self.order, self.show, self.rule))
        self.changed.emit()

    def close(self) -> None:
        """Cancel everything and wait for the threads."""
        self._timer.stop()
        self._session.close()

    def _wake(self) -> None:
        if not self._timer.isActive():
            self._begin_pace()
            self._timer.start()

    def _begin_pace(self) -> None:
        self.pace.restart()
        self._done_before = len(self.columns) - self.waiting

    @Slot()
    def _tick(self) -> None:
        # Asked first: what comes of it until then is in the batch.
        searching, opening = self._session.taking_in(), self._session.opening()
        batch = self._session.drain()
        self._stale = self._take(batch) or self._stale
        self.pace.count(time.monotonic(), self._finished)
        at_work = self.bundle is None or self._session.at_work()
        idle = not searching and not opening and (self._stopped or not at_work)
        if idle:
            self._timer.stop()
        if idle or (self._stale and time.monotonic() - self._refreshed_at > _REFRESH_EVERY_S):
            self.refresh()

    def _take(self, batch: Batch) -> bool:
        if batch.bundle is not None:
            self._answer_with(batch.bundle)
        self.columns.add(batch.found)
        for result in batch.results:
            self.columns.set_record(result.item.key, result.record)
            self._finished += 1
            self.record_changed.emit(result.item.key)
        if batch.repeated:
            self.repeated.emit(batch.repeated)
        if batch.failure is not None:
            self._stopped = True
            self.failed.emit(batch.failure)
        if self._stopped:
            self.columns.cancel_waiting()
        if batch.candidate is not None:
            self._take_over(batch.candidate)
        if batch.refused is not None:
            self.model_refused.emit(batch.refused)
        return bool(batch.found or batch.results or batch.failure or batch.candidate)

    def _answer_with(self, bundle: ModelBundle) -> None:
        self.bundle = bundle
        self.model_opened.emit(bundle)

    def _take_over(self, bundle: ModelBundle) -> None:
        """Classify every row anew; rows that were removed wait for their undo."""
        self._stopped = False
        self.columns.wait_again()
        self._session.take_over([(int(key), self.columns.source(int(key))) for key in self.columns.present()])
        self._begin_pace()
        self._answer_with(bundle)
        self.refresh()
