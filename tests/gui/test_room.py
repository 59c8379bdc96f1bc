"""The inside of the window where there is much room, and where there is as little as the window allows."""

import itertools
from collections.abc import Container
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.gui.giving_way import GivingWay, Part, least_height
from alpaca_gui.gui.list_header import ListHeader
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.picture_model import UNLIKE, Column
from alpaca_gui.gui.reading_panel import ReadingPanel
from alpaca_gui.gui.record_views import ViewKind
from alpaca_gui.gui.row_delegate import tinted
from alpaca_gui.gui.theme import Appearance, current_theme
from alpaca_gui.gui.workspace import Workspace
from tests.gui.conftest import OpenWindow
from tests.gui.driving import choose, click, draw, names, rows, settle, until, workspace
from tests.gui.geometry import faults


def places(widget: QWidget) -> list[tuple[int, int]]:
    """Top and bottom of all that stands in a column, from top to bottom."""
    layout = widget.layout()
    assert layout is not None
    items = [layout.itemAt(place) for place in range(layout.count())]
    boxes = [item.geometry() for item in items if item is not None and not item.isEmpty()]
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
    assert inside.histogram.isVisible()
    for part in (inside.view, inside.reading, inside.label_bar, inside.controls):
        assert part.height() >= least_height(part, part.width())
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


# Where there is less room than for all: what is less necessary steps back, and nothing is cut.

SIZES = [(600, 300), (636, 320), (679, 344), (720, 450), (640, 900), (800, 600)]
ROOMS = [(size, ViewKind.LIST) for size in SIZES] + [((600, 300), ViewKind.TABLE), ((679, 344), ViewKind.GRID)]
GERMAN = ("Donaudampfschifffahrtsgesellschaft", "Rindfleischetikettierung")
ANSWERS = [("alpaca", "not alpaca"), GERMAN, ("y" * 300, "n")]
BROKEN, LONG = "broken.jpg", f"{'a very long name ' * 12}.png"


def answering(bundle: ModelBundle, yes: str, no: str) -> ModelBundle:
    """A model that says the same in other words."""
    return replace(bundle, card=replace(bundle.card, yes=yes, no=no))


def bundle_of(inside: Workspace) -> ModelBundle:
    """The model that answers."""
    bundle = inside.collection.bundle
    assert bundle is not None
    return bundle


@pytest.mark.parametrize(("size", "kind"), ROOMS)
def test_at_every_size_nothing_is_cut_and_the_picture_and_its_verdict_are_seen(
    qtbot: QtBot, sampled: MainWindow, tmp_path: Path, kind: ViewKind, size: tuple[int, int]
) -> None:
    (tmp_path / BROKEN).write_bytes(b"\xff\xd8\xff\xe0 no picture")
    sampled.take_paths([str(tmp_path / BROKEN), str(draw(tmp_path / LONG))])
    settle(qtbot, sampled, len(names(sampled)) + 2)
    inside = workspace(sampled)
    inside.show_view(kind)
    sampled.resize(*size)
    until(qtbot, lambda: (sampled.width(), sampled.height()) == size)
    always = (inside.view, inside.reading.decision, inside.reading.logit, inside.reading.probability)
    for yes, no in ANSWERS:
        inside.chosen.show_model(answering(bundle_of(inside), yes, no))
        for name in (BROKEN, LONG, "drawn-alpaca.jpg", "lion.png", "elephant.webp"):
            choose(sampled, name)
            until(qtbot, lambda: faults(sampled) == [])
            sampled.grab()
            assert faults(sampled) == []
            assert all(part.isVisible() for part in always)
            assert inside.view.height() >= inside.view.minimumHeight()


def test_on_the_screen_of_a_small_notebook_the_histogram_steps_back_and_all_else_is_there(sampled: MainWindow) -> None:
    inside = workspace(sampled)
    sampled.resize(679, 344)  # what is left of 1366 x 768 pixels, two to a point
    sampled.grab()
    assert not inside.histogram.isVisible()
    assert not inside.curve.isVisible()
    for part in (inside.view, inside.reading.words, inside.label_bar, inside.controls):
        assert part.isVisible()


def test_the_wish_to_see_the_histogram_is_remembered_and_its_entry_says_what_is(
    qtbot: QtBot, sampled: MainWindow
) -> None:
    inside, entry = workspace(sampled), sampled.menus.histogram
    assert entry.text() == "&Histogram of logits"
    sampled.resize(679, 344)
    until(qtbot, lambda: not inside.histogram.isVisible())
    assert entry.isChecked()
    assert entry.text() == "&Histogram of logits (no room now)"
    sampled.resize(1000, 800)
    until(qtbot, inside.histogram.isVisible)
    assert entry.text() == "&Histogram of logits"
    sampled.resize(679, 344)
    until(qtbot, lambda: not inside.histogram.isVisible())
    entry.trigger()  # it is not wanted any more
    assert not entry.isChecked()
    assert entry.text() == "&Histogram of logits"
    sampled.resize(1000, 800)
    until(qtbot, inside.curve.isVisible)
    assert not inside.histogram.isVisible()
    entry.trigger()
    assert inside.histogram.isVisible()


def test_a_window_closed_where_there_was_no_room_shows_the_histogram_again(open_window: OpenWindow) -> None:
    first = open_window()
    first.resize(679, 344)
    first.grab()
    assert not workspace(first).histogram.isVisible()
    first.close()
    again = open_window()
    assert again.menus.histogram.isChecked()


