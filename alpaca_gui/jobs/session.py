"""A running collection of pictures for a window: requests go in at any time, results are fetched in batches.

It owns three kinds of thread (intake, run, the pipeline's own) and knows no Qt. Whoever shows it asks `drain` a few
times a second, so that a thousand results cost one visit to the window's thread and not a thousand.
"""

import contextlib
import threading
import traceback
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, Queue

from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.source import FileSource, LinkSource, Source
from alpaca_gui.jobs.answering import Answering
from alpaca_gui.jobs.intake import Item, take_in
from alpaca_gui.jobs.pipeline import Limits, Pipeline, Result
from alpaca_gui.jobs.priority import step_back


@dataclass(frozen=True, slots=True)
class Batch:
    """What has happened since the last `Session.drain`.

    Attributes
    ----------
    found
        Sources of new rows, in the order of their keys.
    results
        Outcomes; ``result.item.key`` is the row's number.
    repeated
        How many files were handed over that are in the collection already.
    bundle
        The model, once, when it has been opened.
    failure
        One sentence when nothing more can be classified at all, e.g. because the model cannot be opened.
    candidate
        Another model that was asked for, once, when it has been opened: it answers from `Session.take_over` on.
    refused
        One sentence when that other model cannot be opened; the one before goes on.
    """

    found: list[Source]
    results: list[Result]
    repeated: int
    bundle: ModelBundle | None
    failure: str | None
    candidate: ModelBundle | None = None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class _Request:
    """What was handed over at once, and the event that gives it up."""

    items: list[Item]
    walk: threading.Event


