"""The window shows at its next start what it showed when it was killed, and goes on from there."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from alpaca_gui.library.checking import problems
from alpaca_gui.library.library import Library
from alpaca_gui.library.place import default_library
from alpaca_gui.library.state import State

CHECKOUT = Path(__file__).resolve().parents[2]
COUNT = 300

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal 9")]


@pytest.fixture
def herd(tmp_path: Path) -> Path:
    """Pictures in two folders, each answered by its own number."""
    for number in range(COUNT):
        place = tmp_path / "herd" / f"{number % 2}"
        place.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (4, 3), (number % 256, number // 256, 9)).save(place / f"{number}.png")
    return tmp_path / "herd"


def window(folder: Path, seconds: float, *paths: Path) -> subprocess.Popen[str]:
    with (folder / "said").open("w") as said:
        arguments = [str(folder / "asked"), str(seconds), *map(str, paths)]
        return subprocess.Popen(
            [sys.executable, "-m", "tests.end_to_end.killed_window", *arguments],
            cwd=CHECKOUT,
            stdout=said,
            stderr=subprocess.PIPE,
            text=True,
        )


def shown(folder: Path) -> dict[str, float]:
    """What the list of the latest window has shown."""
    lines = [line for line in (folder / "said").read_text().splitlines(keepends=True) if line.endswith("\n")]
    pairs = [line.split() for line in lines if line != "end\n"]
    return {name: float(logit) for name, logit in pairs}


def asked(folder: Path) -> list[float]:
    return [float(line) for line in (folder / "asked").read_text().splitlines()]


def test_what_the_list_showed_when_the_window_was_killed_it_shows_again_and_the_run_goes_on(
    tmp_path: Path, herd: Path
) -> None:
    before: dict[str, float] = {}
    for part in (COUNT // 4, COUNT // 2):
        done, deadline = len(asked(tmp_path)) if before else 0, time.monotonic() + 120
        with window(tmp_path, 0.01, *([] if before else [herd])) as child:
            while child.poll() is None and len(shown(tmp_path)) < part:
                assert time.monotonic() < deadline, "nothing comes any more"
                time.sleep(0.005)
            child.send_signal(signal.SIGKILL)
            _, complaints = child.communicate()
        assert complaints == ""
        now = shown(tmp_path)
        assert part <= len(now) < COUNT, "the killing was to be in the middle"
        assert before.items() <= now.items()
        assert not set(before.values()) & set(asked(tmp_path)[done:])
        with Library(default_library()) as library:
            columns = library.load("alpaca")
            held = {
                Path(columns.path.get(key)).name: columns.logit[key]
                for key in np.flatnonzero(columns.state == State.DONE).tolist()
            }
            assert now.items() <= held.items()
            assert problems(library) == []
            library.done_reading()
        before = now
    with window(tmp_path, 0.0) as child:
        _, complaints = child.communicate(timeout=120)
    assert (child.returncode, complaints) == (0, "")
    assert shown(tmp_path) == {f"{number}.png": float(number) for number in range(COUNT)}
    with Library(default_library()) as library:
        assert len(library) == COUNT
        assert library.requests() == {}
        library.done_reading()
