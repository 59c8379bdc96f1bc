"""The pictures most like one, on each side: found, shown, said in words, and chosen by mouse and keyboard."""

import hashlib
import io
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.bundle import THUMBNAILS, TRAINED_ON, load_bundle, save_bundle
from alpaca_gui.engine.thumbnails import Thumbnails
from alpaca_gui.engine.trained_on import TrainedOn
from alpaca_gui.explain.lens import Lens
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.theme import Appearance
from alpaca_gui.gui.why.nearest import words
from alpaca_gui.gui.why.nearest.nearest_panel import NearestPanel
from alpaca_gui.gui.why.nearest.tile import Tile
from alpaca_gui.gui.why.nearest.tile_row import TileRow
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.logit.verdict import Decision, Rule
from alpaca_gui.resources import shipped_model
from tests.gui import driving
from tests.gui.conftest import OpenWindow
from tests.gui.why.conftest import is_about, panel_at, why_of

NOT_ON_A_SCREEN = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)")
pytestmark = NOT_ON_A_SCREEN


def panel_of(qtbot: QtBot, window: MainWindow, name: str = "") -> NearestPanel:
    """Open the panel at a picture, and wait until everything is found."""
    panel = panel_at(window, NearestPanel, name)
    found(qtbot, panel, name)
    return panel


def found(qtbot: QtBot, panel: NearestPanel, name: str = "") -> None:
    """Wait until everything is found."""
    driving.until(qtbot, lambda: is_about(panel, name) and not panel.busy)


def tiles(row: TileRow) -> list[Tile]:
    """The tiles that a person sees."""
    return [tile for tile in row.tiles if tile.isVisible()]


def shown_names(row: TileRow) -> list[str]:
    """What the tiles of a row are called."""
    return [tile.facts.name for tile in tiles(row)]


def drawn(tile: Tile) -> bool:
    """Whether a tile has a picture to draw."""
    pixmap = tile.pixmap()
    return pixmap is not None and not pixmap.isNull()


def jpeg(colour: str, size: tuple[int, int] = (90, 60)) -> bytes:
    """A picture of one colour."""
    held = io.BytesIO()
    Image.new("RGB", size, colour).save(held, "JPEG")
    return held.getvalue()


def trained_on_samples(out: Path, samples: list[Path], pictures: dict[str, bytes] | None = None) -> Path:
    """Write a bundle that says it was trained on the samples, every other one a yes, with these small pictures."""
    shipped = load_bundle(shipped_model())
    lens = Lens(shipped)
    embeddings = [lens.look(FileSource(path)).evidence.embedding for path in samples]
    known = TrainedOn(
        tuple(digest(path) for path in samples),
        np.arange(len(samples)).astype(np.uint8) % 2,
        np.linspace(-3, 3, 2 * len(samples)).reshape(-1, 2),
        np.stack([one for one in embeddings if one is not None]).astype(np.float16),
    )
    parts = {**shipped.parts, TRAINED_ON: known.to_bytes()}
    if pictures is not None:
        parts[THUMBNAILS] = Thumbnails(pictures).to_bytes()
    save_bundle(out, replace(shipped.card, yes="Alpaka", no="kein Alpaka"), parts)
    return out