class Session:
    """Takes pictures in and classifies them in the background until it is closed.

    Parameters
    ----------
    model
        The bundle's path; opened in the background.
    limits
        What is refused.
    """

    def __init__(self, model: Path, limits: Limits | None = None) -> None:
        self._limits = limits
        self._requests: Queue[_Request | None] = Queue()
        self._current = Answering(model)
        self._wished: Answering | None = None
        self._lock = threading.Lock()
        self._found: deque[Source] = deque()
        self._results: deque[Result] = deque()
        self._repeated = 0
        self._bundle: ModelBundle | None = None
        self._failure: str | None = None
        self._candidate: ModelBundle | None = None
        self._refused: str | None = None
        self._refusals: dict[int, str] = {}
        self._known: set[str] = set()
        self._expected: set[int] = set()
        self._unwanted: set[int] = set()
        self._given_up: set[int] = set()
        self._next_key = 0
        self._walk = threading.Event()
        self._current.begin()
        self._threads = [
            threading.Thread(target=self._take_in, name="intake"),
            threading.Thread(target=self._run, args=(self._current,), name="run"),
        ]
        for thread in self._threads:
            thread.start()

    def use_model(self, model: Path) -> None:
        """Open another bundle in the background; `Batch.candidate` or `Batch.refused` tells what came of it.

        Until then, and where it cannot be opened, the one before goes on. Only the model asked for last counts.
        """
        with self._lock:
            if self._wished is not None:
                self._wished.end()
            self._wished, self._candidate, self._refused = Answering(model), None, None
            thread = threading.Thread(target=self._run, args=(self._wished,), name="run")
            self._threads = [*(one for one in self._threads if one.is_alive()), thread]
            thread.start()

    def opening(self) -> bool:
        """Tell whether another model was asked for and does not answer yet."""
        with self._lock:
            return self._wished is not None

    def take_over(self, rows: list[tuple[int, Source]]) -> None:
        """Let the candidate answer: these rows in their order, and what is found from now on.

        Nothing more comes from the model before; what it is still at is finished beside the window.
        """
        with self._lock:
            if self._wished is None:
                return
            self._current.end()
            self._current, self._wished = self._wished, None
            self._results.clear()
            for keys in (self._expected, self._unwanted, self._given_up):
                keys.clear()
            not_shown_yet = enumerate(self._found, start=self._next_key - len(self._found))
            for key, source in (*rows, *not_shown_yet):
                self._expect(self._item(key, source))
            self._current.begin()

    def submit(self, items: list[Item]) -> None:
        """Take in files, folders, links and picture data; returns at once."""
        with self._lock:
            self._requests.put(_Request(items, self._walk))

    def again(self, rows: list[tuple[int, Source]]) -> None:
        """Classify rows that were cancelled, under the keys that they have.

        A row that was at work when it was cancelled is finished anyway: it is not put to work a second time.
        """
        with self._lock:
            self._given_up.difference_update(key for key, _ in rows)
            for key, source in rows:
                if key not in self._expected:
                    self._expect(self._item(key, source))

    def cancel(self) -> None:
        """Give up what has been asked for and not been done: a link is let go, a picture at work is finished."""
        with self._lock:
            self._walk.set()
            self._walk = threading.Event()
            with contextlib.suppress(Empty):
                while True:
                    self._requests.get_nowait()
                    self._requests.task_done()
            with contextlib.suppress(Empty):
                while True:
                    item = self._current.waiting.get_nowait()
                    if item is not None:
                        self._expected.discard(item.key)
            self._given_up |= self._expected

    def forget(self, rows: list[tuple[int, Source]]) -> None:
        """Give up rows that were removed: what still waits is not classified, and files may be handed over anew."""
        with self._lock:
            self._known.difference_update(source.location for _, source in rows)
            at_work = {key for key, _ in rows if key in self._expected}
            self._unwanted |= at_work
            self._given_up |= at_work

    def remember(self, rows: list[tuple[int, Source]]) -> None:
        """Undo `forget`; what was passed over meanwhile has to be asked for with `again`."""
        with self._lock:
            self._known.update(source.location for _, source in rows if isinstance(source, FileSource))
            self._unwanted.difference_update(key for key, _ in rows)
            self._given_up.difference_update(key for key, _ in rows)

    def taking_in(self) -> bool:
        """Tell whether folders are still being searched."""
        return self._requests.unfinished_tasks > 0

    def at_work(self) -> bool:
        """Tell whether results are still to come, also of rows that were cancelled while they were at work."""
        with self._lock:
            return bool(self._expected)

    def drain(self) -> Batch:
        """Fetch what has happened; each thing is given once."""
        with self._lock:
            found, self._found = list(self._found), deque()
            results, self._results = list(self._results), deque()
            done = {result.item.key for result in results}
            self._expected -= done
            self._unwanted -= done
            self._given_up -= done
            repeated, self._repeated = self._repeated, 0
            bundle, self._bundle = self._bundle, None
            failure, self._failure = self._failure, None
            candidate, self._candidate = self._candidate, None
            refused, self._refused = self._refused, None
        return Batch(found, results, repeated, bundle, failure, candidate, refused)

    def close(self) -> None:
        """Cancel everything and wait for the threads: at most as long as one picture takes."""
        self.cancel()
        self._requests.put(None)
        for answering in filter(None, (self._current, self._wished)):
            answering.end()
        for thread in self._threads:
            thread.join()

    def _take_in(self) -> None:
        while (request := self._requests.get()) is not None:
            for item in take_in(request.items, request.walk):
                self._enter(item, request.walk)
            self._requests.task_done()

    def _enter(self, item: Item, walk: threading.Event) -> None:
        with self._lock:
            if walk.is_set():
                return
            if isinstance(item.source, FileSource):
                if item.source.location in self._known:
                    self._repeated += 1
                    return
                self._known.add(item.source.location)
            if item.refusal is not None:
                self._refusals[self._next_key] = item.refusal
            self._expect(replace(item, key=self._next_key))
            self._next_key += 1
            self._found.append(item.source)

    def _item(self, key: int, source: Source) -> Item:
        """Give a row that is known already; what was refused is refused again."""
        return Item(source, self._refusals.get(key), key)

    def _expect(self, item: Item) -> None:
        self._expected.add(item.key)
        self._current.waiting.put(item)

    def _wanted(self, answering: Answering) -> Iterator[Item]:
        while (item := answering.waiting.get()) is not None and not answering.over.is_set():
            if not self._passed_over(answering, item.key):
                yield item

    def _passed_over(self, answering: Answering, key: int) -> bool:
        with self._lock:
            if answering is not self._current:
                return True
            if key not in self._unwanted:
                return False
            self._unwanted.discard(key)
            self._given_up.discard(key)
            self._expected.discard(key)
            return True

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
                self._expected.discard(key)
                self._unwanted.discard(key)
            else:
                self._results.append(result)

    def _run(self, answering: Answering) -> None:
        try:
            bundle = load_bundle(answering.model)
            with Pipeline(bundle, limits=self._limits, on_worker_start=step_back) as pipeline:
                pipeline.prepare()
                self._tell_opened(answering, bundle)
                if answering.wait_for_turn():
                    self._answer(answering, pipeline)
        except AlpacaError as error:
            self._fail(answering, str(error))
        except Exception as error:  # noqa: BLE001 - the person must learn that nothing more will come
            traceback.print_exc()
            self._fail(answering, f"Classifying has stopped because of a mistake in the program: {error!r}.")

    def _tell_opened(self, answering: Answering, bundle: ModelBundle) -> None:
        with self._lock:
            if answering is self._current:
                self._bundle = bundle
            elif answering is self._wished:
                self._candidate = bundle

    def _answer(self, answering: Answering, pipeline: Pipeline) -> None:
        for result in pipeline.run(
            self._wanted(answering),
            answering.over,
            ordered=False,
            unblock=answering.wake,
            given_up=self._is_given_up,
        ):
            self._enter_result(answering, result)

    def _fail(self, answering: Answering, sentence: str) -> None:
        with self._lock:
            if answering is self._current:
                self._failure = sentence
            elif answering is self._wished:
                self._wished, self._refused = None, sentence
