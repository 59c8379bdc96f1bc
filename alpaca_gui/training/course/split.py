"""Which pictures the exercise trains on, and which it keeps to validate with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import AlpacaError
from alpaca_gui.training.dataset import NO, YES, Example

VALIDATION: Final = 0.2
"""Share of the pictures that is kept to validate with."""

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Places in the list of pictures, (n,): those to train on and those to validate with."""

    training: Indices
    validation: Indices


def split_as_keras(pictures: Sequence[Example], seed: int) -> Split:
    """Split as ``keras.utils.image_dataset_from_directory(validation_split=0.2, seed=seed)`` does, picture for picture.

    Keras lists the folders in alphabetical order, whichever means yes, and the files of each by name; shuffles that
    list with NumPy's old generator; and validates with the last fifth, rounded down
    (``keras/src/utils/dataset_utils.py``, ``index_directory`` and ``get_training_or_validation_split``). Of 327
    pictures that leaves 262 and 65. Files that Keras would not list, e.g. HEIC, are listed here like the others.

    Raises
    ------
    AlpacaError
        When there are too few pictures for both parts, or all that are left to train on have the same label.
    """
    order = np.array(sorted(range(len(pictures)), key=lambda place: _listed(pictures[place])), dtype=np.int64)
    np.random.RandomState(seed).shuffle(order)
    kept = int(VALIDATION * len(order))
    training, validation = order[: len(order) - kept], order[len(order) - kept :]
    if not kept or {pictures[place].label for place in training} != {YES, NO}:
        raise AlpacaError(
            f"{len(pictures)} pictures are too few for the exercise's split: a fifth is kept to validate with, and "
            "pictures of both answers must be left to train on."
        )
    return Split(training, validation)


def _listed(picture: Example) -> tuple[str, str, str]:
    folder = picture.path.parent
    return folder.name, str(folder), picture.path.name
