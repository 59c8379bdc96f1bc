"""The one pipeline: items in, records out. Decoding and the model run in worker threads, a classifier for each."""

import os
import threading
import time
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from queue import SimpleQueue
from threading import Event
from types import TracebackType
from typing import Final, Self

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.engine.familiar import Familiarity
from alpaca_gui.errors import PictureError
from alpaca_gui.imaging.content import fingerprint, has_changed
from alpaca_gui.imaging.decode import PIXEL_LIMIT, decode
from alpaca_gui.imaging.source import LinkSource, Source
from alpaca_gui.jobs.fetch import FetchLimits, fetch
from alpaca_gui.jobs.intake import Item
from alpaca_gui.library.record import Content, Record

IN_FLIGHT_PER_WORKER: Final = 4
FETCHERS: Final = 4
MOST_WORKERS: Final = 8

_READ_AT_MOST: Final = 3
_CHANGING: Final = "The file is being written. Hand it over again when that is done."


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused: pictures of more pixels, and links that are too large or too slow."""

    pixels: int = PIXEL_LIMIT
    fetch: FetchLimits = field(default_factory=FetchLimits)


Recall = Callable[[Content], Record | None]
"""Gives what a model has said of a content before, whatever its source; None where that is not known."""


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """An item and the record that came of it.

    Attributes
    ----------
    item, record
        The two.
    picture, model
        Once it is in a library: the number of its content there (0 where that is not known), and of the model that
        spoke.
    """

    item: Item
    record: Record
    picture: int = 0
    model: int = 0


def default_workers() -> int:
    """Give as many threads as this process may use cores, 8 at most: more only cost memory."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(available, MOST_WORKERS)


class Pipeline:
    """Worker threads with a classifier each, kept from run to run. Close it, or use it in a ``with``.

    Parameters
    ----------
    bundle
        The model that answers.
    workers
        Threads that decode and classify.
    limits
        What is refused.
    on_worker_start
        Called once in each worker thread, e.g. to lower its priority.
    recall
        Asked for what the model has said of a picture's content before: then the picture is not even decoded.
    familiarity
        Tells how unlike the training pictures each picture is; without it nothing is said about that.
    """

    def __init__(
        self,
        bundle: ModelBundle,
        workers: int | None = None,
        limits: Limits | None = None,
        on_worker_start: Callable[[], None] | None = None,
        recall: Recall | None = None,
        familiarity: Familiarity | None = None,
    ) -> None:
        self._bundle = bundle
        self._recall = recall or _recalls_nothing
        self._familiarity = familiarity
        self._limits = limits or Limits()
        self._count = workers or default_workers()
        self._local = threading.local()
        self._workers = ThreadPoolExecutor(self._count, "classify", on_worker_start or _nothing)
        self._fetchers = ThreadPoolExecutor(FETCHERS, "fetch")

    def __enter__(self) -> Self:
        """Return the pipeline itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the worker threads to end."""
        self.close()

    def prepare(self) -> None:
        """Make each worker's classifier now, so that the first pictures do not wait for it.

        Raises
        ------
        BundleError
            When the model cannot be run.
        """
        together = threading.Barrier(self._count)  # one job a worker: none is done before all have begun
        for job in [self._workers.submit(self._prepared, together) for _ in range(self._count)]:
            job.result()

    def _prepared(self, together: threading.Barrier) -> None:
        together.wait()
        self._classifier()

    def close(self) -> None:
        """End the worker threads; what they are at is finished first."""
        self._fetchers.shutdown(cancel_futures=True)
        self._workers.shutdown(cancel_futures=True)

    def run(
        self,
        items: Iterable[Item],
        cancel: Event,
        *,
        ordered: bool = True,
        unblock: Callable[[], None] | None = None,
        given_up: Callable[[int], bool] | None = None,
    ) -> Generator[Result]:
        """Classify ``items``, yielding a result for each as it comes.

        Only a few items are held at a time, however many there are. ``items`` is read in a thread of its own and may
        block. Setting ``cancel`` ends the run after what is being worked on; an iterator that blocks must end then.

        Parameters
        ----------
        items
            What to classify, e.g. from `alpaca_gui.jobs.intake.take_in`.
        cancel
            Ends the run early.
        ordered
            Whether results come in the order of the items. If not, a slow link holds up nothing else.
        unblock
            Called when the run is over, also because of an error: makes an iterator that blocks end.
        given_up
            Asked with an item's key while a link is being fetched: true ends the fetching with an error.
        """
        run = _Run(self._count * IN_FLIGHT_PER_WORKER, cancel, ordered, given_up or _never)
        feeder = threading.Thread(target=self._feed, args=(run, items), name="feed")
        feeder.start()
        try:
            yield from run.results()
        finally:
            run.stop.set()
            run.room.release()
            (unblock or _nothing)()
            feeder.join()

    def _feed(self, run: "_Run", items: Iterable[Item]) -> None:
        try:
            for item in items:
                run.room.acquire()
                if run.stopped():
                    break
                run.add(self._submit(item, run))
        except BaseException as error:  # noqa: BLE001 - it is raised again in the thread that asked for the results
            run.end(error)
        else:
            run.end(None)

    def _submit(self, item: Item, run: "_Run") -> Future[Result | None]:
        if isinstance(item.source, LinkSource) and item.refusal is None:
            return self._fetchers.submit(self._fetched, item, item.source, run)
        return self._workers.submit(self._classified, item, item.source, run)

    def _fetched(self, item: Item, link: LinkSource, run: "_Run") -> Result | None:
        try:
            source = fetch(link, lambda: run.stopped() or run.given_up(item.key), self._limits.fetch)
        except PictureError as error:
            return None if run.stopped() else Result(item, Record(link, error=str(error)))
        return self._workers.submit(self._classified, item, source, run).result()

    def _classified(self, item: Item, source: Source, run: "_Run") -> Result | None:
        if run.stopped():
            return None
        if item.refusal is not None:
            return Result(item, Record(source, error=item.refusal))
        for _ in range(_READ_AT_MOST):
            record = self._looked_at(source)
            if record.evidence is None or not _changed_since(record):
                return Result(item, record)
        return Result(item, Record(source, error=_CHANGING))

    def _looked_at(self, source: Source) -> Record:
        content = _content(source)
        recalled = None if content is None else self._recall(content)
        if recalled is not None:
            return replace(recalled, source=source, content=content)
        try:
            picture = decode(source, pixel_limit=self._limits.pixels)
            evidence = self._classifier().classify(picture)
        except PictureError as error:
            return Record(source, error=str(error), content=content)
        record = Record(source, evidence, picture.width, picture.height, notes=picture.notes, content=content)
        return replace(record, unlike=self._unlike(evidence), time=time.time())

    def _unlike(self, evidence: Evidence) -> float | None:
        known, embedding = self._familiarity, evidence.embedding
        if known is None or embedding is None or embedding.shape != (known.features,):  # a bundle whose parts disagree
            return None
        return known.distance(embedding)

    def _classifier(self) -> Classifier:
        try:
            classifier: Classifier = self._local.classifier
        except AttributeError:
            classifier = self._local.classifier = Classifier(self._bundle)
        return classifier


