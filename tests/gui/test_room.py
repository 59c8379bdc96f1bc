"""The inside of the window where there is much room, and where there is as little as the window allows."""

import itertools

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.list_header import ListHeader
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.picture_model import UNLIKE, Column
from alpaca_gui.gui.record_views import ViewKind
from alpaca_gui.gui.row_delegate import tinted
from alpaca_gui.gui.theme import Appearance, current_theme
from tests.gui.driving import choose, names, rows, workspace


def places(widget: QWidget) -> list[tuple[int, int]]:
    """Top and bottom of all that stands in a column, from top to bottom."""
    layout = widget.layout()
    assert layout is not None
    boxes = [layout.itemAt(place).geometry() for place in range(layout.count())]  # type: ignore[union-attr]
    return [(box.top(), box.bottom()) for box in boxes]


@pytest.mark.parametrize("kind", list(ViewKind))
@pytest.mark.parametrize("size", [(760, 620), (1120, 780), (1900, 1200)])
def test_nothing_lies_over_anything_else(sampled: MainWindow, kind: ViewKind, size: tuple[int, int]) -> None:
    inside = workspace(sampled)
    marked = next(str(row.data()) for row in rows(sampled) if row.data(UNLIKE))
    choose(sampled, marked)  # the one with the longest note
    inside.show_view(kind)
    sampled.resize(*size)
    sampled.grab()
    left, right = inside.splitter.widget(0), inside.splitter.widget(1)
    assert left is not None
    assert right is not None
    for part in (inside, left, right):
        stand = places(part)
        assert all(above[1] < below[0] for above, below in itertools.pairwise(stand))
        assert stand[-1][1] <= part.height()
    assert inside.reading.note.isVisible()
    for part in (inside.view, inside.reading, inside.label_bar, inside.curve, inside.controls):
        assert part.height() >= part.minimumSizeHint().height()
        assert part.geometry().right() <= right.width()


@pytest.mark.parametrize(("height", "said"), [(100, False), (149, False), (150, True), (400, True)])
def test_the_curves_axes_go_without_words_where_it_is_low(sampled: MainWindow, height: int, said: bool) -> None:
    curve = workspace(sampled).curve
    curve.setFixedHeight(height)
    sampled.grab()
    assert curve.plot.getAxis("bottom").label.isVisible() is said
    assert curve.plot.getAxis("left").label.isVisible() is said


def test_show_and_sort_by_stand_side_by_side_where_there_is_room(qtbot: QtBot, qapp: QApplication) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    header = ListHeader()
    header.setParent(host)
    host.show()
    for width, side_by_side in ((340, False), (700, True), (499, False), (500, True)):
        for _ in range(2):  # as high as it wants to be when it is that wide
            header.resize(width, header.sizeHint().height())
            header.show()
            qapp.processEvents()
        show, order, field = (box.geometry() for box in (header.show_box, header.order, header.filter))
        assert (show.top() == order.top()) is side_by_side
        assert (show.right() < order.left()) is side_by_side
        assert field.bottom() < show.top() <= order.top()
        assert abs(field.right() - order.right()) <= 1
        for label, box in header._boxes:
            assert abs(label.geometry().center().y() - box.geometry().center().y()) <= 2
        middle = header.filter.y() + header.filter.edit.geometry().center().y()
        assert abs(header._filter_label.geometry().center().y() - middle) <= 2


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_the_table_marks_what_is_selected_as_calmly_as_the_list(
    qapp: QApplication, sampled: MainWindow, appearance: Appearance
) -> None:
    before, table = qapp.palette(), workspace(sampled).table
    workspace(sampled).show_view(ViewKind.TABLE)
    try:
        sampled.set_appearance(appearance)
        qapp.processEvents()
        theme = current_theme()
        assert theme.dark is (appearance is Appearance.DARK)
        assert table.palette().color(QPalette.ColorRole.Highlight) == tinted(theme)
        assert table.palette().color(QPalette.ColorRole.HighlightedText).name() == theme.text
        assert table.palette().color(QPalette.ColorRole.Base).name() == theme.surface
    finally:
        qapp.setPalette(before)


def test_the_table_draws_decisions_in_their_colours(sampled: MainWindow) -> None:
    inside = workspace(sampled)
    inside.show_view(ViewKind.TABLE)
    inside.table.clearSelection()
    theme = current_theme()
    for name, ink in (("camel.png", theme.no), ("drawn-alpaca.jpg", theme.yes), ("lion.png", theme.unsure)):
        index = inside.collection.item_model.index(names(sampled).index(name), Column.DECISION)
        image = inside.table.viewport().grab(inside.table.visualRect(index)).toImage()
        colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
        assert ink in colours
