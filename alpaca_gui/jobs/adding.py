"""Adds pictures to a library without a window: one intake, one pipeline, each record on the disk before it is given.

What is known is not classified again, and what a killed run has left goes on when the same is asked for again.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Semaphore, Thread
from typing import Final

import numpy as np

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.errors import LibraryError
from alpaca_gui.imaging.content import has_changed
from alpaca_gui.imaging.source import FileSource, LinkSource
from alpaca_gui.jobs.intake import Item, in_batches, take_in
from alpaca_gui.jobs.keeper import Keeper, Speaker
from alpaca_gui.jobs.pipeline import Limits, Pipeline, Result
from alpaca_gui.jobs.remembered import familiarity_of, recalled, remember_folders, used_model, wholly_named
from alpaca_gui.library.library import Library
from alpaca_gui.library.recalling import Place
from alpaca_gui.library.record import Record
from alpaca_gui.library.state import State

_MOST_UNREAD: Final = 1000
"""Results that nobody has asked for yet; a picture that was fetched is held with its own."""


@dataclass(frozen=True, slots=True, eq=False)
class _End:
    """Nothing more comes; the error that ended it, if one did."""

    error: BaseException | None = None


class _Look:
    """Known records stand first in the order now."""


class Adding:
    """One model and one library that pictures are added to.

    Parameters
    ----------
    library
        Opened for writing.
    bundle
        The model that answers for what is added; what other models said of other pictures stays. A library that no
        model has answered in is read by this model's rule from now on.
    workers, limits
        As those of `alpaca_gui.jobs.pipeline.Pipeline`.
    """

    def __init__(
        self, library: Library, bundle: ModelBundle, workers: int | None = None, limits: Limits | None = None
    ) -> None:
        self._library = library
        self._familiarity = familiarity_of(bundle)
        used = used_model(bundle, self._familiarity)
        self._speaker = Speaker(library.use_model(used), used.backbone)
        self._pipeline = partial(
            Pipeline,
            bundle,
            workers,
            limits,
            recall=partial(recalled, library, self._speaker.number),
            familiarity=self._familiarity,
        )
        if library.fact("model") is None:
            library.set_fact("model", self._speaker.number)
            library.set_rule(bundle.card.rule)

    def run(self, items: list[Item], cancel: Event) -> Generator[Record]:
        """Take ``items`` in; gives each picture's record in their order, once it is in the library.

        Folders are remembered until they have been searched: what is left when ``cancel`` is set, or the program is
        killed, goes on at the next `run` of the same items, or in the window.

        Raises
        ------
        AlpacaError
            When the model cannot be run or the library not be written. What was given before is kept.
        """
        run = _Run(self._library, self._speaker, cancel)
        yield from run.records(self._pipeline, [wholly_named(item) for item in items], [])

    def go_on(self, cancel: Event) -> Generator[Record]:
        """Classify what waits in the library, and go on with the folders that were being searched; see `run`."""
        columns = self._library.load("")
        keys = np.flatnonzero((columns.state == State.WAITING) & ~columns.removed).tolist()
        folders = [Item(FileSource(Path(place))) for place in self._library.requests().values()]
        run = _Run(self._library, self._speaker, cancel, searched_on=True)
        yield from run.records(self._pipeline, folders, keys)


class _Run:
    """What the threads of one run share: ``feed`` enters rows, ``add`` runs the pipeline, ``keep`` writes."""

    def __init__(self, library: Library, speaker: Speaker, cancel: Event, *, searched_on: bool = False) -> None:
        self._library = library
        self._speaker = speaker
        self._searched_on = searched_on
        self._foreign = {number for number, one in enumerate(library.models(), start=1) if one.path is None}
        self._cancel = cancel
        self._order: deque[tuple[int, bool]] = deque()
        self._seen: set[int] = set()
        self._said: SimpleQueue[Result | _End | _Look] = SimpleQueue()
        self._room = Semaphore(_MOST_UNREAD)

    def records(self, pipeline: Callable[[], Pipeline], items: list[Item], waiting: list[int]) -> Generator[Record]:
        """Give the records; see `Adding.run`. ``waiting`` are keys of rows that come first."""
        keeper = Keeper(self._library, self._told, self._failed)
        thread = Thread(target=self._run, args=(pipeline, self._items(items, waiting), keeper), name="add")
        thread.start()
        try:
            while not isinstance(entry := self._said.get(), _End):
                yield from self._known_before(entry.item.key if isinstance(entry, Result) else None)
                if isinstance(entry, Result):
                    self._room.release()
                    yield entry.record
            if entry.error is not None:
                raise entry.error
            if not self._cancel.is_set():
                yield from self._known_before(None)
        except BaseException:
            self._cancel.set()
            raise
        finally:
            self._room.release(_MOST_UNREAD)
            thread.join()
            keeper.close()

    def _known_before(self, key: int | None) -> Iterator[Record]:
        """Read the known records that stand before the row of a result, or first of all, and step over that row."""
        while self._order and (key is not None or self._order[0][1]):
            found, known = self._order.popleft()
            if known:
                yield self._library.record(found)
            if found == key:
                return

    # The threads "add" and "keep".

    def _run(self, make: Callable[[], Pipeline], items: Iterator[Item], keeper: Keeper) -> None:
        end = _End()
        try:
            with make() as pipeline:
                for result in pipeline.run(items, self._cancel):
                    self._room.acquire()
                    keeper.keep(result, self._speaker)
        except BaseException as error:  # noqa: BLE001 - it is raised again where the records are asked for
            end = _End(error)
        keeper.flush()
        self._said.put(end)

    def _told(self, results: list[Result]) -> None:
        for result in results:
            self._said.put(result)

    def _failed(self, _results: list[Result], sentence: str) -> None:
        self._cancel.set()
        self._said.put(_End(LibraryError(sentence)))

    # The thread "feed".

    def _items(self, given: list[Item], waiting: list[int]) -> Iterator[Item]:
        folders = remember_folders(self._library, given)
        for key in waiting:
            self._seen.add(key)
            self._order.append((key, False))
            yield Item(self._library.source(key), key=key)
        for batch in in_batches(take_in(given, self._cancel)):
            yield from self._enter(batch)
        if not self._cancel.is_set():
            for number in folders:
                self._library.end_request(number)

    def _enter(self, batch: list[Item]) -> list[Item]:
        """Enter what is new, and give what the pipeline has to look at, with its keys; known rows go into the order."""
        rows: list[tuple[Item, Place | None]] = []
        locations: set[tuple[type, str]] = set()
        for item in batch:
            place = self._place(item)
            if isinstance(item.source, FileSource | LinkSource):
                name = (type(item.source), item.source.location)
                if name in locations or (place is not None and place.key in self._seen):
                    continue
                locations.add(name)
            if place is None and self._was_removed(item):
                continue
            rows.append((item, place))
        new = [item.source for item, place in rows if place is None]
        key = self._library.add(new) if new else 0
        wanted: list[Item] = []
        again: list[int] = []
        for item, place in rows:
            known = place is not None and self._knows(place, item)
            number, key = (key, key + 1) if place is None else (place.key, key)
            self._seen.add(number)
            self._order.append((number, known))
            if not known:
                wanted.append(Item(item.source, item.refusal, number))
            if place is not None and not known and place.state is not State.WAITING:
                again.append(number)
        if again:
            self._library.set_state(np.array(again), State.WAITING)
        self._said.put(_Look())
        return wanted

    def _was_removed(self, item: Item) -> bool:
        """Tell whether a person has taken a file off the list since a search that goes on now had found it."""
        if not self._searched_on or not isinstance(item.source, FileSource):
            return False
        return self._library.place(item.source.location, removed=True) is not None

    def _place(self, item: Item) -> Place | None:
        match item.source:
            case FileSource():
                return self._library.place(item.source.location)
            case LinkSource():
                return self._library.place(item.source.location, link=True)
            case _:
                return None

    def _knows(self, place: Place, item: Item) -> bool:
        """Tell whether a row can stay as it is: this model spoke, of the same file; or its logit was brought in."""
        if place.state is not State.DONE:
            return False
        same = place.model == self._speaker.number and not has_changed(item.source, place.size, place.modified)
        return same or place.model in self._foreign
