"""A session gives every picture that it finds exactly one result, whatever a person does in between."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.errors import BundleError
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.source import FileSource, LinkSource, MemorySource, Source
from alpaca_gui.jobs import pipeline as module
from alpaca_gui.jobs.intake import Item, from_text
from alpaca_gui.jobs.pipeline import Result
from alpaca_gui.jobs.session import Batch, Session
from alpaca_gui.library.edits import Edit, EditKind, removal_edit
from alpaca_gui.library.library import Library
from alpaca_gui.resources import shipped_model
from tests.jobs.conftest import RedClassifier
from tests.jobs.web import PICTURE, Web

PATIENCE_S = 60

pytestmark = pytest.mark.timeout(60)


class Shown:
    """What a window would know: everything that was drained, in order."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.found: list[Source] = []
        self.results: list[Result] = []
        self.repeated = 0
        self.bundles: list[ModelBundle] = []
        self.failures: list[str] = []

    def drain(self) -> Batch:
        batch = self.session.drain()
        self.found += batch.found
        self.results += batch.results
        self.repeated += batch.repeated
        self.bundles += [batch.opened.bundle] if batch.opened else []
        self.failures += [batch.failure] if batch.failure else []
        return batch

    def until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < end, "nothing comes any more"
            self.drain()
            time.sleep(0.005)

    def until_done(self) -> None:
        self.until(lambda: not self.session.taking_in())
        self.drain()
        self.until(lambda: len(self.results) >= len(self.found))

    @property
    def keys(self) -> list[int]:
        return [result.item.key for result in self.results]


class Gate(RedClassifier):
    """Lets nothing through until it is opened."""

    entered = threading.Event()
    opened = threading.Event()

    def classify(self, picture: Picture) -> Evidence:
        self.entered.set()
        assert self.opened.wait(PATIENCE_S)
        return super().classify(picture)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> type[Gate]:
    monkeypatch.setattr(Gate, "entered", threading.Event())
    monkeypatch.setattr(Gate, "opened", threading.Event())
    monkeypatch.setattr(module, "Classifier", Gate)
    return Gate


@pytest.fixture
def shown(red: object, library: Library) -> Iterator[Shown]:
    session = Session(shipped_model(), library)
    yield Shown(session)
    session.close()


def _items(paths: list[Path]) -> list[Item]:
    return [Item(FileSource(path)) for path in paths]


def test_rows_get_their_numbers_as_they_are_found_and_results_name_them(shown: Shown, herd: list[Path]) -> None:
    shown.session.submit([from_text(str(herd[0].parent))])
    shown.until_done()
    assert [source.location for source in shown.found] == [str(path) for path in herd]
    assert sorted(shown.keys) == list(range(20))
    for result in shown.results:
        assert result.record.logit == result.item.key
        assert result.record.source is shown.found[result.item.key]


def test_the_model_is_handed_over_once(shown: Shown, herd: list[Path]) -> None:
    shown.session.submit(_items(herd))
    shown.until_done()
    shown.until(lambda: bool(shown.bundles))
    assert [bundle.path for bundle in shown.bundles] == [shipped_model()]
    assert shown.failures == []


def test_each_thing_is_given_once(shown: Shown, herd: list[Path]) -> None:
    shown.session.submit(_items(herd))
    shown.until_done()
    batch = shown.session.drain()
    assert batch == Batch()


def test_broken_pictures_refusals_links_and_data_are_rows_like_others(shown: Shown, herd: list[Path], web: Web) -> None:
    herd[0].write_text("not a picture")
    texts = [str(herd[0]), "ftp://x.org/a", web.address("/good.png"), web.address("/404"), str(herd[1])]
    shown.session.submit([*map(from_text, texts), Item(MemorySource(PICTURE, "pasted"))])
    shown.until_done()
    outcome = {result.item.key: result.record for result in shown.results}
    assert [outcome[key].error is None for key in range(6)] == [False, False, True, False, True, True]


@pytest.mark.parametrize("how", ["cancelled", "removed"])
def test_a_link_that_is_given_up_is_let_go_at_once_and_says_nothing_more(shown: Shown, web: Web, how: str) -> None:
    shown.session.submit([from_text(web.address("/silent"))])
    shown.until(lambda: web.asked != [])
    rows = np.arange(len(shown.found))
    if how == "cancelled":
        shown.session.cancel()
    else:
        shown.session.forget(rows)
    shown.until(lambda: not shown.session.at_work())  # long before its 30 seconds are over
    assert shown.results == []
    shown.session.again(rows)
    shown.until(lambda: len(web.asked) == 2)
    assert shown.session.at_work()


def test_files_that_are_there_already_are_counted_and_left_out(shown: Shown, herd: list[Path]) -> None:
    shown.session.submit(_items(herd[:5]))
    shown.session.submit(_items([*herd[3:8], herd[3]]))
    shown.until_done()
    assert len(shown.found) == 8
    assert shown.repeated == 3


def test_what_was_removed_may_come_again_and_what_was_brought_back_may_not(shown: Shown, herd: list[Path]) -> None:
    shown.session.submit(_items(herd[:2]))
    shown.until_done()
    shown.session.edit(removal_edit(np.arange(2)))
    shown.until(lambda: not shown.session.editing())
    back = np.array([1])
    shown.session.edit(Edit(EditKind.REMOVED, "bringing back", back, np.zeros(1, np.int8)))
    shown.until(lambda: not shown.session.editing())
    shown.session.submit(_items(herd[:2]))
    shown.until_done()
    assert [source.location for source in shown.found[2:]] == [str(herd[0])]
    assert shown.repeated == 1


