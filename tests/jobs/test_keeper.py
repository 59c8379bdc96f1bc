"""The thread that writes does so in order, tells of what is on the disk alone, and outlives every failure."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from alpaca_gui.errors import LibraryError
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.jobs.intake import Item
from alpaca_gui.jobs.keeper import Keeper, Speaker
from alpaca_gui.jobs.pipeline import Result
from alpaca_gui.library.edits import label_edit
from alpaca_gui.library.keeping import Outcome
from alpaca_gui.library.library import Library
from alpaca_gui.library.state import State
from tests.library.making import MODEL, outcome, paths

COUNT = 50


class Told:
    """What was told, and what the library held at that moment."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.results: list[Result] = []
        self.held: list[bool] = []
        self.failed: list[tuple[int, str]] = []

    def told(self, results: list[Result]) -> None:
        self.held += [self.library.record(result.item.key).logit == result.record.logit for result in results]
        self.results += results

    def fail(self, results: list[Result], sentence: str) -> None:
        self.failed.append((len(results), sentence))


def said(key: int, logit: float) -> Result:
    """A result that a pipeline would give."""
    return Result(Item(FileSource(Path("/x")), key=key), outcome(key, logit).record)


@pytest.fixture
def told(library: Library) -> Told:
    library.add(paths(COUNT))
    library.use_model(MODEL)
    return Told(library)


@pytest.fixture
def keeper(library: Library, told: Told) -> Iterator[Keeper]:
    keeper = Keeper(library, told.told, told.fail)
    yield keeper
    keeper.close()
    library.done_reading()


SPEAKER = Speaker(1, "b")


def test_what_is_told_is_in_the_library_with_the_number_of_its_content(keeper: Keeper, told: Told) -> None:
    for key in range(COUNT):
        keeper.keep(said(key, float(key)), SPEAKER)
    keeper.flush()
    assert told.held == [True] * COUNT
    assert [result.item.key for result in told.results] == list(range(COUNT))
    assert [(result.picture, result.model) for result in told.results] == [(key + 1, 1) for key in range(COUNT)]
    assert told.failed == []


def test_everything_is_written_in_the_order_in_which_it_was_asked_for(
    keeper: Keeper, told: Told, library: Library
) -> None:
    seen: list[int] = []
    for key in range(0, COUNT, 2):
        keeper.keep(said(key, 1.0), SPEAKER)
        keeper.do(lambda: seen.append(int((library.load("x").state == State.DONE).sum())))
        keeper.keep(said(key + 1, 1.0), Speaker(1, "other"))
    keeper.flush()
    assert seen == list(range(1, COUNT, 2))


def test_closing_writes_what_still_waits(library: Library, told: Told) -> None:
    begin = threading.Event()

    def waits() -> None:
        begin.wait()

    keeper = Keeper(library, told.told, told.fail)
    keeper.do(waits)
    for key in range(COUNT):
        keeper.keep(said(key, 1.0), SPEAKER)
    threading.Timer(0.05, begin.set).start()
    keeper.close()
    keeper.close()
    assert len(told.results) == COUNT
    library.done_reading()


def _full(*_: object) -> None:
    raise LibraryError("The disk is full.")


def _mistaken(*_: object) -> None:
    raise ZeroDivisionError("oh")


@pytest.mark.parametrize(
    ("fail", "words"),
    [(_full, "The disk is full."), (_mistaken, "because of a mistake in the program: ZeroDivisionError('oh').")],
)
def test_what_could_not_be_written_is_told_as_that_and_what_comes_next_is_written(
    keeper: Keeper,
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    fail: Callable[..., None],
    words: str,
) -> None:
    library = told.library
    real = library.keep

    def keep(outcomes: Sequence[Outcome], model: int, backbone: str) -> list[int]:
        if any(one.key == 3 for one in outcomes):
            fail()
        return real(outcomes, model, backbone)

    def labels() -> None:
        library.apply(label_edit(np.array([4]), 1, "alpaca"))

    monkeypatch.setattr(library, "keep", keep)
    keeper.keep(said(3, 1.0), SPEAKER)
    keeper.flush()
    keeper.do(fail)
    keeper.keep(said(4, 1.0), SPEAKER)
    keeper.do(labels)
    keeper.flush()
    assert [count for count, _ in told.failed] == [1, 0]
    assert all(sentence.endswith(words) for _, sentence in told.failed)
    assert [result.item.key for result in told.results] == [4]
    assert library.load("alpaca").state[3] == State.WAITING
    assert library.load("alpaca").label[4] == 1
    assert ("Traceback" in capfd.readouterr().err) is (fail is _mistaken)
