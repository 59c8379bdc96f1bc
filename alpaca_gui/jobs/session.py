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
from queue import Empty, Queue, SimpleQueue

from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.source import FileSource, LinkSource, Source
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
    """

    found: list[Source]
    results: list[Result]
    repeated: int
    bundle: ModelBundle | None
    failure: str | None


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
        self._model = model
        self._limits = limits
        self._requests: Queue[_Request | None] = Queue()
        self._waiting: SimpleQueue[Item | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._found: deque[Source] = deque()
        self._results: deque[Result] = deque()
        self._repeated = 0
        self._bundle: ModelBundle | None = None
        self._failure: str | None = None
        self._known: set[str] = set()
        self._expected: set[int] = set()
        self._unwanted: set[int] = set()
        self._given_up: set[int] = set()
        self._next_key = 0
        self._walk = threading.Event()
        self._closing = threading.Event()
        self._threads = [
            threading.Thread(target=self._take_in, name="intake"),
            threading.Thread(target=self._run, name="run"),
        ]
        for thread in self._threads:
            thread.start()

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
                    self._expect(Item(source, key=key))

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
                    item = self._waiting.get_nowait()
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
        return Batch(found, results, repeated, bundle, failure)

    def close(self) -> None:
        """Cancel everything and wait for the threads: at most as long as one picture takes."""
        self._closing.set()
        self.cancel()
        self._requests.put(None)
        self._waiting.put(None)
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
            self._expect(replace(item, key=self._next_key))
            self._next_key += 1
            self._found.append(item.source)

    def _expect(self, item: Item) -> None:
        self._expected.add(item.key)
        self._waiting.put(item)

    def _end_waiting(self) -> None:
        self._waiting.put(None)

    def _wanted(self) -> Iterator[Item]:
        while (item := self._waiting.get()) is not None and not self._closing.is_set():
            if not self._passed_over(item.key):
                yield item

    def _passed_over(self, key: int) -> bool:
        with self._lock:
            if key not in self._unwanted:
                return False
            self._unwanted.discard(key)
            self._given_up.discard(key)
            self._expected.discard(key)
            return True

    def _is_given_up(self, key: int) -> bool:
        with self._lock:
            return key in self._given_up

    def _enter_result(self, result: Result) -> None:
        """Keep a result, unless it is only the end of a fetch that was given up."""
        key, source = result.item.key, result.record.source
        with self._lock:
            if key in self._given_up and result.record.error is not None and isinstance(source, LinkSource):
                self._given_up.discard(key)
                self._expected.discard(key)
                self._unwanted.discard(key)
            else:
                self._results.append(result)

    def _run(self) -> None:
        try:
            bundle = load_bundle(self._model)
            with Pipeline(bundle, limits=self._limits, on_worker_start=step_back) as pipeline:
                pipeline.prepare()
                with self._lock:
                    self._bundle = bundle
                for result in pipeline.run(
                    self._wanted(),
                    self._closing,
                    ordered=False,
                    unblock=self._end_waiting,
                    given_up=self._is_given_up,
                ):
                    self._enter_result(result)
        except AlpacaError as error:
            self._fail(str(error))
        except Exception as error:  # noqa: BLE001 - the person must learn that nothing more will come
            traceback.print_exc()
            self._fail(f"Classifying has stopped because of a mistake in the program: {error!r}.")

    def _fail(self, sentence: str) -> None:
        with self._lock:
            self._failure = sentence
