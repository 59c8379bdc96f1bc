"""Closing ends all work at once and leaves nothing: no thread, no timer, no warning (the fixtures see to that)."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.notices import Notice
from tests.gui.conftest import ModelRuns, OpenWindow
from tests.gui.driving import (
    close_for_good,
    draw,
    draw_many,
    drop,
    files,
    names,
    opens_a_dialog,
    settle,
    signs,
    until,
    workspace,
)


@pytest.fixture
def silent() -> Iterator[tuple[str, socket.socket]]:
    """The address of a server that takes a connection and never answers, and its socket."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/never.png", server


def folder_of(number: int, where: Path) -> Path:
    """A folder with so many pictures."""
    return draw_many(where / "many", number, (320, 240))


def test_closing_in_the_middle_of_two_hundred_pictures(
    qtbot: QtBot, window: MainWindow, model_runs: ModelRuns, tmp_path: Path
) -> None:
    drop(window, files(folder_of(200, tmp_path)))
    until(qtbot, lambda: model_runs.count >= 5)
    close_for_good(window)
    assert model_runs.count < 200


def test_closing_while_a_server_does_not_answer(
    qtbot: QtBot, window: MainWindow, silent: tuple[str, socket.socket]
) -> None:
    address, server = silent
    mime = QMimeData()
    mime.setText(address)
    drop(window, mime)
    until(qtbot, lambda: names(window) == ["never.png"])
    until(qtbot, lambda: workspace(window).collection.bundle is not None)
    connection, _ = server.accept()  # so the child has asked, and waits
    with connection:
        assert window.close()


def test_closing_before_the_window_is_able_to_classify(open_window: OpenWindow) -> None:
    window = open_window(furnished=False)
    assert window.workspace is None
    assert window.close()
    assert window.workspace is None


def test_closing_while_it_is_being_loaded(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(furnished=False)
    window.take_paths([str(draw(tmp_path / "a.png"))])
    qtbot.waitUntil(lambda: window._loading.begun)
    assert window.close()


def test_closing_while_the_model_is_being_opened(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(furnished=False)
    drop(window, files(draw(tmp_path / "a.png")))
    assert workspace(window).collection.bundle is None
    assert window.close()


def test_closing_while_pictures_are_decoded_for_display(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    drop(window, files(*(draw(tmp_path / f"{number}.png", size=(3000, 2000)) for number in range(6))))
    until(qtbot, lambda: len(names(window)) == 6)
    assert window.close()


def test_closing_twice(sampled: MainWindow) -> None:
    assert sampled.close()
    assert sampled.close()


@opens_a_dialog
def test_closing_with_a_text_open_beside_it(sampled: MainWindow) -> None:
    sampled.menus.explain_logit.trigger()
    assert sampled.close()


def test_a_cancelled_server_that_does_not_answer_holds_nothing_up(
    qtbot: QtBot, window: MainWindow, silent: tuple[str, socket.socket], tmp_path: Path
) -> None:
    mime = QMimeData()
    mime.setText("\n".join(f"{silent[0]}?{number}" for number in range(6)))
    drop(window, mime)
    until(qtbot, lambda: len(names(window)) == 6)
    window.menus.cancel.trigger()
    assert {sign.word for sign in signs(window)} == {"Not classified"}
    drop(window, files(draw(tmp_path / "after.png")))
    until(qtbot, lambda: [sign.word for sign in signs(window)[6:]] in (["Yes"], ["No"], ["Unsure"]))


@opens_a_dialog
def test_two_windows_at_once_do_not_know_of_each_other(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    first, second = open_window(), open_window()
    drop(first, files(draw(tmp_path / "one.png")))
    drop(second, files(draw(tmp_path / "two.png"), draw(tmp_path / "three.png")))
    settle(qtbot, first, 1)
    settle(qtbot, second, 2)
    said = second.findChild(Notice)
    assert said is not None
    label = said.findChild(QLabel)
    assert label is not None
    assert "in use by another window" in label.text()
    workspace(first).controls.threshold.setValue(7)
    assert workspace(second).collection.rule.threshold != 7
    close_for_good(first)
    drop(second, files(draw(tmp_path / "four.png")))
    settle(qtbot, second, 3)
    assert names(second) == ["two.png", "three.png", "four.png"]
