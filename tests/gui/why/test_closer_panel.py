"""Looking closer: tiles come in, the largest is framed, keys move the frame, and the verdict stays what it is."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyle
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.bundle import load_bundle, save_bundle
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.why.closer.closer_panel import CloserPanel
from alpaca_gui.gui.why.closer.words import MEASURED
from alpaca_gui.logit.verdict import Decision, Rule, decide_one
from alpaca_gui.logit.words import logit_text, short_logit_text
from alpaca_gui.resources import shipped_model
from tests.gui.conftest import ModelRuns, OpenWindow
from tests.gui.driving import choose, click, draw, names, press, settle, until, workspace
from tests.gui.why.conftest import is_about, panel_at, why_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise")  # of Qt's offscreen platform
ALPACA = "drawn-alpaca.jpg"


def open_panel(qtbot: QtBot, window: MainWindow, name: str, *, wait: bool = True) -> CloserPanel:
    """Look closer at a picture."""
    panel = panel_at(window, CloserPanel, name)
    if wait:
        until(qtbot, lambda: done(panel, name))
    return panel


def done(panel: CloserPanel, name: str) -> bool:
    """Whether all tiles of a picture have their logits."""
    closer = panel.closer
    return is_about(panel, name) and closer is not None and closer.complete


def test_the_tile_with_the_largest_logit_is_framed_enlarged_and_first_in_the_list(
    qtbot: QtBot, sampled: MainWindow
) -> None:
    panel = open_panel(qtbot, sampled, ALPACA)
    assert panel.closer is not None
    largest = max(panel.closer.tiles, key=lambda tile: tile.logit)
    assert panel.canvas.chosen == largest == panel.list.tile
    assert panel.list.count() == panel.closer.tiling.count > 9
    assert panel.list.item(0).text().strip().startswith(short_logit_text(largest.logit))
    assert panel.view.logit.text() == logit_text(largest.logit)
    box, picture = panel.canvas.box_of(largest.region), panel.canvas.picture_box()
    assert picture.adjusted(-1, -1, 1, 1).contains(box)
    assert not panel.bar.isVisible()


def test_the_verdict_stays_and_is_said(qtbot: QtBot, sampled: MainWindow) -> None:
    collection = workspace(sampled).collection
    for name in (ALPACA, "lion.png"):
        before = collection.columns.logit.copy()
        panel = open_panel(qtbot, sampled, name)
        assert panel.subject is not None
        answer = panel.subject.answer(decide_one(panel.subject.logit, collection.rule)).lower()
        assert panel.verdict.text() == f"The verdict stays: {answer}, {short_logit_text(panel.subject.logit)}."
        assert (collection.columns.logit == before).all()
        assert panel.subject.logit in before


def test_the_tiles_above_the_threshold_are_counted_anew_with_another_rule(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled, ALPACA)
    assert panel.closer is not None
    logits = [tile.logit for tile in panel.closer.tiles]
    for threshold in (-3.0, 0.0, sorted(logits)[4]):
        workspace(sampled).collection.set_rule(Rule(threshold, 0.0))
        above = sum(logit > threshold for logit in logits)
        assert panel.count.text().startswith(f"{above} of {len(logits)} tiles are above the threshold.")
        words = [panel.list.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(panel.list.count())]
        assert sum(word.endswith(", Yes") for word in words) == above


def test_the_arrow_keys_move_the_frame(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled, ALPACA)
    assert panel.closer is not None
    panel.list.setFocus()
    for tile in panel.closer.best[1:4]:
        press(panel.list, Qt.Key.Key_Down)
        assert panel.canvas.chosen == tile
        assert panel.view.logit.text() == logit_text(tile.logit)
    press(panel.list, Qt.Key.Key_Up)
    assert panel.canvas.chosen == panel.closer.best[2]


def test_a_click_frames_the_best_tile_under_it(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled, ALPACA)
    assert panel.closer is not None
    box = panel.canvas.picture_box()
    x, y = 0.02, 0.98
    under = [t for t in panel.closer.tiles if t.region[0] <= x <= t.region[2] and t.region[1] <= y <= t.region[3]]
    point = QPoint(round(box.left() + x * box.width()), round(box.top() + y * box.height()))
    QTest.mouseClick(panel.canvas, Qt.MouseButton.LeftButton, pos=point)
    assert panel.canvas.chosen == max(under, key=lambda tile: tile.logit) == panel.list.tile


def test_the_other_tiles_and_the_colours_are_drawn_on_demand(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled, ALPACA)
    plain = panel.canvas.grab().toImage()
    assert not panel.legend.isVisible()
    for box in (panel.others, panel.colours):
        click_box(panel, box.text())
        assert panel.canvas.grab().toImage() != plain
        plain = panel.canvas.grab().toImage()
    assert panel.legend.isVisible()
    assert f"{panel.canvas.strongest:.2f}" in panel.legend.text()


def click_box(panel: CloserPanel, text: str) -> None:
    """Turn a choice on by the keyboard."""
    box = next(one for one in (panel.others, panel.colours) if one.text() == text)
    box.setFocus()
    press(box, Qt.Key.Key_Space)


def test_a_person_who_has_chosen_a_tile_keeps_it_while_more_come_in(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled, ALPACA)
    assert panel.closer is not None
    panel.list.choose(panel.closer.best[5])
    panel.list.show_tiles(panel.closer, panel.rule)
    assert panel.list.tile == panel.closer.best[5]
    panel.list.show_tiles(None, panel.rule)
    assert panel.list.tile is None
    panel.list.show_tiles(panel.closer, panel.rule)
    assert panel.list.tile == panel.closer.best[0]


def test_another_picture_is_looked_at_instead_and_nothing_of_the_first_is_left(
    qtbot: QtBot, sampled: MainWindow, model_runs: ModelRuns
) -> None:
    panel = open_panel(qtbot, sampled, ALPACA)
    model_runs.hold()
    choose(sampled, "lion.png")
    model_runs.release()
    until(qtbot, lambda: done(panel, "lion.png"))
    assert panel.closer is not None
    assert panel.subject is not None
    assert panel.closer.whole == panel.subject.logit
    assert panel.list.count() == panel.closer.tiling.count


def test_what_was_found_is_kept_while_another_panel_is_looked_at(
    qtbot: QtBot, sampled: MainWindow, model_runs: ModelRuns
) -> None:
    panel = open_panel(qtbot, sampled, ALPACA)
    window, found, runs = why_of(sampled), panel.closer, model_runs.count
    window.show_panel("map")
    window.show_panel("closer")
    assert panel.closer is found
    assert model_runs.count == runs


def test_leaving_while_tiles_come_in_stops_the_work(qtbot: QtBot, sampled: MainWindow, model_runs: ModelRuns) -> None:
    panel = open_panel(qtbot, sampled, ALPACA, wait=False)
    until(qtbot, lambda: panel.closer is not None)
    model_runs.hold()
    panel.leave()
    runs = model_runs.count
    model_runs.release()
    window = why_of(sampled)
    until(qtbot, lambda: not window.gaze.lens.busy)
    assert panel.closer is not None
    assert model_runs.count <= runs + 1


def test_a_picture_no_larger_than_the_input_says_that_there_is_nothing_to_find(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()
    draw(tmp_path / "small.png", size=(120, 90))
    window.take_paths([str(tmp_path / "small.png")])
    settle(qtbot, window, 1)
    panel = open_panel(qtbot, window, "small.png")
    assert "nothing new" in panel.count.text()
    assert panel.list.count() == 0
    assert panel.canvas.chosen is None
    assert panel.view.logit.text() == ""
    assert not panel.side.isVisible()
    assert not panel.tries.isVisible()
    panel.grab()


def test_the_figures_of_false_finds_are_those_of_the_shipped_model(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled, ALPACA)
    assert load_bundle(shipped_model()).model_id == MEASURED, "measure again: python -m tools.measure_tiles"
    assert "59 in some tile" in panel.tries.text()


def test_of_another_model_no_figures_are_told(
    qtbot: QtBot, open_window: OpenWindow, samples: list[Path], tmp_path: Path
) -> None:
    shipped = load_bundle(shipped_model())
    save_bundle(tmp_path / "other.model", replace(shipped.card, yes="llama"), shipped.parts)
    window = open_window(tmp_path / "other.model")
    window.take_paths([str(next(path for path in samples if path.name == ALPACA))])
    settle(qtbot, window, 1)
    panel = open_panel(qtbot, window, ALPACA)
    assert panel.tries.isVisible()
    assert "59" not in panel.tries.text()
    assert panel.tries.text().endswith("was not measured.")


def test_the_tiles_of_the_next_picture_come_back_after_one_without(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled, "lion.png")
    assert not panel.side.isVisible()
    open_panel(qtbot, sampled, ALPACA)
    assert panel.side.isVisible()
    assert panel.tries.isVisible()


def test_odd_names_and_shapes_are_looked_at(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    name = "a\nline <b>&'\".png"
    Image.effect_noise((40, 3000), 60).save(tmp_path / name)
    window.take_paths([str(tmp_path / name)])
    settle(qtbot, window, 1)
    panel = open_panel(qtbot, window, names(window)[0])
    assert panel.list.count() > 0
    for box in (panel.others, panel.colours):
        box.click()
    panel.grab()


def test_the_panel_holds_in_the_smallest_window(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled, ALPACA)
    window = why_of(sampled)
    window.resize(window.minimumSize())
    panel.colours.click()
    until(qtbot, lambda: window.size() == window.minimumSize())
    window.grab()
    for widget in (panel.canvas, panel.list, panel.view.part, panel.colours, panel.verdict, panel.count, panel.legend):
        corner = widget.mapTo(window, widget.rect().bottomRight())
        assert window.rect().contains(corner), widget
        assert widget.height() >= widget.minimumSizeHint().height()


# The offer in the main window.


def test_looking_closer_is_offered_where_the_verdict_is_unsure_and_nowhere_else(sampled: MainWindow) -> None:
    reading, collection = workspace(sampled).reading, workspace(sampled).collection
    offered = {}
    for name in names(sampled):
        choose(sampled, name)
        logit = collection.columns.record(workspace(sampled).views.current_key())
        assert logit is not None
        assert logit.logit is not None
        unsure = decide_one(logit.logit, collection.rule) is Decision.UNSURE
        assert reading.closer.isVisible() == unsure
        offered[name] = unsure
    assert set(offered.values()) == {True, False}
    choose(sampled, "lion.png")
    collection.set_rule(Rule(0.0, 0.1))
    assert not reading.closer.isVisible()


def test_the_offer_is_reached_by_tab_and_asks_when_it_is_pressed(qtbot: QtBot, sampled: MainWindow) -> None:
    choose(sampled, "lion.png")
    reading = workspace(sampled).reading
    assert reading.closer.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(reading.closer_asked):
        click(reading.closer)
    with qtbot.waitSignal(reading.closer_asked):
        press(reading.closer, Qt.Key.Key_Space)


def test_the_offer_does_not_make_the_reading_higher(qtbot: QtBot, sampled: MainWindow) -> None:
    reading, collection = workspace(sampled).reading, workspace(sampled).collection
    choose(sampled, "lion.png")
    sampled.grab()
    assert reading.closer.isVisible()
    with_offer = reading.height()
    collection.set_rule(Rule(0.0, 0.1))
    sampled.grab()
    assert not reading.closer.isVisible()
    assert reading.height() == with_offer


def test_a_picture_that_failed_is_offered_nothing(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    (tmp_path / "words.jpg").write_text("not a picture")
    window.take_paths([str(tmp_path / "words.jpg")])
    settle(qtbot, window, 1)
    assert not workspace(window).reading.closer.isVisible()


def test_the_sizes_of_tiles_are_whole_in_the_list(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    Image.new("L", (6000, 4500), 90).save(tmp_path / "large.png")
    window.take_paths([str(tmp_path / "large.png")])
    settle(qtbot, window, 1)
    panel = open_panel(qtbot, window, "large.png", wait=False)
    until(qtbot, lambda: panel.list.count() > 2)
    texts = [panel.list.item(row).text() for row in range(panel.list.count())]
    assert any(text.endswith("4500 × 4500") for text in texts)
    tile = panel.list.tile
    assert tile is not None
    assert panel.view.size_label.text().endswith(" px")
    metrics, icon = panel.list.fontMetrics(), panel.list.iconSize().width()
    bar = panel.list.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
    room = panel.list.width() - bar - icon - 16
    assert max(metrics.horizontalAdvance(text) for text in texts) <= room
    assert panel.view.size_label.width() >= panel.view.size_label.sizeHint().width()
    panel.leave()


def test_a_small_picture_has_no_empty_list_beside_it_even_while_it_is_looked_at(
    qtbot: QtBot, sampled: MainWindow
) -> None:
    panel = panel_at(sampled, CloserPanel, "lion.png")
    until(qtbot, lambda: is_about(panel, "lion.png"))
    panel.canvas.show_tiles(None, panel.rule)
    panel.show_rule(Rule(0.25))
    assert not panel.side.isVisible()
    assert not panel.tries.isVisible()
