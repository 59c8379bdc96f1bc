"""What is wanted next is loaded beside the window, and nobody has to wait for it who does not need it."""

import gc
import subprocess
import sys
import threading
from collections.abc import Iterator
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from alpaca_gui.gui import app, warming
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.warming import Warming
from alpaca_gui.gui.why.panels import KINDS
from tests.gui.driving import until


@pytest.fixture
def imports(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Names of modules that are imported, and of the thread in which they are."""
    heard: list[tuple[str, str]] = []
    monkeypatch.setattr(warming, "import_module", lambda name: heard.append((name, threading.current_thread().name)))
    return heard


def test_modules_are_imported_once_in_their_order_and_not_in_the_windows_thread(
    qtbot: QtBot, imports: list[tuple[str, str]]
) -> None:
    warm = Warming(lambda: ("first", "second"))
    assert not warm.busy
    with qtbot.waitSignal(warm.warmed):
        warm.begin()
    warm.begin()
    warm.close()
    assert imports == [("first", "warm"), ("second", "warm")]


def test_closing_waits_for_the_module_that_is_being_imported_and_begins_no_other(
    imports: list[tuple[str, str]],
) -> None:
    reached, free = Event(), Event()

    def names() -> Iterator[str]:
        yield "first"
        reached.set()
        free.wait()
        yield "second"
        yield "third"

    warm = Warming(names)
    warm.begin()
    reached.wait()
    threading.Timer(0.05, free.set).start()
    warm.close()
    assert not warm.busy
    assert imports == [("first", "warm")]


def test_what_is_closed_does_not_begin(imports: list[tuple[str, str]]) -> None:
    warm = Warming(lambda: ("first",))
    warm.close()
    warm.begin()
    assert not warm.busy
    assert imports == []


def test_a_window_that_can_classify_loads_what_explains_and_stops_when_it_is_closed(
    qtbot: QtBot, sampled: MainWindow
) -> None:
    # Not only until it is not busy: it may not have begun yet.
    until(qtbot, lambda: all(kind.path in sys.modules for kind in KINDS))
    until(qtbot, lambda: not sampled.why.warming.busy)
    assert "alpaca_gui.gui.lesson.lesson_window" in sys.modules
    assert "alpaca_gui.gui.present.present_window" in sys.modules


def test_the_commands_themselves_load_nothing_heavy() -> None:
    code = "import alpaca_gui.gui.why_commands, sys; sys.exit('numpy' in sys.modules or 'pyqtgraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # the shell stays light


def test_the_collector_passes_over_what_stays_until_another_library_is_open() -> None:
    assert gc.get_freeze_count() == 0
    try:
        app._on_furnished()
        assert gc.get_freeze_count() > 10_000
        app._on_furnished()
        assert gc.get_freeze_count() == 0
    finally:
        gc.unfreeze()