def test_what_was_removed_is_not_worked_at_and_what_was_brought_back_is(shown: Shown) -> None:
    count = 400
    shown.session.submit([Item(MemorySource(PICTURE, "pasted"))] * count)
    shown.until(lambda: len(shown.found) == count)
    rows = np.arange(count)
    shown.session.forget(rows)
    shown.until(lambda: not shown.session.at_work())
    done = {result.item.key for result in shown.results}
    assert len(done) < count
    shown.session.again(np.array([key for key in range(count) if key not in done]))
    shown.until_done()
    assert sorted(result.item.key for result in shown.results) == list(range(count))


def test_links_and_pasted_pictures_may_come_as_often_as_a_person_likes(shown: Shown) -> None:
    shown.session.submit([Item(MemorySource(PICTURE, "pasted"))] * 2 + [Item(LinkSource("x"), "No.")] * 2)
    shown.until_done()
    assert (len(shown.found), shown.repeated) == (4, 0)


def test_cancelling_keeps_what_is_at_work_and_gives_up_the_rest(
    library: Library, gate: type[Gate], herd: list[Path]
) -> None:
    session = Session(shipped_model(), library)
    shown = Shown(session)
    try:
        session.submit(_items(herd))
        shown.until(lambda: len(shown.found) == 20)
        assert gate.entered.wait(PATIENCE_S)
        session.cancel()
        gate.opened.set()
        time.sleep(0.05)
        session.submit([Item(MemorySource(PICTURE, "later"))])
        shown.until(lambda: 20 in shown.keys)
        assert len(shown.keys) == len(set(shown.keys))
    finally:
        gate.opened.set()
        session.close()


def test_cancelled_rows_that_are_asked_for_again_come_exactly_once(
    library: Library, gate: type[Gate], herd: list[Path]
) -> None:
    session = Session(shipped_model(), library)
    shown = Shown(session)
    try:
        session.submit(_items(herd))
        shown.until(lambda: len(shown.found) == 20)
        assert gate.entered.wait(PATIENCE_S)
        for _ in range(3):
            session.cancel()
            session.again(np.arange(20))
            session.again(np.arange(20))
        gate.opened.set()
        shown.until(lambda: len(shown.results) >= 20)
        time.sleep(0.1)
        shown.drain()
        assert sorted(shown.keys) == list(range(20))
    finally:
        gate.opened.set()
        session.close()


def test_a_finished_row_can_be_asked_for_again(shown: Shown, herd: list[Path]) -> None:
    shown.session.submit(_items(herd[:3]))
    shown.until_done()
    shown.session.again(np.array([1]))
    shown.until(lambda: len(shown.results) == 4)
    assert sorted(shown.keys) == [0, 1, 1, 2]


def test_cancelling_ends_the_search_of_a_folder(shown: Shown, tmp_path: Path) -> None:
    # Every folder has itself below it a few times over; only cancelling ends this soon.
    for number in range(150):
        (tmp_path / f"{number}/a/b").mkdir(parents=True)
        (tmp_path / f"{number}/a/b/picture.png").write_bytes(b"")
    shown.session.submit([from_text(str(tmp_path))])
    shown.session.cancel()
    shown.until(lambda: not shown.session.taking_in())
    shown.session.submit([Item(MemorySource(PICTURE, "later"))])
    shown.until(lambda: any(isinstance(source, MemorySource) for source in shown.found))
    assert len(shown.found) < 150


def test_requests_after_cancelling_are_served(shown: Shown, herd: list[Path]) -> None:
    shown.session.cancel()
    shown.session.submit(_items(herd))
    shown.until_done()
    assert len(shown.results) == 20


def test_closing_in_the_middle_waits_for_what_is_at_work_and_leaves_no_thread(
    library: Library, gate: type[Gate], herd: list[Path]
) -> None:
    session = Session(shipped_model(), library)
    session.submit(_items(herd))
    assert gate.entered.wait(PATIENCE_S)
    opener = threading.Timer(0.05, gate.opened.set)
    opener.start()
    session.close()
    opener.join()
    names = {thread.name.split("_")[0] for thread in threading.enumerate()}
    assert not {"intake", "run", "feed", "classify", "fetch", "keep"} & names


@pytest.mark.usefixtures("red")
def test_closing_at_once_and_closing_twice_are_fine(library: Library) -> None:
    session = Session(shipped_model(), library)
    session.close()
    session.close()


def test_a_model_that_is_missing_is_said_once(library: Library, tmp_path: Path, herd: list[Path]) -> None:
    session = Session(tmp_path / "gone.model", library)
    shown = Shown(session)
    try:
        session.submit(_items(herd))
        shown.until(lambda: bool(shown.failures))
        shown.until(lambda: len(shown.found) == 20)
        assert shown.failures == [f"There is no model at {tmp_path / 'gone.model'}."]
        assert (shown.results, shown.bundles) == ([], [])
    finally:
        session.close()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (BundleError("LiteRT cannot run it."), "LiteRT cannot run it."),
        (
            ZeroDivisionError("oh"),
            "Classifying has stopped because of a mistake in the program: ZeroDivisionError('oh').",
        ),
    ],
)
def test_a_model_that_fails_at_the_first_picture_is_said_at_once(
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    herd: list[Path],
    error: Exception,
    sentence: str,
) -> None:
    def refuse(_: ModelBundle) -> None:
        raise error

    monkeypatch.setattr(module, "Classifier", refuse)
    session = Session(shipped_model(), library)
    shown = Shown(session)
    try:
        session.submit(_items(herd[:1]))
        shown.until(lambda: bool(shown.failures))
        assert shown.failures == [sentence]
    finally:
        session.close()
    assert ("Traceback" in capfd.readouterr().err) is not isinstance(error, BundleError)
