"""TensorFlow runs in child processes here, never in pytest's own."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.resources import shipped_model, shipped_samples
from alpaca_gui.training.dataset import Dataset, read_dataset

CHECKOUT = Path(__file__).resolve().parents[2]

RunModule = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def run_module() -> RunModule:
    """Run ``python -m MODULE ARGUMENTS`` in the checkout and give what came of it."""

    def run(module: str, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", module, *map(str, arguments)]
        return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=240)

    return run


@pytest.fixture(scope="session")
def child_facts(run_module: RunModule) -> dict[str, Any]:
    """What ``child.py`` found out."""
    done = run_module("tests.training.child")
    assert done.returncode == 0, done.stderr
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


@pytest.fixture(scope="session")
def dataset(photographs: Path) -> Dataset:
    """The photographs, alpaca being the yes."""
    return read_dataset(photographs, yes="alpaca")


@pytest.fixture(scope="session")
def bundle() -> ModelBundle:
    """The shipped model."""
    return load_bundle(shipped_model())


@dataclass(frozen=True)
class Judged:
    """All photographs with the evidence that the runtime gives for them."""

    dataset: Dataset
    evidence: tuple[Evidence, ...]


@pytest.fixture(scope="session")
def judged(dataset: Dataset, bundle: ModelBundle) -> Judged:
    """Every photograph, classified once for all tests."""
    classifier = Classifier(bundle, threads=2)
    return Judged(dataset, tuple(classifier.classify(decode(FileSource(path))) for path in dataset.paths))


@pytest.fixture(scope="session")
def samples() -> list[Path]:
    """The sample pictures that the program ships, which need no data set."""
    return sorted(path for path in shipped_samples().iterdir() if path.suffix in (".png", ".jpg", ".webp"))
