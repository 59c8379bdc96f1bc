"""A server, the shipped model, and a classifier that needs none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.jobs import pipeline
from alpaca_gui.library.library import Library
from alpaca_gui.resources import shipped_model
from tests.imaging.pictures import encoded
from tests.jobs.web import Web, running_web


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask the server on this machine directly, whatever is set here."""
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")


@pytest.fixture
def web() -> Iterator[Web]:
    """A web server that runs for the test."""
    with running_web() as server:
        yield server


@pytest.fixture(scope="session")
def bundle() -> ModelBundle:
    """The model that the program ships."""
    return load_bundle(shipped_model())


class RedClassifier:
    """Says how red the middle of a picture is."""

    def __init__(self, bundle: ModelBundle) -> None:
        """Need nothing of the bundle."""

    def classify(self, picture: Picture) -> Evidence:
        return Evidence(float(picture.pixels[picture.height // 2, picture.width // 2, 0]), None, None)


@pytest.fixture
def red(monkeypatch: pytest.MonkeyPatch) -> type[RedClassifier]:
    """Let pipelines answer by redness, at once, instead of running a model."""
    monkeypatch.setattr(pipeline, "Classifier", RedClassifier)
    return RedClassifier


@pytest.fixture
def herd(tmp_path: Path) -> list[Path]:
    """Twenty small pictures, each a little redder than the one before."""
    from PIL import Image

    folder = tmp_path / "herd"
    folder.mkdir()
    paths = [folder / f"{number:02}.png" for number in range(20)]
    for number, path in enumerate(paths):
        path.write_bytes(encoded(Image.new("RGB", (6, 4), (number, 0, 0)), "PNG"))
    return paths


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with Library(tmp_path / "kept.library") as one:
        yield one
