"""The list: what its rows say, sorting, filtering, removing with Undo, and what can be taken from it."""

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.commands import FREE_PHOTOGRAPHS
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.signs import Sign
from alpaca_gui.library.columns import Order, Show
from tests.gui.conftest import ModelRuns
from tests.gui.driving import (
    choose,
    detail,
    draw,
    draw_many,
    drop,
    files,
    key,
    logits,
    names,
    press,
    rows,
    settle,
    signs,
    until,
    workspace,
    written,
)


def pick(window: MainWindow, order: Order) -> None:
    """Choose what to sort by from the menu."""
    window.menus.order_menu.actions()[list(Order).index(order)].trigger()


def select(window: MainWindow, *chosen: str) -> None:
    """Select rows by their names."""
    table = workspace(window).list
    table.clearSelection()
    for name in chosen:
        index = rows(window)[names(window).index(name)]
        table.selectionModel().setCurrentIndex(index, table.selectionModel().SelectionFlag.Select)


def selected(window: MainWindow) -> list[str]:
    """Names of the selected rows."""
    return [str(index.data()) for index in workspace(window).list.selectionModel().selectedRows()]


def test_every_row_has_a_logit_and_the_sign_that_follows_from_it(sampled: MainWindow) -> None:
    band = workspace(sampled).collection.rule.band
    for logit, sign in zip(logits(sampled), signs(sampled), strict=True):
        assert math.isfinite(logit)
        assert sign is (Sign.UNSURE if abs(logit) < band else Sign.YES if logit > 0 else Sign.NO)
    assert {Sign.YES, Sign.NO} <= set(signs(sampled))


def test_rows_stand_in_the_order_of_arrival_at_first(sampled: MainWindow, samples: list[Path]) -> None:
    assert names(sampled) == [path.name for path in samples]


@pytest.mark.parametrize("order", [Order.LOGIT_DOWN, Order.LOGIT_UP, Order.CLOSENESS])
def test_sorting_by_the_logit(sampled: MainWindow, order: Order) -> None:
    measure = {Order.LOGIT_DOWN: lambda z: -z, Order.LOGIT_UP: lambda z: z, Order.CLOSENESS: abs}[order]
    before = logits(sampled)
    pick(sampled, order)
    assert logits(sampled) == sorted(before, key=measure)
    assert logits(sampled) != before


