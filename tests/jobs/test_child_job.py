"""A child process tells how it goes, can be ended at any moment, and whatever happens to it is said plainly."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest

from alpaca_gui.errors import AlpacaError
from alpaca_gui.jobs.child import child_environment
from alpaca_gui.jobs.child_job import ChildJob, run_child
from alpaca_gui.messages import Done, Failed, Message, Note, Step

STAND_IN = "tests.jobs.stand_in"
HALF_A_MEGABYTE = 500_000
PATIENCE_S = 60.0

Play = Callable[..., ChildJob]


@pytest.fixture
def play() -> Iterator[Play]:
    """Start a child that plays steps; it is closed when the test is over."""
    started: list[ChildJob] = []

    def start(*steps: list[Any], module: str = STAND_IN) -> ChildJob:
        job = ChildJob(module, {"steps": list(steps)})
        started.append(job)
        return job

    yield start
    for job in started:
        job.close()
    assert psutil.Process().children() == [], "a process is left, or a zombie"


def first(job: ChildJob) -> Message:
    """The first message, as soon as it comes."""
    return next(job.messages())


def last(job: ChildJob) -> Message:
    """The last message."""
    return list(job.messages())[-1]


def sentence(job: ChildJob) -> str:
    """Why it failed."""
    message = last(job)
    assert isinstance(message, Failed)
    return message.sentence


def drained(job: ChildJob) -> list[Message]:
    """What looking in now and then gives until the end."""
    seen: list[Message] = []
    end = time.monotonic() + PATIENCE_S
    while not job.ended:
        assert time.monotonic() < end
        seen += job.drain()
    return seen


def gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody has asked about yet has."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.01)
    return False


def open_files() -> int:
    """How many file descriptors are open."""
    return int(psutil.Process().num_fds())


# What is told.


def test_everything_told_arrives_in_order_and_done_is_the_last(play: Play) -> None:
    job = play(["step", "Looking", 1, 2], ["note", "One."], ["done", {"out": "a.model"}])
    assert list(job.messages()) == [Step("Looking", 1, 2), Note("One."), Done({"out": "a.model"})]
    assert job.ended


def test_a_refusal_is_told_in_its_own_words(play: Play) -> None:
    assert list(play(["fail", "Too few pictures."]).messages()) == [Failed("Too few pictures.")]


def test_draining_never_waits_and_ends_with_the_child(play: Play, tmp_path: Path) -> None:
    job = play(["wait_for", str(tmp_path / "go")], ["note", "Gone."])
    assert job.drain() == []
    assert not job.ended
    (tmp_path / "go").touch()
    assert drained(job) == [Note("Gone."), Done({})]


@pytest.mark.parametrize(
    "name", ["two\nlines", "tab\tand\rreturn", "caf\udce9.jpg", "🦙 Zoë", "\x00\x1b[31m", '"quoted\\', "\u2028\u0085"]
)
def test_a_request_with_an_odd_name_survives_the_way_down_and_up(name: str) -> None:
    request = {"steps": [["echo"]], "path": name}
    assert run_child(STAND_IN, request) == request


def test_a_request_larger_than_a_pipe_survives(play: Play) -> None:
    request = {"steps": [["echo"]], "paths": ["x" * 1000] * 1000}
    assert run_child(STAND_IN, request) == request


def test_what_json_cannot_hold_is_refused_before_anything_starts() -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        ChildJob(STAND_IN, {"path": Path()})
    assert psutil.Process().children() == []


def test_messages_of_several_threads_do_not_mix(play: Play) -> None:
    *notes, end = play(["tell_from_threads", 8, 200]).messages()
    assert end == Done({})
    assert sorted(int(note.text) for note in notes if isinstance(note, Note)) == sorted([*range(200)] * 8)


# What is printed beside it.


@pytest.mark.parametrize("stream", [1, 2], ids=["standard output", "standard error"])
def test_a_flood_of_output_neither_blocks_nor_shows(play: Play, stream: int) -> None:
    job = play(["flood", stream, 20 * HALF_A_MEGABYTE], ["note", "Through."])
    assert list(job.messages()) == [Note("Through."), Done({})]


def test_a_flood_of_messages_waits_for_its_reader(play: Play) -> None:
    messages = list(play(["notes", 5000]).messages())
    assert messages == [*(Note(str(number)) for number in range(5000)), Done({})]


def test_a_flood_of_messages_that_nobody_reads_can_be_ended(play: Play) -> None:
    job = play(["identity"], ["notes", 5000])
    first(job)
    job.close()
    assert job.ended


def test_what_a_library_prints_on_standard_output_is_no_message(play: Play) -> None:
    job = play(["note", "One."], module="tests.jobs.loud_stand_in")
    assert list(job.messages()) == [Note("One."), Done({})]


def test_what_a_library_printed_is_among_the_last_lines(play: Play) -> None:
    assert "a library says hello" in sentence(play(["leave", 7], module="tests.jobs.loud_stand_in"))


# Crashes.


def test_a_crash_in_c_code_is_told_with_the_place(play: Play) -> None:
    told = sentence(play(["crash"]))
    assert told.startswith("The child process was ended by signal 11 (SIGSEGV). Its last lines:\n")
    assert "stand_in.py" in told


def test_being_killed_is_told_with_what_is_likely(play: Play) -> None:
    told = sentence(play(["signal", int(signal.SIGKILL)]))
    assert (
        told == "The child process was ended by signal 9 (SIGKILL), as happens when memory is short. It said nothing."
    )


@pytest.mark.parametrize("code", [0, 1, 77])
def test_leaving_without_a_word_is_told(play: Play, code: int) -> None:
    told = sentence(play(["complain", "I have had it."], ["leave", code]))
    assert told == f"The child process ended with code {code}. Its last lines:\nI have had it."


def test_a_mistake_of_the_program_is_told_with_its_traceback(play: Play) -> None:
    told = sentence(play(["blunder", "three is not two"]))
    assert told.startswith("The child process ended with code 1. Its last lines:\n")
    assert told.endswith("RuntimeError: three is not two")


def test_only_the_last_lines_are_told_and_none_commands_a_terminal(play: Play) -> None:
    lines = "".join(f"line {number}\n" for number in range(5000))
    told = sentence(play(["complain", lines + "\x1b[31mred\n"], ["leave", 1]))
    assert told.splitlines()[1:] == [*(f"line {number}" for number in range(4981, 5000)), r"\x1b[31mred"]


def test_a_module_that_does_not_exist_is_told() -> None:
    with pytest.raises(AlpacaError, match=r"No module named tests\.jobs\.nobody"):
        run_child("tests.jobs.nobody", {})


def test_what_was_told_before_a_crash_arrives_too(play: Play) -> None:
    note, failed = play(["note", "Before."], ["signal", int(signal.SIGABRT)]).messages()
    assert note == Note("Before.")
    assert isinstance(failed, Failed)


def test_a_crash_after_the_end_does_not_undo_it(play: Play) -> None:
    assert isinstance(last(play(["done", {"out": "a"}])), Done)


def test_what_a_crashed_child_has_started_does_not_hold_up_the_end(play: Play) -> None:
    note, failed = play(["start_another"], ["leave", 5]).messages()
    assert isinstance(note, Note)
    assert isinstance(failed, Failed)
    assert gone(int(note.text))


# Ending it.


@pytest.mark.parametrize(
    "steps",
    [
        [["hang"]],
        [["deaf"], ["note", "Deaf."], ["hang"]],
        [["note", "In C."], ["hang_in_c"]],
        [["identity"], ["signal", int(signal.SIGSTOP)]],
        [["notes", 1_000_000]],
        [["start_another"], ["hang"]],
    ],
    ids=["asleep", "deaf to SIGTERM", "stuck in C code", "stopped", "talkative", "with a child of its own"],
)
@pytest.mark.timeout(30)
def test_cancelling_ends_it_within_two_seconds_whatever_it_does(play: Play, steps: list[list[Any]]) -> None:
    job = play(["note", "Here."], *steps)
    first(job)
    start = time.monotonic()
    job.cancel()
    job.close()
    assert time.monotonic() - start < 2.0, "the promise of the window"
    assert job.ended
    assert job.cancelled
    assert job.drain() == []


def test_a_child_that_is_asked_to_end_does_not_wait_for_its_libraries(play: Play, tmp_path: Path) -> None:
    job = play(["slow_to_end"], ["write_half", str(tmp_path / "a.model")])
    first(job)
    job.cancel()
    job.close()
    assert job._child.returncode == 1, "it ended by itself, and was not killed"
    assert list(tmp_path.iterdir()) == []


def test_cancelling_before_the_child_is_up_ends_it(play: Play) -> None:
    job = play(["hang"])
    job.cancel()
    assert list(job.messages()) == []
    assert job.ended


def test_cancelling_leaves_no_half_written_file(play: Play, tmp_path: Path) -> None:
    job = play(["write_half", str(tmp_path / "a.model")])
    assert first(job) == Note("half")
    assert list(tmp_path.iterdir()), "a part is there while it is written"
    job.cancel()
    job.close()
    assert list(tmp_path.iterdir()) == []


def test_after_the_end_cancelling_changes_nothing(play: Play) -> None:
    job = play(["done", {"n": 1}])
    assert list(job.messages()) == [Done({"n": 1})]
    job.cancel()
    assert not job.cancelled


def test_closing_twice_is_closing_once(play: Play) -> None:
    job = play(["hang"])
    job.close()
    job.close()
    assert job.ended


@pytest.mark.parametrize("steps", [[["hang"]], [["deaf"], ["hang"]]], ids=["asleep", "deaf to SIGTERM"])
def test_the_child_ends_when_its_parent_is_killed(steps: list[list[Any]]) -> None:
    command = [sys.executable, "-P", "-m", "tests.jobs.parent", json.dumps(steps)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=child_environment(), text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert psutil.pid_exists(pid)
        os.kill(parent.pid, signal.SIGKILL)
    assert gone(pid)


def test_a_killed_parent_s_child_leaves_no_half_written_file(tmp_path: Path) -> None:
    steps = [["write_half", str(tmp_path / "a.model")]]
    command = [sys.executable, "-P", "-m", "tests.jobs.parent", json.dumps(steps)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=child_environment(), text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert parent.stdout.readline() == "half\n"
        os.kill(parent.pid, signal.SIGKILL)
    assert gone(pid)
    assert list(tmp_path.iterdir()) == []


def test_no_file_stays_open_however_it_ends() -> None:
    run_child(STAND_IN, {"steps": []})
    before = open_files()
    for steps in ([], [["leave", 1]], [["fail", "No."]], [["hang"]]):
        job = ChildJob(STAND_IN, {"steps": steps})
        if steps == [["hang"]]:
            job.cancel()
        list(job.messages())
        job.close()
    assert open_files() == before


# Starting it.


def test_the_child_is_told_which_keras_to_use_whatever_a_person_has_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    assert child_environment()["KERAS_BACKEND"] == "tensorflow"


def test_the_notes_of_tensorflow_are_left_out_unless_a_person_wants_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TF_CPP_MIN_LOG_LEVEL", raising=False)
    assert child_environment()["TF_CPP_MIN_LOG_LEVEL"] == "2"
    monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", "0")
    assert child_environment()["TF_CPP_MIN_LOG_LEVEL"] == "0"


def test_that_no_process_can_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(12, os.strerror(12))

    monkeypatch.setattr(subprocess, "Popen", full)
    with pytest.raises(AlpacaError, match=r"^The work cannot be started: Cannot allocate memory\.$"):
        ChildJob(STAND_IN, {})


@pytest.mark.parametrize("started", [0, 1, 2])
def test_that_no_thread_can_be_started_is_told_and_leaves_no_child(
    monkeypatch: pytest.MonkeyPatch, started: int
) -> None:
    before, left = open_files(), [started]

    class Scarce(threading.Thread):
        def start(self) -> None:
            if not left[0]:
                raise RuntimeError("can't start new thread")
            left[0] -= 1
            super().start()

    monkeypatch.setattr("alpaca_gui.jobs.child_job.threading.Thread", Scarce)
    with pytest.raises(AlpacaError, match=r"^The work cannot be started: can't start new thread\.$"):
        ChildJob(STAND_IN, {"steps": [["hang"]]})
    monkeypatch.undo()
    assert psutil.Process().children() == []
    assert open_files() == before


def test_a_child_that_is_cancelled_tells_so_to_who_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    original = ChildJob.messages

    def cancelled(job: ChildJob) -> Any:
        job.cancel()
        return original(job)

    monkeypatch.setattr(ChildJob, "messages", cancelled)
    with pytest.raises(AlpacaError, match=r"^The work was cancelled\.$"):
        run_child(STAND_IN, {"steps": [["hang"]]})
