"""The shipped samples."""

from pathlib import Path

import pytest

from alpaca_gui.resources import shipped_samples


@pytest.fixture
def samples() -> list[Path]:
    """The shipped samples, in the order in which their folder gives them."""
    suffixes = {".png", ".jpg", ".webp"}
    return sorted(path for path in shipped_samples().iterdir() if path.suffix in suffixes)
