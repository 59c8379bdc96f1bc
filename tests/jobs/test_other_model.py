"""Another model in a running session: it answers from the moment that it is taken over, and nothing is mixed."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.source import FileSource, Source
from alpaca_gui.jobs import pipeline as module
from alpaca_gui.jobs.intake import Item, from_text
from alpaca_gui.jobs.pipeline import Result
from alpaca_gui.jobs.session import Session
from alpaca_gui.library.library import Library
from alpaca_gui.library.sorting import Keys
from alpaca_gui.resources import shipped_model
from tests.jobs.conftest import RedClassifier

PATIENCE_S = 60

pytestmark = pytest.mark.timeout(60)


class Turn(RedClassifier):
    """Answers with the number of the model that it was made for; the first waits until it is let go."""

    models: list[ModelBundle] = []  # noqa: RUF012 - set anew for each test
    free = threading.Event()
    entered = threading.Event()

    def __init__(self, bundle: ModelBundle) -> None:
        super().__init__(bundle)
        if bundle not in self.models:
            self.models.append(bundle)
        self.number = self.models.index(bundle)

    def classify(self, picture: Picture) -> Evidence:
        if self.number == 0:
            self.entered.set()
            assert self.free.wait(PATIENCE_S)
        return Evidence(float(self.number), None, None)


@pytest.fixture
def turn(monkeypatch: pytest.MonkeyPatch) -> type[Turn]:
    monkeypatch.setattr(Turn, "models", [])
    monkeypatch.setattr(Turn, "free", threading.Event())
    monkeypatch.setattr(Turn, "entered", threading.Event())
    monkeypatch.setattr(module, "Classifier", Turn)
    return Turn


@pytest.fixture
def session(turn: type[Turn], library: Library) -> Iterator[Session]:
    session = Session(shipped_model(), library)
    end = time.monotonic() + PATIENCE_S
    while not turn.models and time.monotonic() < end:  # the first model is number 0, however fast the second opens
        time.sleep(0.005)
    yield session
    turn.free.set()
    session.close()


class Known:
    """What a window would know of a session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.found: list[Source] = []
        self.results: list[Result] = []
        self.candidates: list[Path] = []
        self.refused: list[str] = []
        self.failures: list[str] = []

    def until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < end, "nothing comes any more"
            batch = self.session.drain()
            self.found += batch.found
            self.results += batch.results
            self.candidates += [batch.candidate.bundle.path] if batch.candidate else []
            self.refused += [batch.refused] if batch.refused else []
            self.failures += [batch.failure] if batch.failure else []
            time.sleep(0.005)

    @property
    def rows(self) -> Keys:
        return np.arange(len(self.found))


def _items(paths: list[Path]) -> list[Item]:
    return [Item(FileSource(path)) for path in paths]


def test_every_row_gets_one_answer_and_it_is_the_new_models(
    session: Session, turn: type[Turn], herd: list[Path]
) -> None:
    known = Known(session)
    session.submit(_items(herd))
    known.until(lambda: turn.entered.is_set() and len(known.found) == len(herd))
    session.use_model(shipped_model())
    known.until(lambda: bool(known.candidates))
    assert session.opening()
    session.take_over(known.rows)
    assert not session.opening()
    turn.free.set()
    known.until(lambda: not session.at_work())
    assert sorted(result.item.key for result in known.results) == list(range(len(herd)))
    assert {result.record.logit for result in known.results} == {1.0}


def test_what_is_found_and_not_fetched_yet_is_answered_too(
    session: Session, turn: type[Turn], herd: list[Path]
) -> None:
    known = Known(session)
    session.use_model(shipped_model())
    known.until(lambda: bool(known.candidates))
    session.submit(_items(herd))
    end = time.monotonic() + PATIENCE_S
    while session.taking_in() and time.monotonic() < end:
        time.sleep(0.005)
    session.take_over(np.arange(0))
    known.until(lambda: len(known.results) == len(herd))
    assert {result.record.logit for result in known.results} == {1.0}


def test_the_old_model_goes_on_until_it_is_replaced_and_where_the_new_one_cannot_be_opened(
    session: Session, turn: type[Turn], herd: list[Path], tmp_path: Path
) -> None:
    known = Known(session)
    turn.free.set()
    session.use_model(tmp_path / "gone.model")
    known.until(lambda: bool(known.refused))
    assert "gone.model" in known.refused[0]
    assert not session.opening()
    session.submit(_items(herd))
    known.until(lambda: len(known.results) == len(herd))
    assert {result.record.logit for result in known.results} == {0.0}
    assert known.failures == []


def test_taking_over_without_a_candidate_changes_nothing(session: Session, turn: type[Turn], herd: list[Path]) -> None:
    known = Known(session)
    turn.free.set()
    session.take_over(np.arange(0))
    session.submit(_items(herd))
    known.until(lambda: len(known.results) == len(herd))


def test_rows_that_were_refused_are_refused_with_the_same_sentence(session: Session, turn: type[Turn]) -> None:
    known = Known(session)
    session.submit([from_text("ftp://x.org/a.png")])
    known.until(lambda: bool(known.results))
    session.use_model(shipped_model())
    known.until(lambda: bool(known.candidates))
    session.take_over(known.rows)
    known.until(lambda: len(known.results) == 2)
    first, second = (result.record.error for result in known.results)
    assert first == second
    assert "ftp" in str(first)


def test_only_the_model_asked_for_last_becomes_the_candidate(
    session: Session, turn: type[Turn], tmp_path: Path
) -> None:
    known = Known(session)
    session.use_model(tmp_path / "gone.model")
    session.use_model(shipped_model())
    known.until(lambda: bool(known.candidates))
    assert known.candidates == [shipped_model()]
    assert known.refused == []


def test_a_session_closes_with_a_candidate_that_nobody_took(session: Session, turn: type[Turn]) -> None:
    known = Known(session)
    session.use_model(shipped_model())
    known.until(lambda: bool(known.candidates))
    session.close()
