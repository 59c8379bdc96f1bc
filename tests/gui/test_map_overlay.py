"""The map over the large picture: only while it is switched on, and always that of the picture that is shown."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.explain.contributions import Contributions
from alpaca_gui.explain.lens import Lens
from alpaca_gui.gui.map_overlay import MapOverlay
from alpaca_gui.gui.picture_view import PictureView
from alpaca_gui.imaging.source import FileSource, MemorySource
from alpaca_gui.resources import shipped_model
from tests.gui import driving
from tests.gui.conftest import ModelRuns


@pytest.fixture(scope="module")
def bundle() -> ModelBundle:
    return load_bundle(shipped_model())


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[PictureView]:
    view = PictureView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    yield view
    view.close_loader()


@pytest.fixture
def overlay(view: PictureView, bundle: ModelBundle, model_runs: ModelRuns) -> Iterator[MapOverlay]:
    overlay = MapOverlay(view)
    overlay.open(bundle)
    yield overlay
    model_runs.release()
    overlay.close()


def show(view: PictureView, overlay: MapOverlay, key: int, path: Path) -> None:
    """Do what the workspace does when a row is chosen."""
    view.show_picture(key, FileSource(path), None)
    overlay.look(key, FileSource(path))


def expected(bundle: ModelBundle, path: Path) -> Contributions:
    found = Lens(bundle).look(FileSource(path)).contributions
    assert found is not None
    return found


def shown(view: PictureView) -> float | None:
    return view.contributions.logit if isinstance(view.contributions, Contributions) else None


def explaining() -> bool:
    return any(thread.name == "explain" for thread in threading.enumerate())


def test_switched_off_nothing_is_computed(
    qtbot: QtBot, view: PictureView, overlay: MapOverlay, samples: list[Path], model_runs: ModelRuns
) -> None:
    for key, path in enumerate(samples[:4]):
        show(view, overlay, key, path)
    qtbot.wait(100)
    assert (model_runs.count, explaining(), view.contributions) == (0, False, None)


def test_switched_on_it_follows_the_chosen_picture(
    qtbot: QtBot, view: PictureView, overlay: MapOverlay, samples: list[Path], bundle: ModelBundle
) -> None:
    show(view, overlay, 0, samples[0])
    overlay.switch(True)
    driving.until(qtbot, lambda: view.contributions is not None)
    found = expected(bundle, samples[0])
    assert view.contributions is not None
    np.testing.assert_array_equal(view.contributions.cells, found.cells)
    show(view, overlay, 1, samples[1])
    assert view.contributions is None
    driving.until(qtbot, lambda: shown(view) == expected(bundle, samples[1]).logit)


def test_the_latest_picture_wins(
    qtbot: QtBot,
    view: PictureView,
    overlay: MapOverlay,
    samples: list[Path],
    bundle: ModelBundle,
    model_runs: ModelRuns,
) -> None:
    overlay.switch(True)
    model_runs.hold()
    seen: list[float | None] = []
    for key, path in enumerate(samples):
        show(view, overlay, key, path)
        qtbot.wait(5)
        seen.append(shown(view))
    model_runs.release()
    driving.until(qtbot, lambda: view.contributions is not None)
    assert set(seen) == {None}
    count = model_runs.count
    assert count <= 2  # the one that it was at, and the last one
    assert shown(view) == expected(bundle, samples[-1]).logit


def test_switching_off_takes_the_map_away_and_what_was_at_work_is_not_shown(
    qtbot: QtBot, view: PictureView, overlay: MapOverlay, samples: list[Path], model_runs: ModelRuns
) -> None:
    show(view, overlay, 0, samples[0])
    overlay.switch(True)
    driving.until(qtbot, lambda: view.contributions is not None)
    overlay.switch(False)
    assert view.contributions is None
    model_runs.hold()
    overlay.switch(True)
    driving.until(qtbot, lambda: model_runs.count == 2)
    overlay.switch(False)
    model_runs.release()
    qtbot.wait(100)
    assert view.contributions is None


def test_a_picture_that_cannot_be_read_has_no_map(
    qtbot: QtBot, view: PictureView, overlay: MapOverlay, samples: list[Path], tmp_path: Path
) -> None:
    overlay.switch(True)
    path = tmp_path / "broken.png"
    path.write_bytes(samples[0].read_bytes())
    show(view, overlay, 0, path)
    driving.until(qtbot, lambda: view.contributions is not None)
    path.write_bytes(b"no picture any more")
    show(view, overlay, 0, path)  # the same row, whose file was exchanged
    driving.until(qtbot, lambda: view.contributions is None)
    show(view, overlay, 1, samples[1])
    driving.until(qtbot, lambda: view.contributions is not None)


def test_another_model_gives_another_map_and_one_without_gives_none(
    qtbot: QtBot,
    view: PictureView,
    overlay: MapOverlay,
    samples: list[Path],
    bundle: ModelBundle,
    model_runs: ModelRuns,
) -> None:
    overlay.switch(True)
    show(view, overlay, 0, samples[0])
    driving.until(qtbot, lambda: view.contributions is not None)
    overlay.open(replace(bundle, card=replace(bundle.card, exact_map=False)))
    assert view.contributions is None
    driving.until(qtbot, lambda: model_runs.count == 2)
    qtbot.wait(50)
    assert view.contributions is None
    overlay.open(bundle)
    driving.until(qtbot, lambda: view.contributions is not None)


def test_without_a_picture_there_is_no_map(
    qtbot: QtBot, view: PictureView, overlay: MapOverlay, samples: list[Path]
) -> None:
    overlay.switch(True)
    show(view, overlay, 0, samples[0])
    driving.until(qtbot, lambda: view.contributions is not None)
    view.show_message("No picture is chosen.")
    overlay.look_away()
    assert view.contributions is None
    qtbot.wait(50)
    assert view.contributions is None


def test_closing_in_the_middle_leaves_no_thread(
    qtbot: QtBot, view: PictureView, overlay: MapOverlay, samples: list[Path], model_runs: ModelRuns
) -> None:
    overlay.switch(True)
    show(view, overlay, 0, samples[0])
    driving.until(qtbot, lambda: model_runs.count == 1)
    overlay.close()
    assert not explaining()
    assert view.contributions is None


def test_the_map_is_painted_over_the_picture_where_the_model_saw_it(qtbot: QtBot, view: PictureView) -> None:
    pixels = np.full((300, 400, 3), 128, np.uint8)
    view.show_picture(0, MemorySource(_png(pixels), "grey"), None)
    driving.until(qtbot, lambda: not view.picture_box().isEmpty())
    view.show_map(Contributions(np.array([[1.0, -1.0]]), 0.0, 0.0), (0.25, 0.0, 0.75, 1.0))
    box, shown_now = view.picture_box(), view.grab().toImage()
    x = [shown_now.pixelColor(round(box.left() + share * box.width()), round(box.center().y())) for share in (0.1, 0.4)]
    assert (x[0].red(), x[0].blue()) == (128, 128)
    assert x[1].blue() > 160 > x[1].red()
    view.show_map(None)
    assert view.grab().toImage().pixelColor(round(box.left() + 0.4 * box.width()), round(box.center().y())).red() == 128


def _png(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> bytes:
    import io

    from PIL import Image

    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()
