"""Thumbnails come from the cache of the desktop, the latest wish first, and what has scrolled away is not made."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from alpaca_gui.gui import loader as loader_module
from alpaca_gui.gui.loader import Loaded, PictureLoader
from alpaca_gui.gui.thumbnails import Thumbnails
from alpaca_gui.imaging.freedesktop import canonical_uri, thumbnail_name
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.source import FileSource, MemorySource, Source
from alpaca_gui.imaging.thumbnail_cache import ThumbnailCache
from alpaca_gui.imaging.thumbnail_trim import Bounds
from tests.imaging.pictures import encoded, quarters

GRID = 150


class Rows:
    """As many rows as wanted, all of one picture."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def source(self, _key: int) -> Source:
        """Give the picture."""
        return self._source


class Gate:
    """Holds the loaders' reading up from the first picture on, and notes which files were read in which order."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.reached = threading.Event()
        self.open = threading.Event()

    def pass_through(self, path: Path) -> None:
        """Be noted, and wait."""
        self.read.append(path.name)
        self.reached.set()
        assert self.open.wait(30)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """A gate in front of the thumbnail cache."""
    gate, original = Gate(), ThumbnailCache.picture

    def picture(self: ThumbnailCache, source: FileSource) -> Picture:
        gate.pass_through(source.path)
        return original(self, source)

    monkeypatch.setattr(ThumbnailCache, "picture", picture)
    yield gate
    gate.open.set()


@pytest.fixture
def loader(qtbot: QtBot) -> Iterator[PictureLoader]:
    """A loader that ends with the test."""
    loader = PictureLoader(10)
    yield loader
    loader.close()


@pytest.fixture
def files(home_of_its_own: Path) -> Path:
    """The folder of large thumbnails."""
    return home_of_its_own / ".cache" / "thumbnails" / "large"


def photo(folder: Path, name: str = "a.png") -> FileSource:
    """A picture of 640 x 480 pixels."""
    (folder / name).write_bytes(encoded(quarters(640, 480), "PNG"))
    return FileSource(folder / name)


def load(qtbot: QtBot, loader: PictureLoader, source: Source, width: int, height: int) -> QImage:
    """Have one picture loaded."""
    answers: list[Loaded] = []
    loader.loaded.connect(answers.append)
    loader.want(0, source, width, height)
    qtbot.waitUntil(lambda: len(answers) == 1)
    loader.loaded.disconnect(answers.append)
    return answers[0].image


def kept(folder: Path) -> list[str]:
    """The thumbnails on the disk."""
    return [path.name for path in folder.glob("*")]


@pytest.mark.parametrize(("side", "size"), [(256, (256, 192)), (104, (104, 78))])
def test_a_small_wish_for_a_file_goes_into_the_cache_and_comes_from_it(
    qtbot: QtBot, loader: PictureLoader, tmp_path: Path, files: Path, side: int, size: tuple[int, int]
) -> None:
    source = photo(tmp_path)
    first = load(qtbot, loader, source, side, side)
    assert (first.width(), first.height()) == size
    assert kept(files) == [thumbnail_name(canonical_uri(source.path))]
    marked = files / kept(files)[0]
    written = marked.stat().st_ino
    again = load(qtbot, loader, source, side, side)
    assert again == first
    assert marked.stat().st_ino == written


def test_a_large_wish_is_decoded_in_full_and_leaves_the_cache_alone(
    qtbot: QtBot, loader: PictureLoader, tmp_path: Path, files: Path
) -> None:
    image = load(qtbot, loader, photo(tmp_path), 600, 100)
    assert (image.width(), image.height()) == (133, 100)
    assert load(qtbot, loader, photo(tmp_path), 640, 480).width() == 640
    assert kept(files) == []


def test_what_is_no_file_is_not_cached(qtbot: QtBot, loader: PictureLoader, files: Path) -> None:
    source = MemorySource(encoded(quarters(640, 480), "PNG"), "pasted")
    assert load(qtbot, loader, source, 256, 256).width() == 256
    assert kept(files) == []


def test_a_broken_picture_is_answered_by_nothing_to_draw_and_the_next_one_is_drawn(
    qtbot: QtBot, loader: PictureLoader, tmp_path: Path
) -> None:
    (tmp_path / "broken.png").write_bytes(b"\x89PNG and no more")
    for _ in range(2):
        assert load(qtbot, loader, FileSource(tmp_path / "broken.png"), 64, 64).isNull()
    assert not load(qtbot, loader, photo(tmp_path), 64, 64).isNull()


def test_the_colours_are_those_of_the_picture(qtbot: QtBot, loader: PictureLoader, tmp_path: Path) -> None:
    image = load(qtbot, loader, photo(tmp_path), 64, 48)
    for (x, y), wanted in {(5, 5): quarters()[5, 5], (60, 5): quarters()[5, 60], (5, 40): quarters()[40, 5]}.items():
        colour = image.pixelColor(x, y)
        assert (colour.red(), colour.green(), colour.blue()) == pytest.approx(tuple(wanted), abs=2)


def test_the_latest_wish_comes_first_and_those_not_kept_never(
    qtbot: QtBot, loader: PictureLoader, tmp_path: Path, gate: Gate
) -> None:
    arrived: list[int] = []
    loader.loaded.connect(lambda loaded: arrived.append(loaded.key))
    for key in range(6):
        loader.want(key, photo(tmp_path, f"{key}.png"), 64, 64)
        assert gate.reached.wait(30)  # the first one is being read, the others wait
    loader.keep_only({1, 4, 99})
    assert [loader.waits_for(key) for key in range(6)] == [True, True, False, False, True, False]
    gate.open.set()
    qtbot.waitUntil(lambda: arrived == [0, 4, 1])
    loader.want(2, photo(tmp_path, "2.png"), 64, 64)
    qtbot.waitUntil(lambda: arrived == [0, 4, 1, 2])
    assert gate.read == ["0.png", "4.png", "1.png", "2.png"]


def test_an_idle_loader_keeps_the_cache_within_bounds(
    qtbot: QtBot, tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = ThumbnailCache()
    for number in range(5):
        cache.picture(photo(tmp_path, f"{number}.png"))
    monkeypatch.setattr(loader_module, "ThumbnailCache", lambda: ThumbnailCache(bounds=Bounds(files=2)))
    loader = PictureLoader(10)
    try:
        assert len(kept(files)) == 5
        load(qtbot, loader, FileSource(tmp_path / "0.png"), 64, 64)
        qtbot.waitUntil(lambda: len(kept(files)) == 2)
    finally:
        loader.close()


def test_rows_out_of_sight_are_forgotten_and_asked_for_again_when_they_come_back(
    qtbot: QtBot, tmp_path: Path, gate: Gate
) -> None:
    thumbnails = Thumbnails(Rows(photo(tmp_path)), 64)
    arrived: list[int] = []
    thumbnails.arrived.connect(arrived.append)
    try:
        for key in range(20):
            assert thumbnails.get(key) is None
            assert gate.reached.wait(30)
        thumbnails.only(range(15, 18))
        gate.open.set()
        qtbot.waitUntil(lambda: arrived == [0, 17, 16, 15])
        assert thumbnails.get(19) is None
        qtbot.waitUntil(lambda: arrived == [0, 17, 16, 15, 19])
        assert thumbnails.get(16) is not None
    finally:
        thumbnails.close()


@pytest.mark.parametrize("side", [52, 104, 256, 512])
def test_all_cells_of_a_grid_are_drawn_after_each_was_asked_for_once(qtbot: QtBot, tmp_path: Path, side: int) -> None:
    thumbnails = Thumbnails(Rows(photo(tmp_path)), side)
    arrived: list[int] = []
    thumbnails.arrived.connect(arrived.append)
    try:
        assert [thumbnails.get(key) for key in range(GRID)] == [None] * GRID
        qtbot.waitUntil(lambda: len(arrived) == GRID, timeout=120_000)
        assert None not in [thumbnails.get(key) for key in range(GRID)]
    finally:
        thumbnails.close()


def test_large_thumbnails_are_fewer_so_that_all_stay_below_a_hundred_megabytes(qtbot: QtBot, tmp_path: Path) -> None:
    source = MemorySource(encoded(quarters(256, 256), "BMP"), "pasted")
    thumbnails = Thumbnails(Rows(source), 256)
    try:
        for key in range(500):
            with qtbot.waitSignal(thumbnails.arrived):
                thumbnails.get(key)
        sizes = [4 * pixmap.width() * pixmap.height() for pixmap in thumbnails._kept.values()]
        assert 2 * GRID <= len(sizes) < 500
        assert sum(sizes) <= 100_000_000
    finally:
        thumbnails.close()
