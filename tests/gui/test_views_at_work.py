"""The window while pictures arrive: filters, orders and views are changed all the time, and at the end all is right."""

import itertools
import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.record_views import ViewKind
from alpaca_gui.library.columns import Order, Show
from alpaca_gui.library.query import Filter, parse
from alpaca_gui.logit.verdict import Rule
from tests.gui.conftest import ModelRuns, OpenWindow
from tests.gui.driving import (
    close_for_good,
    draw,
    draw_many,
    drop,
    files,
    names,
    opens_a_dialog,
    press,
    settle,
    until,
    workspace,
    written,
)

COUNT = 60
FILTERS = ("", "logit:<0", "decision:unsure", "label:none", "0", "-0007", "error:any", "model:any")
_KEYS = (Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_PageDown, Qt.Key.Key_Right)


def shows_what_it_should(window: MainWindow) -> bool:
    """Whether rows and choice are what the columns give."""
    inside = workspace(window)
    collection = inside.collection
    asked = collection.shown
    expected = collection.columns.arranged(asked.order, asked.show, asked.rule, asked.filter)
    shown = inside.grid.model().rowCount() * inside.grid.across
    return bool(
        np.array_equal(collection.item_model.keys, expected)
        and expected.size <= shown < expected.size + inside.grid.across
        and (inside.views.current_row() >= 0) == bool(expected.size)
    )


def test_everything_is_changed_while_pictures_arrive(
    qtbot: QtBot, window: MainWindow, model_runs: ModelRuns, tmp_path: Path
) -> None:
    drop(window, files(draw_many(tmp_path / "many", COUNT)))
    inside, turns = workspace(window), itertools.count()

    def done() -> bool:
        turn = next(turns)
        inside.show_view(list(ViewKind)[turn % 3])
        inside.collection.shown.arrange(list(Order)[turn % len(Order)], Show.ALL)
        inside.collection.shown.set_filter(parse(FILTERS[turn % len(FILTERS)]))
        inside.collection.set_rule(Rule(turn % 7 - 3, turn % 2, 1.0))
        assert shows_what_it_should(window)
        press(inside.views.view, _KEYS[turn % 4])
        if turn % 5 == 0:
            inside.label_selected(turn % 2)
        if turn % 11 == 0 and turn < 40:
            inside.views.select_all()
        return turn > 48 and not inside.collection.busy and inside.collection.bundle is not None

    until(qtbot, done)
    written(qtbot, window)
    inside.collection.shown.arrange(Order.ADDED, Show.ALL)
    inside.collection.shown.set_filter(Filter())
    assert len(names(window)) == COUNT
    assert np.isfinite(inside.columns.logit).all()
    assert shows_what_it_should(window)


@pytest.mark.parametrize("kind", list(ViewKind))
def test_a_window_closes_with_everything_under_way(
    qtbot: QtBot, window: MainWindow, model_runs: ModelRuns, tmp_path: Path, kind: ViewKind
) -> None:
    model_runs.hold()
    drop(window, files(draw_many(tmp_path / "many", 30)))
    until(qtbot, lambda: len(names(window)) == 30)
    inside = workspace(window)
    inside.show_view(kind)
    inside.views.select_all()
    inside.label_selected(1)
    inside.controls.threshold.setValue(1)
    inside.set_filter("logit:>0")
    inside.remove_selected()
    model_runs.release()
    window.close()
    assert not window.isVisible()


def test_a_folder_that_is_gone_leaves_its_rows_and_their_readings(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    drop(window, files(draw_many(tmp_path / "many", 12)))
    settle(qtbot, window, 12)
    shutil.rmtree(tmp_path / "many")
    inside = workspace(window)
    for kind in ViewKind:
        inside.show_view(kind)
        press(inside.views.view, Qt.Key.Key_End)
        press(inside.views.view, Qt.Key.Key_Home)
        assert not window.grab().isNull()
        assert inside.reading.logit.text() not in ("–", "—")
    inside.collection.work.classify_again(inside.collection.item_model.keys[:3])
    settle(qtbot, window, 12)
    assert workspace(window).collection.item_model.rowCount() == 12


@opens_a_dialog
def test_two_windows_do_not_mind_each_other(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    first, second = open_window(), open_window()
    for number, window in enumerate((first, second)):
        drop(window, files(draw(tmp_path / f"{number}.png")))
        settle(qtbot, window, 1)
        workspace(window).views.choose(0)
        workspace(window).show_view(list(ViewKind)[number])
        workspace(window).label_selected(number)
        written(qtbot, window)
    assert [names(window) for window in (first, second)] == [["0.png"], ["1.png"]]
    assert [int(workspace(window).columns.label[0]) for window in (first, second)] == [0, 1]
    close_for_good(first)
    assert names(second) == ["1.png"]
    workspace(second).set_filter("label:yes")
    until(qtbot, lambda: not workspace(second).collection.shown.filter.empty)
    assert names(second) == ["1.png"]