def test_what_stepped_back_is_said_in_the_tool_tip(qtbot: QtBot, sampled: MainWindow) -> None:
    inside = workspace(sampled)
    marked = next(str(row.data()) for row in rows(sampled) if row.data(UNLIKE))
    choose(sampled, marked)
    assert inside.reading.note.isVisible()
    assert inside.reading.toolTip() == ""
    sampled.resize(sampled.minimumSize())
    until(qtbot, lambda: not inside.reading.note.isVisible())
    assert inside.reading.note.text().split(":")[0].split(" (")[0] in inside.reading.toolTip()


def test_a_steady_part_stays_away_until_there_is_other_room(qtbot: QtBot, sampled: MainWindow) -> None:
    inside = workspace(sampled)
    choose(sampled, "drawn-alpaca.jpg")
    sampled.resize(1120, 780)
    sampled.grab()
    while inside.curve.isVisible():
        sampled.resize(1120, sampled.height() - 4)
        sampled.grab()
    sampled.resize(1120, sampled.height() + 4)
    sampled.grab()
    assert inside.curve.isVisible()
    reading = inside.reading
    reading.note.show_value("A note that takes a line.")
    reading.changed.emit()
    assert not inside.curve.isVisible()
    reading.note.show_value("")
    reading.changed.emit()
    assert not inside.curve.isVisible()
    assert inside.histogram.isVisible()
    sampled.resize(1121, sampled.height() + 1)
    until(qtbot, inside.curve.isVisible)


def test_parts_step_back_in_their_order_until_the_rest_fits(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    widgets = [QWidget(host) for _ in range(4)]

    def needs(shown: Container[QWidget]) -> int:
        return 10 + sum(20 for widget in widgets if widget in shown)

    unwanted = widgets[2]
    giving = GivingWay([Part(widget, partial(_is_not, widget, unwanted)) for widget in widgets], needs)
    for height, there in ((200, [0, 1, 3]), (70, [0, 1, 3]), (69, [1, 3]), (49, [3]), (30, [3]), (29, []), (0, [])):
        giving.fit(QSize(100, height))
        assert [place for place, widget in enumerate(widgets) if not widget.isHidden()] == there
        assert giving.back == {widgets[place] for place in (0, 1, 3) if place not in there}


def _is_not(one: QWidget, other: QWidget) -> bool:
    return one is not other


@pytest.mark.parametrize("width", [301, 340, 500, 900])
@pytest.mark.parametrize(
    "answer", ["Yes", "No, not an alpaca at all", "x" * 60, "Rindfleischetikettierungsgesetz " * 9, ""]
)
@pytest.mark.parametrize("numbers", [("–", "–"), ("+4.7004", "1 − 3.1 × 10⁻⁹"), ("−3.55718791e+29", "10⁻⁴³⁴²⁹⁴⁵")])
def test_the_three_facts_stand_beside_or_below_each_other_and_whole(
    qtbot: QtBot, width: int, answer: str, numbers: tuple[str, str]
) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    panel = ReadingPanel(host)
    fields = panel.fields
    fields.show_values(answer, *numbers)
    host.show()
    panel.resize(width, panel.least_height(width, {panel.words}))
    host.resize(panel.size())
    assert panel.layout() is not None
    panel.grab()
    assert faults(panel) == []
    assert fields.height() >= fields.heightForWidth(fields.width())
    for label in (fields.logit, fields.probability):
        assert label.width() >= label.sizeHint().width()
        assert label.height() >= label.sizeHint().height()
    shown = fields.decision
    words = shown.text().replace("\u200b", " ").split()
    assert all(shown.fontMetrics().horizontalAdvance(word) <= shown.width() for word in words)
    said = shown.text().replace("\u200b", "")
    assert said == answer or (said.endswith("…") and answer.startswith(said[:-1].rstrip()) and shown.toolTip())
    assert shown.accessibleName() == (f"Decision: {answer}" if answer else "Decision")


def test_what_a_widget_needs_does_not_depend_on_whether_it_is_shown(qtbot: QtBot, sampled: MainWindow) -> None:
    inside = workspace(sampled)
    parts = (inside.label_bar, inside.curve, inside.controls, inside.reading.words, inside.reading.note)
    before = [least_height(part, 300) for part in parts]
    for part in parts:
        part.hide()
    assert [least_height(part, 300) for part in parts] == before
    inside.room.fit()
    click(inside.controls.reset)


@pytest.mark.parametrize("size", [(600, 300), (679, 344), (720, 450)])
def test_the_empty_window_says_all_in_little_room_and_the_work_can_be_stopped_there(
    qtbot: QtBot, window: MainWindow, size: tuple[int, int]
) -> None:
    assert window.minimumSize() == QSize(600, 300)
    settle(qtbot, window, 0)
    qtbot.wait(100)  # what the window says of itself when its model is there has been said
    window.status.show_work("1,234 of 12,345 · 28 a second · 12 minutes left", 1234, 12345)
    window.resize(*size)
    until(qtbot, lambda: (window.width(), window.height()) == size and window.status.cancel.isVisible())
    until(qtbot, lambda: faults(window) == [])
    assert window.welcome.curve.isVisible() is (size[1] >= 450)
    assert window.status.bar.width() >= 40
    window.resize(1000, 700)
    until(qtbot, window.welcome.curve.isVisible)
    window.status.show_idle("")
