"""The library's commands called in this process, and a model that answers at once."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from alpaca_gui.cli.main import main
from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.jobs import pipeline
from tests.imaging.pictures import encoded
from tests.jobs.web import Web, running_web

FEATURES = 1280
"""Of the shipped model's embeddings."""

Said = tuple[int, str, str]
Command = Callable[..., Said]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Call ``alpaca-gui library`` here; gives exit code, standard output and standard error."""

    def call(*arguments: str | Path) -> Said:
        try:
            code = main(["library", *map(str, arguments)])
        except SystemExit as end:  # argparse
            code = int(end.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


class Red:
    """Says how red a picture is, less 10; its embedding is a direction that turns with the redness."""

    asked: list[float]
    _lock = threading.Lock()

    def __init__(self, bundle: ModelBundle) -> None:
        """Need nothing of the bundle."""

    def classify(self, picture: Picture) -> Evidence:
        red = float(picture.pixels[0, 0, 0])
        with self._lock:
            self.asked.append(red)
        embedding = np.zeros(FEATURES, np.float32)
        embedding[:2] = np.cos(red / 50), np.sin(red / 50)
        return Evidence(red - 10, None, embedding)


@pytest.fixture
def red(monkeypatch: pytest.MonkeyPatch) -> type[Red]:
    """Let pipelines answer by redness, and remember what they were asked."""
    monkeypatch.setattr(Red, "asked", [], raising=False)
    monkeypatch.setattr(pipeline, "Classifier", Red)
    return Red


def picture(path: Path, red: int, green: int = 0) -> Path:
    """Write a tiny picture of one colour."""
    path.write_bytes(encoded(Image.new("RGB", (6, 4), (red, green, 0)), "PNG"))
    return path


@pytest.fixture
def herd(tmp_path: Path) -> list[Path]:
    """Twenty pictures, each a little redder than the one before: their logits are -10 to 9."""
    folder = tmp_path / "herd"
    folder.mkdir()
    return [picture(folder / f"{number:02}.png", number) for number in range(20)]


@pytest.fixture
def full(command: Command, red: type[Red], herd: list[Path]) -> list[Path]:
    """The herd, in the default library."""
    assert command("add", herd[0].parent, "--quiet")[0] == 0
    return herd


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A web server that runs for the test."""
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    with running_web() as server:
        yield server
