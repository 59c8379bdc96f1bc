"""Small models as other programs write them, and what became of each when it was brought in."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]

Told = dict[str, dict[str, Any]]


def run_module(module: str, *arguments: Path) -> None:
    """Run a module of the tests in a process of its own."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the models of ``exporters.py`` and ``hostile.py``; needs TensorFlow, in a process of its own."""
    folder = tmp_path_factory.mktemp("written")
    run_module("tests.training.foreign.exporters", folder)
    return folder


@pytest.fixture(scope="session")
def said(written: Path) -> dict[str, Any]:
    """What the framework that wrote a model says of the sample pictures."""
    facts: dict[str, Any] = json.loads((written / "facts.json").read_text())
    return facts


@pytest.fixture(scope="session")
def bundles(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the bundles that were made of them, and ``told.json``."""
    folder = tmp_path_factory.mktemp("bundles")
    run_module("tests.training.foreign.importing", written, folder)
    return folder


@pytest.fixture(scope="session")
def told(bundles: Path) -> Told:
    """What became of each: ``model``, ``made`` and ``shown``, or ``refused``."""
    values: Told = json.loads((bundles / "told.json").read_text())
    return values