def digest(path: Path) -> str:
    """Hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_both_sides_of_the_library_are_shown_in_the_order_of_their_cosines(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled, "tiger.jpg")
    lens = Lens(load_bundle(shipped_model()))
    collection = driving.workspace(sampled).collection
    assert panel.subject is not None
    own = panel.subject.seen.evidence.embedding
    assert own is not None
    for row, side in ((panel.library.yes, True), (panel.library.no, False)):
        cosines = {}
        for index in driving.rows(sampled):
            name, key = str(index.data()), driving.key(index)
            if name != "tiger.jpg" and (collection.columns.logit[key] > 0) is np.bool_(side):
                other = lens.look(collection.columns.source(key)).evidence.embedding
                assert other is not None
                cosines[name] = float(other @ own / np.linalg.norm(other) / np.linalg.norm(own))
        order = sorted(cosines, key=lambda name: -cosines[name])
        assert shown_names(row) == order[: len(tiles(row))]
        assert [tile.facts.cosine for tile in tiles(row)] == pytest.approx(
            [cosines[name] for name in order[: len(tiles(row))]], abs=1e-3
        )


def test_the_training_pictures_are_named_where_nothing_shows_them(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled, "sheep.png")
    assert panel.training.yes.title.text() == "Labelled “alpaca”"
    for row, label in ((panel.training.yes, 1), (panel.training.no, 0)):
        assert len(tiles(row)) >= 2
        for tile in tiles(row):
            assert tile.facts.label == label
            assert tile.facts.key is None
            assert not drawn(tile)
            assert tile.accessibleName().endswith("not in this library")
            assert tile.facts.digest in tile.toolTip()
    assert words.ONLY_NAMED in panel.training.note.text()
    assert "The training picture most like this one is labelled “" in panel.training.sentence.text()


def test_pictures_of_the_training_folder_are_shown_as_soon_as_they_are_in_the_library(
    qtbot: QtBot, open_window: OpenWindow, samples: list[Path], tmp_path: Path
) -> None:
    other = tmp_path / "question.jpg"
    Image.new("RGB", (300, 200), "peru").save(other)
    window = open_window(trained_on_samples(tmp_path / "own.model", samples))
    driving.drop(window, driving.files(other))
    driving.settle(qtbot, window, 1)
    panel = panel_of(qtbot, window, "question.jpg")
    assert words.ONLY_NAMED in panel.training.note.text()
    assert not any(tile.facts.key for tile in tiles(panel.training.yes))
    assert panel.library.sentence.text() == words.LIBRARY.nothing
    assert not panel.library.yes.isVisible()
    driving.drop(window, driving.files(*samples))
    driving.settle(qtbot, window, 1 + len(samples))
    shown = (*tiles(panel.training.yes), *tiles(panel.training.no))
    driving.until(qtbot, lambda: all(tile.facts.key is not None for tile in shown))
    by_hash = {digest(path): path.name for path in samples}
    assert all(tile.facts.name == by_hash[tile.facts.digest] for tile in shown)
    driving.until(qtbot, lambda: all(drawn(tile) for tile in shown))
    assert words.ONLY_NAMED not in panel.training.note.text()
    driving.until(qtbot, panel.library.yes.isVisible)


def test_small_pictures_of_the_bundle_are_drawn_and_a_hostile_one_is_a_placeholder(
    qtbot: QtBot, open_window: OpenWindow, samples: list[Path], tmp_path: Path
) -> None:
    pictures = {digest(path): jpeg("#00c000") for path in samples}
    pictures[digest(samples[0])] = jpeg("red", (3000, 3000))[:30_000]
    pictures[digest(samples[2])] = jpeg("blue")[:200]
    other = tmp_path / "question.jpg"
    Image.new("RGB", (300, 200), "peru").save(other)
    window = open_window(trained_on_samples(tmp_path / "own.model", samples, pictures))
    driving.drop(window, driving.files(other))
    driving.settle(qtbot, window, 1)
    panel = panel_of(qtbot, window, "question.jpg")
    panel.window().resize(2200, 800)
    odd = {digest(samples[0]), digest(samples[2])}
    for tile in (*tiles(panel.training.yes), *tiles(panel.training.no)):
        box = tile.picture_box()
        middle = QColor(tile.grab().toImage().pixel(box.center().x(), box.center().y() - 20))
        green = middle.green() > 150 and middle.red() < 60
        assert green is (tile.facts.digest not in odd)
    assert len(tiles(panel.training.no)) == 5
    assert panel.training.no.title.text() == "Labelled “kein Alpaka”"


def test_a_part_of_small_pictures_that_is_broken_is_said_and_hinders_nothing(
    qtbot: QtBot, open_window: OpenWindow, samples: list[Path], tmp_path: Path
) -> None:
    shipped = load_bundle(shipped_model())
    save_bundle(tmp_path / "odd.model", shipped.card, {**shipped.parts, THUMBNAILS: b"no pictures"})
    window = open_window(tmp_path / "odd.model")
    window.take_paths([str(samples[0])])
    driving.settle(qtbot, window, 1)
    panel = panel_of(qtbot, window)
    assert "The small pictures in the model cannot be used" in panel.training.note.text()
    assert len(tiles(panel.training.yes)) >= 2


def test_a_model_that_does_not_tell_is_no_mistake(
    qtbot: QtBot, open_window: OpenWindow, samples: list[Path], tmp_path: Path
) -> None:
    shipped = load_bundle(shipped_model())
    parts = {name: data for name, data in shipped.parts.items() if name != TRAINED_ON}
    for name, more in (("silent", {}), ("broken", {TRAINED_ON: b"nothing"})):
        save_bundle(tmp_path / f"{name}.model", shipped.card, {**parts, **more})
    window = open_window(tmp_path / "silent.model")
    window.take_paths([str(path) for path in samples])
    driving.settle(qtbot, window, len(samples))
    panel = panel_of(qtbot, window)
    assert panel.training.sentence.text() == words.NO_TELLING
    assert not panel.training.yes.isVisible()
    assert tiles(panel.library.yes)
    collection = driving.workspace(window).collection
    collection.work.use_model(tmp_path / "broken.model")
    driving.until(qtbot, lambda: collection.bundle is not None and collection.bundle.name == "broken")
    driving.until(qtbot, lambda: "cannot be read" in panel.training.sentence.text() and not panel.busy)
    assert not panel.training.yes.isVisible()


def test_the_picture_itself_is_told_apart(
    qtbot: QtBot, open_window: OpenWindow, samples: list[Path], tmp_path: Path
) -> None:
    window = open_window(trained_on_samples(tmp_path / "own.model", samples))
    window.take_paths([str(path) for path in samples])
    driving.settle(qtbot, window, len(samples))
    panel = panel_of(qtbot, window, samples[3].name)
    assert panel.training.note.text().startswith("This very picture was trained on, labelled “Alpaka”; heads")
    panel.window().resize(2200, 800)
    everyone = {tile.facts.digest for row in (panel.training.yes, panel.training.no) for tile in tiles(row)}
    assert everyone == {digest(path) for path in samples} - {digest(samples[3])}
    assert samples[3].name not in shown_names(panel.library.yes) + shown_names(panel.library.no)


def test_a_picture_that_is_unlike_all_training_pictures_carries_the_mark(
    qtbot: QtBot, window: MainWindow, samples: list[Path], tmp_path: Path
) -> None:
    noise = tmp_path / "noise.png"
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (200, 200, 3), dtype=np.uint8)).save(noise)
    window.take_paths([str(noise), str(samples[0])])
    driving.settle(qtbot, window, 2)
    assert "Unlike the training pictures: distance" in panel_of(qtbot, window, "noise.png").training.note.text()
    assert "Unlike" not in panel_of(qtbot, window, samples[0].name).training.note.text()


def test_a_click_or_enter_on_a_picture_of_the_library_asks_for_its_row(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled, "tiger.jpg")
    asked: list[int] = []
    panel.chosen.connect(asked.append)
    first = tiles(panel.library.no)[0]
    driving.click(first)
    panel.window().activateWindow()
    first.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        driving.press(first, key)
    assert asked == [first.facts.key] * 4
    driving.click(tiles(panel.training.yes)[0])
    assert len(asked) == 4, "it is not in this library"


def test_tab_reaches_every_tile_that_is_seen_and_scrolls_to_it(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled, "tiger.jpg")
    why = panel.window()
    why.resize(why.minimumSize())
    why.activateWindow()
    qtbot.waitUntil(why.isActiveWindow)
    rows = (panel.training.yes, panel.training.no, panel.library.yes, panel.library.no)
    everyone = [tile for row in rows for tile in tiles(row)]
    everyone[0].setFocus()
    reached = []
    area = panel.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    for _ in everyone:
        focused = QApplication.focusWidget()
        reached.append(focused)
        assert focused is not None
        box = area.viewport().rect()
        assert box.contains(focused.mapTo(area.viewport(), focused.rect().topLeft()))
        assert box.contains(focused.mapTo(area.viewport(), focused.rect().bottomRight()))
        driving.press(focused, Qt.Key.Key_Tab)
    assert reached == everyone


@pytest.mark.parametrize("size", [(720, 540), (1080, 760), (2400, 1300)])
def test_tiles_hold_at_every_size_of_the_window(qtbot: QtBot, sampled: MainWindow, size: tuple[int, int]) -> None:
    panel = panel_of(qtbot, sampled, "tiger.jpg")
    why = panel.window()
    why.resize(*size)
    area = panel.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    driving.until(qtbot, lambda: area.viewport().width() > 300)
    assert why.size().toTuple() == size
    inside = area.widget()
    assert inside is not None
    assert inside.width() <= area.viewport().width(), "nothing is cut off on the right"
    for row in (panel.training.yes, panel.training.no, panel.library.yes, panel.library.no):
        seen = tiles(row)
        assert len(seen) >= 2
        for one, other in pairwise(seen):
            assert one.geometry().right() < other.geometry().left()
        assert row.strip.rect().contains(seen[-1].geometry())


def test_a_label_moves_a_picture_to_its_side_and_wears_the_ring(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled, "tiger.jpg")
    first = tiles(panel.library.no)[0]
    key = first.facts.key
    assert key is not None
    driving.workspace(sampled).collection.changes.set_label(np.array([key]), 1)
    driving.until(qtbot, lambda: key in [tile.facts.key for tile in panel.library.yes.tiles[:8] if tile.isVisible()])
    found(qtbot, panel)
    assert key not in [tile.facts.key for tile in tiles(panel.library.no)]
    moved = next(tile for tile in tiles(panel.library.yes) if tile.facts.key == key)
    assert (moved.facts.label, moved.facts.answer) == (1, "“alpaca”")


def test_another_threshold_moves_the_library_and_the_signs(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled, "tiger.jpg")
    collection = driving.workspace(sampled).collection
    collection.set_rule(Rule(-50.0, 0.0, 1.0))
    driving.until(qtbot, lambda: not tiles(panel.library.no) and not panel.busy)
    assert panel.library.no.nothing.isVisible()
    assert {tile.facts.sign for tile in tiles(panel.library.yes)} == {Sign.YES}
    assert {tile.facts.sign for tile in tiles(panel.training.no)} == {Sign.YES}
    assert "none on the side of “not alpaca”" in panel.library.sentence.text()


def test_names_that_are_no_text_and_look_like_html_are_shown_as_they_are(
    qtbot: QtBot, open_window: OpenWindow, samples: list[Path], tmp_path: Path
) -> None:
    odd = [tmp_path / name for name in ("<b>bold<b>.png", 'line\nbreak & quote".png', "\udcff\udcfe.png")]
    for path, source in zip(odd, samples, strict=False):
        shutil.copyfile(source, path)
    window = open_window()
    window.take_paths([str(path) for path in (*odd, samples[5])])
    driving.settle(qtbot, window, 4)
    panel = panel_of(qtbot, window, samples[5].name)
    seen = {tile.facts.name: tile for row in (panel.library.yes, panel.library.no) for tile in tiles(row)}
    assert seen
    for name, tile in seen.items():
        assert name.isprintable()
        assert "<b>" not in tile.toolTip()
        assert tile.accessibleName().startswith(name)


def test_the_next_picture_takes_the_place_of_the_one_before_at_once(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled, "tiger.jpg")
    before = panel.library.sentence.text()
    for name in ("sheep.png", "lion.png", "camel.png"):
        driving.choose(sampled, name)
    found(qtbot, panel, "camel.png")
    assert panel.library.sentence.text() != before
    assert "camel.png" not in shown_names(panel.library.yes) + shown_names(panel.library.no)
    why = why_of(sampled)
    why.show_panel("map")
    assert not panel.busy


def test_the_colours_of_another_theme_are_drawn(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled, "tiger.jpg")
    tile = tiles(panel.training.no)[0]
    before = tile.grab().toImage()
    sampled.set_appearance(Appearance.DARK)
    assert tile.grab().toImage() != before
    sampled.set_appearance(Appearance.LIGHT)


# Words.


@pytest.mark.parametrize(
    ("cosine", "text"), [(0.834, "0.83"), (1.0, "1.00"), (0.99999, "0.9999"), (0.9971, "0.9971"), (-0.2, "−0.20")]
)
def test_a_cosine_is_never_rounded_up_to_one(cosine: float, text: str) -> None:
    assert words.cosine_text(cosine) == text


@pytest.mark.parametrize(
    ("yes", "no", "decision", "end"),
    [
        (0.83, 0.71, Decision.YES, "The nearer side agrees with the decision."),
        (0.71, 0.83, Decision.NO, "The nearer side agrees with the decision."),
        (0.71, 0.83, Decision.YES, "The nearer side is not the one decided for."),
        (0.83, 0.71, Decision.UNSURE, "The decision is unsure."),
        (0.83, 0.832, Decision.YES, "Neither side is nearer."),
        (0.83, None, Decision.YES, "there is none labelled “not alpaca” to compare with."),
        (None, 0.8, Decision.YES, "there is none labelled “alpaca” to compare with."),
        (None, None, Decision.YES, "There is no other training picture to compare with."),
    ],
)
def test_the_sentence_says_which_side_is_nearer_and_whether_that_agrees(
    yes: float | None, no: float | None, decision: Decision, end: str
) -> None:
    card = load_bundle(shipped_model()).card
    assert words.nearest_sentence(words.TRAINING, yes, no, card, decision).endswith(end)
