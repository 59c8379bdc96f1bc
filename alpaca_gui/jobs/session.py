"""A running collection of pictures for a window: requests go in at any time, results are fetched in batches.

It owns four kinds of thread (intake, run, keep, the pipeline's own) and knows no Qt. Whoever shows it asks `drain` a
few times a second, so that a thousand results cost one visit to the window's thread and not a thousand. What `drain`
gives is in the library already: rows before their pictures are looked at, and results before anybody sees them.
"""

import contextlib
import threading
import traceback
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Empty, Queue

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.engine.familiar import Familiarity
from alpaca_gui.errors import AlpacaError, LibraryError
from alpaca_gui.imaging.source import LinkSource, Source
from alpaca_gui.jobs.answering import Answering
from alpaca_gui.jobs.handed_over import Asked, sort_out, until
from alpaca_gui.jobs.intake import Item, in_batches, take_in
from alpaca_gui.jobs.keeper import Keeper, Speaker
from alpaca_gui.jobs.pipeline import Limits, Pipeline, Result
from alpaca_gui.jobs.priority import step_back
from alpaca_gui.jobs.remembered import (
    familiarity_of,
    names_folder,
    recalled,
    remember_folders,
    used_model,
    wholly_named,
)
from alpaca_gui.library.bringing_in import BroughtIn, bring_in
from alpaca_gui.library.edits import Applied, Edit
from alpaca_gui.library.imported import Imported
from alpaca_gui.library.library import Library
from alpaca_gui.library.models import UsedModel
from alpaca_gui.library.recalling import NOTHING_KNOWN, KnownRows
from alpaca_gui.library.sorting import Keys
from alpaca_gui.library.state import State


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A model that has been opened.

    Attributes
    ----------
    bundle
        The model.
    used
        What the library knows it as, and ``number`` its number there.
    known
        What it has said before of rows of the library; nothing where it answered last, and its rows are as they are.
    familiarity
        What it knows of its training pictures.
    before
        Number of the model that answered last; None where there was none.
    brought_in
        Numbers of what is no model but a file of logits.
    labels
        Labels about this model's concept, int8 (n,), of the rows that there were.
    """

    bundle: ModelBundle
    used: UsedModel
    number: int
    known: KnownRows
    familiarity: Familiarity | None
    before: int | None
    brought_in: frozenset[int]
    labels: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Batch:
    """What has happened since the last `Session.drain`.

    Attributes
    ----------
    found
        Sources of new rows, in the order of their keys.
    results
        Outcomes; ``result.item.key`` is the row's number.
    changed
        Keys of rows whose files have changed since they were classified: they wait again.
    repeated
        How many files were handed over that are in the collection already.
    opened
        The model, once, when it has been opened.
    failure
        One sentence when nothing more can be classified at all, e.g. because the model cannot be opened.
    candidate
        Another model that was asked for, once, when it has been opened: it answers from `Session.take_over` on.
    refused
        One sentence when that other model cannot be opened; the one before goes on.
    unkept
        One sentence when something could not be written in the library.
    applied
        Changes by a person that are in the library now.
    brought
        Records that were made elsewhere and are in the library now; their keys lie before, between or behind those of
        ``found``.
    """

    found: list[Source] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    repeated: int = 0
    opened: Opened | None = None
    failure: str | None = None
    candidate: Opened | None = None
    refused: str | None = None
    unkept: str | None = None
    applied: list[Applied] = field(default_factory=list)
    brought: list[BroughtIn] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Request:
    """What was handed over at once, and whether it is still wanted."""

    items: list[Item]
    asked: Asked


class Session:
    """Takes pictures in, classifies them in the background and keeps what comes of it, until it is closed.

    Parameters
    ----------
    model
        The bundle's path; opened in the background.
    library
        Where everything is kept; whoever opened it closes it after the session.
    limits
        What is refused.
    """

    def __init__(self, model: Path, library: Library, limits: Limits | None = None) -> None:
        self._library = library
        self._limits = limits
        self._requests: Queue[_Request | None] = Queue()
        self._current = Answering(model)
        self._wished: Answering | None = None
        self._lock = threading.RLock()
        self._more = threading.Condition(self._lock)
        self._batch = Batch()
        self._refusals: dict[int, str] = {}
        self._waiting: dict[int, Source | None] = {}
        self._at_work: set[int] = set()
        self._given_up: set[int] = set()
        self._unseen: list[int] = []
        self._entering = threading.Lock()
        self._asked = Asked()
        self._closing = False
        self._keeper = Keeper(library, self._enter_kept, self._enter_unkept)
        self._edits = 0
        self._current.begin()
        self._threads = [
            threading.Thread(target=self._take_in, name="intake"),
            threading.Thread(target=self._run, args=(self._current,), name="run"),
        ]
        for thread in self._threads:
            thread.start()

    # Models.

    def use_model(self, model: Path) -> None:
        """Open another bundle in the background; `Batch.candidate` or `Batch.refused` tells what came of it.

        Until then, and where it cannot be opened, the one before goes on. Only the model asked for last counts.
        """
        with self._lock:
            if self._wished is not None:
                self._wished.end()
            self._wished = Answering(model)
            self._batch = replace(self._batch, candidate=None, refused=None)
            thread = threading.Thread(target=self._run, args=(self._wished,), name="run")
            self._threads = [*(one for one in self._threads if one.is_alive()), thread]
            thread.start()

    def opening(self) -> bool:
        """Tell whether another model was asked for and does not answer yet."""
        with self._lock:
            return self._wished is not None

    def take_over(self, keys: Keys) -> None:
        """Let the candidate answer: the rows of these keys in their order, and what is found from now on.

        Nothing more comes from the model before; what it is still at is finished beside the window. Without a
        candidate nothing changes.
        """
        with self._lock:
            if self._wished is None:
                return
            self._current.end()
            self._current, self._wished = self._wished, None
            self._begin_anew(keys)
            self._current.begin()

    def begin_with(self, keys: Keys) -> None:
        """Let the model that was opened first answer rows of the library that another has answered before."""
        with self._lock:
            self._write_answerer()
            self._expect([key for key in keys.tolist() if key not in self._at_work])

    def _begin_anew(self, keys: Keys) -> None:
        self._batch.results.clear()
        self._waiting.clear()
        self._at_work.clear()
        self._given_up.clear()
        self._write_answerer()
        self._expect([*keys.tolist(), *self._unseen])

    def _write_answerer(self) -> None:
        number = self._current.speaker.number
        if self._library.write:
            self._keeper.do(lambda: self._library.answer_with(number))

    # What is handed over.

    def submit(self, items: list[Item]) -> None:
        """Take in files, folders, links and picture data; returns at once."""
        with self._lock:
            self._requests.put(_Request(items, self._asked))

    def again(self, keys: Keys) -> None:
        """Classify rows, under the keys that they have.

        A row that was at work when it was cancelled is finished anyway: it is not put to work a second time.
        """
        with self._lock:
            self._given_up.difference_update(keys.tolist())
            self._expect([key for key in keys.tolist() if key not in self._at_work])

    def cancel(self) -> None:
        """Give up what has been asked for and not been done: a link is let go, a picture at work is finished."""
        with self._lock:
            self._asked.give_up()
            self._asked = Asked()
            _empty(self._requests)
            self._waiting.clear()
            self._given_up |= self._at_work
        self._keeper.do(self._write_cancelled)

    def _write_cancelled(self) -> None:
        if self._library.write:
            with contextlib.suppress(LibraryError):  # what cannot be written waits, and goes on at the next start
                self._library.cancel_waiting()

    def forget(self, keys: Keys) -> None:
        """Give up rows that were removed: what still waits is not classified."""
        with self._lock:
            for key in keys.tolist():
                if key in self._at_work:
                    self._given_up.add(key)
                self._waiting.pop(key, None)

    def bring_in(
        self, imported: Imported, table: Path, concept: str, cancel: threading.Event
    ) -> Generator[int, None, int]:
        """Enter logits that were made elsewhere, in the caller's thread; see `alpaca_gui.library.bringing_in.bring_in`.

        Whoever calls it waits for its thread before the session is closed. `Batch.brought` gives the rows; this one
        returns how many there are.

        Raises
        ------
        alpaca_gui.library.bringing_in.Cancelled
            When ``cancel`` was set; nothing was entered.
        LibraryError
            When the library cannot be written; the same holds then.
        """
        with self._entering:  # rows are told in the order of their keys, whoever enters them
            brought = yield from bring_in(self._library, imported, table, concept, cancel)
            with self._lock:
                self._batch.brought.append(brought)
        return len(brought)

    # What a person changes.

    def edit(self, edit: Edit) -> None:
        """Make a change that can be undone; `Batch.applied` tells when it is written."""
        self._change(lambda: self._library.apply(edit))

    def undo(self) -> None:
        """Take the last change back."""
        self._change(self._library.undo)

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        self._change(self._library.redo)

    def write(self, job: Callable[[], None]) -> None:
        """Let ``job`` write in the library, after everything before it."""
        self._keeper.do(job)

    def _change(self, change: Callable[[], Applied | None]) -> None:
        def do() -> None:
            try:
                applied = change()
                if applied is not None:
                    with self._lock:
                        self._batch.applied.append(applied)
            finally:
                with self._lock:
                    self._edits -= 1

        with self._lock:
            self._edits += 1
        self._keeper.do(do)

    # How it goes.

    def taking_in(self) -> bool:
        """Tell whether folders are still being searched."""
        return self._requests.unfinished_tasks > 0

    def at_work(self) -> bool:
        """Tell whether results are still to come, also of rows that were cancelled while they were at work."""
        with self._lock:
            return bool(self._waiting or self._at_work)

    def editing(self) -> bool:
        """Tell whether a change is still being written, or was and nobody has fetched it."""
        with self._lock:
            return self._edits > 0 or bool(self._batch.applied)

    def untold(self) -> bool:
        """Tell whether something has happened to rows that nobody has fetched yet."""
        with self._lock:
            batch = self._batch
            return bool(batch.found or batch.results or batch.changed or batch.brought)

    def drain(self) -> Batch:
        """Fetch what has happened; each thing is given once."""
        with self._lock:
            batch, self._batch = self._batch, Batch()
            self._unseen.clear()
            for result in batch.results:
                self._at_work.discard(result.item.key)
                self._given_up.discard(result.item.key)
        return batch

    def close(self) -> None:
        """End everything and wait for the threads: at most as long as one picture takes.

        What waits stays in the library as it is: the next session goes on with it, and with the folders that are still
        to be searched.
        """
        with self._lock:
            self._closing = True
            self._asked.over.set()
            self._waiting.clear()
            self._given_up |= self._at_work
            self._requests.put(None)
            for answering in filter(None, (self._current, self._wished)):
                answering.end()
            self._more.notify_all()
        for thread in self._threads:
            thread.join()
        self._keeper.close()

    # The thread "intake".

    def _take_in(self) -> None:
        try:
            while (request := self._requests.get()) is not None:
                self._take_request(request)
                self._requests.task_done()
        finally:
            self._library.done_reading()

    def _take_request(self, request: _Request) -> None:
        asked, given = request.asked, [wholly_named(item) for item in request.items]
        try:
            before = set(self._library.requests())
            numbers = remember_folders(self._library, given)
            searched_on = bool(numbers) and before.issuperset(numbers)
            for items in in_batches(take_in(until(given, asked.over), asked.over)):
                self._enter(items, asked, searched_on)
            if asked.over.is_set() and not asked.unwanted.is_set():  # closing: folders are remembered, the rest enters
                self._enter([item for item in given if not names_folder(item)], asked, searched_on)
                return
            for number in numbers:
                self._library.end_request(number)
        except AlpacaError as error:
            self._enter_unkept([], str(error))

    def _enter(self, items: list[Item], asked: Asked, searched_on: bool) -> None:
        handed = sort_out(self._library, items, searched_on=searched_on)
        with self._lock:
            if asked.unwanted.is_set():
                return
            self._batch = replace(self._batch, repeated=self._batch.repeated + handed.repeated)
        if handed.again:
            self._library.set_state(np.array(handed.again), State.WAITING)
        with self._entering:
            new = handed.new
            first = self._library.add([item.source for item in new]) if new else 0
            with self._lock:
                self._batch.changed.extend(handed.again)
                self._batch.found.extend(item.source for item in new)
                for key, item in enumerate(new, start=first):
                    if item.refusal is not None:
                        self._refusals[key] = item.refusal
                    self._waiting[key] = item.source
                    self._unseen.append(key)
                self.again(np.array(handed.again, np.int64))

    # The threads "run": one for each model.

    def _expect(self, keys: list[int]) -> None:
        with self._lock:
            for key in keys if self._library.write else ():  # what cannot be kept would not be shown either
                self._waiting.setdefault(key)
            self._more.notify_all()

    def _wanted(self, answering: Answering) -> Iterator[Item]:
        while True:
            with self._lock:
                self._more.wait_for(lambda: self._waiting or answering.over.is_set())
                if answering.over.is_set():
                    return
                key, source = next(iter(self._waiting.items()))
                del self._waiting[key]
                self._at_work.add(key)
                refusal = self._refusals.get(key)
            yield Item(source or self._library.source(key), refusal, key)

    def _is_given_up(self, key: int) -> bool:
        with self._lock:
            return key in self._given_up

    def _enter_result(self, answering: Answering, result: Result) -> None:
        """Keep a result, unless its model was replaced or it is only the end of a fetch that was given up."""
        key, source = result.item.key, result.record.source
        with self._lock:
            if answering is not self._current:
                return
            if key in self._given_up and result.record.error is not None and isinstance(source, LinkSource):
                self._given_up.discard(key)
                self._at_work.discard(key)
                return
        if self._library.write:
            self._keeper.keep(result, answering.speaker)

    def _run(self, answering: Answering) -> None:
        try:
            bundle = load_bundle(answering.model)
            familiarity = familiarity_of(bundle)
            with Pipeline(
                bundle,
                limits=self._limits,
                on_worker_start=step_back,
                recall=lambda content: recalled(self._library, answering.speaker.number, content),
                familiarity=familiarity,
            ) as pipeline:
                pipeline.prepare()
                self._tell_opened(answering, bundle, familiarity)
                if answering.wait_for_turn():
                    self._answer(answering, pipeline)
        except AlpacaError as error:
            self._fail(answering, str(error))
        except Exception as error:  # noqa: BLE001 - the person must learn that nothing more will come
            traceback.print_exc()
            self._fail(answering, f"Classifying has stopped because of a mistake in the program: {error!r}.")
        finally:
            self._library.done_reading()

    def _tell_opened(self, answering: Answering, bundle: ModelBundle, familiarity: Familiarity | None) -> None:
        used = used_model(bundle, familiarity)
        number = self._library.number_of(used)
        answering.speaker = Speaker(number, used.backbone)
        library, before = self._library, self._library.fact("model")
        goes_on = answering is self._current and before == number  # what it has said stands in the rows
        opened = Opened(
            bundle,
            used,
            number,
            NOTHING_KNOWN if goes_on else library.known_rows(number),
            familiarity,
            before,
            frozenset(place for place, one in enumerate(library.models(), start=1) if one.path is None),
            library.labels(used.concept, len(library)),
        )
        with self._lock:
            if answering is self._current:
                self._batch = replace(self._batch, opened=opened)
            elif answering is self._wished:
                self._batch = replace(self._batch, candidate=opened)

    def _answer(self, answering: Answering, pipeline: Pipeline) -> None:
        for result in pipeline.run(
            self._wanted(answering),
            answering.over,
            ordered=False,
            unblock=self._wake,
            given_up=self._is_given_up,
        ):
            self._enter_result(answering, result)

    def _wake(self) -> None:
        with self._lock:
            self._more.notify_all()

    def _fail(self, answering: Answering, sentence: str) -> None:
        with self._lock:
            if answering is self._current:
                self._batch = replace(self._batch, failure=sentence)
            elif answering is self._wished:
                self._wished = None
                self._batch = replace(self._batch, refused=sentence)

    # The thread "keep".

    def _enter_kept(self, results: list[Result]) -> None:
        with self._lock:
            self._batch.results.extend(result for result in results if result.model == self._current.speaker.number)

    def _enter_unkept(self, results: list[Result], sentence: str) -> None:
        with self._lock:
            for result in results:
                self._at_work.discard(result.item.key)
                self._given_up.discard(result.item.key)
            self._batch = replace(self._batch, unkept=sentence)


def _empty(requests: "Queue[_Request | None]") -> None:
    try:
        while True:
            requests.get_nowait()
            requests.task_done()
    except Empty:
        return
