"""The thread that explains: the latest picture wins, what was forgotten never answers, and closing ends it."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.bundle import LITERT, ModelBundle, load_bundle
from alpaca_gui.errors import PictureError
from alpaca_gui.explain.lens import Lens, Seen
from alpaca_gui.gui.why.inquiry import Inquiry
from alpaca_gui.gui.why.lens_thread import SHOWN, LensThread
from alpaca_gui.gui.why.question import NOTHING_SEEN, Step
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.imaging.source import FileSource, MemorySource, Source
from alpaca_gui.resources import shipped_model, shipped_samples
from tests.gui import driving

SAMPLES = sorted(path for path in shipped_samples().iterdir() if path.suffix in {".png", ".jpg", ".webp"})
BROKEN = MemorySource(b"no picture", "broken")


class Gate:
    """Holds a work up in the thread until it is let through, or nobody wants it any more."""

    def __init__(self) -> None:
        self.entered, self._open = Event(), Event()
        self.cancelled = False

    def let_through(self) -> None:
        self._open.set()

    def work(self, value: object) -> Callable[[Lens, Seen, Event, Step], object]:
        """A question whose answer is ``value``."""

        def do(_lens: Lens, _seen: Seen, cancel: Event, _step: Step) -> object:
            self.entered.set()
            while not self._open.wait(0.005):
                if cancel.is_set():
                    break
            self.cancelled = cancel.is_set()
            return value

        return do


def answer(value: object) -> Callable[[Lens, Seen, Event, Step], object]:
    """A question that is answered at once."""
    return lambda _lens, _seen, _cancel, _step: value


def name_of(_lens: Lens, seen: Seen, _cancel: Event, _step: Step) -> object:
    return seen.source.name


class Heard:
    """What a thread, or an inquiry, has told."""

    def __init__(self) -> None:
        self.seen: list[Subject] = []
        self.unseen: list[str] = []
        self.steps: list[object] = []
        self.answers: list[object] = []
        self.failures: list[str] = []

    def to(self, inquiry: Inquiry) -> "Heard":
        inquiry.stepped.connect(self.steps.append)
        inquiry.answered.connect(self.answers.append)
        inquiry.failed.connect(self.failures.append)
        return self


@pytest.fixture(scope="module")
def bundle() -> ModelBundle:
    return load_bundle(shipped_model())


@pytest.fixture
def thread(qapp: object, bundle: ModelBundle) -> Iterator[LensThread]:
    thread = LensThread()
    thread.open(bundle)
    yield thread
    thread.close()


@pytest.fixture
def heard(thread: LensThread) -> Heard:
    heard = Heard()
    thread.seen.connect(heard.seen.append)
    thread.unseen.connect(heard.unseen.append)
    return heard


def look(thread: LensThread, key: int) -> None:
    thread.look(key, f"picture {key}", FileSource(SAMPLES[key]))


def wait_without_events(thread: LensThread) -> None:
    """Let the thread finish while nothing of what it tells is delivered."""
    end = time.monotonic() + 60
    while thread.busy and time.monotonic() < end:
        time.sleep(0.002)
    assert not thread.busy


def seen(qtbot: QtBot, thread: LensThread, heard: Heard, key: int) -> None:
    look(thread, key)
    driving.until(qtbot, lambda: bool(heard.seen) and heard.seen[-1].key == key)


def explaining() -> bool:
    return any(one.name == "explain" for one in threading.enumerate())


def test_a_picture_is_seen_with_all_that_panels_draw(
    qtbot: QtBot, thread: LensThread, heard: Heard, bundle: ModelBundle
) -> None:
    seen(qtbot, thread, heard, 3)
    subject = heard.seen[0]
    assert (subject.key, subject.name, subject.bundle) == (3, "picture 3", bundle)
    assert subject.logit == Lens(bundle).look(FileSource(SAMPLES[3])).logit
    assert 0 < max(subject.image.width(), subject.image.height()) <= SHOWN
    assert heard.unseen == []


def test_no_thread_runs_before_there_is_anything_to_look_at(thread: LensThread) -> None:
    assert not explaining()
    assert not thread.busy


def test_the_latest_picture_wins(qtbot: QtBot, thread: LensThread, heard: Heard) -> None:
    for key in range(6):
        look(thread, key)
    driving.until(qtbot, lambda: bool(heard.seen))
    wait_without_events(thread)
    qtbot.wait(20)
    assert [subject.key for subject in heard.seen] == [5]


def test_a_picture_that_was_seen_too_late_is_not_told(qtbot: QtBot, thread: LensThread, heard: Heard) -> None:
    look(thread, 0)
    wait_without_events(thread)  # it has told of the first, which nobody has heard yet
    look(thread, 1)
    wait_without_events(thread)
    driving.until(qtbot, lambda: bool(heard.seen))
    assert [subject.key for subject in heard.seen] == [1]


def test_a_picture_that_was_broken_too_late_is_not_told_either(qtbot: QtBot, thread: LensThread, heard: Heard) -> None:
    thread.look(0, "broken", BROKEN)
    wait_without_events(thread)
    seen(qtbot, thread, heard, 1)
    assert heard.unseen == []


def test_who_looks_away_is_told_nothing(qtbot: QtBot, thread: LensThread, heard: Heard) -> None:
    look(thread, 0)
    wait_without_events(thread)
    thread.look_away()
    look(thread, 1)
    thread.look_away()
    wait_without_events(thread)
    qtbot.wait(20)
    assert (heard.seen, heard.unseen) == ([], [])


@pytest.mark.parametrize(
    ("source", "said"),
    [(BROKEN, "not a picture"), (FileSource(Path("/nowhere.png")), "gone"), (MemorySource(b"", "nothing"), "empty")],
    ids=["broken", "gone", "empty"],
)
def test_a_broken_picture_is_unseen_with_its_sentence(
    qtbot: QtBot, thread: LensThread, heard: Heard, source: Source, said: str
) -> None:
    thread.look(0, source.name, source)
    driving.until(qtbot, lambda: bool(heard.unseen))
    assert said in heard.unseen[0]
    seen(qtbot, thread, heard, 1)
    assert len(heard.unseen) == 1


def test_a_question_about_a_picture_that_could_not_be_seen_fails(
    qtbot: QtBot, thread: LensThread, heard: Heard
) -> None:
    inquiry = Inquiry(thread)
    told = Heard().to(inquiry)
    thread.look(0, "broken", BROKEN)
    inquiry.ask(answer(1))
    driving.until(qtbot, lambda: bool(told.failures))
    assert (told.failures, told.answers, inquiry.busy) == ([NOTHING_SEEN], [], False)


def test_a_model_that_cannot_be_run_is_told(
    qtbot: QtBot, thread: LensThread, heard: Heard, bundle: ModelBundle
) -> None:
    thread.open(replace(bundle, parts={LITERT: b"no model"}))
    look(thread, 0)
    driving.until(qtbot, lambda: bool(heard.unseen))
    assert "LiteRT cannot run the model" in heard.unseen[0]
    thread.open(bundle)
    seen(qtbot, thread, heard, 0)


def test_another_model_looks_from_the_next_picture_on(
    qtbot: QtBot, thread: LensThread, heard: Heard, bundle: ModelBundle
) -> None:
    seen(qtbot, thread, heard, 0)
    other = replace(bundle, card=replace(bundle.card, exact_map=False))
    thread.open(other)
    seen(qtbot, thread, heard, 1)
    assert [subject.bundle for subject in heard.seen] == [bundle, other]


def test_a_mistake_while_looking_is_told_and_raised(
    qtbot: QtBot, thread: LensThread, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_lens: Lens, _source: Source) -> Seen:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(Lens, "look", broken)
    with qtbot.captureExceptions() as raised:
        look(thread, 0)
        driving.until(qtbot, lambda: bool(raised))
    assert heard.unseen == ["The program made a mistake: ZeroDivisionError: by nought."]
    assert raised[0][0] is ZeroDivisionError


def test_a_mistake_while_making_a_lens_is_told_and_raised(
    qtbot: QtBot, thread: LensThread, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_bundle: ModelBundle) -> Lens:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr("alpaca_gui.gui.why.lens_thread.Lens", broken)
    with qtbot.captureExceptions() as raised:
        look(thread, 0)
        driving.until(qtbot, lambda: bool(raised))
    assert heard.unseen == ["The program made a mistake: ZeroDivisionError: by nought."]


def test_a_question_is_answered_about_the_picture_with_its_steps(
    qtbot: QtBot, thread: LensThread, heard: Heard
) -> None:
    def work(lens: Lens, seen: Seen, _cancel: Event, step: Step) -> object:
        step("one")
        step("two")
        return lens.logit(seen.picture)

    inquiry = Inquiry(thread)
    told = Heard().to(inquiry)
    seen(qtbot, thread, heard, 2)
    inquiry.ask(work)
    assert inquiry.busy
    driving.until(qtbot, lambda: bool(told.answers))
    assert (told.steps, told.answers) == (["one", "two"], [heard.seen[0].logit])
    assert not inquiry.busy


def test_what_is_asked_before_the_picture_was_seen_is_answered_about_it(
    qtbot: QtBot, thread: LensThread, heard: Heard
) -> None:
    inquiry = Inquiry(thread)
    told = Heard().to(inquiry)
    seen(qtbot, thread, heard, 0)
    look(thread, 1)
    inquiry.ask(name_of)
    driving.until(qtbot, lambda: bool(told.answers))
    assert told.answers == [SAMPLES[1].name]


def test_a_newer_question_takes_the_place_of_the_one_before(qtbot: QtBot, thread: LensThread, heard: Heard) -> None:
    inquiry, gate = Inquiry(thread), Gate()
    told = Heard().to(inquiry)
    seen(qtbot, thread, heard, 0)
    inquiry.ask(gate.work("first"))
    assert gate.entered.wait(20)
    inquiry.ask(answer("second"))
    inquiry.ask(answer("third"))
    driving.until(qtbot, lambda: bool(told.answers))
    wait_without_events(thread)
    qtbot.wait(20)
    assert gate.cancelled
    assert told.answers == ["third"]


def test_a_patient_inquiry_is_told_what_was_overtaken_at_work_but_not_what_waited(
    qtbot: QtBot, thread: LensThread, heard: Heard
) -> None:
    inquiry, gate = Inquiry(thread, patient=True), Gate()
    told = Heard().to(inquiry)
    seen(qtbot, thread, heard, 0)
    inquiry.ask(gate.work("first"))
    assert gate.entered.wait(20)
    inquiry.ask(answer("second"))
    inquiry.ask(answer("third"))
    gate.let_through()
    driving.until(qtbot, lambda: len(told.answers) == 2)
    assert told.answers == ["first", "third"]
    assert not gate.cancelled
    assert not inquiry.busy


def test_one_inquiry_does_not_overtake_another(qtbot: QtBot, thread: LensThread, heard: Heard) -> None:
    one, other, gate = Inquiry(thread), Inquiry(thread), Gate()
    told_one, told_other = Heard().to(one), Heard().to(other)
    seen(qtbot, thread, heard, 0)
    one.ask(gate.work("one"))
    assert gate.entered.wait(20)
    other.ask(answer("other"))
    gate.let_through()
    driving.until(qtbot, lambda: bool(told_one.answers and told_other.answers))
    assert (told_one.answers, told_other.answers) == (["one"], ["other"])


@pytest.mark.parametrize("patient", [False, True])
def test_what_was_forgotten_never_answers(qtbot: QtBot, thread: LensThread, heard: Heard, patient: bool) -> None:
    inquiry, gate = Inquiry(thread, patient=patient), Gate()
    told = Heard().to(inquiry)
    seen(qtbot, thread, heard, 0)
    inquiry.ask(gate.work("at work"))
    assert gate.entered.wait(20)
    inquiry.ask(answer("waiting"))
    inquiry.forget()
    assert not inquiry.busy
    wait_without_events(thread)
    inquiry.ask(answer("answered, and not heard yet"))
    wait_without_events(thread)
    inquiry.forget()
    qtbot.wait(20)
    assert (told.answers, told.failures) == ([], [])
    inquiry.ask(answer("after that"))
    driving.until(qtbot, lambda: bool(told.answers))
    assert told.answers == ["after that"]


@pytest.mark.parametrize("patient", [False, True])
def test_what_was_asked_about_the_picture_before_never_answers(
    qtbot: QtBot, thread: LensThread, heard: Heard, patient: bool
) -> None:
    inquiry, gate = Inquiry(thread, patient=patient), Gate()
    told = Heard().to(inquiry)
    seen(qtbot, thread, heard, 0)
    inquiry.ask(answer("answered, and not heard yet"))
    wait_without_events(thread)
    look(thread, 1)
    assert not inquiry.busy
    driving.until(qtbot, lambda: heard.seen[-1].key == 1)
    inquiry.ask(gate.work("at work"))
    assert gate.entered.wait(20)
    seen(qtbot, thread, heard, 2)
    assert gate.cancelled
    assert (told.answers, told.steps, inquiry.busy) == ([], [], False)
    inquiry.ask(name_of)
    driving.until(qtbot, lambda: bool(told.answers))
    assert told.answers == [SAMPLES[2].name]


def test_a_work_that_fails_says_why(qtbot: QtBot, thread: LensThread, heard: Heard) -> None:
    def work(_lens: Lens, _seen: Seen, _cancel: Event, _step: Step) -> object:
        raise PictureError("It is too dark in here.")

    inquiry = Inquiry(thread)
    told = Heard().to(inquiry)
    seen(qtbot, thread, heard, 0)
    inquiry.ask(work)
    driving.until(qtbot, lambda: bool(told.failures))
    assert (told.failures, told.answers, inquiry.busy) == (["It is too dark in here."], [], False)


def test_an_error_in_a_work_is_told_and_raised_and_the_thread_goes_on(
    qtbot: QtBot, thread: LensThread, heard: Heard
) -> None:
    def work(_lens: Lens, _seen: Seen, _cancel: Event, _step: Step) -> object:
        return dict[str, int]()["nothing"]

    inquiry = Inquiry(thread)
    told = Heard().to(inquiry)
    seen(qtbot, thread, heard, 0)
    with qtbot.captureExceptions() as raised:
        inquiry.ask(work)
        driving.until(qtbot, lambda: bool(raised))
    assert told.failures == ["The program made a mistake: KeyError: 'nothing'."]
    assert raised[0][0] is KeyError
    inquiry.ask(answer("well again"))
    driving.until(qtbot, lambda: bool(told.answers))


def test_closing_in_the_middle_of_a_question_leaves_no_thread_and_no_answer(
    qtbot: QtBot, thread: LensThread, heard: Heard
) -> None:
    inquiry, gate = Inquiry(thread), Gate()
    told = Heard().to(inquiry)
    seen(qtbot, thread, heard, 0)
    inquiry.ask(gate.work("too late"))
    assert gate.entered.wait(20)
    thread.close()
    assert gate.cancelled
    assert not explaining()
    qtbot.wait(20)
    assert told.answers == []
    thread.close()


def test_after_closing_nothing_is_looked_at(qtbot: QtBot, thread: LensThread, heard: Heard) -> None:
    look(thread, 0)
    thread.close()
    look(thread, 1)
    qtbot.wait(20)
    assert not explaining()
    assert heard.seen == []
