"""How firm: marks, span, badge and words say what was found; a row shows its changed picture; a rule reads anew."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.errors import PictureError
from alpaca_gui.explain.firm_words import State
from alpaca_gui.explain.firmness import Changed, Firmness
from alpaca_gui.explain.small_changes import small_changes
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.theme import Appearance
from alpaca_gui.gui.why.firm.badge import Badge
from alpaca_gui.gui.why.firm.change_table import ORIGINAL, rows_of
from alpaca_gui.gui.why.firm.changed_images import COPY
from alpaca_gui.gui.why.firm.firm_panel import FirmPanel
from alpaca_gui.gui.why.firm.lanes import LANES, lanes
from alpaca_gui.imaging.preprocess import Tensor
from alpaca_gui.logit.verdict import Rule, decide_one
from alpaca_gui.logit.words import short_logit_text
from tests.gui.conftest import ModelRuns, OpenWindow
from tests.gui.driving import choose, names, press, settle, until, workspace
from tests.gui.why.conftest import is_about, panel_at, why_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise")  # of Qt's offscreen platform
ALPACA, TIGER, RAM = "drawn-alpaca.jpg", "tiger.jpg", "ram.png"
COUNT = len(small_changes())


def open_panel(qtbot: QtBot, window: MainWindow, name: str, *, wait: bool = True) -> FirmPanel:
    """Ask how firm a picture's logit is."""
    panel = panel_at(window, FirmPanel, name)
    if wait:
        until(qtbot, lambda: done(panel, name))
    return panel


def done(panel: FirmPanel, name: str) -> bool:
    """Whether all is found, and the picture that goes with the current row is shown."""
    found = panel.firmness
    return is_about(panel, name) and found is not None and found.complete and not panel.pair.changed.image.isNull()


def set_rule(window: MainWindow, rule: Rule) -> None:
    """Read everything with another rule."""
    workspace(window).collection.set_rule(rule)


def made_of(logit: float, *changed: float) -> Firmness:
    """A whole firmness: these logits, and for all other changes the picture's own."""
    logits = [*changed, *[logit] * (COUNT - len(changed))]
    changes = (Changed(one.name, one.words, value) for one, value in zip(small_changes(), logits, strict=True))
    return Firmness(logit, tuple(changes), None, logit)


def test_marks_span_and_table_show_what_was_found(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled, ALPACA)
    found = panel.firmness
    assert found is not None
    assert sorted(panel.axis.marks.getData()[0]) == sorted(change.logit for change in found.changes)
    assert (panel.axis.span.opts["x0"], panel.axis.span.opts["x1"]) == ([found.lowest], [found.highest])
    assert set(panel.axis.middle.getData()[0]) == {found.middle}
    assert panel.axis.own.value() == panel.axis.dot.getData()[0][0] == found.logit
    (low, high), _ = panel.axis.plot.getViewBox().viewRange()
    assert low < min(found.lowest, panel.rule.threshold - panel.rule.band)
    assert high > max(found.highest, panel.rule.threshold + panel.rule.band)
    assert not panel.bar.isVisible()
    assert panel.how.text() == found.how

    logits = [row.logit for row in panel.table.rows]
    assert logits == sorted([found.logit, *(change.logit for change in found.changes)])
    for place, row in enumerate(panel.table.rows):
        item = panel.table.topLevelItem(place)
        assert item is not None
        assert (item.text(0), item.text(1)) == (row.words, short_logit_text(row.logit))
        word = decide_one(row.logit, panel.rule).word.capitalize()
        assert item.data(0, Qt.ItemDataRole.AccessibleTextRole) == f"{row.words}, {word}"
        if row.key != ORIGINAL:
            assert item.text(2) in (short_logit_text(row.logit - found.logit), "0")


@pytest.mark.parametrize(("name", "word"), [(ALPACA, "yes"), (TIGER, "no")])
def test_a_firm_picture_is_stable_and_its_sentence_says_so(
    qtbot: QtBot, sampled: MainWindow, name: str, word: str
) -> None:
    panel = open_panel(qtbot, sampled, name)
    found = panel.firmness
    assert found is not None
    assert panel.badge.state is State.STABLE
    assert panel.badge.accessibleName() == "Firmness: Stable"
    text = panel.sentence.text()
    assert text.startswith(f"It stays {word} under all 16 small changes. Lowest {short_logit_text(found.lowest)} ")
    assert f"middle {short_logit_text(found.middle)}, highest {short_logit_text(found.highest)} " in text
    assert panel.axis.accessibleDescription() == text
    # What comes nearest to flipping is the current row: the lowest of a yes, the highest of a no.
    others = [change.logit for change in found.changes]
    assert panel.table.row is not None
    assert panel.table.row.logit == (min(others) if word == "yes" else max(others))


