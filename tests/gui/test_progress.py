"""Longer work shows how far it is and can be stopped; what was stopped can be continued."""

import math
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.pace import Pace, time_text
from alpaca_gui.gui.signs import Sign
from alpaca_gui.jobs import intake
from tests.gui.conftest import ModelRuns
from tests.gui.driving import click, draw, draw_many, drop, files, logits, press, settle, signs, until, workspace

MANY = 400


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder of many pictures."""
    return draw_many(tmp_path / "many", MANY)


@pytest.fixture
def busy(qtbot: QtBot, window: MainWindow, model_runs: ModelRuns, many: Path) -> MainWindow:
    """A window with many rows, of which some are done and the model is held up at the next."""
    drop(window, files(many))
    until(qtbot, lambda: model_runs.count >= 4)
    model_runs.hold()
    until(qtbot, lambda: len(signs(window)) == MANY and window.status.cancel.isVisible())
    assert Sign.WAITING in signs(window)
    return window


def test_nothing_is_shown_while_nothing_is_at_work(window: MainWindow) -> None:
    assert not window.status.bar.isVisible()
    assert not window.status.cancel.isVisible()
    assert not window.menus.cancel.isEnabled()


def test_what_was_found_and_is_not_shown_yet_still_counts_as_work(
    window: MainWindow, model_runs: ModelRuns, tmp_path: Path
) -> None:
    model_runs.hold()
    work = workspace(window).collection.work
    drop(window, files(draw(tmp_path / "one.png")))
    for _ in range(200):  # the search has long ended, and without an event loop nothing that was found is fetched
        assert work.busy
        time.sleep(0.001)
    assert not signs(window)


def test_longer_work_shows_a_bar_a_way_out_and_how_long_it_takes(
    qtbot: QtBot, busy: MainWindow, model_runs: ModelRuns
) -> None:
    assert busy.status.bar.isVisible()
    assert "waiting" in busy.status.work.text()
    assert busy.status.bar.maximum() == MANY
    assert busy.menus.cancel.isEnabled()
    seen: set[str] = set()

    def tells_all() -> bool:
        seen.update(part.split(maxsplit=1)[-1] for part in busy.status.work.text().split(" · "))
        return any("a second" in part for part in seen) and any("left" in part for part in seen)

    model_runs.release()
    until(qtbot, tells_all)
    settle(qtbot, busy, MANY)
    assert not busy.status.bar.isVisible()
    assert not busy.status.cancel.isVisible()
    assert busy.status.work.text() == f"{MANY} pictures"


def test_the_button_cancels_and_continue_finishes(qtbot: QtBot, busy: MainWindow, model_runs: ModelRuns) -> None:
    click(busy.status.cancel)
    assert Sign.WAITING not in signs(busy)
    assert Sign.CANCELLED in signs(busy)
    assert any(math.isfinite(logit) for logit in logits(busy))
    until(qtbot, lambda: not busy.status.cancel.isVisible())
    model_runs.release()
    busy.menus.resume.trigger()
    settle(qtbot, busy, MANY)
    assert all(math.isfinite(logit) for logit in logits(busy))
    assert not busy.menus.resume.isEnabled()


def test_escape_cancels(qtbot: QtBot, busy: MainWindow) -> None:
    busy.activateWindow()
    until(qtbot, busy.isActiveWindow)
    press(workspace(busy).list, Qt.Key.Key_Escape)
    assert Sign.CANCELLED in signs(busy)
    assert Sign.WAITING not in signs(busy)


def test_what_was_cancelled_says_not_classified(busy: MainWindow) -> None:
    busy.menus.cancel.trigger()
    workspace(busy).list.choose(MANY - 1)
    assert signs(busy)[-1] is Sign.CANCELLED
    assert workspace(busy).reading.decision.text() == "Not classified"
    assert workspace(busy).readings().endswith("not classified")


def test_more_pictures_after_cancelling_are_classified_and_the_cancelled_are_left(
    qtbot: QtBot, busy: MainWindow, model_runs: ModelRuns, tmp_path: Path
) -> None:
    busy.menus.cancel.trigger()
    model_runs.release()
    drop(busy, files(draw(tmp_path / "later.png")))
    settle(qtbot, busy, MANY + 1)
    assert signs(busy)[-1] not in (Sign.CANCELLED, Sign.WAITING, Sign.FAILED)
    assert Sign.CANCELLED in signs(busy)


def test_a_search_that_finds_nothing_for_long_can_be_cancelled_too(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_top: Path, cancel: Event) -> Iterator[Path]:
        cancel.wait()
        yield from ()

    monkeypatch.setattr(intake, "pictures_below", endless)
    drop(window, files(tmp_path))
    until(qtbot, window.status.cancel.isVisible)
    assert window.status.work.text() == "searching"
    assert window.status.bar.maximum() == 0  # which has no end yet
    click(window.status.cancel)
    until(qtbot, lambda: not window.status.cancel.isVisible())
    assert signs(window) == []


def test_the_pace_counts_only_the_last_seconds() -> None:
    pace = Pace()
    assert pace.per_second is None
    for second in range(10):
        pace.count(second, 100 * second if second < 5 else 500 + 10 * (second - 5))
    assert pace.per_second == pytest.approx(10, rel=0.3)
    assert pace.left(20) == pytest.approx(2, rel=0.3)
    pace.restart()
    assert pace.left(20) is None


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "1 s"), (89, "89 s"), (95, "2 min"), (3600, "60 min"), (9000, "2 h")]
)
def test_a_span_of_time_is_short(seconds: float, text: str) -> None:
    assert time_text(seconds) == text


def test_every_part_of_the_page_is_drawn_soon_after_it_was_turned(qtbot: QtBot, sampled: MainWindow) -> None:
    space = workspace(sampled)
    assert sampled.pages.currentWidget() is space
    until(qtbot, lambda: space.histogram.updatesEnabled() and space.curve.updatesEnabled())
