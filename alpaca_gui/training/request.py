"""What a training is asked for; the command line, the dialog and the child process share it. No TensorFlow here."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self

from alpaca_gui.errors import AlpacaError

FOLDS: Final = 5
SEED: Final = 42

FEWEST_FOLDS: Final = 2
MOST_SEED: Final = 2**32 - 1 - 3
"""NumPy's generators take 32 bits, and the recipes that deal the pictures several times count on from the seed."""

FEWEST: Final = 10
"""Different pictures that each side needs."""

TRAIN_COMMAND: Final = "pip install 'alpaca-gui[train]'"
"""Adds TensorFlow to the program."""


class Recipe(StrEnum):
    """How a model is trained."""

    HEAD = "head"
    COURSE = "course"
    BEST = "best"


class Weights(StrEnum):
    """Where the backbone's weights come from: the program's own source, or keras.applications' download."""

    BUNDLED = "bundled"
    IMAGENET = "imagenet"


@dataclass(frozen=True, slots=True)
class TrainingRequest:
    """One training.

    Attributes
    ----------
    yes_folder, no_folder
        The two folders of pictures.
    yes, no
        The two answers in words; a positive logit will mean ``yes``.
    out
        The bundle to write.
    recipe
        How to train.
    folds, seed
        How many folds the out-of-fold figures use, and the seed of everything that is drawn by lot.
    weights
        Where the backbone's weights come from; only the recipe `Recipe.COURSE` has a choice.
    model
        The bundle whose backbone the recipes `Recipe.HEAD` and `Recipe.BEST` use; None for the shipped one.
    thumbnails
        Whether small pictures of what it is trained on go into the bundle, for whoever gets it to see.

    Raises
    ------
    AlpacaError
        When there are fewer than `FEWEST_FOLDS` folds, or the seed is not 0 to `MOST_SEED`.
    """

    yes_folder: Path
    no_folder: Path
    yes: str
    no: str
    out: Path
    recipe: Recipe = Recipe.BEST
    folds: int = FOLDS
    seed: int = SEED
    weights: Weights = Weights.BUNDLED
    model: Path | None = None
    thumbnails: bool = False

    def __post_init__(self) -> None:
        if self.folds < FEWEST_FOLDS:
            raise AlpacaError(f"At least {FEWEST_FOLDS} folds are needed to judge out of fold, not {self.folds}.")
        if not 0 <= self.seed <= MOST_SEED:
            raise AlpacaError(f"The seed should be a whole number from 0 to {MOST_SEED}, not {self.seed}.")

    def as_dict(self) -> dict[str, Any]:
        """Return JSON values, for the child process; the reverse of `from_dict`."""
        return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Read what `as_dict` gave."""
        paths = {name: Path(values[name]) for name in ("yes_folder", "no_folder", "out")}
        model = None if values["model"] is None else Path(values["model"])
        kinds = {"recipe": Recipe(values["recipe"]), "weights": Weights(values["weights"])}
        return cls(**{**values, **paths, **kinds, "model": model})
