"""Similar pictures, near-duplicates, and the mark of what is unlike the training pictures, in the window."""

from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from alpaca_gui.errors import LibraryError
from alpaca_gui.gui import likeness_search
from alpaca_gui.gui.likeness_search import NOTHING_KNOWN, LikenessSearch
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.picture_model import UNLIKE
from alpaca_gui.gui.record_views import ViewKind
from alpaca_gui.jobs.likeness import NO_EMBEDDING
from alpaca_gui.library.columns import Order, Show
from alpaca_gui.resources import shipped_samples
from tests.gui.driving import choose, drop, files, key, names, rows, settle, until, workspace, written


def search(window: MainWindow) -> LikenessSearch:
    """What searches."""
    return window.library._search


def found(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the search is over, and its filter is read."""
    until(qtbot, lambda: not search(window).busy)
    until(qtbot, lambda: not workspace(window).header.filter._pause.isActive())


def said(window: MainWindow) -> str:
    """What the status bar says."""
    return str(window.status.currentMessage())


def by_cosine(window: MainWindow, name: str) -> list[str]:
    """Names of all pictures by the cosine of their embedding with that of one, worked out in NumPy alone."""
    inside = workspace(window)
    with inside.collection.library.reading() as connection:
        kept = connection.execute("SELECT picture, vector FROM embedding").fetchall()
    inside.collection.library.done_reading()
    vectors = {picture: np.frombuffer(vector, np.float16).astype(np.float64) for picture, vector in kept}
    columns = inside.columns
    each = {columns.source(key).name: vectors[int(columns.picture[key])] for key in columns.present().tolist()}
    query = each[name]

    def cosine(other: np.ndarray) -> float:
        return float(other @ query / np.linalg.norm(other) / np.linalg.norm(query))

    return sorted(each, key=lambda one: -cosine(each[one]))


@pytest.mark.parametrize("kind", list(ViewKind))
def test_similar_pictures_come_in_the_order_of_their_cosines(qtbot: QtBot, sampled: MainWindow, kind: ViewKind) -> None:
    workspace(sampled).show_view(kind)
    everyone = names(sampled)
    choose(sampled, "sheep.png") if kind is not ViewKind.GRID else workspace(sampled).views.choose(
        everyone.index("sheep.png")
    )
    assert not sampled.menus.all_pictures.isEnabled()
    sampled.menus.similar.trigger()
    found(qtbot, sampled)
    assert names(sampled) == by_cosine(sampled, "sheep.png") != everyone
    assert names(sampled)[0] == "sheep.png"
    assert workspace(sampled).views.current_row() == 0
    assert said(sampled) == "The 10 pictures most like sheep.png, the most alike first."
    sampled.menus.all_pictures.trigger()
    assert names(sampled) == everyone
    assert not sampled.menus.all_pictures.isEnabled()


def test_similar_pictures_obey_the_filter_and_removals(qtbot: QtBot, sampled: MainWindow) -> None:
    expected = by_cosine(sampled, "sheep.png")
    workspace(sampled).set_filter("png")
    until(qtbot, lambda: "tiger.jpg" not in names(sampled))
    choose(sampled, "sheep.png")
    sampled.menus.similar.trigger()
    found(qtbot, sampled)
    expected = [name for name in expected if name.endswith(".png")]
    assert names(sampled) == expected
    assert said(sampled).startswith(f"The {len(expected)} pictures")
    sampled.menus.remove.trigger()
    written(qtbot, sampled)
    assert names(sampled) == expected[1:]
    workspace(sampled).collection.shown.arrange(Order.NAME, Show.ALL)
    assert names(sampled) == sorted(expected[1:])


def test_a_picture_and_its_copy_saved_anew_come_in_one_group(qtbot: QtBot, sampled: MainWindow, tmp_path: Path) -> None:
    with Image.open(shipped_samples() / "drawn-alpaca.jpg") as picture:
        picture.convert("RGB").save(tmp_path / "saved anew.jpg", quality=60)
    (tmp_path / "the same.png").write_bytes((shipped_samples() / "lion.png").read_bytes())
    drop(sampled, files(tmp_path / "saved anew.jpg", tmp_path / "the same.png"))
    settle(qtbot, sampled, 12)
    sampled.menus.near_duplicates.trigger()
    found(qtbot, sampled)
    shown = names(sampled)
    assert {frozenset(shown[:2]), frozenset(shown[2:])} == {
        frozenset(("drawn-alpaca.jpg", "saved anew.jpg")),
        frozenset(("lion.png", "the same.png")),
    }
    assert said(sampled) == "4 pictures have a duplicate or near-duplicate."
    groups = workspace(sampled).columns.group[workspace(sampled).collection.item_model.keys]
    assert groups[0] == groups[1] != groups[2] == groups[3]
    assert workspace(sampled).header.filter.edit.text() == "duplicates:any"
    workspace(sampled).header.filter.edit.clear()
    until(qtbot, lambda: len(names(sampled)) == 12)


def test_where_nothing_is_alike_nothing_changes(qtbot: QtBot, sampled: MainWindow) -> None:
    everyone = names(sampled)
    sampled.menus.near_duplicates.trigger()
    found(qtbot, sampled)
    assert names(sampled) == everyone
    assert said(sampled) == "No near-duplicates."


def test_without_embeddings_a_sentence_says_why_nothing_is_found(qtbot: QtBot, sampled: MainWindow) -> None:
    everyone = names(sampled)
    workspace(sampled).collection.answering.backbone = "another"
    sampled.menus.similar.trigger()
    found(qtbot, sampled)
    assert said(sampled) == NO_EMBEDDING
    sampled.menus.near_duplicates.trigger()
    found(qtbot, sampled)
    assert said(sampled) == NOTHING_KNOWN
    assert names(sampled) == everyone


class Endless:
    """Stands in for a search; goes on until it is given up."""

    def __init__(self) -> None:
        self.begun, self.given_up = Event(), 0

    def __call__(self, *arguments: object) -> object:
        """Search until the event among the arguments is set."""
        cancel = next(one for one in arguments if isinstance(one, Event))
        self.begun.set()
        assert cancel.wait(30)
        self.given_up += 1
        raise LibraryError("The search was given up.")


@pytest.mark.parametrize("what", ["alike", "look_alikes"])
def test_a_window_closes_in_the_middle_of_a_search(
    qtbot: QtBot, sampled: MainWindow, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    endless = Endless()
    monkeypatch.setattr(likeness_search, what, endless)
    (sampled.menus.similar if what == "alike" else sampled.menus.near_duplicates).trigger()
    until(qtbot, endless.begun.is_set)
    sampled.close()
    assert endless.given_up == 1


def test_a_search_that_another_replaces_is_given_up_in_silence(
    qtbot: QtBot, sampled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = Endless()
    monkeypatch.setattr(likeness_search, "look_alikes", endless)
    sampled.menus.near_duplicates.trigger()
    until(qtbot, endless.begun.is_set)
    heard: list[str] = []
    monkeypatch.setattr(sampled, "say", heard.append)
    sampled.menus.similar.trigger()
    found(qtbot, sampled)
    until(qtbot, lambda: endless.given_up == 1)
    qtbot.wait(50)
    assert heard == ["The 10 pictures most like camel.png, the most alike first."]


def marked(window: MainWindow) -> list[str]:
    """Names of those that carry the mark."""
    return [str(row.data()) for row in rows(window) if row.data(UNLIKE)]


def test_the_mark_stands_in_list_grid_tip_reading_and_filter(qtbot: QtBot, sampled: MainWindow) -> None:
    inside = workspace(sampled)
    limit = inside.columns.unlike_limits[int(inside.columns.model[0])]
    wanted = [str(row.data()) for row, far in zip(rows(sampled), inside.columns.unlike, strict=True) if far > limit]
    assert marked(sampled) == wanted
    assert 0 < len(wanted) < 10
    plain = next(name for name in names(sampled) if name not in wanted)
    for name in (wanted[0], plain):
        choose(sampled, name)
        index = rows(sampled)[names(sampled).index(name)]
        noted = inside.reading.note.text() if inside.reading.note.isVisible() else ""
        assert ("Unlike the training pictures: distance" in noted) is (name in wanted)
        assert ("Unlike the training pictures" in index.data(Qt.ItemDataRole.ToolTipRole)) is (name in wanted)
    inside.set_filter("unlike:yes")
    until(qtbot, lambda: names(sampled) == wanted)


@pytest.mark.parametrize("kind", [ViewKind.LIST, ViewKind.GRID])
def test_the_mark_is_drawn(qtbot: QtBot, sampled: MainWindow, kind: ViewKind) -> None:
    inside = workspace(sampled)
    inside.show_view(kind)
    view = inside.views.view
    view.selectionModel().clear()
    row = names(sampled).index(marked(sampled)[0])
    index = view.model().index(row, 0) if kind is ViewKind.LIST else inside.grid.model().place_of(row)  # type: ignore[attr-defined]
    view.scrollTo(index)
    until(qtbot, lambda: view.thumbnails.get(key(rows(sampled)[row])) is not None)  # type: ignore[attr-defined]

    def drawn() -> object:
        return view.viewport().grab(view.visualRect(index)).toImage()

    before = drawn()
    inside.columns.unlike_limits.clear()
    assert drawn() != before
