"""The flip finder: sliders and a patch change the picture live, the newest change wins, and the crossing is marked."""

import threading
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.errors import PictureError
from alpaca_gui.explain.adjusting import BRIGHTNESS, PATCH, SLIDERS, Adjustment, adjusted
from alpaca_gui.explain.flip import POINTS
from alpaca_gui.explain.lens import Lens
from alpaca_gui.explain.probe import Copy
from alpaca_gui.gui.images import image_of
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.theme import Appearance
from alpaca_gui.gui.why.flip.asker import Shown
from alpaca_gui.gui.why.flip.flip_panel import FlipPanel
from alpaca_gui.gui.why.flip.patch_canvas import USUAL_SIDE
from alpaca_gui.gui.why.flip.sliders import ChangeSlider
from alpaca_gui.imaging.alter import Patch
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.logit.words import logit_text
from tests.gui.conftest import ModelRuns
from tests.gui.driving import LEFT, NO_KEY, choose, press, settle, until, workspace
from tests.gui.why.conftest import is_about, panel_at, why_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise")  # of Qt's offscreen platform
ALPACA, OTHER = "drawn-alpaca.jpg", "lion.png"


def open_panel(qtbot: QtBot, window: MainWindow, name: str = ALPACA, *, wait: bool = True) -> FlipPanel:
    """Look for flips of a picture."""
    panel = panel_at(window, FlipPanel, name)
    if wait:
        until(qtbot, lambda: is_about(panel, name) and settled(panel))
    return panel


def settled(panel: FlipPanel) -> bool:
    """Whether what is wanted by now has been looked at, and its curve is whole."""
    there = panel.shown is not None and panel.shown.adjustment == panel.adjustment
    return there and not panel.asker.busy and (panel.dragging or (panel.curve is not None and panel.curve.refined))


def slider_of(panel: FlipPanel, name: str) -> ChangeSlider:
    return panel.view.sliders.of[name]


def checked(panel: FlipPanel) -> float:
    """The logit of what is wanted by now, found without the panel: decoded, reduced, changed and classified anew."""
    assert panel.subject is not None
    lens = Lens(panel.subject.bundle)
    copy = Copy.of(lens, lens.look(panel.subject.seen.source)).picture
    return lens.logit(adjusted(copy, panel.adjustment))


