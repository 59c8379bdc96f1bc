"""Labelled photographs: a folder with one sub-folder for each answer."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import AlpacaError

YES: Final = 1
NO: Final = 0


@dataclass(frozen=True, slots=True)
class Example:
    """One photograph and what a person said about it: `YES` or `NO`."""

    path: Path
    label: int


@dataclass(frozen=True, slots=True)
class Dataset:
    """Labelled photographs in a fixed order: yes before no, each side sorted by name.

    Attributes
    ----------
    folder
        Where they are.
    yes, no
        Names of the two sub-folders, which are the two answers.
    examples
        The photographs with their labels.
    """

    folder: Path
    yes: str
    no: str
    examples: tuple[Example, ...]

    @property
    def paths(self) -> tuple[Path, ...]:
        """The photographs without their labels."""
        return tuple(example.path for example in self.examples)

    @property
    def labels(self) -> NDArray[np.int64]:
        """The labels, (n,): 1 for yes and 0 for no."""
        return np.array([example.label for example in self.examples], dtype=np.int64)

    def count(self, label: int) -> int:
        """How many photographs have this label."""
        return sum(example.label == label for example in self.examples)

    def fingerprint(self) -> str:
        """SHA-256 over the sorted SHA-256 of the photographs' bytes: the same for the same photographs."""
        hashes = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in self.paths)
        return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def read_dataset(folder: Path, yes: str) -> Dataset:
    """List the photographs of a folder with two sub-folders.

    Which sub-folder means yes is said by the caller and never taken from the alphabet. Keras'
    ``image_dataset_from_directory`` numbers the folders in alphabetical order, ``alpaca`` 0 and ``not alpaca`` 1: there
    a positive logit would mean *not* alpaca, the opposite of what it means here.

    Parameters
    ----------
    folder
        Holds exactly two sub-folders; what is hidden does not count.
    yes
        Name of the sub-folder whose photographs get the label 1, so that a positive logit means them.

    Raises
    ------
    AlpacaError
        When there are not two sub-folders, none is called ``yes``, or one has no file.
    """
    if not folder.is_dir():
        raise AlpacaError(f"There is no folder of photographs at {folder}.")
    names = sorted(entry.name for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    if len(names) != 2 or yes not in names:
        raise AlpacaError(f"{folder} should hold two folders, one of them {yes!r}; it holds {names}.")
    no = next(name for name in names if name != yes)
    examples = (*_examples(folder / yes, YES), *_examples(folder / no, NO))
    return Dataset(folder, yes, no, examples)


def _examples(folder: Path, label: int) -> tuple[Example, ...]:
    paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    if not paths:
        raise AlpacaError(f"There is no photograph in {folder}.")
    return tuple(Example(path, label) for path in paths)
