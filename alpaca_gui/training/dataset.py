"""Labelled pictures: two folders, one for each answer."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.errors import AlpacaError, reason
from alpaca_gui.imaging.source import printable

YES: Final = 1
NO: Final = 0

Labels = NDArray[np.int64]
"""1 for yes and 0 for no, (n,)."""


@dataclass(frozen=True, slots=True)
class Example:
    """One picture and what a person said about it: `YES` or `NO`."""

    path: Path
    label: int


@dataclass(frozen=True, slots=True)
class Dataset:
    """Labelled pictures in a fixed order: yes before no, each side sorted by name.

    Attributes
    ----------
    yes, no
        The two answers in words.
    examples
        The pictures with their labels.
    name
        What to call it: the name of the folder that holds both.
    """

    yes: str
    no: str
    examples: tuple[Example, ...]
    name: str = ""

    @property
    def paths(self) -> tuple[Path, ...]:
        """The pictures without their labels."""
        return tuple(example.path for example in self.examples)

    @property
    def labels(self) -> Labels:
        """The labels, (n,): 1 for yes and 0 for no."""
        return np.array([example.label for example in self.examples], dtype=np.int64)

    def count(self, label: int) -> int:
        """How many pictures have this label."""
        return sum(example.label == label for example in self.examples)

    def answer(self, label: int) -> str:
        """The answer in words that a label stands for."""
        return self.yes if label == YES else self.no


def read_dataset(folder: Path, yes: str) -> Dataset:
    """List the pictures of a folder with two sub-folders.

    Which sub-folder means yes is said by the caller and never taken from the alphabet. Keras'
    ``image_dataset_from_directory`` numbers the folders in alphabetical order, ``alpaca`` 0 and ``not alpaca`` 1: there
    a positive logit would mean *not* alpaca, the opposite of what it means here.

    Parameters
    ----------
    folder
        Holds exactly two sub-folders; what is hidden does not count.
    yes
        Name of the sub-folder whose pictures get the label 1, so that a positive logit means them.

    Raises
    ------
    AlpacaError
        When there are not two sub-folders, none is called ``yes``, or one has no file.
    """
    names = answer_folders(folder)
    if yes not in names:
        raise AlpacaError(f"{folder} holds the folders {_in_words(names)}; none of them is called {yes!r}.")
    no = next(name for name in names if name != yes)
    return pair_of_folders(folder / yes, folder / no, yes, no)


def answer_folders(folder: Path) -> tuple[str, str]:
    """Names of the two sub-folders of a dataset, in the order of the alphabet, which says nothing about yes and no.

    Raises
    ------
    AlpacaError
        When it is no folder, or does not hold exactly two that are not hidden.
    """
    try:
        names = sorted(entry.name for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    except OSError as error:
        raise AlpacaError(f"There is no folder of pictures at {folder}: {reason(error)}.") from error
    if len(names) != 2:
        raise AlpacaError(
            f"{folder} should hold two folders of pictures, one for yes and one for no; it holds "
            f"{_in_words(names) if names else 'none'}."
        )
    return names[0], names[1]


def pair_of_folders(yes_folder: Path, no_folder: Path, yes: str, no: str) -> Dataset:
    """List the pictures of two folders, wherever they are; each folder's own files, sorted by name.

    Raises
    ------
    AlpacaError
        When they are the same folder, the answers have the same name, or one has no file.
    """
    if yes_folder.resolve() == no_folder.resolve():
        raise AlpacaError(f"Yes and no are the same folder: {yes_folder}.")
    if yes == no or not yes or not no:
        raise AlpacaError(f"The two answers need two different names, not {yes!r} and {no!r}.")
    examples = (*_examples(yes_folder, YES), *_examples(no_folder, NO))
    same = yes_folder.parent == no_folder.parent
    return Dataset(yes, no, examples, yes_folder.parent.name if same else f"{yes_folder.name}, {no_folder.name}")


def fingerprint(hashes: Iterable[str]) -> str:
    """SHA-256 over the sorted SHA-256 of the pictures' bytes, a line each: the same for the same pictures."""
    return hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()


def _examples(folder: Path, label: int) -> tuple[Example, ...]:
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError as error:
        raise AlpacaError(f"The folder {folder} cannot be read: {reason(error)}.") from error
    if not paths:
        raise AlpacaError(f"There is no picture in {folder}.")
    return tuple(Example(path, label) for path in paths)


def _in_words(names: Iterable[str]) -> str:
    return ", ".join(repr(printable(name)) for name in names)
