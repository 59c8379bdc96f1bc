"""Collections of a few pictures whose logits were made elsewhere: two folders, in which the names are the same."""

from pathlib import Path
from threading import Event

import numpy as np
import pytest

from alpaca_gui.gui.collection import Collection
from alpaca_gui.library.bringing_in import bring_in
from alpaca_gui.library.imported import read_logits
from alpaca_gui.library.library import Library
from tests.gui.driving import draw

LOGITS = {"one/a.png": 3.5, "two/a.png": 2.25, "one/b.png": -4.0, "one/c,=1.png": 0.125, "gone.png": -1.5}


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    """The pictures in the order of the library; the last is not there."""
    paths = [tmp_path / "pictures" / name for name in LOGITS]
    for path in paths[:-1]:
        draw(path)
    return paths


@pytest.fixture
def library_path(tmp_path: Path, pictures: list[Path]) -> Path:
    """A library that holds them."""
    table = tmp_path / "pictures" / "logits.csv"
    table.write_text("path,logit\n" + "".join(f'"{name}",{logit}\n' for name, logit in LOGITS.items()))
    path = tmp_path / "zoo.library"
    with Library(path) as library:
        for _ in bring_in(library, read_logits(table), table, "alpaca", Event()):
            pass
    return path


@pytest.fixture
def keys(collection: Collection) -> np.ndarray:
    """Keys of all pictures."""
    return collection.columns.present()
