"""The real ``main()`` opens the window, classifies, and leaves without a trace."""

import gc
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from alpaca_gui.cli.main import main
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.signs import Sign
from tests.end_to_end.sitting import Sitting, Steps
from tests.gui.driving import draw, drop, files, logits, names, opens_a_dialog, signs, workspace

CHECKOUT = Path(__file__).resolve().parents[2]
READ = (Sign.YES, Sign.NO, Sign.UNSURE)


def idle(window: MainWindow, rows: int) -> bool:
    """Whether the window has so many rows, and all of them are done."""
    collection = window.collection
    return (
        collection is not None and collection.bundle is not None and len(names(window)) == rows and not collection.busy
    )


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a module of the tests in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_main_classifies_what_is_named_and_what_is_dropped_and_ends_with_0(
    qapp: QApplication, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    named, dropped = draw(tmp_path / "named.png"), draw(tmp_path / "album" / "dropped.png")
    seen: list[tuple[list[str], list[Sign]]] = []

    def steps(window: MainWindow) -> Steps:
        yield lambda: idle(window, 1)
        drop(window, files(dropped.parent), workspace(window).list.viewport())
        yield lambda: idle(window, 2)
        workspace(window).controls.threshold.setValue(-40)
        seen.append((names(window), signs(window)))

    sitting = Sitting(steps)
    assert main([str(named)]) == 0
    sitting.check()
    assert seen == [(["named.png", "dropped.png"], [Sign.YES, Sign.YES])]
    assert capfd.readouterr().err == ""


def test_main_without_paths_teaches_first(qapp: QApplication) -> None:
    shown: list[bool] = []

    def steps(window: MainWindow) -> Steps:
        yield lambda: window.workspace is not None
        shown.append(window.welcome.isVisible())

    sitting = Sitting(steps)
    assert main([]) == 0
    sitting.check()
    assert shown == [True]


def test_nothing_is_hidden_from_the_collector_when_the_window_is_closed(qapp: QApplication) -> None:
    hidden: list[int] = []

    def steps(window: MainWindow) -> Steps:
        yield lambda: window.workspace is not None
        yield lambda: gc.get_freeze_count() > 0
        hidden.append(gc.get_freeze_count())

    sitting = Sitting(steps)
    assert main([]) == 0
    sitting.check()
    assert hidden
    assert gc.get_freeze_count() == 0


@opens_a_dialog
def test_main_with_a_text_left_open_ends_when_the_window_is_closed(qapp: QApplication) -> None:
    def steps(window: MainWindow) -> Steps:
        yield window.isVisible
        window.menus.explain_logit.trigger()
        yield lambda: window.workspace is not None

    sitting = Sitting(steps)
    assert main([]) == 0
    sitting.check()


def test_main_can_be_closed_in_the_middle_of_the_work(qapp: QApplication, tmp_path: Path) -> None:
    picture = draw(tmp_path / "one.png", size=(640, 480))
    (tmp_path / "many").mkdir()
    for number in range(300):
        (tmp_path / "many" / f"{number}.png").symlink_to(picture)

    def steps(window: MainWindow) -> Steps:
        yield lambda: window.workspace is not None and any(sign in READ for sign in signs(window))
        assert not idle(window, 300)

    sitting = Sitting(steps)
    assert main([str(tmp_path / "many")]) == 0
    sitting.check()


def test_the_window_and_the_terminal_give_the_same_logit(
    qapp: QApplication, photographs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures = sorted((photographs / "alpaca").iterdir())[:5] + sorted((photographs / "not alpaca").iterdir())[:5]
    shown: list[float] = []

    def steps(window: MainWindow) -> Steps:
        yield lambda: idle(window, len(pictures))
        shown.extend(logits(window))

    sitting = Sitting(steps)
    assert main([str(path) for path in pictures]) == 0
    sitting.check()
    assert main(["classify", "--format", "json", *map(str, pictures)]) == 0
    assert [record["logit"] for record in json.loads(capsys.readouterr().out)] == shown


def test_a_process_of_its_own_classifies_says_nothing_and_never_loads_tensorflow(samples: list[Path]) -> None:
    done = run("tests.end_to_end.visitor", *samples)
    assert done.stderr == ""
    assert done.returncode == 0
    said = json.loads(done.stdout)
    assert said["names"] == [path.name for path in samples]
    assert all(isinstance(logit, float) for logit in said["logits"])
    assert said["heavy"] == []


def test_an_exit_in_a_hurry_leaves_in_order(tmp_path: Path) -> None:
    """The terminal's polite request to end, while a window is at work."""
    picture = draw(tmp_path / "one.png")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.end_to_end.visitor", "--stay", str(picture)],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["names"] == ["one.png"]
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="only Linux and its kin can lack a display")
@pytest.mark.parametrize("paths", ["none", "good", "broken"])
def test_without_a_display_the_terminal_answers(samples: list[Path], tmp_path: Path, paths: str) -> None:
    (tmp_path / "broken.png").write_bytes(b"no")
    given = {"none": [], "good": [draw(tmp_path / "good.png")], "broken": [tmp_path / "broken.png"]}[paths]
    away = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    done = subprocess.run(
        [sys.executable, CHECKOUT / "main.py", *given],
        env={name: value for name, value in os.environ.items() if name not in away},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stderr.startswith("There is no display")
    assert "No window can be shown" in done.stderr
    assert "Traceback" not in done.stderr
    for path in given or samples:
        assert path.name in done.stdout
    assert done.returncode == (1 if paths == "broken" else 0)
