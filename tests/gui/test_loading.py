"""What is loaded beside the window is given away once, waited for, and closed where nobody has taken it."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.loading import Loading
from alpaca_gui.jobs.opening import open_library


def test_it_tells_when_nobody_has_to_wait_any_more(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "zoo.library"
    loading = Loading(path)
    assert not loading.begun
    with qtbot.waitSignal(loading.loaded, timeout=120_000):
        loading.begin()
    opened = loading.take()
    assert opened.library.path == path
    loading.close()
    assert len(opened.library.load("alpaca")) == 0  # whoever has taken it closes it
    opened.close()


def test_who_cannot_wait_for_the_news_waits_for_the_library_itself(qtbot: QtBot, tmp_path: Path) -> None:
    loading = Loading(tmp_path / "zoo.library")
    opened = loading.take()
    assert loading.begun
    opened.close()
    with pytest.raises(RuntimeError):
        loading.take()
    loading.close()


def test_a_library_that_nobody_takes_is_closed(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "not kept"
    folder.mkdir()
    loading = Loading(tmp_path / "zoo.library")
    loading.hold(replace(open_library(folder / "other.library"), temporary=folder))
    loading.close()
    assert not loading.begun
    assert not folder.exists()  # one that is not kept goes when it is closed
