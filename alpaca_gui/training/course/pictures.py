"""The pictures as the model sees them, kept small."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import AlpacaError, PictureError
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.preprocess import Preprocessing, Tensor
from alpaca_gui.imaging.source import FileSource, printable
from alpaca_gui.messages import Step, Tell

READING: Final = "Reading the pictures"


class Pictures:
    """Pictures preprocessed once and kept with 8 bits: a quarter of what their tensors would take.

    Parameters
    ----------
    paths
        Their files.
    step
        The preprocessing.
    tell
        Told after each picture.

    Raises
    ------
    AlpacaError
        When one cannot be read any more.
    """

    def __init__(self, paths: Sequence[Path], step: Preprocessing, tell: Tell) -> None:
        self._step = step
        self._views = np.empty((len(paths), step.height, step.width, 3), dtype=np.uint8)
        for place, path in enumerate(paths):
            self._views[place] = _view(path, step)
            tell(Step(READING, place + 1, len(paths)))

    def tensor(self, places: NDArray[np.int64]) -> Tensor:
        """Give float32 (n, height, width, 3) of the pictures at these places."""
        return self._step.scaled(self._views[places])


def _view(path: Path, step: Preprocessing) -> NDArray[np.uint8]:
    try:
        return step.view(decode(FileSource(path)))
    except PictureError as error:
        raise AlpacaError(f"{printable(str(path))} cannot be used for training: {error}") from error