def test_another_rule_reads_the_same_logits_anew_and_runs_nothing(
    qtbot: QtBot, sampled: MainWindow, model_runs: ModelRuns
) -> None:
    panel = open_panel(qtbot, sampled, RAM)
    found, runs, row = panel.firmness, model_runs.count, panel.table.row
    assert found is not None
    logits = sorted(change.logit for change in found.changes)
    for threshold, band in ((0.0, 0.0), (logits[3] - 1e-6, 0.0), (logits[0] - 1, 0.0), (0.0, 9.0), (9.0, 0.0)):
        rule = Rule(threshold, band)
        set_rule(sampled, rule)
        own = found.logit > threshold
        flips = [change for change in found.changes if (change.logit > threshold) is not own and not band]
        assert panel.badge.state is (State.FLIPS if flips else State.STABLE)
        if flips:
            assert panel.sentence.text().startswith(f"It becomes {'no' if own else 'yes'} ")
        else:
            assert panel.sentence.text().startswith("It stays ")
        said = {line.rsplit(", ")[-1] for line in read_out(panel)}
        assert said == {decide_one(each, rule).word.capitalize() for each in found.logits}
    assert panel.firmness is found
    assert panel.table.row == row
    assert model_runs.count == runs


def read_out(panel: FirmPanel) -> list[str]:
    """The table's lines as a screen reader has them."""
    model = panel.table.model()
    return [str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]


def test_the_arrow_keys_show_each_changed_picture_beside_the_original(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled, ALPACA)
    assert panel.subject is not None
    picture = panel.subject.seen.picture
    panel.table.setFocus()
    press(panel.table, Qt.Key.Key_Home)
    changes, seen = {change.name: change for change in small_changes()}, set()
    for row in panel.table.rows:
        until(qtbot, lambda words=row.words: panel.pair.changed.caption.text().lower() == words.lower())  # type: ignore[misc]
        assert panel.table.row == row
        if row.key != ORIGINAL:
            wanted = changes[row.key].apply(picture).pixels
            np.testing.assert_array_equal(pixels_of(panel.pair.changed.image), wanted)
            assert [spot.data().name for spot in panel.axis.marks.points() if spot.pen().widthF() > 2] == [row.key]
        seen.add(row.key)
        assert pixels_of(panel.pair.original.image).shape == picture.pixels.shape
        press(panel.table, Qt.Key.Key_Down)
    assert seen == {ORIGINAL, *changes}


def pixels_of(image: QImage) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Red, green, blue of an image that is not reduced for display."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3).copy()