def pixels(image: QImage) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Bytes of an image of the kind that the window draws."""
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())


def place_on(panel: FlipPanel, x: float, y: float) -> QPoint:
    """A place of the picture as a point of the canvas."""
    box = panel.view.canvas.picture_box()
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height()).toPoint()


def drag(panel: FlipPanel, qtbot: QtBot, *places: tuple[float, float], steps: int = 6) -> None:
    """Drag with the mouse from place to place, as slowly as answers come."""
    canvas = panel.view.canvas
    QTest.mousePress(canvas, LEFT, NO_KEY, place_on(panel, *places[0]))
    for (x0, y0), (x1, y1) in pairwise(places):
        for step in range(1, steps + 1):
            part = step / steps
            QTest.mouseMove(canvas, place_on(panel, x0 + part * (x1 - x0), y0 + part * (y1 - y0)))
            until(qtbot, lambda: settled(panel))
    QTest.mouseRelease(canvas, LEFT, NO_KEY, place_on(panel, *places[-1]))


def test_it_begins_with_the_picture_as_it_is_and_the_whole_curve_of_brightness(
    qtbot: QtBot, sampled: MainWindow
) -> None:
    panel = open_panel(qtbot, sampled)
    assert panel.adjustment == Adjustment()
    assert panel.shown is not None
    assert panel.shown.logit == pytest.approx(checked(panel))
    assert panel.slider is BRIGHTNESS
    assert panel.curve is not None
    assert len(panel.curve.values) >= POINTS
    assert panel.view.plot.now == (1.0, panel.shown.logit)
    assert panel.view.sentence.text()
    assert not panel.view.reset.isEnabled()
    assert panel.subject is not None
    exact = panel.shown.copy.exact
    assert (logit_text(panel.subject.logit) in panel.view.estimate.text()) is not exact


def test_the_picture_that_is_shown_is_the_one_that_the_logit_is_about(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled)
    slider_of(panel, "brightness").setValue(30)
    slider_of(panel, "crop").setValue(25)
    until(qtbot, lambda: settled(panel))
    assert panel.adjustment == Adjustment(brightness=0.5, crop=0.25)
    assert panel.shown is not None
    assert panel.subject is not None
    lens = Lens(panel.subject.bundle)
    picture = adjusted(Copy.of(lens, panel.subject.seen).picture, panel.adjustment)
    assert panel.shown.logit == pytest.approx(lens.logit(picture))
    assert np.array_equal(pixels(panel.shown.image), pixels(image_of(picture.pixels)))
    assert np.array_equal(pixels(panel.view.canvas._image), pixels(panel.shown.image))
    assert logit_text(panel.shown.logit) in panel.view.now.logit.text()


def test_forty_fast_moves_end_with_the_answer_for_the_last(
    qtbot: QtBot, sampled: MainWindow, model_runs: ModelRuns
) -> None:
    panel = open_panel(qtbot, sampled)
    told: list[Shown] = []
    panel.asker.shown.connect(told.append)
    slider = slider_of(panel, "contrast")
    before = model_runs.count
    model_runs.hold()
    for move in range(1, 41):
        slider.setValue(slider.value() + (2 if move % 3 else -1))
    model_runs.release()
    until(qtbot, lambda: settled(panel))
    assert told[-1].adjustment == panel.adjustment == Adjustment(contrast=slider.number)
    assert told[-1].logit == pytest.approx(checked(panel))
    assert len(told) <= 3  # the first was at work; the others were overtaken while they waited
    assert panel.curve is not None
    assert model_runs.count - before <= len(panel.curve.values) + 3


def test_nothing_is_computed_on_the_windows_thread(
    qtbot: QtBot, sampled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[str] = set()
    original, original_lens = adjusted, Lens.logit

    def adjust(picture: Picture, adjustment: Adjustment) -> Picture:
        threads.add(threading.current_thread().name)
        return original(picture, adjustment)

    def logit(self: Lens, picture: Picture) -> float:
        threads.add(threading.current_thread().name)
        return original_lens(self, picture)

    monkeypatch.setattr("alpaca_gui.explain.probe.adjusted", adjust)
    monkeypatch.setattr(Lens, "logit", logit)
    panel = open_panel(qtbot, sampled)
    drag(panel, qtbot, (0.2, 0.2), (0.6, 0.6))
    slider_of(panel, "blur").setValue(9)
    until(qtbot, lambda: settled(panel))
    panel.view.search.click()
    until(qtbot, lambda: not panel.asker.searching)
    assert threads == {"explain"}


def test_a_patch_dragged_by_the_mouse_changes_the_logit_and_the_best_place_stays_marked(
    qtbot: QtBot, sampled: MainWindow
) -> None:
    panel = open_panel(qtbot, sampled)
    assert panel.shown is not None
    plain = panel.shown.logit
    drag(panel, qtbot, (0.1, 0.1), (0.5, 0.5), (0.9, 0.9))
    laid = panel.adjustment.laid
    assert (laid.x, laid.y, laid.side) == pytest.approx((0.9, 0.9, USUAL_SIDE), abs=0.01)
    assert panel.dragging
    logits = [place.logit for place in panel.path.places]
    assert len(logits) >= 12
    assert len({plain, *logits}) > 6
    assert panel.shown.logit == logits[-1] == pytest.approx(checked(panel))
    starts = panel.starts
    assert starts is not None
    best = panel.path.best(starts, panel.rule)
    assert best is not None
    assert best.logit == (min if panel.shown.copy.logit > 0 else max)(logits)
    assert panel.view.canvas._best == best
    assert panel.view.plot.now == (panel.path.places[-1].distance, logits[-1])
    assert panel.view.sentence.text().startswith(("No place so far", "With the patch"))
    assert slider_of(panel, "patch").number == USUAL_SIDE


def test_a_patch_is_held_where_the_mouse_took_it(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled)
    drag(panel, qtbot, (0.5, 0.5), (0.5, 0.5), steps=1)
    drag(panel, qtbot, (0.55, 0.55), (0.65, 0.45))
    assert (panel.adjustment.laid.x, panel.adjustment.laid.y) == pytest.approx((0.6, 0.4), abs=0.01)
    drag(panel, qtbot, (0.1, 0.1), (-3.0, -3.0), steps=2)  # far beyond the window: its middle stays on the picture
    assert (panel.adjustment.laid.x, panel.adjustment.laid.y) == (0, 0)


def test_keys_lay_move_size_and_take_off_the_patch(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled)
    canvas = panel.view.canvas
    canvas.setFocus()
    press(canvas, Qt.Key.Key_Right)
    press(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert panel.adjustment.patch == Patch(0.52, 0.4, USUAL_SIDE)
    press(canvas, Qt.Key.Key_Plus)
    press(canvas, Qt.Key.Key_Minus)
    press(canvas, Qt.Key.Key_Minus)
    assert panel.adjustment.laid.side == pytest.approx(USUAL_SIDE - 0.02)
    assert panel.slider is PATCH
    assert not panel.dragging
    until(qtbot, lambda: settled(panel))
    assert panel.curve is not None
    assert panel.curve.about(panel.adjustment, PATCH, panel.rule)
    press(canvas, Qt.Key.Key_Delete)
    until(qtbot, lambda: settled(panel))
    assert panel.shown is not None
    assert panel.shown.logit == panel.shown.copy.logit
    assert (panel.adjustment.laid.x, panel.adjustment.laid.y) == (0.52, 0.4)


def test_keys_move_a_slider_and_delete_or_a_double_click_takes_it_back(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled)
    for change in SLIDERS:
        slider = slider_of(panel, change.name)
        slider.setFocus()
        press(slider, Qt.Key.Key_Right)
        press(slider, Qt.Key.Key_PageUp)
        assert change.of(panel.adjustment) == change.value(change.stop(change.neutral) + 11)
        assert change.text(change.of(panel.adjustment)) in slider.accessibleName()
        press(slider, Qt.Key.Key_Delete)
        assert panel.adjustment.plain == Adjustment()
        slider.setValue(slider.maximum())
        QTest.mouseDClick(slider, LEFT)
        assert panel.adjustment.plain == Adjustment()
    until(qtbot, lambda: settled(panel))


def test_the_plot_is_about_the_slider_that_the_keyboard_has_come_to(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled)
    why_of(sampled).activateWindow()
    qtbot.waitUntil(why_of(sampled).isActiveWindow)
    slider_of(panel, "brightness").setFocus(Qt.FocusReason.TabFocusReason)
    for before, change in pairwise(SLIDERS):
        press(slider_of(panel, before.name), Qt.Key.Key_Tab)
        assert slider_of(panel, change.name).hasFocus()
        assert panel.slider is change
        assert change.noun in panel.view.plot.plot.getAxis("bottom").labelText
    until(qtbot, lambda: settled(panel))
    assert panel.curve is not None
    assert panel.curve.slider is PATCH
    assert panel.adjustment.plain == Adjustment()


def test_tab_goes_through_everything_that_can_be_used(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled)
    why_of(sampled).activateWindow()
    qtbot.waitUntil(why_of(sampled).isActiveWindow)
    slider_of(panel, "rotation").setValue(5)
    until(qtbot, lambda: settled(panel))
    slider_of(panel, "brightness").setFocus()
    view, met = panel.view, list[QWidget]()
    for _step in range(9):
        focused = QApplication.focusWidget()
        assert focused is not None
        met.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert met == [*view.sliders.of.values(), view.reset, view.search, view.canvas]
    assert all(widget.accessibleName() or view.reset is widget or view.search is widget for widget in met)


def test_a_wheel_moves_no_slider(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled)
    for slider in panel.view.sliders.of.values():
        slider.setFocus()
        middle = QPointF(slider.rect().center())
        event = QWheelEvent(
            middle,
            QPointF(slider.mapToGlobal(middle)),
            QPoint(0, 0),
            QPoint(0, 360),
            Qt.MouseButton.NoButton,
            NO_KEY,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(slider, event)
        assert not event.isAccepted()
    assert panel.adjustment.plain == Adjustment()


def test_the_crossing_is_marked_said_and_true(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled)
    assert panel.curve is not None
    # The threshold is put between two logits of the curve, so that there is a crossing.
    threshold = float(np.median(panel.curve.logits))
    workspace(sampled).collection.set_rule(Rule(threshold, 0.0))
    until(qtbot, lambda: settled(panel) and panel.curve is not None and panel.curve.rule.threshold == threshold)
    assert panel.curve.crossings
    marked = [line.x for line in panel.view.plot.crossings.shown]
    assert len(marked) == len(panel.curve.crossings)
    first = BRIGHTNESS.text(min(marked, key=BRIGHTNESS.share))
    assert f"t brightness {first} it becomes" in panel.view.sentence.text()
    for crossing in panel.curve.crossings:
        sides = []
        for value in (crossing.low, crossing.high):
            slider_of(panel, "brightness").setValue(BRIGHTNESS.stop(value))
            until(qtbot, lambda: settled(panel))
            assert panel.shown is not None
            sides.append(panel.shown.logit > threshold)
        assert sides[0] != sides[1]


def test_with_a_band_the_marks_are_where_the_shown_decision_changes(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled)
    assert panel.curve is not None
    assert panel.shown is not None
    low, high = min(panel.curve.logits), max(panel.curve.logits)
    # Unsure as it is, and no where the logit is lowest; the threshold itself is above everything.
    rule = Rule(high + 1.0, high + 1.0 - (panel.shown.logit + low) / 2)
    workspace(sampled).collection.set_rule(rule)
    until(qtbot, lambda: settled(panel) and panel.curve is not None and panel.curve.rule == rule)
    assert panel.view.now.decision.text() == "Unsure"
    marked = panel.view.plot.crossings.shown
    assert marked
    assert all(line.flips for line in marked)
    assert "it becomes no" in panel.view.sentence.text()
    slider_of(panel, "brightness").setValue(BRIGHTNESS.stop(marked[0].x))
    until(qtbot, lambda: settled(panel))
    assert panel.view.now.decision.text().startswith("No")
    # And one that is crossed inside the band is marked otherwise, and said to be no flip.
    inside = Rule((low + high) / 2, high - low)
    workspace(sampled).collection.set_rule(inside)
    until(qtbot, lambda: settled(panel) and panel.curve is not None and panel.curve.rule == inside)
    assert panel.view.plot.crossings.shown
    assert not any(line.flips for line in panel.view.plot.crossings.shown)
    assert panel.view.sentence.text().startswith("No brightness between 0.2 and 2 flips it")
    assert "crosses the threshold and is still unsure" in panel.view.sentence.text()


def test_reset_takes_everything_back(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled)
    drag(panel, qtbot, (0.2, 0.2), (0.6, 0.6), steps=2)
    for change in SLIDERS:
        slider_of(panel, change.name).setValue(change.stops)
    press(panel.view.reset, Qt.Key.Key_Space)
    until(qtbot, lambda: settled(panel))
    assert panel.adjustment == Adjustment()
    assert panel.path.lowest is None
    assert panel.shown is not None
    assert panel.shown.logit == panel.shown.copy.logit
    for change in SLIDERS:
        assert slider_of(panel, change.name).number == change.neutral


def test_the_smallest_flip_is_found_and_shown(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled)
    assert panel.shown is not None
    neutral = panel.shown.logit
    workspace(sampled).collection.set_rule(Rule(neutral - 0.25, 0.0))
    until(qtbot, lambda: settled(panel))
    panel.view.search.click()
    assert panel.asker.searching
    assert "Stop" in panel.view.search.text()
    until(qtbot, lambda: not panel.asker.searching and settled(panel))
    assert panel.view.sentence.text().startswith("Smallest flip:")
    assert panel.adjustment.plain != Adjustment()
    assert panel.shown.logit <= neutral - 0.25
    assert "smallest" in panel.view.search.text()
    slider = slider_of(panel, panel.slider.name)
    slider.setValue(slider.value() + 1)
    until(qtbot, lambda: settled(panel))
    assert not panel.view.sentence.text().startswith("Smallest flip:")


def test_a_search_can_be_stopped(qtbot: QtBot, sampled: MainWindow, model_runs: ModelRuns) -> None:
    panel = open_panel(qtbot, sampled)
    model_runs.hold()
    panel.view.search.click()
    panel.view.search.click()
    assert not panel.asker.searching
    assert panel.view.sentence.text() == "The search was stopped."
    before = model_runs.count
    model_runs.release()
    until(qtbot, lambda: settled(panel))
    assert model_runs.count - before <= 2
    assert panel.adjustment == Adjustment()


def test_moving_a_slider_ends_a_search(qtbot: QtBot, sampled: MainWindow, model_runs: ModelRuns) -> None:
    panel = open_panel(qtbot, sampled)
    model_runs.hold()
    panel.view.search.click()
    slider_of(panel, "blur").setValue(3)
    model_runs.release()
    until(qtbot, lambda: settled(panel))
    assert panel.adjustment == Adjustment(blur=0.003)
    assert not panel.asker.searching


def test_another_picture_in_the_middle_begins_anew(qtbot: QtBot, sampled: MainWindow, model_runs: ModelRuns) -> None:
    panel = open_panel(qtbot, sampled)
    told: list[Shown] = []
    model_runs.hold()
    slider_of(panel, "rotation").setValue(100)
    panel.asker.shown.connect(told.append)
    choose(sampled, OTHER)
    model_runs.release()
    until(qtbot, lambda: panel.subject is not None and panel.subject.name == OTHER and settled(panel))
    assert panel.adjustment == Adjustment()
    assert {one.adjustment for one in told} == {Adjustment()}
    assert panel.subject is not None
    assert panel.shown is not None
    assert panel.shown.copy.own == panel.subject.logit
    assert slider_of(panel, "rotation").number == 0
    assert panel.shown.logit == pytest.approx(checked(panel))


def test_what_was_changed_is_still_there_after_another_panel(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled)
    slider_of(panel, "crop").setValue(40)
    why_of(sampled).show_panel("map")
    why_of(sampled).show_panel("flip")
    until(qtbot, lambda: settled(panel))
    assert panel.adjustment == Adjustment(crop=0.4)
    assert panel.shown is not None
    assert panel.shown.logit == pytest.approx(checked(panel))


def test_closing_in_the_middle_leaves_nothing_behind(qtbot: QtBot, sampled: MainWindow, model_runs: ModelRuns) -> None:
    panel = open_panel(qtbot, sampled)
    panel.view.search.click()
    slider_of(panel, "blur").setValue(20)
    panel.view.search.click()
    why_of(sampled).close()
    assert not any(thread.name == "explain" for thread in threading.enumerate())


def test_a_picture_of_one_pixel_and_a_very_long_one_can_be_changed(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    for name, size in (("1.png", (1, 1)), ("long.png", (6000, 20))):
        Image.new("RGB", size, "olive").save(tmp_path / name)
    window.take_paths([str(tmp_path / "1.png"), str(tmp_path / "long.png")])
    settle(qtbot, window, 2)
    panel = open_panel(qtbot, window, "1.png")
    for name in ("long.png", "1.png"):
        open_panel(qtbot, window, name)
        for change in SLIDERS:
            slider_of(panel, change.name).setValue(change.stops)
        until(qtbot, lambda: settled(panel))
        assert panel.shown is not None
        assert panel.shown.logit == pytest.approx(checked(panel))


def test_a_change_that_the_model_has_no_number_for_is_said_and_the_next_one_works(
    qtbot: QtBot, sampled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = open_panel(qtbot, sampled)

    def fail(_lens: Lens, _picture: Picture) -> float:
        raise PictureError("The model gives no number for it.")

    with monkeypatch.context() as patch:
        patch.setattr(Lens, "logit", fail)
        slider_of(panel, "crop").setValue(7)
        until(qtbot, lambda: panel.view.sentence.text() == "The model gives no number for it.")
        panel.view.search.click()
        until(qtbot, lambda: not panel.asker.searching)
        assert panel.view.sentence.text() == "The model gives no number for it."
    slider_of(panel, "crop").setValue(8)
    until(qtbot, lambda: settled(panel))
    assert "crop" in panel.view.sentence.text()
    assert panel.shown is not None
    assert panel.shown.logit == pytest.approx(checked(panel))


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_nothing_lies_over_anything_else_in_the_smallest_window(
    qtbot: QtBot, sampled: MainWindow, appearance: Appearance
) -> None:
    sampled.set_appearance(appearance)
    panel = open_panel(qtbot, sampled)
    workspace(sampled).collection.set_rule(Rule(0.0, 1.5))  # the longest sentence
    why = why_of(sampled)
    why.resize(why.minimumSize())
    drag(panel, qtbot, (0.2, 0.2), (0.6, 0.6), steps=2)
    view = panel.view
    assert view.size() == panel.size()
    assert why.size() == why.minimumSize()
    parts: list[QWidget] = [view.canvas, view.sliders, view.reset, view.search, view.sentence, view.plot, view.estimate]
    boxes = [part.rect().translated(part.mapTo(view, QPoint(0, 0))) for part in parts]
    for number, box in enumerate(boxes):
        assert view.rect().contains(box)
        assert not any(box.intersects(other) for other in boxes[number + 1 :])
    for label in (view.sentence, view.estimate):
        assert label.heightForWidth(label.width()) <= label.height()
    axis = view.plot.plot.getAxis("bottom")
    left, right = axis.label.x(), axis.label.x() + axis.label.boundingRect().width()
    assert left > 0
    assert left == pytest.approx(axis.size().width() - right, abs=2)
    assert min(view.canvas.picture_box().width(), view.canvas.picture_box().height()) > 60
