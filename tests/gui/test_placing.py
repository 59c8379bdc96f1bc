"""No window opens larger than its screen, however small that is; and what it holds can still be used there."""

import json
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.gui import placing
from alpaca_gui.gui.lesson.lesson_window import LessonWindow
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.notices import LOGIT_TEXT, Notice
from alpaca_gui.gui.placing import room_for, size_on_screen
from alpaca_gui.jobs.child import child_command, child_environment
from tests.gui import driving
from tests.gui.conftest import OpenWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)")

SMALL: Final = QSize(796, 460)
"""What is left of 1600 x 1000 pixels, two to a point, beside a title bar."""
WINDOWS: Final = ("take_out", "review", "export", "train", "teach", "report", "compare", "models_used", "card")
LESS: Final = ("why", "lesson")
SIZES: Final = st.integers(1, 3000)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen that leaves little room."""
    monkeypatch.setattr(placing, "room_for", lambda _window: SMALL)


def fits(size: QSize, room: QSize) -> bool:
    """Whether one size is within another."""
    return size.boundedTo(room) == size


@given(wanted=st.tuples(SIZES, SIZES), least=st.tuples(SIZES, SIZES), held=st.tuples(SIZES, SIZES))
def test_a_window_is_as_large_as_it_likes_or_as_its_screen(
    qapp: QApplication, wanted: tuple[int, int], least: tuple[int, int], held: tuple[int, int]
) -> None:
    window, content = QWidget(), QWidget()
    content.setMinimumSize(*held)
    QVBoxLayout(window).addWidget(content)
    window.setMinimumSize(*least)
    room = room_for(window)
    size_on_screen(window, *wanted)
    assert window.size() == QSize(*wanted).expandedTo(QSize(*least)).boundedTo(room)


def test_a_layout_that_needs_more_than_the_screen_does_not_count_for_more(qapp: QApplication) -> None:
    window, content = QWidget(), QWidget()
    content.setMinimumSize(3000, 3000)
    QVBoxLayout(window).addWidget(content)
    size_on_screen(window, 100, 100)
    assert window.minimumSize() == room_for(window)
    assert fits(window.size(), room_for(window))


def test_there_is_room_for_a_title_bar(qapp: QApplication) -> None:
    window = QWidget()
    screen = window.screen().availableSize()
    assert screen.height() - 60 < room_for(window).height() < screen.height() - 30


@pytest.mark.parametrize("entry", [*WINDOWS, *LESS])
def test_each_window_beside_the_main_one_fits_on_a_small_screen(
    qtbot: QtBot, small: None, sampled: MainWindow, entry: str
) -> None:
    getattr(sampled.menus, entry).trigger()
    opened = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not sampled]
    assert len(opened) == 1
    assert fits(opened[0].size(), SMALL)


def test_the_main_window_fits_and_nothing_in_it_lies_over_another(
    qtbot: QtBot, small: None, sampled: MainWindow
) -> None:
    assert fits(sampled.size(), SMALL)
    chosen = driving.workspace(sampled).chosen
    parts = [chosen.view, chosen.reading, chosen.label_bar, chosen.curve, chosen.controls]
    shown = [part for part in parts if part.isVisible()]
    assert [part for part in parts if part not in shown] == [chosen.curve]
    for above, below in pairwise(shown):
        assert above.geometry().bottom() < below.geometry().top()
    assert chosen.rect().contains(shown[-1].geometry())


def test_the_curve_comes_back_where_there_is_room(qtbot: QtBot, small: None, sampled: MainWindow) -> None:
    curve = driving.workspace(sampled).curve
    assert not curve.isVisible()
    sampled.resize(796, 700)
    driving.until(qtbot, curve.isVisible)
    sampled.resize(796, 460)
    driving.until(qtbot, lambda: not curve.isVisible())


def test_a_window_that_was_larger_on_another_screen_fits_when_it_comes_back(open_window: OpenWindow) -> None:
    first = open_window(furnished=False)
    first.resize(3000, 2000)
    driving.close_for_good(first)
    again = open_window(furnished=False)
    assert fits(again.size(), again.screen().availableSize())


def test_the_lesson_opens_as_large_as_it_is_made_for_where_there_is_room(
    monkeypatch: pytest.MonkeyPatch, sampled: MainWindow
) -> None:
    monkeypatch.setattr(placing, "room_for", lambda _window: QSize(1900, 1000))
    sampled.why.lesson()
    lesson = sampled.findChild(LessonWindow)
    assert lesson is not None
    assert lesson.size() == lesson.sizeHint()


@pytest.mark.parametrize(("scale", "expected"), [("1", "1120 728"), ("2", "679 344")])
def test_on_the_screen_of_a_small_notebook_the_status_bar_can_be_seen(
    tmp_path: Path, scale: str, expected: str
) -> None:
    screens = tmp_path / "screens.json"
    here = {"name": "small", "x": 0, "y": 0, "width": 1366, "height": 768}
    screens.write_text(json.dumps({"screens": [{**here, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]}))
    program = (
        "from alpaca_gui.gui.app import prepare_application\n"
        "from alpaca_gui.gui.main_window import MainWindow\n"
        "application = prepare_application()\n"
        "window = MainWindow(None)\n"
        "print(window.width(), window.height())"
    )
    done = subprocess.run(
        [*child_command("x")[:1], "-c", program],
        env={
            **child_environment(),
            "QT_QPA_PLATFORM": f"offscreen:configfile={screens}",
            "QT_SCALE_FACTOR": scale,
        },
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == expected


# A notice is as large as its text.


@pytest.mark.parametrize(
    "text", ["It is well.", "A sentence that is somewhat longer, so that it takes two lines. " * 2]
)
def test_a_notice_of_a_sentence_is_small(qtbot: QtBot, text: str) -> None:
    notice = Notice("The library", text, parent := QWidget())
    qtbot.addWidget(parent)
    notice.show()
    assert notice.height() < 140


@pytest.mark.parametrize("text", ["It is well.", LOGIT_TEXT, "a" * 90, "word " * 300, "line\n" * 12])
def test_a_notice_shows_its_whole_text(qtbot: QtBot, text: str) -> None:
    notice = Notice("The library", text, parent := QWidget())
    qtbot.addWidget(parent)
    notice.show()
    assert notice.area.verticalScrollBar().maximum() == 0
    assert notice.area.horizontalScrollBar().maximum() == 0


def test_a_notice_longer_than_the_screen_can_be_scrolled(qtbot: QtBot) -> None:
    notice = Notice("The library", "line\n" * 400, parent := QWidget())
    qtbot.addWidget(parent)
    notice.show()
    assert fits(notice.size(), room_for(notice))
    assert notice.area.verticalScrollBar().maximum() > 0
