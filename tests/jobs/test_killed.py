"""Killing the program at any moment loses nothing that was shown, damages nothing, and the run goes on where it was."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from alpaca_gui.library.checking import problems
from alpaca_gui.library.library import Library
from alpaca_gui.library.state import State
from tests.library.making import filled

CHECKOUT = Path(__file__).resolve().parents[2]
COUNT = 400

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal 9")]


@pytest.fixture
def herd(tmp_path: Path) -> Path:
    """Pictures in deep folders, each answered by its own number."""
    folder = tmp_path / "herd"
    for number in range(COUNT):
        place = folder / f"{number % 7}" / f"{number % 3}"
        place.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (4, 3), (number % 256, number // 256, 9)).save(place / f"{number}.png")
    return folder


class Runs:
    """One library that is worked at by one process after the other."""

    def __init__(self, folder: Path, herd: Path) -> None:
        self.library = folder / "some.library"
        self.log = folder / "asked"
        self.said = folder / "said"
        self.herd = herd
        self.shown: dict[int, float] = {}

    def start(self, seconds: float) -> subprocess.Popen[str]:
        arguments = [str(one) for one in (self.library, self.herd, self.log, seconds)]
        with self.said.open("w") as said:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.jobs.killed_session", *arguments],
                cwd=CHECKOUT,
                stdout=said,
                stderr=subprocess.PIPE,
                text=True,
            )

    def lines(self) -> list[str]:
        """What the latest process has said; a line that was cut by the killing was not said."""
        return [line for line in self.said.read_text().splitlines(keepends=True) if line.endswith("\n")]

    def end(self, child: subprocess.Popen[str]) -> None:
        """Wait until a process ends by itself."""
        _, complaints = child.communicate(timeout=120)
        assert complaints == ""
        assert self.lines()[-1] == "end\n"

    def asked(self) -> list[float]:
        return [float(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []

    def take(self) -> None:
        """Remember what the latest process has shown."""
        for line in self.lines():
            if line != "end\n":
                key, logit, location = line.split(" ", 2)
                assert location.strip().endswith(f"/{int(float(logit))}.png")
                self.shown[int(key)] = float(logit)

    def check(self) -> None:
        """Fail where something that was shown is not in the library, or something in it does not fit together."""
        if not self.library.exists():
            assert not self.shown
            return
        with Library(self.library) as library:
            columns = library.load("alpaca")
            for key, logit in self.shown.items():
                assert columns.state[key] == State.DONE
                assert columns.logit[key] == logit
            assert problems(library) == []
            library.done_reading()


def test_a_session_that_is_killed_again_and_again_loses_nothing_and_asks_nothing_twice(
    tmp_path: Path, herd: Path
) -> None:
    chance = random.Random(4)
    runs = Runs(tmp_path, herd)
    for _ in range(9):
        asked, shown = len(runs.asked()), dict(runs.shown)
        wanted, deadline = chance.randrange(60), time.monotonic() + 120
        with runs.start(0.002) as child:
            while child.poll() is None and len(runs.lines()) < wanted:
                assert time.monotonic() < deadline, "nothing comes any more"
                time.sleep(0.001)
            time.sleep(chance.random() * 0.05)
            child.send_signal(signal.SIGKILL)
            _, complaints = child.communicate()
        runs.take()
        assert complaints == ""
        assert not set(shown.values()) & set(runs.asked()[asked:])
        runs.check()
    assert 0 < len(runs.shown) < COUNT, "the killing was to be in the middle"
    with runs.start(0.0) as child:
        runs.end(child)
    runs.take()
    runs.check()
    with Library(runs.library) as library:
        columns = library.load("alpaca")
        assert sorted(columns.logit.tolist()) == list(range(COUNT))  # each picture has one row
        assert library.requests() == {}
        library.done_reading()


@pytest.mark.parametrize("seed", range(5))
def test_a_session_that_is_killed_while_it_begins_can_begin_again(tmp_path: Path, herd: Path, seed: int) -> None:
    runs = Runs(tmp_path, herd)
    with runs.start(0.002) as child:
        deadline = time.monotonic() + 120
        while not runs.library.exists() and time.monotonic() < deadline:
            time.sleep(0.0005)
        time.sleep(seed * 0.004)  # while tables are made, the model is entered, the first rows are written
        child.send_signal(signal.SIGKILL)
        child.communicate()
    runs.take()
    runs.check()
    with runs.start(0.0) as child:
        runs.end(child)
    runs.take()
    assert sorted(runs.shown.values()) == list(range(COUNT))
    runs.check()


BRINGS_IN = """
import os, signal, sys
from pathlib import Path
from threading import Event
from alpaca_gui.library.bringing_in import bring_in
from alpaca_gui.library.library import Library
from tests.library.test_bringing_in import imported
rows = [(f"/table/{number}.jpg".encode(), float(number), 1) for number in range(60_000)]
with Library(Path(sys.argv[1])) as library:
    for done in bring_in(library, imported(rows), Path("t.csv"), "alpaca", Event()):
        print(done, flush=True)
        if done >= int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("rows", [20_000, 60_000])
def test_a_table_that_was_being_brought_in_is_entered_whole_or_not_at_all(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "some.library"
    filled(path)
    child = subprocess.run(
        [sys.executable, "-c", BRINGS_IN, str(path), str(rows)], cwd=CHECKOUT, capture_output=True, check=False
    )
    assert child.returncode == -signal.SIGKILL
    with Library(path) as library:
        assert len(library) == 10
        assert [model.name for model in library.models()] == ["first"]
        assert (library.load("alpaca").label == -1).all()
        assert problems(library) == []
        library.done_reading()
