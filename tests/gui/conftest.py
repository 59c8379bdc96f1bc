"""Windows to drive, with the shipped model, and a hand on the model's runs."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.gui.app import prepare_application
from alpaca_gui.gui.collection import Collection
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.imaging.preprocess import Tensor
from alpaca_gui.jobs.opening import open_library
from alpaca_gui.resources import shipped_model, shipped_samples
from tests.gui import driving

OpenWindow = Callable[..., MainWindow]


class ModelRuns:
    """Counts the model's runs, and holds them up from `hold` to `release`."""

    def __init__(self) -> None:
        self.count = 0
        self._free = threading.Event()
        self._free.set()

    def hold(self) -> None:
        """Let no run end until they are released."""
        self._free.clear()

    def release(self) -> None:
        """Let the runs go on."""
        self._free.set()

    def pass_through(self) -> None:
        """Be counted, and wait while runs are held up."""
        self.count += 1
        self._free.wait()


@pytest.fixture
def model_runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelRuns]:
    """The runs of every classifier of this test."""
    runs, original = ModelRuns(), Classifier.run

    def run(self: Classifier, tensor: Tensor) -> Evidence:
        runs.pass_through()
        return original(self, tensor)

    monkeypatch.setattr(Classifier, "run", run)
    yield runs
    runs.release()


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, model_runs: ModelRuns) -> Iterator[OpenWindow]:
    """Open windows, and close them when the test is over, whatever is at work in them."""
    opened: list[MainWindow] = []

    def open_one(model: Path | None = None, *, furnished: bool = True) -> MainWindow:
        prepare_application()
        window = MainWindow(model or shipped_model())
        opened.append(window)
        window.show()
        if furnished:
            driving.until(qtbot, lambda: window.workspace is not None)
        return window

    yield open_one
    model_runs.release()
    while opened:
        if isValid(opened[-1]):
            driving.close_for_good(opened[-1])
        opened.pop()


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """A window that is able to classify, and empty."""
    return open_window()


@pytest.fixture
def samples() -> list[Path]:
    """The shipped samples, in the order in which their folder gives them."""
    suffixes = {".png", ".jpg", ".webp"}
    return sorted(path for path in shipped_samples().iterdir() if path.suffix in suffixes)


@pytest.fixture
def sampled(qtbot: QtBot, window: MainWindow, samples: list[Path]) -> MainWindow:
    """A window with the shipped samples, all classified."""
    window.take_paths([str(path) for path in samples])
    driving.settle(qtbot, window, len(samples))
    return window


@pytest.fixture
def library_path(tmp_path: Path) -> Path:
    """Where the library of `collection` is; tests put in its place one that holds something."""
    return tmp_path / "zoo.library"


@pytest.fixture
def collection(qtbot: QtBot, qapp: QApplication, library_path: Path) -> Iterator[Collection]:
    """The collection of that library without a window, with the shipped model opened."""
    prepare_application()
    collection = Collection(shipped_model(), open_library(library_path))
    driving.until(qtbot, lambda: collection.bundle is not None and not collection.busy)
    yield collection
    collection.close()
