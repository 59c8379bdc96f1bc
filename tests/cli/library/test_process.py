"""The library's commands as processes: killed at any moment, interrupted, two at once, and whoever hangs up."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from alpaca_gui.library.checking import problems
from alpaca_gui.library.library import Library
from alpaca_gui.library.state import State
from tests.cli.library.conftest import picture
from tests.cli.library.process import asked, plain, quick
from tests.cli.program import environment, strict_json

pytestmark = [pytest.mark.timeout(240), pytest.mark.slow]

HOW_MANY = 150


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder of pictures that differ."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(HOW_MANY):
        picture(folder / f"{number:03}.png", number)
    return folder


def _environment(log: Path, sleep: float = 0.0) -> dict[str, str]:
    return environment(RED_LOG=str(log), RED_SLEEP=str(sleep))


def _run(command: list[str], log: Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, capture_output=True, check=False, env=_environment(log), timeout=120, **options)


@pytest.mark.parametrize("heard", [0, 1, 7, 40, 90, 149])
def test_killed_at_any_moment_nothing_that_was_printed_is_lost_or_done_again(
    many: Path, tmp_path: Path, heard: int
) -> None:
    place, log, second = tmp_path / "kept.library", tmp_path / "first.log", tmp_path / "second.log"
    add = quick("add", many, "--library", place, "--format", "jsonl", "--workers", "2")
    child = subprocess.Popen(add, env=_environment(log, 0.002), stdout=subprocess.PIPE)
    assert child.stdout is not None
    printed = [strict_json(child.stdout.readline()) for _ in range(heard)]
    if not heard:
        while not place.exists():
            assert child.poll() is None
            time.sleep(0.001)
    child.send_signal(signal.SIGKILL)
    printed += [strict_json(line) for line in child.stdout.read().splitlines() if line.endswith(b"}")]
    child.stdout.close()
    child.wait()

    if heard:
        with Library(place, write=False) as library:
            assert problems(library) == []
            columns = library.load("alpaca")
            done = {columns.path.get(key) for key in range(len(columns)) if columns.state[key] == State.DONE}
        assert {record["path"] for record in printed} <= done
    again = _run(add, second)
    assert (again.returncode, again.stderr) == (0, b"")
    records = [strict_json(line) for line in again.stdout.splitlines()]
    assert [record["path"] for record in records] == sorted(str(path) for path in many.iterdir())
    assert [record for record in records if record in printed] == printed
    assert not {record["logit"] for record in printed} & set(asked(second))
    assert _run(plain("check", "--library", place), log).returncode == 0
    with Library(place) as library:
        assert (len(library), library.requests()) == (HOW_MANY, {})


def test_interrupted_it_ends_in_order_and_goes_on(many: Path, tmp_path: Path) -> None:
    place, log, second = tmp_path / "kept.library", tmp_path / "first.log", tmp_path / "second.log"
    add = quick("add", many, "--library", place, "--format", "json")
    child = subprocess.Popen(add, env=_environment(log, 0.005), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    child.stdout.readline()
    child.send_signal(signal.SIGINT)
    _, error = child.communicate(timeout=120)
    assert (child.returncode, b"goes on when the same command" in error, b"Traceback" in error) == (130, True, False)
    with Library(place) as library:
        columns = library.load("alpaca")
        assert list(library.requests().values()) == [str(many)]
    done = {float(logit) for logit in columns.logit[columns.state == State.DONE]}
    assert 0 < len(done) < HOW_MANY
    on = _run(quick("add", "--library", place, "--quiet"), second)
    assert on.returncode == 0
    assert set(asked(second)) == {float(number) for number in range(HOW_MANY)} - done


def test_of_two_at_once_one_is_told_and_the_other_does_its_work(many: Path, tmp_path: Path) -> None:
    place, log = tmp_path / "kept.library", tmp_path / "log"
    add = quick("add", many, "--library", place, "--format", "jsonl")
    first = subprocess.Popen(add, env=_environment(log, 0.01), stdout=subprocess.PIPE)
    assert first.stdout is not None
    first.stdout.readline()
    second = _run(add, log)
    assert (second.returncode, second.stdout) == (2, b"")
    assert second.stderr == b"alpaca-gui: The library kept.library is in use by another window or command of Alpaca.\n"
    reading = _run(plain("query", "--count", "--library", place), log)
    assert (reading.returncode, reading.stdout) == (0, b"%d\n" % int(reading.stdout))
    assert len(first.stdout.read().splitlines()) == HOW_MANY - 1
    first.stdout.close()
    assert first.wait() == 0
    assert len(asked(log)) == HOW_MANY


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no /dev/full here")
def test_a_full_disk_behind_standard_output_costs_no_record(many: Path, tmp_path: Path) -> None:
    place, log, second = tmp_path / "kept.library", tmp_path / "log", tmp_path / "second.log"
    add = quick("add", many, "--library", place, "--format", "csv")
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(add, env=_environment(log), stdout=full, stderr=subprocess.PIPE, check=False)
    assert ended.returncode == 2
    assert ended.stderr == b"alpaca-gui: The output cannot be written: No space left on device.\n"
    assert _run(add, second).returncode == 0
    assert sorted({*asked(log), *asked(second)}) == [float(number) for number in range(HOW_MANY)]
    assert _run(plain("check", "--library", place), log).returncode == 0


def test_whoever_has_read_enough_may_hang_up(many: Path, tmp_path: Path) -> None:
    place, log = tmp_path / "kept.library", tmp_path / "log"
    assert _run(quick("add", many, "--library", place, "--quiet"), log).returncode == 0
    for words in (["query", "--format", "csv"], ["add", str(many), "--format", "csv"]):
        child = subprocess.Popen(
            quick(*words, "--library", place), env=_environment(log), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == b""
        child.stderr.close()
        assert child.wait(timeout=120) in (0, 1)  # 0 where all of it went into the pipe before


def test_a_disk_that_is_full_is_said_and_costs_nothing_that_was_printed(many: Path, tmp_path: Path) -> None:
    place, log = tmp_path / "kept.library", tmp_path / "log"
    limit = 'ulimit -f 300; exec "$@"'  # half kilobytes or kilobytes a file, by the shell
    add = quick("add", many, "--library", place, "--format", "jsonl")
    done = subprocess.run(
        ["sh", "-c", f"trap '' XFSZ; {limit}", "sh", *add], env=_environment(log), capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert done.stderr.startswith(b"alpaca-gui: The library kept.library ")
    printed = [strict_json(line)["path"] for line in done.stdout.splitlines()]
    again = _run(add, tmp_path / "second.log")
    assert again.returncode == 0
    with Library(place, write=False) as library:
        columns = library.load("alpaca")
        assert problems(library) == []
    assert {columns.path.get(key) for key in range(len(columns))} >= set(printed)


def test_neither_qt_nor_tensorflow_is_loaded(many: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from alpaca_gui.cli.main import main\n"
        "for words in (['add', sys.argv[1]], ['query'], ['list'], ['models'], ['check']): main(['library', *words])\n"
        "print({'PySide6', 'pyqtgraph', 'tensorflow', 'keras', 'sklearn', 'pyarrow'} & set(sys.modules))"
    )
    first = next(many.iterdir())
    done = subprocess.run(
        [sys.executable, "-c", script, str(first)], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "set()"


def test_names_go_out_byte_for_byte_whatever_the_locale(tmp_path: Path) -> None:
    place, log = tmp_path / "kept.library", tmp_path / "log"
    raw = os.fsencode(tmp_path) + b"/\xff\n,.png"
    picture(Path(os.fsdecode(raw)), 3)
    assert _run(quick("add", tmp_path, "--library", place, "--quiet"), log).returncode == 0
    bare = {**_environment(log), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    query = plain("query", "--library", place, "--format", "csv")
    done = subprocess.run(query, env=bare, capture_output=True, check=True)
    assert b'"' + raw + b'"' in done.stdout
    found = plain("query", os.fsdecode(b"\xff"), "--library", place, "--count")
    assert subprocess.run(found, env=_environment(log), capture_output=True, check=True).stdout == b"1\n"
