"""A file dragged with the mouse out of another program's window is taken: the system's own drag and drop, on X."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from pathlib import Path

import pytest

from tests.gui.driving import draw

CHECKOUT = Path(__file__).resolve().parents[2]
NEEDED = ("Xvfb", "xdotool")
MISSING = [name for name in NEEDED if shutil.which(name) is None] + (
    [] if find_library("xcb-cursor") else ["libxcb-cursor"]
)
SOURCE_AT = (1000, 100)
STEPS = 8

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(90),  # a drop that does not arrive would be waited for in vain
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]


@pytest.fixture
def display() -> Iterator[dict[str, str]]:
    """The environment of programs that show themselves on a screen of our own."""
    with subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout is not None
        number = server.stdout.readline().strip()
        yield os.environ | {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        server.terminate()


@contextmanager
def program(display: dict[str, str], module: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Run a module of the tests on the display."""
    with subprocess.Popen(
        [sys.executable, "-m", f"tests.end_to_end.{module}", *map(str, arguments)],
        cwd=CHECKOUT,
        env=display,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()


def line(process: subprocess.Popen[str]) -> str:
    """The next line that a program prints."""
    assert process.stdout is not None
    text = process.stdout.readline()
    if not text:
        assert process.stderr is not None
        pytest.fail(process.stderr.read() or "the program has ended")
    return text.strip()


def pull(display: dict[str, str], start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press the mouse, move it in steps as a hand does, and let go."""
    moves: list[str] = []
    for step in range(1, STEPS + 1):
        x, y = (round(a + (b - a) * step / STEPS) for a, b in zip(start, end, strict=True))
        moves += ["mousemove", str(x), str(y), "sleep", "0.1"]
    begin = ["mousemove", *map(str, start), "mousedown", "1", "sleep", "0.1"]
    subprocess.run(["xdotool", *begin, *moves, "mouseup", "1"], env=display, check=True, timeout=120)


def test_files_dragged_out_of_another_program_become_rows(display: dict[str, str], tmp_path: Path) -> None:
    pictures = [draw(tmp_path / "größer & 100 %.png"), draw(tmp_path / "second.png")]
    with (
        program(display, "drop_target") as target,
        program(display, "drag_source", *SOURCE_AT, *pictures) as source,
    ):
        assert json.loads(line(target)) == []
        assert line(source) == "ready"
        pull(display, (SOURCE_AT[0] + 100, SOURCE_AT[1] + 100), (450, 350))
        assert line(source) == "CopyAction"
        rows: list[str] = []
        while len(rows) < len(pictures):
            rows = json.loads(line(target))
        target.terminate()
        _, complaints = target.communicate(timeout=120)
    assert rows == [path.name for path in pictures]
    assert all(path.exists() for path in pictures)
    assert (target.returncode, complaints) == (0, "")
