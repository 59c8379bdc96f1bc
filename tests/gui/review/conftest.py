"""Libraries with made-up logits, windows over them, and the review of their pictures."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from alpaca_gui.gui.app import prepare_application
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.review.review_window import ReviewWindow
from alpaca_gui.library.bringing_in import bring_in
from alpaca_gui.library.imported import Imported
from alpaca_gui.library.library import Library
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.resources import shipped_model
from tests.gui.driving import close_for_good, draw, until

CONCEPT = "alpaca"

OpenLibrary = Callable[..., MainWindow]
OpenReview = Callable[[MainWindow], ReviewWindow]


def write_library(path: Path, logits: Sequence[float], names: Sequence[str] = ()) -> None:
    """Write a library of small pictures; picture 7 is 007.png unless names are given."""
    names = names or [f"{number:03}.png" for number in range(len(logits))]
    places = [str(path.parent / name).encode() for name in names]
    imported = Imported(
        np.array(logits, np.float64),
        np.full(len(logits), -1, np.int8),
        np.frombuffer(b"".join(places), np.uint8).tobytes(),
        np.cumsum([0, *map(len, places)]).astype(np.int64),
        0,
        (),
    )
    with Library(path) as library:
        for _done in bring_in(library, imported, Path("made up.csv"), CONCEPT, threading.Event()):
            pass


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Where a test's library is."""
    return tmp_path / "pictures.alpaca"


@pytest.fixture
def open_library(qtbot: QtBot, qapp: object, library: Path) -> Iterator[OpenLibrary]:
    """Open windows on the library; with logits it is written first, and a small picture for each."""
    opened: list[MainWindow] = []

    def open_one(logits: Sequence[float] = (), band: float = 1.0, names: Sequence[str] = ()) -> MainWindow:
        if not library.exists():
            write_library(library, logits, names)
            for number in range(len(logits)):
                draw(library.parent / (names[number] if names else f"{number:03}.png"))
        prepare_application()
        window = MainWindow(shipped_model(), library)
        opened.append(window)
        window.show()
        until(qtbot, lambda: window.collection is not None and window.collection.bundle is not None)
        until(qtbot, lambda: not inside(window).busy)
        if band != inside(window).rule.band:
            inside(window).set_rule(Rule(0.0, band))
        return window

    yield open_one
    for window in opened:
        if isValid(window):
            close_for_good(window)


@pytest.fixture
def open_review(qtbot: QtBot) -> OpenReview:
    """Open the review of a window, as its menu does, and wait for the first picture."""

    def open_one(window: MainWindow) -> ReviewWindow:
        window.library.review()
        review = window.library._review  # one that was closed may still be there
        assert review is not None
        until(qtbot, lambda: review.reviewer.queue is not None)
        review.activateWindow()
        qtbot.waitUntil(review.isActiveWindow)
        return review

    return open_one


def inside(window: MainWindow) -> Collection:
    """The rows behind a window."""
    assert window.collection is not None
    return window.collection


def written(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until everything that was asked for is written and shown."""
    collection = inside(window)
    until(qtbot, lambda: not collection.changes.editing)
    done = threading.Event()
    collection.changes.write(done.set)
    until(qtbot, lambda: done.is_set() and collection.work.resting)