def test_sorting_by_name_minds_no_capitals(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    drop(window, files(*(draw(tmp_path / name) for name in ("b.png", "C.png", "a.png"))))
    settle(qtbot, window, 3)
    pick(window, Order.NAME)
    assert names(window) == ["a.png", "b.png", "C.png"]
    pick(window, Order.ADDED)
    assert names(window) == ["b.png", "C.png", "a.png"]


def test_closeness_is_to_the_threshold_and_not_to_zero(sampled: MainWindow) -> None:
    pick(sampled, Order.CLOSENESS)
    workspace(sampled).controls.threshold.setValue(-5)
    assert logits(sampled) == sorted(logits(sampled), key=lambda z: abs(z + 5))


def test_menu_and_box_for_sorting_show_the_same(sampled: MainWindow) -> None:
    box = workspace(sampled).header.order
    press(box, Qt.Key.Key_Down)
    assert box.currentText() == "Name"
    assert [a.text() for a in sampled.menus.order_menu.actions() if a.isChecked()] == ["Name"]
    assert names(sampled) == sorted(names(sampled), key=str.casefold)


def test_a_filter_shows_as_many_rows_as_it_says(qtbot: QtBot, sampled: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"no")
    before = len(names(sampled))
    drop(sampled, files(tmp_path / "broken.png"))
    settle(qtbot, sampled, before + 1)
    until(qtbot, lambda: Sign.FAILED in signs(sampled))
    box = workspace(sampled).header.show_box
    seen: list[str] = []
    for show, action in zip(Show, sampled.menus.show_menu.actions(), strict=True):
        action.trigger()
        assert box.currentText() == f"{action.text()} ({len(rows(sampled))})"
        if show is not Show.ALL:
            assert {sign.word for sign in signs(sampled)} <= {action.text()}
            seen += names(sampled)
    sampled.menus.show_menu.actions()[0].trigger()
    assert sorted(seen) == sorted(names(sampled))


def test_a_filter_that_leaves_no_row_leaves_no_reading_of_another(sampled: MainWindow) -> None:
    sampled.menus.show_menu.actions()[list(Show).index(Show.FAILED)].trigger()
    assert names(sampled) == []
    assert workspace(sampled).reading.logit.text() == "–"
    assert not sampled.menus.show_in_folder.isEnabled()
    sampled.menus.show_menu.actions()[0].trigger()
    assert workspace(sampled).reading.logit.text() != "–"


def test_the_chosen_row_stays_chosen_when_the_order_changes(sampled: MainWindow) -> None:
    choose(sampled, "sheep.png")
    pick(sampled, Order.LOGIT_DOWN)
    assert selected(sampled) == ["sheep.png"]
    assert workspace(sampled).list.currentIndex().data() == "sheep.png"


def test_removing_undo_and_redo(qtbot: QtBot, sampled: MainWindow) -> None:
    before = names(sampled)
    select(sampled, "camel.png", "sheep.png")
    sampled.menus.remove.trigger()
    written(qtbot, sampled)
    left = [name for name in before if name not in ("camel.png", "sheep.png")]
    assert names(sampled) == left
    assert "2 pictures" in sampled.menus.undo.text()
    sampled.menus.undo.trigger()
    written(qtbot, sampled)
    assert names(sampled) == before
    assert not sampled.menus.undo.isEnabled()
    sampled.menus.redo.trigger()
    written(qtbot, sampled)
    assert names(sampled) == left


def test_the_row_that_moves_up_is_chosen_after_removing(qtbot: QtBot, sampled: MainWindow) -> None:
    before = names(sampled)
    choose(sampled, before[3])
    sampled.menus.remove.trigger()
    written(qtbot, sampled)
    assert selected(sampled) == [before[4]]
    choose(sampled, before[-1])
    sampled.menus.remove.trigger()
    written(qtbot, sampled)
    assert selected(sampled) == [before[-2]]


def test_removing_with_nothing_selected_changes_nothing(qtbot: QtBot, sampled: MainWindow) -> None:
    choose(sampled, "sheep.png")
    workspace(sampled).list.clearSelection()
    sampled.menus.remove.trigger()
    written(qtbot, sampled)
    assert "sheep.png" in names(sampled)
    assert workspace(sampled).list.currentIndex().data() == "sheep.png"
    assert not sampled.menus.undo.isEnabled()


def test_clearing_shows_the_empty_window_and_undo_brings_all_back(qtbot: QtBot, sampled: MainWindow) -> None:
    before = names(sampled)
    sampled.menus.clear.trigger()
    written(qtbot, sampled)
    assert sampled.pages.currentWidget() is sampled.welcome
    assert not sampled.menus.clear.isEnabled()
    assert not sampled.menus.copy_reading.isEnabled()
    sampled.menus.undo.trigger()
    written(qtbot, sampled)
    assert sampled.pages.currentWidget() is sampled.workspace
    assert names(sampled) == before


def test_a_file_that_was_removed_may_come_again(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    mime = files(draw(tmp_path / "a.png"))
    drop(window, mime)
    settle(qtbot, window, 1)
    window.menus.remove.trigger()
    written(qtbot, window)
    drop(window, mime)
    settle(qtbot, window, 1)
    assert names(window) == ["a.png"]


def test_removing_while_the_model_is_at_work_disturbs_nothing(
    qtbot: QtBot, window: MainWindow, model_runs: ModelRuns, tmp_path: Path
) -> None:
    model_runs.hold()
    drop(window, files(draw_many(tmp_path / "many", 30)))
    until(qtbot, lambda: len(names(window)) == 30)
    select(window, "0000.png", "0007.png", "0029.png")
    window.menus.remove.trigger()
    written(qtbot, window)
    assert len(names(window)) == 27
    model_runs.release()
    settle(qtbot, window, 27)
    assert all(math.isfinite(logit) for logit in logits(window))
    window.menus.undo.trigger()
    written(qtbot, window)
    settle(qtbot, window, 30)
    assert all(math.isfinite(logit) for logit in logits(window))


def test_copying_gives_the_reading_of_every_selected_row(qtbot: QtBot, sampled: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"no")
    drop(sampled, files(tmp_path / "broken.png"))
    until(qtbot, lambda: Sign.FAILED in signs(sampled))
    choose(sampled, "drawn-alpaca.jpg")
    reading = workspace(sampled).reading
    shown = (reading.logit.text(), reading.probability.text(), reading.decision.text())
    select(sampled, "drawn-alpaca.jpg", "broken.png")
    sampled.menus.copy_reading.trigger()
    first, second = QGuiApplication.clipboard().text().splitlines()
    assert first.startswith("drawn-alpaca.jpg: logit +")
    for words in shown:
        assert words in first
    assert second == f"broken.png: {detail(sampled, 'broken.png')}"


class Addresses(QObject):
    """Stands in for the system's file manager and browser."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        """Remember what was to be opened."""
        self.opened.append(url)


@pytest.fixture
def addresses() -> Iterator[Addresses]:
    """What the program has the system open."""
    taker = Addresses()
    for scheme in ("file", "https"):
        QDesktopServices.setUrlHandler(scheme, taker, "take")  # type: ignore[arg-type]  # the stub is wrong: a str
    yield taker
    for scheme in ("file", "https"):
        QDesktopServices.unsetUrlHandler(scheme)


def test_opening_the_folder_of_the_chosen_picture(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, addresses: Addresses
) -> None:
    drop(window, files(draw(tmp_path / "a folder" / "a.png")))
    settle(qtbot, window, 1)
    window.menus.show_in_folder.trigger()
    assert [url.toLocalFile() for url in addresses.opened] == [str(tmp_path / "a folder")]


def test_the_way_to_free_photographs_opens_the_browser(window: MainWindow, addresses: Addresses) -> None:
    window.menus.find_on_web.trigger()
    assert [url.toString() for url in addresses.opened] == [FREE_PHOTOGRAPHS]


def test_the_context_menu_offers_what_can_be_done_with_a_row(sampled: MainWindow) -> None:
    table = workspace(sampled).list
    assert table.contextMenuPolicy() is Qt.ContextMenuPolicy.ActionsContextMenu
    offered = [action.text().replace("&", "") for action in table.actions()]
    assert offered == [
        "Why this logit?",
        "Similar pictures",
        "Label yes",
        "Label no",
        "Take the label off",
        "Copy reading",
        "Open the picture's folder",
        "Remove from the list",
    ]
    assert all(action.isEnabled() for action in table.actions())


def test_a_row_keeps_its_key_wherever_it_is_sorted_to(sampled: MainWindow) -> None:
    before = {str(row.data()): key(row) for row in rows(sampled)}
    pick(sampled, Order.LOGIT_UP)
    assert {str(row.data()): key(row) for row in rows(sampled)} == before
