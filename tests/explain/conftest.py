"""What tests of explanations share: the shipped model, and a sample that it has looked at."""

import pytest

from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.explain.lens import Lens
from alpaca_gui.explain.looked import Looked, look
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.resources import shipped_model, shipped_samples


@pytest.fixture(scope="module")
def bundle() -> ModelBundle:
    return load_bundle(shipped_model())


@pytest.fixture(scope="module")
def lens(bundle: ModelBundle) -> Lens:
    return Lens(bundle)


@pytest.fixture(scope="module")
def sheep(lens: Lens) -> Looked:
    return look(lens, FileSource(shipped_samples() / "sheep.png"))
