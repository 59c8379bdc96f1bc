"""The pictures of one training: looked at, surveyed, and dealt to folds."""

from dataclasses import dataclass

import numpy as np

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.errors import AlpacaError
from alpaca_gui.messages import Note, Tell
from alpaca_gui.training.dataset import Dataset, Labels, pair_of_folders
from alpaca_gui.training.duplicates import Duplicates, find_duplicates
from alpaca_gui.training.examine import Examined, examine
from alpaca_gui.training.folds import Groups
from alpaca_gui.training.request import TrainingRequest
from alpaca_gui.training.survey import remarks, require_enough


@dataclass(frozen=True, slots=True, eq=False)
class Folder:
    """What every recipe starts from.

    Attributes
    ----------
    dataset
        The files as they are in the two folders.
    examined
        Those that can be used, with their embeddings.
    groups
        Which of them must not cross a fold, (n,).
    remarks
        Finished sentences about left-out files, duplicates and imbalance.
    """

    dataset: Dataset
    examined: Examined
    groups: Groups
    remarks: tuple[str, ...]


def look_at_folders(request: TrainingRequest, bundle: ModelBundle, tell: Tell) -> Folder:
    """Look at both folders of a request with the backbone of ``bundle``, and tell what a person should know.

    Raises
    ------
    AlpacaError
        When the folders cannot be used.
    """
    dataset = pair_of_folders(request.yes_folder, request.no_folder, request.yes, request.no)
    examined = examine(dataset, bundle, tell)
    require_enough(dataset, examined)
    duplicates = find_duplicates(examined.hashes, examined.embeddings)
    said = list(remarks(dataset, examined, duplicates))
    groups = _groups(duplicates, examined, request.folds, said)
    for sentence in said:
        tell(Note(sentence))
    return Folder(dataset, examined, groups, tuple(said))


def _groups(duplicates: Duplicates, examined: Examined, folds: int, said: list[str]) -> Groups:
    """Groups of all that looks alike; of the same content alone where too few groups would be left for the folds."""
    labels = examined.labels
    if folds < 2:
        raise AlpacaError(f"At least 2 folds are needed, not {folds}.")
    if _fewest(duplicates.groups, labels) >= folds:
        return duplicates.groups
    contents = np.unique(np.array(examined.hashes), return_inverse=True)[1].astype(np.int64)
    if (fewest := _fewest(contents, labels)) < folds:
        raise AlpacaError(f"{folds} folds cannot be made: one side has only {fewest} different pictures.")
    said.append(
        "The pictures of a side look so much alike that they cannot be kept apart: the figures may be too good, since "
        "a picture may be judged by a model that saw one nearly the same."
    )
    return contents


def _fewest(groups: Groups, labels: Labels) -> int:
    return min(np.unique(groups[labels == label]).size for label in np.unique(labels))
