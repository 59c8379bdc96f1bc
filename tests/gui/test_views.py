"""List, table and grid over the same rows: one chosen picture, one selection, the keys, and many rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.cell_delegate import CELL
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.picture_model import Column
from alpaca_gui.gui.record_views import ViewKind
from alpaca_gui.gui.selecting import MOST_PIECES, rows_in, selection_of
from alpaca_gui.library.columns import Order, Show
from alpaca_gui.library.query import parse
from alpaca_gui.library.state import State
from alpaca_gui.library.text_column import TextColumn
from tests.gui.conftest import ModelRuns
from tests.gui.driving import (
    LEFT,
    choose,
    draw_many,
    drop,
    files,
    names,
    press,
    settle,
    type_in,
    until,
    workspace,
    written,
)

MANY = 100_000
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
every_view = pytest.mark.parametrize("kind", list(ViewKind))


def show(window: MainWindow, kind: ViewKind) -> QTableView:
    """Choose a view from the menu; gives the view."""
    for action in window.menus.view_group.actions():
        if action.data() == kind:
            action.trigger()
    view = workspace(window).views.view
    assert view.isVisible()
    if kind is ViewKind.GRID:
        widen(window, 3)
    return view


def widen(window: MainWindow, across: int) -> None:
    """Make the left side so wide that so many pictures stand in a line of the grid."""
    splitter, width = workspace(window).splitter, across * CELL + 40
    splitter.setSizes([width, sum(splitter.sizes()) - width])
    assert workspace(window).grid.across == across


def chosen(window: MainWindow) -> str:
    """Name of the chosen picture."""
    views = workspace(window).views
    return names(window)[views.current_row()] if views.current_row() >= 0 else ""


def selected(window: MainWindow) -> list[str]:
    """Names of the selected pictures."""
    columns = workspace(window).columns
    return [columns.source(key).name for key in workspace(window).views.selected_keys().tolist()]


def labels(window: MainWindow) -> dict[str, int]:
    """Names and labels of those that have one."""
    columns = workspace(window).columns
    return {columns.source(key).name: int(columns.label[key]) for key in np.flatnonzero(columns.label >= 0).tolist()}


def fill(window: MainWindow, count: int = MANY) -> None:
    """Enter many classified pictures, every hundredth of them failed."""
    paths = [f"/pictures/{number % 50:02}/{number * 7919 % count:06}.jpg".encode() for number in range(count)]
    offsets = np.concatenate(([0], np.cumsum([len(path) for path in paths]))).astype(np.int64)
    logit = np.random.default_rng(0).normal(0, 4, count)
    logit[::100] = np.nan
    state = np.where(np.isnan(logit), State.FAILED, State.DONE).astype(np.uint8)
    columns = workspace(window).columns
    columns.take({"logit": logit, "state": state}, TextColumn.from_buffer(b"".join(paths), offsets))
    workspace(window).collection.shown.refresh()


@pytest.fixture
def crowded(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """A window with a hundred thousand rows."""
    until(qtbot, lambda: workspace(window).collection.bundle is not None)
    fill(window)
    return window


@every_view
def test_what_is_chosen_stays_so_in_every_other_view(sampled: MainWindow, kind: ViewKind) -> None:
    choose(sampled, "sheep.png")
    view = show(sampled, kind)
    assert chosen(sampled) == "sheep.png"
    assert selected(sampled) == ["sheep.png"]
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())
    press(view, Qt.Key.Key_Home)
    show(sampled, ViewKind.LIST)
    assert chosen(sampled) == names(sampled)[0]
    assert workspace(sampled).reading.logit.text().startswith("−7")


def test_what_is_selected_stays_so_in_every_other_view(sampled: MainWindow) -> None:
    everyone = names(sampled)
    choose(sampled, everyone[1])
    press(show(sampled, ViewKind.LIST), Qt.Key.Key_Down, SHIFT)
    for _ in range(4):
        press(workspace(sampled).list, Qt.Key.Key_Down, SHIFT)
    for kind in (ViewKind.GRID, ViewKind.TABLE, ViewKind.GRID, ViewKind.LIST):
        show(sampled, kind)
        assert selected(sampled) == everyone[1:7]
        assert chosen(sampled) == everyone[6]


def test_the_arrow_keys_go_on_over_the_ends_of_the_grids_lines(sampled: MainWindow) -> None:
    grid, everyone = show(sampled, ViewKind.GRID), names(sampled)
    press(grid, Qt.Key.Key_Home)
    for name in everyone[1:]:
        press(grid, Qt.Key.Key_Right)
        assert chosen(sampled) == name
    press(grid, Qt.Key.Key_Right)
    assert chosen(sampled) == everyone[-1]
    for name in everyone[-2::-1]:
        press(grid, Qt.Key.Key_Left)
        assert chosen(sampled) == name
    press(grid, Qt.Key.Key_Left)
    assert chosen(sampled) == everyone[0]


def test_down_from_above_the_gap_in_the_last_line_goes_to_the_last_picture(sampled: MainWindow) -> None:
    grid, everyone = show(sampled, ViewKind.GRID), names(sampled)
    assert len(everyone) % 3 == 1
    workspace(sampled).views.choose(8)
    press(grid, Qt.Key.Key_Down)
    assert chosen(sampled) == everyone[-1]
    press(grid, Qt.Key.Key_Up)
    assert chosen(sampled) == everyone[6]
    press(grid, Qt.Key.Key_End)
    assert chosen(sampled) == everyone[-1]
    press(grid, Qt.Key.Key_Home)
    assert chosen(sampled) == everyone[0]
    press(grid, Qt.Key.Key_PageDown)
    assert chosen(sampled) in everyone[6:]


def test_the_gap_in_the_grids_last_line_can_be_neither_chosen_nor_selected(sampled: MainWindow) -> None:
    grid, everyone = show(sampled, ViewKind.GRID), names(sampled)
    press(grid, Qt.Key.Key_A, CONTROL)
    assert selected(sampled) == everyone
    workspace(sampled).views.choose(2)
    gap = grid.visualRect(grid.model().index(3, 2)).center()
    QTest.mouseClick(grid.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, gap)
    assert chosen(sampled) == everyone[2]
    assert set(selected(sampled)) <= {everyone[2]}


def test_the_grid_selects_as_one_reads_and_no_rectangle(sampled: MainWindow) -> None:
    grid, everyone = show(sampled, ViewKind.GRID), names(sampled)
    workspace(sampled).views.choose(2)
    press(grid, Qt.Key.Key_Right, SHIFT)
    assert selected(sampled) == everyone[2:4]
    press(grid, Qt.Key.Key_Down, SHIFT)
    assert selected(sampled) == everyone[2:7]
    press(grid, Qt.Key.Key_End, SHIFT)
    assert selected(sampled) == everyone[2:]
    press(grid, Qt.Key.Key_Home, SHIFT)
    assert selected(sampled) == everyone[:3]
    here, there = (grid.visualRect(grid.model().index(*place)).center() for place in ((0, 1), (1, 0)))
    QTest.mouseClick(grid.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, here)
    assert selected(sampled) == everyone[1:2]
    QTest.mouseClick(grid.viewport(), LEFT, SHIFT, there)
    assert selected(sampled) == everyone[1:4]
    QTest.mouseClick(grid.viewport(), LEFT, CONTROL, here)
    assert selected(sampled) == everyone[2:4]


@pytest.mark.parametrize("column", [Column.PICTURE, Column.LOGIT, Column.DECISION, Column.TIME])
def test_a_click_on_a_head_of_the_table_sorts(sampled: MainWindow, column: Column) -> None:
    show(sampled, ViewKind.TABLE)
    heads = workspace(sampled).table.horizontalHeader()
    workspace(sampled).table.horizontalScrollBar().setValue(heads.sectionPosition(column) - 60)
    where = QPoint(heads.sectionViewportPosition(column) + 20, heads.height() // 2)
    wanted = {
        Column.PICTURE: Order.NAME,
        Column.LOGIT: Order.LOGIT_DOWN,
        Column.DECISION: Order.CLOSENESS,
        Column.TIME: Order.TIME,
    }[column]
    QTest.mouseClick(heads.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, where)
    collection = workspace(sampled).collection
    assert collection.shown.order is wanted
    assert (
        collection.item_model.keys.tolist() == collection.columns.arranged(wanted, Show.ALL, collection.rule).tolist()
    )
    QTest.mouseClick(heads.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, where)
    assert collection.shown.order is (Order.LOGIT_UP if column is Column.LOGIT else wanted)


def test_the_tables_cells_say_what_the_reading_says(sampled: MainWindow) -> None:
    choose(sampled, "sheep.png")
    reading, model = workspace(sampled).reading, workspace(sampled).collection.item_model
    row = workspace(sampled).views.current_row()
    assert model.index(row, Column.LOGIT).data() == reading.logit.text()
    assert model.index(row, Column.PROBABILITY).data() == reading.probability.text()
    assert reading.decision.text().startswith(str(model.index(row, Column.DECISION).data()))


@every_view
def test_the_next_picture_is_the_only_selected_one(sampled: MainWindow, kind: ViewKind) -> None:
    view, everyone = show(sampled, kind), names(sampled)
    workspace(sampled).views.choose(0)
    for name in everyone[1:4]:
        press(view, Qt.Key.Key_Down, CONTROL)
        assert (chosen(sampled), selected(sampled)) == (name, [name])


@every_view
def test_y_n_and_backspace_label_what_is_selected(qtbot: QtBot, sampled: MainWindow, kind: ViewKind) -> None:
    view, everyone = show(sampled, kind), names(sampled)
    workspace(sampled).views.choose(1)
    sampled.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    press(view, Qt.Key.Key_Right if kind is ViewKind.GRID else Qt.Key.Key_Down, SHIFT)
    for typed, label in ((Qt.Key.Key_Y, 1), (Qt.Key.Key_N, 0)):
        press(view, typed)
        written(qtbot, sampled)
        assert labels(sampled) == dict.fromkeys(everyone[1:3], label)
        assert workspace(sampled).label_bar.button(label).isChecked()
        assert selected(sampled) == everyone[1:3]
    press(view, Qt.Key.Key_Backspace)
    written(qtbot, sampled)
    assert labels(sampled) == {}


@every_view
def test_a_letter_that_is_typed_in_a_field_labels_nothing(qtbot: QtBot, sampled: MainWindow, kind: ViewKind) -> None:
    show(sampled, kind)
    workspace(sampled).views.choose(1)
    sampled.activateWindow()
    fields: list[QLineEdit] = [workspace(sampled).header.filter.edit, workspace(sampled).label_bar.note]
    for field in fields:
        field.setFocus()
        qtbot.waitUntil(field.hasFocus)
        type_in(field, "yn")
        press(field, Qt.Key.Key_Backspace)
        assert field.text() == "y"
    press(fields[1], Qt.Key.Key_Return)
    written(qtbot, sampled)
    assert labels(sampled) == {}


@every_view
def test_the_picture_that_moves_up_is_chosen_after_removing(qtbot: QtBot, sampled: MainWindow, kind: ViewKind) -> None:
    view, before = show(sampled, kind), names(sampled)
    workspace(sampled).views.choose(3)
    press(view, Qt.Key.Key_Right if kind is ViewKind.GRID else Qt.Key.Key_Down, SHIFT)
    press(view, Qt.Key.Key_Delete)
    written(qtbot, sampled)
    assert names(sampled) == before[:3] + before[5:]
    assert (chosen(sampled), selected(sampled)) == (before[5], [before[5]])
    press(view, Qt.Key.Key_End)
    press(view, Qt.Key.Key_Delete)
    written(qtbot, sampled)
    assert chosen(sampled) == before[-2]
    press(view, Qt.Key.Key_Z, CONTROL)
    written(qtbot, sampled)
    assert chosen(sampled) == before[-2]


@every_view
def test_a_picture_that_goes_since_it_was_labelled_makes_room_for_the_next(
    qtbot: QtBot, sampled: MainWindow, kind: ViewKind
) -> None:
    view, before = show(sampled, kind), names(sampled)
    workspace(sampled).collection.shown.set_filter(parse("label:none"))
    workspace(sampled).views.choose(4)
    press(view, Qt.Key.Key_Y)
    written(qtbot, sampled)
    assert names(sampled) == before[:4] + before[5:]
    assert chosen(sampled) == before[5]
    press(view, Qt.Key.Key_N)
    written(qtbot, sampled)
    assert labels(sampled) == {before[4]: 1, before[5]: 0}
    assert chosen(sampled) == before[6]


def test_a_narrower_grid_has_shorter_lines_and_the_same_picture_chosen(sampled: MainWindow) -> None:
    show(sampled, ViewKind.GRID)
    sampled.resize(1500, 800)
    everyone, grid = names(sampled), workspace(sampled).grid
    workspace(sampled).views.choose(7)
    press(grid, Qt.Key.Key_Left, SHIFT)
    for across in (2, 3, 4, 2):
        widen(sampled, across)
        assert grid.model().columnCount() == across
        assert chosen(sampled) == everyone[6]
        assert selected(sampled) == everyone[6:8]
        assert grid.viewport().rect().intersects(grid.visualRect(grid.currentIndex()))


@every_view
def test_what_arrives_meanwhile_takes_nothing_of_the_selection(
    qtbot: QtBot, sampled: MainWindow, model_runs: ModelRuns, tmp_path_factory: pytest.TempPathFactory, kind: ViewKind
) -> None:
    view, before = show(sampled, kind), names(sampled)
    workspace(sampled).views.choose(1)
    press(view, Qt.Key.Key_Right if kind is ViewKind.GRID else Qt.Key.Key_Down, SHIFT)
    drop(sampled, files(draw_many(tmp_path_factory.mktemp("more"), 40)))
    settle(qtbot, sampled, len(before) + 40)
    assert selected(sampled) == before[1:3]
    assert chosen(sampled) == before[2]
    assert model_runs.count == len(before) + 40
    place = view.model().index(view.model().rowCount() - 1, 0)
    assert place.data() in names(sampled)[-3:]


@every_view
def test_a_selection_goes_with_its_pictures_through_orders_and_filters(crowded: MainWindow, kind: ViewKind) -> None:
    show(crowded, kind)
    views, collection = workspace(crowded).views, workspace(crowded).collection
    views.choose(500)
    crowded.menus.select_all.trigger()
    assert views.selected_keys().size == MANY
    collection.shown.arrange(Order.CLOSENESS, Show.ALL)
    assert views.selected_keys().size == MANY
    collection.shown.arrange(Order.CLOSENESS, Show.UNSURE)
    assert np.array_equal(views.selected_keys(), collection.item_model.keys)
    shown = views.selected_keys().size
    assert 0 < shown < MANY
    collection.shown.arrange(Order.NAME, Show.ALL)
    assert views.selected_keys().size == shown or views.selected_keys().size <= 1


@every_view
def test_a_selection_in_too_many_pieces_leaves_the_chosen_picture(crowded: MainWindow, kind: ViewKind) -> None:
    show(crowded, kind)
    views, collection = workspace(crowded).views, workspace(crowded).collection
    views.choose(77)
    views._chooser.select(np.arange(50_000))
    key = views.current_key()
    collection.shown.arrange(Order.CLOSENESS, Show.ALL)
    assert views.current_key() == key
    assert views.selected_keys().tolist() == [key]


@every_view
def test_a_hundred_thousand_rows_from_the_first_to_the_last(crowded: MainWindow, kind: ViewKind) -> None:
    view = show(crowded, kind)
    press(view, Qt.Key.Key_End)
    assert workspace(crowded).views.current_row() == MANY - 1
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())
    press(view, Qt.Key.Key_PageUp)
    assert MANY - 100 < workspace(crowded).views.current_row() < MANY - 1
    press(view, Qt.Key.Key_Home)
    assert workspace(crowded).views.current_row() == 0
    assert not crowded.grab().isNull()


@every_view
def test_names_that_nobody_expects_are_drawn_in_every_view(qtbot: QtBot, window: MainWindow, kind: ViewKind) -> None:
    until(qtbot, lambda: workspace(window).collection.bundle is not None)
    odd = ["a" * 4000, "صورة\u202e.png", "🦙👩‍👩‍👧.jpg", "two\nlines\ttab.png", "\udcff\udc80.png", "a&b <b>c</b>.png"]
    packed = [f"/folder\n{name}/{name}".encode("utf-8", "surrogateescape") for name in odd]
    offsets = np.concatenate(([0], np.cumsum([len(path) for path in packed]))).astype(np.int64)
    workspace(window).columns.take(
        {"logit": np.arange(6.0), "state": np.full(6, State.DONE, np.uint8)},
        TextColumn.from_buffer(b"".join(packed), offsets),
    )
    workspace(window).collection.shown.refresh()
    view = show(window, kind)
    model = workspace(window).collection.item_model
    for row in range(6):
        workspace(window).views.choose(row)
        for column in Column:
            text = str(model.index(row, column).data())
            assert "\n" not in text
            text.encode()
        assert not view.grab().isNull()
        model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole).encode()


@given(rows=st.sets(st.integers(0, 60)), across=st.integers(1, 7), count=st.integers(1, 61))
def test_rows_come_back_out_of_the_ranges_they_are_put_in(
    qapp: object, rows: set[int], across: int, count: int
) -> None:
    columns = 5 if across == 1 else across
    model = QStandardItemModel(-(-61 // across), columns)
    wanted = np.array(sorted(rows), np.int64)
    selection = selection_of(wanted, model, across)
    assert selection is not None
    assert rows_in(selection, across).tolist() == sorted(rows)
    assert rows_in(selection, across, count).tolist() == sorted(row for row in rows if row < count)
    asked = QItemSelectionModel(model)
    asked.select(selection, QItemSelectionModel.SelectionFlag.Select)
    assert all(
        asked.isSelected(model.index(*divmod(row, across))) if across > 1 else asked.isRowSelected(row, QModelIndex())
        for row in rows
    )


def test_what_lies_in_too_many_pieces_is_no_selection(qapp: object) -> None:
    model = QStandardItemModel(3 * MOST_PIECES, 1)
    assert selection_of(np.arange(0, 2 * MOST_PIECES, 2), model) is not None
    assert selection_of(np.arange(0, 2 * MOST_PIECES + 2, 2), model) is None