def test_a_click_on_a_mark_goes_to_its_row(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = open_panel(qtbot, sampled, ALPACA)
    found = panel.firmness
    assert found is not None
    highest = max(found.changes, key=lambda change: change.logit)
    assert panel.table.key != highest.name
    spot = next(one for one in panel.axis.marks.points() if one.data().name == highest.name)
    plot = panel.axis.plot
    place = plot.mapFromScene(plot.getViewBox().mapViewToScene(QPointF(spot.pos())))
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert panel.table.key == highest.name
    until(qtbot, lambda: panel.pair.changed.caption.text().lower() == highest.words)


def test_results_come_in_as_they_are_found_and_a_flip_is_said_before_the_end(
    qtbot: QtBot, sampled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_rule(sampled, Rule())
    told: list[tuple[int, State | None]] = []
    original = FirmPanel._show

    def listen(self: FirmPanel, found: Firmness) -> None:
        original(self, found)
        told.append((len(found.changes), self.badge.state))

    monkeypatch.setattr(FirmPanel, "_show", listen)
    panel = open_panel(qtbot, sampled, RAM)
    counts = [count for count, _ in told]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, COUNT)
    found = panel.firmness
    assert found is not None
    first = next(n for n, change in enumerate(found.changes, start=1) if change.logit <= 0)
    assert {state for count, state in told if count < first} == {None}
    assert {state for count, state in told if count >= first} == {State.FLIPS}
    for count in range(1, COUNT):  # each part of the answer that comes is told, or a later one in its place
        panel._on_step(replace(found, changes=found.changes[:count]))
    until(qtbot, lambda: panel.sentence.text().startswith("15 of 16 small changes so far."))
    assert panel.badge.state is State.FLIPS


def test_what_was_found_is_kept_while_another_panel_is_looked_at(
    qtbot: QtBot, sampled: MainWindow, model_runs: ModelRuns
) -> None:
    panel = open_panel(qtbot, sampled, ALPACA)
    window, found, runs = why_of(sampled), panel.firmness, model_runs.count
    panel.table.choose(ORIGINAL)
    window.show_panel("map")
    window.show_panel("firm")
    assert panel.firmness is found
    assert panel.table.key == ORIGINAL
    assert model_runs.count == runs


def test_another_picture_takes_the_place_of_the_first_and_nothing_of_it_is_left(
    qtbot: QtBot, sampled: MainWindow, model_runs: ModelRuns
) -> None:
    panel = open_panel(qtbot, sampled, ALPACA)
    panel.table.choose("jpeg 60")
    model_runs.hold()
    choose(sampled, TIGER)
    model_runs.release()
    until(qtbot, lambda: done(panel, TIGER))
    assert panel.firmness is not None
    assert panel.subject is not None
    assert panel.firmness.logit == panel.subject.logit
    weakest = panel.firmness.weakest(panel.rule)
    assert weakest is not None
    assert panel.table.key == weakest.name
    until(qtbot, lambda: panel.pair.changed.caption.text().lower() == weakest.words)
    assert panel.pair.original.image == panel.subject.image


def test_leaving_stops_the_work_and_coming_back_begins_again(
    qtbot: QtBot, sampled: MainWindow, model_runs: ModelRuns
) -> None:
    panel = open_panel(qtbot, sampled, ALPACA, wait=False)
    until(qtbot, lambda: panel.firmness is not None and bool(panel.firmness.changes))
    window = why_of(sampled)
    model_runs.hold()
    window.show_panel("map")
    runs = model_runs.count
    model_runs.release()
    until(qtbot, lambda: not window.gaze.lens.busy)
    assert model_runs.count <= runs + 1
    assert not panel.bar.isVisible()
    window.show_panel("firm")
    until(qtbot, lambda: done(panel, ALPACA))


def test_a_model_that_fails_on_a_changed_picture_is_told_also_after_another_rule(
    qtbot: QtBot, sampled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs, original = 0, Classifier.run

    def run(self: Classifier, tensor: Tensor) -> Evidence:
        nonlocal runs
        runs += 1
        if runs > 4:
            raise PictureError("The model gave no finite logit for it, but nan.")
        return original(self, tensor)

    monkeypatch.setattr(Classifier, "run", run)
    panel = open_panel(qtbot, sampled, ALPACA, wait=False)
    until(qtbot, lambda: "no finite logit" in panel.sentence.text())
    assert not panel.bar.isVisible()
    assert panel.badge.state is None
    set_rule(sampled, Rule(0.25, 0.5))
    assert "no finite logit" in panel.sentence.text()


def test_a_large_picture_is_estimated_on_a_copy_that_has_its_own_row(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, samples: list[Path]
) -> None:
    window = open_window()
    name = "a\nvery <b>long<b> name & ' " + "Donaudampfschifffahrt" * 8 + ".jpg"
    with Image.open(next(path for path in samples if path.name == TIGER)) as image:
        image.convert("RGB").resize((2000, 1200)).save(tmp_path / name)
    window.take_paths([str(tmp_path / name)])
    settle(qtbot, window, 1)
    panel = open_panel(qtbot, window, names(window)[0], wait=False)
    until(qtbot, lambda: panel.firmness is not None and panel.firmness.complete)
    found = panel.firmness
    assert found is not None
    assert found.reduced is not None
    assert panel.how.text().startswith("Estimated: ")
    row = next(row for row in panel.table.rows if row.key == COPY)
    assert row.logit == found.start
    moved = {row.key: row.difference for row in panel.table.rows}
    assert moved["mirror"] == found.changes[0].logit - found.start
    panel.table.choose(COPY)
    until(qtbot, lambda: panel.pair.changed.caption.text().startswith("Reduced to "))
    panel.grab()


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1)])
def test_the_oddest_shapes_are_shown(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, size: tuple[int, int]
) -> None:
    window = open_window()
    Image.new("RGB", size, "olive").save(tmp_path / "odd.png")
    window.take_paths([str(tmp_path / "odd.png")])
    settle(qtbot, window, 1)
    panel = open_panel(qtbot, window, "odd.png")
    panel.grab()
    assert len(panel.table.rows) == COUNT + 1


