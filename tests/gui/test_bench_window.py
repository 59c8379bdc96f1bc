"""The windows that the bench measures, each in a process of its own as the bench starts them."""

import json
import subprocess
import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from alpaca_gui.gui import bench_window, bench_work
from alpaca_gui.jobs.child import child_command, child_environment
from alpaca_gui.resources import shipped_samples

START = "alpaca_gui.gui.bench_window"
WORK = "alpaca_gui.gui.bench_work"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        child_command(*arguments),
        env={**child_environment(), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("arguments", [["bare"], ["start", "alpaca_gui.cli.main:main"]])
def test_a_window_says_once_that_it_answers_and_ends(arguments: list[str]) -> None:
    done = run(START, *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (0, "answers\n", "")


def test_measuring_a_start_leaves_no_settings(home_of_its_own: Path) -> None:
    run(START, "start", "alpaca_gui.cli.main:main")
    assert not [path for path in home_of_its_own.rglob("*alpaca*") if path.is_file()]


def test_the_bare_window_loads_nothing_of_the_programs() -> None:
    program = (
        "import os, sys; from alpaca_gui.gui import bench_window as b\n"
        "b.FirstAnswer.leave = lambda self: (print(*sorted(sys.modules), flush=True), os._exit(0))\n"
        "b.start_bare()"
    )
    command = [*child_command("x")[:1], "-c", program]
    environment = {**child_environment(), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=True)
    loaded = set(done.stdout.split())
    assert {name for name in loaded if name.startswith("alpaca_gui")} == {
        "alpaca_gui", "alpaca_gui.gui", START,
    }  # fmt: skip
    assert not loaded & {"numpy", "PIL", "pyqtgraph", "tensorflow", "json"}


def test_the_window_at_work_gives_its_gaps_and_leaves_no_settings(home_of_its_own: Path) -> None:
    count = len([path for path in shipped_samples().iterdir() if path.suffix not in (".md", ".txt")])
    done = run(WORK, str(shipped_samples()), str(count), "0.1")
    assert done.stderr == ""
    answer = json.loads(done.stdout)
    for name in ("start_ms", "idle_ms", "work_ms"):
        assert answer[name]
        assert min(answer[name]) >= 0
    assert sum(answer["work_ms"]) / 1000 > answer["work_s"], "the painting of the last logit is heard too"
    assert sum(answer["idle_ms"]) >= 50
    assert not [path for path in home_of_its_own.rglob("*alpaca*") if path.is_file()]


def test_wrong_usage_is_answered_with_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_window.main(["dance"]) == 2
    assert "MODULE:FUNCTION" in capsys.readouterr().err
    assert bench_work.main(["dance"]) == 2
    assert "FOLDER COUNT" in capsys.readouterr().err


def test_a_heartbeat_hears_a_gap(qapp: QApplication) -> None:
    heart = bench_work.Heartbeat()
    heart.take()
    time.sleep(0.03)
    gaps = heart.take()
    heart.stop()
    assert gaps[0] >= 30
