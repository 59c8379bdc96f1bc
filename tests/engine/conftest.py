"""Bundles around small models, and the shipped one."""

import subprocess
import sys
from pathlib import Path

import pytest

from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.resources import shipped_model

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the small models of ``tiny_models.py``; needs TensorFlow, in a child process."""
    folder = tmp_path_factory.mktemp("tiny")
    command = [sys.executable, "-m", "tests.engine.tiny_models", str(folder)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def shipped() -> ModelBundle:
    """The model that the program ships."""
    return load_bundle(shipped_model())


@pytest.fixture
def card() -> ModelCard:
    """Card of a small model whose input is 8 x 8 pixels of 0 to 255."""
    return ModelCard(
        yes="red",
        no="not red",
        preprocessing=Preprocessing(8, 8, scale=1.0, offset=0.0),
        rule=Rule(0.5, 1.5, 2.0),
        exact_map=True,
        backbone={"name": "none"},
        out_of_fold={"accuracy": 0.5},
    )
