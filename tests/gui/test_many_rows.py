"""Ten thousand rows: everything that works with ten still works, and what is kept of them is bounded."""

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.thumbnails import Thumbnails
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.library.columns import Columns, Order, Show
from alpaca_gui.library.record import Record
from tests.gui.driving import draw, names, until, workspace, written

MANY = 10_000
MOST_THUMBNAILS = 400


def fill(columns: Columns, folder: Path) -> None:
    """Enter many classified pictures, every hundredth of them failed."""
    spread = np.random.default_rng(0).normal(0, 4, MANY)
    sources = [FileSource(folder / f"{number * 7919 % MANY:05}.png") for number in range(MANY)]
    columns.add(sources)
    for key, (source, logit) in enumerate(zip(sources, spread, strict=True)):
        failed = key % 100 == 0
        record = Record(source, error="It is broken.") if failed else Record(source, Evidence(logit, None, None), 4, 3)
        columns.set_record(key, record)


@pytest.fixture
def crowded(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> MainWindow:
    """A window with ten thousand rows."""
    collection = inside(window)
    until(qtbot, lambda: collection.bundle is not None)
    fill(collection.columns, tmp_path)
    collection.shown.refresh()
    return window


def inside(window: MainWindow) -> Collection:
    """The rows behind the window."""
    return workspace(window).collection


def test_every_order_and_every_filter(crowded: MainWindow) -> None:
    collection = inside(crowded)
    assert collection.item_model.rowCount() == MANY
    for order in Order:
        for show in Show:
            collection.shown.arrange(order, show)
            count = collection.columns.counts(collection.rule)[show]
            assert collection.item_model.rowCount() == count > 0
    collection.shown.arrange(Order.LOGIT_UP, Show.YES)
    logits = collection.columns.logit[collection.item_model.keys]
    assert (np.diff(logits) >= 0).all()


def test_all_can_be_selected_removed_and_brought_back(qtbot: QtBot, crowded: MainWindow) -> None:
    crowded.menus.select_all.trigger()
    assert workspace(crowded).list.selected_keys().size == MANY
    crowded.menus.remove.trigger()
    written(qtbot, crowded)
    assert names(crowded) == []
    assert crowded.welcome.isVisible()
    crowded.menus.undo.trigger()
    written(qtbot, crowded)
    assert inside(crowded).item_model.rowCount() == MANY
    assert f"{MANY:,} pictures" in crowded.menus.redo.text()


def test_a_selection_with_holes_survives_sorting(crowded: MainWindow) -> None:
    table = workspace(crowded).list
    crowded.menus.select_all.trigger()
    flags = table.selectionModel().SelectionFlag
    for row in range(0, MANY, 1000):
        table.selectionModel().select(inside(crowded).item_model.index(row, 0), flags.Deselect | flags.Rows)
    before = set(table.selected_keys().tolist())
    assert len(before) == MANY - 10
    crowded.menus.order_menu.actions()[list(Order).index(Order.NAME)].trigger()
    assert set(table.selected_keys().tolist()) == before


def test_a_selection_survives_a_filter_as_far_as_it_is_shown(crowded: MainWindow) -> None:
    crowded.menus.select_all.trigger()
    crowded.menus.show_menu.actions()[list(Show).index(Show.FAILED)].trigger()
    assert inside(crowded).item_model.rowCount() == MANY // 100
    assert workspace(crowded).list.selected_keys().size <= MANY // 100


def test_moving_the_threshold_counts_all_rows_anew(crowded: MainWindow) -> None:
    collection, box = inside(crowded), workspace(crowded).header.show_box
    for threshold in (-8.0, 0.0, 8.0):
        workspace(crowded).controls.threshold.setValue(threshold)
        yes = int((collection.columns.logit > threshold + collection.rule.band).sum())
        assert box.itemText(1) == f"Yes ({yes:,})"


def test_scrolling_to_the_end_shows_the_last_row(crowded: MainWindow) -> None:
    table = workspace(crowded).list
    workspace(crowded).list.choose(MANY - 1)
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()).center())


def test_thumbnails_that_were_not_looked_at_for_long_are_let_go(qtbot: QtBot, tmp_path: Path) -> None:
    columns = Columns()
    columns.add([FileSource(draw(tmp_path / "a.png"))] * (MOST_THUMBNAILS + 50))
    thumbnails = Thumbnails(columns, 64)
    try:
        for key in range(len(columns)):
            with qtbot.waitSignal(thumbnails.arrived):
                assert thumbnails.get(key) is None
        there = [key for key in range(len(columns)) if thumbnails._kept.get(key) is not None]
        assert there == list(range(50, MOST_THUMBNAILS + 50))
        assert thumbnails.get(len(columns) - 1) is not None
    finally:
        thumbnails.close()


def test_wishes_for_what_has_scrolled_away_are_dropped(qtbot: QtBot, tmp_path: Path) -> None:
    columns = Columns()
    columns.add([FileSource(draw(tmp_path / "a.png"))] * 1000)
    thumbnails = Thumbnails(columns, 64)
    arrived: list[int] = []
    thumbnails.arrived.connect(arrived.append)
    try:
        for key in range(1000):
            thumbnails.get(key)
        until(qtbot, lambda: 999 in arrived and not any(thumbnails._loader.waits_for(key) for key in range(1000)))
        qtbot.waitUntil(lambda: len(arrived) == len(set(arrived)))
        assert len(arrived) < 1000
    finally:
        thumbnails.close()