def _content(source: Source) -> Content | None:
    """What the source's bytes are; None where they cannot be read, for which the decoder has the sentence."""
    try:
        return Content(*fingerprint(source))
    except PictureError:
        return None


def _changed_since(record: Record) -> bool:
    """Tell whether a file was written to after its hash was taken: what was decoded may be another picture."""
    content = record.content
    return content is not None and has_changed(record.source, content.size, content.modified)


def _recalls_nothing(_content: Content) -> Record | None:
    """Know no picture from before."""
    return None


def _nothing() -> None:
    """Do nothing where nothing was asked for."""


def _never(_key: int) -> bool:
    """Give nothing up."""
    return False


@dataclass(frozen=True, slots=True)
class _End:
    """The feeder's last word: how many futures there are, and the error that ended it, if one did."""

    submitted: int
    error: BaseException | None


class _Run:
    """What the feeder, the workers and the consumer of one run share."""

    def __init__(self, room: int, cancel: Event, ordered: bool, given_up: Callable[[int], bool]) -> None:
        self.room = threading.Semaphore(room)
        self.cancel = cancel
        self.stop = Event()
        self.given_up = given_up
        self._ordered = ordered
        self._queue: SimpleQueue[Future[Result | None] | _End] = SimpleQueue()
        self._submitted = 0

    def stopped(self) -> bool:
        return self.stop.is_set() or self.cancel.is_set()

    def add(self, future: Future[Result | None]) -> None:
        self._submitted += 1
        if self._ordered:
            self._queue.put(future)
        else:
            future.add_done_callback(self._queue.put)

    def end(self, error: BaseException | None) -> None:
        self._queue.put(_End(self._submitted, error))

    def results(self) -> Generator[Result]:
        taken, end = 0, None
        while end is None or taken < end.submitted:
            entry = self._queue.get()
            if isinstance(entry, _End):
                end = entry
                continue
            taken += 1
            result = entry.result()
            self.room.release()
            if result is not None:
                yield result
        if end.error is not None:
            raise end.error
