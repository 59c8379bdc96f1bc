"""On a terminal a bar shows how far the work is; it never mixes with what is printed."""

import fcntl
import os
import pty
import struct
import subprocess
import termios
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import SAMPLES, SHEEP, command, environment, strict_json
from tests.imaging.pictures import animation

pytestmark = [pytest.mark.timeout(60), pytest.mark.slow]

WIDTH = 100


@dataclass
class Said:
    """What came out of a program."""

    code: int
    terminal: str
    pipe: bytes


def _on_a_terminal(arguments: list[str], *, out_too: bool, **more: str) -> Said:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, WIDTH, 0, 0))
    out: Any = theirs if out_too else subprocess.PIPE
    child = subprocess.Popen(arguments, stdin=theirs, stdout=out, stderr=theirs, env=environment(TERM="xterm", **more))
    os.close(theirs)
    terminal = b""
    try:
        while part := os.read(ours, 65536):
            terminal += part
    except OSError:  # how Linux says that nobody has the other end open any more
        pass
    finally:
        os.close(ours)
    pipe = child.communicate(timeout=120)[0] or b""
    return Said(child.returncode, terminal.decode("utf-8", "replace"), pipe)


def _screen(terminal: str) -> list[str]:
    """The lines that are left to see: a carriage return lets what follows overwrite what was there."""
    lines = []
    for raw in terminal.replace("\r\n", "\n").split("\n"):
        line = ""
        for part in raw.split("\r"):
            line = part + line[len(part) :]
        lines.append(line.rstrip())
    return [line for line in lines if line]


def test_a_bar_runs_on_standard_error_and_leaves_standard_output_clean() -> None:
    said = _on_a_terminal(command(*[SAMPLES] * 5, "--format", "jsonl"), out_too=False)
    assert said.code == 0
    assert "%|" in said.terminal
    assert "\n" not in said.terminal.strip()
    lines = said.pipe.splitlines()
    assert lines[: len(lines) // 5] * 5 == lines
    assert all(strict_json(line)["error"] is None for line in lines)


def test_no_bar_is_drawn_where_nobody_sees_it() -> None:
    done = subprocess.run(command(SAMPLES), env=environment(), capture_output=True, check=True)
    assert done.stderr == b""


def test_rows_and_bar_share_a_terminal_without_touching() -> None:
    said = _on_a_terminal(command(SAMPLES, SAMPLES, "gone.jpg"), out_too=True)
    plain = subprocess.run(
        command(SAMPLES, SAMPLES, "gone.jpg"), env=environment(), capture_output=True, text=True, check=False
    )
    assert said.code == plain.returncode == 1
    assert _screen(said.terminal) == plain.stdout.splitlines()


def test_a_note_does_not_stick_to_the_bar(tmp_path: Path) -> None:
    path = tmp_path / "moving.gif"
    path.write_bytes(animation("GIF"))
    said = _on_a_terminal(command(SHEEP, path, SHEEP, "--format", "jsonl"), out_too=False)
    assert _screen(said.terminal) == [f"{path}: Only the first of 3 frames was read."]


def test_a_terminal_of_few_letters_gets_what_it_can_show(tmp_path: Path) -> None:
    path = tmp_path / "ünïcödé.jpg"
    said = _on_a_terminal(command(path, SHEEP), out_too=True, PYTHONIOENCODING="ascii")
    assert said.code == 1
    assert r"\xfcn\xefc\xf6d\xe9.jpg: The file is gone" in "".join(_screen(said.terminal))
    assert "Traceback" not in said.terminal
