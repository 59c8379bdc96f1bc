"""A session over a library: what is known is not asked again, what has changed is, and what was asked for goes on."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.errors import LibraryError
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.source import FileSource, MemorySource
from alpaca_gui.jobs import pipeline as module
from alpaca_gui.jobs.intake import Item, from_text
from alpaca_gui.jobs.pipeline import Pipeline
from alpaca_gui.jobs.session import Session
from alpaca_gui.library.edits import removal_edit
from alpaca_gui.library.library import Library
from alpaca_gui.library.models import UsedModel
from alpaca_gui.library.state import State
from alpaca_gui.resources import shipped_model
from tests.imaging.pictures import encoded
from tests.jobs.conftest import RedClassifier
from tests.jobs.test_session import Gate, Shown

pytestmark = pytest.mark.timeout(60)

PATIENCE_S = 60


class Counted(RedClassifier):
    """Answers by redness, and remembers what it was asked."""

    asked: list[float] = []  # noqa: RUF012 - renewed for each test

    def classify(self, picture: Picture) -> Evidence:
        evidence = super().classify(picture)
        self.asked.append(evidence.logit)
        return evidence


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    monkeypatch.setattr(Counted, "asked", [])
    monkeypatch.setattr(module, "Classifier", Counted)
    return Counted.asked


Sessions = Callable[[], Shown]


@pytest.fixture
def begin(library: Library) -> Iterator[Sessions]:
    """Begins a session over the library, after it has ended the one before."""
    sessions: list[Session] = []

    def begin() -> Shown:
        for session in sessions:
            session.close()
        sessions.append(Session(shipped_model(), library))
        return Shown(sessions[-1])

    yield begin
    for session in sessions:
        session.close()
    library.done_reading()


def red(path: Path, redness: int) -> Path:
    path.write_bytes(encoded(Image.new("RGB", (6, 4), (redness, 0, 0)), "PNG"))
    return path


def hand_over(shown: Shown, *paths: Path) -> None:
    shown.session.submit([Item(FileSource(path)) for path in paths])
    shown.until_done()


def logits(library: Library) -> list[float]:
    found: list[float] = library.load("alpaca").logit.tolist()
    return found


def test_the_same_picture_under_another_name_is_known_at_once(
    begin: Sessions, counted: list[float], library: Library, herd: list[Path]
) -> None:
    hand_over(begin(), *herd)
    asked = sorted(counted)
    copies = [Path(shutil.copy(path, path.with_name(f"copy of {path.name}"))) for path in herd]
    hand_over(begin(), *copies)
    assert sorted(counted) == asked == [float(number) for number in range(20)]
    assert logits(library)[:20] == logits(library)[20:]
    columns = library.load("alpaca")
    np.testing.assert_array_equal(columns.picture[:20], columns.picture[20:])
    np.testing.assert_array_equal(columns.time[:20], columns.time[20:])


def test_a_picture_that_is_known_and_whose_file_is_gone_fails_with_the_reason(
    begin: Sessions, counted: list[float], library: Library, herd: list[Path]
) -> None:
    shown = begin()
    hand_over(shown, herd[0])
    gone = herd[0].with_name("gone.png")
    hand_over(shown, gone)
    assert shown.results[-1].record.error is not None
    assert library.load("alpaca").state.tolist() == [State.DONE, State.FAILED]


def test_a_file_with_other_bytes_is_classified_again_when_it_is_handed_over_again(
    begin: Sessions, counted: list[float], library: Library, herd: list[Path]
) -> None:
    shown = begin()
    hand_over(shown, *herd[:3])
    red(herd[1], 200)
    shown.session.submit([Item(FileSource(path)) for path in herd[:3]])
    shown.until(lambda: len(shown.results) == 4)
    assert logits(library) == [0.0, 200.0, 2.0]
    assert shown.repeated == 2
    assert sorted(counted) == [0.0, 1.0, 2.0, 200.0]


def test_a_file_that_was_broken_or_missing_and_is_mended_is_classified_when_it_is_handed_over_again(
    begin: Sessions, counted: list[float], library: Library, tmp_path: Path
) -> None:
    broken, missing = tmp_path / "broken.png", tmp_path / "missing.png"
    broken.write_bytes(b"no picture")
    shown = begin()
    hand_over(shown, broken, missing)
    hand_over(shown, broken, missing)
    assert shown.repeated == 2
    assert library.load("alpaca").state.tolist() == [State.FAILED] * 2
    red(broken, 30), red(missing, 40)
    shown.session.submit([Item(FileSource(path)) for path in (broken, missing)])
    shown.until(lambda: len(shown.results) == 4)
    assert logits(library) == [30.0, 40.0]


def test_what_was_cancelled_is_classified_when_it_is_handed_over_again(
    begin: Sessions, library: Library, monkeypatch: pytest.MonkeyPatch, herd: list[Path]
) -> None:
    monkeypatch.setattr(Gate, "entered", threading.Event())
    monkeypatch.setattr(Gate, "opened", threading.Event())
    monkeypatch.setattr(module, "Classifier", Gate)
    shown = begin()
    shown.session.submit([Item(FileSource(path)) for path in herd])
    shown.until(lambda: len(shown.found) == 20)
    assert Gate.entered.wait(PATIENCE_S)
    shown.session.cancel()
    Gate.opened.set()
    shown.until(lambda: not shown.session.at_work())
    cancelled = int((library.load("alpaca").state == State.CANCELLED).sum())
    assert cancelled > 0
    shown.session.submit([Item(FileSource(path)) for path in herd])
    shown.until(lambda: len(shown.results) >= 20)
    assert logits(library) == [float(number) for number in range(20)]
    assert shown.repeated == 20 - cancelled


def test_another_model_and_back_asks_nothing_twice(
    begin: Sessions, counted: list[float], library: Library, herd: list[Path]
) -> None:
    hand_over(begin(), *herd)
    other = library.use_model(UsedModel("f" * 64, "other", Path("/other.model"), "alpaca", "e"))
    library.answer_with(other)
    assert np.isnan(logits(library)).all()
    first = library.models()[0]
    library.answer_with(library.use_model(first))
    assert logits(library) == [float(number) for number in range(20)]
    assert len(counted) == 20


def test_what_waits_when_a_session_closes_waits_in_the_next(
    begin: Sessions, counted: list[float], library: Library, herd: list[Path]
) -> None:
    first = begin()
    first.session.submit([Item(FileSource(path)) for path in herd])
    first.until(lambda: len(first.found) == 20)
    second = begin()
    waiting = np.flatnonzero(library.load("alpaca").state == State.WAITING)
    second.session.again(waiting)
    second.until(lambda: len(second.results) == waiting.size)
    assert logits(library) == [float(number) for number in range(20)]
    assert sorted(counted) == [float(number) for number in range(20)]


def test_whatever_was_handed_over_before_closing_is_in_the_library_or_searched_on(
    begin: Sessions, red: object, library: Library, tmp_path: Path, herd: list[Path]
) -> None:
    # A folder that takes long comes first; what was handed over behind it nobody has looked at when the window closes.
    for number in range(300):
        (tmp_path / f"deep/{number}/a/b").mkdir(parents=True)
        (tmp_path / f"deep/{number}/a/b/x.png").write_bytes(b"")
    shown = begin()
    shown.session.submit([from_text(str(tmp_path / "deep")), Item(FileSource(herd[0]))])
    shown.session.submit([Item(FileSource(herd[1])), from_text(str(herd[0].parent)), Item(MemorySource(b"", "pasted"))])
    shown.session.close()
    columns = library.load("alpaca")
    locations = [columns.path.get(row) for row in range(len(columns))]
    searched = set(library.requests().values())
    done_with_deep = sum("/deep/" in location for location in locations) == 300
    assert str(tmp_path / "deep") in searched or done_with_deep
    assert str(herd[0].parent) in searched or len([one for one in locations if "/herd/" in one]) == 20
    for wanted in (str(herd[0]), str(herd[1]), "pasted"):
        assert locations.count(wanted) == 1


def test_what_a_person_gave_up_does_not_come_at_the_next_start(
    begin: Sessions, red: object, library: Library, tmp_path: Path, herd: list[Path]
) -> None:
    for number in range(300):
        (tmp_path / f"deep/{number}/a/b").mkdir(parents=True)
    shown = begin()
    shown.session.submit([from_text(str(tmp_path / "deep"))])
    shown.session.submit([Item(FileSource(path)) for path in herd])
    shown.session.cancel()
    shown.session.close()
    assert library.requests() == {}
    assert (library.load("alpaca").state != State.WAITING).all()


def test_a_search_that_goes_on_does_not_bring_back_what_was_removed_meanwhile(
    begin: Sessions, counted: list[float], library: Library, herd: list[Path]
) -> None:
    hand_over(begin(), *herd[:10])
    library.apply(removal_edit(np.arange(5)))
    library.begin_request(str(herd[0].parent))  # the program was killed in the middle of the folder
    shown = begin()
    shown.session.submit([from_text(str(herd[0].parent))])
    shown.until_done()
    assert [source.location for source in shown.found] == [str(path) for path in herd[10:]]
    assert shown.repeated == 0
    assert library.requests() == {}
    hand_over(shown, *herd[:2])  # a person may
    assert len(library) == 22


def test_a_library_that_is_read_is_not_worked_at(library: Library, counted: list[float], herd: list[Path]) -> None:
    library.add([FileSource(path) for path in herd])
    library.use_model(UsedModel("f" * 64, "other", Path("/other.model"), "alpaca", "e"))
    library.done_reading()
    with Library(library.path, write=False) as read:
        session = Session(shipped_model(), read)
        try:
            shown = Shown(session)
            shown.until(lambda: bool(shown.bundles))
            session.again(np.arange(20))
            session.begin_with(np.arange(20))
            assert not session.at_work()
            session.submit([Item(FileSource(herd[0].with_name("new.png")))])
            said: list[str] = []

            def told() -> bool:
                said.extend(filter(None, [session.drain().unkept]))
                return bool(said)

            shown.until(told)
            assert "is opened for reading: nothing new can be kept" in said[0]
        finally:
            session.close()
            read.done_reading()
    assert counted == []


def test_a_disk_that_is_full_is_said_and_nothing_is_shown_that_is_not_kept(
    begin: Sessions, counted: list[float], library: Library, monkeypatch: pytest.MonkeyPatch, herd: list[Path]
) -> None:
    shown = begin()
    hand_over(shown, herd[0])

    def full(*_: object) -> None:
        raise LibraryError("The disk is full.")

    with monkeypatch.context() as disk:
        disk.setattr(library, "keep", full)
        disk.setattr(library, "cancel_waiting", full)
        shown.session.submit([Item(FileSource(path)) for path in herd])
        sentences: list[str] = []

        def drained() -> bool:
            batch = shown.drain()
            if batch.unkept is not None:
                sentences.append(batch.unkept)
                shown.session.cancel()  # as the window does
            return not shown.session.at_work() and bool(sentences)

        shown.until(drained)
        for _ in range(20):
            drained()
        assert set(sentences) == {"The disk is full."}
        assert len(shown.results) == 1
    waiting = np.flatnonzero(library.load("alpaca").state != State.DONE)
    assert waiting.size == 19
    shown.session.again(waiting)
    shown.until(lambda: len(shown.results) == 20)
    assert logits(library) == [float(number) for number in range(20)]


class Rewriting(RedClassifier):
    """Somebody writes another picture in the place of the one that is being classified."""

    path = Path()
    left: list[int] = []  # noqa: RUF012 - renewed for each test

    def classify(self, picture: Picture) -> Evidence:
        evidence = super().classify(picture)
        if self.left:
            redness = self.left.pop()
            red(self.path, redness)
            os.utime(self.path, ns=(0, redness))
        return evidence


@pytest.mark.parametrize(("times", "logit"), [(1, 101.0), (2, 102.0), (3, None), (9, None)])
def test_a_file_that_is_written_to_while_it_is_read_is_read_again(
    bundle: ModelBundle, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, times: int, logit: float | None
) -> None:
    # Else a logit would stand in the library for good under the hash of other bytes.
    path = red(tmp_path / "a.png", 7)
    monkeypatch.setattr(Rewriting, "path", path)
    monkeypatch.setattr(Rewriting, "left", [100 + times - step for step in range(times)])
    monkeypatch.setattr(module, "Classifier", Rewriting)
    with Pipeline(bundle, 1) as pipeline:
        (result,) = pipeline.run([Item(FileSource(path))], threading.Event())
    assert result.record.logit == logit
    if logit is None:
        assert result.record.error == "The file is being written. Hand it over again when that is done."
    else:
        import hashlib

        assert result.record.content is not None
        assert result.record.content.digest == hashlib.sha256(path.read_bytes()).digest()
