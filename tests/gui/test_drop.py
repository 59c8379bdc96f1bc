"""A drop is taken wherever on the window it falls, and never costs a person the original."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from tests.gui.conftest import OpenWindow
from tests.gui.driving import drag_in, drag_out, draw, drop, files, names, over, settle, workspace


def visible_children(window: MainWindow) -> list[QWidget]:
    """Every widget inside the window that a pointer can be over."""
    return [child for child in window.findChildren(QWidget) if child.isVisible() and child.window() is window]


def test_nothing_inside_an_empty_window_swallows_a_drop(window: MainWindow) -> None:
    assert [child for child in visible_children(window) if child.acceptDrops()] == []


def test_nothing_inside_a_window_with_pictures_swallows_a_drop(sampled: MainWindow) -> None:
    assert len(visible_children(sampled)) > 30
    assert [child for child in visible_children(sampled) if child.acceptDrops()] == []


def test_a_drop_over_any_child_of_an_empty_window_reaches_the_list(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    assert drop(window, files(draw(tmp_path / "first.png")), window.welcome).isAccepted()
    settle(qtbot, window, 1)
    assert names(window) == ["first.png"]


def test_a_drop_over_every_kind_of_child_reaches_the_list(qtbot: QtBot, sampled: MainWindow, tmp_path: Path) -> None:
    inside = workspace(sampled)
    children = {
        "list": inside.list.viewport(),
        "plot": inside.curve.plot.viewport(),
        "picture": inside.view,
        "reading": inside.reading,
        "threshold": inside.controls.threshold.lineEdit(),
        "band": inside.controls.band.lineEdit(),
        "slider": inside.controls.band_slider,
        "sorting": inside.header.order,
        "status": sampled.status,
        "menus": sampled.menuBar(),
    }
    before = len(names(sampled))
    for number, (name, child) in enumerate(children.items(), start=1):
        assert child.isVisible(), name
        drop(sampled, files(draw(tmp_path / f"over the {name}.png")), child)
        settle(qtbot, sampled, before + number)
    assert names(sampled)[before:] == [f"over the {name}.png" for name in children]


def test_the_window_shows_that_it_will_take_a_drag_until_it_leaves(window: MainWindow, tmp_path: Path) -> None:
    mime = files(draw(tmp_path / "a.png"))
    enter, move = drag_in(window, mime, over(window))
    assert enter.isAccepted()
    assert move.isAccepted()
    assert window.overlay.isVisible()
    assert window.overlay.geometry() == window.rect()
    drag_out(window)
    assert not window.overlay.isVisible()


def test_the_invitation_stays_while_the_drag_moves_over_the_children(sampled: MainWindow, tmp_path: Path) -> None:
    mime = files(draw(tmp_path / "a.png"))
    for child in (workspace(sampled).list, workspace(sampled).curve, sampled.status):
        _, move = drag_in(sampled, mime, over(sampled, child))
        assert move.isAccepted()
        assert sampled.overlay.isVisible()
    drag_out(sampled)


def test_the_invitation_goes_with_the_drop(window: MainWindow, tmp_path: Path) -> None:
    drop(window, files(draw(tmp_path / "a.png")))
    assert not window.overlay.isVisible()


def test_the_invitation_covers_a_window_that_is_resized_meanwhile(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    mime = files(draw(tmp_path / "a.png"))
    drag_in(window, mime, over(window))
    window.resize(900, 700)
    qtbot.waitUntil(lambda: window.overlay.size() == window.size())
    drag_out(window)


@pytest.mark.parametrize("held", ["ShiftModifier", "AltModifier", "NoModifier"])
def test_a_drop_is_a_copy_also_where_a_person_or_the_source_would_rather_move_or_link(
    window: MainWindow, tmp_path: Path, held: str
) -> None:
    mime, modifier = files(draw(tmp_path / "mine.png")), Qt.KeyboardModifier[held]
    copy = Qt.DropAction.CopyAction
    enter, move = drag_in(window, mime, over(window), modifier)
    assert (enter.proposedAction() is copy) == (held == "NoModifier")
    assert enter.dropAction() is copy
    assert move.dropAction() is copy
    assert drop(window, mime, modifier=modifier).dropAction() is copy
    assert (tmp_path / "mine.png").exists()


def test_a_drag_with_nothing_in_it_is_not_invited(window: MainWindow) -> None:
    enter, _ = drag_in(window, QMimeData(), over(window))
    assert not enter.isAccepted()
    assert not window.overlay.isVisible()


def test_a_drop_before_the_window_is_able_to_classify_is_not_lost(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window(furnished=False)
    assert window.workspace is None
    drop(window, files(draw(tmp_path / "early.png")))
    settle(qtbot, window, 1)
    assert names(window) == ["early.png"]


def test_a_second_drop_of_the_same_file_adds_no_row_and_says_so(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    picture = draw(tmp_path / "a.png")
    drop(window, files(picture))
    settle(qtbot, window, 1)
    drop(window, files(picture))
    qtbot.waitUntil(lambda: "in the list already" in window.status.currentMessage())
    assert names(window) == ["a.png"]
