"""Without a display the program says why there is no window, and does its work in the terminal instead."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from alpaca_gui.cli import display
from alpaca_gui.cli.display import why_no_display
from alpaca_gui.cli.main import main
from tests.cli.program import SAMPLES, SHEEP

NONE = "There is no display: neither DISPLAY nor WAYLAND_DISPLAY names one."

pytestmark = pytest.mark.skipif(os.name != "posix", reason="only Linux and its kin can lack a display")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(display, "_loads", lambda _library: True)
    monkeypatch.setattr("sys.platform", "linux")


@contextmanager
def _listening(family: socket.AddressFamily, address: str | tuple[str, int]) -> Iterator[socket.socket]:
    with socket.socket(family) as listener:
        listener.bind(address)
        listener.listen()
        yield listener


def test_nothing_names_a_display() -> None:
    assert why_no_display() == NONE


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600", "eglfs", "linuxfb;xcb"])
def test_qt_can_do_without_a_screen_where_it_is_told_to(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert why_no_display() is None


@pytest.mark.parametrize("platform", ["xcb", "wayland", "wayland;xcb", "xcb:nograb", ""])
def test_told_to_use_a_screen_it_needs_one(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert why_no_display() == NONE


@pytest.mark.parametrize(
    "display",
    [":98765", "unix:98765", ":98765.0", "127.0.0.1:59000", "127.0.0.1:60000", "localhost:99999999", "/no/such/socket",
     "nonsense", "x" * 5000, ":" + "9" * 500, ".." * 200 + ":1", "\udcff:0"],
)  # fmt: skip
def test_a_display_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch, display: str) -> None:
    monkeypatch.setenv("DISPLAY", display)
    assert why_no_display() == f"The display {display} does not answer."


@pytest.mark.parametrize("display", [":98123", "unix:98123", ":98123.0"])
def test_a_display_that_answers_is_enough(monkeypatch: pytest.MonkeyPatch, display: str) -> None:
    monkeypatch.setenv("DISPLAY", display)
    with _listening(socket.AF_UNIX, "\0/tmp/.X11-unix/X98123"):
        assert why_no_display() is None
    assert why_no_display() is not None


def test_a_display_of_another_machine_is_asked_over_the_net(monkeypatch: pytest.MonkeyPatch) -> None:
    with _listening(socket.AF_INET, ("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert port > 6000
        monkeypatch.setenv("DISPLAY", f"127.0.0.1:{port - 6000}.0")
        assert why_no_display() is None


def test_qt_s_missing_library_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":98123")
    monkeypatch.setattr(display, "_loads", lambda _library: False)
    with _listening(socket.AF_UNIX, "\0/tmp/.X11-unix/X98123"):
        problem = why_no_display()
    assert problem is not None
    assert "libxcb-cursor0" in problem


def test_wayland_answers(monkeypatch: pytest.MonkeyPatch, home_of_its_own: Path) -> None:
    monkeypatch.chdir(home_of_its_own)  # a socket's path must be short
    monkeypatch.setenv("XDG_RUNTIME_DIR", "runtime")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    assert why_no_display() == NONE
    with _listening(socket.AF_UNIX, "runtime/wayland-7"):
        assert why_no_display() is None
        monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
        assert why_no_display() == NONE


@pytest.mark.parametrize("name", ["x" * 300, "a\udcff"])
def test_a_wayland_that_cannot_be_is_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", name)
    assert why_no_display() == NONE


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_windows_and_macs_always_have_one(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr("sys.platform", platform)
    assert why_no_display() is None


def test_without_a_display_the_samples_are_classified_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    said = capsys.readouterr()
    assert said.err.startswith(f"{NONE} No window can be shown, so the pictures are classified here instead.\n")
    assert "drawn-alpaca.jpg" in said.out
    assert len(said.out.splitlines()) > len(list(SAMPLES.glob("*.png")))


def test_without_a_display_the_pictures_named_are_classified_here(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "-1.png").write_bytes(Path(SHEEP).read_bytes())
    assert main([SHEEP, "gone.jpg"]) == 1
    assert main(["--", "-1.png"]) == 0
    assert main([SHEEP, "--model", "gone.model"]) == 2
    said = capsys.readouterr()
    assert "sheep.png" in said.out
    assert said.out.splitlines()[-1].endswith("-1.png")
    assert "There is no model at gone.model." in said.err


@pytest.mark.parametrize(("arguments", "code"), [(["--version"], 0), (["--help"], 0), (["--nonsense"], 2)])
def test_questions_about_the_program_need_no_display(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == code
    said = capsys.readouterr()
    assert "alpaca-gui" in (said.err if code else said.out)


def test_the_help_names_the_other_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    said = capsys.readouterr().out
    assert "alpaca-gui classify" in said
    assert "alpaca-gui bench" in said