@pytest.mark.parametrize("look", [Appearance.LIGHT, Appearance.DARK])
def test_the_panel_holds_in_the_smallest_window(qtbot: QtBot, sampled: MainWindow, look: Appearance) -> None:
    panel = open_panel(qtbot, sampled, RAM)
    set_rule(sampled, Rule())
    sampled.set_appearance(look)
    window = why_of(sampled)
    window.resize(window.minimumSize())
    until(qtbot, lambda: window.size() == window.minimumSize())
    window.grab()
    shown = (panel.badge, panel.sentence, panel.axis, panel.table, panel.pair.original, panel.pair.changed, panel.how)
    for widget in shown:
        corner = widget.mapTo(window, widget.rect().bottomRight())
        assert window.rect().contains(corner), widget
        assert widget.height() >= widget.minimumSizeHint().height()
    assert panel.sentence.height() >= panel.sentence.heightForWidth(panel.sentence.width())


@pytest.mark.parametrize("size", [(720, 540), (1080, 760), (760, 1000)])
def test_captions_are_whole_and_right_below_their_pictures(
    qtbot: QtBot, sampled: MainWindow, size: tuple[int, int]
) -> None:
    panel = open_panel(qtbot, sampled, RAM)
    window = why_of(sampled)
    window.resize(*size)
    for key in ("jpeg 60", "crop 1", ORIGINAL):
        panel.table.choose(key)
        row = panel.table.row
        assert row is not None
        until(qtbot, lambda words=row.words: panel.pair.changed.caption.text().lower() == words.lower())  # type: ignore[misc]
        window.grab()
        for one in (panel.pair.original, panel.pair.changed):
            picture, caption = one.canvas.picture_box(), one.caption
            assert 0 <= caption.y() - (one.canvas.y() + picture.bottom()) <= 6
            assert caption.geometry().bottom() < one.height()
            inked = caption.fontMetrics().boundingRect(caption.rect(), Qt.TextFlag.TextWordWrap, caption.text())
            assert inked.height() <= caption.height()
            assert inked.width() <= caption.width()


def test_the_badges_differ_in_shape_not_in_colour_alone(qtbot: QtBot) -> None:
    badge, looks = Badge(), []
    qtbot.addWidget(badge)
    badge.resize(badge.sizeHint())
    for state in (None, *State):
        badge.show_state(state)
        grey = badge.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        inked = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), -1)[:, : grey.width()]
        looks.append(np.abs(inked.astype(int) - int(inked[grey.height() // 2, -1])) > 40)
        assert badge.accessibleName() == (f"Firmness: {state.value}" if state else "Firmness")
    for place, one in enumerate(looks):
        for other in looks[place + 1 :]:
            assert (one != other).sum() > 40


def test_the_rows_differences_are_from_what_was_changed() -> None:
    found = Firmness(3.0, (Changed("mirror", "mirrored", 2.0),), (10, 20), 2.5)
    assert [(row.key, row.difference) for row in rows_of(found)] == [("mirror", -0.5), (COPY, None), (ORIGINAL, None)]


@given(st.lists(st.floats(-20, 20), max_size=16), st.floats(0.01, 3))
def test_marks_in_one_lane_do_not_lie_on_each_other_while_there_is_room(places: list[float], least: float) -> None:
    array = np.array(places)
    found = lanes(array, least)
    assert len(found) == len(places)
    assert set(found) <= set(range(LANES))
    crowd = max((int(((array <= x) & (array > x - least)).sum()) for x in places), default=0)
    if crowd <= LANES:
        for lane in range(LANES):
            mine = np.sort(array[np.array(found, int) == lane])
            assert (np.diff(mine) >= least - 1e-9).all()
